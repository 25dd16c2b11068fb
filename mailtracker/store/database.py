"""A database URL in, transactions out. Creates an empty database, refuses one of another
version, lets one daemon in.
"""

from __future__ import annotations

import fcntl
import hmac
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    create_engine,
    event,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from mailtracker.errors import (
    AlreadyRunning,
    MailtrackerError,
    NewDatabase,
    OldDatabase,
    Problem,
    Unreachable,
)
from mailtracker.store import private, tables

HEAD = "0014"
"""The newest step in migrations/versions. Numbers of four digits, so that they compare as texts."""
BUSY_MS = 30_000
"""Milliseconds that a writer waits for the database's only pen."""

GLANCE_MS = 2_000
"""Milliseconds that a command waits which only reads: writers do not hold it up in WAL mode."""

LOCK_TRIES, LOCK_PAUSE = 10, 0.05
"""How often a daemon tries to get its lock, and seconds between: whoever asks whether one is alive
holds it for a moment.
"""


class Store:
    """An open database. Any thread may ask for a transaction; a transaction stays in its thread.

    `key`: 32 random bytes, made with the database; they mark Message-IDs and tokens as ours.
    `ident`: 16 hex digits that follow from the key and do not tell it. A copy of the database, a
    restored one too, has the same.
    """

    def __init__(
        self, reader: Engine, writer: Engine, turn: AbstractContextManager[object]
    ) -> None:
        self._reader, self._writer, self._turn = reader, writer, turn
        with self.read() as conn:
            self.key: bytes = _key(conn)
        self.ident = hmac.new(self.key, b"which database", "sha256").hexdigest()[:16]

    @classmethod
    def open(cls, url: str, create: bool = True) -> Store:
        """The database at `sqlite:///path`. `create` makes a missing or empty one.

        Raises OldDatabase, NewDatabase, or a MailtrackerError that says what is
        wrong with the URL or the file.
        """
        path = file_of(url)
        if path is None:
            return cls.in_memory()
        _see_to_file(path, create)
        with _refusing(path), ExitStack() as undo:
            writer = _engine(make_url(url))
            undo.callback(writer.dispose)
            reader = _engine(make_url(url), read_only=True)
            undo.callback(reader.dispose)
            with reader.connect() as conn:  # not the writer: somebody may hold the pen for long
                found = _version(conn, path)
            if found is None and not create:
                raise MailtrackerError(f"{path} is empty: `mailtracker run` fills it")
            if found is None:
                _make_tables(writer, path)
            elif found != HEAD:
                raise _wrong_version(path, found)
            store = cls(reader, writer, nullcontext())
            undo.pop_all()
            return store

    @classmethod
    def open_to_read(cls, url: str) -> Store:
        """The same for who only looks: the file is opened read-only, nothing is made or upgraded,
        and nobody who writes is waited for. `write` raises Unreachable.

        Raises OldDatabase, NewDatabase, or a MailtrackerError that says what is wrong.
        """
        path = file_of(url)
        if path is None:
            return cls.in_memory()
        _see_to_file(path, create=False)
        with _refusing(path, hint=_needs_folder(path)), ExitStack() as undo:
            reader = _looking(path)
            undo.callback(reader.dispose)
            with reader.connect() as conn:
                found = _version(conn, path)
            if found is None:
                raise MailtrackerError(f"{path} is empty: `mailtracker run` fills it")
            if found != HEAD:
                raise _wrong_version(path, found)
            store = cls(reader, reader, nullcontext())
            undo.pop_all()
            return store

    @classmethod
    def in_memory(cls) -> Store:
        """A store of its own that vanishes with `close()`."""
        return cls._private(_scratch(), empty=True)

    def copy_in_memory(self) -> Store:
        """All of it as it is now, to try things on; the original is neither changed nor held up.

        SQLite keeps the copy in memory and spills a large one to an unnamed temporary file.
        """
        copy = _scratch()
        with self._turn, self._reader.connect() as conn:
            cast(sqlite3.Connection, conn.connection.dbapi_connection).backup(copy)
        return self._private(copy, empty=False)

    @classmethod
    def _private(cls, connection: sqlite3.Connection, empty: bool) -> Store:
        engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
        _speak_sqlite(engine, journal="MEMORY", read_only=False)
        if empty:
            with engine.begin() as conn:
                tables.metadata.create_all(conn)
                _make_key(conn)
        return cls(engine, engine, threading.RLock())

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may read and write. It holds the database's only pen from its first
        moment (BEGIN IMMEDIATE: 0 of 800 lock errors, against 680 with a plain
        BEGIN), commits at the end and undoes everything when an error leaves the block.
        Unreachable: locked for 30 s, disk full, disk gone.
        """
        with _translated(), self._turn, self._writer.begin() as conn:
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view, beside writers. Writing in it fails."""
        with _translated(), self._turn, self._reader.begin() as conn:
            yield conn

    def empty_log(self) -> bool:
        """Put all that was written into the database's file, and leave nothing in the log beside
        it, where what was deleted since still stands. False: somebody reads, so it comes later.
        """
        with _translated(), self._turn, self._writer.connect() as conn:
            driver = cast(sqlite3.Connection, conn.connection.dbapi_connection)
            driver.execute("PRAGMA busy_timeout = 0")  # else nobody could write meanwhile
            try:
                busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError:  # somebody else does it just now
                busy = True
            driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        return not busy

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


