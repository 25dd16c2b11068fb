"""The letters between who is away and who covers: what came over, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class CameOver:
    """One request that somebody has now, since its owner is away."""

    #: Its name for people.
    reference: str
    #: Its subject, "" for none.
    subject_line: str
    #: Who asks, as others read of them.
    requester: str
    #: How the last mail of it begins, in one line; "" where nothing can be shown.
    last_word: str
    #: For when an answer is promised; None: none is owed.
    promised_at: datetime | None
    #: The requester is waited for.
    waits: bool
    #: Where an answer to the requester goes, "" where it reaches nobody by itself.
    reply_to: str
    #: The file of this letter in which all of it stands, "" for none.
    file: str


@dataclass(frozen=True, slots=True)
class Covering(Named):
    """To who covers: each request that came over from somebody who is away, or has left. It is one
    letter however many they are; each line is answered by itself.
    """

    name = "covering"
    #: Who is away.
    who: str
    #: Until when; None: it was not said, or they have left.
    end: date | None
    #: They work here no more.
    left: bool
    #: The requests, the next due first.
    lines: Sequence[CameOver]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What became of one request of somebody who was away."""

    #: Its name for people.
    reference: str
    #: Its subject, "" for none and for a confidential one.
    subject_line: str
    #: Who asks, as others read of them.
    requester: str
    #: Who has it now.
    owner: str
    #: The reader has it.
    yours: bool
    #: Where it stands: an answer is owed, the requester is waited for, it was answered, or closed.
    state: Literal["open", "waiting", "answered", "closed"]
    #: For when an answer is promised; None: none is owed.
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class BackAgain(Named):
    """To who was away, on their first working day: what became of what went to others."""

    name = "back_again"
    #: The requests, what is still open first.
    lines: Sequence[Meanwhile]
    #: How many more there are.
    more: int


CoverLetter = Covering | BackAgain
