"""The send loop: outbox → SMTP. One pump a connection; rows are claimed in batches, and whoever is
free takes the next. Of these only one a connection, at the final dot, is ever uncertain, also after
a kill (`at_dot.py`).

    a pump                                   the batch, or the store: one transaction for all
    ------                                   --------------------------------------------------
    no connection: exchange(done, WORD) ---> is anything due? `done` is settled with the next turn
      nothing: end, if we stop; else rest until somebody wakes us, a tick at most. Who rests
      with a connection is brought rows by the transaction that queued them (`courier`)
      a row waits, or the server was away: connect, when it is our turn to look (`way.py`)
    connected: exchange(done, ROW) --------> the next row of the batch; where it has none, settle
      row: deliver it; the slot says when      all that is `done`, claim a batch
           it is at the dot, then how that
           ended, until it is settled
    the server's trouble, a stop ----------> settle; what nobody has begun goes back
    Unreachable <--------------------------- the store is away: a pause; what is done is kept
    no row <-------------------------------- a bug of ours: each `done` was settled alone

Whatever became of a row is settled before its pump rests.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

import structlog

from mailtracker.daemon.batch import ToSend
from mailtracker.daemon.dots import Dot, dots_of
from mailtracker.daemon.doubt import Doubts
from mailtracker.daemon.exchange import Answer, Exchange, Want, write
from mailtracker.daemon.leased_dot import NotOurs
from mailtracker.daemon.refused_us import ways_of_notice
from mailtracker.daemon.runtime import Outcome, Runtime, no_courier
from mailtracker.daemon.settling import Done
from mailtracker.daemon.way import Way
from mailtracker.errors import Unreachable
from mailtracker.faults import Point, reach
from mailtracker.mail.outgoing.ids import without_bounce
from mailtracker.smtp import Delivery, LargeMail, SmtpLink
from mailtracker.store import large, refusals
from mailtracker.store.leases import HOUSE
from mailtracker.store.recovery import Recovered
from mailtracker.store.sending import Claimed
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

TICK = 1.0
"""Seconds between polls of the outbox: the command line writes there too."""

STORE_PAUSE = 1.0
"""Seconds until a store that is away is asked again."""

GRACE = 60.0
"""Seconds that a mail in hand gets to end when we stop (docs/reliability.md, O6)."""

KEEP_HOUSE = 60.0
"""Seconds; how often the outbox is looked through for what nobody else would ever move."""


class Sender:
    """Several connections to the mail server, each served by a pump of its own."""

    def __init__(self, runtime: Runtime, links: list[SmtpLink]) -> None:
        self._runtime, self._links = runtime, links
        self._exchange = Exchange(runtime, len(links), self._stored)
        self._dots = dots_of(runtime)
        self._slots: Sequence[Dot] = ()
        self._doubts = Doubts(runtime)
        self._way = Way(links, self._beat)
        self._bells = {link: asyncio.Event() for link in links}
        self._stop = asyncio.Event()
        self._took, self._takeovers = asyncio.Event(), 0
        self._health: tuple[bool, str] | None = None
        for link in links:
            link.within = self._dots.within

    async def run(self, until_empty: bool = False) -> None:
        """Until the daemon stops; with `until_empty` until nothing is ready now."""
        while not await self._recovered():
            if self._runtime.stopping.is_set():
                return
            await asyncio.sleep(STORE_PAUSE)
        await self._look_through()
        self._slots = self._dots.begin(len(self._links))
        loop = asyncio.get_running_loop()
        self._runtime.on_wake(lambda: loop.call_soon_threadsafe(self._woken))
        self._runtime.courier = partial(self._pick_up, loop)
        self._runtime.on_hurry(lambda: loop.call_soon_threadsafe(self._way.hurry))
        pumps = [
            asyncio.create_task(self._pump(link, slot, until_empty))
            for link, slot in zip(self._links, self._slots, strict=True)
        ]
        beside = [
            asyncio.create_task(work())
            for work in (self._end_in_time, self._keep_house, self._look_after_others)
        ]
        try:
            await asyncio.gather(*pumps)
        finally:
            for task in beside:
                task.cancel()
            self._runtime.courier = no_courier
            await self._exchange.close()
            for link in self._links:
                await link.close()
            self._dots.close()

    async def _recovered(self) -> bool:
        """What somebody who is gone had in hand is settled. False: the store is away."""
        recovery, now = self._dots.recovery(), self._runtime.clock.now()

        def work(conn: Transaction) -> tuple[Recovered, list[Outcome]]:
            found = recovery(conn, now)
            outcomes: list[Outcome] = []
            world = self._runtime.world
            for row, became in found.ended:
                ended = Delivery(became.result, became.code or 0, became.text, False, "dot")
                outcomes += self._exchange.settling.one(conn, world, Done(row, ended))
            return found, outcomes

        try:
            found, outcomes = await write(self._runtime, work)
        except Unreachable as error:
            self._runtime.away.say(error)
            return False
        for outcome in outcomes:
            self._runtime.tell(outcome)
        if found.uncertain:
            log.warning(
                "mails whose sending was interrupted are uncertain; see `mailtracker outbox list`",
                count=found.uncertain,
            )
        if found.back:
            self._wake()
        return True

    def _stored(self, done: Sequence[Done]) -> None:
        """Slots need not tell of it any longer."""
        for one in done:
            if self._runtime.store.is_shared:
                self._runtime.remembered.note(one.row, one.attempt)
            for slot in self._slots:
                slot.stored(one.row, again=one.is_servers_trouble)

    def _wake(self) -> None:
        """Whoever rests looks for work."""
        for bell in self._bells.values():
            bell.set()

    def _woken(self) -> None:
        self._wake()
        if self._runtime.leases.takeovers != self._takeovers:
            self._takeovers = self._runtime.leases.takeovers
            self._took.set()
        if self._runtime.stopping.is_set():
            self._stop.set()
            self._way.hurry()

    def _pick_up(
        self, loop: asyncio.AbstractEventLoop, conn: Transaction
    ) -> Callable[[], object] | None:
        """The courier: see `Exchange.pick_up`."""
        if self._runtime.stands_by:
            return None
        granted = self._exchange.pick_up(conn)
        if granted is None or not granted.rows:
            return None
        return lambda: loop.call_soon_threadsafe(self._exchange.take_over, granted)

    async def _end_in_time(self) -> None:
        """A mail in hand gets its grace; then the server has had its chance."""
        await self._stop.wait()
        await asyncio.sleep(GRACE)
        for link in self._links:
            link.give_up()

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(KEEP_HOUSE)
            await self._look_through()

    async def _look_after_others(self) -> None:
        """Whoever keeps the house does; and who takes something over, at once: the one who had it
        may have died with mails in hand.
        """
        while self._dots.look_every is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._took.wait(), self._dots.look_every)
            if self._took.is_set() or self._runtime.leases.serves(HOUSE):
                self._took.clear()
                await self._recovered()

    async def _look_through(self) -> None:
        """For uncertain rows, which nobody else would ever move."""
        if not self._runtime.leases.serves(HOUSE):
            return
        now = self._runtime.clock.now()
        try:
            if await write(self._runtime, lambda conn: self._doubts.settle(conn, now)):
                self._wake()
            await write(self._runtime, refusals.tidy)
        except Unreachable as error:
            self._runtime.away.say(error)

    # -- a pump: the left side of the drawing --------------------------------------------

    async def _pump(self, link: SmtpLink, slot: Dot, until_empty: bool) -> None:
        done: Done | None = None
        while True:
            self._bells[link].clear()  # who rings from here on is heard: nobody rests then
            stop = self._runtime.stopping.is_set()
            answer = await self._ask(done, self._wanted(link, stop), slot.is_full)
            done = None  # the exchange has it now, also where the store is away
            if stop:
                return  # where the store is away, its slot knows what became of the row
            if answer is None:
                await asyncio.sleep(STORE_PAUSE)
            elif answer.given is not None:
                if self._exchange.has_more:
                    self._wake()  # whoever rests helps
                reach(Point.AFTER_CLAIM)
                done = await self._deliver(link, slot, answer.given)
            elif answer.due or (self._way.is_down and not link.is_up):
                if not await self._connect(link) and until_empty and self._way.is_hopeless:
                    self._way.hurry()  # nor shall the others rest on
                    return
            elif until_empty:
                return
            else:
                await self._rest(link)

    async def _ask(self, done: Done | None, want: Want, store_first: bool) -> Answer | None:
        """None: the store is away, and nothing was claimed."""
        try:
            return await self._exchange(done, want, store_first)
        except Unreachable as error:
            self._runtime.away.say(error)
            return None

    def _wanted(self, link: SmtpLink, stop: bool) -> Want:
        if stop or self._runtime.stands_by:
            return Want.NOTHING
        return Want.ROW if link.is_up else Want.WORD

    async def _connect(self, link: SmtpLink) -> bool:
        """A connection without a row is given up at once when we stop."""
        opening = asyncio.ensure_future(self._way.open(link))
        stopping = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait((opening, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if opening.done():
            return opening.result()
        opening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await opening
        return False

    async def _deliver(self, link: SmtpLink, slot: Dot, given: ToSend) -> Done | None:
        """None: it is not ours any more, and nothing of it is ours to settle."""
        row, reached, lost = given.row, False, False

        async def at_dot() -> None:
            nonlocal reached, lost
            reach(Point.BODY_SENT)
            try:
                if (answer := slot.reached(row)) is not None:
                    await answer
            except NotOurs:
                lost = True
                raise
            reached = True

        reach(Point.CONNECTED)
        path = self._return_path(row)
        delivery = await link.deliver(path, row.recipient, self._mail(row), at_dot, given.also)
        if lost:
            log.warning("a mail is not ours any more: no dot", row=row.id)
            return None
        done = Done(row, delivery, path)
        if delivery.phase == "dot":
            slot.became(row, done.attempt)
        elif reached:
            slot.came_to_nothing(row)
        reach(Point.ANSWER_READ)
        if done.is_servers_trouble:
            await self._way.trouble(link, delivery.text)
        else:
            await self._way.well(link)
        if delivery.also:
            await self._say_of_echo(delivery)
        return done

    def _mail(self, row: Claimed) -> bytes | LargeMail:
        if not row.large:
            return row.raw
        read = partial(large.pieces, self._runtime.store.read, row.large)
        return LargeMail(row.size, read)

    def _return_path(self, row: Claimed) -> str:
        """As the config wants it now: a mail that waits because its own envelope sender is refused
        goes out once that is changed.
        """
        verp = self._runtime.config.smtp.envelope == "verp"
        wanted = row.env_from if verp else without_bounce(row.env_from)
        if row.request_id is not None:
            return wanted
        return ways_of_notice(wanted, row.attempts, row.refused_by)

    async def _rest(self, link: SmtpLink) -> None:
        """Nothing to do: until somebody wakes us, at most a tick."""
        if link.is_up:
            await self._way.well(link)
        bell = self._bells[link]
        with ExitStack() as rest:
            if link.is_up:
                rest.enter_context(self._exchange.resting(bell))
            rest.enter_context(contextlib.suppress(TimeoutError))
            await asyncio.wait_for(bell.wait(), TICK)

    # -- health --------------------------------------------------------------------------

    async def _say_of_echo(self, delivery: Delivery) -> None:
        """Whether the server takes the copy to ourselves, which would be our proof."""
        before, self._doubts.echo_works = self._doubts.echo_works, delivery.also_taken
        if before and delivery.also_taken:
            return
        text = "" if delivery.also_taken else f"the copy to ourselves is refused: {delivery.also}"
        try:
            await asyncio.to_thread(self._runtime.beat, "echo", delivery.also_taken, text)
        except Unreachable as error:
            self._runtime.away.say(error)

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
            self._runtime.away.say(error)
