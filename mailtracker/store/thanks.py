"""Thanks that a team's weekly mail will quote: kept when they come, gone when they were quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from mailtracker.desk.kept_thanks import KeepThanks, Thanked
from mailtracker.errors import MailtrackerError
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import thanks as table

_ENTER = Prepared(insert(table))
_TEAMS = Prepared(select(table.c.team).distinct().order_by(table.c.team))
_OF_TEAM = Prepared(
    select(table)
    .where(table.c.team == bindparam("which"), table.c.at < bindparam("before"))
    .order_by(table.c.at, table.c.id)
)
_GONE = Prepared(delete(table).where(table.c.id == bindparam("which")))
_OLD = Prepared(delete(table).where(table.c.at < bindparam("before")))


def keep(conn: Connection, some: Sequence[KeepThanks], about: int | None, now: datetime) -> None:
    """They came on this request."""
    if some and about is None:
        raise MailtrackerError("KeepThanks needs a request")
    rows = [
        {
            "request_id": about,
            "at": now,
            "team": one.team,
            "person": one.to,
            "from_key": one.from_key,
            "from_name": one.from_name,
            "words": one.words,
        }
        for one in some
    ]
    if rows:
        _ENTER.later(conn, rows)


def teams(conn: Connection) -> list[str]:
    """Keys of those for which some are kept."""
    return list(_TEAMS.scalars(conn, {}))


def of_team(conn: Connection, team: str, before: datetime) -> list[Thanked]:
    """What came before then, the oldest first."""
    found = _OF_TEAM.all(conn, {"which": team, "before": before})
    return [
        Thanked(
            id=row.id,
            request_id=row.request_id,
            at=row.at,
            to=row.person,
            from_key=row.from_key,
            from_name=row.from_name,
            words=row.words,
        )
        for row in found
    ]


def quoted(conn: Connection, some: Iterable[Thanked]) -> None:
    """They were told, or are not to be."""
    if gone := [{"which": one.id} for one in some]:
        _GONE.run_all(conn, gone)


def purge(conn: Connection, before: datetime) -> None:
    """What came before then, told or not."""
    _OLD.run(conn, {"before": before})
