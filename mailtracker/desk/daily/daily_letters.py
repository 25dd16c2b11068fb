"""The daily digest: what is open for somebody, and for the teams that they lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from mailtracker.desk.absence.away_plan import PlanLine
from mailtracker.desk.named import Named
from mailtracker.record import dataclass

Stands = Literal["overdue", "today", "stranded", "waiting", "snoozed", "later"]
"""How a request stands for who reads of it in the morning: an answer was promised for before now,
or for today; whose it is is away; the requester's word is waited for; its owner wants no reminder
now; or all the rest.
"""

Linked = Literal["none", "yours", "others", "both"]


@dataclass(frozen=True, slots=True)
class DailyLine:
    """One request."""

    #: Its name for people.
    reference: str
    #: Its subject; "" for none and for a confidential one.
    subject_line: str
    #: Who asks, as others read of them; "" for a confidential one.
    requester: str
    #: Who has it; "" where the reader does.
    owner: str
    #: For when an answer is promised; None: none is owed.
    promised_at: datetime | None
    #: Since when somebody waits: the first mail that nobody answered, else the one that opened it.
    since: datetime
    #: Until when its owner wants no reminder, None: they want them.
    snoozed_until: datetime | None
    #: Where an answer goes; "" where it has no address of its own.
    reply_to: str


@dataclass(frozen=True, slots=True)
class DailySection:
    """Requests that stand alike (`stands`), the oldest promise first (`lines`)."""

    stands: Stands
    lines: Sequence[DailyLine]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requests (`count`) stand so (`stands`)."""

    stands: Stands
    count: int


@dataclass(frozen=True, slots=True)
class MemberLoad:
    """How much one of a team (`name`) has (`still_open`), how much of it is `overdue`, and whether
    they are `away` today.
    """

    name: str
    still_open: int
    overdue: int
    away: bool


@dataclass(frozen=True, slots=True)
class AwaySoon:
    """One of a team (`name`) is away from `start` to `end` (None: nobody said), both included."""

    name: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class DailyPart:
    """What the reader has, or what a team of theirs does."""

    #: What the team is called; "": it is about what the reader has.
    team: str
    #: How many stand how, the most pressing first; nothing that there is none of.
    weight: Sequence[Counted]
    #: The requests themselves, but for those of `later`.
    sections: Sequence[DailySection]
    #: How many more there are than these sections have.
    more: int
    #: When the first of `later` is due, None: none is.
    next_at: datetime | None
    #: Of a team: what each member has, by name.
    load: Sequence[MemberLoad] = ()
    #: Of a team: who is away within five working days, by name.
    away: Sequence[AwaySoon] = ()
    #: Of a team: on which of these days nobody of a rule's own people is there.
    gaps: Sequence[PlanLine] = ()


@dataclass(frozen=True, slots=True)
class DailyDigest(Named):
    """To whoever has something open, or leads people who do, when their working day begins."""

    name = "daily_digest"
    #: What the reader has first, then their teams. At least one.
    parts: Sequence[DailyPart]
    #: Mailboxes that could not be read lately, so that an answer may be there.
    unread: Sequence[str]
    #: Of which lines an answer has an address of its own: of the reader's, of others', or of both.
    linked: Linked
    #: There are lines without one.
    unlinked: bool
