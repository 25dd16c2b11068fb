"""Whoever only looks at the database waits for nobody and changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from mailtracker.errors import MailtrackerError, OldDatabase, Unreachable
from mailtracker.store import health
from mailtracker.store.database import Store, is_served, lock
from mailtracker.store.tables import counters
from tests.store.makers import NOW

AT_ONCE = 1.0
"""Seconds that a look may take beside a writer who keeps the pen for half a minute."""


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    yield opened
    opened.close()


@pytest.fixture
def path(store: Store, tmp_path: Path) -> Path:
    with store.write() as conn:
        health.beat(conn, "smtp", True, "", NOW)
    (found,) = (one for one in tmp_path.iterdir() if one.suffix == ".db")
    return found


def parts(store: Store) -> list[str]:
    with store.read() as conn:
        return [beat.part for beat in health.read(conn)]


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
@pytest.mark.parametrize("way", [Store.open_to_read, Store.open])
def test_a_foreign_writer_holds_up_nobody_who_looks(path: Path, begin: str, way) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(begin)
    other.execute("UPDATE health SET text = 'half written'")
    start = time.monotonic()
    looking = way(f"sqlite:///{path}")
    assert parts(looking) == ["smtp"]
    assert time.monotonic() - start < AT_ONCE
    looking.close()
    other.close()


def test_whoever_only_looks_cannot_write(path: Path) -> None:
    looking = Store.open_to_read(f"sqlite:///{path}")
    with pytest.raises(Unreachable), looking.write() as conn:
        conn.execute(insert(counters).values(prefix="X", next=1))
    looking.close()


def test_looking_leaves_the_file_as_it_is(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    before = path.read_bytes()
    looking = Store.open_to_read(f"sqlite:///{path}")
    assert parts(looking) == ["smtp"]
    looking.close()
    assert path.read_bytes() == before


def test_a_database_in_a_folder_that_takes_no_file_is_readable(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that is mounted read-only: a test that runs as root may write everywhere."""
    store.close()
    folder = tmp_path / "shelf"
    folder.mkdir()
    copy = Path(shutil.copy(path, folder))
    monkeypatch.setattr(os, "access", lambda where, mode: Path(where) != folder)
    looking = Store.open_to_read(f"sqlite:///{copy}")
    assert parts(looking) == ["smtp"]
    looking.close()
    assert [one.name for one in folder.iterdir()] == [copy.name]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may make files in every folder")
def test_what_sqlite_needs_beside_it_is_said(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", folder)
    folder.chmod(0o500)
    with pytest.raises(MailtrackerError, match="-shm beside it, or a folder in which"):
        Store.open_to_read(f"sqlite:///{folder / path.name}")


def test_an_old_or_missing_or_empty_database_is_refused_in_words(
    path: Path, tmp_path: Path
) -> None:
    with pytest.raises(MailtrackerError, match="no database at"):
        Store.open_to_read(f"sqlite:///{tmp_path}/none.db")
    (tmp_path / "empty").touch()
    with pytest.raises(MailtrackerError, match="is empty: `mailtracker run` fills it"):
        Store.open_to_read(f"sqlite:///{tmp_path}/empty")
    with sqlite3.connect(path) as old:
        old.execute("UPDATE alembic_version SET version_num = '0003'")
    with pytest.raises(OldDatabase, match="0003"):
        Store.open_to_read(f"sqlite:///{path}")


def test_asking_whether_a_daemon_is_alive_makes_no_file(path: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{path}"
    assert not is_served(url)
    assert not path.with_name(path.name + ".lock").exists()
    with lock(url):
        assert is_served(url)
    assert not is_served(url)
