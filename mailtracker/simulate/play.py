"""The loop of a simulation: arrivals in their order go through the desk, deadlines fire, people
answer; what came of it is counted.
"""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta
from itertools import count
from typing import Literal

from mailtracker.desk.absence.absences import is_away
from mailtracker.desk.alias import Alias
from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import Incoming
from mailtracker.desk.closing import settled
from mailtracker.desk.deadlines import promise_of, start_again
from mailtracker.desk.effects import (
    Because,
    Decision,
    Dispose,
    Effect,
    LogEvent,
    OpenRequest,
    Relay,
    RelayAgain,
    SendLetter,
    SetStatus,
    TickOff,
)
from mailtracker.desk.facts import Facts
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import owner_who_begins
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_message import on_message
from mailtracker.desk.on_missing import Missing, on_missing
from mailtracker.desk.request import Request, Status
from mailtracker.policy.hours import add, next_open
from mailtracker.policy.model import FALLBACK, Policy
from mailtracker.policy.worktime import EVERY_MINUTE
from mailtracker.record import dataclass
from mailtracker.simulate.awaited import AwaitedMail, Overdue
from mailtracker.simulate.book import Book, Change
from mailtracker.simulate.pace import Pace, minutes_of, pace_of, unasked
from mailtracker.simulate.played_mail import KnownSpan, PlayedMail, UnreadMail
from mailtracker.simulate.tally import Tally

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class _Event:
    """Something that is to happen to a `request` (its number): `what`, and when (`at`). `order`
    keeps those of one instant apart. `epoch`: in which it counts, since a settled promise has
    another one.
    """

    at: datetime
    order: int
    what: Literal["deadline", "answer", "question"]
    request: int
    epoch: int


