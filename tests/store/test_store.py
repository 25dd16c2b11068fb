"""The database file: opened, refused, locked, shared by processes, killed in the middle."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import IntegrityError, StatementError

from mailtracker.errors import AlreadyRunning, MailtrackerError, Unreachable
from mailtracker.store import health, keep, statistics
from mailtracker.store.database import Store, lock
from mailtracker.store.tables import events, mailboxes

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'mail.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


def child(code: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def tell(store: Store, text: str) -> None:
    with store.write() as conn:
        conn.execute(insert(events).values(at=NOON, kind="note", text=text))


def told(store: Store) -> list[str]:
    with store.read() as conn:
        return list(conn.scalars(select(events.c.text).order_by(events.c.id)))


def test_a_committed_write_is_there_after_the_store_is_opened_again(url: str) -> None:
    first = Store.open(url)
    tell(first, "kept")
    key = first.key
    first.close()
    second = Store.open(url)
    assert told(second) == ["kept"]
    assert second.key == key
    assert len(key) == 32
    second.close()


def test_two_databases_never_share_a_key(tmp_path: Path) -> None:
    one, other = (Store.open(f"sqlite:///{tmp_path / name}") for name in ("one.db", "other.db"))
    assert one.key != other.key
    one.close()
    other.close()


def test_an_error_inside_a_transaction_leaves_nothing(store: Store) -> None:
    def half(text: str) -> None:
        with store.write() as conn:
            conn.execute(insert(events).values(at=NOON, kind="note", text=text))
            raise KeyError

    with pytest.raises(KeyError):
        half("half")
    assert told(store) == []


def test_one_bad_mail_of_a_group_can_be_undone_alone(store: Store) -> None:
    with store.write() as conn:
        conn.execute(insert(events).values(at=NOON, kind="note", text="good"))
        undo = conn.begin_nested()
        conn.execute(insert(events).values(at=NOON, kind="note", text="bad"))
        undo.rollback()
    assert told(store) == ["good"]


def test_power_loss_cannot_take_a_commit_back(store: Store) -> None:
    with store.write() as conn:
        pragmas = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous")
        }
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert conn.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}


def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with pytest.raises(Unreachable, match="readonly"), store.read() as conn:
        conn.execute(insert(events).values(at=NOON, kind="note", text="sneaked in"))
    assert told(store) == []


def test_a_reader_sees_one_state_however_much_is_written_meanwhile(store: Store) -> None:
    with store.read() as conn:
        before = conn.scalars(select(events.c.text)).all()
        tell(store, "later")
        assert conn.scalars(select(events.c.text)).all() == before
    assert told(store) == ["later"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        MailtrackerError, match=r"the folder .*/nowhere of the database does not exist"
    ):
        Store.open(f"sqlite:///{tmp_path}/nowhere/mail.db")
    assert list(tmp_path.iterdir()) == []


def test_a_command_on_no_database_says_so_and_makes_none(url: str, tmp_path: Path) -> None:
    with pytest.raises(MailtrackerError, match="no database at"):
        Store.open(url, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_in_one_line(url: str, tmp_path: Path) -> None:
    (tmp_path / "mail.db").write_bytes(b"Dear diary, " * 500)
    with pytest.raises(MailtrackerError, match="file is not a database"):
        Store.open(url)


def test_somebody_elses_database_is_refused_and_left_alone(url: str, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "mail.db")
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(MailtrackerError, match="none of mailtracker's"):
        Store.open(url)
    after = sqlite3.connect(tmp_path / "mail.db")
    assert [row[0] for row in after.execute("SELECT name FROM sqlite_master")] == ["recipes"]
    after.close()


@pytest.mark.parametrize("url", ["mail.db", "mysql://x/y"])
def test_a_url_that_this_version_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(MailtrackerError, match="sqlite:///"):
        Store.open(url)


def test_nobody_else_on_the_machine_can_read_the_mail(store: Store, tmp_path: Path) -> None:
    tell(store, "private")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"mail.db": 0o600, "mail.db-wal": 0o600, "mail.db-shm": 0o600}


def test_a_statement_is_compiled_once_for_all_databases(tmp_path: Path) -> None:
    asked = select(events.c.text.label(tmp_path.name))  # as nothing else in this process asks it
    hits = []
    for _ in range(2):
        with Store.in_memory().read() as conn:
            hits.append(conn.execute(asked).context.cache_hit)
        opened = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
        for transaction in (opened.write, opened.read):
            with transaction() as conn:
                hits.append(conn.execute(asked).context.cache_hit)
        opened.close()
    assert hits == [CacheStats.CACHE_MISS] + 5 * [CacheStats.CACHE_HIT]


def test_an_ordinary_start_does_not_pay_for_alembic(url: str) -> None:
    Store.open(url).close()
    code = (
        "import sys; from mailtracker.store.database import Store; Store.open(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, url], check=False).returncode == 0


def test_a_second_daemon_is_told_who_has_the_database(url: str) -> None:
    code = (
        "import sys; from mailtracker.store.database import lock\n"
        "with lock(sys.argv[1]): print('locked', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "locked\n"
    with pytest.raises(AlreadyRunning, match=f"in use by process {holder.pid}"), lock(url):
        pass
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    with lock(url):
        pass


def test_a_database_in_memory_needs_no_lock() -> None:
    with lock("sqlite://"), lock("sqlite://"):
        pass


def test_a_copy_to_try_things_on_changes_nothing(store: Store, tmp_path: Path) -> None:
    with store.write() as conn:
        sha256 = keep.keep(conn, b"a mail" * 100_000, NOON)
    before = set(os.listdir(tmp_path))
    copy = store.copy_in_memory()
    with copy.write() as conn:
        assert keep.load(conn, sha256) == b"a mail" * 100_000
        conn.execute(insert(events).values(at=NOON, kind="note", text="tried"))
    assert copy.key == store.key
    assert told(copy) == ["tried"]
    assert told(store) == []
    assert set(os.listdir(tmp_path)) == before
    copy.close()


def test_two_stores_in_memory_know_nothing_of_each_other() -> None:
    one, other = Store.in_memory(), Store.open("sqlite://")
    tell(one, "mine")
    assert told(other) == []
    one.close()
    other.close()


KILLED = """
import os, signal, sys
from mailtracker.store.database import Store
from mailtracker.store.tables import events
from sqlalchemy import insert
from datetime import UTC, datetime
store = Store.open(sys.argv[1])
def tell(conn, text):
    conn.execute(insert(events).values(at=datetime(2026, 3, 2, tzinfo=UTC), kind="note", text=text))
