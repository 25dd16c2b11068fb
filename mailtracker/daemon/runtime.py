"""What every loop holds: config, store with its one writer thread, clock, reader, world, and who
hears of decisions.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import field
from datetime import datetime
from typing import Literal, TypeVar

import structlog

from mailtracker.clock import Clock
from mailtracker.composer import Composer, ComposerHere
from mailtracker.config import Config
from mailtracker.daemon.away import AwayLog
from mailtracker.daemon.pen import Pen
from mailtracker.daemon.remembered import Remembered
from mailtracker.desk.admin_letters import Trouble
from mailtracker.desk.alias import Alias
from mailtracker.desk.troubles import OurPart, PartKind, Quoted, part_in
from mailtracker.enact import Enacted, became, tell_admins, written
from mailtracker.errors import LeaseLost, Unreachable
from mailtracker.mail.message import Message
from mailtracker.notices import Notice
from mailtracker.pulse import Heart
from mailtracker.reader import Reader
from mailtracker.record import dataclass
from mailtracker.store import health
from mailtracker.store.database import Store
from mailtracker.store.leases import HOUSE, Leases
from mailtracker.store.locks import NONE, WHOLE, Locks
from mailtracker.store.transaction import Transaction
from mailtracker.unnamed import without_addresses
from mailtracker.world import World

T = TypeVar("T")
log = structlog.get_logger("mailtracker")

PROBE_IDLE, PROBE_IN_TROUBLE = 30.0, 5.0
"""Seconds after which it is tried again whether the store takes what is written."""

NO_NEWS = 60.0
"""Seconds that a database server may be away without a mail to the admins when it is back."""

TELL_AFTER = 15 * 60.0
"""Seconds of trouble with a server after which the admins get a mail."""


_LEASE: ContextVar[str] = ContextVar("lease", default="")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One decision, `enacted` `at` an instant. `what` led to it: a message, a deadline, a mail
    that could not be delivered, a digest that was due, that somebody is away, or expected mail that
    did not come; `message` is None but for the first.
    """

    what: Literal["message", "deadline", "undelivered", "digest", "absence", "expected", "daily"]
    enacted: Enacted
    at: datetime
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A mailbox was read to its end, so what came before `at` is in the ledger; `sent`: its Sent
    folder was looked into before.
    """

    at: datetime
    sent: bool


def no_one(_: Outcome) -> None:
    """Listens to nothing."""


Courier = Callable[[Transaction], Callable[[], object] | None]
"""At the end of a transaction that may have queued mail: claims it for whoever waits for some, and
returns what is to be called after the commit; None: nobody waits, or nothing was there.
"""


def no_courier(_: Transaction) -> None:
    """Nobody waits for mail."""


@dataclass
class Runtime:
    """Made by `run.open_runtime`. `write` and `submit` run a function in the one thread that
    writes, inside a transaction.
    """

    #: all of config.toml
    config: Config
    #: read by whoever likes, written by `write` and `submit` alone
    store: Store
    #: the present, which tests and the demo drive
    clock: Clock
    #: understands mails, safely
    reader: Reader
    #: rules, letters and aliases; replaced whole when the rules change, at any moment: take it once
    #: a transaction
    world: World
    #: hears of every decision that was carried out
    listen: Callable[[Outcome], None] = no_one
    #: set when every loop shall end after what it has in hand
    stopping: threading.Event = field(default_factory=threading.Event)
    #: tells how we are beside the store
    heart: Heart = field(default_factory=lambda: Heart(None))
    #: what the log says while the store is away
    away: AwayLog = field(default_factory=AwayLog)
    #: a moment of `time.monotonic`: silence counts only in a mailbox that was read after it
    unread_since: float = -math.inf
    #: which of several daemons we are (`daemons`), 0 where there is one
    me: int = 0
    #: of each mailbox what may prove that mails of ours arrived, as it was read last
    looked: dict[str, Looked] = field(default_factory=dict)
    #: of whoever sends mail
    courier: Courier = no_courier
    #: why we serve nothing; "" while we serve
    stands_by: str = ""
    #: mails that a server took from us lately
    remembered: Remembered = field(default_factory=Remembered)
    #: carries out orders for mails
    composer: Composer = field(default_factory=ComposerHere)
    #: the one thread that writes to the store
    _pen: Pen = field(default_factory=Pen)
    #: what `wake` calls
    _wakers: list[Callable[[], object]] = field(default_factory=list)
    #: what `hurry` calls
    _hurried: list[Callable[[], object]] = field(default_factory=list)
    #: notified when nobody shall rest on
    _resting: threading.Condition = field(default_factory=threading.Condition)
    #: how often somebody was in a hurry
    _hurries: int = 0
    #: the store was away since we were asked to stop: it is not waited for again
    _given_up: bool = False
    #: we have ended; a thread that did not end in time may still come back
    _closed: bool = False
    #: since when a part has been in trouble
    _trouble: dict[str, datetime] = field(default_factory=dict)

    def submit(
        self,
        work: Callable[[Transaction], T],
        urgent: bool = False,
        carried: bool = False,
        locks: Locks = WHOLE,
    ) -> Future[T]:
        """Run `work` in a write transaction of the writer thread, `urgent` before what waits.
        `carried`: it may queue mail. The courier comes at its end, or `wake` is called after it.
        `locks`: what it touches, where other daemons may write beside us; it may be begun again.
        """
        lease = _LEASE.get()

        def whole(conn: Transaction) -> tuple[T, Callable[[], object] | None]:
            result = work(conn)
            return result, self.courier(conn) if carried else None

        def in_transaction() -> T:
            if self._given_up:
                raise Unreachable("the database cannot be used now, and we stop")
            try:
                result, begin = self.store.carry_out(whole, locks, lease)
            except LeaseLost:  # the store is well
                raise
            except Unreachable as error:
                self.heart.failed(str(error), self.clock.now())
                self._given_up = self.stopping.is_set()
                raise
            self.heart.wrote(self.clock.now(), proven=self.heart.is_well)
            if carried:
                with contextlib.suppress(RuntimeError):  # the event loop has ended, and so we do
                    (begin or self.wake)()
            return result

        if self._closed:
            raise Unreachable("the database is closed: we have stopped")
        return self._pen.submit(in_transaction, urgent)

    def write(self, work: Callable[[Transaction], T], locks: Locks = WHOLE) -> T:
        """`submit`, waited for. Not from the event loop's thread."""
        return self.submit(work, locks=locks).result()

    @property
    def leases(self) -> Leases:
        return self.store.leases

    def lease_of(self, mailbox: str) -> str:
        """Who holds that fires what is of a mailbox; one that the config lacks is the house's."""
        served = any(box.name == mailbox for box in self.config.mailboxes)
        return mailbox if served else HOUSE

    @contextlib.contextmanager
    def under(self, lease: str) -> Iterator[None]:
        """Whatever this thread writes meanwhile is written only while we hold that lease: LeaseLost
        where we do not.
        """
        before = _LEASE.set(lease)
        try:
            yield
        finally:
            _LEASE.reset(before)

    def leasing(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Run `work` in the writer thread, before what waits and without the pen."""

        def in_transaction() -> T:
            with self.store.leasing() as conn:
                return work(conn)

        return self._pen.submit(in_transaction, urgent=True)

    def anew(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Run `work` in the writer thread while we keep the house, before anything else is written
        on another timeline.
        """

        def in_transaction() -> T:
            with self.store.write(HOUSE, anew=True) as conn:
                return work(conn)

        return self._pen.submit(in_transaction, urgent=True)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """In this thread, of what is committed; waits for nobody who writes."""
        with self.store.read() as conn:
            return work(conn)

    def pulse(self) -> None:
        """How we are, measured: whether the store takes what we write. Every few seconds."""
        probe_every = PROBE_IDLE if self.heart.is_well else PROBE_IN_TROUBLE
        if self.heart.untried_for >= probe_every and not self.stopping.is_set():
            self._probe()
        self.heart.beat(self.clock.now())

    def _probe(self) -> None:
        self.heart.tried()
        trouble = self.heart.trouble

        def work(conn: Transaction) -> None:
            if trouble is None:
                health.touch(conn)
            else:
                health.probe(conn)
                self._tell_of_end(conn, *trouble)

        try:
            self.write(work)
        except Unreachable:
            return
        self.heart.wrote(self.clock.now(), proven=True)
        if trouble is not None:
            self.away.over()

    def _tell_of_end(self, conn: Transaction, text: str, since: datetime) -> None:
        """The admins hear of a trouble of the store's when it is over, since no mail can be written
        before; once an hour at most. A server that is restarted or fails over is away for moments,
        which is no news.
        """
        now, world = self.clock.now(), self.world
        if self.store.is_shared and (now - since).total_seconds() < NO_NEWS:
            return
        letter = Trouble(OurPart(PartKind.DATABASE), Quoted(text), since, until=now)
        tell_admins(conn, world, world.any_alias, Notice(letter, f"database.{now:%Y%m%d%H}", now))

    def on_hurry(self, hurrier: Callable[[], object]) -> None:
        """`hurrier` is called, in any thread, when no pause after trouble shall be waited out."""
        self._hurried.append(hurrier)

    def hurry(self) -> None:
        """An outage may be over: everybody tries again now. From any thread, and never waits."""
        with self._resting:
            self._hurries += 1
            self._resting.notify_all()
        for hurrier in self._hurried:
            hurrier()

    def rest(self, seconds: float) -> None:
        """A pause after trouble, which a stop or a hurry ends."""
        with self._resting:
            before, end = self._hurries, time.monotonic() + seconds
            while not self.stopping.is_set() and self._hurries == before:
                left = end - time.monotonic()
                if left <= 0:
                    return
                self._resting.wait(left)

    def stop(self) -> None:
        """Every loop ends after what it has in hand."""
        self.stopping.set()
        with self._resting:
            self._resting.notify_all()
        self.wake()

    def on_wake(self, waker: Callable[[], object]) -> None:
        self._wakers.append(waker)

    def wake(self) -> None:
        """Something may be due or ready: let the loops poll at once instead of at their next tick.
        Any thread.
        """
        for waker in self._wakers:
            waker()

    def tell(self, outcome: Outcome) -> None:
        """One log line a decision: what became of which line of the ledger, the reference, and the
        kinds of mail that it wrote. Neither words nor addresses: those stand in the store.
        """
        enacted = outcome.enacted
        log.info(
            became(enacted.decision) or outcome.what,
            what=outcome.what,
            request=enacted.request.reference if enacted.request else "",
            cause=enacted.cause,
            out=written(enacted.queued),
        )
        self.listen(outcome)

    def beat(
        self,
        part: str,
        ok: bool,
        text: str = "",
        alias: Alias | None = None,
        besides: Callable[[Transaction], object] | None = None,
    ) -> None:
        """Health of one part ("imap IT help", "smtp"), for `status`; long trouble is mailed to the
        admins once, by `alias` or any. `besides` is done in the same transaction.
        """
        now = self.clock.now()
        since = self._trouble.setdefault(part, now)
        if ok:
            del self._trouble[part]
        late = not ok and (now - since).total_seconds() >= TELL_AFTER

        def work(conn: Transaction) -> None:
            health.beat(conn, part, ok, text, now)
            if besides is not None:
                besides(conn)
            if late:
                world = self.world
                by = alias or world.any_alias
                once = f"{part}.{since.timestamp():.0f}"
                said = without_addresses(text) if world.policy.keeps_secrets else text
                letter = Trouble(part_in(part), Quoted(said), since)
                tell_admins(conn, world, by, Notice(letter, once, now))

        self.write(work, NONE)

    def close(self) -> None:
        self._closed = True
        self._pen.close()
        self.composer.close()
        self.heart.beat(self.clock.now(), ended=True)
        self.heart.close()
