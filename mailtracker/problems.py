"""A problem in a file in, the lines that people read out: the same from `check`,
from `reload` and in a mail.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mailtracker.errors import Problem

QUOTED = 100
"""Columns of a source line that are shown round its mistake."""


def located(problem: Problem, base: Path | None = None) -> str:
    """file:line:column: message [code], then the line as written and a caret below. The file as
    seen from `base` (default: from here) where it lies below that folder.
    """
    file, seen_from = Path(problem.file), base or Path.cwd()
    if file.is_absolute() and file.is_relative_to(seen_from):
        problem = replace(problem, file=str(file.relative_to(seen_from)))
    told = str(problem)
    if problem.warning:
        told = told.replace(problem.message, f"warning: {problem.message}", 1)
    if problem.code:
        told += f" [{problem.code}]"
    if not problem.source.strip() or not problem.column:
        return told
    start = max(0, problem.column - 1 - QUOTED * 2 // 3)
    shown = "".join(c if c.isprintable() else " " for c in problem.source[start : start + QUOTED])
    margin = f"{problem.line} | "
    return (
        f"{told}\n  {margin}{shown.rstrip()}\n  {' ' * (len(margin) + problem.column - 1 - start)}^"
    )
