"""What a transaction leaves for others to do, told to all processes that serve the database when it
is committed, and heard by them. Whoever hears nothing finds it by polling, as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from mailtracker.record import dataclass

BREATH = 1.0
"""Seconds after which whoever listens looks up."""


class ToDo(StrEnum):
    """What there is to do."""

    MAIL = "mail"  # to send, or to post to a hook
    RULES = "rules"  # to read again, or somebody asks whether they serve


@dataclass(frozen=True, slots=True)
class Channel:
    """That of one database, by `name`. What one process says there begins with `ours`, by which it
    knows that it was itself.
    """

    name: str
    ours: str


_NOTED: dict[Connection, set[ToDo]] = {}


@contextmanager
def telling(conn: Connection, channel: Channel | None) -> Iterator[None]:
    """What is noted within is told when the transaction is committed. None: nobody listens."""
    if channel is None:
        yield
        return
    noted = _NOTED[conn] = set()
    try:
        yield
        for what in sorted(noted):
            conn.execute(select(func.pg_notify(channel.name, f"{channel.ours} {what}")))
    finally:
        del _NOTED[conn]


def note(conn: Connection, what: ToDo) -> None:
    """This transaction leaves something to do."""
    if _NOTED and (noted := _NOTED.get(conn)) is not None:
        noted.add(what)


def heard(engine: Engine, channel: Channel) -> Iterator[set[ToDo]]:
    """What others told, since the last time: at first all there is, since it was not listened to
    before; nothing every BREATH, so that whoever listens may stop. DBAPIError: the connection is
    lost.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql(f'LISTEN "{channel.name}"')
        yield set(ToDo)
        driver: Any = conn.connection.driver_connection
        try:
            while True:
                # To its end: what came in one packet, and is not asked for, would be lost.
                notes = list(driver.notifies(timeout=BREATH, stop_after=1))
                yield set(_from_others([one.payload for one in notes], channel))
        except engine.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                None, None, error, engine.dialect.loaded_dbapi.Error, dialect=engine.dialect
            ) from error
        finally:
            driver.close()
            conn.invalidate()


def _from_others(payloads: Iterable[str], channel: Channel) -> Iterator[ToDo]:
    """Of another version we may not know everything."""
    for payload in payloads:
        said_by, _, what = payload.partition(" ")
        if said_by != channel.ours and what in _WORDS:
            yield ToDo(what)


_WORDS = frozenset(ToDo)
