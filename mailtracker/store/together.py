"""Mails that are filed in one transaction → one statement a table for what all of them wrote.

Within `together(conn)` rows that are to be inserted (`Prepared.later`) wait. Nobody notices: before
anything is read or changed that such a row could answer to, it is written. Which that is, a
statement says by the columns that it looks for (`Prepared`, `looks`); of one that says nothing, all
rows of its tables are written first, and before a statement that is not prepared, or a savepoint,
all there are. So the second mail of a group sees what the first one did, as if each had been
written at once. What is known without asking (`known`, `expect`) holds for as long as nothing else
than prepared statements is run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Column, Connection, Table, event

from mailtracker.record import dataclass
from mailtracker.store import tables
from mailtracker.store.columns import clean, clean_all

Row = dict[str, Any]
T = TypeVar("T")

_ORDER = [table.name for table in tables.metadata.sorted_tables]
"""No row is written before those that it points at."""

_POINTS_AT: Mapping[str, frozenset[str]] = {
    table.name: frozenset(key.column.table.name for key in table.foreign_keys)
    for table in tables.metadata.tables.values()
} | {"outbox": frozenset({"requests", "ledger"})}
"""Whoever finds a row of the one looks in the others next; a mail names its line of the ledger
without a foreign key.
"""


ROOM = 8 << 20
"""Bytes of mail that wait in memory, and no more."""


class Inserting(Protocol):
    """What a statement is to a group: the one table that it writes, and how it writes rows."""

    @property
    def target(self) -> str: ...

    def run_all(self, conn: Connection, rows: Any) -> int: ...


class Looking(Protocol):
    """What a statement is to a group: the `tables` that it reads or changes, which of them it
    writes (`target`, "" for none), and for some of them the parameters by which it looks for a row,
    each with its column (`looks`).
    """

    @property
    def target(self) -> str: ...

    @property
    def tables(self) -> frozenset[str]: ...

    @property
    def looks(self) -> Mapping[str, Collection[tuple[str, str]]]: ...


@dataclass(frozen=True, slots=True)
class _Promise:
    """Some `rows` of a `statement` that wait for what `whole` gives them."""

    statement: Inserting
    rows: Sequence[Row]
    whole: Callable[[], list[Row]]


class _Rows:
    """Some rows of a table, and which values they have in a column: that is found out when somebody
    asks for it.
    """

    def __init__(self) -> None:
        self.rows: list[Mapping[str, Any]] = []
        self._read: dict[str, tuple[set[Any], int]] = {}

    def having(self, column: str) -> set[Any]:
        values, read = self._read.get(column) or (set(), 0)
        if read < len(self.rows):
            fresh = self.rows[read:] if read else self.rows
            values.update(_all_stored([row[column] for row in fresh if column in row]))
            self._read[column] = values, len(self.rows)
        return values


_NO_ROWS = _Rows()


class Group:
    """The rows that wait, and what is known without asking twice (`known`): it is forgotten when
    somebody runs a statement that says nothing of itself.
    """

    def __init__(self, conn: Connection, size: int) -> None:
        self._conn, self.size = conn, size
        self._waiting: dict[str, dict[Inserting, list[Row]]] = {}
        self._held: dict[tuple[str, int], Row] = {}
        self._promised: dict[str, list[_Promise]] = {}
        self._mute: dict[tuple[str, int], Row] = {}
        self._values: dict[str, _Rows] = {}
        self._written: dict[str, _Rows] = {}
        self.known: dict[Hashable, Any] = {}
        self._bytes = 0
        self._writing = False

    def add(self, statement: Inserting, rows: Iterable[Mapping[str, Any]]) -> None:
        """They are written with the next ones."""
        table = statement.target
        waiting = self._waiting.setdefault(table, {}).setdefault(statement, [])
        fresh = [dict(row) for row in rows]
        waiting += fresh
        self._rows_of(table).rows.extend(fresh)
        if table == tables.chunks.name:
            self._bytes += sum(len(row["data"]) for row in fresh)
            if self._bytes > ROOM:
                self._write({table})

    def hold(self, statement: Inserting, row: Row) -> None:
        """As `add`, but for a row that says nothing yet: until somebody amends it, only who looks
        for its id could mean it.
        """
        table = statement.target
        self._waiting.setdefault(table, {}).setdefault(statement, []).append(row)
        self._held[table, row["id"]] = self._mute[table, row["id"]] = row
        self._rows_of(table).rows.append({"id": row["id"]})

    def promise(
        self, statement: Inserting, rows: Sequence[Row], whole: Callable[[], list[Row]]
    ) -> None:
        """As `add`, but for rows that lack something still: `whole` is called before any row of
        their table is written, and says which of them there are.
        """
        table = statement.target
        self._waiting.setdefault(table, {}).setdefault(statement, []).extend(rows)
        self._rows_of(table).rows.extend(rows)
        self._promised.setdefault(table, []).append(_Promise(statement, rows, whole))

    def _keep_promises(self, table: str) -> None:
        for promise in self._promised.pop(table, ()):
            there = {id(row) for row in promise.whole()}
            gone = {id(row) for row in promise.rows} - there
            waiting = self._waiting[table][promise.statement]
            if gone:
                waiting[:] = [row for row in waiting if id(row) not in gone]

    def amend(self, table: str, number: int, change: Callable[[Row], Row]) -> bool:
        """See below."""
        row = self._held.get((table, number))
        if row is None:
            return False
        row.update(change(row))
        self._mute.pop((table, number), None)
        self._rows_of(table).rows.append(row)
        return True

    def _rows_of(self, table: str) -> _Rows:
        found = self._values.get(table)
        if found is None:
            found = self._values[table] = _Rows()
        return found

    def remember(self, table: str) -> None:
        """From now on it is known what this group writes into the table (`has_written`)."""
        self._written.setdefault(table, _Rows())

    def wrote(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows are written at once, or get these values."""
        if table in self._written and not self._writing:
            self._written[table].rows.extend(rows)

    def has_written(self, column: Column[Any], value: Any) -> bool:
        """Whether a row that waits, or was written since somebody asked to `remember` that, has
        this value.
        """
        table, value = column.table.name, _stored(value)
        some = (self._values.get(table, _NO_ROWS), self._written.get(table, _NO_ROWS))
        return any(value in rows.having(column.name) for rows in some)

    def rows(self, table: str) -> list[Mapping[str, Any]]:
        """Those of `has_written`; of a row that was changed, its id (`which`) and what it got."""
        some = (self._values.get(table, _NO_ROWS), self._written.get(table, _NO_ROWS))
        return [row for rows in some for row in rows.rows]

    def before(self, statement: Looking, given: Mapping[str, Any]) -> None:
        """Writes what this statement could find."""
        if self._writing:
            return
        found = {
            table
            for table in statement.tables & self._waiting.keys()
            if self._is_met(statement, table, given)
        }
        if statement.target:  # what it writes may point at what waits
            self.wrote(statement.target, [given])
            found |= _POINTS_AT[statement.target] & self._waiting.keys()
        if found:
            self._write(found)

    def _is_met(self, statement: Looking, table: str, given: Mapping[str, Any]) -> bool:
        looks = statement.looks.get(table)
        if not looks:
            return True
        rows = self._values[table]
        return any(_has(rows.having(column), given[name]) for name, column in looks)

    def write(self) -> None:
        """All that waits, and what comes to wait by that (`promise`)."""
        while self._waiting:
            self._write(set(self._waiting))

    def forget(self, *_: object) -> None:
        """Somebody does what we know nothing of."""
        if not self._writing:
            self.write()
            self.known.clear()

    def _write(self, some: Iterable[str]) -> None:
        wanted = _with_what_they_point_at(some)
        for table in wanted & self._promised.keys():
            self._keep_promises(table)
        self._leave(wanted)
        self._writing = True
        try:
            for table in _ORDER:
                if table in wanted and table in self._waiting:
                    for statement, rows in self._waiting.pop(table).items():
                        statement.run_all(self._conn, rows)
        finally:
            self._writing = False
        left = self._waiting.keys()
        self._bytes = self._bytes if tables.chunks.name in left else 0
        self._held = {of: row for of, row in self._held.items() if of[0] in left}

    def _leave(self, tables_: Iterable[str]) -> None:
        """Their rows wait no longer: who asks for their values asks the database."""
        for table in tables_:
            rows = self._values.pop(table, _NO_ROWS).rows
            if table in self._written:
                mute = [row for of, row in self._mute.items() if of[0] == table]
                self._written[table].rows += [*rows, *mute]
        self._mute = {of: row for of, row in self._mute.items() if of[0] in self._values}


