"""Rows in, `Request`s out: one by one, by reference, or all that fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from mailtracker.desk.facts import Request, Status
from mailtracker.errors import NoSuchRequest
from mailtracker.mail.message import Address
from mailtracker.store.tables import copied, deadlines, events, former_owners
from mailtracker.store.tables import requests as table

_TAKEN_APART = {"status", "requester_mail", "requester_name", "linked_to"}


# Built once: to build a statement costs more than to run it.
_SELECTED = select(table, deadlines.c.due_at).join_from(
    table, deadlines, (deadlines.c.request_id == table.c.id) & (deadlines.c.epoch == table.c.epoch), isouter=True
)
_BY_IDS = _SELECTED.where(table.c.id.in_(bindparam("ids", expanding=True)))
_COPIED = (
    select(copied)
    .where(copied.c.request_id.in_(bindparam("ids", expanding=True)))
    .order_by(copied.c.request_id, copied.c.seq)
)
_FORMER = (
    select(former_owners)
    .where(former_owners.c.request_id.in_(bindparam("ids", expanding=True)))
    .order_by(former_owners.c.request_id, former_owners.c.seq)
)
PIECE = 500  # ids a query: SQLite takes 32,766 parameters, older ones 999


@dataclass(frozen=True, slots=True)
class Event:
    """One line of history. `request_id` is None for what is about no request."""

    id: int
    request_id: int | None
    at: datetime
    kind: str
    text: str


def request(conn: Connection, request_id: int) -> Request:
    """The request as it is now. NoSuchRequest."""
    found = by_ids(conn, [request_id])
    if request_id not in found:
        raise NoSuchRequest(f"there is no request number {request_id}")
    return found[request_id]


def by_reference(conn: Connection, reference: str) -> Request:
    """The request with this public name, in any case. NoSuchRequest."""
    wanted = _SELECTED.where(table.c.reference == reference.strip().upper())
    found = _requests(conn, conn.execute(wanted).all())
    if not found:
        raise NoSuchRequest(f"there is no request {reference.strip()}")
    return found[0]


def by_ids(conn: Connection, ids: Iterable[int]) -> Mapping[int, Request]:
    """Those of the requests that exist, by id."""
    wanted = sorted(set(ids))
    rows = [row for some in _pieces(wanted) for row in conn.execute(_BY_IDS, {"ids": some})]
    return {one.id: one for one in _requests(conn, rows)}


def requests(
    conn: Connection,
    status: Status | Sequence[Status] | None = None,
    owner: str | None = None,
    limit: int = 100,
    newest_first: bool = False,
) -> list[Request]:
    """Requests of some statuses (None: any) and of one owner (None: any); the oldest first unless told otherwise."""
    wanted = _SELECTED.limit(limit).order_by(table.c.id.desc() if newest_first else table.c.id)
    if status is not None:
        wanted = wanted.where(table.c.status.in_([status] if isinstance(status, Status) else list(status)))
    if owner is not None:
        wanted = wanted.where(table.c.owner == owner)
    return _requests(conn, conn.execute(wanted).all())


def history(conn: Connection, request_id: int) -> list[Event]:
    """The story of one request, from its beginning."""
    told = select(events).where(events.c.request_id == request_id).order_by(events.c.id)
    return [Event(**row._mapping) for row in conn.execute(told)]


def _requests(conn: Connection, rows: Sequence[Row[Any]]) -> list[Request]:
    """The rows' requests in their order, with two more queries however many there are."""
    ids = [row.id for row in rows]
    parties: dict[int, list[Address]] = {}
    formers: dict[int, list[str]] = {}
    for some in _pieces(ids):
        for row in conn.execute(_COPIED, {"ids": some}):
            parties.setdefault(row.request_id, []).append(Address(row.name, row.address))
        for row in conn.execute(_FORMER, {"ids": some}):
            formers.setdefault(row.request_id, []).append(row.owner)
    return [_request(row, parties.get(row.id, []), formers.get(row.id, [])) for row in rows]


def _pieces(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + PIECE] for start in range(0, len(ids), PIECE)]


def _request(row: Row[Any], parties: list[Address], formers: list[str]) -> Request:
    plain = {name: value for name, value in row._mapping.items() if name not in _TAKEN_APART}
    return Request(
        **plain,
        status=Status(row.status),
        requester=Address(row.requester_name, row.requester_mail),
        copied=tuple(parties),
        former_owners=tuple(formers),
    )
