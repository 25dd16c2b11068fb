"""A database → all of it in another, empty one, whole and compared; or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection

from mailtracker.errors import AlreadyRunning, MailtrackerError
from mailtracker.store.copying import CopyEnd, Tell, fill
from mailtracker.store.database import Store, file_of, home_of
from mailtracker.store.home import Home


def move(source: str, target: str, tell: Tell) -> None:
    """By their URLs. `tell` hears of each table that is there and equal.

    Raises AlreadyRunning while a daemon serves either, OldDatabase, NewDatabase, or a
    MailtrackerError that says what is wrong; then the target is as empty as before.
    """
    origin, there = _home(source), _home(target)
    file = file_of(source)
    if file is not None and file == file_of(target):
        raise MailtrackerError(f"{origin.name} cannot be copied to itself")
    _refuse_served(origin)
    with seen(origin) as view, origin.lock(), filled(view, there, tell):
        pass


def _home(url: str) -> Home:
    home = home_of(url)
    if home is None:
        raise MailtrackerError(f"{url} names no database that stays")
    return home


def _refuse_served(home: Home) -> None:
    """Raises AlreadyRunning."""
    if home.is_served():
        raise AlreadyRunning(f"a daemon serves {home.name}: stop it first, and any other there")


@contextmanager
def seen(home: Home) -> Iterator[CopyEnd]:
    """One view of all that stands there, for which nobody who writes waits."""
    with closing(Store(home.look(), home)) as store, store.read() as conn:
        yield CopyEnd(conn, home.name)


@contextmanager
def filled(source: CopyEnd, there: Home, tell: Tell) -> Iterator[Connection]:
    """The transaction in which an empty database got all rows of the source."""
    _refuse_served(there)
    with there.upgrading() as conn:
        fill(source, CopyEnd(conn, there.name), tell)
        yield conn
