"""A database that is in use → a copy of it in one file; such a copy → the database again.

Of a file a copy is made by SQLite's own backup, never by copying it: what was written last stands
in a file beside (the write-ahead log). Of a database on a server it is a file of SQLite's, too.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, bindparam, text

from mailtracker.errors import MailtrackerError, NewDatabase, OldDatabase
from mailtracker.record import dataclass
from mailtracker.store import moving, private
from mailtracker.store.columns import Instant
from mailtracker.store.copying import CopiedTable, CopyEnd, fill
from mailtracker.store.database import HEAD, home_of, lock
from mailtracker.store.home import Home
from mailtracker.store.sqlite import SqliteFile, unknown_to_others

MAX_SLOT = 1 << 16
"""Bytes that no slot file reaches."""

_SLOT = re.compile(rb"[0-9a-f]{8} \d+ \{")
_ASIDE = ".before-restore-"

# The legal way (docs/reliability.md, O1), in two steps, for the database looks at each. `resent`: a
# person decides, since most of it went out after the copy was made.
_NOW = bindparam("now", type_=Instant())
_CLAIM_READY = text(
    """UPDATE outbox SET was = state, state = 'sending', attempts = attempts + 1,
    claimed_at = :now WHERE state = 'ready'"""
).bindparams(_NOW)
_DOUBT_CLAIMED = text(
    """UPDATE outbox SET was = state, state = 'uncertain', claimed_at = NULL, claimed_by = NULL,
    lease_until = NULL, at_dot = NULL, settled_at = :now, resent = 1, answer = :why
    WHERE state = 'sending'"""
).bindparams(_NOW)
_WHY = "restored from a backup: it may have gone out since that was made"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of a database: its `file`, how many `bytes` that has, how many `requests` and `mails`
    (in and out) stand in it, its `step` of the migrations, and the `last_day` (UTC,
    "2026-11-27") on which a mail came that it knows ("": none did).
    """

    file: Path
    bytes: int
    requests: int
    mails: int
    step: str
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What serves from now on (`copy`); where the database that served before lies (`aside`, None:
    there was none); how many mails were neither sent nor given up in the copy (`doubtful`).
    """

    copy: Copied
    aside: Path | None
    doubtful: int


def back_up(url: str, file: Path) -> Copied:
    """Copy the database to a new `file` for its owner's eyes only, while a daemon may write. It is
    there whole and checked, or not at all. Raises MailtrackerError, also where `file` exists.
    """
    source = _home_of(url)
    if isinstance(source, SqliteFile) and not source.path.is_file():
        raise MailtrackerError(f"there is no database at {source.path} to copy")
    _refuse_existing(file)
    part = file.with_name(f"{file.name}.part")
    with _made(part), _said(file):
        if isinstance(source, SqliteFile):
            _copy(source.path, part)
        else:
            _write_down(source, part)
        copied = _checked(part)
        _sync(part)
        _place(part, file)
    return replace(copied, file=file)


def restore(url: str, file: Path, now: datetime) -> Restored:
    """Put the copy `file` in the database's place; the database of before stays beside it. On a
    server there must be none: that place is filled.

    Raises AlreadyRunning while a daemon serves it, NewDatabase for a copy of a newer version, and
    MailtrackerError for what is no whole copy: then nothing is changed.
    """
    if not file.is_file():
        raise MailtrackerError(f"there is no file {file}")
    home = _home_of(url)
    if not isinstance(home, SqliteFile):
        return _fill(home, file, now)
    target = home.path.resolve()
    with lock(url):
        if target.exists() and target.samefile(file):
            raise MailtrackerError(f"{file} is the database itself, not a copy of it")
        part = target.with_name(f"{target.name}.restoring")
        with _made(part), _said(file):
            _copy(file, part)
            copied = _checked(part)
            _see_to_step(file, copied)
            doubtful = 0
            if copied.step == HEAD:
                with unknown_to_others(part) as conn:
                    doubtful = _doubt(conn, now)
            _sync(part)
            aside = _set_aside(target, now)
            part.replace(target)
            _sync(target.parent)
        for slot in _slots(target):
            slot.unlink(missing_ok=True)
    return Restored(copied, aside, doubtful)


def _home_of(url: str) -> Home:
    home = home_of(url)
    if home is None:
        raise MailtrackerError("a database in memory cannot be copied: it has no file")
    return home


def _write_down(source: Home, part: Path) -> None:
    """One consistent view of it; who writes meanwhile does not wait."""
    with moving.seen(source) as view, unknown_to_others(part) as conn:
        fill(view, CopyEnd(conn, str(part)), _untold)


def _untold(_: CopiedTable) -> None:
    """Whoever copies for a file wants one word of all."""


def _fill(home: Home, file: Path, now: datetime) -> Restored:
    """A database on a server."""
    with _said(file):
        copied = _checked(file)
    _see_to_step(file, copied)
    if copied.step < HEAD:
        raise OldDatabase(
            f"{file} is at step {copied.step}, this version needs {HEAD}: `restore` it by a config "
            f"whose url names a file, type `mailtracker migrate` there, and `mailtracker copy` it"
        )
    origin = SqliteFile("sqlite://", file)
    with moving.seen(origin) as view, moving.filled(view, home, _untold) as conn:
        doubtful = _doubt(conn, now)
    return Restored(copied, None, doubtful)


def _see_to_step(file: Path, copied: Copied) -> None:
    if copied.step > HEAD:
        raise NewDatabase(
            f"{file} is at step {copied.step}, newer than this version's {HEAD}: use the newer "
            f"mailtracker"
        )


def _refuse_existing(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise MailtrackerError(f"{file} exists: name another file, or remove it")
    if not file.parent.is_dir():
        raise MailtrackerError(f"there is no folder {file.parent} for the copy")


@contextlib.contextmanager
def _made(part: Path) -> Iterator[None]:
    """An empty file of ours, gone in the end unless it was put elsewhere. What an earlier run left
    there is no copy of anything.
    """
    part.unlink(missing_ok=True)
    private.create(part)
    try:
        yield
    finally:
        for ending in private.BESIDE:
            part.with_name(part.name + ending).unlink(missing_ok=True)


@contextlib.contextmanager
def _said(file: Path) -> Iterator[None]:
    """What the system or SQLite says, as one line for a person."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise MailtrackerError(f"cannot copy {file}: {error}") from error


