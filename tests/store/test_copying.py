"""All of a database goes to another engine and back, and nothing of it is another one then."""

from __future__ import annotations

import gc
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, delete, func, insert, select, text, update

from mailtracker.errors import AlreadyRunning, MailtrackerError, NewDatabase, OldDatabase
from mailtracker.store import copying
from mailtracker.store.backup import back_up, restore
from mailtracker.store.copying import CopiedTable, CopyEnd
from mailtracker.store.database import Store, lock, version
from mailtracker.store.leases import LEASE
from mailtracker.store.moving import move
from mailtracker.store.sqlite import unknown_to_others
from mailtracker.store.tables import events, metadata, outbox, requests
from tests.servers.postgresql import PostgresServer, name_in
from tests.store.every_table import fill

NOW = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with rows in every table."""
    path = tmp_path_factory.mktemp("full") / "mail.db"
    with closing(Store.open(url(path))) as store, store.write() as conn:
        fill(conn)
    return path


@pytest.fixture(scope="module")
def full_server(full: Path, postgresql: PostgresServer) -> Iterator[str]:
    """The same on a server, which nobody changes."""
    with postgresql.database() as there:
        move(url(full), there, lambda _: None)
        yield there


@pytest.fixture
def own_server(full_server: str, postgresql: PostgresServer) -> Iterator[str]:
    """One of a test's own."""
    with postgresql.database(like=name_in(full_server)) as there:
        yield there


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def refused(source: str, target: str) -> str:
    with pytest.raises(MailtrackerError) as raised:
        move(source, target, lambda _: None)
    return str(raised.value)


