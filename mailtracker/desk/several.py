"""What ladders and gaps would say to one person in many mails → one letter that lists them. Which
letters those are, how many go by themselves, and when the rest is told, stands in one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from mailtracker.desk.authors import shown
from mailtracker.desk.budgets import DAY, HOUR, Budget
from mailtracker.desk.digests import MAX_LINES, Digested
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.letters import (
    Gap,
    HandedOwner,
    Letter,
    OneOfSeveral,
    Reminder,
    Several,
    SlippedManager,
)
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.waiting_letters import SnoozeOver
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

IN_A_BURST = HOUR
"""After the first line, at the latest: while ladders catch up after a downtime."""


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


_LADDERS = Sparing(Digested.LATE, Budget.LADDER, HOUR, in_bursts=True)
_HANDED = Sparing(Digested.LATE, None, HOUR, in_bursts=True)
_GAPS = Sparing(Digested.GAPS, Budget.GAP_READER, DAY, in_bursts=False)

_SNOOZED = Sparing(Digested.SNOOZED, Budget.LADDER, HOUR, in_bursts=True)

SEVERAL = frozenset({Digested.LATE, Digested.GAPS, Digested.SNOOZED})
"""Digests of which each line is a request, told as it is by then."""

SPARED: Mapping[type[Letter], Sparing] = {
    Reminder: _LADDERS,
    SlippedManager: _LADDERS,
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
    person: Person, kind: Digested, found: Sequence[Request], scene: Scene
) -> Several | None:
    """The letter, as the requests are by now: what was answered meanwhile, or is kept from its
    reader, is left out. None: nothing is left to say.
    """
    policy = scene.policy
    told = (one for one in found if not kept_out(policy, one, person))
    alive = [one for one in told if not _is_over(one, kind, person)]
    alive.sort(key=lambda one: (one.promised_at or one.opened_at, one.reference))
    lines = [
        OneOfSeveral(
            reference=one.reference,
            subject_line="" if one.given.confidential else one.subject,
            requester=shown(policy, one.requester),
            owner=_name(one.owner, scene),
            promised_at=one.promised_at,
            yours=one.owner == person.key,
        )
        for one in alive[:MAX_LINES]
    ]
    if not lines:
        return None
    return Several(kind, lines, len(alive) - len(lines))


def _is_over(request: Request, kind: Digested, reader: Person) -> bool:
    if kind is Digested.GAPS:
        return request.closed_at is not None
    if kind is Digested.SNOOZED:
        return request.closed_at is not None or request.owner != reader.key
    return request.promised_at is None


def _name(key: str, scene: Scene) -> str:
    owner = scene.policy.people.get(key)
    return owner.name if owner else key
