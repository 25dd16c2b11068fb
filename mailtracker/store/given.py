"""What the rules gave a request ↔ its columns and its rows of `extras`.

A field of `Given` that has a column in `requests` is stored there; any other is a tuple of texts,
each a row of `extras`, so that a new one needs neither column nor migration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from mailtracker.desk.request import MAX_CHARACTERS, Given
from mailtracker.store.columns import clean
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import extras, requests

_NAMES = [field.name for field in fields(Given)]
_COLUMNS = [name for name in _NAMES if name in requests.c]

_KINDS = {
    "tags": "tag",
    "watchers": "watch",
    "attached": "attach",
    "asked": "ask",
    "noted": "note",
}
"""How `extras` calls the values of a field, where not by its name: stored rows have these."""

_LISTED = {name: _KINDS.get(name, name) for name in _NAMES if name not in _COLUMNS}


def to_columns(given: Given) -> dict[str, Any]:
    return {name: getattr(given, name) for name in _COLUMNS}


def to_extras(given: Given) -> list[tuple[str, str]]:
    """(kind, value) of each row."""
    return [(kind, value) for name, kind in _LISTED.items() for value in getattr(given, name)]


def from_row(row: Any, extras: Mapping[str, Sequence[str]]) -> Given:
    """`row` has the columns; `extras` are the values by kind, in their order."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _COLUMNS}
    values |= {name: tuple(extras.get(kind, ())) for name, kind in _LISTED.items()}
    return Given(**values)


_NOTHING = Given(rule="", why="", promise="", ladder="")
_INSERT = Prepared(insert(extras))
_STORED = Prepared(
    select(extras.c.seq, extras.c.kind, extras.c.value).where(
        extras.c.request_id == bindparam("which")
    ),
    looks={"which": [extras.c.request_id]},
)
_FOLLOWING = Prepared(
    select(requests.c.id).where(requests.c.linked_to.in_(bindparam("some", expanding=True)))
)
_MAKE_CONFIDENTIAL = Prepared(
    update(requests).where(requests.c.id == bindparam("which")).values(confidential=True)
)


def each_once(values: Sequence[str]) -> tuple[str, ...]:
    """As they can be stored."""
    return tuple(dict.fromkeys(clean(value)[:MAX_CHARACTERS] for value in values))


def enter(conn: Connection, request_id: int, given: Given) -> None:
    """The rows of a request that was just opened."""
    _insert(conn, request_id, to_extras(given), 0)


def grow(conn: Connection, request_id: int, given: Given) -> None:
    """Who is kept out besides, of it and of all requests that follow it. Nothing is removed."""
    _add(conn, request_id, to_extras(given))
    if not given.confidential:
        return
    barred = to_extras(replace(_NOTHING, barred=given.barred))
    for number in (request_id, *_following(conn, request_id)):
        _MAKE_CONFIDENTIAL.run(conn, {"which": number})
        _add(conn, number, barred)


def _add(conn: Connection, request_id: int, pairs: Sequence[tuple[str, str]]) -> None:
    """Rows (kind, value) that are not there yet, behind those that are."""
    if not pairs:
        return
    stored = _STORED.all(conn, {"which": request_id})
    known = {(row.kind, row.value) for row in stored}
    after = max((row.seq for row in stored), default=-1) + 1
    fresh = [pair for pair in pairs if pair not in known]
    _insert(conn, request_id, fresh, after)


def _insert(conn: Connection, request_id: int, pairs: Sequence[tuple[str, str]], at: int) -> None:
    rows = [
        {"request_id": request_id, "seq": seq, "kind": kind, "value": value}
        for seq, (kind, value) in enumerate(pairs, at)
    ]
    if rows:
        _INSERT.later(conn, rows)


def _following(conn: Connection, request_id: int) -> list[int]:
    """Requests that are linked to this one, those that are linked to them, and so on."""
    found: dict[int, None] = {}
    level = [request_id]
    while level:
        rows = [row[0] for row in _FOLLOWING.all(conn, {"some": level})]
        level = [number for number in rows if number not in found]
        found |= dict.fromkeys(level)
    return list(found)
