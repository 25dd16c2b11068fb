"""What was deleted is in none of the database's files, whoever reads and writes beside."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, make_url

from mailtracker.store import rewritten
from mailtracker.store.database import Store, rewrite
from mailtracker.store.pg import rewriting
from mailtracker.store.tables import settings, turns
from tests.searching import search
from tests.servers.postgresql import PostgresServer

WORD = "marmalade-sandwich"


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'mail.db'}"


def deleted(store: Store) -> None:
    """A row that is there no more, and lies in the file all the same."""
    with store.write() as conn:
        conn.exec_driver_sql("PRAGMA secure_delete = OFF")  # some systems have it on
        value = WORD.encode() * 2000
        conn.execute(insert(settings), [{"key": f"gone{n}", "value": value} for n in range(20)])
    with store.write() as conn:
        conn.exec_driver_sql("PRAGMA secure_delete = OFF")
        conn.execute(delete(settings).where(settings.c.key.like("gone%")))


def test_a_daemon_that_goes_on_reads_and_writes_as_before(tmp_path: Path) -> None:
    with closing(Store.open(url_of(tmp_path))) as store:
        deleted(store)
        assert {"mail.db-wal"} <= search(tmp_path, [WORD]).keys()
        assert rewrite(url_of(tmp_path)).whole
        assert search(tmp_path, [WORD]) == {}
        with store.write() as conn:
            conn.execute(insert(settings).values(key="new", value=b"after"))
        with store.read() as conn:
            assert len(conn.execute(settings.select()).all()) == 2


def test_who_reads_what_was_before_keeps_it_and_that_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(rewritten, "BUSY_MS", 100)
    with closing(Store.open(url_of(tmp_path))) as store:
        deleted(store)
        with closing(sqlite3.connect(tmp_path / "mail.db", isolation_level=None)) as late:
            late.execute("BEGIN")
            late.execute("SELECT count(*) FROM settings").fetchone()
            assert not rewrite(url_of(tmp_path)).whole
            late.execute("COMMIT")
        assert rewrite(url_of(tmp_path)).whole
        assert search(tmp_path, [WORD]) == {}


def test_it_waits_for_who_writes(tmp_path: Path) -> None:
    with closing(Store.open(url_of(tmp_path))) as store:
        deleted(store)
        done: list[bool] = []
        with store.write() as conn:
            conn.execute(insert(settings).values(key="new", value=b"after"))
            other = threading.Thread(target=lambda: done.append(rewrite(url_of(tmp_path)).whole))
            other.start()
            other.join(0.3)
            assert done == []
        other.join(20)
        assert done == [True]


def test_databases_of_before_a_restore_are_named(tmp_path: Path) -> None:
    Store.open(url_of(tmp_path)).close()
    aside = tmp_path / "mail.db.before-restore-20261129T100000Z"
    aside.write_bytes(b"")
    assert rewrite(url_of(tmp_path)).aside == (aside,)
    assert rewrite("sqlite://").whole


def on_the_disk(server: PostgresServer, url: str) -> bool:
    """In a table's file: the server's log has whatever was written, until it comes round."""
    server.execute("CHECKPOINT")
    (oid,) = server.execute(
        "SELECT oid FROM pg_database WHERE datname = %s", make_url(url).database
    )[0]
    return search(server.data / "base" / str(oid), [WORD]) != {}


def test_on_postgresql_no_table_has_it_still(
    postgresql: PostgresServer, pg_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store.open(pg_url)) as store:
        gone = [{"team": WORD, "person": f"{WORD} {n}"} for n in range(20)]
        with store.write() as conn:
            conn.execute(insert(turns), [{**row, "team": row["person"]} for row in gone])
        with store.write() as conn:
            conn.execute(delete(turns))
        assert on_the_disk(postgresql, pg_url)
        monkeypatch.setattr(rewriting, "WAIT", "50ms")
        monkeypatch.setattr(rewriting, "PAUSE", 0.01)
        with store.read() as late:
            late.execute(settings.select()).all()
            assert not rewrite(pg_url).whole
        assert rewrite(pg_url).whole
        assert not on_the_disk(postgresql, pg_url)
