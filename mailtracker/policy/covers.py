"""Who covers for somebody → who covers for that one where they are away as well, and so on; which
of several absences says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Protocol, TypeVar

from mailtracker.policy.model import Absence


class _Away(Protocol):
    @property
    def days(self) -> Absence: ...

    @property
    def cover(self) -> str: ...


Away = TypeVar("Away", bound=_Away)


def by_length(absences: Iterable[Away]) -> list[Away]:
    """Absences of one person, that which counts on a day of several last: the one that lasts
    longest; of two that end together the one that names a cover, of these the one learnt last.
    """
    return sorted(absences, key=_lasts)


def _lasts(one: _Away) -> tuple[bool, date, bool]:
    end = one.days.end
    return end is None, end or one.days.start, bool(one.cover)


def chain_of_covers(person: str, cover_of: Callable[[str], str]) -> Iterator[str]:
    """Keys, the nearest cover first. `cover_of` is asked for each in turn, "" ends the chain; so
    does whoever stands in it already, or `person`: two who cover for each other are no circle.
    """
    known = {person}
    while (cover := cover_of(person)) and cover not in known:
        known.add(cover)
        yield cover
        person = cover
