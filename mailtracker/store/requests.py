"""Rows in, `Request`s out: one by one, by reference, or all that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from mailtracker.desk.request import Request, Standing, Status
from mailtracker.errors import NoSuchRequest
from mailtracker.mail.address_key import mailbox_key
from mailtracker.mail.message import Address
from mailtracker.record import dataclass
from mailtracker.store import given
from mailtracker.store.locks import Locks, need
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import (
    copied,
    deadlines,
    declined,
    events,
    extras,
    former_owners,
)
from mailtracker.store.tables import requests as table
from mailtracker.store.together import known, once

_OWN = tuple(
    field.name
    for field in fields(Request)
    if field.name in table.c and field.name not in ("status", "due_at")
)
"""Fields that are columns and need no reading."""


# Built once: to build a statement costs more than to run it.
_SELECTED = select(table, deadlines.c.due_at).join_from(
    table,
    deadlines,
    (deadlines.c.request_id == table.c.id) & (deadlines.c.epoch == table.c.epoch),
    isouter=True,
)
_BY_IDS = Prepared(
    _SELECTED.where(table.c.id.in_(bindparam("ids", expanding=True))),
    looks={"ids": [table.c.id, deadlines.c.request_id]},
)
_NONE = literal_column("''", Text)
_LISTED = Prepared(
    union_all(
        *(
            select(
                kind.label("kind"),
                table.c.request_id,
                table.c.seq,
                value.label("value"),
                name.label("name"),
            ).where(table.c.request_id.in_(bindparam("ids", expanding=True)))
            for table, kind, value, name in (
                (copied, copied.c.standing, copied.c.address, copied.c.name),
                (former_owners, literal_column("'former'", Text), former_owners.c.owner, _NONE),
                (declined, literal_column("'declined'", Text), declined.c.person, _NONE),
                (extras, extras.c.kind, extras.c.value, _NONE),
            )
        )
    ).order_by("request_id", "seq"),
    looks={
        "ids": [one.c.request_id for one in (copied, former_owners, declined, extras)],
    },
)
PIECE = (
    240  # ids a query, which names them four times: SQLite takes 32,766 parameters, older ones 999
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of history: its number (`id`) gives the order, `at` the time. `kind` is a word
    ("owner", "closed"), `text` a sentence for people. `request_id` is None for what is about no
    request.
    """

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
    read = once(conn, _BY_IDS, _none_yet)
    unread = [number for number in wanted if number not in read]
    rows = [row for some in _pieces(unread) for row in _BY_IDS.all(conn, {"ids": some})]
    read |= {one.id: one for one in _requests(conn, rows)}
    return {number: read[number] for number in wanted if number in read}


def _none_yet(_: Connection) -> dict[int, Request]:
    return {}


_OF_ASKERS = Prepared(
    select(table.c.id)
    .where(
        table.c.requester_key.in_(bindparam("keys", expanding=True)),
        literal_column("status != 'closed'"),
    )
    .order_by(table.c.id.desc())
    .limit(200),
    looks={"keys": [table.c.requester_key]},
)


def of_requester(who: Address) -> dict[str, str]:
    """The columns that say who asked."""
    return {
        "requester_address": who.email,
        "requester_name": who.name,
        "requester_key": mailbox_key(who.email),
    }


def of_askers(conn: Connection, addresses: Iterable[str]) -> tuple[Request, ...]:
    """What was asked from any of these addresses, or one that may be the same, and is not closed.
    Of very many the newest.
    """
    keys = sorted({key(one) for one in addresses for key in (mailbox_key, str.lower)} - {""})
    return tuple(by_ids(conn, _OF_ASKERS.scalars(conn, {"keys": keys})).values())


