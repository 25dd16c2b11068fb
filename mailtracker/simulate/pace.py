"""How soon people answer in a simulation: as they did, or as a company of that kind would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Protocol

from mailtracker.policy.hours import between
from mailtracker.policy.model import Promise
from mailtracker.policy.worktime import EVERY_MINUTE, Hours
from mailtracker.record import dataclass
from mailtracker.simulate.played_mail import PlayedMail, Said, Spoke

_MEDIAN = 0.3  # of the promised time, after which half of all answers are given
_SPREAD = 0.9  # of the logarithm: one answer of eleven takes more than the whole of it
_FORGOTTEN = 0.03  # of all promises: who has it does nothing until somebody else gets it
_ASKED_AGAIN = 0.25  # of all answers bring another question
_LATER = timedelta(hours=5)  # on average, by the clock

DAY = 8 * 60
"""Working minutes that count as a day where a promise is made in days."""


class Pace(Protocol):
    """When people of one request speak next."""

    def answer(self, promised: int, /) -> int | None:
        """After how many minutes of the promise's time it is answered, counted from when its clock
        began; None: not by who has it now. `promised`: after how many it should be.
        """

    def takes_over(self, promised: int, /) -> int | None:
        """The same of who gets it from somebody else, counted from then; None: that does not change
        when it is answered.
        """

    def asks_again(self) -> timedelta | None:
        """How long after an answer the requester writes again; None: never."""


class Invented:
    """As people of no company in particular do."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def answer(self, promised: int, /) -> int | None:
        if self._random.random() < _FORGOTTEN:
            return None
        return max(1, round(promised * _MEDIAN * self._random.lognormvariate(0, _SPREAD)))

    def takes_over(self, promised: int, /) -> int | None:
        return self.answer(promised)

    def asks_again(self) -> timedelta | None:
        if self._random.random() >= _ASKED_AGAIN:
            return None
        return _LATER * self._random.expovariate(1)


class Unasked(Invented):
    """The same on what nobody asked: nobody asks again."""

    def asks_again(self) -> None:
        return None


@dataclass(slots=True)
class Recorded:
    """As it went: what each answer took of the promise's time (`took`), and how long after each the
    requester wrote again (`again`). What was never answered stays so, whoever has it.
    """

    took: list[int]
    again: list[timedelta]

    def answer(self, _promised: int, /) -> int | None:
        return self.took.pop(0) if self.took else None

    def takes_over(self, _promised: int, /) -> int | None:
        return None

    def asks_again(self) -> timedelta | None:
        return self.again.pop(0) if self.again else None


def pace_of(arrival: PlayedMail, hours: Hours, seed: int) -> Recorded | Invented:
    """As its people did, counted in `hours`; where nobody knows, by dice of its own: the same by
    any rules, so that these can be compared.
    """
    if arrival.story:
        return recorded(arrival.story, hours)
    # Dice for people who do not exist: nothing secret hangs on them.
    return Invented(Random(f"{seed} {arrival.message.message_id}"))  # noqa: S311


def unasked(name: str, seed: int) -> Unasked:
    """Of what is called so."""
    return Unasked(Random(f"{seed} {name}"))  # noqa: S311


def recorded(story: Sequence[Said], hours: Hours) -> Recorded:
    """`story` begins with the mail that opened the request. Between two answers only the first
    question counts, between two questions only the first answer: the clock ran from one to the
    other.
    """
    took: list[int] = []
    again: list[timedelta] = []
    asked, answered = story[0].at, None
    for said in story[1:]:
        if answered is None and said.by is Spoke.OWNER:
            took.append(between(hours, asked, said.at))
            answered = said.at
        elif answered is not None and said.by is Spoke.REQUESTER:
            again.append(said.at - answered)
            asked, answered = said.at, None
    return Recorded(took, again)


def minutes_of(promise: Promise, first: bool) -> int:
    """How long a promise is, in minutes of its own time."""
    span = promise.first_reply if first else promise.then_every
    a_day = 24 * 60 if span.counted_in(promise.hours) is EVERY_MINUTE else DAY
    return span.minutes or span.days * a_day
