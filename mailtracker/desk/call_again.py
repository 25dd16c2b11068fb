"""The effects by which a request learns from a further mail of its requester what it lacks."""

from __future__ import annotations

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