def _has(values: Collection[Any], wanted: Any) -> bool:
    if isinstance(wanted, list | tuple | set | frozenset):
        return any(_stored(one) in values for one in wanted)
    return _stored(wanted) in values


def _stored(value: Any) -> Any:
    """By which two values are compared: as the database has them."""
    return clean(value) if isinstance(value, str) else value


def _all_stored(values: list[Any]) -> list[Any]:
    """`_stored` of each; texts that are plain are looked at once."""
    return clean_all(values) if set(map(type, values)) == {str} else list(map(_stored, values))


def _with_what_they_point_at(some: Iterable[str]) -> set[str]:
    found: set[str] = set()
    level = set(some)
    while level:
        found |= level
        level = {parent for table in level for parent in _POINTS_AT[table]} - found
    return found


_GROUPS: dict[Connection, Group] = {}


def group_of(conn: Connection) -> Group | None:
    """That of this transaction, None where each row is written at once."""
    return _GROUPS.get(conn) if _GROUPS else None


@contextmanager
def together(conn: Connection, size: int = 1) -> Iterator[None]:
    """What is written within goes by one statement a table, at the latest at its end. Within
    another group nothing begins: its rows wait with those of that one. `size`: mails that it may
    be about.
    """
    if conn in _GROUPS:
        yield
        return
    group = _GROUPS[conn] = Group(conn, size)
    hears = ("before_execute", "savepoint", "rollback_savepoint", "release_savepoint")
    for name in hears:
        event.listen(conn, name, group.forget)
    try:
        yield
        group.write()
    finally:
        for name in hears:
            event.remove(conn, name, group.forget)
        del _GROUPS[conn]


