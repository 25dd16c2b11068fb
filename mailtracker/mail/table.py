"""Tables of questions: they are asked about one thing, row by row, and the first row that holds
says what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

Asked = TypeVar("Asked")
Found = TypeVar("Found")


class Row(NamedTuple, Generic[Asked, Found]):
    """It holds where every question of `when` has a yes and every one of `unless` a no: then this
    was `found`.
    """

    found: Found
    when: tuple[Callable[[Asked], Any], ...] = ()
    unless: tuple[Callable[[Asked], Any], ...] = ()

    def holds(self, asked: Asked) -> bool:
        for question in self.when:
            if not question(asked):
                return False
        for question in self.unless:  # noqa: SIM110 - asked for every mail, and any() is slower
            if question(asked):
                return False
        return True


def first_of(rows: Iterable[Row[Asked, Found]], asked: Asked, otherwise: Found) -> Found:
    """What the first row that holds has found, `otherwise` where none does."""
    for row in rows:
        if row.holds(asked):
            return row.found
    return otherwise
