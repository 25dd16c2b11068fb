"""The effects by which a request learns from a further mail of its requester what it lacks."""

from __future__ import annotations

from mailtracker.mail.message import Address
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class CallAgain:
    """What the request is called from now on (`subject`): nobody knows any more what it was called,
    and somebody has written again.
    """

    subject: str


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Mails to the requester are in this `language`, now that a mail of theirs tells it."""

    language: str


@dataclass(frozen=True, slots=True)
class SetRequester:
    """The request is that of `who` from now on, whose mails are in this `language`. `by`: who asked
    so far, and opened it for them, by name or address.
    """

    who: Address
    by: str
    language: str
