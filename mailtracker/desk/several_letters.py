"""The letter that lists what would have been a mail for each request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailtracker.desk.digests import Digested
from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class OneOfSeveral:
    """One request of `Several`, as it is when that is written."""

    #: Its name for people.
    reference: str
    #: Its subject; empty for a confidential one.
    subject_line: str
    #: Who asks, as others read of them.
    requester: str
    #: Who has it.
    owner: str
    #: For when an answer is promised; None: none is owed.
    promised_at: datetime | None
    #: Whether the letter's reader has it.
    yours: bool


@dataclass(frozen=True, slots=True)
class Several(Named):
    """To one person of the people file: what would have been a mail for each request."""

    name = "several"
    #: Why these are told: late, or taken by no rule.
    kind: Digested
    #: The requests, the longest overdue first.
    lines: Sequence[OneOfSeveral]
    #: How many more there are.
    more: int
    #: Beside what is late: requests of which the reader wanted to be reminded.
    also: Sequence[OneOfSeveral] = ()


@dataclass(frozen=True, slots=True)
class WhichOne(Named):
    """To somebody who answered a list of their requests as a whole: which of them is it about?"""

    name = "which_one"
    #: How their mail begins, "" where it says nothing.
    line: str
