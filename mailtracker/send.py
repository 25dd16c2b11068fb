"""The send loop: outbox → SMTP, one claimed row a connection, so that a crash leaves at most that one uncertain."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog

from mailtracker.desk.facts import State
from mailtracker.desk.undelivered import on_undelivered
from mailtracker.enact import Cause, enact
from mailtracker.house import House, Told
from mailtracker.smtp import Outcome, SmtpLink
from mailtracker.store import facts, outbox
from mailtracker.store.outbox import Claimed
from mailtracker.store.transaction import Transaction

T = TypeVar("T")
log = structlog.get_logger("mailtracker")

TICK = 1.0
"""Seconds between looks at the outbox: the command line writes there too."""

PAUSE = (1.0, 300.0)
"""Seconds a connection rests after trouble with the server: the first, doubled up to the last."""


@dataclass(frozen=True, slots=True)
class Done:
    """A delivery that has ended and is not stored yet."""

    row: Claimed
    outcome: Outcome


class Sender:
    """Several connections, each served by one `pump`."""

    def __init__(self, house: House, links: list[SmtpLink]) -> None:
        self._house, self._links = house, links
        self._work = asyncio.Event()
        self._up: bool | None = None

    async def run(self, until_empty: bool = False) -> None:
        """Until the house stops; with `until_empty` until nothing is ready now."""
        orphans = await self._write(lambda conn: outbox.orphans(conn, self._now()))
        if orphans:
            log.warning("mails whose sending was interrupted are uncertain; see `mailtracker status`", count=orphans)
        loop = asyncio.get_running_loop()
        self._house.on_wake(lambda: loop.call_soon_threadsafe(self._work.set))
        pumps = [asyncio.create_task(self._pump(link, until_empty)) for link in self._links]
        try:
            await asyncio.gather(*pumps)
        finally:
            for link in self._links:
                await link.close()

    async def _pump(self, link: SmtpLink, until_empty: bool) -> None:
        """Settle the last row and claim the next in one transaction."""
        done: Done | None = None
        pause = PAUSE[0]
        while True:
            finished, stop = done, self._house.stopping.is_set()
            row, told = await self._write(lambda conn, f=finished, s=stop: self._turn(conn, f, s))  # type: ignore[misc]
            done = None
            for each in told:
                self._house.tell(each)
            if row is None:
                if stop or until_empty:
                    return
                await self._rest()
                continue
            outcome = await link.deliver(row.env_from, row.recipient, row.raw)
            done = Done(row, outcome)
            if outcome.link and outcome.result == "retry":
                await self._trouble(row, outcome)
                done = None
                if until_empty:
                    return
                await self._sleep(pause)
                pause = min(pause * 2, PAUSE[1])
            else:
                pause = PAUSE[0]
                await self._beat(True, "")

    def _turn(self, conn: Transaction, done: Done | None, stop: bool) -> tuple[Claimed | None, list[Told]]:
        told = self._settle(conn, done) if done else []
        return (None if stop else outbox.claim(conn, self._now())), told

    def _settle(self, conn: Transaction, done: Done) -> list[Told]:
        row, outcome, now = done.row, done.outcome, self._now()
        state = outbox.settle(conn, row.id, outcome.result, outcome.code, outcome.text, now)
        log.info("mail " + state, to=row.recipient, letter=row.letter, message_id=row.message_id, answer=outcome.text)
        if state is not State.FAILED or row.request_id is None:
            return []
        request = facts.request(conn, row.request_id)
        policy = self._house.world.policy
        decision = on_undelivered(
            request, row.letter, row.recipient.casefold(), outcome.text, policy, facts.load(conn), now
        )
        return [Told("undelivered", enact(conn, self._house.world, decision, Cause(f"u{row.id}", now)), now)]

    async def _trouble(self, row: Claimed, outcome: Outcome) -> None:
        """The server's trouble is not the mail's: the row goes back untouched and the connection rests."""
        log.warning("SMTP trouble", text=outcome.text)
        await self._write(lambda conn: outbox.requeue(conn, row.id))
        await self._beat(False, outcome.text)

    async def _beat(self, up: bool, text: str) -> None:
        """The server's health, stored when it changes and while it is bad."""
        if up and self._up:
            return
        self._up = up
        await asyncio.to_thread(self._house.beat, "smtp", up, text)

    async def _rest(self) -> None:
        self._work.clear()
        await self._sleep(TICK)

    async def _sleep(self, seconds: float) -> None:
        """Until somebody wakes us, at most so long; a stop is noticed within a tick."""
        left = seconds
        while left > 0 and not self._house.stopping.is_set() and not self._work.is_set():
            step = min(left, TICK)
            try:
                await asyncio.wait_for(self._work.wait(), step)
            except TimeoutError:
                left -= step

    async def _write(self, work: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._house.submit(work))

    def _now(self) -> datetime:
        return self._house.clock.now()
