"""A database that is one file: SQLite's. One daemon has it, by a lock that the system frees."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import LRUCache

from mailtracker.errors import AlreadyRunning, MailtrackerError, Problem, Unreachable
from mailtracker.store import private, schema
from mailtracker.store.home import Opened, Rewritten

BUSY_MS = 30_000
"""Milliseconds that a writer waits for the database's only pen."""

GLANCE_MS = 2_000
"""Milliseconds that a command waits which only reads: writers do not hold it up in WAL mode."""

LOCK_TRIES, LOCK_PAUSE = 10, 0.05
"""How often a daemon tries to get its lock, and seconds between: whoever asks whether one is alive
holds it for a moment.
"""

DRIVER = "sqlite+mailtracker"
"""Of the URLs of our engines: SQLAlchemy's own driver for SQLite, as `SameSqlite`."""


class SameSqlite(SQLiteDialect_pysqlite):
    """SQLite is the same in all of a process: what an engine has compiled the others find, be they
    the reader and the writer of a file or of many. To compile a statement takes longer than to run
    it, and a start runs fifty of them.
    """

    supports_statement_cache = True
    _compiled = LRUCache[Any, Any](1_000)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=cls._compiled)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register(DRIVER.replace("+", "."), __name__, SameSqlite.__name__)