class Play:
    """One run by one rule set, as if all mail came to one alias. `seed`: of the dice of people of
    whom nothing is known. `known`: when expected mail is missing that does not come; None: never.
    """

    def __init__(
        self, policy: Policy, alias: Alias, seed: int = 1, known: KnownSpan | None = None
    ) -> None:
        self.tally = Tally()
        self.book = Book(policy)
        self._policy, self._alias, self._seed = policy, alias, seed
        self._events: list[_Event] = []
        self._order = count()
        self._paces: dict[int, Pace] = {}
        self._answer_at: dict[int, datetime] = {}
        self._expected = AwaitedMail(policy, known, self.tally)

    def take(self, arrival: PlayedMail | UnreadMail) -> None:
        """All that happens until then, and the mail itself. Arrivals come in the order of time."""
        self.until(arrival.at)
        if isinstance(arrival, UnreadMail):
            self._expected.ticked_unread(arrival)
        else:
            self._take(arrival)

    def _take(self, arrival: PlayedMail) -> None:
        incoming = Incoming(arrival.message, arrival.classified, self._facts(arrival), self._alias)
        decision = on_message(incoming, self.book.scene(arrival.at))
        ticked = [effect for effect in decision.effects if isinstance(effect, TickOff)]
        if not (arrival.opens or ticked):
            return
        self.tally.mails += 1
        for one in ticked:
            self._expected.ticked(one)
        change = self._apply(decision, arrival.at)
        if change.before is not None:
            self._note_late(change.before, arrival.at)
        elif change.after is None:
            self.tally.unanswered += _by_rule(decision)
        else:
            hours = promise_of(self._policy, change.after).hours
            self._opened(change, pace_of(arrival, hours, self._seed), arrival.at)

    def until(self, end: datetime) -> None:
        """Everything that is due before `end`."""
        while True:
            look = self._expected.next_look() or end
            happens = self._events[0].at if self._events else end
            if min(look, happens) >= end:
                return
            if happens <= look:
                self._happen(heapq.heappop(self._events))
            else:
                self._look_at_expected(look)

    def end(self, at: datetime) -> Tally:
        """What came of it until then."""
        self.until(at)
        self._expected.end(at)
        for request in self.book.unanswered():
            self.tally.left += 1
            if request.promised_at is not None and request.promised_at < at:
                self.tally.promise(request.given.promise).never += 1
        return self.tally

    def _facts(self, arrival: PlayedMail) -> Facts:
        awaited = self._expected.outstanding()
        about = {one.request_id: self.book[one.request_id] for one in awaited.values()}
        return Facts(arrived=arrival.at, came=arrival.at, awaited=awaited, requests=about)

    def _look_at_expected(self, now: datetime) -> None:
        """At what is due."""
        overdue = self._expected.look(now)
        if overdue is None:
            return
        decision = on_missing(self._missing(overdue), self.book.scene(now))
        change = self._apply(decision, now)
        name, request = overdue.expectation.name, change.after
        if request is None or change.before is not None:
            self._go_on(change, now)
            return
        self._expected.opened(name, request.id)
        self._opened(change, unasked(f"{name} {now}", self._seed), now)

    def _missing(self, overdue: Overdue) -> Missing:
        request = None if overdue.request is None else self.book[overdue.request]
        return Missing(overdue.expectation, overdue.misses, overdue.seen, request, self._alias)

    def _opened(self, change: Change, pace: Pace, now: datetime) -> None:
        assert change.after is not None
        self._paces[change.after.id] = pace
        self._note_opening(change.after, now)
        self._go_on(change, now)

    def _happen(self, event: _Event) -> None:
        request = self.book[event.request]
        match event.what:
            case "deadline":
                if request.due_at == event.at and request.epoch == event.epoch:
                    decision = on_deadline(Due(request), self.book.scene(event.at))
                    self._go_on(self._apply(decision, event.at), event.at)
            case "answer":
                expected = self._answer_at.get(request.id) == event.at
                if expected and request.epoch == event.epoch:
                    self._answer(request, event.at)
            case "question":
                if request.unanswered_since is None:
                    self._ask(request, event.at)

    def _answer(self, request: Request, now: datetime) -> None:
        if is_away(self.book.scene(now), request.owner):
            self._answers(request, self._back(request, now))
            return
        kept = self.tally.promise(request.given.promise)
        if request.promised_at is not None and now <= request.promised_at:
            kept.kept += 1
        else:
            kept.late += 1
        self.tally.person(request.owner).answers += 1
        self._carry_out(request, settled(self.book.scene(now), request), now)
        again = self._paces[request.id].asks_again()
        if again is not None:
            self._plan(now + again, "question", self.book[request.id])

    def _back(self, request: Request, now: datetime) -> datetime:
        """When its owner looks again: at the beginning of their next day."""
        person = self._policy.people.get(request.owner)
        hours = self._policy.hours.get(person.hours if person else "", EVERY_MINUTE)
        return next_open(hours, now + _DAY)

    def _ask(self, request: Request, now: datetime) -> None:
        """Also of a closed one: that opens it again, as a mail would."""
        scene = self.book.scene(now)
        again = start_again(scene, request)
        _, handed = owner_who_begins(candidates_for(request, scene), request)
        self._carry_out(request, [*handed, SetStatus(Status.OPEN), again], now)

    def _carry_out(self, request: Request, effects: list[Effect], now: datetime) -> None:
        decision = decide([Because("simulated"), *effects], request, self._policy)
        self._go_on(self._apply(decision, now), now)

    def _apply(self, decision: Decision, now: datetime) -> Change:
        tally = self.tally
        for effect in decision.effects:
            match effect:
                case SendLetter(letter):
                    tally.letters[letter.name] += 1
                case Relay(note) | RelayAgain(note):
                    tally.letters[note.name] += 1
                case _:
                    pass
        change = self.book.apply(decision, now)
        if change.after is not None:
            self._note_rungs(decision, change.after)
        return change

    def _note_rungs(self, decision: Decision, request: Request) -> None:
        for effect in decision.effects:
            if isinstance(effect, LogEvent) and effect.kind == "rung":
                self.tally.rungs[f"{request.given.ladder}: {effect.text}"] += 1

    def _note_late(self, before: Request, now: datetime) -> None:
        """What was missing came, and closed the request: too late for its promise, perhaps."""
        broken = before.promised_at is not None and before.promised_at < now
        owed = before.unanswered_since is not None
        if broken and owed and self.book[before.id].unanswered_since is None:
            self.tally.promise(before.given.promise).late += 1

    def _note_opening(self, request: Request, now: datetime) -> None:
        tally, rule = self.tally, request.given.rule
        tally.gaps += rule == FALLBACK
        if request.owner:  # else its requester has not chosen who reads it
            tally.person(request.owner).assigned += 1
        if is_away(self.book.scene(now), request.owner):
            zone = promise_of(self._policy, request).hours.zone
            tally.nobody.setdefault(rule, set()).add(now.astimezone(zone).date())

    def _go_on(self, change: Change, now: datetime) -> None:
        """What follows from it: the next deadline, the next answer."""
        before, after = change.before, change.after
        if after is None:
            return
        if after.due_at is not None and (before is None or before.due_at != after.due_at):
            self._plan(after.due_at, "deadline", after)
        if after.unanswered_since is None:
            return
        begins = before is None or before.unanswered_since is None
        if begins:
            self.tally.promise(after.given.promise).made += 1
        elif before is not None and before.owner != after.owner:
            self.tally.person(after.owner).taken_over += 1
        else:
            return
        load = self.tally.person(after.owner)
        load.most_open = max(load.most_open, self.book.load.get(after.owner, 0))
        self._will_answer(after, now, begins)

    def _will_answer(self, request: Request, now: datetime, begins: bool) -> None:
        promise, pace = promise_of(self._policy, request), self._paces[request.id]
        promised = minutes_of(promise, first=not request.answered_once)
        minutes = pace.answer(promised) if begins else pace.takes_over(promised)
        if minutes is not None:
            self._answers(request, add(promise.hours, now, minutes))
        elif begins:
            self._answer_at.pop(request.id, None)

    def _answers(self, request: Request, at: datetime) -> None:
        self._answer_at[request.id] = at
        self._plan(at, "answer", request)

    def _plan(
        self, at: datetime, what: Literal["deadline", "answer", "question"], request: Request
    ) -> None:
        event = _Event(at, next(self._order), what, request.id, request.epoch)
        heapq.heappush(self._events, event)


def _by_rule(decision: Decision) -> bool:
    """A rule wants no answer to it."""
    return any(isinstance(one, Dispose) and one.rule for one in decision.effects) and not any(
        isinstance(one, OpenRequest) for one in decision.effects
    )