def stored(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """As SQLite has them, whatever we make of it."""
    with closing(sqlite3.connect(path)) as conn:
        listed = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {name: conn.execute(f"SELECT * FROM {name}").fetchall() for (name,) in listed}
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def differing(one: Path, other: Path) -> list[str]:
    before, after = stored(one), stored(other)
    assert before.keys() == after.keys()
    return [name for name, rows in before.items() if after[name] != rows]


def is_empty(where: str) -> bool:
    """No table is there at all."""
    return version(where) is None


# -- whole -----------------------------------------------------------------------------


def test_every_table_goes_to_a_server_and_back_to_the_byte(
    full: Path, pg_url: str, tmp_path: Path
) -> None:
    there: list[CopiedTable] = []
    back: list[CopiedTable] = []
    move(url(full), pg_url, there.append)
    move(pg_url, url(tmp_path / "back.db"), back.append)
    assert there == back
    assert {table.name for table in there} == set(metadata.tables)
    assert [table.name for table in there if not table.rows] == [], "say in every_table.py"
    assert differing(full, tmp_path / "back.db") == []
    assert stat.S_IMODE((tmp_path / "back.db").stat().st_mode) == 0o600


def test_a_copy_in_memory_and_a_backup_of_a_server_are_the_same(
    full: Path, full_server: str, tmp_path: Path
) -> None:
    done = back_up(full_server, tmp_path / "backup.db")
    assert differing(full, tmp_path / "backup.db") == []
    assert stat.S_IMODE(done.file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["backup.db"], "one file alone"
    with closing(Store.open_to_read(full_server)) as real:
        copy, key = real.copy_in_memory(), real.key
    assert copy.key == key
    with unknown_to_others(tmp_path / "scratch.db") as conn, copy.read() as memory:
        copying.fill(CopyEnd(memory, "the copy"), CopyEnd(conn, "a file"))
    with copy.write() as conn:
        assert conn.execute(delete(events)).rowcount == 12  # it is to try things on
    copy.close()
    assert differing(full, tmp_path / "scratch.db") == []


def test_rows_are_numbered_on(own_server: str) -> None:
    with closing(Store.open(own_server, create=False)) as store, store.write() as conn:
        numbered = [table for table in metadata.sorted_tables if table.c.get("id") is not None]
        for table in numbered:
            row = dict(conn.execute(select(table).limit(1)).mappings().one())
            last = conn.scalar(select(func.max(table.c.id)))
            unique: dict[str, object] = {
                "reference": "new",
                "row_key": "new",
                "message_id": "new",
                "key": "new",
            }
            unique |= {"token": None, "bounce": None, "uid": 77}
            new = {name: unique.get(name, value) for name, value in row.items() if name != "id"}
            added = conn.execute(insert(table).values(**new).returning(table.c.id)).scalar_one()
            assert (table.name, added) == (table.name, (last or 0) + 1)
    assert len(numbered) > 8


def test_what_is_written_meanwhile_is_in_no_part_of_it(own_server: str) -> None:
    """The table of events comes after that of requests."""
    with (
        closing(Store.open(own_server)) as store,
        closing(Store.in_memory()) as copy,
        store.read() as view,
        copy.write() as target,
    ):
        assert view.scalar(select(func.count()).select_from(requests))  # the view begins
        with store.write() as conn:
            conn.execute(update(requests).values(subject="later"))
            conn.execute(delete(events))
        copying.fill(CopyEnd(view, "view"), CopyEnd(target, "copy"))
        assert target.scalar(select(func.count()).select_from(events)) == 12
        assert "later" not in target.scalars(select(requests.c.subject)).all()


def test_what_was_stored_past_us_becomes_what_any_database_holds(tmp_path: Path) -> None:
    one, other = url(tmp_path / "mail.db"), url(tmp_path / "other.db")
    with closing(Store.open(one)) as store, store.write() as conn:
        row = "INSERT INTO counters (prefix, next) VALUES ('I' || char(0) || 'T', 7)"
        conn.execute(text(row))
    move(one, other, lambda _: None)
    with closing(Store.open_to_read(other)) as store, store.read() as conn:
        assert conn.execute(text("SELECT prefix, next FROM counters")).all() == [("I\ufffdT", 7)]


# -- or not at all ------------------------------------------------------------------------


def test_a_connection_that_breaks_leaves_an_empty_database(
    full: Path, pg_url: str, postgresql: PostgresServer
) -> None:
    said = f"cannot write table .* of database {name_in(pg_url)} on .*{postgresql.port}: "
    with pytest.raises(MailtrackerError, match=said):
        move(url(full), pg_url, after("chunks", postgresql))
    assert is_empty(pg_url)
    move(url(full), pg_url, lambda _: None)


def after(name: str, server: PostgresServer) -> Callable[[CopiedTable], None]:
    """All its sessions end when that table is there."""

    def tell(table: CopiedTable) -> None:
        if table.name == name:
            assert server.kill_sessions("mailtracker")

    return tell


# What SQLAlchemy leaves open on a connection that is lost the driver complains of.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_source_that_breaks_leaves_an_empty_file(
    full_server: str, tmp_path: Path, postgresql: PostgresServer
) -> None:
    back = url(tmp_path / "back.db")
    with pytest.raises(MailtrackerError, match=r"cannot read table .* of database .*: "):
        move(full_server, back, after("kept", postgresql))
    gc.collect()
    assert is_empty(back)


_CHANGES = {
    "sqlite": "CREATE TRIGGER t AFTER INSERT ON events WHEN new.id = 3"
    " BEGIN UPDATE events SET text = text || ' ' WHERE id = 3; END",
    "loses": "CREATE TRIGGER t AFTER INSERT ON events WHEN new.id = 3"
    " BEGIN DELETE FROM events WHERE id = 3; END",
    "postgresql": "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN new.at := new.at +"
    " interval '1 microsecond'; RETURN new; END $$ LANGUAGE plpgsql;"
    " CREATE TRIGGER t BEFORE INSERT ON events FOR EACH ROW WHEN (new.id = 3) EXECUTE FUNCTION f()",
}


@pytest.mark.parametrize("how", _CHANGES)
def test_a_row_that_is_another_one_there_undoes_everything(
    request: pytest.FixtureRequest, full: Path, tmp_path: Path, how: str
) -> None:
    """What the target makes of a row by itself stands for whatever may go wrong on the way."""
    there = url(tmp_path / "there.db")
    if how == "postgresql":
        there = request.getfixturevalue("pg_url")
    with closing(Store.open(there)) as store, store.write() as conn:
        conn.exec_driver_sql(_CHANGES[how])
        key = store.key
    lost = "12 rows in .*, 11 in" if how == "loses" else "12 rows in .*, 12 in"
    with pytest.raises(MailtrackerError, match=f"table events is not the same in both: {lost}"):
        move(url(full), there, lambda _: None)
    with closing(Store.open(there)) as store, store.read() as conn:
        assert conn.scalar(select(func.count()).select_from(requests)) == 0
        assert store.key == key


def test_only_an_empty_database_is_filled(full: Path, database_url: str) -> None:
    Store.open(database_url).close()  # its own key is no mail of anybody's
    move(url(full), database_url, lambda _: None)
    assert "is not empty (table " in refused(url(full), database_url)
    with closing(Store.open(database_url)) as store, store.write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(OldDatabase, match="is at step 0001, this version needs"):
        move(url(full), database_url, lambda _: None)
    with pytest.raises(OldDatabase):
        move(database_url, url(full), lambda _: None)


def test_a_foreign_database_is_not_filled(full: Path, database_url: str, tmp_path: Path) -> None:
    engine = create_engine(database_url)
    with engine.begin() as conn:
        conn.exec_driver_sql("CREATE TABLE songs (title TEXT)")
    engine.dispose()
    assert "none of mailtracker's" in refused(url(full), database_url)
    assert "none of mailtracker's" in refused(database_url, url(tmp_path / "other.db"))


def test_what_a_daemon_serves_is_not_copied(full: Path, tmp_path: Path) -> None:
    other = url(tmp_path / "other.db")
    Store.open(other).close()
    for source, target in ((url(full), other), (other, url(tmp_path / "third.db"))):
        with lock(other), pytest.raises(AlreadyRunning, match=r"other\.db.*stop it first"):
            move(source, target, lambda _: None)
    assert not (tmp_path / "third.db").exists()


def test_what_a_daemon_serves_on_a_server_is_not_copied(
    own_server: str, pg_url: str, tmp_path: Path
) -> None:
    """By what it holds while it lives."""
    new = url(tmp_path / "new.db")
    with psycopg.connect(pg_url.replace("+psycopg", "")) as session:
        session.execute("SELECT pg_advisory_lock(%s, 7)", [LEASE])
        for source, target in ((own_server, pg_url), (pg_url, new)):
            with pytest.raises(AlreadyRunning, match=f"serves database {name_in(pg_url)} on"):
                move(source, target, lambda _: None)
    assert not (tmp_path / "new.db").exists()


def test_a_database_is_not_copied_to_itself(full: Path, full_server: str) -> None:
    assert "cannot be copied to itself" in refused(url(full), url(full))
    assert "is not empty" in refused(full_server, full_server)


# -- restore on a server --------------------------------------------------------------------


def test_a_backup_fills_an_empty_server_and_what_waited_is_doubtful(
    full: Path, pg_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    back_up(url(full), copy)
    done = restore(pg_url, copy, NOW)
    with closing(Store.open_to_read(pg_url)) as store, store.read() as conn:
        found = conn.execute(select(outbox.c.state, outbox.c.settled_at, outbox.c.answer)).all()
    assert done.aside is None
    doubtful = [row for row in found if row.state == "uncertain" and row.settled_at == NOW]
    assert done.doubtful == len(doubtful) == 8
    assert all("restored from a backup" in row.answer for row in doubtful)
    with pytest.raises(MailtrackerError, match="is not empty"):
        restore(pg_url, copy, NOW)


@pytest.mark.parametrize(
    ("step", "kind", "said"),
    [("0014", OldDatabase, "`mailtracker migrate` there"), ("9999", NewDatabase, "newer than")],
)
def test_a_backup_of_another_version_fills_no_server(
    full: Path, pg_url: str, tmp_path: Path, step: str, kind: type[Exception], said: str
) -> None:
    copy = tmp_path / "copy.db"
    back_up(url(full), copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute(f"UPDATE alembic_version SET version_num = '{step}'")
    with pytest.raises(kind, match=said):
        restore(pg_url, copy, NOW)
    assert is_empty(pg_url)
