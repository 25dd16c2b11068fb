"""What `check` finds of the database before `run` does: by doing it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from mailtracker.errors import MailtrackerError, Problem
from mailtracker.store.database import Store
from mailtracker.store.usable import usable

NOBODY = 65534
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    """Reached by everybody; that of pytest is closed to all but who runs it."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@contextmanager
def ordinary() -> Iterator[None]:
    """Root may write everywhere: there the test is somebody else for a while."""
    if AS_ROOT:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if AS_ROOT:
            os.seteuid(0)


def give(*paths: Path) -> None:
    """To who asks."""
    for path in paths if AS_ROOT else ():
        os.chown(path, NOBODY, NOBODY)


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/mail.db"


def told(problems: list[Problem]) -> str:
    assert problems
    assert not any(one.warning for one in problems)
    return "; ".join(f"{one.file}: {one.message}" for one in problems)


def opened(folder: Path) -> bool:
    """What `run` does first."""
    try:
        with closing(Store.open(url(folder))) as store, store.write() as conn:
            conn.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
    except MailtrackerError:
        return False
    return True


def test_all_is_well_before_and_after_the_first_run_and_nothing_is_left_by_asking(folder: Path):
    give(folder)
    with ordinary():
        assert usable(url(folder)) == []
        assert list(folder.iterdir()) == []
        assert opened(folder)
        before = (folder / "mail.db").read_bytes()
        assert usable(url(folder)) == []
        assert (folder / "mail.db").read_bytes() == before
        assert not [one.name for one in folder.iterdir() if one.name.startswith(".")]


def test_a_daemon_that_is_at_work_is_not_disturbed(folder: Path):
    give(folder)
    with ordinary():
        store = Store.open(url(folder))
        with store.write():
            assert usable(url(folder)) == []
        store.close()


def closed_folder(folder: Path) -> None:
    folder.chmod(0o500)


def read_only_file(folder: Path) -> None:
    Store.open(url(folder)).close()
    (folder / "mail.db").chmod(0o400)
    give(folder / "mail.db")


def log_of_another_user(folder: Path) -> None:
    """Somebody tried it as root first, and SQLite left its log."""
    Store.open(url(folder)).close()
    give(folder / "mail.db")
    (folder / "mail.db-wal").touch()
    (folder / "mail.db-wal").chmod(0o400)


def lock_of_another_user(folder: Path) -> None:
    (folder / "mail.db.lock").touch()
    (folder / "mail.db.lock").chmod(0o400)


def no_database(folder: Path) -> None:
    (folder / "mail.db").write_text("Dear diary, " * 400)
    give(folder / "mail.db")


def database_of_others(folder: Path) -> None:
    with sqlite3.connect(folder / "mail.db") as other:
        other.execute("CREATE TABLE songs (name TEXT)")
    other.close()
    give(folder / "mail.db")


def older_version(folder: Path) -> None:
    Store.open(url(folder)).close()
    with sqlite3.connect(folder / "mail.db") as old:
        old.execute("UPDATE alembic_version SET version_num = '0003'")
    old.close()
    give(folder / "mail.db")


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (closed_folder, "no database can be written in it: Permission denied"),
        (read_only_file, "mail.db: it cannot be written: Permission denied"),
        (log_of_another_user, "mail.db-wal: it cannot be written: Permission denied"),
        (lock_of_another_user, "mail.db.lock: it cannot be written: Permission denied"),
        (no_database, "file is not a database"),
        (database_of_others, "is a database, but none of mailtracker's"),
        (older_version, "run `mailtracker migrate`"),
    ],
)
def test_what_keeps_run_from_it_is_said(
    folder: Path, break_it: Callable[[Path], None], says: str
) -> None:
    break_it(folder)
    give(folder)
    with ordinary():
        assert says in told(usable(url(folder)))
        assert break_it is lock_of_another_user or not opened(folder)
    folder.chmod(0o700)


@pytest.mark.skipif(not AS_ROOT, reason="only root can give files away")
def test_whose_it_is_and_what_to_type_is_said(folder: Path) -> None:
    Store.open(url(folder)).close()
    folder.chmod(0o755)
    with ordinary():
        said = told(usable(url(folder)))
    assert "it is root's, and you are nobody" in said
    assert f"chown nobody {folder}/mail.db" in said


@pytest.mark.skipif(not AS_ROOT, reason="only root can be warned that it is root")
def test_root_is_told_to_ask_as_who_runs_the_daemon(folder: Path) -> None:
    give(folder)
    (warning,) = usable(url(folder))
    assert warning.warning
    assert "type: sudo -u nobody mailtracker check" in warning.message


def test_a_folder_that_is_not_there_is_said(folder: Path) -> None:
    assert f"mkdir -p {folder}/data" in told(usable(f"sqlite:///{folder}/data/mail.db"))


def test_a_pipe_is_no_database(folder: Path) -> None:
    os.mkfifo(folder / "mail.db")
    assert "is not a file" in told(usable(url(folder)))


def test_a_disk_on_which_sqlite_keeps_no_log_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As network disks answer: there is none here, so that SQLite is asked for another log."""
    plain = sqlite3.connect

    class Without(sqlite3.Connection):
        def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
            return super().execute(sql.replace("= WAL", "= DELETE"), values)

    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **more: plain(path, factory=Without, **more)
    )
    assert "SQLite cannot keep its log (WAL) in this folder" in told(usable(url(folder)))
