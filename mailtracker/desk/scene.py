"""What every decision may look at, whatever it is about: the rules, the clock,
and how the work is spread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass

LESSONS = 3
"""Requests that somebody was given before they know what a reply may begin with."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment. The store makes it inside the transaction that carries the decision out."""

    #: The rules in force.
    policy: Policy
    #: Aware UTC.
    now: datetime
    #: Requests in which something is open, per person key.
    load: Mapping[str, int] = field(default_factory=dict)
    #: Who got the last request of a team whose members take turns, per team key.
    turns: Mapping[str, str] = field(default_factory=dict)
    #: Keys of people whose mailbox is in the wrong hands: they count as away.
    revoked: frozenset[str] = frozenset()
    #: Requests that were ever given to each person, per person key.
    given: Mapping[str, int] = field(default_factory=dict)
    #: Who is away or soon will be, as far as we learnt that by mail (`desk/absence/absences.py`).
    absences: tuple[KnownAbsence, ...] = ()

    def knows_words(self, person: str) -> bool:
        """Whether they need not be told any more what a reply may begin with."""
        return self.given.get(person, 0) >= LESSONS
