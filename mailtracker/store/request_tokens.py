"""The reply addresses in one letter about several requests: each answers the letter, and is about
one request of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, null, select

from mailtracker.desk.request import Lane
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import outbox
from mailtracker.store.tables import request_tokens as table

_ADD = Prepared(insert(table))
_OWN = ("token", "request_id", "lane", "about_line")
_ROWS = Prepared(
    select(
        *(column for column in outbox.c if column.name not in _OWN),
        table.c.token,
        table.c.request_id,
        table.c.lane,
        null().label("about_line"),
        null().label("about_author"),
        null().label("about_purged"),
    )
    .join(outbox, outbox.c.row_key == table.c.row_key)
    .where(table.c.token.in_(bindparam("some", expanding=True))),
    looks={"some": [table.c.token]},
    follows=[outbox],
)

_IN = Prepared(
    select(table.c.request_id)
    .join(outbox, outbox.c.row_key == table.c.row_key)
    .where(outbox.c.id == bindparam("row"))
    .order_by(table.c.request_id)
)

_FORGET = Prepared(delete(table).where(table.c.token.in_(bindparam("some", expanding=True))))


def add(
    conn: Connection, row_key: str, tokens: Mapping[str, int], lane: Lane = Lane.REQUESTER
) -> None:
    """Of the letter with this key in the outbox: the request (its number) of each token, and whom a
    mail that comes by these reaches.
    """
    rows = [
        {"token": token.lower(), "row_key": row_key, "request_id": request, "lane": lane}
        for token, request in tokens.items()
    ]
    if rows:
        _ADD.run_all(conn, rows)


def rows_of(conn: Connection, tokens: Sequence[str]) -> dict[str, Row[Any]]:
    """The letters of those of these tokens that are of this kind, as if each were about its request
    alone: a row of the outbox.
    """
    return {row.token: row for row in _ROWS.all(conn, {"some": list(tokens)})}


def requests_in(conn: Connection, row_id: int) -> list[int]:
    """The requests (numbers) that this mail of the outbox is about; none for any other mail."""
    return list(dict.fromkeys(_IN.scalars(conn, {"row": row_id})))


def forget(conn: Connection, tokens: Sequence[str]) -> None:
    """Somebody else has read these: they prove nothing any more."""
    if tokens:
        _FORGET.run(conn, {"some": list(tokens)})
