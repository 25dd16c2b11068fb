"""Thanks, as the desk has them kept and as the store has them."""

from __future__ import annotations

from datetime import datetime

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class KeepThanks:
    """Thanks for a `team` (its key), until its weekly mail quotes them."""

    team: str
    #: Who thanked, as they wrote: the key of their address,
    from_key: str
    #: and what we call them.
    from_name: str
    #: Whom: a person key.
    to: str
    #: Their own words, as plain text.
    words: str


@dataclass(frozen=True, slots=True)
class Thanked:
    """Thanks that were kept."""

    #: The store's number.
    id: int
    #: On which they came,
    request_id: int
    #: and when.
    at: datetime
    #: Whom, by person key.
    to: str
    #: Who: the key of their address,
    from_key: str
    #: and how mails call them.
    from_name: str
    #: Their own.
    words: str
