"""What comes in during a simulation: mails that open requests, or that are expected, and how people
dealt with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from mailtracker.mail.message import Classified, Message
from mailtracker.record import dataclass


class Spoke(StrEnum):
    """Whose words came."""

    OWNER = "owner"  # an answer to the requester
    REQUESTER = "requester"  # something that wants an answer again


@dataclass(frozen=True, slots=True)
class Said:
    """Who spoke on a request (`by`), and when (`at`, aware UTC)."""

    by: Spoke
    at: datetime


@dataclass(frozen=True, slots=True)
class PlayedMail:
    """A mail that opens a request, or is expected."""

    #: When it came, aware UTC.
    at: datetime
    #: As read,
    message: Message
    #: and what it was taken for.
    classified: Classified
    #: What was said on its request, in order, itself first; empty: nobody knows.
    story: Sequence[Said] = ()
    #: False: it opened none then, by what is not simulated, and counts only where it is expected.
    opens: bool = True


@dataclass(frozen=True, slots=True)
class UnreadMail:
    """A mail of which nobody knows the words any more: when it came (`at`), and as far as they are
    known its `sender` and `subject`.
    """

    at: datetime
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class KnownSpan:
    """`since` when and `until` when all mail is known that came: what was due then was missed where
    it did not come. `without`: names of expected mail of which nothing is known.
    """

    since: datetime
    until: datetime
    without: Collection[str] = ()
