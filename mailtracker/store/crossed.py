"""A mail of ours that somebody of the owner's side answers → what became of its request since that
was written, of which they may not have known.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from mailtracker.desk.collisions import TOOK_OVER
from mailtracker.desk.facts import Issued
from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.request import Request, State
from mailtracker.record import dataclass
from mailtracker.store.last_answer import MAX_BYTES, OF_MAIL
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import events, kept, ledger, outbox

_CARRIED = Prepared(
    select(outbox.c.row_key, outbox.c.created_at)
    .where(
        outbox.c.request_id == bindparam("about"),
        outbox.c.letter == NoteRequester.name,
        outbox.c.recipient_key == bindparam("requester"),
        outbox.c.state != State.FAILED,
        outbox.c.created_at > bindparam("since"),
    )
    .order_by(outbox.c.id.desc()),
    looks={"about": [outbox.c.request_id]},
)
_LINES = Prepared(
    select(ledger.c.id, ledger.c.sender, ledger.c.sha256, kept.c.size)
    .join_from(ledger, kept, kept.c.sha256 == ledger.c.sha256, isouter=True)
    .where(ledger.c.id.in_(bindparam("some", expanding=True)))
    .order_by(ledger.c.id.desc())
)
_TAKEN = Prepared(
    select(func.max(events.c.at)).where(
        events.c.request_id == bindparam("about"),
        events.c.kind == TOOK_OVER,
        events.c.at > bindparam("since"),
    ),
    looks={"about": [events.c.request_id]},
)
_BEFORE = timedelta(seconds=1)
MAX_ANSWERS = 20
"""That are looked through for one of somebody else."""


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """A mail that went to the requester: the key of its `sender`, when it went (`at`), and by which
    its bytes are kept (`sha256`): "" where they are not, or are too many for a few words.
    """

    sender: str
    at: datetime
    sha256: str


def answered_by_other(
    conn: Connection, asked: Issued, request: Request, own: Collection[str]
) -> CarriedAnswer | None:
    """The last one that is from none of these (`own`) address keys."""
    given = {"about": request.id, "requester": request.requester.key, "since": asked.written_at}
    carried = [(OF_MAIL.match(one.row_key), one.created_at) for one in _CARRIED.all(conn, given)]
    went = {int(line[1]): at for line, at in carried[:MAX_ANSWERS] if line}
    rows = _LINES.all(conn, {"some": list(went)}) if went else []
    row = next((one for one in rows if one.sender not in own), None)
    if row is None:
        return None
    small = row.size is not None and row.size <= MAX_BYTES
    return CarriedAnswer(row.sender, went[row.id], row.sha256 if small else "")


def last_answerer(conn: Connection, request: Request) -> str:
    """The key of the address from which the requester was answered last, "" where nobody knows."""
    since = request.opened_at - _BEFORE
    given = {"about": request.id, "requester": request.requester.key, "since": since}
    key = next((one.row_key for one in _CARRIED.all(conn, given)), "")
    line = OF_MAIL.match(key)
    rows = _LINES.all(conn, {"some": [int(line[1])]}) if line else []
    return rows[0].sender if rows else ""


def taken_at(conn: Connection, asked: Issued) -> datetime | None:
    """When somebody said `mine` last."""
    at: datetime | None = _TAKEN.scalar(
        conn, {"about": asked.request_id, "since": asked.written_at}
    )
    return at
