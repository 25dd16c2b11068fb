"""The word to the requester before a request is closed, and what a closing mail tells of it."""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class EndsSoon(Named):
    """To the requester: on which day it is closed, unless they write."""

    name = "ending"
    #: Who says that it is done, "" where they were silent after an answer.
    by_name: str
    #: When it is closed, at the earliest.
    closes: datetime


@dataclass(frozen=True, slots=True)
class PastWords:
    """What was asked, and what was answered last, as far as it is at hand and may be told."""

    #: How the mail begins that opened it, in one line; "" for nothing.
    asked: str = ""
    #: How the last answer begins, likewise.
    answer: str = ""
    #: Who wrote that, "" where nobody knows.
    by_name: str = ""
    #: When it went out.
    at: datetime | None = None


NOTHING_PAST = PastWords()
