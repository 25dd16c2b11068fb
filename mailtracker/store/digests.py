"""Lines that wait to be told together: one in, all of a digest out when the first is due, once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, func, insert, null, select, update

from mailtracker.desk.digests import OF_A_PERSON, Digested, DigestLine, Gather, Gathered
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import by_ids, request
from mailtracker.store.tables import digest_lines as table

# Built once: to build a statement costs more than to run it.
_ADD = Prepared(insert(table))
_ABOUT = case((table.c.kind.in_(sorted(OF_A_PERSON)), null()), else_=table.c.request_id)
"""Of which request a digest is; NULL where it is of all of its reader's."""
_MINE = (
    (table.c.person == bindparam("who"))
    & (table.c.kind == bindparam("sort"))
    & _ABOUT.is_not_distinct_from(bindparam("about"))
)
_DUE = Prepared(
    select(_ABOUT.label("about"), table.c.person, table.c.kind)
    .where(table.c.due_at <= bindparam("now", type_=table.c.due_at.type))
    .group_by(_ABOUT, table.c.person, table.c.kind)
    .order_by(func.min(table.c.id))
    .limit(bindparam("most"))
)
_LINES = Prepared(
    select(table.c.id, table.c.at, table.c.text, table.c.request_id)
    .where(_MINE)
    .order_by(table.c.id)
)
_FORGET = Prepared(delete(table).where(_MINE))
_FORGET_LINE = Prepared(
    delete(table).where(
        table.c.request_id == bindparam("about"),
        table.c.person == bindparam("who"),
        table.c.kind == bindparam("sort"),
    )
)

Which = tuple[int | None, str, str]
"""A digest by its request (None: of all its reader's), its reader and its kind."""


def add(conn: Connection, request_id: int, gathered: Sequence[Gather], now: datetime) -> None:
    """One line more of each."""
    rows = [
        {
            "request_id": request_id,
            "person": one.person,
            "kind": one.kind,
            "text": one.line.stored(),
            "at": now,
            "due_at": one.due_at,
        }
        for one in gathered
    ]
    if rows:
        _ADD.later(conn, rows)


def due(conn: Connection, now: datetime, limit: int) -> list[Which]:
    """Digests of which a line is due, the oldest first."""
    rows = _DUE.all(conn, {"now": now, "most": limit})
    return [(row.about, row.person, row.kind) for row in rows]


def hasten(
    conn: Connection, kind: Digested, now: datetime, people: Collection[str] | None = None
) -> None:
    """What was gathered of this kind is due now: for these people, or for everybody."""
    mine = [table.c.kind == kind]
    if people is not None:
        mine.append(table.c.person.in_(people))
    conn.execute(update(table).where(*mine).values(due_at=now))


def forget(conn: Connection, which: Which) -> None:
    """Nothing of it needs telling any more."""
    about, who, sort = which
    _FORGET.run(conn, {"about": about, "who": who, "sort": sort})


def forget_line(conn: Connection, request_id: int, person: str, kind: Digested) -> None:
    """Of a digest over all requests of a person: what it would say of this one."""
    _FORGET_LINE.run(conn, {"about": request_id, "who": person, "sort": kind})


def take(conn: Connection, which: Which) -> Gathered | None:
    """All its lines, which are gone with this transaction. None: somebody took them already."""
    about, who, sort = which
    asked = {"about": about, "who": who, "sort": sort}
    rows = _LINES.all(conn, asked)
    if not rows:
        return None
    _FORGET.run(conn, asked)
    kind = Digested(sort)
    lines = tuple(DigestLine.read(row.text, row.at) for row in rows)
    if about is not None:
        return Gathered(request(conn, about), who, kind, lines)
    known = by_ids(conn, {row.request_id for row in rows if row.request_id is not None})
    return Gathered(None, who, kind, lines, tuple(known.get(row.request_id) for row in rows))
