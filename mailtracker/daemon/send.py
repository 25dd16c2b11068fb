"""The send loop: outbox → SMTP, one claimed row a connection, so that a crash leaves
at most that one uncertain.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog

from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.on_undelivered import Failed, on_undelivered
from mailtracker.desk.request import State
from mailtracker.enact import enact
from mailtracker.errors import Unreachable
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
    """A delivery that has ended and is not stored yet."""

    row: Claimed
    outcome: Delivery


@dataclass(frozen=True, slots=True)
class _Turn:
    """One pump's wish: settle `done`, and unless `stop` claim the next row."""

    done: Done | None
    stop: bool
    result: asyncio.Future[tuple[Claimed | None, list[Outcome]]]


class Sender:
    """Several connections, each served by one `pump`. Their turns at the store share a transaction
    where they coincide: a commit costs more than the work in it.
    """

    def __init__(self, runtime: Runtime, links: list[SmtpLink]) -> None:
        self._runtime, self._links = runtime, links
        self._work = asyncio.Event()
        self._health: tuple[bool, str] | None = None
        self._turns: list[_Turn] = []
        self._committer: asyncio.Task[None] | None = None

    async def run(self, until_empty: bool = False) -> None:
        """Until the house stops; with `until_empty` until nothing is ready now."""
        orphans = await self._write(lambda conn: outbox.orphans(conn, self._now()))
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
        """Settle the last row, claim the next, deliver it. What has ended is
        kept until the store has it.
        """
        done: Done | None = None
        pause = PAUSE[0]
        while True:
            stop = self._runtime.stopping.is_set()
            try:
                row, told = await self._turn(done, stop)
            except Unreachable as error:
                log.warning("the store is away", text=str(error))
                if stop:
                    return  # the row stays `sending` and is uncertain at the next start
                await self._sleep(PAUSE[0])
                continue
            done = None
            for each in told:
                self._runtime.tell(each)
            if row is None:
                if stop or until_empty:
                    return
                await self._rest()
                continue
            outcome = await link.deliver(row.env_from, row.recipient, row.raw)
            done = Done(row, outcome)
            if not outcome.link or outcome.result != "retry":
                pause = PAUSE[0]
                await self._beat(True, "")
                continue
            await self._beat(False, outcome.text)
            if until_empty:
                await self._turn(done, stop=True)
                return
            await self._sleep(pause)
            pause = min(pause * 2, PAUSE[1])

    async def _turn(self, done: Done | None, stop: bool) -> tuple[Claimed | None, list[Outcome]]:
        """Settle what has ended and claim the next, together with
        whoever else waits for the store.
        """
        turn = _Turn(done, stop, asyncio.get_running_loop().create_future())
        self._turns.append(turn)
        if self._committer is None or self._committer.done():
            self._committer = asyncio.create_task(self._commit())
        return await turn.result

    async def _commit(self) -> None:
        while self._turns:
            turns, self._turns = self._turns, []
            await self._commit_these(turns)

    async def _commit_these(self, turns: list[_Turn]) -> None:
        try:
            results = await self._write(
                lambda conn: [self._take_turn(conn, turn) for turn in turns]
            )
        except Unreachable as error:
            for turn in turns:
                turn.result.set_exception(error)
        except Exception:  # a bug of ours with one mail: the others must not suffer, and that one must not come back
            log.exception("could not store what became of a mail")
            for turn in turns:
                try:
                    if turn.done:
                        await self._write(lambda conn, row=turn.done: self._settle_only(conn, row))  # type: ignore[misc]
                except Exception as error:  # whatever it is: a pump that is never answered would stand still for good
                    log.exception("could not even store that a mail has ended")
                    turn.result.set_exception(
                        error if isinstance(error, Unreachable) else Unreachable(str(error))
                    )
                else:
                    turn.result.set_result((None, []))
        else:
            for turn, result in zip(turns, results, strict=True):
                turn.result.set_result(result)

    def _take_turn(self, conn: Transaction, turn: _Turn) -> tuple[Claimed | None, list[Outcome]]:
        told = self._settle(conn, turn.done) if turn.done else []
        return (None if turn.stop else outbox.claim(conn, self._now())), told

    def _settle(self, conn: Transaction, done: Done) -> list[Outcome]:
        row, now = done.row, self._now()
        if self._settle_only(conn, done) is not State.FAILED or row.request_id is None:
            return []
        request = requests.request(conn, row.request_id)
        text, world = (
            done.outcome.text,
            self._runtime.world,
        )  # once: a reload must not come between decision and effects
        failed = Failed(request, row.letter, row.recipient.casefold(), text)
        decision = on_undelivered(failed, scene(conn, world.policy, now))
        return [Outcome("undelivered", enact(conn, world, decision, Cause(f"u{row.id}", now)), now)]

    def _settle_only(self, conn: Transaction, done: Done) -> State:
        """The server's trouble is not the mail's: then the row goes back untouched."""
        row, outcome = done.row, done.outcome
        if outcome.link and outcome.result == "retry":
            outbox.requeue(conn, row.id)
            return State.READY
        state = outbox.settle(conn, row.id, outcome.result, outcome.code, outcome.text, self._now())
        log.info(
            f"mail {state}",
            to=row.recipient,
            letter=row.letter,
            message_id=row.message_id,
            answer=outcome.text,
        )
        return state

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

    async def _write(self, work: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._runtime.submit(work))

    def _now(self) -> datetime:
        return self._runtime.clock.now()
