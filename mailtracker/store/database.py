"""A database URL in, transactions out. Creates an empty database, refuses one of another
version, lets one daemon in.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TypeVar, cast

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from mailtracker.errors import MailtrackerError, Problem, Unreachable
from mailtracker.store import schema
from mailtracker.store.home import Home, Opened, Rewritten
from mailtracker.store.leases import Leases
from mailtracker.store.locks import WHOLE, WITHOUT_PEN, Collided, Locks, MoreLocks, holding
from mailtracker.store.saying import begun
from mailtracker.store.schema import HEAD
from mailtracker.store.sqlite import DRIVER, SqliteFile, scratch, speak_sqlite, translated
from mailtracker.store.wakeups import Channel, ToDo, heard, telling

__all__ = ["HEAD", "Store"]

T = TypeVar("T")

TRIES = 5
"""How often a transaction is begun, the last time with the pen."""


class Store:
    """An open database. Any thread may ask for a transaction; a transaction stays in its thread.

    `key`: 32 random bytes, made with the database; they mark Message-IDs and tokens as ours.
    `ident`: 16 hex digits that follow from the key and do not tell it. A copy of the database, a
    restored one too, has the same.
    """

    def __init__(self, opened: Opened, home: Home | None = None) -> None:
        self._reader, self._writer, self._turn = opened.reader, opened.writer, opened.turn
        self._beside, self._ears = opened.beside, opened.ears
        self._home = home
        self._translated = home.translated if home else translated
        with self.read() as conn:
            self.key: bytes = schema.key(conn)
        self.ident = schema.ident_of(self.key)
        channel = Channel(f"mailtracker {self.ident}", token_hex(8))
        self._channel = channel if self.is_shared else None
        self.leases = Leases(self.ident, opened.writer if self.is_shared else None)

    @classmethod
    def open(cls, url: str, create: bool = True) -> Store:
        """The database at `sqlite:///path` or `postgresql+psycopg://...`. `create` makes a missing
        or empty one.

        Raises OldDatabase, NewDatabase, or a MailtrackerError that says what is
        wrong with the URL or the database.
        """
        home = home_of(url)
        return cls(home.open(create), home) if home else cls.in_memory()

    @classmethod
    def open_to_read(cls, url: str) -> Store:
        """The same for who only looks: it is opened read-only, nothing is made or upgraded,
        and nobody who writes is waited for. `write` raises Unreachable.

        Raises OldDatabase, NewDatabase, or a MailtrackerError that says what is wrong.
        """
        home = home_of(url)
        return cls(home.look(), home) if home else cls.in_memory()

    @classmethod
    def in_memory(cls) -> Store:
        """A store of its own that vanishes with `close()`."""
        engine = _engine_of(scratch())
        with engine.begin() as conn:
            schema.make(conn)
        return cls._private(engine)

    def copy_in_memory(self) -> Store:
        """All of it as it is now, to try things on; the original is neither changed nor held up.

        SQLite keeps the copy in memory and spills a large one to an unnamed temporary file.
        """
        copy = scratch()
        if self._reader.dialect.name != "sqlite":
            return self._copied_to(copy)
        with self._turn, self._reader.connect() as conn:
            cast(sqlite3.Connection, conn.connection.dbapi_connection).backup(copy)
        return self._private(_engine_of(copy))

    def _copied_to(self, copy: sqlite3.Connection) -> Store:
        from mailtracker.store import copying

        engine = _engine_of(copy)
        with self.read() as origin, engine.begin() as conn:
            end = copying.CopyEnd(conn, "the copy in memory")
            copying.fill(copying.CopyEnd(origin, "the database"), end)
        return self._private(engine)

    @classmethod
    def _private(cls, engine: Engine) -> Store:
        return cls(Opened(engine, engine, threading.RLock()))

    @contextmanager
    def write(self, lease: str = "", anew: bool = False) -> Iterator[Connection]:
        """A transaction that may read and write. It holds the database's only pen from its first
        moment (BEGIN IMMEDIATE: 0 of 800 lock errors, against 680 with a plain
        BEGIN), commits at the end and undoes everything when an error leaves the block.
        Unreachable: locked for 30 s, disk full, disk gone. LeaseLost: it is for somebody whom this
        connection does not serve. OtherTimeline: unless it is what begins one (`anew`).
        """
        transaction = begun(self._writer)
        with self._translated(), self._turn, transaction as conn, telling(conn, self._channel):
            self.leases.see_to(conn, lease, anew)
            yield conn

    @property
    def is_shared(self) -> bool:
        """Whether other processes may write beside us."""
        return self._ears is not None

    def heard(self) -> Iterator[set[ToDo]]:
        """What other processes leave for us to do (`store/wakeups.py`), without an end. Unreachable
        where we cannot listen any more.
        """
        assert self._ears is not None
        assert self._channel is not None
        with self._translated():
            yield from heard(self._ears, self._channel)

    def carry_out(
        self, work: Callable[[Connection], T], wanted: Locks = WHOLE, lease: str = ""
    ) -> T:
        """`work` in a transaction that holds these locks, where others may write beside us: begun
        again, all of it, where it needs more, or collided with another one. At last it has the pen.
        Unreachable: it collided even so. `lease`: as in `write`.
        """
        if not self.is_shared:
            with self.write(lease) as conn:
                return work(conn)
        for left in reversed(range(TRIES)):
            try:
                with self._locked(wanted) as conn:
                    self.leases.see_to(conn, lease)
                    return work(conn)
            except MoreLocks as more:
                wanted = wanted | more.locks if left > 1 else WHOLE
            except Collided as collided:
                wanted = WHOLE if collided.doubled or left <= 1 else wanted
        raise Unreachable("the database has undone what we wrote, since others wrote the same")

    @contextmanager
    def _locked(self, wanted: Locks) -> Iterator[Connection]:
        keys = wanted.keys(self.ident)
        had = wanted if keys is not None else WHOLE
        locked, to = begun(self._writer, locks=keys), self._channel
        with self._translated(), locked as conn, holding(conn, had), telling(conn, to):
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view, beside writers. Writing in it fails."""
        with self._translated(), self._turn, self._reader.begin() as conn:
            yield conn

    @contextmanager
    def leasing(self) -> Iterator[Connection]:
        """On the connection that writes, without the pen: to take and give back leases."""
        options = {WITHOUT_PEN: True}
        with self._translated(), self._turn, begun(self._writer, **options) as conn:
            yield conn

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """A short transaction on a connection of its own, which waits for no pen. Only where
        several daemons may serve the database.
        """
        assert self._beside is not None
        with self._translated(), begun(self._beside) as conn:
            yield conn

    def empty_log(self) -> bool:
        """Put all that was written into the database's file, and leave nothing in the log beside
        it, where what was deleted since still stands. False: somebody reads, so it comes later.
        """
        if self._home is None:
            return True
        with self._translated(), self._turn:
            return self._home.empty_log(self._writer)

    def close(self) -> None:
        for engine in (self._reader, self._writer, self._beside, self._ears):
            if engine is not None:
                engine.dispose()


