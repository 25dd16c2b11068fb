"""The letters of waiting and of time that owners ask for: what `waiting`, `snooze` and `answered`
came to, and what the requester hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mailtracker.desk.ending_letters import NOTHING_PAST, PastWords
from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Waits(Named):
    """To who wrote `waiting`: the promise pauses, and what happens where no word comes."""

    name = "waits"
    #: Days on which the requester is asked again. Empty: they get no automatic mail.
    asks: Sequence[date]
    #: The day on which it is closed, at the earliest.
    closes: date
    #: A promise pauses; else nothing was owed.
    paused: bool


@dataclass(frozen=True, slots=True)
class AskedAgain(Named):
    """To the requester, whose word the owner waits for: the first time."""

    name = "asked_again"
    #: What our side wrote to them last, a paragraph each; empty where that is not at hand.
    words: Sequence[str]
    #: Who wrote that, which may be an earlier owner; "" where nobody knows.
    by_name: str


@dataclass(frozen=True, slots=True)
class AskedLast(Named):
    """The same for the last time."""

    name = "asked_last"
    #: As of `AskedAgain`.
    words: Sequence[str]
    #: As of `AskedAgain`.
    by_name: str
    #: The day on which it is closed, at the earliest.
    closes: date


@dataclass(frozen=True, slots=True)
class ClosedWaiting(Named):
    """The requester's closing mail where their word never came."""

    name = "closed_waiting"
    #: What was asked, and what was written to them last.
    past: PastWords = NOTHING_PAST


@dataclass(frozen=True, slots=True)
class Snoozes(Named):
    """To who wrote `snooze`: when they are reminded, and that the promise stays."""

    name = "snoozes"
    #: When that is.
    until: datetime
    #: It is later than the promised time, and the requester is told so.
    told: bool


@dataclass(frozen=True, slots=True)
class SnoozeOver(Named):
    """To the owner, at the time that they asked for."""

    name = "snooze_over"


@dataclass(frozen=True, slots=True)
class LaterRequester(Named):
    """To the requester: the owner takes it up at a time that is later than the promised one."""

    name = "later_requester"
    #: When that is.
    until: datetime


@dataclass(frozen=True, slots=True)
class Noted(Named):
    """To who wrote `answered`: the promise is kept, and nothing was sent."""

    name = "noted"
    #: A promise ran until then.
    owed: bool


OfWaiting = (
    Waits | AskedAgain | AskedLast | ClosedWaiting | Snoozes | SnoozeOver | LaterRequester | Noted
)
