"""A clock that was turned in; rows that would now wait for a time that no longer is, out of their
wait. Promised times stay what people were told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, literal_column, update

from mailtracker.clock import NOTICED
from mailtracker.desk.budgets import Budget
from mailtracker.desk.digests import LATER
from mailtracker.store.sending import LONGEST_PAUSE
from mailtracker.store.tables import digest_lines, health, in_hand, outbox, spent

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


_ONLY: dict[tuple[str, str], list[ColumnElement[bool]]] = {
    ("outbox", "next_try_at"): [outbox.c.state == literal_column("'ready'")],
    ("spent", "at"): [spent.c.budget.in_(list(Budget))],
}
"""What SQLite must see of a row, to take an index and not read them all; the others wait for
nothing.
"""

TRIES = ((outbox, "next_try_at"), (in_hand, "next_try_at"))
"""When something is tried again: too early does no harm."""


def bring_back(conn: Connection, now: datetime, turned: timedelta = timedelta(0)) -> int:
    """At a start, and after the clock was `turned`: what lies further ahead than anything is ever
    put off is due now, and nothing has happened later than now. Turned back, every wait would be
    as much longer: what is tried again is tried now. How many values that changed.
    """
    changed = sum(_not_beyond(conn, table, name, now + most, now) for table, name, most in WAITS)
    if turned < timedelta(0):
        changed += sum(_not_beyond(conn, table, name, now, now) for table, name in TRIES)
    return changed + sum(_not_beyond(conn, table, name, now + NOTICED, now) for table, name in PAST)


def _not_beyond(conn: Connection, table: Table, name: str, most: datetime, now: datetime) -> int:
    late = update(table).where(table.c[name] > most, *_ONLY.get((table.name, name), ()))
    return conn.execute(late.values({name: now})).rowcount
