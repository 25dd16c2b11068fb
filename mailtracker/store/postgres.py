"""A database on a PostgreSQL server, which several daemons may serve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from mailtracker.errors import MailtrackerError, Problem, Unreachable
from mailtracker.store import locks, schema
from mailtracker.store.home import Opened


class Postgres:
    """A `Home`, at `postgresql+psycopg://...`."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    @property
    def name(self) -> str:
        return f"database {self._url.database} on {self._url.host or 'this machine'}"

    def open(self, create: bool) -> Opened:
        with self._refusing(), ExitStack() as undo:
            writer = _writing(self._url)
            undo.callback(writer.dispose)
            reader = _reading(self._url)
            undo.callback(reader.dispose)
            with reader.connect() as conn:
                found = schema.step(conn, self.name)
            if found is None and create:
                with writer.begin() as conn:
                    if schema.step(conn, self.name) is None:  # else somebody was quicker
                        schema.make(conn)
            else:
                schema.see_to_step(found, self.name)
            undo.pop_all()
            return Opened(reader, writer, nullcontext())

    def look(self) -> Opened:
        with self._refusing(), ExitStack() as undo:
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
            with self._refusing(), engine.begin() as conn:
                yield conn
        finally:
            engine.dispose()

    def step(self) -> str | None:
        engine = _reading(self._url)
        try:
            with self._refusing(), engine.connect() as conn:
                return schema.step(conn, self.name)
        finally:
            engine.dispose()

    def lock(self) -> AbstractContextManager[None]:
        return nullcontext()

    def is_served(self) -> bool:
        return False

    def is_missing(self) -> bool:
        return False

    def exposed(self) -> list[Problem]:
        return []

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise MailtrackerError(f"cannot use the {self.name}: {error.orig}") from error

    def empty_log(self, writer: Engine) -> bool:  # noqa: ARG002
        """The server's log is its own, and goes round."""
        return True

    @contextmanager
    def translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if error.connection_invalidated:
                raise Unreachable(f"the database cannot be used now: {error.orig}") from error
            raise


def _writing(url: URL) -> Engine:
    """One connection, which is the pen of this process; its transactions hold that of all."""
    engine = create_engine(
        url,
        hide_parameters=True,  # errors would quote mails
        pool_size=1,
        max_overflow=0,
        isolation_level="READ COMMITTED",
        connect_args={"prepare_threshold": None},
    )

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        locks.take_pen(conn)

    return engine


def _reading(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        isolation_level="REPEATABLE READ",
        connect_args={"prepare_threshold": None},
    )
    return engine.execution_options(postgresql_readonly=True)
