"""Mails that are filed in one transaction → one statement a table for what all of them wrote.

Within `together(conn)` rows that are to be inserted (`Prepared.later`) wait. Nobody notices: before
anything is read or changed that such a row could answer to, it is written. Which that is, a
statement says by the columns that it looks for (`Prepared`, `looks`); of one that says nothing, all
rows of its tables are written first, and before a statement that is not prepared, or a savepoint,
all there are. So the second mail of a group sees what the first one did, as if each had been
written at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Table, event

from mailtracker.store import tables
from mailtracker.store.columns import clean

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

LOOKED_FOR: dict[str, set[str]] = {}
"""The columns of each table that any prepared statement looks for."""


class Inserting(Protocol):
    """What a statement is to a group: the one table that it writes, and how it writes rows."""

    @property
    def target(self) -> str: ...

    def run_all(self, conn: Connection, rows: Any) -> int: ...


class Looking(Protocol):
    """What a statement is to a group: the `tables` that it reads or changes, which of them it
    writes (`target`, "" for none), and the columns that it looks for in some of them, by parameter.
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


class Group:
    """The rows that wait, and what is known without asking twice (`known`): it is forgotten when
    somebody runs a statement that says nothing of itself.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._waiting: dict[str, dict[Inserting, list[Row]]] = {}
        self._held: dict[tuple[str, int], Row] = {}
        self._promised: dict[str, list[_Promise]] = {}
        self._values: dict[tuple[str, str], set[Any]] = {}
        self.known: dict[Hashable, Any] = {}
        self._bytes = 0
        self._writing = False

    def add(self, statement: Inserting, rows: Iterable[Mapping[str, Any]]) -> None:
        """They are written with the next ones."""
        table = statement.target
        waiting = self._waiting.setdefault(table, {}).setdefault(statement, [])
        for row in rows:
            waiting.append(dict(row))
            self._note(table, row)
            self._bytes += sum(len(value) for value in row.values() if isinstance(value, bytes))
        if self._bytes > ROOM:
            self._write({"chunks"})

    def hold(self, statement: Inserting, row: Row) -> None:
        """As `add`, but for a row that says nothing yet: until somebody amends it, only who looks
        for its id could mean it.
        """
        table = statement.target
        self._waiting.setdefault(table, {}).setdefault(statement, []).append(row)
        self._held[table, row["id"]] = row
        self._values.setdefault((table, "id"), set()).add(row["id"])

    def promise(
        self, statement: Inserting, rows: Sequence[Row], whole: Callable[[], list[Row]]
    ) -> None:
        """As `add`, but for rows that lack something still: `whole` is called before any row of
        their table is written, and says which of them there are.
        """
        table = statement.target
        self._waiting.setdefault(table, {}).setdefault(statement, []).extend(rows)
        for row in rows:
            self._note(table, row)
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
        self._note(table, row)
        return True

    def _note(self, table: str, row: Mapping[str, Any]) -> None:
        for name in LOOKED_FOR.get(table, ()):
            if name in row:
                self._values.setdefault((table, name), set()).add(_stored(row[name]))

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
            found |= _POINTS_AT[statement.target] & self._waiting.keys()
        if found:
            self._write(found)

    def _is_met(self, statement: Looking, table: str, given: Mapping[str, Any]) -> bool:
        looked_for = [
            (given[name], self._values.get((table, column), ()))
            for name, columns in statement.looks.items()
            for of, column in columns
            if of == table
        ]
        return not looked_for or any(_has(values, wanted) for wanted, values in looked_for)

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
        self._writing = True
        try:
            for table in _ORDER:
                if table in wanted and table in self._waiting:
                    for statement, rows in self._waiting.pop(table).items():
                        statement.run_all(self._conn, rows)
        finally:
            self._writing = False
        left = self._waiting.keys()
        self._bytes = self._bytes if "chunks" in left else 0
        self._values = {of: values for of, values in self._values.items() if of[0] in left}
        self._held = {of: row for of, row in self._held.items() if of[0] in left}


def _has(values: Collection[Any], wanted: Any) -> bool:
    if isinstance(wanted, list | tuple | set | frozenset):
        return any(_stored(one) in values for one in wanted)
    return _stored(wanted) in values


def _stored(value: Any) -> Any:
    """By which two values are compared: as the database has them."""
    return clean(value) if isinstance(value, str) else value


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
def together(conn: Connection) -> Iterator[None]:
    """What is written within goes by one statement a table, at the latest at its end. Within
    another group nothing begins: its rows wait with those of that one.
    """
    if conn in _GROUPS:
        yield
        return
    group = _GROUPS[conn] = Group(conn)
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
