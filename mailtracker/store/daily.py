"""What is open with some people, and for which day each of all had a daily digest. What that costs
grows with what they have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, select

from mailtracker.desk.request import ALIVE, Request, Status
from mailtracker.store import requests as rows
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import daily_digests as table
from mailtracker.store.tables import requests
from mailtracker.store.upsert import insert

MOST = 10_000
"""Requests that one digest is made of."""

_ALIVE: list[ColumnElement[str]] = [literal_column(f"'{one}'") for one in ALIVE]
_OPEN = Prepared(
    select(requests.c.id)
    .where(requests.c.owner.in_(bindparam("some", expanding=True)), requests.c.status.in_(_ALIVE))
    .limit(MOST)
)
# What was answered may be snoozed as well: few are, of everybody.
_RESTS = Prepared(
    select(requests.c.id, requests.c.owner, requests.c.status).where(
        requests.c.snoozed_until > bindparam("now")
    )
)
_DAYS = Prepared(select(table.c.person, table.c.day))
_NEW = insert(table)
_NOTE = Prepared(
    _NEW.on_conflict_do_update(index_elements=["person"], set_={"day": _NEW.excluded.day})
)


def open_with(conn: Connection, owners: Collection[str], now: datetime) -> list[Request]:
    """All that these people (keys) have that is neither answered nor closed, and what they asked to
    be reminded of later; the oldest first.
    """
    found = set(_OPEN.scalars(conn, {"some": sorted(owners)}))
    found.update(number for number, owner in _answered(conn, now) if owner in owners)
    return list(rows.by_ids(conn, found).values())


def owners_who_rest(conn: Connection, now: datetime) -> set[str]:
    """Who has something answered of which they want to be reminded later."""
    return {owner for _, owner in _answered(conn, now)}


def _answered(conn: Connection, now: datetime) -> Iterable[tuple[int, str]]:
    found = _RESTS.all(conn, {"now": now})
    return ((one.id, one.owner) for one in found if one.status == Status.ANSWERED)


def days(conn: Connection) -> Mapping[str, date]:
    """The day for which each person (a key) had one last, or nothing was open for them."""
    return {row.person: row.day for row in _DAYS.all(conn)}


def note(conn: Connection, had: Mapping[str, date]) -> None:
    """These people had theirs for these days."""
    _NOTE.run_all(conn, [{"person": key, "day": day} for key, day in had.items()])
