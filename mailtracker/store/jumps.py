"""A clock that was turned in; rows that would now wait for a time that no longer is, out of their
wait. Promised times stay what people were told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, literal_column, update

from mailtracker.clock import NOTICED
from mailtracker.desk.budgets import Budget
from mailtracker.desk.digests import LATER, Digested
from mailtracker.record import dataclass
from mailtracker.store.sending import LONGEST_PAUSE
from mailtracker.store.tables import digest_lines, health, in_hand, outbox, posts, spent, ticks

_SPREAD = timedelta(hours=1)
"""What pauses are longer than they say."""

_CLOSED = timedelta(days=31)
"""How long nobody's working time is closed."""


@dataclass(frozen=True, slots=True)
class _Instants:
    """Those of a column (`name`) of a `table`, in these `rows` of it, or in all."""

    table: Table
    name: str
    rows: tuple[ColumnElement[bool], ...] = ()


_FOR_HOURS = digest_lines.c.kind == Digested.WAITS
# What SQLite must see of a row, to take an index and not read them all.
_READY = _Instants(outbox, "next_try_at", (outbox.c.state == literal_column("'ready'"),))
_FETCHED, _POSTED = _Instants(in_hand, "next_try_at"), _Instants(posts, "next_try_at")

WAITS = (
    (_READY, LONGEST_PAUSE + _SPREAD),
    (_FETCHED, LONGEST_PAUSE + _SPREAD),
    (_POSTED, LONGEST_PAUSE + _SPREAD),
    (_Instants(digest_lines, "due_at", (~_FOR_HOURS,)), LATER + _SPREAD),
    (_Instants(digest_lines, "due_at", (_FOR_HOURS,)), _CLOSED),
)
"""What waits, and how long at most. Beyond that the clock was turned back."""

PAST = (
    _Instants(outbox, "created_at"),
    _Instants(in_hand, "since"),
    _Instants(digest_lines, "at"),
    _Instants(posts, "created_at"),
    _Instants(spent, "at", (spent.c.budget.in_(list(Budget)),)),
    _Instants(health, "since"),
    _Instants(health, "seen_at"),
    _Instants(ticks, "at"),
)
"""What has happened, so that it cannot lie ahead."""

TRIES = (_READY, _FETCHED, _POSTED)
"""When something is tried again: too early does no harm."""


def bring_back(conn: Connection, now: datetime, turned: timedelta = timedelta(0)) -> int:
    """At a start, and after the clock was `turned`: what lies further ahead than anything is ever
    put off is due now, and nothing has happened later than now. Turned back, every wait would be
    as much longer: what is tried again is tried now. How many values that changed.
    """
    changed = sum(_not_beyond(conn, instants, now + most, now) for instants, most in WAITS)
    if turned < timedelta(0):
        changed += sum(_not_beyond(conn, instants, now, now) for instants in TRIES)
    return changed + sum(_not_beyond(conn, instants, now + NOTICED, now) for instants in PAST)


def _not_beyond(conn: Connection, instants: _Instants, most: datetime, now: datetime) -> int:
    table, name = instants.table, instants.name
    late = update(table).where(table.c[name] > most, *instants.rows)
    return conn.execute(late.values({name: now})).rowcount
