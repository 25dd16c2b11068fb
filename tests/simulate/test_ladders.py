"""Ladders, absences and answers by dice: whatever the files say, an open request always has a next
step, a second person is reached, no rung fires twice, and nobody is written to at night.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailtracker.desk.effects import Decision, LogEvent, SendLetter, SetOwner
from mailtracker.desk.request import Lane, Request
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import Policy
from mailtracker.simulate.book import Change
from mailtracker.simulate.play import Play
from tests.simulate.companies import DAYS, Maker
from tests.simulate.makers import MONDAY, arrival, our_alias, told

COMPANIES, MAILS = 60, 3


class Watched(Play):
    """A run that is looked at after each decision."""

    def __init__(self, policy: Policy, seed: int) -> None:
        super().__init__(policy, our_alias(), seed)
        self.policy = policy
        self.wrong: list[str] = []
        #: Of each request and promise: which rungs fired, by index and repetition.
        self.fired: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        #: Of each request and promise: whether a second person has it or heard of it.
        self.second: set[tuple[int, int]] = set()

    def _apply(self, decision: Decision, now: datetime) -> Change:
        change = super()._apply(decision, now)
        if change.after is not None:
            self._look(decision, change, change.after, now)
        return change

    def _look(self, decision: Decision, change: Change, after: Request, now: datetime) -> None:
        before = change.before or after
        promise = (after.id, before.epoch)
        for effect in decision.effects:
            if isinstance(effect, SendLetter):
                self._look_at(effect, before, promise, now)
            elif isinstance(effect, SetOwner) and effect.owner != before.owner:
                self.second.add(promise)
            elif isinstance(effect, LogEvent) and _is_of_a_rung(effect):
                self._rung(promise, before)
        if after.unanswered_since is not None and after.due_at is None:
            self.wrong.append(f"{after.reference} has no step to come at {now}")

    def _rung(self, promise: tuple[int, int], before: Request) -> None:
        step = (before.rung, before.repeats)
        if any(step <= earlier for earlier in self.fired[promise]):
            self.wrong.append(f"S-{promise[0]}: rung {step} again after {self.fired[promise]}")
        self.fired[promise].append(step)

    def _look_at(
        self, letter: SendLetter, request: Request, promise: tuple[int, int], now: datetime
    ) -> None:
        if letter.lane is Lane.TEAM and letter.person not in ("", request.owner):
            self.second.add(promise)
        person = self.policy.people.get(letter.person)
        by_ladder = promise in self.fired
        if person is None or not by_ladder or letter.lane is Lane.OWNER:
            return
        key = request.raised or request.given.promise
        hours = self.policy.hours.get(person.hours)
        if hours is None or self.policy.promises[key].hours.always:
            return
        at = letter.not_before or now
        if next_open(hours, at) != at and letter.letter.name != "confirm":
            self.wrong.append(f"{letter.letter.name} to {letter.person} at {at}, a free time")


def _is_of_a_rung(event: LogEvent) -> bool:
    """The time that the requester was told is none."""
    return event.kind == "rung" and "requester was told" not in event.text


def lived(seed: int) -> Watched:
    """Three mails in two weeks, of which one in three is never answered by anybody."""
    dice = random.Random(seed)
    play = Watched(Maker(seed).policy(), seed)
    minutes = sorted(dice.sample(range(14 * 24 * 60), MAILS))
    for number, minute in enumerate(minutes):
        never = dice.random() < 1 / 3
        mail = arrival(MONDAY + timedelta(minutes=minute), number)
        play.take(replace(mail, story=told()) if never else mail)
    play.end(MONDAY + timedelta(days=DAYS))
    return play


def look(seed: int) -> list[str]:
    """What is wrong."""
    play = lived(seed)
    wrong = list(play.wrong)
    for request in play.book.unanswered():
        promise = (request.id, request.epoch)
        last = len(play.policy.ladders["default"].rungs) - 1
        if any(rung == last for rung, _ in play.fired[promise]) and promise not in play.second:
            wrong.append(f"{request.reference}: no second person heard of it")
    return [f"company {seed}: {one}" for one in wrong]


def test_whatever_the_files_say_a_promise_is_not_forgotten() -> None:
    assert [one for seed in range(COMPANIES) for one in look(seed)] == []


@pytest.mark.proof(part="lives")
def test_nor_in_ten_thousand_companies() -> None:
    assert [one for seed in range(COMPANIES, 10_000) for one in look(seed)] == []


def test_the_companies_are_of_all_kinds() -> None:
    """Else nothing is proven: rungs fire and repeat, people take over, some answer."""
    plays = [lived(seed) for seed in range(30)]
    assert sum(len(play.second) for play in plays) > 30
    assert any(repeats for play in plays for steps in play.fired.values() for _, repeats in steps)
    assert sum(one.kept for play in plays for one in play.tally.promises.values()) > 30
