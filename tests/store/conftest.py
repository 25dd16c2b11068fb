"""What the store's tests share: a database of each engine with its tables and nothing in them, and
a transaction on it.

A file is copied for each test. On PostgreSQL a copy would cost ten times what a test does: there is
one database, and what a test leaves in it is cleared away behind it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event

from mailtracker.errors import Unreachable
from mailtracker.store.database import Store
from mailtracker.store.tables import metadata
from tests.servers.postgresql import PostgresServer

KEPT = ("settings",)
CHILDREN_FIRST = [t.name for t in reversed(metadata.sorted_tables) if t.name not in KEPT]

LARGE = 512 * 1024
"""Bytes of a table that is emptied as a whole: else what was deleted slows every scan after it."""

CLEAR = f"""DO $$ DECLARE one regclass; BEGIN
    FOREACH one IN ARRAY '{{{", ".join(CHILDREN_FIRST)}}}'::regclass[] LOOP
        IF pg_table_size(one) > {LARGE} THEN EXECUTE format('TRUNCATE %s CASCADE', one);
        ELSE EXECUTE format('DELETE FROM %s', one); END IF;
    END LOOP;
END $$"""
COUNT_ANEW = """SELECT setval(format('%I', sequencename), 1, false) FROM pg_sequences
    WHERE last_value IS NOT NULL"""


@dataclass
class Shared:
    """A database that all tests use in turn. `used`: rows of a test may have been committed."""

    url: str
    store: Store
    behind: psycopg.Connection[Any]
    used: bool = False

    def committed(self, *_: object) -> None:
        self.used = True

    def clear(self) -> None:
        if self.used:
            self.behind.execute(CLEAR)
        self.behind.execute(COUNT_ANEW)
        self.used = False


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once and copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "mail.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def shared(postgresql: PostgresServer) -> Iterator[Shared]:
    with (
        postgresql.database() as url,
        closing(Store.open(url)) as store,
        # whoever left a transaction open is told of, not waited for
        psycopg.connect(
            url.replace("+psycopg", ""), autocommit=True, options="-c lock_timeout=10s"
        ) as behind,
    ):
        shared = Shared(url, store, behind)
        event.listen(store._writer, "commit", shared.committed)
        yield shared


@pytest.fixture
def file_store(tmp_path: Path, empty: Path) -> Iterator[Store]:
    """Of SQLite alone: where its files or its plans are what a test is about."""
    with closing(Store.open(f"sqlite:///{shutil.copy(empty, tmp_path)}")) as store:
        yield store


@pytest.fixture
def file_conn(file_store: Store) -> Iterator[Connection]:
    with file_store.write() as conn:
        yield conn


@pytest.fixture
def server_store(shared: Shared) -> Iterator[Store]:
    """Of PostgreSQL alone. A test before may have ended the server, and with it all sessions."""
    for begun in (shared.store.read, shared.store.write):
        with suppress(Unreachable), begun() as conn:
            conn.exec_driver_sql("SELECT 1")
    yield shared.store
    shared.clear()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Of each engine."""
    name = "file_store" if request.param == "sqlite" else "server_store"
    store: Store = request.getfixturevalue(name)
    return store


class Undone(Exception):
    """A test has seen what it wanted: nothing of it is kept."""


@pytest.fixture
def store_url(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> str:
    """By which another process opens it."""
    if request.node.callspec.params["store"] == "sqlite":
        return f"sqlite:///{tmp_path / 'mail.db'}"
    shared: Shared = request.getfixturevalue("shared")
    shared.used = True
    return shared.url


@pytest.fixture
def conn(store: Store) -> Iterator[Connection]:
    with suppress(Undone), store.write() as conn:
        yield conn
        raise Undone
