"""The letters that ask a requester whom they want to confide in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from mailtracker.desk.named import Named
from mailtracker.record import dataclass

AskedBecause = Literal[
    "new",  # a mail came that nobody has read
    "more",  # another one came, and nobody is chosen yet
    "unclear",  # an answer named nobody who can be chosen
    "unproven",  # an answer came in a way that does not prove who wrote it
    "again",  # no answer for two working days
    "last",  # none for five
    "withdrawn",  # they take it back
    "closed",  # none at all: it is closed, unread
    "silent",  # who has it has not answered
    "away",  # who has it is away
    "gone",  # who had it works here no more, or nobody can be sure of their mailbox
    "cannot",  # who had it said that it is not theirs
]
"""Why it is asked."""


@dataclass(frozen=True, slots=True)
class WhomToTell(Named):
    """To the requester: whom do you want to confide in? Without a word of what they wrote."""

    name = "whom_to_tell"
    #: Why it is asked.
    why: AskedBecause
    #: Names of who may be chosen: a button each.
    people: Sequence[str]
    #: Names that stand in what they wrote: no button, and asked back (`ShallTheyRead`).
    named: Sequence[str]
    #: Names of who is away.
    away: Sequence[str]
    #: Name of who has it, or had it; "" for nobody.
    had_by: str = ""
    #: The day on which it is closed, at the earliest.
    closes: date | None = None
    #: Days for which it is kept after that, None: as long as other mail.
    kept_days: int | None = None

    @property
    def choices(self) -> Sequence[str]:
        """Names on buttons; none where it asks nothing any more."""
        return () if self.why in ("withdrawn", "closed") else self.people


@dataclass(frozen=True, slots=True)
class ShallTheyRead(Named):
    """To the requester, whose mail names somebody who may be chosen: shall they read it? A name
    alone may as well say whom it is about.
    """

    name = "shall_they_read"
    #: The name.
    who: str
    #: It is of who had it, whom a further mail names: that went to nobody.
    had_it: bool
    #: Name of who has it meanwhile, "" for nobody.
    has_it: str
    #: Names of who else may be chosen: a button each.
    people: Sequence[str]

    @property
    def choices(self) -> Sequence[str]:
        """Names on buttons."""
        return self.people


Asks = WhomToTell | ShallTheyRead
"""A first line with a name, in answer to one of these, says whom they confide in."""

ASKING = (WhomToTell.name, ShallTheyRead.name)
"""Their stored names."""
