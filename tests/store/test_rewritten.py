"""What was deleted is in none of the database's files, whoever reads and writes beside."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from sqlalchemy import delete, insert

from mailtracker.store import rewritten
from mailtracker.store.database import Store
from mailtracker.store.rewritten import rewrite
from mailtracker.store.tables import settings
from tests.searching import search

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
