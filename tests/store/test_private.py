"""The database's files are for their owner's eyes only, whatever the umask; the lock follows no
link.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from mailtracker.errors import AlreadyRunning, MailtrackerError
from mailtracker.store.database import Store, exposed, is_missing, lock, migrate, version
from mailtracker.store.tables import events

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'mail.db'}"


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.lstat().st_mode) for path in folder.iterdir()}


ALL = ("mail.db", "mail.db-wal", "mail.db-shm", "mail.db.lock")


@pytest.mark.parametrize("make", [Store.open, migrate], ids=["run", "migrate"])
def test_every_file_is_made_for_its_owner_alone(
    url: str, tmp_path: Path, umask: int, make: Callable[[str], object]
) -> None:
    made = make(url)
    store = made if isinstance(made, Store) else Store.open(url)
    with lock(url), store.write() as conn:
        conn.execute(insert(events).values(at=NOON, kind="note", text="private"))
        assert modes(tmp_path) == dict.fromkeys(ALL, 0o600)
    assert exposed(url) == []
    store.close()


OPEN: dict[int, str] = {
    0o640: "can read it (mode 0640)",
    0o604: "can read it (mode 0604)",
    0o620: "can change it (mode 0620)",
    0o602: "can change it (mode 0602)",
    0o666: "can read and change it (mode 0666)",
}


@pytest.mark.parametrize("name", ["mail.db", "mail.db-wal", "mail.db-shm"])
@pytest.mark.parametrize("mode", OPEN)
def test_a_file_that_is_open_to_others_is_told_with_what_to_type(
    url: str, tmp_path: Path, name: str, mode: int
) -> None:
    store = Store.open(url)
    with store.write() as conn:
        conn.execute(insert(events).values(at=NOON, kind="note", text="private"))
    (tmp_path / name).chmod(mode)
    (problem,) = exposed(url)
    store.close()
    told = f"others on this machine {OPEN[mode]}; type: chmod 600 {tmp_path / name}"
    assert (problem.file, problem.message) == (str(tmp_path / name), told)
    assert not problem.warning


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700, 0o611])
def test_a_file_that_nobody_else_can_read_or_change_is_fine(
    url: str, tmp_path: Path, mode: int
) -> None:
    Store.open(url).close()
    (tmp_path / "mail.db").chmod(mode)
    assert exposed(url) == []


def test_a_database_behind_a_link_is_looked_at_itself(url: str, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "mail.db").symlink_to("disk/mail.db")
    Store.open(f"sqlite:///{tmp_path}/disk/mail.db").close()
    Store.open(url).close()
    assert exposed(url) == []
    (tmp_path / "disk" / "mail.db").chmod(0o644)
    assert [problem.file for problem in exposed(url)] == [f"{tmp_path}/disk/mail.db"]


@pytest.mark.parametrize(
    ("mode", "safe"), [(0o700, True), (0o755, True), (0o1777, True), (0o777, False), (0o702, False)]
)
def test_a_folder_in_which_everybody_can_replace_files_is_warned_about(
    tmp_path: Path, mode: int, safe: bool
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    found = exposed(f"sqlite:///{folder}/mail.db")
    assert [problem.warning for problem in found] == [] if safe else [True]
    assert all(f"type: chmod o-w {folder}" in problem.message for problem in found)


def test_a_database_in_memory_is_open_to_nobody() -> None:
    assert exposed("sqlite://") == []


PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="sqlite3 is not installed")
def test_every_page_shows_the_one_way_to_a_backup_that_is_its_owners_alone() -> None:
    pages = [*PAGE.parents[1].glob("*.md"), *PAGE.parent.glob("*.md")]
    shown = [line for page in pages for line in page.read_text("utf-8").splitlines()]
    commands = [line for line in shown if line.startswith("$ ") and "backup" in line]
    ways = ("$ mailtracker backup ", "$ install -d -m 700 ", "$ mailtracker restore ")
    assert [line for line in commands if "mailtracker backup" in line]
    assert [line for line in commands if not line.startswith(ways)] == []


LOCKS: dict[str, Callable[[Path], object]] = {
    "a link": lambda path: path.symlink_to("precious"),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("what", LOCKS)
@pytest.mark.timeout(10)
def test_a_lock_that_is_no_file_is_refused_and_nothing_is_written_through_it(
    url: str, tmp_path: Path, what: str
) -> None:
    (tmp_path / "precious").write_text("every word of it\n")
    LOCKS[what](tmp_path / "mail.db.lock")
    told = r"cannot open .*/mail\.db\.lock" if what == "a folder" else r"mail\.db\.lock is .*remove"
    with pytest.raises(MailtrackerError, match=told), lock(url):
        pass
    assert (tmp_path / "precious").read_text() == "every word of it\n"
    assert not (tmp_path / "nowhere").exists()


def test_a_lock_of_an_older_mode_is_closed_to_others(url: str, tmp_path: Path) -> None:
    (tmp_path / "mail.db.lock").touch(0o666)
    (tmp_path / "mail.db.lock").chmod(0o666)
    with lock(url):
        assert modes(tmp_path) == {"mail.db.lock": 0o600}
        with pytest.raises(AlreadyRunning), lock(url):
            pass


@pytest.mark.timeout(10)
@pytest.mark.parametrize("what", ["a pipe", "a folder", "a link to nothing"])
def test_a_database_that_is_no_file_is_refused_at_once(url: str, tmp_path: Path, what: str) -> None:
    LOCKS[what](tmp_path / "mail.db")
    with pytest.raises(MailtrackerError, match=r"the database .*mail\.db is (not a file|a link)"):
        Store.open(url)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("look", [Store.open, Store.open_to_read, version, is_missing, migrate])
def test_a_database_that_we_may_not_look_at_is_neither_there_nor_missing(
    tmp_path: Path, look: Callable[[str], object]
) -> None:
    """As in a folder of somebody else; a name that is too long for a disk says no to root, too."""
    with pytest.raises(
        MailtrackerError, match=r"cannot look at the database .*: File name too long"
    ):
        look(f"sqlite:///{tmp_path / ('x' * 300)}")
