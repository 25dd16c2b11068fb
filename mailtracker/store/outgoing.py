"""A mail of ours as the outbox takes it. Knows no database, so that mail
can be composed without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailtracker.desk.request import Lane


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail to one recipient, composed. `row_key` says what it is for: the
    same key is never queued twice.

    `env_from` is the envelope sender, "" for the null return path. `token` is the reply token
    that it carries, None for none.
    """

    row_key: str
    request_id: int | None
    letter: str
    lane: Lane
    recipient: str
    person: str
    message_id: str
    token: str | None
    env_from: str
    raw: bytes
    created_at: datetime
