"""A database of a thousand requests in, one of any number of thousands out: each a copy of these,
with ids and addresses of its own, spread over two years. For `benchmarks/scale.py`; it measures
nothing itself.

The rows that are copied were written by the product, so each is one that it writes. A copy has no
mail that waits; of a hundred requests ten are open, however old they are, and one is answered.
Or all are open, and of what was written only the newest is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table

from mailtracker.store import tables
from mailtracker.store.columns import Instant
from mailtracker.store.database import Store

DAYS, BYTES_DAYS, SPENT_DAYS = 720, 15, 30
"""How long it took until all had come; how long bytes of mails, and what was spent, are there. The
bytes of what is open are kept as long as it is.
"""

COPIED = (
    "requests",
    "copied",
    "deadlines",
    "ledger",
    "outbox",
    "events",
    "kept",
    "chunks",
    "spent",
)
ONCE = ("settings", "mailboxes", "turns", "counters")

# SQL for columns that are not as they were filed. `c.n` is the number of the copy, `{it}` the
# column; {few} requests with {ledger} lines and {outbox} mails were filed.
NUMBER = "(r.id + c.n * {few})"
OF_REQUEST = "r.request_id + c.n * {few}"
OPEN, ANSWERED = "(r.{id} % {every} = 0)", "(r.{id} % 100 = 1)"
HASH = "printf('%06x', c.n) || substr({it}, 7)"
TOKEN = "substr({it}, 1, 2) || printf('%06d', c.n) || substr({it}, 9)"
USER = "replace({it}, '@', '.' || (c.n / 20) || '@')"  # each writes twenty times
READER = f"iif(r.person = '', {USER}, {{it}})"
OF_LINE = "substr({it}, 1, 1) || (0 + substr({it}, 2) + c.n * {ledger})"
CLIENTS_ID = "'<' || c.n || '.' || substr({it}, 2)"
LATER = "strftime('{form}', {it}, '+' || (1 + (c.n + r.{id}) % 60) || ' days')"
OPENED = "strftime('{form}', r.opened_at, '-' || {age} || ' seconds')"
KEY = "iif({it} GLOB '[0-9]*', (0 + {it} + c.n * {few}) || substr({it}, instr({it}, ' ')), {it})"
OWNER = (
    "CASE r.id / 10 % 5 WHEN 0 THEN 'ana' WHEN 1 THEN 'sam' WHEN 2 THEN 'carla' "
    "WHEN 3 THEN 'jonas' ELSE 'bo' END"
)
CHANGED: Mapping[str, Mapping[str, str]] = {
    "requests": {
        "id": NUMBER,
        "reference": f"'IT-' || (1000 + {NUMBER})",
        "requester_address": USER,
        "first_id": CLIENTS_ID,
        "owner": OWNER,
        "status": f"CASE WHEN {OPEN} THEN 'open' WHEN {ANSWERED} THEN 'answered' ELSE 'closed' END",
        "closed_at": f"iif({OPEN} OR {ANSWERED}, NULL, {OPENED})",
        "unanswered_since": f"iif({OPEN}, {OPENED}, NULL)",
        "promised_at": f"iif({OPEN}, {LATER}, NULL)",
    },
    "deadlines": {"due_at": LATER},
    "ledger": {
        "id": "r.id + c.n * {ledger}",
        "uid": "r.uid + c.n * {ledger}",
        "sha256": HASH,
        "content_key": HASH,
        "message_id": CLIENTS_ID,
        "sender": USER,
        "put_away": "'moved'",
    },
    "outbox": {
        "id": "r.id + c.n * {outbox}",
        "row_key": f"{OF_LINE} || substr({{it}}, instr({{it}}, '/'))",
        "message_id": "substr({it}, 1, 3) || printf('%06x', c.n) || substr({it}, 10)",
        "token": TOKEN,
        "bounce": TOKEN,
        "sha256": HASH,
        "recipient": READER,
        "recipient_key": READER,
        "about_line": "r.about_line + c.n * {ledger}",
    },
    "events": {"id": "r.id + c.n * {events}"},
    "kept": {"sha256": HASH, "source": HASH},
    "chunks": {"sha256": HASH},
    "spent": {"id": "NULL", "key": f"replace({KEY}, '@', '.' || (c.n / 20) || '@')"},
}
OF_OPEN = (
    "({every} > 1 AND r.sha256 IN (SELECT sha256 FROM filed.ledger WHERE request_id % 10 = 0))"
)
KEPT = f"{OF_OPEN} OR c.n >= {{copies}} * (1 - {BYTES_DAYS / DAYS})"
WHICH = {
    "deadlines": OPEN,
    "spent": f"{{age}} < {SPENT_DAYS * 86400}",
    "kept": KEPT,
    "chunks": KEPT,
}


SETTINGS = ("journal_mode=off", "synchronous=off", "foreign_keys=off", "cache_size=-400000")


@dataclass(frozen=True, slots=True)
class Growth:
    """By SQL: so many `copies` of `few` requests, one of `every` open; `most` is the highest id of
    each table that has one.
    """

    few: int
    copies: int
    every: int
    most: Mapping[str, int]

    def copying(self, table: Table) -> str:
        """The statement that fills it."""
        names = [column.name for column in table.c]
        given = ", ".join(self._value(table, name) for name in names)
        which = self._filled(WHICH.get(table.name, "1"), table, "")
        return (
            f"WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c "
            f"WHERE n < {self.copies - 1}) INSERT INTO main.{table.name} ({', '.join(names)}) "
            f"SELECT {given} FROM c CROSS JOIN filed.{table.name} r WHERE {which}"
        )

    def _value(self, table: Table, name: str) -> str:
        changed = CHANGED.get(table.name, {}).get(name)
        if changed is None and name == "request_id":
            changed = OF_REQUEST
        elif changed is None and isinstance(table.c[name].type, Instant):
            changed = "strftime('{form}', {it}, '-' || {age} || ' seconds')"
        return self._filled(changed or "{it}", table, f"r.{name}")

    def _filled(self, sql: str, table: Table, column: str) -> str:
        numbers = {"few": self.few, "copies": self.copies, "every": self.every, **self.most}
        words = {"it": column, "form": "%Y-%m-%d %H:%M:%f000", "age": self._age(table)}
        about = "id" if table.name == "requests" else "request_id"
        return sql.format(**numbers, **words, id=about)

    def _age(self, table: Table) -> str:
        """In seconds: what was filed all at once came one after the other."""
        order = {
            "requests": "r.id",
            "kept": "0",
            "spent": f"r.id * {self.few} / {self.most['spent']}",
        }
        about = order.get(table.name, "coalesce(r.request_id, 0)")
        all_ = self.few * self.copies
        return f"(({all_} - c.n * {self.few} - {about}) * {DAYS * 86400 / all_})"


def grow(filed: Path, path: Path, copies: int, every: int = 10) -> None:
    """Makes a database at `path`: so many `copies` of what is in `filed`, one of `every` open."""
    Store.open(f"sqlite:///{path}").close()
    database = sqlite3.connect(path, isolation_level=None)
    for setting in (
        "journal_mode=off",
        "synchronous=off",
        "foreign_keys=off",
        "cache_size=-400000",
    ):
        database.execute(f"PRAGMA {setting}")
    database.execute("ATTACH ? AS filed", [str(filed)])
    indexes = _dropped(database)
    few, most = _highest(database)
    growth = Growth(few, copies, every, most)
    for name in ONCE:
        database.execute(f"DELETE FROM {name}")
        database.execute(f"INSERT INTO main.{name} SELECT * FROM filed.{name}")
    for name in COPIED:
        database.execute(growth.copying(tables.metadata.tables[name]))
    for statement in _besides(few * copies):
        database.execute(statement)
    for statement in indexes:
        database.execute(statement)
    database.execute("PRAGMA journal_mode=wal")
    database.close()


def _dropped(database: sqlite3.Connection) -> list[str]:
    """Rows go in several times as fast without indexes; how these are made again."""
    found = database.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        database.execute(f"DROP INDEX main.{name}")
    return [sql for _, sql in found]


def _highest(database: sqlite3.Connection) -> tuple[int, dict[str, int]]:
    most = {
        name: database.execute(f"SELECT max(id) FROM filed.{name}").fetchone()[0]
        for name in ("requests", "ledger", "outbox", "events", "spent")
    }
    return most.pop("requests"), most


def _besides(every: int) -> Iterator[str]:
    """What is counted, and a tag for every fourth request."""
    counted = "SELECT owner, sum(status = 'open'), count(*) FROM requests GROUP BY owner"
    yield f"INSERT INTO loads (owner, still_open, given) {counted}"
    yield f"UPDATE counters SET next = {1001 + every}"
    yield (
        "INSERT INTO extras (request_id, seq, kind, value) SELECT id, 100, 'tag', "
        "'tag' || (id / 4 % 20) FROM requests WHERE id % 4 = 2"
    )