@contextmanager
def lock(url: str) -> Iterator[None]:
    """One daemon a database: holds `<file>.lock`; the system frees it however the process ends.

    AlreadyRunning names the process that has it.
    """
    path = file_of(url)
    if path is None:
        yield
        return
    fd = private.open_lock(path.with_name(path.name + ".lock"))
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


def _locked(fd: int) -> bool:
    for _ in range(LOCK_TRIES):
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(LOCK_PAUSE)
    return False


def is_served(url: str) -> bool:
    """Whether a daemon holds the database's lock now. Works for whoever may read the lock file."""
    path = file_of(url)
    if path is None:
        return False
    try:
        fd = os.open(path.with_name(path.name + ".lock"), os.O_RDONLY | os.O_NOFOLLOW)
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


def exposed(url: str) -> list[Problem]:
    """What others on this machine could do with the database: see `private.exposed`."""
    path = file_of(url)
    return private.exposed(path) if path else []


def is_missing(url: str) -> bool:
    """Whether its file is not there yet. Raises MailtrackerError where we may not look."""
    path = file_of(url)
    return path is not None and not private.is_there(path)


def version(url: str) -> str | None:
    """The step that the database stands at, None while it is missing or empty."""
    path = file_of(url)
    if path is None or not private.is_there(path):
        return None
    with _refusing(path), _engine_for(url) as engine, engine.connect() as conn:
        return _version(conn, path)


def migrate(url: str) -> list[str]:
    """Bring the database to this version's schema; the steps that ran.
    AlreadyRunning while a daemon uses it.
    """
    from mailtracker.store import upgrade

    path = file_of(url)
    if path is None:
        return []
    _see_to_file(path, create=True)
    with lock(url):
        found = version(url)
        if found is not None and found > HEAD:
            raise _wrong_version(path, found)
        missing = upgrade.steps(found)
        with _refusing(path), _engine_for(url) as engine:
            _upgrade(engine)
        return missing


def file_of(url: str) -> Path | None:
    """The file of a SQLite URL, None for a private one in memory."""
    try:
        parsed: URL = make_url(url)
    except ArgumentError as error:
        raise MailtrackerError(
            f"not a database URL: {url!r} (expected sqlite:///path/to/file.db)"
        ) from error
    if parsed.get_backend_name() != "sqlite":
        raise MailtrackerError(
            f"this version stores in SQLite only (sqlite:///path), not in "
            f"{parsed.get_backend_name()}"
        )
    return None if parsed.database in (None, "", ":memory:") else Path(str(parsed.database))