def changed(conn: Connection) -> None:
    """Some are not as they were read."""
    known(conn, _BY_IDS, dict).clear()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which requests somebody wants to see: those of one `status` of these, of one `owner`, with
    one `tag` (None: any). `veiled`: of confidential ones only that they exist, so they fit no
    question for an owner or a tag, and nobody sees that they are due.
    """

    status: Sequence[Status]
    owner: str | None = None
    tag: str | None = None
    veiled: bool = False

    def wanted(self) -> ColumnElement[bool]:
        """What is true of these requests alone."""
        return and_(table.c.status.in_(self.status), *self._narrowed())

    def by_due(self) -> ColumnElement[bool]:
        """The same for who reads them in the order in which they are due. Of all owners it is said
        what their status is not, a condition that no index answers: SQLite would take that one, and
        sort every request that is open.
        """
        if self.owner is not None:
            return self.wanted()
        others = [one for one in Status if one not in self.status]
        return and_(table.c.status.not_in(others), *self._narrowed())

    def _narrowed(self) -> Iterator[ColumnElement[bool]]:
        if self.owner is not None:
            yield table.c.owner == self.owner
        if self.tag is not None:
            tagged = select(extras.c.request_id).where(
                extras.c.kind == "tag", extras.c.value == self.tag
            )
            yield table.c.id.in_(tagged)
        if self.veiled and (self.owner or self.tag):
            yield table.c.confidential.is_(False)

    def owes(self) -> ColumnElement[bool]:
        """Whether somebody is seen to owe an answer."""
        due = table.c.promised_at.is_not(None)
        return due & table.c.confidential.is_(False) if self.veiled else due


def requests(
    conn: Connection,
    status: Status | Sequence[Status] | None = None,
    owner: str | None = None,
    limit: int = 100,
) -> list[Request]:
    """Requests of some statuses, of one owner (None: any); the oldest first."""
    some = [status] if isinstance(status, Status) else list(status or Status)
    wanted = _SELECTED.where(Asked(some, owner).wanted()).order_by(table.c.id).limit(limit)
    return _requests(conn, conn.execute(wanted).all())


def most_urgent(conn: Connection, asked: Asked, limit: int) -> list[Request]:
    """At most so many: first those that are late or due soonest, then those that owe nobody an
    answer, the closed ones last. No more of each kind is read than is wanted.
    """
    found: list[Request] = []
    for kind in _by_urgency(asked):
        if left := limit - len(found):
            found += _requests(conn, conn.execute(kind.limit(left)).all())
    return found


def _by_urgency(asked: Asked) -> Iterator[Select[Any]]:
    """Those that owe an answer, the others that are not closed, and those that are."""
    alive = [one for one in asked.status if one is not Status.CLOSED]
    if alive:
        open_ones = replace(asked, status=alive)
        owing = _SELECTED.where(asked.owes(), open_ones.by_due())
        yield owing.order_by(table.c.promised_at, table.c.id)
        yield _SELECTED.where(~asked.owes(), open_ones.wanted()).order_by(table.c.id)
    if Status.CLOSED in asked.status:
        closed = replace(asked, status=[Status.CLOSED])
        yield _SELECTED.where(closed.wanted()).order_by(table.c.id)


def count(conn: Connection, asked: Asked) -> int:
    """How many there are."""
    counted = select(func.count()).select_from(table).where(asked.wanted())
    return conn.scalar(counted) or 0


def overdue(conn: Connection, now: datetime) -> list[Request]:
    """Whose promise has passed unkept, the oldest request first."""
    late = table.c.promised_at.is_not(None) & (table.c.promised_at < now)
    return _requests(conn, conn.execute(_SELECTED.where(late).order_by(table.c.id)).all())


def held(conn: Connection) -> list[Request]:
    """Those that wait for a human, the oldest request first."""
    wait = (table.c.held_since.is_not(None), table.c.status != Status.CLOSED)
    # Sorted here: SQLite would rather read all requests in that order.
    rows = sorted(conn.execute(_SELECTED.where(*wait)).all(), key=lambda row: row.id)
    return _requests(conn, rows)


def history(conn: Connection, request_id: int) -> list[Event]:
    """The story of one request, from its beginning."""
    told = select(events).where(events.c.request_id == request_id).order_by(events.c.id)
    return [Event(**row._mapping) for row in conn.execute(told)]


def note_reading(
    conn: Connection, request_ids: Sequence[int | None], who: str, now: datetime
) -> None:
    """Somebody looked at these; None for what is about no request."""
    rows = [{"request_id": one, "at": now, "kind": "read", "text": who} for one in request_ids]
    conn.execute(insert(events), rows)
    have_words(conn, request_ids)


def have_words(conn: Connection, request_ids: Iterable[int | None]) -> None:
    """Somebody wrote a sentence about these beside what decisions say: what was purged before is
    purged again in its turn.
    """
    ids = [one for one in request_ids if one is not None]
    again = update(table).where(table.c.id.in_(ids), table.c.purged_at.is_not(None))
    conn.execute(again.values(texts=True))


def _requests(conn: Connection, rows: Sequence[Row[Any]]) -> list[Request]:
    """The rows' requests in their order, with one more query however many there are."""
    need(conn, Locks(mailboxes=frozenset([row.mailbox for row in rows])))
    lists: dict[int, list[Row[Any]]] = {}
    for some in _pieces([row.id for row in rows]):
        for row in _LISTED.all(conn, {"ids": some}):
            lists.setdefault(row.request_id, []).append(row)
    return [_request(row, lists.get(row.id, [])) for row in rows]


def _pieces(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + PIECE] for start in range(0, len(ids), PIECE)]


def _request(row: Row[Any], lists: list[Row[Any]]) -> Request:
    extras: dict[str, list[str]] = {}
    for each in lists:
        extras.setdefault(each.kind, []).append(each.value)
    return Request(
        **{name: getattr(row, name) for name in _OWN},
        status=Status(row.status),
        due_at=row.due_at,
        requester=Address(row.requester_name, row.requester_address),
        copied=_standing(lists, Standing.IN_COPY),
        bystanders=_standing(lists, Standing.BYSTANDER),
        dropped=_standing(lists, Standing.DROPPED),
        former_owners=tuple(extras.get("former", ())),
        declined=tuple(extras.get("declined", ())),
        given=given.from_row(row, extras),
    )


def _standing(lists: list[Row[Any]], how: Standing) -> tuple[Address, ...]:
    return tuple(Address(each.name, each.value) for each in lists if each.kind == how)
