"""What was done and told about absences: those of the people file and its feeds have a row as soon
as something was, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, exists, literal_column, or_, select

from mailtracker.desk.absence.absence_kinds import AbsenceTold, KnownBy
from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.store.absences import of_row
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import absence_handed, absence_told, absences
from mailtracker.store.upsert import insert

SLACK = timedelta(days=1)
"""Days are those of each person's own zone."""

LOOK_BACK = timedelta(days=60)
"""For so long after somebody is back it is looked at whether they were told."""

_STANDS = absences.c.ended_at.is_(None)
_FILE = absences.c.known_by.in_(
    [literal_column(f"'{one}'") for one in KnownBy if one.stands_elsewhere]
)
_NOT_OVER = or_(absences.c.last_day.is_(None), absences.c.last_day >= bindparam("day"))
_TELL = Prepared(insert(absence_told).on_conflict_do_nothing(index_elements=["absence_id", "what"]))


def _untold(what: AbsenceTold) -> Select[Any]:
    told = exists().where(
        absence_told.c.absence_id == absences.c.id,
        absence_told.c.what == literal_column(f"'{what}'"),
    )
    return select(absences).where(~told)


_ON_FILE = Prepared(select(absences).where(_STANDS, _FILE, _NOT_OVER))
_TO_ANNOUNCE = Prepared(_untold(AbsenceTold.ANNOUNCED).where(_STANDS, _FILE, _NOT_OVER))
_OVER = Prepared(
    _untold(AbsenceTold.BACK).where(
        _STANDS,
        absences.c.last_day >= bindparam("first"),
        absences.c.last_day <= bindparam("last"),
    )
)
_ENDED = Prepared(
    _untold(AbsenceTold.BACK).where(
        absences.c.ended_at.is_not(None), absences.c.ended_at >= bindparam("since")
    )
)
_WENT = Prepared(
    select(absence_handed.c.request_id)
    .where(absence_handed.c.absence_id.in_(bindparam("some", expanding=True)))
    .order_by(absence_handed.c.request_id),
    looks={"some": [absence_handed.c.absence_id]},
)


def on_file(conn: Connection, today: date) -> list[KnownAbsence]:
    """Those of the people file and its feeds that have a row, and are not over."""
    return _sorted(_ON_FILE.all(conn, {"day": today - SLACK}))


def to_announce(conn: Connection, today: date) -> list[KnownAbsence]:
    """Those of them of which nobody was told."""
    return _sorted(_TO_ANNOUNCE.all(conn, {"day": today - SLACK}))


def to_welcome(conn: Connection, now: datetime) -> tuple[list[KnownAbsence], list[KnownAbsence]]:
    """Those that are over, or will be within a day, and whose person was not told what became of
    what went to others; and those of which somebody said so, or that others took the place of.
    """
    asked = {"first": now.date() - LOOK_BACK, "last": now.date() + SLACK}
    ended = _ENDED.all(conn, {"since": now - LOOK_BACK})
    return _sorted(_OVER.all(conn, asked)), _sorted(ended)


def _sorted(rows: Iterable[Any]) -> list[KnownAbsence]:
    return sorted(map(of_row, rows), key=attrgetter("id"))


def tell(conn: Connection, told: Sequence[KnownAbsence], what: AbsenceTold, now: datetime) -> None:
    """That was told of these."""
    _TELL.run_all(conn, [{"absence_id": one.id, "what": what, "at": now} for one in told])


def untell(conn: Connection, some: Sequence[KnownAbsence]) -> None:
    """Their days are others by now, so they are announced again."""
    if some:
        numbers = [one.id for one in some]
        told = absence_told.c.what == AbsenceTold.ANNOUNCED
        conn.execute(delete(absence_told).where(absence_told.c.absence_id.in_(numbers), told))


def went(conn: Connection, some: Sequence[KnownAbsence]) -> list[int]:
    """The requests (numbers) that went to others for these, each once."""
    return list(dict.fromkeys(_WENT.scalars(conn, {"some": [one.id for one in some]})))
