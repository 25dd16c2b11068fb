"""What `check` found of one thing that it looked at, to be printed as a line."""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.cli.output import counted
from mailtracker.errors import Problem
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing that was looked at: `what` it is, one line that is `said` of it, the `problems`
    that it has, and whether it is `ok`: warnings alone do not hinder. `todo` is what to do where
    none of these says it, for `doctor`.
    """

    what: str
    said: str
    problems: tuple[Problem, ...] = ()
    ok: bool = True
    todo: str = ""


def broken(what: str, problems: Sequence[Problem]) -> CheckFinding:
    """Files that cannot be used."""
    warnings = sum(problem.warning for problem in problems)
    said = counted(len(problems) - warnings, "problem") + beside(warnings)
    return CheckFinding(what, said, tuple(problems), ok=False)


def beside(warnings: int) -> str:
    """Their number, behind something else; nothing where there are none."""
    return f", {counted(warnings, 'warning')}" if warnings else ""
