"""The letters to requesters about what they said to us: how their requests stand, and that one is
closed because they say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from mailtracker.desk.named import Named
from mailtracker.record import dataclass

Stands = Literal["promised", "late", "later", "waiting", "open", "ends", "answered"]
"""An answer is promised, is late, is promised and the owner takes it up later; the owner waits for
the requester; nothing is promised; it is closed soon, as they were told; it is answered.
"""


@dataclass(frozen=True, slots=True)
class StatusLine:
    """How one request of the reader's stands."""

    #: Its name for people.
    reference: str
    #: Its subject; empty for a confidential one.
    subject_line: str
    #: Who has it.
    owner_name: str
    #: What is to be expected.
    stands: Stands
    #: By when an answer was promised; of "later", when it is taken up; of "ends", when it is
    #: closed. None: no time was said.
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StatusOfOne(Named):
    """To the requester, who asked how it stands, or said that it presses."""

    name = "status"
    #: Who has it reads their mail as well; else nobody was disturbed.
    carried: bool
    #: When its owner takes it up, where that is later than the promised time. None: it is not.
    until: datetime | None
    #: Other requests of theirs, the most urgent first.
    others: Sequence[StatusLine] = ()
    #: How many more there are.
    more: int = 0


@dataclass(frozen=True, slots=True)
class StatusOfAll(Named):
    """To somebody who asked how their requests stand, in a mail about none of them."""

    name = "status_of_all"
    #: Each, the most urgent first; empty where they have none.
    lines: Sequence[StatusLine]
    #: How many more there are.
    more: int


@dataclass(frozen=True, slots=True)
class CalledOff(Named):
    """The requester's closing mail, where they said themselves that it is over."""

    name = "called_off"
    #: It is solved, or they want it no more.
    how: Literal["solved", "cancelled"]
    #: Somebody had answered it by then.
    answered: bool


OfAskers = StatusOfOne | CalledOff
