"""Rows in every table, with whatever its columns can hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)

from mailtracker.policy.worktime import Span
from mailtracker.store.columns import Clean, Instant, Length
from mailtracker.store.tables import metadata, requests

ROWS = 12
"""In each table, or as many as can be."""

TEXTS = (
    "VPN drops",
    "",
    "a NUL \0, and lone surrogates \ud800 \udfff",
    "four bytes 🦜, combined e\u0301, from right to left שלום",
    "C:\\temp\\new; {\"json\": [1]}; 'quoted' -- %s :name",
    "line\r\nline\ttab \x01\x1b[31m \ufeff \uffff",
    "x" * 20_000,
    "\\N",
)
PLAIN = ("5e" * 32, "", '{"ä": [1, "\\n"]}')
"""In columns of what only we write."""

BYTES = (b"", b"\0", bytes(range(256)), b"\\x00", b"\xff" * 300_000)
NUMBERS = (0, 1, 2**31 - 1, -(2**31))
LARGE = (*NUMBERS, 2**32 - 1, 2**53 + 1, 2**63 - 1, -(2**63))
HERE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
INSTANTS = (
    HERE,
    HERE + timedelta(microseconds=1),
    HERE.replace(microsecond=999_999),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(1893, 4, 1, 0, 0, tzinfo=timezone(timedelta(minutes=53, seconds=28))),
    datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=-11))),
)
DAYS = (date(2026, 2, 28), date(1, 1, 1), date(9999, 12, 31))
SPANS = (Span(days=1), Span(minutes=1), Span(minutes=525_600, by_clock=True), Span(days=0))
BY_TYPE: Sequence[tuple[type, Sequence[object]]] = (
    (Instant, INSTANTS),
    (Length, SPANS),
    (Boolean, (True, False)),
    (BigInteger, LARGE),
    (Integer, NUMBERS),
    (Date, DAYS),
    (LargeBinary, BYTES),
    (Clean, TEXTS),
    (Text, PLAIN),
)

# What a constraint wants of several columns: the rows of a table have these by turns.
WANTED: dict[str, Sequence[dict[str, object]]] = {
    "requests": (
        {"status": "closed", "closed_at": HERE, "unanswered_since": None, "promised_at": None},
        {"status": "open", "closed_at": None, "unanswered_since": HERE, "promised_at": INSTANTS[4]},
    ),
    "outbox": (
        {"was": "", "state": "ready", "attempts": 0, "claimed_at": None, "settled_at": None},
        {"was": "ready", "state": "sending", "attempts": 2, "claimed_at": HERE, "settled_at": None},
        {"was": "sending", "state": "sent", "attempts": 9, "claimed_at": None, "settled_at": HERE},
    ),
    "ledger": (
        {"was": "", "disposition": "quarantine", "put_away": "", "sha256": PLAIN[0]},
        {"was": "quarantine", "disposition": "ignored", "put_away": "left", "sha256": ""},
    ),
    "absences": ({"first_day": DAYS[1], "last_day": DAYS[2]}, {"last_day": None}),
}
COUNTED = {"epoch", "rung", "repeats", "openings", "closing", "tries"}
"""They begin with 1, or may."""

_ONE_OF = re.compile(r"(\w+) IN \((.*)\)")


def fill(conn: Connection) -> None:
    """An empty database; its key stays."""
    for table in metadata.sorted_tables:
        conn.execute(insert(table), _rows(conn, table))
    # requests name others of their kind, earlier and later ones
    ids = list(conn.scalars(select(requests.c.id).order_by(requests.c.id)))
    for one, other in zip(ids[:5], (ids[3], ids[1], ids[0], ids[-1], None), strict=True):
        conn.execute(update(requests).where(requests.c.id == one).values(linked_to=other))


def _rows(conn: Connection, table: Table) -> list[dict[str, object]]:
    """Without those that have the key of another one."""
    values = {column.name: _values(conn, column) for column in table.columns}
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for number in range(ROWS):
        row = {name: some[number % len(some)] for name, some in values.items()}
        wanted = WANTED.get(table.name, [{}])
        row.update(wanted[number % len(wanted)])
        found.setdefault(tuple(row[column.name] for column in table.primary_key), row)
    return list(found.values())


def _values(conn: Connection, column: Column[Any]) -> Sequence[object]:
    """Tables of several columns go round in different lengths, so that the rows are many kinds."""
    table = column.table
    assert isinstance(table, Table)
    some = _possible(conn, table, column)
    if _is_key(table, column) and not column.foreign_keys:
        return [_apart(some, number) for number in range(ROWS)]
    return [*some, None] if column.nullable else some


def _possible(conn: Connection, table: Table, column: Column[Any]) -> Sequence[object]:
    for foreign in column.foreign_keys:
        if foreign.column.table is not table:
            return conn.scalars(select(foreign.column)).all()
        return [None]
    for said in table.constraints:
        one_of = isinstance(said, CheckConstraint) and _ONE_OF.fullmatch(str(said.sqltext))
        if one_of and one_of[1] == column.name:
            return [word.strip(" '") for word in one_of[2].split(",")]
    if column.name in COUNTED:
        return (1, 2, 2**31 - 1)
    return next(some for kind, some in BY_TYPE if isinstance(column.type, kind))


def _is_key(table: Table, column: Column[Any]) -> bool:
    kinds = (PrimaryKeyConstraint, UniqueConstraint)
    keys = [one.columns for one in table.constraints if isinstance(one, kinds)]
    keys += [one.columns for one in table.indexes if one.unique]
    return any(column.name in columns for columns in keys)


def _apart(some: Sequence[object], number: int) -> object:
    """The value itself, or the like of it that no other row has."""
    value = some[number % len(some)]
    if some in (TEXTS, PLAIN):
        return f"{number} {value}"
    if isinstance(value, int):
        last = 2**53 + 1 if some is LARGE else some[2]
        return last if number == ROWS - 1 else number + 1
    return value
