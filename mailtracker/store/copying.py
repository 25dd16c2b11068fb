"""All rows of one database → another one, empty so far, whatever the engines of the two; a few rows
at a time, so that no database is too large. Both are read again and compared.

Values go through the types of their columns, and never from one driver to the other: each engine
has its own way with instants, flags and texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    Table,
    bindparam,
    case,
    delete,
    func,
    insert,
    null,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass
from mailtracker.store import schema, timeline
from mailtracker.store.columns import clean
from mailtracker.store.tables import metadata, settings

ROWS = 1000
"""Rows that are in memory at a time."""

ROWS_OF_BYTES = 8
"""The same where a row has a piece of a mail (`spool.PIECE`)."""

_SUM = 1 << 256


@dataclass(frozen=True, slots=True)
class CopyEnd:
    """A database in a transaction (`conn`), and how people call it (`name`)."""

    conn: Connection
    name: str


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table by its `name`: how many `rows` it has at both ends, and what they say (`digest`)."""

    name: str
    rows: int
    digest: str


Tell = Callable[[CopiedTable], object]


def fill(source: CopyEnd, target: CopyEnd, tell: Tell | None = None) -> None:
    """All rows of the source into an empty database. With `tell` each table is compared once it is
    there, and that hears of it.

    Raises MailtrackerError, where they differ too: then the transaction of the target is not to be
    committed.
    """
    _take_time(source, target)
    _make_empty(target)
    for table in metadata.sorted_tables:
        _copy(table, source, target)
        if tell is not None:
            tell(_compared(table, source, target))
    _number_on(target)
    timeline.leave(target.conn)


def _make_empty(target: CopyEnd) -> None:
    """Tables and no row: also not the key that an empty database has. Raises MailtrackerError where
    anything stands there, or what is not this version's.
    """
    conn = target.conn
    found = schema.step(conn, target.name)
    if found is None:
        schema.make_tables(conn)
        return
    schema.see_to_step(found, target.name)
    for table in metadata.sorted_tables:
        rows = select(table).where(settings.c.key != "key") if table is settings else select(table)
        if conn.execute(rows.limit(1)).first() is not None:
            raise MailtrackerError(
                f"{target.name} is not empty (table {table.name}): a copy goes into an empty "
                f"database alone"
            )
    conn.execute(delete(settings))


def _copy(table: Table, source: CopyEnd, target: CopyEnd) -> None:
    """What a row says of a later one of its own table is said when that is there, too."""
    ahead = list(_ahead(table))
    columns = [_unless_ahead(column, ahead) for column in table.columns]
    query = select(*columns).order_by(*table.primary_key)
    adding = insert(table)
    for rows in _pieces(table, source, query):
        with _in_words(f"cannot write table {table.name} of {target.name}"):
            target.conn.execute(adding, rows)
    for column, is_ahead in ahead:
        key = _key(table)
        settling = update(table).where(key == bindparam("row")).values({column: bindparam("later")})
        later = select(key.label("row"), column.label("later")).where(is_ahead)
        for rows in _pieces(table, source, later):
            with _in_words(f"cannot write table {table.name} of {target.name}"):
                target.conn.execute(settling, rows)


def _ahead(table: Table) -> Iterator[tuple[Column[Any], ColumnElement[bool]]]:
    """Its columns that name a row of the same table, and whether that is a later one."""
    for foreign in table.foreign_keys:
        if foreign.column.table is table:
            yield foreign.parent, foreign.parent > foreign.column


def _unless_ahead(
    column: Column[Any], ahead: Sequence[tuple[Column[Any], ColumnElement[bool]]]
) -> ColumnElement[Any]:
    for one, is_ahead in ahead:
        if one is column:
            return case((is_ahead, null()), else_=column).label(column.name)
    return column


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key
    return key


def _pieces(table: Table, end: CopyEnd, query: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    """The rows of a query, some at a time."""
    has_bytes = any(isinstance(column.type, LargeBinary) for column in table.columns)
    at_a_time = query.execution_options(yield_per=ROWS_OF_BYTES if has_bytes else ROWS)
    with _in_words(f"cannot read table {table.name} of {end.name}"):
        for rows in end.conn.execute(at_a_time).mappings().partitions():
            yield [dict(row) for row in rows]


@contextmanager
def _in_words(what: str) -> Iterator[None]:
    """The first line of what a driver says names no values of rows; the lines below it do."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        raise MailtrackerError(f"{what}: {said}") from None


def _compared(table: Table, source: CopyEnd, target: CopyEnd) -> CopiedTable:
    (rows, digest), there = _digest(table, source), _digest(table, target)
    if there != (rows, digest):
        raise MailtrackerError(
            f"table {table.name} is not the same in both: {rows} rows in {source.name}, {there[0]} "
            f"in {target.name}, or other ones; nothing was copied"
        )
    return CopiedTable(table.name, rows, digest)


def _digest(table: Table, end: CopyEnd) -> tuple[int, str]:
    """How many rows, and the sum of their sha256: engines sort texts each in a way of its own, and
    the order of rows says nothing.
    """
    count = total = 0
    for rows in _pieces(table, end, select(table)):
        for row in rows:
            values = repr([_canonical(value) for value in row.values()])
            total += int.from_bytes(hashlib.sha256(values.encode()).digest())
        count += len(rows)
    return count, f"{total % _SUM:064x}"


def _canonical(value: Any) -> Any:
    """What the type of a column gives is equal on all engines, but for texts that were stored past
    us: they become what any can hold. Its `repr` says it whole; of bytes that would be long.
    """
    if isinstance(value, str):
        return clean(value)
    return hashlib.sha256(value).digest() if isinstance(value, bytes) else value


# -- what a server wants to be told --------------------------------------------------


def _take_time(*ends: CopyEnd) -> None:
    """While one end is read for long, the other has nothing to do."""
    for end in ends:
        if end.conn.dialect.name == "postgresql":
            end.conn.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _number_on(target: CopyEnd) -> None:
    """A server numbers rows by sequences, which rows that have a number do not move; SQLite goes by
    the rows that are there.
    """
    if target.conn.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            last = func.max(column)
            target.conn.execute(select(func.setval(sequence, last)).having(last.is_not(None)))