def _engine_of(connection: sqlite3.Connection) -> Engine:
    """All transactions of which are this connection's."""
    engine = create_engine(f"{DRIVER}://", creator=lambda: connection, poolclass=StaticPool)
    speak_sqlite(engine, journal="MEMORY", read_only=False)
    return engine


def home_of(url: str) -> Home | None:
    """Where the database of a URL lives; None for a private one in memory. Raises MailtrackerError
    for what is none.
    """
    try:
        parsed: URL = make_url(url)
    except ArgumentError as error:
        raise MailtrackerError(
            f"not a database URL: {url!r} (expected sqlite:///path/to/file.db)"
        ) from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        from mailtracker.store.pg.home import Postgres

        return Postgres(url)
    if backend != "sqlite":
        raise MailtrackerError(
            f"mailtracker stores in SQLite (sqlite:///path) or PostgreSQL "
            f"(postgresql+psycopg://...), not in {backend}"
        )
    in_memory = parsed.database in (None, "", ":memory:")
    return None if in_memory else SqliteFile(url, Path(str(parsed.database)))


@contextmanager
def lock(url: str) -> Iterator[None]:
    """What a daemon holds while it serves. AlreadyRunning where another one must not run beside
    it: of a file there is one daemon.
    """
    home = home_of(url)
    if home is None:
        yield
        return
    with home.lock():
        yield


def is_served(url: str) -> bool:
    """Whether a daemon serves the database now."""
    home = home_of(url)
    return home is not None and home.is_served()


def exposed(url: str) -> list[Problem]:
    """What others could do with the database who should not."""
    home = home_of(url)
    return home.exposed() if home else []


def is_missing(url: str) -> bool:
    """Whether it is not there yet. Raises MailtrackerError where we may not look."""
    home = home_of(url)
    return home is not None and home.is_missing()


def rewrite(url: str) -> Rewritten:
    """Written anew, so that of what was deleted no byte is left in it."""
    home = home_of(url)
    return home.rewrite() if home else Rewritten(whole=True, aside=())


def version(url: str) -> str | None:
    """The step that the database stands at, None while it is missing or empty."""
    home = home_of(url)
    return home.step() if home else None


def migrate(url: str) -> list[str]:
    """Bring the database to this version's schema; the steps that ran.
    AlreadyRunning while a daemon uses it.
    """
    from mailtracker.store import upgrade

    home = home_of(url)
    if home is None:
        return []
    with home.upgrading() as conn:
        found = schema.step(conn, home.name)
        if found is not None and found > HEAD:
            raise schema.wrong_step(found, home.name)
        missing = upgrade.steps(found)
        upgrade.upgrade(conn)
        schema.make_key(conn)
        return missing


def file_of(url: str) -> Path | None:
    """The file of a SQLite URL, None where there is none: in memory, or on a server."""
    home = home_of(url)
    return home.path if isinstance(home, SqliteFile) else None
