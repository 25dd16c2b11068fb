"""A requester and one or two owners who are robots, our own daemon between them on a real store,
and time that jumps to whatever comes next.
"""

from __future__ import annotations

import functools
import heapq
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

import structlog
from sqlalchemy import bindparam, func, select

from mailtracker.clock import DrivenClock
from mailtracker.config import Config
from mailtracker.config.site import site_of
from mailtracker.daemon.filing import Fetched, Filer
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.watch import Watch
from mailtracker.letters.letters import Letters
from mailtracker.policy.model import Policy
from mailtracker.reader import InProcessReader
from mailtracker.start import aliases, read_rules
from mailtracker.store import sending
from mailtracker.store.database import Store
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.tables import deadlines, digest_lines, outbox
from mailtracker.store.transaction import Transaction
from mailtracker.world import World
from tests.loops.robots import ALIAS, Got, Robot
from tests.servers.dovecot import Box
from tests.shipped_letters import shipped_letters
from tests.stories.company import MONDAY, config_for

T = TypeVar("T")

HOP = timedelta(seconds=60)
"""From a mail to the answer to it, and at least so long from one poll of ours to the next."""

RULES = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example, manager: ana, cover: sam}
  sam: {name: Sam Okoye, email: sam@corp.example, manager: ana, cover: bo}
  ana: {name: Ana Costa, email: ana@corp.example}
promises:
  normal: {first_reply: 4 hours, then_every: 4 hours, hours: always}
teams:
  desk: {lead: bo, members: [bo, sam], assign: least-loaded}
ladders:
  default:
    - {at: 75%, remind: owner}
    - {at: 100%, hand_to: cover, tell: [owner, requester]}
    - {at: 200%, tell: manager}
rules:
  - {name: vpn, why: VPN trouble goes to Bo, when: {subject: [vpn]}, to: bo, promise: normal}
fallback: {to: desk, promise: normal, report_to: ana}
ending: at once
"""
"""The ladder ends within a day, so that what is still said after one is a loop."""


BY_TIME = ("d", "admins/late.")
"""How the keys of mails begin that a deadline set off (`daemon.watch`), alone or in a digest."""

_SAID = select(func.count()).where(
    *(outbox.c.row_key.not_like(f"{beginning}%") for beginning in BY_TIME)
)


_NEXT = [
    select(func.min(column)).where(column > bindparam("now", type_=column.type))
    for column in (deadlines.c.due_at, digest_lines.c.due_at, outbox.c.next_try_at)
]
"""When a deadline, a digest or a mail is due that is not due yet."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One mail of ours: its `letter`, whom it went `to`, and whether time alone set it off."""

    letter: str
    to: str
    by_time: bool


@functools.cache
def _given() -> tuple[Config, Policy, Letters]:
    """All that is the same each time, read once."""
    with tempfile.TemporaryDirectory() as folder:
        config = config_for(Path(folder), Box("127.0.0.1", 1, ALIAS, "", _nowhere), 1, RULES)
        letters = shipped_letters()
        return config, read_rules(config, letters.languages).policy, letters


@functools.cache
def _empty() -> Store:
    """To be copied: making the tables takes longer than most conversations."""
    return Store.in_memory()


def _nowhere(*_: object) -> None:
    raise AssertionError("nothing is delivered here by IMAP")


@contextmanager
def silence() -> Iterator[None]:
    """No log: thousands of mails."""
    before = structlog.get_config()
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)
    try:
        yield
    finally:
        structlog.configure(**before)


