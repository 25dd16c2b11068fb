"""The letters about mail that is expected: it did not come, it came late, it may have come; and
what people are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class OneAsked:
    """One of the people who each owe one: their `name`, when theirs came (`at`; None: it has not),
    and whether they are `away` now.
    """

    name: str
    at: datetime | None
    away: bool = False


@dataclass(frozen=True, slots=True)
class NotCome(Named):
    """To the owner of the request that it opened: expected mail has not come in time."""

    name = "not_come"
    #: What is expected, by its name.
    what: str
    #: By when it should have come, each time, the oldest first.
    dues: Sequence[datetime]
    #: When it came last; None: we have not seen it yet.
    last_seen: datetime | None
    #: Where several people owe one each: all of them; none: anybody's will do.
    people: Sequence[OneAsked]
    #: The request was open for an earlier one already.
    again: bool
    #: How many mails have come since that nobody can read or take yet.
    unread: int
    #: How often before that, beyond what is listed.
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class CameLate(Named):
    """To the owner: the mail has come, and closes the request that was opened without it."""

    name = "came_late"
    #: What was expected, by its name.
    what: str
    #: When it came.
    at: datetime
    #: By when it should have come.
    due: datetime
    #: It is in time for the next one, and that of `due` has not come.
    next_one: bool


@dataclass(frozen=True, slots=True)
class PerhapsCome(Named):
    """To whoever would have the request: expected mail was not seen, but may lie in quarantine."""

    name = "perhaps_come"
    #: What is expected, by its name.
    what: str
    #: By when it should have come.
    due: datetime
    #: When it came last; None: we have not seen it yet.
    last_seen: datetime | None
    #: How many mails may be it.
    unread: int


@dataclass(frozen=True, slots=True)
class AskedFor(Named):
    """To each of the people who owe one: what is wanted of them, and by when."""

    name = "asked_for"
    #: What is expected, by its name, which is the mail's subject.
    what: str
    #: What the rules ask.
    text: str
    #: By when.
    due: datetime
    #: They were asked before.
    again: bool


OfExpected = NotCome | CameLate
"""About a request."""

ToExpecting = PerhapsCome | AskedFor
"""About none."""
