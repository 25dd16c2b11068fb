"""No statement that runs for a mail, a deadline, a delivery, a look or a list reads a whole table:
what it costs does not grow with what has come so far.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Insert, event, update
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter

import mailtracker.store
from benchmarks.scale import COMMANDS, CONFIG
from benchmarks.writer import NOBODY, Desk, mail
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.watch import Watch
from mailtracker.reader import InProcessReader
from mailtracker.store import jumps, keep, recovery, refusals, sending, tables, unproven
from mailtracker.store.database import file_of
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import deadlines
from tests.stories.company import config_for
from tests.stories.site import ask

SMALL = {
    *("loads", "turns", "settings", "mailboxes", "health", "counters", "digest_lines", "in_hand"),
    *("feeds", "posts", "expectations", "ticks", "daily_digests", "thanks"),
}
"""Tables of a row for each person, team, mailbox, part, calendar, expectation, or of what waits."""

PARTIAL = {
    "ix_outbox_ready",
    "ix_outbox_claimed",
    "ix_outbox_refused",
    "ix_requests_held_since",
    "ix_absences_last_day",
    "ix_absences_to_hand",
}
"""Indexes of what just waits."""

Ran = dict[str, Any]
"""Statements, each with parameters that it ran with."""


def whole_tables(database: sqlite3.Connection, sql: str, given: Any = ()) -> list[str]:
    """The steps of a statement that read every row of what grows."""
    steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
    return [step for step in steps if _is_whole(step)]


def _is_whole(step: str) -> bool:
    found = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$", step)
    if found is None or found[1] not in tables.metadata.tables:
        return False
    return found[1] not in SMALL and found[2] not in PARTIAL


@contextmanager
def noted() -> Iterator[Ran]:
    """What any connection runs meanwhile."""
    ran: Ran = {}

    def note(_c: object, _cursor: object, sql: str, given: Any, _x: object, many: bool) -> None:
        ran.setdefault(sql, given[0] if many else given)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    config = config_for(tmp_path_factory.mktemp("plans"), NOBODY, 1)
    with open_runtime(config, reader=InProcessReader) as runtime:
        yield runtime


@pytest.fixture(scope="module")
def database(runtime: Runtime) -> Iterator[sqlite3.Connection]:
    path = file_of(runtime.config.store.url)
    assert path is not None
    database = sqlite3.connect(path)
    yield database
    database.close()


def prepared() -> Iterator[tuple[str, Prepared]]:
    for module in pkgutil.iter_modules(mailtracker.store.__path__):
        names = vars(importlib.import_module(f"mailtracker.store.{module.name}"))
        for name, value in names.items():
            if isinstance(value, Prepared) and not isinstance(value._statement, Insert):
                yield f"{module.name}.{name}", value


STATEMENTS = dict(prepared())


@pytest.mark.parametrize("length", [1, 300])
@pytest.mark.parametrize("name", STATEMENTS)
def test_no_prepared_statement_reads_a_whole_table(
    runtime: Runtime, database: sqlite3.Connection, name: str, length: int
) -> None:
    statement: Any = STATEMENTS[name]._statement
    binds = [one for one in visitors.iterate(statement) if isinstance(one, BindParameter)]
    given = {one.key: [None] * length if one.expanding else None for one in binds if one.required}
    with runtime.store.read() as conn:
        sql, values = STATEMENTS[name]._of(conn, given)._bound(given)
    assert whole_tables(database, sql, values) == []
    assert half_looked_for(database, sql, values) == []


def half_looked_for(database: sqlite3.Connection, sql: str, given: Any) -> list[str]:
    """Of purses that are asked for, all rows of their budget."""
    steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
    return [step for step in steps if step.startswith("SEARCH spent") and "key=?" not in step]


def worked(runtime: Runtime, replies: list[bytes]) -> None:
    """All that goes on in a day."""
    desk, watch, now = Desk(runtime, uid=8), Watch(runtime), runtime.clock.now()
    for raws in (replies, [mail(number) for number in range(10, 18)], [mail(19)], replies[:1]):
        desk.file(desk.read(raws))
        desk.send()
    watch.all_that_is_due()
    runtime.write(lambda conn: sending.claim_all(conn, runtime.clock.now(), 4))
    runtime.write(lambda conn: recovery.recover(conn, recovery.Left(False), now))
    runtime.write(lambda conn: unproven.doubts(conn, now + timedelta(days=1)))
    runtime.write(lambda conn: keep.purge(conn, now + timedelta(days=200)))
    runtime.write(refusals.tidy)
    runtime.write(lambda conn: jumps.bring_back(conn, now, timedelta(minutes=-9)))


def test_what_runs_for_mails_and_deadlines_reads_no_whole_table(
    runtime: Runtime, database: sqlite3.Connection
) -> None:
    desk = Desk(runtime)
    desk.file(desk.read([mail(number) for number in range(8)]))
    desk.send()
    replies = desk.replies(8)
    now = runtime.clock.now()
    runtime.write(lambda conn: conn.execute(update(deadlines).values(due_at=now)))
    with noted() as ran:
        worked(runtime, replies)
    assert len(ran) > 60
    whole = {sql: steps for sql, given in ran.items() if (steps := plan_of(database, sql, given))}
    assert not whole, "\n".join(f"{steps} {sql}" for sql, steps in whole.items())


def plan_of(database: sqlite3.Connection, sql: str, given: Any) -> list[str]:
    """The first of all in the order of their ids are few. How many all are, SQLite knows by the
    pages of an index: 40 ms for three millions.
    """
    if sql.startswith(("BEGIN", "PRAGMA")) or ("WHERE" not in sql and "LIMIT" in sql):
        return []
    steps = whole_tables(database, sql, given)
    if "WHERE" not in sql and sql.startswith("SELECT count(*)"):
        return [step for step in steps if "COVERING INDEX" not in step]
    return steps


@pytest.mark.parametrize("words", COMMANDS)
def test_what_a_command_asks_reads_no_whole_table(
    runtime: Runtime, database: sqlite3.Connection, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = runtime.config.path.parent
    (folder / "config.toml").write_text(CONFIG)
    (folder / "secret").write_text("secret")
    (folder / "secret").chmod(0o600)
    monkeypatch.chdir(folder)
    with noted() as ran:
        said = ask(*words.split())
    assert ran, said.stderr
    whole = {sql: steps for sql, given in ran.items() if (steps := plan_of(database, sql, given))}
    assert not whole, "\n".join(f"{steps} {sql}" for sql, steps in whole.items())
