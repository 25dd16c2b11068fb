"""Where the database is, or shall be, in; what would keep `run` from writing it, out.

It is tried, not guessed: a database of the same kind is made beside it, written and taken away.
"""

from __future__ import annotations

import errno
import os
import pwd
import secrets
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mailtracker.errors import MailtrackerError, Problem
from mailtracker.store import private
from mailtracker.store.database import Store, file_of

PAGES = 64 << 10
"""Bytes that the trial writes: more than a disk has left that is called full."""


def usable(url: str) -> list[Problem]:
    """As the user who asks: an error for each thing that would keep `run` from it, a warning where
    another user is to run it. Of what is there nothing is changed.
    """
    path = file_of(url)
    if path is None:
        return []
    try:
        private.check_kind(path)
        there = private.is_there(path)
    except MailtrackerError as error:
        return [Problem(str(path), 0, 0, str(error))]
    real = path.resolve()  # SQLite keeps the others beside the real one
    if wrong := _no_folder(real.parent):
        return [Problem(str(path), 0, 0, wrong)]
    found = [*_closed_to_us(real), *_folder(real)]
    if there and not found:
        found += _of_other_kind(url, path)
    return found + _of_root(real if there else real.parent)


def _no_folder(folder: Path) -> str:
    try:
        is_there = folder.is_dir()
    except OSError as error:
        return f"its folder cannot be looked into: {error.strerror}"
    return "" if is_there else f"its folder is not there; type: mkdir -p {shlex.quote(str(folder))}"


def _closed_to_us(path: Path) -> Iterator[Problem]:
    """The files that are there: of a trial by root, some may be root's."""
    beside = (path.with_name(path.name + ending) for ending in (*private.BESIDE, ".lock"))
    for file in beside:
        try:
            os.close(os.open(file, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC))
        except FileNotFoundError:
            continue
        except OSError as error:
            said = f"it cannot be written: {error.strerror}{_whose(file)}"
            yield Problem(str(file), 0, 0, said)


def _folder(path: Path) -> Iterator[Problem]:
    """Whether SQLite can keep a database there in its way (WAL), which needs two more files."""
    trial = path.with_name(f".mailtracker-check-{secrets.token_hex(4)}.db")
    try:
        os.close(os.open(trial, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, private.OWNER_ONLY))
        mode = _written(trial)
    except (OSError, sqlite3.Error) as error:
        yield Problem(str(path.parent), 0, 0, _refused(path.parent, error))
        return
    finally:
        for ending in private.BESIDE:
            with suppress(OSError):
                trial.with_name(trial.name + ending).unlink()
    if mode != "wal":
        said = (
            "SQLite cannot keep its log (WAL) in this folder, which the daemon needs: network "
            "disks cannot; put the database on a disk of this machine ([store] url)"
        )
        yield Problem(str(path.parent), 0, 0, said)


def _written(trial: Path) -> str:
    """The mode in which the log was kept."""
    connection = sqlite3.connect(trial, isolation_level=None)
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE trial (bytes BLOB)")
        connection.execute("INSERT INTO trial VALUES (?)", (bytes(PAGES),))
        return str(mode)
    finally:
        connection.close()


def _refused(folder: Path, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else 0
    if number == errno.EROFS:
        return "no file can be made in it: the disk is mounted read-only"
    if number in (errno.ENOSPC, errno.EDQUOT) or _is_full(folder):
        return "no database can be written in it: the disk is full"
    said = error.strerror if isinstance(error, OSError) else str(error)
    return f"no database can be written in it: {said}{_whose(folder)}"


def _is_full(folder: Path) -> bool:
    """SQLite calls a disk without room an I/O error."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize < PAGES


def _whose(file: Path) -> str:
    """Where it is somebody else's, who, and what to do."""
    with suppress(OSError):
        owner, we = file.stat().st_uid, os.geteuid()
        if owner != we:
            who = _called(owner)
            return (
                f"; it is {who}'s, and you are {_called(we)}: ask as the user that runs the "
                f"daemon, or type: chown {_called(we)} {shlex.quote(str(file))}"
            )
    return ""


def _of_other_kind(url: str, path: Path) -> list[Problem]:
    """A file that is no database, or none of ours, or of another version. An empty one is filled by
    `run`.
    """
    try:
        if path.stat().st_size:
            Store.open_to_read(url).close()
    except MailtrackerError as error:
        return [Problem(str(path), 0, 0, str(error))]
    return []


def _of_root(place: Path) -> list[Problem]:
    """Root may write everywhere, which says nothing of who will run the daemon."""
    with suppress(OSError):
        owner = place.stat().st_uid
        if os.geteuid() == 0 and owner != 0:
            who = _called(owner)
            said = (
                f"it is {who}'s, and you ask as root, who may write everything: what root makes "
                f"here {who} may not write; type: sudo -u {who} mailtracker check"
            )
            return [Problem(str(place), 0, 0, said, warning=True)]
    return []


def _called(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"#{user}"
