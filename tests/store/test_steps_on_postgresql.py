"""The schema on PostgreSQL: its steps make what the code makes at once, and keep what is there."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from alembic import command
from sqlalchemy import text

from mailtracker.desk.request import State
from mailtracker.store import outbox, upgrade
from mailtracker.store.database import HEAD, Store, migrate, version
from mailtracker.store.pg.engine import PgSession, engine_of
from tests.servers.postgresql import PostgresServer
from tests.store.makers import opened, queue

BY_CATALOG = {
    "columns": "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
    " a.attidentity, a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid)"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'S')"
    " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
    " WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
    # from 18 on what is NOT NULL has a name there, after the column's first one
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequences": "SELECT sequencename, data_type::text, start_value, increment_by FROM"
    " pg_sequences WHERE schemaname = 'public'",
}


def made(url: str) -> dict[str, set[tuple[object, ...]]]:
    """All that there is, in the server's own words."""
    engine = engine_of(url, PgSession())
    with engine.connect() as conn:
        found = {
            name: {tuple(map(_sorted, row)) for row in conn.execute(text(asked))}
            for name, asked in BY_CATALOG.items()
        }
    engine.dispose()
    return found


def _sorted(value: object) -> object:
    """In what order a check lists what it allows does not matter."""
    allowed = re.search(r"ARRAY\[(.*?)\]", value) if isinstance(value, str) else None
    if allowed is None or not isinstance(value, str):
        return value
    return (value[: allowed.start()], *sorted(allowed[1].split(", ")), value[allowed.end() :])


def test_the_steps_make_exactly_what_the_code_makes(
    postgresql: PostgresServer, pg_url: str
) -> None:
    migrate(pg_url)
    with postgresql.database() as url:
        Store.open(url).close()
        by_steps, at_once = made(pg_url), made(url)
    assert min(map(len, by_steps.values())) > 0
    for name, found in by_steps.items():
        assert found ^ at_once[name] == set(), name


def test_a_database_of_the_step_before_keeps_its_rows_and_goes_on_counting(pg_url: str) -> None:
    engine = engine_of(pg_url, PgSession())
    with engine.begin() as conn:
        command.upgrade(upgrade.config(conn), "0014")
        conn.execute(
            text("INSERT INTO settings (key, value) VALUES ('key', :key)"), {"key": bytes(32)}
        )
        asked = opened(conn)
        sent = queue(conn, "a", asked)
    engine.dispose()
    assert version(pg_url) == "0014"
    assert [step[:4] for step in migrate(pg_url)] == [HEAD]
    assert migrate(pg_url) == []
    with closing(Store.open(pg_url, create=False)) as store, store.write() as conn:
        (row,) = outbox.rows(conn)
        assert (row.id, row.request_id, row.state) == (sent, asked, State.READY)
        assert store.key == bytes(32)
        assert (opened(conn), queue(conn, "b", asked)) == (asked + 1, sent + 1)


def test_a_step_that_fails_leaves_all_as_it_was(
    pg_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made(pg_url)
    monkeypatch.setattr(upgrade, "upgrade", _half)
    with pytest.raises(ZeroDivisionError):
        migrate(pg_url)
    assert made(pg_url) == before
    assert version(pg_url) is None


def _half(conn: object) -> None:
    command.upgrade(upgrade.config(conn), "0009")  # type: ignore[arg-type]
    raise ZeroDivisionError
