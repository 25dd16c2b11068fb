"""A request → the mail in which its owner's side wrote to the requester last."""

from __future__ import annotations

import re

from sqlalchemy import Connection, select

from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.request import Request, State
from mailtracker.store import keep
from mailtracker.store.tables import kept, ledger, outbox

MAX_BYTES = 1024 * 1024
"""Of a mail that is read for its words: a larger one is nowhere whole in memory (I19)."""

OF_MAIL = re.compile(r"m(\d{1,18})\b")
"""How the key of a row begins that one mail caused, whether as it came or decided on again."""


def last_answer(conn: Connection, request: Request) -> bytes | None:
    """Its bytes as they came in. None where there is none that is kept, whole and not large."""
    carried = select(outbox.c.row_key).where(
        outbox.c.request_id == request.id,
        outbox.c.letter == NoteRequester.name,
        outbox.c.recipient_key == request.requester.key,
        outbox.c.state != State.FAILED,
    )
    key = conn.scalar(carried.order_by(outbox.c.id.desc()).limit(1))
    line = OF_MAIL.match(key or "")
    if line is None:
        return None
    small = (
        select(ledger.c.sha256)
        .join_from(ledger, kept, kept.c.sha256 == ledger.c.sha256)
        .where(ledger.c.id == int(line[1]), kept.c.size <= MAX_BYTES)
    )
    sha256 = conn.scalar(small)
    return None if sha256 is None else keep.find(conn, sha256)
