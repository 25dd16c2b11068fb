"""Tables of cases: questions are asked about one thing, row by row, and the first row that holds
says what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

Asked = TypeVar("Asked")
Found = TypeVar("Found")


class CaseRow(NamedTuple, Generic[Asked, Found]):
    """A row: it holds where every question of `when` has a yes and every one of `unless` a no."""

    found: Found
    when: tuple[Callable[[Asked], Any], ...] = ()
    unless: tuple[Callable[[Asked], Any], ...] = ()

    def holds(self, asked: Asked) -> bool:
        for question in self.when:
            if not question(asked):
                return False
        if not self.unless:
            return True
        return not any(question(asked) for question in self.unless)


def first_of(cases: Iterable[CaseRow[Asked, Found]], asked: Asked, otherwise: Found) -> Found:
    """What the first row that holds has found, `otherwise` where none does."""
    for case in cases:
        if case.holds(asked):
            return case.found
    return otherwise
