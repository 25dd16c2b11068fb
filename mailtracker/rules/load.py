"""A folder of rules files → the checked Policy, or every problem in
them with its line and column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from mailtracker.errors import BadFiles, Problem
from mailtracker.policy.model import NOBODY, Policy
from mailtracker.rules.build import attached, build, build_rules, known_in, tested
from mailtracker.rules.check import check, check_languages
from mailtracker.rules.draft import Draft
from mailtracker.rules.includes import MAX_FILES, SUFFIXES, read_all
from mailtracker.rules.lint import Around, lint
from mailtracker.rules.regex_cost import too_slow
from mailtracker.rules.selftest import try_all
from mailtracker.rules.shadow import check_shadows
from mailtracker.rules.when import can_tell, condition, regexes_of
from mailtracker.rules.yamlfile import MAX_BYTES, MAX_PROBLEMS, Text

NOT_THERE = "is not there"

MAX_HELP = 5 << 20
MAX_FOLDER = 20 << 20
"""Bytes of one file that is sent with receipts, and of all files that rules name."""


def load(folder: Path, around: Around | None = None, languages: Sequence[str] = ()) -> Policy:
    """Every *.yaml and *.yml file of the folder, by name, and what they include, attach
    and test with. Each is read once.

    Hidden files are left out. Raises BadFiles with all problems at once, warnings among them;
    without errors these are the Policy's. `around` is what the lints need to know; without it there
    are none. `languages` are those that mails can be written in; without them no wish is checked.
    The functions of this module are the only ones of this room that touch the disk.
    """
    return read(folder, around, languages)[0]


def read(
    folder: Path, around: Around | None = None, languages: Sequence[str] = ()
) -> tuple[Policy, dict[str, bytes]]:
    """The same, and what was read: every file's bytes by its path below the folder, enough to
    `load` them again elsewhere.
    """
    disk = _Disk(folder)
    return _policy(disk, _seen_from_here(folder), around, languages), disk.taken


def _seen_from_here(folder: Path) -> str:
    """As people name it who stand above it; a daemon that stands at the root names it in full."""
    here = Path.cwd()
    below = (
        folder.is_absolute()
        and folder != here
        and folder.is_relative_to(here)
        and here != Path(here.anchor)
    )
    return str(folder.relative_to(here) if below else folder)


def load_texts(
    texts: Mapping[str, str], files: Mapping[str, bytes] | None = None, around: Around | None = None
) -> Policy:
    """The same from texts by file name ("rules/routes.yaml"), and other files by path
    ("guides/vpn.pdf"). Raises BadFiles.
    """
    named = {
        name.removeprefix("rules/"): text.encode("utf-8", "surrogatepass")
        for name, text in texts.items()
    }
    return _policy(_Given({**(files or {}), **named}), "rules", around)


def load_files(files: Mapping[str, bytes], folder: Path) -> Policy:
    """The same from what `read` gave. Problems and rules say that they stand
    in `folder`. Raises BadFiles.
    """
    return _policy(_Given(files), _seen_from_here(folder), None)


def _policy(
    source: _Disk | _Given, folder: str, around: Around | None, languages: Sequence[str] = ()
) -> Policy:
    names, problems = source.names()
    draft = Draft(whole=not problems)
    found = read_all(names, source.text, draft, folder)
    problems += found.problems
    problems += draft.problems
    problems += draft.warnings[:MAX_PROBLEMS]
    files, missing = _files(source, draft)
    problems += missing
    problems += islice(check(draft, folder, found.unread), MAX_PROBLEMS)
    problems += islice(_check_conditions(draft), MAX_PROBLEMS)
    problems += check_languages(draft, languages) if languages else ()
    if around:
        problems += lint(draft, around)
        problems += [_stray(folder, name) for name in source.strays() if name not in found.texts]
    problems = [problem.quoted(found.lines(problem.file)) for problem in problems]
    if not any(not problem.warning for problem in problems):
        policy = build(draft, _digest(found.texts, files), files)
        return replace(policy, warnings=tuple(sorted(set(problems))), sources=found.sources())
    if draft.whole and not found.unread:
        told = {(problem.file, problem.line, problem.column) for problem in problems}
        failed = _failed_for_sure(draft, files)
        problems += [
            one.quoted(found.lines(one.file))
            for one in failed
            if (one.file, one.line, one.column) not in told
        ]
    raise BadFiles(problems)


def _stray(folder: str, name: str) -> Problem:
    told = f"nobody includes this file, so it is not read: add `include: {name}` to one of the folder's files, or remove it"
    return Problem(f"{folder}/{name}", 0, 0, told, "not-included", warning=True)


def _failed_for_sure(draft: Draft, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Not those that only follow from a rule that is not valid, or names nobody known."""
    known = {*draft.names["people"], *draft.names["teams"], NOBODY}
    for tried in try_all(build_rules(draft, files)):
        if tried.problem and tried.route and tried.route.to in known:
            yield tried.problem


