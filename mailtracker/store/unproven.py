"""Uncertain rows of the outbox of which no proof came (docs/reliability.md, O4)."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from mailtracker.desk.request import State
from mailtracker.record import dataclass
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import outbox as table
from mailtracker.store.tables import requests

PROOF_AFTER = timedelta(minutes=15)
"""How long proof of an uncertain mail may take: longer than mail is on its way."""


@dataclass(frozen=True, slots=True)
class UnprovenMail:
    """An uncertain row that nothing has proven in the time that proof may take; `id` is the
    row's.
    """

    id: int
    #: what kind of mail it is
    letter: str
    #: of the mail, in angle brackets
    message_id: str
    #: None for what belongs to no request
    request_id: int | None
    #: the mailbox of that request, "" without one
    mailbox: str
    #: the one address that it went to
    recipient: str
    #: when it was written
    created_at: datetime
    #: when its last try ended
    settled_at: datetime
    #: how often it went out again
    resent: int


_DOUBTS = Prepared(
    select(*(table.c[field.name] for field in fields(UnprovenMail) if field.name != "mailbox"))
    .add_columns(func.coalesce(requests.c.mailbox, "").label("mailbox"))
    .join_from(table, requests, requests.c.id == table.c.request_id, isouter=True)
    .where(
        table.c.settled_at.is_not(None),
        table.c.state == State.UNCERTAIN,
        table.c.settled_at <= bindparam("before"),
    )
    .order_by(table.c.id)
)


def doubts(conn: Connection, now: datetime) -> list[UnprovenMail]:
    """Uncertain rows of which proof would have come by now, the oldest first."""
    before = {"before": now - PROOF_AFTER}
    return [UnprovenMail(**row._asdict()) for row in _DOUBTS.all(conn, before)]
