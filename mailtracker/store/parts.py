"""Requests that somebody took out of another one (docs/reliability.md, W25)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from mailtracker.desk.request import Request, Status
from mailtracker.record import dataclass
from mailtracker.store.requests import by_ids
from mailtracker.store.tables import requests as table


@dataclass(frozen=True, slots=True)
class Linked:
    """References: what a request is a part of (`part_of`, "" for a whole), and its `parts`."""

    part_of: str
    parts: tuple[str, ...]


def taken(conn: Connection, found: Collection[int]) -> tuple[Request, ...]:
    """The parts of these requests that are open."""
    wanted = select(table.c.id).where(
        table.c.part_of.in_(list(found)), table.c.status != Status.CLOSED
    )
    return tuple(by_ids(conn, conn.scalars(wanted)).values())


def linked(conn: Connection, request: Request) -> Linked:
    whole = by_ids(conn, [request.part_of]) if request.part_of is not None else {}
    wanted = select(table.c.reference).where(table.c.part_of == request.id).order_by(table.c.id)
    part_of = "".join(one.reference for one in whole.values())
    return Linked(part_of, tuple(conn.scalars(wanted)))