def _copy(source: Path, part: Path) -> None:
    """One consistent view of it; who writes meanwhile does not wait."""
    origin = sqlite3.connect(_read_only(source), uri=True)
    with closing(origin), closing(sqlite3.connect(part, isolation_level=None)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _read_only(source: Path) -> str:
    """What has no log beside it is read as it lies there, on a read-only disk too."""
    log = source.with_name(f"{source.name}-wal")
    alone = not log.exists() or log.stat().st_size == 0
    in_use = source.with_name(f"{source.name}-shm").exists()
    return f"{source.resolve().as_uri()}?mode=ro{'&immutable=1' if alone and not in_use else ''}"


def _checked(part: Path) -> Copied:
    """MailtrackerError: damaged, or none of ours."""
    with closing(sqlite3.connect(_read_only(part), uri=True)) as copy:
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
        if not {"alembic_version", "requests", "ledger", "outbox"} <= tables:
            raise MailtrackerError("that is no database of mailtracker's")
        (first,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if first != "ok":
            raise MailtrackerError(f"the database is damaged, its copy would be too: {first}")
        (step,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        requests, mails, last = copy.execute(
            "SELECT (SELECT count(*) FROM requests), "
            "(SELECT count(*) FROM ledger) + (SELECT count(*) FROM outbox), "
            "(SELECT max(fetched_at) FROM ledger)"
        ).fetchone()
    return Copied(part, part.stat().st_size, requests, mails, str(step), str(last or "")[:10])


def _doubt(conn: Connection, now: datetime) -> int:
    """What waited or was being sent when the copy was made has most likely gone out since: nobody
    may send it again by a guess.
    """
    conn.execute(_CLAIM_READY, {"now": now})
    return conn.execute(_DOUBT_CLAIMED, {"now": now, "why": _WHY}).rowcount


def _set_aside(target: Path, now: datetime) -> Path | None:
    """The database of before, with its log, under a name of its own. Its place is never empty: a
    daemon would begin a new one.
    """
    log = target.with_name(f"{target.name}-wal")
    if not target.exists():
        log.unlink(missing_ok=True)
        return None
    # Perhaps it is damaged: that is why we are here.
    with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(target)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = target.with_name(f"{target.name}{_ASIDE}{now:%Y%m%dT%H%M%SZ}")
    _link(target, aside)
    if log.exists():
        log.rename(aside.with_name(f"{aside.name}-wal"))
    for ending in ("-shm", "-journal"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    return aside


def _place(part: Path, file: Path) -> None:
    """Under its own name, which nobody may have taken meanwhile."""
    _link(part, file)
    _sync(file.parent)


def _link(old: Path, new: Path) -> None:
    """One file under two names; FileExistsError (an OSError) where `new` is there."""
    try:
        new.hardlink_to(old)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this disk
        _refuse_existing(new)
        old.rename(new)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _slots(target: Path) -> list[Path]:
    """Files beside a database that say what was in hand (`mailtracker.slot`): of another life."""
    found = target.parent.glob(f"{_escaped(target.name)}.*")
    return [path for path in found if path.is_file() and _is_slot(path)]


def _escaped(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _is_slot(path: Path) -> bool:
    with path.open("rb") as file:
        return _SLOT.match(file.read(MAX_SLOT)) is not None
