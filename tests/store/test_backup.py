"""A copy of a database is whole, private and never written over another file; what is restored
serves without what belonged to the life before.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailtracker.desk.request import State
from mailtracker.errors import AlreadyRunning, MailtrackerError, NewDatabase
from mailtracker.slot import Slot, slot_path
from mailtracker.store import health, outbox
from mailtracker.store.backup import back_up, restore
from mailtracker.store.database import Store, lock
from tests.cli.makers import wrote

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """With one part's word in it."""
    path = tmp_path / "house" / "mail.db"
    path.parent.mkdir()
    with closing(Store.open(url(path))) as store, store.write() as conn:
        health.beat(conn, "smtp", True, "before", NOW)
    return path


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def words(path: Path) -> list[str]:
    with closing(Store.open(url(path), create=False)) as store, store.read() as conn:
        return [beat.text for beat in health.read(conn)]


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0o000)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_copy_has_what_was_committed_last_and_is_one_private_file(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with closing(Store.open(url(database))) as store:  # as long as it is open, the log has it alone
        with store.write() as conn:
            health.beat(conn, "smtp", False, "just now", NOW)
        with store.write() as held:
            health.beat(held, "smtp", False, "not committed", NOW)
            done = back_up(url(database), copy)
    assert (done.file, done.bytes, done.requests) == (copy, copy.stat().st_size, 0)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "house"]
    assert copy.read_bytes()[18:20] == b"\x01\x01", "it wants no other files beside it"
    assert words(copy) == ["just now"]


@pytest.mark.parametrize("kind", ["file", "link", "folder missing"])
def test_nothing_is_written_over(database: Path, tmp_path: Path, kind: str) -> None:
    copy = tmp_path / "copy.db"
    match kind:
        case "file":
            copy.write_text("mine")
        case "link":
            copy.symlink_to(tmp_path / "elsewhere")
        case _:
            copy = tmp_path / "no" / "copy.db"
    with pytest.raises(MailtrackerError, match=r"exists: name another|no folder"):
        back_up(url(database), copy)
    assert not (tmp_path / "elsewhere").exists()
    assert kind != "file" or copy.read_text() == "mine"


def damaged(path: Path) -> None:
    """As a disk does it: pages in the middle are other ones."""
    data = bytearray(path.read_bytes())
    data[8192:40960] = b"\x55" * (40960 - 8192)
    path.write_bytes(data)


def test_a_damaged_database_makes_no_copy(database: Path, tmp_path: Path) -> None:
    damaged(database)
    with pytest.raises(MailtrackerError):
        back_up(url(database), tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["house"]


def test_a_missing_database_makes_no_copy(tmp_path: Path) -> None:
    with pytest.raises(MailtrackerError, match="no database"):
        back_up(url(tmp_path / "none.db"), tmp_path / "copy.db")


def test_a_restored_copy_serves_and_the_one_of_before_stays_whole(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    back_up(url(database), copy)
    with closing(Store.open(url(database))) as store, store.write() as conn:
        health.beat(conn, "smtp", True, "after", NOW)
    slot = Slot(slot_path(database, "smtp-0"))
    slot.write({"row": 7})
    slot.close()
    notes = database.with_name("mail.db.notes")
    notes.write_text("of an admin")
    done = restore(url(database), copy, NOW)
    assert words(database) == ["before"]
    assert done.aside is not None
    assert words(done.aside) == ["after"]
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    left = {path.name for path in database.parent.iterdir()}
    assert "mail.db.smtp-0" not in left
    assert "mail.db.notes" in left
    assert not {name for name in left if name.endswith((".part", ".restoring"))}


def test_a_damaged_database_is_replaced(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url(database), copy)
    damaged(database)
    database.with_name("mail.db-wal").write_bytes(b"stale" * 1000)
    restore(url(database), copy, NOW)
    assert words(database) == ["before"]


def test_a_log_that_somebody_still_reads_is_not_applied_to_the_copy(
    database: Path, tmp_path: Path
) -> None:
    """SQLite would apply it to whatever file has that name."""
    copy = tmp_path / "copy.db"
    back_up(url(database), copy)
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM health").fetchone()
        with closing(Store.open(url(database))) as store, store.write() as conn:
            health.beat(conn, "smtp", True, "after", NOW)
        done = restore(url(database), copy, NOW)
        assert words(database) == ["before"]
        assert done.aside is not None
        assert done.aside.with_name(f"{done.aside.name}-wal").stat().st_size
    assert words(done.aside) == ["after"]


def test_what_waited_to_be_sent_is_uncertain_after_a_restore(
    database: Path, tmp_path: Path
) -> None:
    with closing(Store.open(url(database))) as store, store.write() as conn:
        for name in ("eva", "kim"):
            wrote(conn, f"{name}@corp.example")  # claimed
        back = "UPDATE outbox SET was = state, state = 'ready', claimed_at = NULL WHERE id = 2"
        conn.exec_driver_sql(back)
        assert [row.state for row in outbox.rows(conn)] == [State.SENDING, State.READY]
    copy = tmp_path / "copy.db"
    back_up(url(database), copy)
    done = restore(url(database), copy, NOW)
    with closing(Store.open(url(database))) as store, store.read() as conn:
        found = [(row.state, row.settled_at) for row in outbox.rows(conn)]
    assert (done.doubtful, found) == (2, [(State.UNCERTAIN, NOW)] * 2)


def test_a_daemon_that_serves_keeps_its_database(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url(database), copy)
    with lock(url(database)), pytest.raises(AlreadyRunning):
        restore(url(database), copy, NOW)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("text", "not a database"),
        ("foreign", "no database of mailtracker's"),
        ("damaged", "damaged|malformed"),
        ("newer", "newer than this version"),
        ("missing", "there is no file"),
        ("itself", "is the database itself"),
    ],
)
def test_what_is_no_copy_changes_nothing(
    database: Path, tmp_path: Path, what: str, said: str
) -> None:
    copy = tmp_path / "copy.db"
    back_up(url(database), copy)
    kind: type[MailtrackerError] = MailtrackerError
    match what:
        case "text":
            copy.write_text("Dear diary" * 1000)
        case "foreign":
            copy.unlink()
            with closing(sqlite3.connect(copy)) as other:
                other.execute("CREATE TABLE songs (title TEXT)")
        case "damaged":
            damaged(copy)
        case "newer":
            kind = NewDatabase
            with closing(sqlite3.connect(copy, isolation_level=None)) as other:
                other.execute("UPDATE alembic_version SET version_num = '9999'")
        case "missing":
            copy.unlink()
        case _:
            copy = database
    before = {path.name for path in database.parent.iterdir()}
    with pytest.raises(kind, match=said):
        restore(url(database), copy, NOW)
    assert words(database) == ["before"]
    assert {path.name for path in database.parent.iterdir()} - before <= {"mail.db.lock"}
