"""The rules folder → a rule set fit to serve, with the very files that it was made
of; or every problem in them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailtracker.errors import BadFiles, Problem
from mailtracker.policy.model import Policy
from mailtracker.rules import load
from mailtracker.rules.includes import SUFFIXES
from mailtracker.rules.selftest import run_tests

MAX_READINGS = 3
"""Readings of files that change while they are read."""

MAX_DEPTH, MAX_FILES = 8, 10_000
"""How far below the rules folder files are looked for, and how many: a link may lead anywhere."""

Prints = frozenset[tuple[str, int, int, int, int]]
"""What tells one state of the folder from another: path, inode, size, instants of change
of each file, in nanoseconds.
"""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Checked rules, as a `policy`. `files` are the bytes that they were read from, by
    path below the rules folder.
    """

    policy: Policy
    files: Mapping[str, bytes]


def read(folder: Path, languages: tuple[str, ...], more: Sequence[Problem] = ()) -> RuleSet:
    """The rules as they stand on the disk at one moment: valid, and the tests
    that are written in them passed.

    `languages` are those that mails can be written in, `more` what else keeps the rules from
    serving. Raises BadFiles with all that keeps them from it: warnings are for `check`.
    """
    try:
        policy, files = _of_one_moment(folder, languages)
    except BadFiles as error:
        raise BadFiles([one for one in error.problems if not one.warning]) from None
    if problems := [*run_tests(policy), *more]:
        raise BadFiles(problems)
    return RuleSet(policy, files)


def reread(files: Mapping[str, bytes], folder: Path) -> RuleSet:
    """The rules of files that were kept; problems and rules say that they stand
    in `folder`. Raises BadFiles.
    """
    return RuleSet(load.load_files(files, folder), files)


def _of_one_moment(folder: Path, languages: tuple[str, ...]) -> tuple[Policy, dict[str, bytes]]:
    """Each file is read once. Where one was saved meanwhile they may not belong
    together: then all of them again.
    """
    before = _prints_of_rules(folder)
    for _ in range(MAX_READINGS):
        try:
            found = load.read(folder, languages=languages)
        except BadFiles:
            if _prints_of_rules(folder) == before:
                raise
        else:
            if _prints_of_rules(folder) == before:
                return found
        before = _prints_of_rules(folder)
    raise BadFiles(
        [
            Problem(
                str(folder),
                0,
                0,
                "the files change while they are read: save once more",
                "unreadable-file",
            )
        ]
    )


def _prints_of_rules(folder: Path) -> Prints:
    """Without what is no YAML: somebody may write a report there for hours. A
    help file is whole by itself.
    """
    return frozenset(one for one in prints(folder) if one[0].endswith(SUFFIXES))


def prints(folder: Path) -> Prints:
    """The folder's state at a glance, links followed. Empty where it is
    gone; equal prints, equal files.
    """
    return frozenset(_print_of(path) for path in _walk(folder))


def _walk(folder: Path) -> Iterator[str]:
    """Files below the folder, but for hidden ones. Each folder is entered once, by
    whatever links it is reached.
    """
    entered: set[str] = set()
    found = 0
    for where, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(where)
        depth = len(Path(where).relative_to(folder).parts)
        if real in entered or depth >= MAX_DEPTH:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            found += 1
            if found > MAX_FILES:
                return
            if not name.startswith("."):
                yield f"{where}/{name}"


def _print_of(path: str) -> tuple[str, int, int, int, int]:
    try:
        stat = os.stat(path)  # noqa: PTH116 - many, every second
    except OSError:
        return path, 0, 0, 0, 0
    return path, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