def _check_conditions(draft: Draft) -> Iterator[Problem]:
    """What only whole conditions show: rules that are never reached, and patterns
    that would hold up the mail.
    """
    known = known_in(draft)
    sure = [(position, rule) for position, rule in draft.rules if can_tell(rule.when, known)]
    rules = [(position, rule.name, condition(rule.when, known)) for position, rule in sure]
    yield from check_shadows(rules)
    patterns: dict[str, Text] = {}
    for when in (*(rule.when for _, rule in draft.rules), *(note.when for _, note in draft.notes)):
        patterns |= {str(text): text for text in regexes_of(when) if str(text) not in patterns}
    for pattern in too_slow(patterns):
        told = f"`{pattern}` could hold up mail: a text made against it takes long. Use smaller repetitions, or plain words"
        yield patterns[pattern].position.problem("slow-regex", told)


def _files(source: _Disk | _Given, draft: Draft) -> tuple[dict[str, bytes], list[Problem]]:
    """The files that the rules name beside YAML: sent with receipts, and mails that tests read."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, text in {**tested(draft), **attached(draft)}.items():
        data = source.data(name)
        if isinstance(data, str):
            problems.append(text.position.problem("no-such-file", f"`{name}` {data}"))
            data = b""
        found[name] = data
    return found, problems


def _digest(texts: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    """The same for the same files in another folder."""
    hashed = hashlib.sha256()
    named = {**files, **{name: text.encode() for name, text in texts.items()}}
    for name, data in sorted(named.items()):
        for piece in (name.encode(), data):
            hashed.update(hashlib.sha256(piece).digest())
    return hashed.hexdigest()


def _decoded(data: bytes, file: str) -> str | Problem:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = (
            before.count(b"\n") + 1,
            len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1,
        )
        return Problem(
            file, line, column, "is not UTF-8: save the file in that encoding", "not-utf8"
        )


class _Given:
    """Files as they were handed over."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def names(self) -> tuple[list[str], list[Problem]]:
        return sorted(
            name for name in self._files if "/" not in name and name.endswith(SUFFIXES)
        ), []

    def text(self, name: str, shown: str) -> str | Problem | None:
        return _decoded(self._files[name], shown) if name in self._files else None

    def data(self, name: str) -> bytes | str:
        return self._files.get(name, NOT_THERE)

    def strays(self) -> list[str]:
        return [name for name in self._files if "/" in name and name.endswith(SUFFIXES)]


class _Disk:
    """A folder. `taken` holds what was read of it so far."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: dict[str, bytes] = {}

    def names(self) -> tuple[list[str], list[Problem]]:
        folder = self._folder
        try:
            names = sorted(
                p.name
                for p in folder.iterdir()
                if p.suffix in SUFFIXES and not p.name.startswith(".")
            )
        except FileNotFoundError:
            told = "there is no such folder; `mailtracker init` writes one to start from"
            return [], [Problem(str(folder), 0, 0, told, "unreadable-file")]
        except OSError as error:
            told = f"cannot read the rules folder: {error.strerror}"
            return [], [Problem(str(folder), 0, 0, told, "unreadable-file")]
        if not names:
            return [], [
                Problem(
                    str(folder),
                    0,
                    0,
                    "no rules here: the folder has no .yaml file",
                    "unreadable-file",
                )
            ]
        return names, []

    def text(self, name: str, shown: str) -> str | Problem | None:
        """None where there is no such file."""
        data = self._read(name, MAX_BYTES)
        if data == NOT_THERE:
            return None
        if isinstance(data, str):
            return Problem(shown, 0, 0, data, "unreadable-file")
        return _decoded(data, shown)

    def strays(self) -> list[str]:
        """Rules files in folders below, which are read only where one includes them."""
        found = (
            path.relative_to(self._folder)
            for path in self._folder.glob("*/**/*")
            if path.suffix in SUFFIXES
        )
        return sorted(
            path.as_posix()
            for path in islice(found, MAX_FILES)
            if not any(p[0] == "." for p in path.parts)
        )

    def data(self, name: str) -> bytes | str:
        """The bytes, or what is wrong."""
        return self._read(name, MAX_HELP)

    def _read(self, name: str, most: int) -> bytes | str:
        path = self._folder / name
        try:
            if not path.is_file():
                return "is not a file" if path.exists() or path.is_symlink() else NOT_THERE
            with path.open("rb") as opened:
                data = opened.read(most + 1)
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        if len(data) > most:
            return f"is larger than {most >> 20} MB: {'split it' if most == MAX_BYTES else 'too much for a mail'}"
        if len(data) + sum(map(len, self.taken.values())) > MAX_FOLDER:
            return f"is too much: all files together have more than {MAX_FOLDER >> 20} MB"
        self.taken[name] = data
        return data
