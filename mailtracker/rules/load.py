"""Rules files → the checked Policy, or every problem in them with its line and column. The
steps: read the texts, understand each entry, check them together, build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from mailtracker.enclosed import Refusal
from mailtracker.errors import BadFiles, Problem
from mailtracker.policy.model import NOBODY, Policy
from mailtracker.rules.build import attached, build, build_rules, known_in, tested
from mailtracker.rules.check import check, check_languages
from mailtracker.rules.check_expected import (
    check_conditions_expected,
    check_expected,
    lint_expected,
)
from mailtracker.rules.draft import Draft
from mailtracker.rules.includes import FilesRead, read_all
from mailtracker.rules.ladder_order import check_ladder_order
from mailtracker.rules.lint import Around, lint
from mailtracker.rules.regex_cost import too_slow
from mailtracker.rules.selftest import try_all
from mailtracker.rules.shadow import check_shadows
from mailtracker.rules.sources import FolderFiles, GivenFiles, Source, code_of
from mailtracker.rules.when import can_tell, condition, regexes_of
from mailtracker.rules.yamlfile import MAX_PROBLEMS, Text


def load(folder: Path, around: Around | None = None, languages: Sequence[str] = ()) -> Policy:
    """Every *.yaml and *.yml file of the folder, by name, and what they include, attach
    and test with. Each is read once.

    Hidden files are left out. Raises BadFiles with all problems at once, warnings among them;
    without errors these are the Policy's. `around` is what the lints need to know; without it there
    are none. `languages` are those that mails can be written in; without them no wish is checked.
    """
    return read(folder, around, languages)[0]


def read(
    folder: Path, around: Around | None = None, languages: Sequence[str] = ()
) -> tuple[Policy, dict[str, bytes]]:
    """The same, and what was read: every file's bytes by its path below the folder, enough to
    `load` them again elsewhere.
    """
    disk = FolderFiles(folder)
    return _policy(disk, _seen_from_here(folder), around, languages), disk.taken


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
    return _policy(GivenFiles({**(files or {}), **named}), "rules", around)


def load_files(files: Mapping[str, bytes], folder: Path) -> Policy:
    """The same from what `read` gave. Problems and rules say that they stand
    in `folder`. Raises BadFiles.
    """
    return _policy(GivenFiles(files), _seen_from_here(folder), None)


def _seen_from_here(folder: Path) -> str:
    """As people name it who stand above it; a daemon that stands at the root names it in full."""
    here = Path.cwd()
    at_root, below = here == Path(here.anchor), here in folder.parents
    return str(folder.relative_to(here) if below and not at_root else folder)


def _policy(
    source: Source, folder: str, around: Around | None, languages: Sequence[str] = ()
) -> Policy:
    """What `source` holds, which problems call `folder`."""
    names, problems = source.names()
    draft = Draft(whole=not problems)
    found = read_all(names, source.text, draft, folder)
    files, missing = _files(source, draft)
    problems += [*found.problems, *draft.problems, *draft.warnings[:MAX_PROBLEMS], *missing]
    problems += islice(check(draft, folder, found.unread), MAX_PROBLEMS)
    problems += islice(check_expected(draft), MAX_PROBLEMS)
    problems += islice(_check_conditions(draft), MAX_PROBLEMS)
    problems += islice(check_ladder_order(draft), MAX_PROBLEMS)
    problems += check_languages(draft, languages) if languages else ()
    if around:
        problems += [*lint(draft, around), *_strays(source, folder, found)]
        problems += lint_expected(draft, known_in(draft), around.aliases)
    if not all(problem.warning for problem in problems):
        problems += _failed_tests(draft, files, found, problems)
        raise BadFiles([found.quoted(problem) for problem in problems])
    policy = build(draft, _digest(found.texts, files), files)
    warnings = tuple(sorted(set(map(found.quoted, problems))))
    return replace(policy, warnings=warnings, sources=found.lines_by_file())


def _files(source: Source, draft: Draft) -> tuple[dict[str, bytes], list[Problem]]:
    """The files that the rules name beside YAML: sent with receipts, and mails that tests read."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, text in {**tested(draft), **attached(draft)}.items():
        data = source.data(name)
        if isinstance(data, Refusal):
            code = code_of(data, "no-such-file")
            problems.append(text.position.problem(code, f"`{name}` {data.said}"))
            data = b""
        files[name] = data
    return files, problems


def _check_conditions(draft: Draft) -> Iterator[Problem]:
    """What only whole conditions show: rules that are never reached, and patterns
    that would hold up the mail.
    """
    known = known_in(draft)
    sure = [(position, rule) for position, rule in draft.rules if can_tell(rule.when, known)]
    yield from check_shadows([(at, rule.name, condition(rule.when, known)) for at, rule in sure])
    yield from check_conditions_expected(draft, known)
    yield from _check_costs(draft)


def _check_costs(draft: Draft) -> Iterator[Problem]:
    patterns: dict[str, Text] = {}
    conditions = [rule.when for _, rule in draft.rules] + [note.when for _, note in draft.notes]
    conditions += [entry.when for _, entry in draft.expected if entry.when is not None]
    for when in conditions:
        for text in regexes_of(when):
            patterns.setdefault(str(text), text)
    for pattern in too_slow(patterns):
        told = (
            f"`{pattern}` could hold up mail: a text made against it takes long. "
            f"Use smaller repetitions, or plain words"
        )
        yield patterns[pattern].position.problem("slow-regex", told)


def _strays(source: Source, folder: str, found: FilesRead) -> Iterator[Problem]:
    for name in source.strays():
        if name not in found.texts:
            told = (
                f"nobody includes this file, so it is not read: "
                f"add `include: {name}` to one of the folder's files, or remove it"
            )
            yield Problem(f"{folder}/{name}", 0, 0, told, "not-included", warning=True)


def _failed_tests(
    draft: Draft, files: Mapping[str, bytes], found: FilesRead, problems: Sequence[Problem]
) -> list[Problem]:
    """Tests that fail for sure: not those that only follow from a rule that is not valid, or
    names nobody known, and none at a position that is told already.
    """
    if not draft.whole or found.unread:
        return []
    told = {(problem.file, problem.line, problem.column) for problem in problems}
    known = {*draft.names["people"], *draft.names["teams"], NOBODY}
    tried = try_all(build_rules(draft, files))
    sure = [one.problem for one in tried if one.route is not None and one.route.to in known]
    failed = [problem for problem in sure if problem is not None]
    return [one for one in failed if (one.file, one.line, one.column) not in told]


def _digest(texts: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    """The same for the same files in another folder."""
    hashed = hashlib.sha256()
    named = {**files, **{name: text.encode() for name, text in texts.items()}}
    for name, data in sorted(named.items()):
        for piece in (name.encode(), data):
            hashed.update(hashlib.sha256(piece).digest())
    return hashed.hexdigest()