with store.write() as conn:
    tell(conn, "committed")
if sys.argv[2] == "between":
    os.kill(os.getpid(), signal.SIGKILL)
with store.write() as conn:
    for number in range(2000):
        tell(conn, "x" * 1000)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("point", ["between", "inside"])
def test_a_kill_keeps_what_was_committed_and_nothing_else(url: str, point: str) -> None:
    victim = child(KILLED, url, point)
    _, said = victim.communicate()
    assert victim.returncode == -signal.SIGKILL, said
    store = Store.open(url)
    assert told(store) == ["committed"]
    with store.read() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    store.close()


WRITER = """
import sys
from mailtracker.store.database import Store
from mailtracker.store.tables import counters
from sqlalchemy import insert, select, update
store = Store.open(sys.argv[1])
for _ in range(50):
    with store.write() as conn:
        number = conn.scalar(select(counters.c.next).where(counters.c.prefix == "IT"))
        if number is None:
            conn.execute(insert(counters).values(prefix="IT", next=1))
        else:
            conn.execute(update(counters).values(next=number + 1))
store.close()
"""


def test_chatmail_core_4063_four_processes_that_read_and_write_at_once_never_meet_a_lock_error(
    url: str,
) -> None:
    """Transactions that read first and wrote later met a locked database at once, however long they
    were to wait. Here every one that writes takes the lock when it begins (I2).
    """
    from mailtracker.store.tables import counters

    writers = [child(WRITER, url) for _ in range(4)]
    for writer in writers:
        _, said = writer.communicate()
        assert writer.returncode == 0, said
    store = Store.open(url)
    with store.read() as conn:
        assert conn.scalar(select(counters.c.next)) == 200
    store.close()


@pytest.mark.parametrize(
    "given",
    [
        NOON,
        NOON.astimezone(timezone(timedelta(hours=5, minutes=45))),
        NOON.astimezone(timezone(-timedelta(hours=11))),
    ],
)
def test_an_instant_comes_back_aware_in_utc_to_the_microsecond(
    store: Store, given: datetime
) -> None:
    with store.write() as conn:
        conn.execute(insert(events).values(at=given, kind="note", text=""))
        back = conn.scalar(select(events.c.at))
        assert back == NOON
        assert back.tzinfo is UTC
        assert (
            conn.exec_driver_sql("SELECT at FROM events").scalar() == "2026-03-02 12:00:00.123456"
        )


def test_a_naive_instant_is_refused(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="naive instant"), store.write() as conn:
        conn.execute(insert(events).values(at=naive, kind="note", text=""))


@pytest.mark.parametrize(
    ("hostile", "stored"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\ud83db", "a\ufffdb"),
        ("\udcff\udc80", "\ufffd\ufffd"),
        ("😀 Grüße\t\n", "😀 Grüße\t\n"),
    ],
)
def test_text_that_no_database_can_hold_is_cleaned_at_the_gate(
    store: Store, hostile: str, stored: str
) -> None:
    tell(store, hostile)
    assert told(store) == [stored]
    with store.read() as conn:
        assert conn.scalar(select(events.c.id).where(events.c.text == hostile)) == 1


def test_a_row_about_a_request_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as conn:
        conn.execute(insert(events).values(request_id=7, at=NOON, kind="note", text=""))


def test_a_mailbox_is_begun_once(store: Store) -> None:
    row = {
        "name": "it",
        "uidvalidity": 4_294_967_295,
        "first_uid": 1,
        "started_at": NOON,
        "left_older": 0,
    }
    with store.write() as conn:
        conn.execute(insert(mailboxes).values(row))
    with pytest.raises(IntegrityError), store.write() as conn:
        conn.execute(insert(mailboxes).values(row))


def test_health_tells_since_when_a_part_is_as_it_is(store: Store) -> None:
    later = [NOON + timedelta(minutes=minutes) for minutes in range(4)]
    with store.write() as conn:
        health.beat(conn, "imap it", True, "idle", later[0])
        health.beat(conn, "imap it", True, "idle", later[1])
        assert [(b.since, b.seen_at) for b in health.read(conn)] == [(later[0], later[1])]
        health.beat(conn, "imap it", False, "wrong password", later[2])
        health.beat(conn, "imap it", False, "wrong password", later[3])
        health.beat(conn, "smtp", True, "", later[3])
        assert health.read(conn) == [
            health.Beat("imap it", False, "wrong password", later[2], later[3]),
            health.Beat("smtp", True, "", later[3], later[3]),
        ]


def test_status_of_an_empty_store_counts_nothing(store: Store) -> None:
    with store.read() as conn:
        assert statistics.counts(conn, NOON) == statistics.Counts()