def amend(conn: Connection, table: Table, number: int, change: Callable[[Row], Row]) -> bool:
    """A row that waits, by its id, becomes what `change` makes of it. False where none does: then
    it is to be changed in the database.
    """
    group = group_of(conn)
    return group is not None and group.amend(table.name, number, change)


def once(conn: Connection, what: Hashable, ask: Callable[[Connection], T]) -> T:
    """What `ask` says, in a group asked for the first time only. Who changes it keeps it true."""
    group = group_of(conn)
    if group is None:
        return ask(conn)
    if what not in group.known:
        group.known[what] = ask(conn)
    known: T = group.known[what]
    return known


def known(conn: Connection, what: Hashable, nothing: Callable[[], T]) -> T:
    """What a group knows of it, to be kept true; `nothing` where nobody asked yet."""
    group = group_of(conn)
    found: T | None = group.known.get(what) if group else None
    return nothing() if found is None else found


def expect(
    conn: Connection, column: Column[Any], asked: Iterable[Any], found: Iterable[Any]
) -> None:
    """Of these values that were `asked` for, no row but of those that were `found` has one in this
    column, which some prepared statement looks for. A group remembers it.
    """
    group = group_of(conn)
    if group is not None:
        group.remember(column.table.name)
        missing = {_stored(value) for value in asked} - set(found)
        group.known.setdefault(("absent", column), set()).update(missing)


def wrote(conn: Connection, column: Column[Any], value: Any) -> bool:
    """Whether a group wrote a row with this value since it numbers rows, or expects values of that
    table.
    """
    group = group_of(conn)
    return group is not None and group.has_written(column, value)


def is_absent(conn: Connection, column: Column[Any], value: Any) -> bool:
    """Whether it is known without asking that no row has it: none had when it was expected, and
    this group wrote none.
    """
    group = group_of(conn)
    return was_absent(conn, column, value) and not (group and group.has_written(column, value))


def was_absent(conn: Connection, column: Column[Any], value: Any) -> bool:
    """Whether it is known that no row had it when it was expected. This group may have given it."""
    group = group_of(conn)
    return group is not None and _stored(value) in group.known.get(("absent", column), ())
