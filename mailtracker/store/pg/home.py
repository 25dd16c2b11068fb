"""A database on a PostgreSQL server, which several daemons may serve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

from mailtracker.errors import Problem
from mailtracker.postgres_url import parsed
from mailtracker.store import leases, locks, schema
from mailtracker.store.home import Opened, Rewritten
from mailtracker.store.pg.engine import PgSession, engine_of
from mailtracker.store.pg.pooling import refuse_pooler
from mailtracker.store.pg.server import in_words

READERS, BESIDE = 15, 5
"""Connections of one process at most: those that read at the same time, and those that write beside
the pen.
"""


class Postgres:
    """A `Home`, at `postgresql+psycopg://...`."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def name(self) -> str:
        return parsed(self._url).where

    def open(self, create: bool) -> Opened:
        with in_words(self._url), ExitStack() as undo:
            writer = _writing(self._url)
            undo.callback(writer.dispose)
            reader = _reading(self._url)
            undo.callback(reader.dispose)
            beside = _beside(self._url)
            undo.callback(beside.dispose)
            refuse_pooler(reader, self.name)
            with reader.connect() as conn:
                found = schema.step(conn, self.name)
            if found is None and create:
                with writer.begin() as conn:
                    schema.make_if_empty(conn, self.name)
            else:
                schema.see_to_step(found, self.name)
            undo.pop_all()
            ears = engine_of(self._url, PgSession(read_only=True))
            return Opened(reader, writer, nullcontext(), beside, ears)

    def look(self) -> Opened:
        with in_words(self._url), ExitStack() as undo:
            reader = _reading(self._url)
            undo.callback(reader.dispose)
            with reader.connect() as conn:
                schema.see_to_step(schema.step(conn, self.name), self.name)
            undo.pop_all()
            return Opened(reader, reader, nullcontext())

    @contextmanager
    def upgrading(self) -> Iterator[Connection]:
        engine = _writing(self._url)
        try:
            with in_words(self._url), engine.begin() as conn:
                before = schema.step(conn, self.name)
                yield conn
                if schema.step(conn, self.name) != before:
                    # Nobody serves on by what it was: the next session of each looks first.
                    leases.end_all(conn)
        finally:
            engine.dispose()

    def step(self) -> str | None:
        engine = _reading(self._url)
        try:
            with in_words(self._url), engine.connect() as conn:
                return schema.step(conn, self.name)
        finally:
            engine.dispose()

    def lock(self) -> AbstractContextManager[None]:
        return nullcontext()

    def is_served(self) -> bool:
        engine = _reading(self._url)
        try:
            with self.translated(), engine.connect() as conn:
                return bool(leases.holders(conn))
        finally:
            engine.dispose()

    def is_missing(self) -> bool:
        return False

    def exposed(self) -> list[Problem]:
        return []

    def empty_log(self, writer: Engine) -> bool:  # noqa: ARG002
        """The server's log is its own, and goes round."""
        return True

    def rewrite(self) -> Rewritten:
        from mailtracker.store.pg.rewriting import rewrite_tables

        with self.translated():
            return rewrite_tables(self._url)

    def translated(self) -> AbstractContextManager[None]:
        return in_words(self._url, serving=True)


def _writing(url: str) -> Engine:
    """One connection, which is the pen of this process; its transactions hold that of all."""
    engine = engine_of(url, PgSession())

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        options = conn.get_execution_options()
        if not options.get(locks.WITHOUT_PEN):
            locks.take(conn, options.get("locks"))

    event.listen(engine, "handle_error", _collided)
    return engine


def _beside(url: str) -> Engine:
    """Connections that write what nobody decides by."""
    return engine_of(url, PgSession(pool_size=BESIDE))


def _collided(context: ExceptionContext) -> BaseException | None:
    conn = context.connection
    return locks.collided(conn, context.original_exception) if conn is not None else None


def _reading(url: str) -> Engine:
    return engine_of(url, PgSession(read_only=True, pool_size=READERS))
