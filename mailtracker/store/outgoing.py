"""A mail of ours as the outbox takes it. Knows no database, so that mail
can be planned and composed without one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from mailtracker.desk.request import Lane
from mailtracker.record import dataclass
from mailtracker.store.recipes import Quoting


class Promised(Protocol):
    """The bytes of a mail that is being composed."""

    def raw(self) -> bytes | Quoting | None:
        """Waits for them. None: this mail cannot be written, so it gets no row."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail to one recipient. `row_key` says what it is for: the
    same key is never queued twice.

    `env_from` is the envelope sender, "" for the null return path; `bounce` is the token in it
    that makes it this mail's own, None for none. `token` is the reply token that it carries, None
    for none.
    """

    row_key: str
    #: None for what belongs to no request, such as a mail to the admins.
    request_id: int | None
    #: The stored name of its letter, or of the note that a relayed message bears.
    letter: str
    #: Whom a reply to it reaches.
    lane: Lane
    #: The one address that it goes to, as written.
    recipient: str
    #: Key of the recipient in the people file, "" for anybody else.
    person: str
    #: Its own, in angle brackets.
    message_id: str
    token: str | None
    env_from: str
    #: The whole mail; nothing where it is still being composed.
    raw: bytes
    #: When it was decided on.
    created_at: datetime
    #: The mail that it asks about, or whose author its answer leads back to: a line of the ledger.
    about_line: int | None = None
    bounce: str | None = None
