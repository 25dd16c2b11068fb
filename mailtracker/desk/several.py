"""What ladders and gaps would say to one person in many mails → one letter that lists them. Which
letters those are, how many go by themselves, and when the rest is told, stands in one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from mailtracker.desk.authors import shown
from mailtracker.desk.budgets import DAY, HOUR, Budget
from mailtracker.desk.digests import MAX_LINES, Digested
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.letters import (
    Gap,
    HandedOwner,
    Letter,
    Reminder,
    SlippedManager,
)
from mailtracker.desk.lost.lost_letters import Unreached
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.several_letters import OneOfSeveral, Several
from mailtracker.desk.waiting_letters import SnoozeOver
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

IN_A_BURST = HOUR
"""After the first line, at the latest: while ladders catch up after a downtime."""

HALF_WAY = 2
"""To what befalls a request next a ladder's list of it goes at the latest, as a part of that time:
who reads it can still act.
"""

TOGETHER: Mapping[Digested, Digested] = {
    Digested.LATE: Digested.SNOOZED,
    Digested.SNOOZED: Digested.LATE,
}
"""Digests that are one letter where both wait for the same reader."""


@dataclass(frozen=True, slots=True)
class Sparing:
    """Of some letters one person gets as many as the `budget` has (None: all); the rest is told in
    a digest of this `kind`, so long `after` the first line. `in_bursts`: while ladders catch up
    none goes by itself.
    """

    kind: Digested
    budget: Budget | None
    after: timedelta
    in_bursts: bool

    def due_at(self, request: Request, now: datetime, burst: bool) -> datetime:
        """When a line of this request is told at the latest."""
        latest = now + (IN_A_BURST if burst else self.after)
        steps = (request.due_at, request.promised_at) if self.kind in TOGETHER else ()
        ahead = (now + (step - now) / HALF_WAY for step in steps if step and step > now)
        return min([latest, *ahead])


_LADDERS = Sparing(Digested.LATE, Budget.LADDER, HOUR, in_bursts=True)
_HANDED = Sparing(Digested.LATE, None, HOUR, in_bursts=True)
_GAPS = Sparing(Digested.GAPS, Budget.GAP_READER, DAY, in_bursts=False)

_SNOOZED = Sparing(Digested.SNOOZED, Budget.LADDER, HOUR, in_bursts=True)

SEVERAL = frozenset({Digested.LATE, Digested.GAPS, Digested.SNOOZED, Digested.MOVED})
"""Digests of which each line is a request, told as it is by then."""

SPARED: Mapping[type[Letter], Sparing] = {
    Reminder: _LADDERS,
    SlippedManager: _LADDERS,
    Unreached: _LADDERS,
    HandedOwner: _HANDED,
    Gap: _GAPS,
    SnoozeOver: _SNOOZED,
}
"""Letters that a person of the people file can be spared, and how."""


def sparing_of(effect: object) -> Sparing | None:
    """None for whatever goes by itself, always: people's words, hand-overs, and each letter to a
    requester.
    """
    if not isinstance(effect, SendLetter) or not effect.person:
        return None
    return SPARED.get(type(effect.letter))


def several(
    person: Person,
    kind: Digested,
    found: Sequence[Request],
    scene: Scene,
    beside: Sequence[Request] = (),
) -> Several | None:
    """The letter, as the requests are by now: what was answered meanwhile, or is kept from its
    reader, is left out. `beside`: those of the digest that is told together with this one. None:
    nothing is left to say.
    """
    found_by = {kind: found, TOGETHER.get(kind, kind): beside} if beside else {kind: found}
    told = {one: _lines(person, one, some, scene) for one, some in found_by.items()}
    kinds = [one for one in (Digested.LATE, *told) if told.get(one)]
    if not kinds:
        return None
    lines = told.pop(kinds[0])
    listed = {line.reference for line in lines}
    also = [line for some in told.values() for line in some if line.reference not in listed]
    return Several(kinds[0], lines[:MAX_LINES], len(lines[MAX_LINES:]), also)


def _lines(
    person: Person, kind: Digested, found: Sequence[Request], scene: Scene
) -> list[OneOfSeveral]:
    """The longest overdue first."""
    told = (one for one in found if not kept_out(scene.policy, one, person))
    alive = [one for one in told if not _is_over(one, kind, person)]
    alive.sort(key=lambda one: (one.promised_at or one.opened_at, one.reference))
    return [
        OneOfSeveral(
            reference=one.reference,
            subject_line="" if one.given.confidential else one.subject,
            requester=shown(scene.policy, one.requester),
            owner=_name(one.owner, scene),
            promised_at=one.promised_at,
            yours=one.owner == person.key,
        )
        for one in alive
    ]


def _is_over(request: Request, kind: Digested, reader: Person) -> bool:
    if kind is Digested.GAPS:
        return request.closed_at is not None
    if kind is Digested.MOVED:
        return request.closed_at is not None or request.owner == reader.key
    if kind is Digested.SNOOZED:
        return request.closed_at is not None or request.owner != reader.key
    return request.promised_at is None


def _name(key: str, scene: Scene) -> str:
    owner = scene.policy.people.get(key)
    return owner.name if owner else key