class SqliteFile:
    """A `Home`, at `sqlite:///path`."""

    def __init__(self, url: str, path: Path) -> None:
        self._url, self.path = make_url(url), path

    @property
    def name(self) -> str:
        return str(self.path)

    def open(self, create: bool) -> Opened:
        path = self.path
        _see_to_file(path, create)
        with _refusing(path), ExitStack() as undo:
            writer = _engine(self._url)
            undo.callback(writer.dispose)
            reader = _engine(self._url, read_only=True)
            undo.callback(reader.dispose)
            with reader.connect() as conn:  # not the writer: somebody may hold the pen for long
                found = schema.step(conn, self.name)
            if found is None and create:
                self.fill(writer)
            else:
                schema.see_to_step(found, self.name)
            undo.pop_all()
            return Opened(reader, writer, nullcontext())

    def fill(self, engine: Engine) -> None:
        with engine.begin() as conn:
            schema.make_if_empty(conn, self.name)

    def look(self) -> Opened:
        """The file is opened read-only from the first moment on."""
        path = self.path
        _see_to_file(path, create=False)
        with _refusing(path, hint=_needs_folder(path)), ExitStack() as undo:
            reader = _looking(path)
            undo.callback(reader.dispose)
            with reader.connect() as conn:
                schema.see_to_step(schema.step(conn, self.name), self.name)
            undo.pop_all()
            return Opened(reader, reader, nullcontext())

    @contextmanager
    def upgrading(self) -> Iterator[Connection]:
        """AlreadyRunning while a daemon uses it. Without foreign keys: a batch migration rebuilds
        tables, and dropping the old one would empty its children.
        """
        _see_to_file(self.path, create=True)
        engine = _engine(self._url, foreign_keys=False)
        try:
            with self.lock(), _refusing(self.path), engine.begin() as conn:
                yield conn
                broken = conn.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise MailtrackerError(
                        f"the upgrade would leave table {broken[0]} with dangling rows; nothing "
                        f"was changed"
                    )
        finally:
            engine.dispose()

    def step(self) -> str | None:
        if not private.is_there(self.path):
            return None
        engine = _engine(self._url)
        try:
            with _refusing(self.path), engine.connect() as conn:
                return schema.step(conn, self.name)
        finally:
            engine.dispose()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds `<file>.lock`; the system frees it however the process ends. AlreadyRunning names
        the process that has it.
        """
        path = self.path
        fd = private.open_lock(self._lock_file)
        try:
            if not _locked(fd):
                holder = os.pread(fd, 32, 0).decode("ascii", "replace").strip() or "unknown"
                raise AlreadyRunning(f"{path} is in use by process {holder}")
            os.ftruncate(fd, 0)
            with suppress(OSError):  # a full disk: the lock holds without its note
                os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
            yield
        finally:
            os.close(fd)

    @property
    def _lock_file(self) -> Path:
        return self.path.with_name(self.path.name + ".lock")

    def is_served(self) -> bool:
        """Works for whoever may read the lock file."""
        try:
            fd = os.open(self._lock_file, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise MailtrackerError(f"cannot see whether a daemon runs: {error}") from error
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
        except OSError:
            return True
        finally:
            os.close(fd)

    def is_missing(self) -> bool:
        """Raises MailtrackerError where we may not look."""
        return not private.is_there(self.path)

    def exposed(self) -> list[Problem]:
        """To others on this machine: see `private.exposed`."""
        return private.exposed(self.path)

    def empty_log(self, writer: Engine) -> bool:
        with writer.connect() as conn:
            driver = cast(sqlite3.Connection, conn.connection.dbapi_connection)
            driver.execute("PRAGMA busy_timeout = 0")  # else nobody could write meanwhile
            try:
                busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError:  # somebody else does it just now
                busy = True
            driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        return not busy

    def rewrite(self) -> Rewritten:
        from mailtracker.store.rewritten import rewrite_file

        return rewrite_file(self.path)

    def translated(self) -> AbstractContextManager[None]:
        return translated()


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unreachable(f"the database cannot be used now: {error.orig}") from error


def _locked(fd: int) -> bool:
    for _ in range(LOCK_TRIES):
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(LOCK_PAUSE)
    return False


def _see_to_file(path: Path, create: bool) -> None:
    private.check_kind(path)
    if private.is_there(path):
        return
    if not path.parent.is_dir():
        raise MailtrackerError(f"the folder {path.parent} of the database does not exist")
    if not create:
        raise MailtrackerError(f"no database at {path}: `mailtracker run` creates it")
    private.create(path)


@contextmanager
def unknown_to_others(path: Path) -> Iterator[Connection]:
    """A transaction on a file that is removed where it does not become whole: without a log."""
    engine = create_engine(URL.create(DRIVER, database=str(path)), hide_parameters=True)
    speak_sqlite(engine, journal="OFF", read_only=False, foreign_keys=False)
    try:
        with engine.begin() as conn:
            yield conn
    finally:
        engine.dispose()


def scratch() -> sqlite3.Connection:
    return sqlite3.connect("", isolation_level=None, check_same_thread=False)


def _engine(url: URL, read_only: bool = False, foreign_keys: bool = True) -> Engine:
    ours = url.set(drivername=DRIVER)
    engine = create_engine(ours, hide_parameters=True)  # errors would quote mails
    speak_sqlite(engine, journal="WAL", read_only=read_only, foreign_keys=foreign_keys)
    return engine


def _looking(path: Path) -> Engine:
    """Read-only from the file's opening on. SQLite wants to make FILE-shm beside a database in WAL
    mode; where it may not, and no daemon has left anything in FILE-wal, the file alone is all.
    """
    name = f"file:{quote(str(path.absolute()))}?mode=ro"
    wal = path.with_name(path.name + "-wal")
    if not os.access(path.parent, os.W_OK) and not (wal.exists() and wal.stat().st_size):
        name += "&immutable=1"
    engine = create_engine(
        f"{DRIVER}:///looked-at",
        creator=lambda: sqlite3.connect(name, uri=True, check_same_thread=False),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    speak_sqlite(engine, journal="", read_only=True)
    return engine


def _needs_folder(path: Path) -> str:
    return (
        f"; you can only read it: SQLite also needs {path.name}-wal and {path.name}-shm beside it, "
        f"or a folder in which it may make them: ask as the user that runs the daemon, or look at "
        f"a copy of all three files"
    )


def speak_sqlite(engine: Engine, journal: str, read_only: bool, foreign_keys: bool = True) -> None:
    """Pragmas for each connection, and transactions that begin when we say so and not
    when the driver thinks fit.
    """

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS if journal else GLANCE_MS}")
        if journal:  # "": whoever only looks changes nothing of it
            connection.execute(f"PRAGMA journal_mode = {journal}")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the file
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


_NOT_HERE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


@contextmanager
def _refusing(path: Path, hint: str = "") -> Iterator[None]:
    """What SQLite says of a file that it cannot use, as one line for a person. `hint`: what to do
    where it can neither open nor make the files that it needs.
    """
    try:
        yield
    except DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        said = _no_room(path) or (hint if code in _NOT_HERE else "")
        raise MailtrackerError(f"cannot use the database {path}: {error.orig}{said}") from error


def _no_room(path: Path) -> str:
    """SQLite calls a disk without room for its own files beside the database an I/O error."""
    disk = os.statvfs(path.parent)
    is_full = not disk.f_bavail or (disk.f_files and not disk.f_favail)
    return "; the disk is full" if is_full else ""
