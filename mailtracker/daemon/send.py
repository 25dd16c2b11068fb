"""The send loop: outbox → SMTP. One pump a connection, one claimed row a pump, so that a crash
leaves at most one mail a connection uncertain.

    a pump                                 the store: one transaction for all pumps that wait
    ------                                 --------------------------------------------------
    exchange(done, stop)  ---------------> settle `done`; claim the next row, unless `stop`
    row or none, outcomes <--------------- committed
      none: end, if we stop; else rest until somebody wakes us, a tick at most
      row:  deliver it, and keep in `done` how that ended until the store has it
            the mail's own end (sent, failed, uncertain, later): exchange at once
            the server's trouble: pause, 1 s doubled up to 5 min; then the row goes back as it was
    Unreachable           <--------------- the store is away: a pause, the same exchange again
    none                  <--------------- a bug of ours: each `done` settled alone, no row claimed
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog

from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.on_undelivered import Failed, on_undelivered
from mailtracker.desk.request import Request, State
from mailtracker.enact import enact
from mailtracker.errors import Unreachable
from mailtracker.mail.address_key import address_key
from mailtracker.mail.origin.refusals import address_is_dead
from mailtracker.mail.outgoing.ids import without_bounce
from mailtracker.smtp import Delivery, SmtpLink
from mailtracker.store import outbox, requests
from mailtracker.store.outbox import Claimed
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause

T = TypeVar("T")
log = structlog.get_logger("mailtracker")

TICK = 1.0
"""Seconds between polls of the outbox: the command line writes there too."""

PAUSE = (1.0, 300.0)
"""Seconds a connection rests after trouble with the server: the first, doubled up to the last."""


@dataclass(frozen=True, slots=True)
class Done:
    """A `delivery` that has ended and is not stored yet, and the `row` that was claimed for it."""

    row: Claimed
    delivery: Delivery

    @property
    def is_servers_trouble(self) -> bool:
        """Not the mail's: every other one would have met it too."""
        return self.delivery.link and self.delivery.result == "retry"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an exchange gives a pump: the next `row`, None where nothing is ready or wanted, and the
    `outcomes` of decisions on a mail that failed.
    """

    row: Claimed | None = None
    outcomes: Sequence[Outcome] = ()


@dataclass(frozen=True, slots=True)
class _Wish:
    """A pump's side of an exchange: settle `done`, and unless `stop` claim the next row. Who
    commits fills in the `answer`.
    """

    done: Done | None
    stop: bool
    answer: asyncio.Future[Answer]


class Sender:
    """Several connections to the mail server, each served by a pump of its own."""

    def __init__(self, runtime: Runtime, links: list[SmtpLink]) -> None:
        self._runtime, self._links = runtime, links
        self._exchange = Exchange(runtime)
        self._work = asyncio.Event()
        self._health: tuple[bool, str] | None = None

    async def run(self, until_empty: bool = False) -> None:
        """Until the daemon stops; with `until_empty` until nothing is ready now."""
        now = self._runtime.clock.now()
        orphans = await _write(self._runtime, lambda conn: outbox.orphans(conn, now))
        if orphans:
            log.warning(
                "mails whose sending was interrupted are uncertain; see `mailtracker status`",
                count=orphans,
            )
        loop = asyncio.get_running_loop()
        self._runtime.on_wake(lambda: loop.call_soon_threadsafe(self._work.set))
        pumps = [asyncio.create_task(self._pump(link, until_empty)) for link in self._links]
        try:
            await asyncio.gather(*pumps)
        finally:
            for link in self._links:
                await link.close()

    async def _pump(self, link: SmtpLink, until_empty: bool) -> None:
        """The left side of the drawing."""
        done: Done | None = None
        pause = PAUSE[0]
        while True:
            stop = self._runtime.stopping.is_set()
            try:
                answer = await self._exchange(done, stop)
            except Unreachable as error:
                log.warning("the store is away", text=str(error))
                if stop:
                    return  # the row stays `sending` and is uncertain at the next start
                await self._sleep(PAUSE[0])
                continue
            done = None
            for outcome in answer.outcomes:
                self._runtime.tell(outcome)
            if answer.row is None:
                if stop or until_empty:
                    return
                await self._rest()
                continue
            done = await self._deliver(link, answer.row)
            if not done.is_servers_trouble:
                pause = PAUSE[0]
                continue
            if until_empty:
                await self._exchange(done, stop=True)
                return
            await self._sleep(pause)
            pause = min(pause * 2, PAUSE[1])

    async def _deliver(self, link: SmtpLink, row: Claimed) -> Done:
        done = Done(row, await link.deliver(self._return_path(row), row.recipient, row.raw))
        trouble = done.is_servers_trouble
        await self._beat(not trouble, done.delivery.text if trouble else "")
        return done

    def _return_path(self, row: Claimed) -> str:
        """As the config wants it now: a mail that waits because its own envelope sender is refused
        goes out once that is changed.
        """
        verp = self._runtime.config.smtp.envelope == "verp"
        return row.env_from if verp else without_bounce(row.env_from)

    async def _beat(self, up: bool, text: str) -> None:
        """The server's health: logged when it changes, stored then and for as long as it is bad."""
        before, self._health = self._health, (up, text)
        if up and before == self._health:
            return
        if not up and before != self._health:
            log.warning("SMTP trouble", text=text)
        try:
            await asyncio.to_thread(self._runtime.beat, "smtp", up, text)
        except Unreachable as error:
            log.warning("the store is away", text=str(error))

    async def _rest(self) -> None:
        """Nothing to do: until somebody wakes us, at most a tick."""
        self._work.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._work.wait(), TICK)

    async def _sleep(self, seconds: float) -> None:
        """The whole pause, however much work comes in: a server in trouble is left alone. A
        stop is noticed within a tick.
        """
        left = seconds
        while left > 0 and not self._runtime.stopping.is_set():
            await asyncio.sleep(min(left, TICK))
            left -= TICK


