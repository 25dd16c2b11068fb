"""Mail that should have gone out by now: how much waits, since when, and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, exists, func, literal_column, or_, select

from mailtracker.desk.request import State
from mailtracker.record import dataclass
from mailtracker.store.tables import outbox as table

# As the partial indexes have them: SQLite must see a literal to take its index.
_READY = table.c.state == literal_column("'ready'")
_IN_HAND = table.c.claimed_at.is_not(None)

_EARLIER = table.alias("earlier")
_BEHIND_ANOTHER = exists().where(
    _EARLIER.c.request_id == table.c.request_id,
    _EARLIER.c.recipient_key == table.c.recipient_key,
    _EARLIER.c.id < table.c.id,
    or_(_EARLIER.c.state == State.READY, _EARLIER.c.state == State.SENDING),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many mails are ready or in hand (`count`), when the `oldest` of them was written and what
    a server said of it (`answer`); since when one might be taken, and is not (`due_since`).
    """

    count: int = 0
    oldest: datetime | None = None
    answer: str = ""
    due_since: datetime | None = None


def waiting(conn: Connection, now: datetime) -> Waiting:
    """How it stands at `now`. A mail that waits for an earlier one to the same reader, or for its
    next try, is not due.
    """
    counted = select(func.count(), func.min(table.c.id))
    found = [conn.execute(counted.where(which)).one() for which in (_READY, _IN_HAND)]
    first = [row[1] for row in found if row[1] is not None]
    rows = conn.execute(select(table.c.created_at, table.c.answer).where(table.c.id.in_(first)))
    due = conn.scalar(
        select(table.c.next_try_at)
        .where(_READY, table.c.next_try_at <= now, ~_BEHIND_ANOTHER)
        .order_by(table.c.next_try_at, table.c.id)
        .limit(1)
    )
    oldest = min(rows.all(), key=lambda row: row[0], default=None)
    number = sum(row[0] for row in found)
    if oldest is None:
        return Waiting(number)
    return Waiting(number, oldest.created_at, oldest.answer, due)
