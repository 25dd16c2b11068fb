"""A statement of SQLAlchemy → its words, worded once, and run by the driver for every mail.

A statement is written in SQLAlchemy Core and nowhere else. To have Core execute it costs ten times
what SQLite needs: each run looks up its compiled form, makes a context and a result with all that
they can do. Here the compiled form is kept, and what every run needs is done: values pass the gate
of their column's type (`store/columns.py`), rows come out by the same gate, errors are SQLAlchemy's
and quote no mail, and who listens to the connection hears of it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.expression import Executable

from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass
from mailtracker.store.columns import of_all
from mailtracker.store.locks import collided
from mailtracker.store.together import group_of

NOTHING: Mapping[str, Any] = {}
"""For a statement without parameters."""

PADDED = 512
"""A list up to so long is filled up to a power of two, by its last value once more: that asks for
the same rows, and a list of any length is one of ten texts. SQLite keeps 128 of them parsed.
"""

MOST_TEXTS = 64
"""Texts that one statement keeps, for lists of so many lengths."""

MOST_VALUES = 32_766
"""Parameters that SQLite takes at once, and half of what PostgreSQL does."""

Looks = Mapping[str, Sequence[Column[Any]]]

_Gate = Callable[[Any], Any]


class Prepared:
    """One `statement`. An INSERT or UPDATE sets its `values`, and the columns that the first
    parameters name besides.

    Where a statement takes a list (`bindparam(..., expanding=True)`) that has none, it finds
    nothing; one that has too many raises MailtrackerError. Whatever the database says is an error
    of `sqlalchemy.exc`, without parameters.
    """

    def __init__(
        self, statement: Executable, looks: Looks = NOTHING, follows: Sequence[Table] = ()
    ) -> None:
        """For a group (`store/together.py`): of the rows of a table only those concern it in which
        one of these columns has the value of that parameter (`looks`); rows of a table that it
        `follows` it reaches by such a row alone. Of other tables all rows do.
        """
        self._statement = statement
        parts: Any = visitors.iterate(statement)  # type: ignore[arg-type]
        read = {one.name for one in parts if isinstance(one, Table)}
        table = getattr(statement, "table", None)
        self.target: str = table.name if table is not None else ""
        self.tables = frozenset({*read, *filter(None, [self.target])} - {t.name for t in follows})
        self.looks: dict[str, list[tuple[str, str]]] = {}
        for name, columns in looks.items():
            for column in columns:
                self.looks.setdefault(column.table.name, []).append((name, column.name))
        #: of rows that may be there already: all write them in one order, so that nobody waits for
        #: somebody who waits for them
        self._order: tuple[str, ...] = ()
        if table is not None and getattr(statement, "_post_values_clause", None) is not None:
            self._order = tuple(column.name for column in table.primary_key)
        self._worded: dict[tuple[str, tuple[str, ...]], _Worded] = {}

    def all(self, conn: Connection, given: Mapping[str, Any] = NOTHING) -> list[Any]:
        """Its rows, as named tuples of Python's values."""
        return self._of(conn, given).rows(conn, given)

    def first(self, conn: Connection, given: Mapping[str, Any] = NOTHING) -> Any:
        """Its first row, None without one."""
        rows = self.all(conn, given)
        return rows[0] if rows else None

    def scalars(self, conn: Connection, given: Mapping[str, Any] = NOTHING) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.all(conn, given)]

    def scalar(self, conn: Connection, given: Mapping[str, Any] = NOTHING) -> Any:
        """The first value of its first row, None without one."""
        rows = self.all(conn, given)
        return rows[0][0] if rows else None

    def run(self, conn: Connection, given: Mapping[str, Any] = NOTHING) -> int:
        """How many rows it wrote."""
        return self._of(conn, given).run(conn, given)

    def run_all(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Once for each of `rows`, which name the same parameters; how many rows were written.
        Nothing for no rows.
        """
        if not rows:
            return 0
        group = group_of(conn)
        if group is not None:
            group.wrote(self.target, rows)
        if self._order and rows[1:] and rows[0].keys() >= set(self._order):
            rows = sorted(rows, key=itemgetter(*self._order))
        return self._of(conn, rows[0]).run_all(conn, rows)

    def later(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """`run_all` of an INSERT: in a group with the rows of others, else at once."""
        group = group_of(conn)
        if group is None:
            self.run_all(conn, rows)
        else:
            group.add(self, rows)

    def promise(
        self, conn: Connection, rows: Sequence[dict[str, Any]], whole: Callable[[], list[Any]]
    ) -> None:
        """`later` for rows that lack something still: `whole` makes them whole before they are
        written, and says which of them there shall be.
        """
        group = group_of(conn)
        if group is None:
            self.run_all(conn, whole())
        else:
            group.promise(self, rows, whole)

    def _of(self, conn: Connection, given: Mapping[str, Any]) -> _Worded:
        group = group_of(conn)
        if group is not None:
            group.before(self, given)
        dialect = conn.dialect
        asked = (dialect.name, tuple(given))
        worded = self._worded.get(asked)
        if worded is None:  # two threads may word it at once: both get the same
            worded = self._worded[asked] = _Worded(self._statement, dialect, asked[1])
        return worded


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a parameter stands: its `name`, the `gate` of its type (None: as it is), and whether it
    takes a list (`listed`).
    """

    name: str
    gate: _Gate | None
    listed: bool

    def value(self, value: Any) -> Any:
        """What the driver gets; a list of it where this takes one."""
        gate = self.gate
        if self.listed:
            values = _padded(list(value))
            return [gate(one) for one in values] if gate else values
        return gate(value) if gate else value


def _padded(values: list[Any]) -> list[Any]:
    length = len(values)
    if length <= 2 or length > PADDED:
        return values
    return values + values[-1:] * ((1 << (length - 1).bit_length()) - length)


class _Worded:
    """A statement in the words of one `dialect`, for parameters of these `names`."""

    def __init__(self, statement: Executable, dialect: Dialect, names: tuple[str, ...]) -> None:
        self._dialect, self._types = dialect, _types(statement)
        # Without RETURNING nobody wants the key that the database gave.
        compiled = statement.compile(  # type: ignore[attr-defined]
            dialect=dialect, column_keys=list(names), for_executemany=not self._types
        )
        self._compiled: SQLCompiler = compiled
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        missing = [name for name, bind in binds.items() if bind.required and name not in names]
        if missing:
            raise MailtrackerError(f"a statement lacks {', '.join(sorted(missing))}: a bug")
        order = compiled.positiontup or list(binds)
        self._slots = [_slot(name, binds[name], dialect) for name in order]
        # What stands in the statement itself, through its gate; the rest is given.
        self._values: list[Any] = [
            None if slot.name in names else slot.value(binds[slot.name].effective_value)
            for slot in self._slots
        ]
        given = [(n, slot) for n, slot in enumerate(self._slots) if slot.name in names]
        self._listed = [(n, slot) for n, slot in given if slot.listed]
        some = [(n, slot) for n, slot in given if not slot.listed]
        self._plain = [(n, slot.name) for n, slot in some if slot.gate is None]
        self._gated = [(n, slot.name, slot.gate) for n, slot in some if slot.gate is not None]
        self._all_gated = [(n, name, of_all(gate)) for n, name, gate in self._gated]
        self._lists = [(n, slot) for n, slot in enumerate(self._slots) if slot.listed]
        self._texts: dict[tuple[int, ...], tuple[str, Mapping[str, list[str]]]] = {}
        self._row: _Row | None = None

    def rows(self, conn: Connection, given: Mapping[str, Any]) -> list[Any]:
        text, values = self._bound(given)
        cursor = _cursor(conn)
        try:
            _run(conn, cursor, text, values)
            found = cursor.fetchall()
            if self._row is None:
                self._row = _Row(cursor.description, self._types, self._dialect)
        except self._dialect.loaded_dbapi.Error as error:
            raise _translated(conn, cursor, text, error) from error
        finally:
            cursor.close()
        return self._row.all(found)

    def run(self, conn: Connection, given: Mapping[str, Any]) -> int:
        text, values = self._bound(given)
        return self._written(conn, text, values, many=False)

    def run_all(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        if self._listed:
            raise MailtrackerError("a statement that takes a list runs once at a time: a bug")
        if not self._compiled.positional:
            bound = [self._bound(given) for given in rows]
            return self._written(conn, bound[0][0], [values for _, values in bound], many=True)
        text, first = self._bound(rows[0])
        return self._written(conn, text, self._columns(rows) if rows[1:] else [first], many=True)

    def _columns(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """The values of many rows: a whole column passes its gate at once."""
        columns: list[Iterable[Any]] = [repeat(value, len(rows)) for value in self._values]
        for place, name in self._plain:
            columns[place] = [row[name] for row in rows]
        for place, name, gate in self._all_gated:
            columns[place] = gate([row[name] for row in rows])
        return list(zip(*columns, strict=True))

    def _written(self, conn: Connection, text: str, values: Any, many: bool) -> int:
        cursor = _cursor(conn)
        try:
            _run(conn, cursor, text, values, many)
            written: int = cursor.rowcount
        except self._dialect.loaded_dbapi.Error as error:
            raise _translated(conn, cursor, text, error) from error
        finally:
            cursor.close()
        return written

    def _bound(self, given: Mapping[str, Any]) -> tuple[str, Any]:
        """Its text, and the values in the driver's shape."""
        values = self._values.copy()
        for place, name in self._plain:
            values[place] = given[name]
        for place, name, gate in self._gated:
            values[place] = gate(given[name])
        for place, slot in self._listed:
            values[place] = slot.value(given[slot.name])
        lengths = tuple([len(values[place]) for place, _ in self._lists])
        text, expanded = self._texts.get(lengths) or self._text(lengths)
        if not self._compiled.positional:
            return text, self._named(values, expanded)
        for place, _ in reversed(self._lists):
            values[place : place + 1] = values[place]
        return text, tuple(values)

    def _named(self, values: Sequence[Any], expanded: Mapping[str, list[str]]) -> dict[str, Any]:
        escaped = self._compiled.escaped_bind_names
        named: dict[str, Any] = {}
        for slot, value in zip(self._slots, values, strict=True):
            name = escaped.get(slot.name, slot.name)
            if slot.listed:
                named |= zip(expanded[name], value, strict=True)
            else:
                named[name] = value
        return named

    def _text(self, lengths: tuple[int, ...]) -> tuple[str, Mapping[str, list[str]]]:
        if len(self._slots) - len(lengths) + sum(lengths) > MOST_VALUES:
            raise MailtrackerError(
                f"a list of {max(lengths)} values is too long for one statement: a bug"
            )
        some: dict[str, Any] = {slot.name: None for slot in self._slots}
        for (_, slot), length in zip(self._lists, lengths, strict=True):
            some[slot.name] = [None] * length
        state = self._compiled.construct_expanded_state(some)
        if len(self._texts) >= MOST_TEXTS:
            self._texts.clear()
        text = self._texts[lengths] = state.statement, state.parameter_expansion
        return text


def _slot(name: str, bind: BindParameter[Any], dialect: Dialect) -> _Slot:
    gate = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return _Slot(name, gate, bool(bind.expanding))


def _types(statement: Executable) -> list[Any]:
    """Of the columns of its rows; none where it has no rows."""
    columns: Iterable[Any] = getattr(statement, "exported_columns", ())
    return [column.type for column in columns]


class _Row:
    """How a row is made of what the driver gives."""

    def __init__(self, description: Any, types: Sequence[Any], dialect: Dialect) -> None:
        if len(description) != len(types):
            raise MailtrackerError("a statement gives other columns than it names: a bug")
        named: Any = namedtuple  # to mypy the names must be known
        names = [column[0] for column in description]
        self._make: Callable[[Iterable[Any]], Any] = named("row", names, rename=True)._make
        gates = [
            kind.dialect_impl(dialect).result_processor(dialect, column[1])
            for kind, column in zip(types, description, strict=True)
        ]
        self._gates: list[tuple[int, _Gate]] = [
            (place, gate) for place, gate in enumerate(gates) if gate is not None
        ]

    def all(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        make = self._make
        rows = map(self._through, found) if self._gates else found
        return [make(row) for row in rows]

    def _through(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, gate in self._gates:
            values[place] = gate(values[place])
        return values


def _cursor(conn: Connection) -> Any:
    if not conn.in_transaction():
        conn.begin()  # as Connection.execute does
    return conn.connection.cursor()


def _run(conn: Connection, cursor: Any, text: str, values: Any, many: bool = False) -> None:
    for hear in conn.dispatch.before_cursor_execute:
        hear(conn, cursor, text, values, None, many)
    (cursor.executemany if many else cursor.execute)(text, values)


def _translated(conn: Connection, cursor: Any, text: str, error: Any) -> BaseException:
    """As Connection.execute would raise it; of mails it says nothing."""
    if (again := collided(conn, error)) is not None:
        return again
    dialect = conn.dialect
    gone = dialect.is_disconnect(error, conn.connection.dbapi_connection, cursor)
    if gone:
        conn.invalidate(error)
    base = dialect.loaded_dbapi.Error
    raised: BaseException = DBAPIError.instance(
        text, None, error, base, hide_parameters=True, connection_invalidated=gone, dialect=dialect
    )
    return raised
