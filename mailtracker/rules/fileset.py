"""The rules folder → a rule set fit to serve, with the very files that it was made
of; or every problem in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mailtracker import enclosed
from mailtracker.errors import BadFiles, Problem
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.rules import load
from mailtracker.rules.includes import SUFFIXES
from mailtracker.rules.selftest import run_tests

MAX_READINGS = 3
"""Readings of files that change while they are read."""

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
    """The folder's state at a glance, links followed as long as they stay inside. Empty where it
    is gone; equal prints, equal files.
    """
    paths = (f"{where}/{name}" for where, names in enclosed.walk(folder) for name in names)
    return frozenset((path, *enclosed.state_of(folder, path)) for path in paths)


def folders(folder: Path) -> list[str]:
    """The folder itself and all below it in which a change may be one of the rules."""
    return [where for where, _ in enclosed.walk(folder)]
