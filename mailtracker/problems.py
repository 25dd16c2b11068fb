"""A problem in a file in, the lines that people read out: the same from `check`,
from `reload` and in a mail.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mailtracker.errors import Problem

QUOTED = 100
"""Columns of a source line that are shown round its mistake."""


def legible(text: str) -> str:
    """Without what could steer a terminal: a blank in its place."""
    return "".join(character if character.isprintable() else " " for character in text)


def located(problem: Problem, base: Path | None = None) -> str:
    """file:line:column: message [code], then the line as written and a caret below. The file as
    seen from `base` (default: from here) where it lies below that folder.
    """
    told = _sentence(problem, base or Path.cwd())
    return f"{told}\n{_quote(problem)}" if problem.source.strip() and problem.column else told


def _sentence(problem: Problem, seen_from: Path) -> str:
    file = Path(problem.file)
    if file.is_absolute() and file.is_relative_to(seen_from):
        problem = replace(problem, file=str(file.relative_to(seen_from)))
    if problem.warning:
        problem = replace(problem, message=f"warning: {problem.message}")
    return f"{problem} [{problem.code}]" if problem.code else str(problem)


def _quote(problem: Problem) -> str:
    start = max(0, problem.column - 1 - QUOTED * 2 // 3)
    margin = f"{problem.line} | "
    caret = " " * (len(margin) + problem.column - 1 - start)
    return f"  {margin}{legible(problem.source[start : start + QUOTED]).rstrip()}\n  {caret}^"
