"""A mailbox → its requests whose next step is due soon, and the Message-IDs that their requesters
know; and what is noted of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, select

from mailtracker.desk.effects import LogEvent
from mailtracker.desk.past_us import PERHAPS_ANSWERED
from mailtracker.desk.request import Request
from mailtracker.store import apply
from mailtracker.store import requests as rows
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import deadlines, events, requests
from mailtracker.store.thread_ids import thread_ids

MOST = 100
"""Requests that are looked at together."""

_KNOWN = exists().where(
    events.c.request_id == requests.c.id,
    events.c.kind == PERHAPS_ANSWERED,
    events.c.at >= requests.c.unanswered_since,
)
_SOON = Prepared(
    select(deadlines.c.request_id)
    .join(
        requests,
        (requests.c.id == deadlines.c.request_id) & (requests.c.epoch == deadlines.c.epoch),
    )
    .where(
        deadlines.c.due_at <= bindparam("before"),
        requests.c.mailbox == bindparam("mailbox"),
        requests.c.promised_at.is_not(None),
        ~_KNOWN,
    )
    .order_by(deadlines.c.due_at)
    .limit(MOST)
)


def slipping(conn: Connection, mailbox: str, before: datetime) -> list[Request]:
    """Those that owe an answer, of which none is known, and whose next step is due `before` then;
    the first due first.
    """
    ids = list(_SOON.scalars(conn, {"mailbox": mailbox, "before": before}))
    found = rows.by_ids(conn, ids)
    return [found[number] for number in ids]


def note_answers(
    conn: Connection,
    asked: Sequence[Request],
    told: Callable[[Request, Sequence[str]], Sequence[LogEvent]],
    now: datetime,
) -> list[str]:
    """What is `told` of each, by the Message-IDs that its requester has seen, goes into its
    history; the references of those that got a line.
    """
    noted = []
    for one in asked:
        lines = told(one, thread_ids(conn, one.id, one.requester.email))
        apply.note(conn, one.id, lines, now)
        noted += [one.reference] if lines else []
    return noted
