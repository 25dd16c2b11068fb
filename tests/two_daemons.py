"""Two daemons of one PostgreSQL database, in this process, that file what they are given: the first
stops before its commit for as long as the test likes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, text

from mailtracker.clock import DrivenClock
from mailtracker.config import Config, StoreConfig
from mailtracker.daemon.filing import Fetched, Filer
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.mail.understand import understand
from mailtracker.reader import InProcessReader, Reading
from mailtracker.store.transaction import Transaction
from tests.servers.dovecot import Box
from tests.stories.company import MONDAY, config_for, letters

T = TypeVar("T")
NOBODY = Box("127.0.0.1", 1, "nobody", "secret", None)
PATIENCE = 20.0
HELP, PAY = "IT help", "Payroll"


def config_of_two(folder: Path, url: str, rules: str, prefix: str = "PAY") -> Config:
    """Two mailboxes."""
    config = config_for(folder, NOBODY, 1, rules)
    (first,) = config.mailboxes
    second = replace(first, name=PAY, address="payroll@corp.example", prefix=prefix)
    store = StoreConfig(url, config.store.keep_mail)
    return replace(config, mailboxes=(first, second), store=store)


class Side:
    """One of the two. Its thread is where the test asks it for something."""

    def __init__(self, runtime: Runtime, thread: ThreadPoolExecutor) -> None:
        self.runtime, self._thread = runtime, thread
        self._filers = {
            name: Filer(runtime, alias) for name, alias in runtime.world.aliases.items()
        }

    def read(self, mailbox: str, uid: int, raw: bytes) -> Fetched:
        message, classified = understand(raw, self.runtime.world.aliases[mailbox].site)
        return Fetched(1, uid, raw, self.runtime.clock.now(), Reading(message, classified))

    def unread(self, uid: int) -> Fetched:
        """A mail that cannot be read."""
        broken = Reading(None, None, "cannot be read")
        return Fetched(1, uid, b"broken %d" % uid, self.runtime.clock.now(), broken)

    def file(self, mailbox: str, *mails: Fetched) -> list[Outcome]:
        filer = self._filers[mailbox]
        return filer.outcomes(filer.start(mails))

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """In its own thread."""
        return self._thread.submit(work)

    @contextmanager
    def stopped(self, work: Callable[[], T]) -> Iterator[Future[T]]:
        """`work` has all but committed within, and commits at its end."""
        there, on = threading.Event(), threading.Event()

        def stop(_: Transaction) -> None:
            there.set()
            on.wait(PATIENCE)

        self.runtime.courier = stop
        done = self.begin(work)
        try:
            _until(lambda: there.is_set() or done.done())
            yield done
        finally:
            self.runtime.courier = lambda _: None
            on.set()
        done.result(PATIENCE)


@dataclass
class Two:
    """`second_waits`: the last time that it did something beside the first it had to."""

    first: Side
    second: Side
    url: str
    second_waits: bool = False

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """What the second does while the first has not committed: it is done, or waits for it."""
        done = self.second.begin(work)
        self.second_waits = waits(self.url, done)
        return done


def waits(url: str, done: Future[Any]) -> bool:
    """Whether it waits for a lock of somebody else's; False once it is done."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        _until(lambda: done.done() or bool(conn.scalar(_WAITING)))
    engine.dispose()
    return not done.done()


# A row that another has written is waited for by the id of its transaction, which has no database.
_WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND (database IS NULL OR database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


def _until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.005)


@contextmanager
def two_daemons(config: Config) -> Iterator[Two]:
    with ExitStack() as ends:
        sides = []
        for _ in range(2):
            clock = DrivenClock(MONDAY)
            runtime = ends.enter_context(
                open_runtime(config, clock, InProcessReader, letters=letters())
            )
            sides.append(Side(runtime, ends.enter_context(ThreadPoolExecutor(1))))
        yield Two(sides[0], sides[1], config.store.url)
