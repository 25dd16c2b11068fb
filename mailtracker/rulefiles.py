"""The rules folder → a rule set fit to serve, with the very files that it was made of; or every problem in them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from mailtracker.config import Config
from mailtracker.errors import BadFiles, MailtrackerError, Problem
from mailtracker.policy.load import SUFFIXES, load
from mailtracker.policy.policy import Policy
from mailtracker.policy.route import run_tests
from mailtracker.store import rulesets
from mailtracker.store.database import Store
from mailtracker.store.rulesets import MOST_BYTES

log = structlog.get_logger("mailtracker")

TRIES = 3
"""Readings of files that change while they are read."""

DEEPEST, MOST_FILES = 8, 10_000
"""How far below the rules folder files are looked for, and how many: a link may lead anywhere."""

Prints = frozenset[tuple[str, int, int, int, int]]
"""What tells one state of the folder from another: path, inode, size, instants of change of each file, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Checked rules. `files` are by their path below the rules folder; none where they cannot be kept."""

    policy: Policy
    files: Mapping[str, bytes]


def read(config: Config, languages: tuple[str, ...]) -> RuleSet:
    """The rules as they stand on the disk: valid, their own tests passed, and of one moment.

    Raises BadFiles with all problems.
    """
    before = ""
    for _ in range(TRIES):
        policy = load(config.rules)
        if problems := [*run_tests(policy), *_unsaid(policy, config, languages)]:
            raise BadFiles(problems)
        files = _files(config.rules, policy)
        if _makes(files, policy.digest):
            return RuleSet(policy, files)
        if policy.digest == before:  # nothing moves: these are files that cannot be put together again elsewhere
            return RuleSet(policy, {})
        before = policy.digest
    raise BadFiles([Problem(str(config.rules), 0, 0, "the files change while they are read; save once more")])


def rebuild(files: Mapping[str, bytes], folder: Path) -> Policy:
    """The rules that kept files make. They say of themselves that they stand in `folder`. Raises BadFiles."""
    with tempfile.TemporaryDirectory(prefix="mailtracker-rules-") as name:
        for path, data in files.items():
            file = Path(name) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        policy = load(Path(name))
    rules = tuple(replace(rule, where=rule.where.replace(name, str(folder), 1)) for rule in policy.rules)
    notes = tuple(replace(note, where=note.where.replace(name, str(folder), 1)) for note in policy.notes)
    fallback = replace(policy.fallback, where=policy.fallback.where.replace(name, str(folder), 1))
    return replace(policy, rules=rules, notes=notes, fallback=fallback)


def last_kept(store: Store, folder: Path) -> RuleSet | None:
    """The rules that served last. None: none ever did, or this version cannot use them."""
    with store.read() as conn:
        digest = rulesets.latest(conn)
        files = rulesets.load(conn, digest) if digest else None
    try:
        return RuleSet(rebuild(files, folder), files) if files else None
    except BadFiles as error:
        log.warning("the rules that served last are not valid in this version", problem=str(error.problems[0]))
        return None


def prints(folder: Path) -> Prints:
    """The folder's state at a glance, links followed. Empty where it is gone; equal prints, equal files."""
    return frozenset(_print_of(path) for path in _walk(folder))


def check_languages(policy: Policy, config: Config, languages: tuple[str, ...]) -> None:
    """A wish for a language without templates would silently get another one."""
    wishes = [(p.name, p.language) for p in policy.people.values()] + [(b.name, b.language) for b in config.mailboxes]
    for name, language in wishes:
        if language and language not in languages:
            have = ", ".join(languages)
            raise MailtrackerError(f"{name} wants mails in {language!r}, but there are only templates for {have}")


def _unsaid(policy: Policy, config: Config, languages: tuple[str, ...]) -> list[Problem]:
    try:
        check_languages(policy, config, languages)
    except MailtrackerError as error:
        return [Problem("languages", 0, 0, str(error))]
    return []


def _makes(files: Mapping[str, bytes], digest: str) -> bool:
    """Whether these files give that rule set: they were read after it, and may be newer."""
    try:
        return rebuild(files, Path()).digest == digest
    except (BadFiles, OSError):
        return False


def _files(folder: Path, policy: Policy) -> dict[str, bytes]:
    """All that lies below the folder as far as it can be kept: texts first, mails of tests and other things after them.
    Files that go out with receipts are given, as the policy has them.
    """
    found = {name: given.data for name, given in policy.files.items()}
    room = MOST_BYTES - sum(map(len, found.values()))
    for path in sorted(_walk(folder), key=lambda path: not path.endswith(SUFFIXES)):
        name = Path(path).relative_to(folder).as_posix()
        data = None if name in found else _bytes_of(Path(path), room)
        if data is not None:
            found[name] = data
            room -= len(data)
    return found


def _bytes_of(path: Path, most: int) -> bytes | None:
    """None for what is larger, no file, or gone since the walk: if it matters, the files make another rule set."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError:
        return None
    return data if len(data) <= most else None


def _walk(folder: Path) -> Iterator[str]:
    """Files below the folder, but for hidden ones. Each folder is entered once, by whatever links it is reached."""
    entered: set[str] = set()
    found = 0
    for where, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(where)
        depth = len(Path(where).relative_to(folder).parts)
        if real in entered or depth >= DEEPEST:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            found += 1
            if found > MOST_FILES:
                return
            if not name.startswith("."):
                yield f"{where}/{name}"


def _print_of(path: str) -> tuple[str, int, int, int, int]:
    try:
        stat = os.stat(path)  # noqa: PTH116 - many, every second
    except OSError:
        return path, 0, 0, 0, 0
    return path, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
