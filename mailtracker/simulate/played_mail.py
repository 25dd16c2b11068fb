"""What comes in during a simulation: mails that open requests, and how people dealt with them."""

from __future__ import annotations

from collections.abc import Sequence
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
    """A mail that opens a request."""

    #: When it came, aware UTC.
    at: datetime
    #: As read,
    message: Message
    #: and what it was taken for.
    classified: Classified
    #: What was said on its request, in order, itself first; empty: nobody knows.
    story: Sequence[Said] = ()
