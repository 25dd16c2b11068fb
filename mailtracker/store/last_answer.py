"""A request → the mail in which its owner's side wrote to the requester last."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection, select

from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.request import Request, State
from mailtracker.record import dataclass
from mailtracker.store import keep
from mailtracker.store.tables import kept, ledger, outbox

MAX_BYTES = 1024 * 1024
"""Of a mail that is read for its words: a larger one is nowhere whole in memory (I19)."""

OF_MAIL = re.compile(r"m(\d{1,18})\b")
"""How the key of a row begins that one mail caused, whether as it came or decided on again."""


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """`raw`: its bytes as they came in, `at`: when they were carried on."""

    raw: bytes
    at: datetime


def last_answer(conn: Connection, request: Request) -> LastAnswer | None:
    """None where there is none that is kept, whole and not large."""
    carried = select(outbox.c.row_key, outbox.c.created_at).where(
        outbox.c.request_id == request.id,
        outbox.c.letter == NoteRequester.name,
        outbox.c.recipient_key == request.requester.key,
        outbox.c.state != State.FAILED,
    )
    row = conn.execute(carried.order_by(outbox.c.id.desc()).limit(1)).first()
    line = OF_MAIL.match(row.row_key) if row else None
    if row is None or line is None:
        return None
    small = (
        select(ledger.c.sha256)
        .join_from(ledger, kept, kept.c.sha256 == ledger.c.sha256)
        .where(ledger.c.id == int(line[1]), kept.c.size <= MAX_BYTES)
    )
    sha256 = conn.scalar(small)
    raw = None if sha256 is None else keep.find(conn, sha256)
    return None if raw is None else LastAnswer(raw, row.created_at)
