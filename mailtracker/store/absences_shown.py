"""Who is away, as we learnt it by mail, for commands that only show it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from operator import attrgetter

from sqlalchemy import Connection, select

from mailtracker.desk.absence.absence_kinds import KnownBy
from mailtracker.record import dataclass
from mailtracker.store.tables import absences


@dataclass(frozen=True, slots=True)
class ShownAbsence:
    """Somebody (`person`, a key) is away, or will be."""

    person: str
    #: The first day, in their own zone.
    first_day: date
    #: The last one. None: for good.
    last_day: date | None
    #: From whom we have it.
    known_by: KnownBy
    #: Key of who covers, "" for whom the people file says.
    cover: str
    #: When we heard of it. None: it stands in the rules.
    since: datetime | None


_ELSEWHERE = [one for one in KnownBy if one.stands_elsewhere]


def shown(conn: Connection, now: datetime, person: str = "") -> list[ShownAbsence]:
    """Those that are not over, of one person ("": of all). What stands in the rules or in a
    calendar has a row only for what was done about it.
    """
    day = (now - timedelta(days=1)).date()
    learnt = select(absences).where(
        absences.c.ended_at.is_(None), absences.c.known_by.not_in(_ELSEWHERE)
    )
    if person:
        learnt = learnt.where(absences.c.person == person)
    # Each by the index on the day, which "or" would not take.
    found = [
        *conn.execute(learnt.where(absences.c.last_day >= day)),
        *conn.execute(learnt.where(absences.c.last_day.is_(None))),
    ]
    return [
        ShownAbsence(
            row.person, row.first_day, row.last_day, KnownBy(row.known_by), row.cover, row.since
        )
        for row in sorted(found, key=attrgetter("id"))
    ]
