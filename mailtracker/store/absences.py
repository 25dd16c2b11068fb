"""Who is away, as we learnt it by mail: rows in, what every decision may look at out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, union_all, update

from mailtracker.desk.known_absence import KnownAbsence, KnownBy
from mailtracker.policy.model import Absence
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import absences
from mailtracker.store.together import known, once

_SLACK = timedelta(days=1)
"""Days are those of each person's own zone: somewhere it is still yesterday."""

_STANDS = select(absences).where(absences.c.ended_at.is_(None))
_LEFT = Prepared(
    union_all(
        _STANDS.where(absences.c.last_day >= bindparam("day")),
        _STANDS.where(absences.c.last_day.is_(None)),
    )
)
_INSERT = Prepared(insert(absences).returning(absences.c.id))
_END = Prepared(
    update(absences).where(absences.c.id == bindparam("which")).values(ended_at=bindparam("at"))
)


def running(conn: Connection, now: datetime) -> tuple[KnownAbsence, ...]:
    """Those that are not over and were not undone: they run, or are to come."""
    day = now.date() - _SLACK
    found = once(conn, _LEFT, lambda conn: _running(conn, day))
    return tuple(found)


def _running(conn: Connection, day: date) -> list[KnownAbsence]:
    found = map(_of_row, _LEFT.all(conn, {"day": day}))
    return sorted(found, key=attrgetter("id"))


def _of_row(row: Any) -> KnownAbsence:
    return KnownAbsence(
        person=row.person,
        days=Absence(row.first_day, row.last_day),
        known_by=KnownBy(row.known_by),
        cover=row.cover,
        since=row.since,
        request_id=row.request_id,
        line_id=row.line_id,
        digest=row.digest,
        id=row.id,
    )


def enter(conn: Connection, absence: KnownAbsence, now: datetime) -> KnownAbsence:
    """With its number, known from `now` on."""
    row = {
        "person": absence.person,
        "first_day": absence.days.start,
        "last_day": absence.days.end,
        "known_by": absence.known_by,
        "cover": absence.cover,
        "request_id": absence.request_id,
        "line_id": absence.line_id,
        "digest": absence.digest,
        "since": now,
    }
    number = int(_INSERT.scalar(conn, row))
    _asked_again(conn, now)
    return replace(absence, id=number, since=now)


def end(conn: Connection, ended: Sequence[KnownAbsence], now: datetime) -> None:
    """They are undone, or others take their place."""
    _END.run_all(conn, [{"which": one.id, "at": now} for one in ended])
    _asked_again(conn, now)


def _asked_again(conn: Connection, now: datetime) -> None:
    """What a group knows is kept true."""
    known(conn, _LEFT, list[KnownAbsence])[:] = _running(conn, now.date() - _SLACK)