class Here(Runtime):
    """Writes in the thread that asks: to wait for another one takes longer than the work."""

    def submit(self, work: Callable[[Transaction], T], *_: Any, **__: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            with self.store.write() as conn:
                done.set_result(work(conn))
        except Exception as error:
            done.set_exception(error)
        return done


class Conversation:
    """Begun by a mail of the requester. `run` lets time pass; `sent` is all that we wrote."""

    def __init__(self, requester: Robot, owners: Sequence[Robot]) -> None:
        self._robots = [requester, *owners]
        self._ends = ExitStack()
        self._clock = DrivenClock(MONDAY)
        self._waiting: list[tuple[datetime, int, bytes]] = []
        self._number = 0
        self.polls = 0
        self._ends.enter_context(silence())
        self._begin(_empty())
        self._arrives(MONDAY, requester.begins(MONDAY))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._ends.close()

    def _begin(self, database: Store) -> None:
        """A daemon that knows nothing but a copy of this database."""
        config, policy, letters = _given()
        self._store = database.copy_in_memory()
        served = aliases(config, letters.languages)
        world = World(policy, letters, served, self._store.key)
        site = replace(site_of(config, letters.languages), languages=())  # finding them is slow
        reader = InProcessReader(site)
        self._runtime = Here(config, self._store, self._clock, reader, world)
        self._filer = Filer(self._runtime, next(iter(served.values())))
        self._watch = Watch(self._runtime)

    def _end(self) -> None:
        self._runtime.close()
        self._store.close()

    def restart(self) -> None:
        """Another daemon on the same database."""
        before, runtime = self._store, self._runtime
        self._begin(before)
        runtime.close()
        before.close()

    # -- time ---------------------------------------------------------------------------

    def run(self, days: float, most: int) -> None:
        """Until so many days after the beginning nothing more happens, or we have written `most`
        mails because of others.
        """
        while self.step(days, most):
            pass

    def step(self, days: float, most: int) -> bool:
        """One poll, at the moment at which something happens next; False: there is none."""
        at = self._next()
        if at is None or at > MONDAY + timedelta(days=days) or self.said() >= most:
            return False
        self._clock.travel(at - self._clock.now())
        self._poll()
        return True

    def _next(self) -> datetime | None:
        """When something happens next, a minute after the last poll at the earliest. What was due
        by then and did not happen (a ladder that rests) waits for something else.
        """
        now = self._clock.now()
        with self._store.read() as conn:
            due = [conn.scalar(one, {"now": now}) for one in _NEXT] if self.polls else []
        found = [at for at in (*due, *(one[0] for one in self._waiting[:1])) if at is not None]
        return max(min(found), now + HOP if self.polls else now) if found else None

    def _poll(self) -> None:
        """What has come in is filed, what is due happens, what is ready goes out."""
        self.polls += 1
        now, mails = self._clock.now(), []
        while self._waiting and self._waiting[0][0] <= now:
            _, number, raw = heapq.heappop(self._waiting)
            (reading,) = self._runtime.reader.read([raw])
            mails.append(Fetched(1, number, raw, now, reading))
        if mails:
            self._filer.outcomes(self._filer.start(mails))
        while self._watch.poll():
            pass
        for row in self._runtime.write(self._send):
            self._reaches(Got(row.env_from, row.recipient, row.raw, now))

    def _send(self, conn: Transaction) -> list[Claimed]:
        """All that is ready goes out, to a server that is well."""
        now, gone = self._clock.now(), []
        while (row := sending.claim(conn, now)) is not None:
            sending.settle(conn, row.id, Attempt("sent", 250, "2.0.0 OK"), now)
            gone.append(row)
        return gone

    def _reaches(self, got: Got) -> None:
        for robot in self._robots:
            if got.to.casefold() in robot.addresses:
                if (answer := robot.answer(got)) is not None:
                    self._arrives(got.at + HOP, answer)
                return

    def _arrives(self, at: datetime, raw: bytes) -> None:
        self._number += 1
        heapq.heappush(self._waiting, (at, self._number, raw))

    # -- what we wrote ------------------------------------------------------------------

    def sent(self) -> list[Sent]:
        """Every mail of ours, in order."""
        wanted = select(outbox.c.letter, outbox.c.recipient, outbox.c.row_key).order_by(outbox.c.id)
        with self._store.read() as conn:
            rows = conn.execute(wanted).all()
        return [Sent(row.letter, row.recipient, row.row_key.startswith(BY_TIME)) for row in rows]

    def said(self) -> int:
        """How many of them some mail set off, and not the ladder."""
        with self._store.read() as conn:
            return conn.scalar(_SAID) or 0

    def letters(self) -> Counter[str]:
        """The same by their letters."""
        return Counter(mail.letter for mail in self.sent() if not mail.by_time)