def _see_to_file(path: Path, create: bool) -> None:
    private.check_kind(path)
    if private.is_there(path):
        return
    if not path.parent.is_dir():
        raise MailtrackerError(f"the folder {path.parent} of the database does not exist")
    if not create:
        raise MailtrackerError(f"no database at {path}: `mailtracker run` creates it")
    private.create(path)


def _scratch() -> sqlite3.Connection:
    return sqlite3.connect("", isolation_level=None, check_same_thread=False)


def _engine(url: URL, read_only: bool = False, foreign_keys: bool = True) -> Engine:
    engine = create_engine(url, hide_parameters=True)  # errors would quote mails
    _speak_sqlite(engine, journal="WAL", read_only=read_only, foreign_keys=foreign_keys)
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
        "sqlite:///looked-at",
        creator=lambda: sqlite3.connect(name, uri=True, check_same_thread=False),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    _speak_sqlite(engine, journal="", read_only=True)
    return engine


def _needs_folder(path: Path) -> str:
    return (
        f"; you can only read it: SQLite also needs {path.name}-wal and {path.name}-shm beside it, "
        f"or a folder in which it may make them: ask as the user that runs the daemon, or look at "
        f"a copy of all three files"
    )


@contextmanager
def _engine_for(url: str) -> Iterator[Engine]:
    # Without foreign keys: a batch migration rebuilds tables, and dropping the old
    # one would empty its children.
    engine = _engine(make_url(url), foreign_keys=False)
    try:
        yield engine
    finally:
        engine.dispose()


def _speak_sqlite(engine: Engine, journal: str, read_only: bool, foreign_keys: bool = True) -> None:
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


_STEP = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""As alembic makes it, which reads it at the next upgrade."""


def _make_tables(engine: Engine, path: Path) -> None:
    """What all steps together would make of an empty database, without loading alembic: half of
    what a first start takes.
    """
    with engine.begin() as conn:
        if _version(conn, path) is None:  # else somebody was quicker
            tables.metadata.create_all(conn)
            _STEP.create(conn)
            conn.execute(insert(_STEP).values(version_num=HEAD))
            _make_key(conn)


def _upgrade(engine: Engine) -> None:
    from mailtracker.store import upgrade

    with engine.begin() as conn:
        upgrade.upgrade(conn)
        broken = conn.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise MailtrackerError(
                f"the upgrade would leave table {broken[0]} with dangling rows; nothing was changed"
            )
        if conn.scalar(select(tables.settings.c.key).where(tables.settings.c.key == "key")) is None:
            _make_key(conn)


def _make_key(conn: Connection) -> None:
    conn.execute(insert(tables.settings).values(key="key", value=secrets.token_bytes(32)))


def _key(conn: Connection) -> bytes:
    key = conn.scalar(select(tables.settings.c.value).where(tables.settings.c.key == "key"))
    if key is None:
        raise MailtrackerError(
            "the database has lost its key (table settings): restore it from a backup"
        )
    return bytes(key)


def _version(conn: Connection, path: Path) -> str | None:
    """None for an empty database. Read by plain SQL: importing alembic costs a
    third of a second.
    """
    names = conn.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
    if not names:
        return None
    if "alembic_version" not in names:
        raise MailtrackerError(f"{path} is a database, but none of mailtracker's")
    found = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found or "0000")


def _wrong_version(path: Path, found: str) -> MailtrackerError:
    if found < HEAD:
        return OldDatabase(
            f"{path} is at step {found}, this version needs {HEAD}: stop the daemon, run "
            f"`mailtracker migrate`"
        )
    return NewDatabase(
        f"{path} is at step {found}, newer than this version's {HEAD}: run the newer mailtracker"
    )


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


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unreachable(f"the database cannot be used now: {error.orig}") from error
