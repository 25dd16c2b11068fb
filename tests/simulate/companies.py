"""Companies made by dice: covers and managers in a circle or without, absences, hours in several
zones, ladders of any shape.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mailtracker.policy.model import (
    Absence,
    Fallback,
    Ladder,
    LeadOf,
    Person,
    PersonKey,
    Policy,
    Promise,
    Rung,
    Target,
    Team,
    TeamOf,
)
from mailtracker.policy.worktime import EVERY_MINUTE, Hours, Span
from tests.simulate.makers import MONDAY

DAYS = 40
"""So long each of them is looked at."""


def _week(start: int, end: int, days: int = 5) -> tuple[tuple[tuple[int, int], ...], ...]:
    return (((start * 60, end * 60),),) * days + ((),) * (7 - days)


HOURS = {
    "office": Hours("office", ZoneInfo("Europe/Copenhagen"), _week(9, 17)),
    "early": Hours("early", ZoneInfo("Europe/Lisbon"), _week(6, 14)),
    "far": Hours("far", ZoneInfo("America/New_York"), _week(8, 16, days=6)),
}


class Maker:
    """One company a seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._keys = [f"p{number}" for number in range(self._dice.randint(3, 6))]

    def policy(self) -> Policy:
        people = {key: self._person(key) for key in self._keys}
        teams = {key: self._team(key) for key in ("one", "two")}
        promises = {key: self._promise(key) for key in ("normal", "urgent")}
        ladder = self._ladder()
        to = self._dice.choice([*self._keys, *teams])
        made = Policy(
            people=people,
            teams=teams,
            hours=HOURS,
            promises=promises,
            ladders={"default": ladder},
            rules=(),
            fallback=Fallback(to, "normal", "default", "", "rules:1"),
            digest="0" * 64,
            _by_address={person.addresses[0]: key for key, person in people.items()},
        )
        return made.at_home(("corp.example",))

    def _any(self, chance: float = 1.0) -> str:
        return self._dice.choice(self._keys) if self._dice.random() < chance else ""

    def _person(self, key: str) -> Person:
        away = tuple(self._absence() for _ in range(self._dice.choice((0, 0, 1, 2))))
        return Person(
            key=key,
            name=key.upper(),
            addresses=(f"{key}@corp.example",),
            manager=self._other(key),
            cover=self._other(key),
            hours=self._dice.choice([*HOURS, ""]),
            away=away,
        )

    def _other(self, key: str) -> str:
        found = self._any(0.7)
        return "" if found == key else found

    def _absence(self) -> Absence:
        start = MONDAY.date() + timedelta(days=self._dice.randint(-5, 20))
        length = self._dice.choice((0, 1, 4, 12, None))
        return Absence(start, None if length is None else start + timedelta(days=length))

    def _team(self, key: str) -> Team:
        members = tuple(self._dice.sample(self._keys, self._dice.randint(1, len(self._keys))))
        ways: list[Literal["lead", "least-loaded", "round-robin"]]
        ways = ["lead", "least-loaded", "round-robin"]
        assign = self._dice.choice(ways)
        return Team(key, key.title(), self._any(), members, assign)

    def _promise(self, key: str) -> Promise:
        hours = self._dice.choice([*HOURS.values(), EVERY_MINUTE])
        return Promise(key, self._span(), self._span(), hours)

    def _span(self) -> Span:
        if self._dice.random() < 0.3:
            return Span(days=self._dice.randint(1, 3))
        return Span(minutes=self._dice.choice((30, 60, 240, 480)))

    def _ladder(self) -> Ladder:
        some = self._dice.sample((25, 50, 75, 100, 150, 200, 300), k=self._dice.randint(1, 4))
        percents = sorted(some)
        rungs = [self._rung(percent) for percent in percents]
        last = Rung(
            400,
            tell=(self._second(),),
            hand_to=self._dice.choice((None, "cover")),
            repeat=self._dice.choice(("daily", "hourly")),
        )
        return Ladder("default", (*rungs, last))

    def _rung(self, percent: int) -> Rung:
        everybody: list[Target | PersonKey] = [
            "owner",
            "requester",
            "cover",
            "manager",
            "lead",
            self._second(),
        ]
        takers: list[Target | PersonKey | None]
        takers = [None, None, "cover", "manager", TeamOf("one"), self._second()]
        return Rung(
            percent,
            remind=self._some(("owner", "owner", self._second())),
            tell=self._some(everybody),
            hand_to=self._dice.choice(takers),
            raise_to=self._dice.choice(("", "", "urgent")),
        )

    def _some(self, of: Sequence[Target | PersonKey]) -> tuple[Target | PersonKey, ...]:
        return tuple(dict.fromkeys(self._dice.sample(of, k=self._dice.randint(0, 2))))

    def _second(self) -> Target | PersonKey:
        return self._dice.choice(("manager", LeadOf("two"), PersonKey(self._any())))