def _failed(request: Request, done: Done, admins: tuple[str, ...]) -> Failed:
    """What our own server refuses is certain."""
    delivery, said = done.delivery, f"{done.delivery.code} {done.delivery.text}"
    return Failed(
        request=request,
        letter=done.row.letter,
        recipient=address_key(done.row.recipient),
        answer=delivery.text,
        dead=delivery.at_rcpt and address_is_dead(said),
        admins=admins,
    )


class Exchange:
    """The right side of the drawing. Exchanges that coincide share a transaction: a commit costs
    more than the work in it.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._waiting: list[_Wish] = []
        self._committer: asyncio.Task[None] | None = None

    async def __call__(self, done: Done | None, stop: bool) -> Answer:
        """Raises Unreachable where the store is away; nothing was settled or claimed then."""
        wish = _Wish(done, stop, asyncio.get_running_loop().create_future())
        self._waiting.append(wish)
        if self._committer is None or self._committer.done():
            self._committer = asyncio.create_task(self._commit())
        return await wish.answer

    async def _commit(self) -> None:
        while self._waiting:
            wishes, self._waiting = self._waiting, []
            await self._commit_these(wishes)

    async def _commit_these(self, wishes: list[_Wish]) -> None:
        try:
            answers = await _write(
                self._runtime, lambda conn: [self._grant(conn, wish) for wish in wishes]
            )
        except Unreachable as error:
            for wish in wishes:
                wish.answer.set_exception(error)
        except Exception:
            log.exception("could not store what became of a mail")
            for wish in wishes:
                await self._settle_alone(wish)
        else:
            for wish, answer in zip(wishes, answers, strict=True):
                wish.answer.set_result(answer)

    async def _settle_alone(self, wish: _Wish) -> None:
        """After a bug of ours with one mail: the others must not suffer, and that one must not
        come back.
        """
        done = wish.done
        try:
            if done is not None:
                await _write(self._runtime, lambda conn: self._settle(conn, done))
        except Exception as error:  # a pump that is never answered would stand still for good
            log.exception("could not even store that a mail has ended")
            wish.answer.set_exception(Unreachable(str(error)))
        else:
            wish.answer.set_result(Answer())

    # -- in the transaction ----------------------------------------------------------

    def _grant(self, conn: Transaction, wish: _Wish) -> Answer:
        outcomes = self._settle_and_decide(conn, wish.done) if wish.done else []
        return Answer(None if wish.stop else outbox.claim(conn, self._now()), outcomes)

    def _settle_and_decide(self, conn: Transaction, done: Done) -> list[Outcome]:
        """A mail of a request that failed is the desk's matter."""
        row, now = done.row, self._now()
        if self._settle(conn, done) is not State.FAILED or row.request_id is None:
            return []
        request = requests.request(conn, row.request_id)
        world = self._runtime.world  # once: a reload must not come between decision and effects
        failed = _failed(request, done, world.alias(request.mailbox).admins)
        decision = on_undelivered(failed, scene(conn, world.policy, now))
        return [Outcome("undelivered", enact(conn, world, decision, Cause(f"u{row.id}", now)), now)]

    def _settle(self, conn: Transaction, done: Done) -> State:
        """The server's trouble is not the mail's: then the row goes back untouched."""
        row, delivery = done.row, done.delivery
        if done.is_servers_trouble:
            outbox.requeue(conn, row.id)
            return State.READY
        answer = outbox.Attempt(delivery.result, delivery.code, delivery.text)
        state = outbox.settle(conn, row.id, answer, self._now())
        log.info(f"mail {state}", row=row.id, letter=row.letter, code=delivery.code)
        return state

    def _now(self) -> datetime:
        return self._runtime.clock.now()


async def _write(runtime: Runtime, work: Callable[[Transaction], T]) -> T:
    return await asyncio.wrap_future(runtime.submit(work))
