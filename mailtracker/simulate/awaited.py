"""Expected mail of a simulation, in memory: what comes, and due times that pass → what is missing.
It stands for the rows of the store and for the looks of the daemon.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from mailtracker.desk.awaited import Outstanding, TickOff
from mailtracker.policy.expected import (
    Awaiting,
    Expectation,
    Miss,
    Tick,
    asked_at,
    begins,
    chased_at,
    due_at,
    is_late,
    judge,
    lacking,
)
from mailtracker.policy.expected_mail import may_be
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.simulate.played_mail import KnownSpan, UnreadMail
from mailtracker.simulate.tally import FateOfExpected, Tally

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Overdue:
    """What has not come (`expectation`) by which times (`misses`), when it was `seen` last, and the
    `request` (its number) that an earlier miss opened.
    """

    expectation: Expectation
    misses: tuple[Miss, ...]
    seen: Mapping[str, datetime]
    request: int | None


@dataclass(slots=True)
class _Stands:
    """How one expectation stands."""

    #: What is expected.
    one: Expectation
    #: As of the due time that was judged last.
    awaiting: Awaiting
    #: What came since that.
    ticks: list[Tick] = field(default_factory=list)
    #: When mail of each came last.
    seen: dict[str, datetime] = field(default_factory=dict)
    #: Whose mail came late since that.
    late: set[str] = field(default_factory=set)
    #: How often its people were asked for the next one.
    asked: int = 0
    #: Which a missed one opened last.
    request: int | None = None

    def look_at(self) -> datetime:
        """When something is to be done about it."""
        steps = (asked_at, chased_at)
        step = steps[self.asked](self.one, self.awaiting) if self.asked < len(steps) else None
        return step or due_at(self.one, self.awaiting)

    def absent(self) -> frozenset[str]:
        """Whose mail for the last due time has not come at all."""
        return self.awaiting.absent - {tick.who for tick in self.ticks}


class AwaitedMail:
    """All that a rule set expects, as long as it is `known` what came. It counts in a `tally`."""

    def __init__(self, policy: Policy, known: KnownSpan | None, tally: Tally) -> None:
        self._until = known.until if known else None
        self._policy, self._tally = policy, tally
        self._all: dict[str, _Stands] = {}
        self._looks: list[tuple[datetime, str]] = []
        for one in policy.expected if known else ():
            if known and one.name not in known.without:
                self._all[one.name] = _Stands(one, begins(one, known.since))
                self._will_look(one.name)

    def next_look(self) -> datetime | None:
        """When something is to be done next; None: never."""
        return self._looks[0][0] if self._looks else None

    def look(self, now: datetime) -> Overdue | None:
        """What is to be done now: people are asked, or what has not come is missing."""
        _, name = heapq.heappop(self._looks)
        stands = self._all[name]
        overdue = None
        if due_at(stands.one, stands.awaiting) <= now:
            overdue = self._judge(stands, now)
        else:
            asked = lacking(stands.one, stands.awaiting, stands.ticks)
            self._tally.letters["asked_for"] += len(asked)
            stands.asked += 1
        self._will_look(name)
        return overdue

    def _judge(self, stands: _Stands, now: datetime) -> Overdue | None:
        misses, awaiting = judge(stands.one, stands.awaiting, stands.ticks, now)
        fate, absent = self._fate(stands), len(awaiting.absent)
        fate.due += len(stands.one.members)
        fate.came += len(stands.one.members) - absent
        fate.missed += absent
        stands.awaiting, stands.asked = awaiting, 0
        stands.ticks, stands.late = [], set()
        seen = dict(stands.seen)
        return Overdue(stands.one, tuple(misses), seen, stands.request) if misses else None

    def opened(self, name: str, request: int) -> None:
        """It is missing, and that is a request."""
        self._all[name].request = request

    def ticked(self, ticked: TickOff) -> None:
        """It came."""
        stands = self._all.get(ticked.name)
        if stands is None:
            return
        tick = Tick(ticked.who, ticked.at)
        stands.ticks.append(tick)
        stands.seen[tick.who] = tick.at
        if tick.who not in stands.late and is_late(stands.one, stands.awaiting, tick):
            stands.late.add(tick.who)
            fate = self._fate(stands)
            fate.missed -= 1
            fate.late += 1

    def ticked_unread(self, mail: UnreadMail) -> None:
        """Nobody can read it any more: it counts for whatever it may have been."""
        person = self._policy.person_by_address(mail.sender)
        for name, stands in self._all.items():
            if not may_be(stands.one, mail.sender, mail.subject):
                continue
            of = stands.one.members
            if person is not None and stands.one.people:
                of = tuple(who for who in of if who == person.key)
            for who in of:
                self.ticked(TickOff(name, who, mail.at))

    def outstanding(self) -> Mapping[str, Outstanding]:
        """What requests wait for."""
        return {
            name: Outstanding(stands.request, stands.awaiting, stands.absent())
            for name, stands in self._all.items()
            if stands.request is not None
        }

    def end(self, at: datetime) -> None:
        """What may still come late is not missed yet."""
        for stands in self._all.values():
            last = max(at, stands.awaiting.before + _MOMENT)
            waited = [
                who
                for who in stands.absent()
                if is_late(stands.one, stands.awaiting, Tick(who, last))
            ]
            fate = self._fate(stands)
            fate.due -= len(waited)
            fate.missed -= len(waited)

    def _will_look(self, name: str) -> None:
        at = self._all[name].look_at()
        if self._until is not None and at <= self._until:
            heapq.heappush(self._looks, (at, name))

    def _fate(self, stands: _Stands) -> FateOfExpected:
        return self._tally.expected.setdefault(stands.one.name, FateOfExpected())
