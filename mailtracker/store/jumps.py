"""A clock that was turned in; rows that would now wait for a time that no longer is, out of their
wait. Promised times stay what people were told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, func, select, update

from mailtracker.clock import NOTICED
from mailtracker.desk.digests import LATER
from mailtracker.desk.request import State
from mailtracker.store.sending import LONGEST_PAUSE
from mailtracker.store.tables import digest_lines, health, in_hand, outbox, spent

AWAY = timedelta(hours=6)
"""A downtime that counts as one: whoever runs `mailtracker run --once` by the hour is not away."""

_SPREAD = timedelta(hours=1)
"""What pauses are longer than they say."""

WAITS = (
    (outbox, "next_try_at", LONGEST_PAUSE + _SPREAD),
    (in_hand, "next_try_at", LONGEST_PAUSE + _SPREAD),
    (digest_lines, "due_at", LATER + _SPREAD),
)
"""What waits, by which column, and how long at most. Beyond that the clock was turned back."""

PAST = (
    (outbox, "created_at"),
    (in_hand, "since"),
    (digest_lines, "at"),
    (spent, "at"),
    (health, "since"),
    (health, "seen_at"),
)
"""What has happened, so that it cannot lie ahead."""


def bring_back(conn: Connection, now: datetime) -> int:
    """At a start, and after the clock was turned: what lies further ahead than anything is ever put
    off is due now, and nothing has happened later than now. How many values that changed.
    """
    changed = sum(_not_beyond(conn, table, name, now + most, now) for table, name, most in WAITS)
    return changed + sum(_not_beyond(conn, table, name, now + NOTICED, now) for table, name in PAST)


def begin(conn: Connection, now: datetime) -> int:
    """At a start: a clock that was turned back meanwhile is put right, and no mail is given up for
    the time in which nobody could send it. How many values the first changed.
    """
    changed = bring_back(conn, now)
    seen: datetime | None = conn.scalar(select(func.max(health.c.seen_at)))
    if seen is not None and now - seen >= AWAY:
        keep_trying(conn, now - seen)
    return changed


def _not_beyond(conn: Connection, table: Table, name: str, most: datetime, now: datetime) -> int:
    late = update(table).where(table.c[name] > most)
    return conn.execute(late.values({name: now})).rowcount


def keep_trying(conn: Connection, by: timedelta) -> int:
    """The clock was turned forward `by` so much: mail that waits to go out is as old as before, so
    that nobody gives it up for time that never passed. How many mails those are.
    """
    waiting = outbox.c.state.in_([State.READY, State.SENDING])
    rows = conn.execute(
        outbox.select().with_only_columns(outbox.c.id, outbox.c.created_at).where(waiting)
    ).all()
    for row in rows:
        moved = update(outbox).where(outbox.c.id == row.id)
        conn.execute(moved.values(created_at=row.created_at + by))
    return len(rows)
