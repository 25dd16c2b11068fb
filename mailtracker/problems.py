"""A problem in a file in, the line that people read out: the same from `check`, from `reload` and in a mail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mailtracker.errors import Problem


def located(problem: Problem, base: Path | None = None) -> str:
    """file:line:column: message, the file as seen from `base` (default: from here) where it lies below that folder."""
    file, seen_from = Path(problem.file), base or Path.cwd()
    if file.is_absolute() and file.is_relative_to(seen_from):
        return str(replace(problem, file=str(file.relative_to(seen_from))))
    return str(problem)
