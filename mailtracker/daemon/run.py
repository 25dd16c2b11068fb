"""Starts and stops the loops. With cli and demo the only place that wires rooms together."""

from __future__ import annotations

import asyncio
import os
import shlex
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import structlog

from mailtracker import garbage
from mailtracker.child import kill_children
from mailtracker.clock import Clock, SystemClock
from mailtracker.composer import ChildComposer
from mailtracker.config import Config
from mailtracker.config.site import site_of
from mailtracker.daemon.awaiting import await_database
from mailtracker.daemon.failover import await_timeline
from mailtracker.daemon.feeds import FeedKeeper
from mailtracker.daemon.hooks import Hooks
from mailtracker.daemon.keeper import Keeper, KeeperPace, enter, leave
from mailtracker.daemon.listening import Listening
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.reload import Reloader, accept, reject, warn
from mailtracker.daemon.runtime import Outcome, Runtime, no_one
from mailtracker.daemon.send import Sender
from mailtracker.daemon.sign_ins import SignIns
from mailtracker.daemon.signals import SIGNALS
from mailtracker.daemon.watch import Watch
from mailtracker.desk.request import State
from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.learned.weights import BESIDES, WHOLE, shipped_weights
from mailtracker.letters.languages import languages_in
from mailtracker.letters.letters import Letters
from mailtracker.mail.site import Site
from mailtracker.pulse import Heart
from mailtracker.reader import ChildReader, Reader
from mailtracker.start import link_of, mailbox_of, presences_of, shelves_of, start_of
from mailtracker.store import jumps, outbox
from mailtracker.store.database import Store, exposed, file_of, lock
from mailtracker.store.waiting import waiting
from mailtracker.unnamed import without_addresses

log = structlog.get_logger("mailtracker")

TICK = 1.0
"""Seconds between polls of the deadlines."""

GRACE = 60.0
"""Seconds that all together get to end what they have in hand (docs/reliability.md, O6)."""

PASSES = 10
"""Of `run --once` at most: what a pass sends may bring mail in, and that may go on."""

MAIL_WAITS = 6
"""Exit code of `run --once` where mail of ours waits for a later pass."""

LAST_RESORT = 3.0
"""Seconds beyond that after which the process ends, whatever holds it."""


class Daemon:
    """The loops of one config. `run` returns when `stop` was called, from any thread."""

    def __init__(self, runtime: Runtime, pace: KeeperPace | None = None) -> None:
        self.runtime = runtime
        database = file_of(runtime.config.store.url)
        spool = database and database.parent
        self.receivers = [
            Receiver(runtime, box, mailbox_of(box, spool), shelves_of(box), presences_of(box))
            for box in runtime.config.mailboxes
        ]
        self._sign_ins = SignIns(runtime)
        self._hooks = Hooks(runtime)
        self._watch = Watch(runtime, self._fresh)
        self._sender = Sender(
            runtime, [link_of(runtime.config) for _ in range(runtime.config.smtp.connections)]
        )
        self._reloader = Reloader(runtime)
        self._feeds = FeedKeeper(runtime, self._reloader.lay_over)
        self.keeper = self._keeper_of(pace or KeeperPace(once=runtime.heart.once))
        self._listening = Listening(runtime, self._reloader.call)
        self._due = threading.Event()
        self._stopped_at: float | None = None
        runtime.on_wake(self._due.set)
        for receiver in self.receivers:
            runtime.on_hurry(receiver.wake)

    def _keeper_of(self, pace: KeeperPace) -> Keeper | None:
        """None where nobody shares the database with us."""
        if not self.runtime.leases.is_shared:
            return None
        reloader = self._reloader
        return Keeper(self.runtime, self.receivers, reloader.ask, reloader.lay_over, pace)

    def _fresh(self, mailbox: str) -> bool:
        """No ladder moves until the mailbox was read to the end less than two polls ago: an answer
        may be waiting there. Nor before it was read after the machine slept or its clock turned.
        """
        since = time.monotonic() - self.runtime.unread_since
        for receiver, box in zip(self.receivers, self.runtime.config.mailboxes, strict=True):
            if box.name == mailbox:
                serves = self.runtime.leases.serves(mailbox)
                reader = receiver if serves or self.keeper is None else self.keeper
                return reader.fresh(min(2 * box.poll + 60, since), mailbox)
        return True

    async def run(self) -> None:
        """Every mailbox in a thread of its own, deadlines in another, the rules in a third, SMTP
        in this loop.
        """
        threads = [threading.Thread(target=r.run, name=r.part, daemon=True) for r in self.receivers]
        threads.append(threading.Thread(target=self._watch_deadlines, name="watch", daemon=True))
        threads.append(threading.Thread(target=self._reloader.run, name="reload", daemon=True))
        threads.append(threading.Thread(target=self._listening.run, name="listening", daemon=True))
        threads += self._hooks.threads()
        self._sign_ins.begin()
        keeping = self._begin_to_keep()
        for thread in threads:
            thread.start()
        # Not waited for: a web server may take its time, and nothing is in hand meanwhile.
        threading.Thread(target=self._feeds.run, name="calendars", daemon=True).start()
        log.info("running", mailboxes=[box.name for box in self.runtime.config.mailboxes])
        try:
            await self._sender.run()
        finally:
            self.stop()
            await asyncio.to_thread(self._join, threads)
            await asyncio.to_thread(self._end_keeping, keeping)
            log.info("stopped")
        if self.keeper is not None and self.keeper.refusal is not None:
            raise self.keeper.refusal

    def _begin_to_keep(self) -> threading.Thread | None:
        """What is free is ours when this returns; from then on others see that we live."""
        if self.keeper is None:
            return None
        self.keeper.once()
        thread = threading.Thread(target=self.keeper.run, name="keeper", daemon=True)
        thread.start()
        return thread

    def _end_keeping(self, keeping: threading.Thread | None) -> None:
        if self.keeper is not None and keeping is not None:
            self.keeper.end()
            keeping.join(GRACE)

    def _join(self, threads: list[threading.Thread]) -> None:
        """One deadline for all of them, from when the stop was asked for."""
        end = (self._stopped_at or time.monotonic()) + GRACE
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        if late := [thread.name for thread in threads if thread.is_alive()]:
            log.warning("did not end in time", parts=late, seconds=GRACE)

    def _watch_deadlines(self) -> None:
        while not self.runtime.stopping.is_set():
            try:
                self._watch.poll()
                self._sign_ins.look()
                self._hooks.look()
                if self.keeper is not None:
                    self.keeper.say_clock()
            except Unreachable as error:
                self.runtime.away.say(error)
            except Exception:  # the watch never ends by a bug
                log.exception("watch loop failed")
            self._due.wait(TICK)
            self._due.clear()

    async def once(self) -> int:
        """Passes, until one brings nothing or there were enough of them (mail that always comes
        again would keep us for ever). Returns how many mailboxes could not be read.
        """
        self._sign_ins.begin()
        keeping = await asyncio.to_thread(self._begin_to_keep)
        try:
            return await self._once()
        finally:
            await asyncio.to_thread(self._end_keeping, keeping)

    async def _once(self) -> int:
        await asyncio.to_thread(self._feeds.once)  # before the first mail is decided
        self._reloader.lay_calendars_over()
        ours = [one for one in self.receivers if self.runtime.leases.serves(one.name)]
        if others := [one.name for one in self.receivers if one not in ours]:
            log.info("served by others", mailboxes=others)
        well = list(ours)
        for _ in range(PASSES):
            if not await self.one_pass(well) or self.runtime.stopping.is_set():
                break
        return len(ours) - len(well)

    async def one_pass(self, well: list[Receiver]) -> int:
        """Mail in, deadlines, mail out; how much came and was due. A mailbox that cannot be read
        leaves `well`.
        """
        moved = 0
        if self.keeper is not None:
            await asyncio.to_thread(self.keeper.once)
        for receiver in tuple(well):
            try:
                moved += await asyncio.to_thread(receiver.once)
            except MailtrackerError as error:
                well.remove(receiver)
                log.warning("mailbox trouble", mailbox=receiver.part, text=str(error))
        self._watch.begin()
        moved += await asyncio.to_thread(self._watch.all_that_is_due)
        await self._sender.run(until_empty=True)
        await asyncio.to_thread(self._hooks.once)
        return moved

    def left(self) -> int:
        """How many mails of ours wait for a later pass; said in the log, with the reason of the
        oldest.
        """
        now = self.runtime.clock.now()
        with self.runtime.store.read() as conn:
            found = waiting(conn, now)
            first = outbox.rows(conn, State.READY, limit=1)
        if found.count:
            due = first[0].next_try_at.isoformat() if first else ""
            text = without_addresses(found.answer)
            log.warning("mail waits for a later pass", count=found.count, due=due, text=text)
        return found.count

    def reload(self) -> None:
        """Read the rules again within a second or two, changed or not; and try again at once
        whatever waits out a trouble.
        """
        self._reloader.ask()
        self.runtime.hurry()

    def stop(self) -> None:
        """Ask every loop to end after what it has in hand. Once more changes nothing."""
        if self._stopped_at is None:
            self._stopped_at = time.monotonic()
        self.runtime.stop()
        self._sign_ins.end()
        self._feeds.end()
        for receiver in self.receivers:
            receiver.wake()


@contextmanager
def open_runtime(
    config: Config,
    clock: Clock | None = None,
    reader: Callable[[Site], Reader] = ChildReader,
    listen: Callable[[Outcome], None] = no_one,
    letters: Letters | None = None,
) -> Iterator[Runtime]:
    """Store, world and reader, and their end. Takes the database's lock: one daemon at a time.

    Raises MailtrackerError where others on this machine can read or change the database.
    """
    with ExitStack() as ends:
        ends.enter_context(lock(config.store.url))
        _see_to_privacy(config.store.url)
        store = Store.open(config.store.url)
        ends.callback(store.close)
        child = reader(site_of(config, languages_in(config.templates)))
        ends.callback(child.close)
        for name in (WHOLE, BESIDES):
            shipped_weights(name)  # a damaged installation is told of now, and by no mail
        start = start_of(config, store, letters)
        runtime = Runtime(config, store, clock or SystemClock(), child, start.world, listen)
        runtime.heart = Heart(file_of(config.store.url))
        ends.callback(runtime.close)
        if runtime.leases.is_shared:
            enter(runtime)
            ends.callback(leave, runtime)
            await_timeline(runtime)
        now = runtime.clock.now()
        if put_right := runtime.write(lambda conn: jumps.bring_back(conn, now)):
            log.warning("the clock was turned back since the last start", values=put_right)
        if start.problems:
            log.warning(
                "the rules files are broken: the rules that served last serve on",
                problems=len(start.problems),
            )
            warn(runtime, reject(runtime, start.problems))
        else:
            accept(runtime, start.rules)
        yield runtime


def _see_to_privacy(url: str) -> None:
    found = exposed(url)
    for problem in found:
        if problem.warning:
            log.warning("the database is not safe", text=str(problem))
    if wrong := [problem.file for problem in found if not problem.warning]:
        raise MailtrackerError(
            f"others on this machine can read or change the database, which holds people's mail; "
            f"type: chmod 600 {shlex.join(wrong)}"
        )


def run(config: Config, reader: Reader, once: bool = False) -> int:
    """What `mailtracker run` does, with a `reader` for the config's site. Returns the exit code,
    also where it was asked to stop before it had begun.
    """
    with SIGNALS.held():
        if not once:
            await_database(config.store.url)
        if SIGNALS.stopped_by:
            return 0
        with open_runtime(config, reader=lambda _site: reader) as runtime:
            runtime.heart.once, runtime.composer = once, ChildComposer()
            garbage.while_serving()
            return asyncio.run(_until_signal(Daemon(runtime), once))


async def _until_signal(daemon: Daemon, once: bool) -> int:
    loop = asyncio.get_running_loop()

    def stop(name: str) -> None:
        loop.call_soon_threadsafe(_stop, daemon, name)

    def hang_up() -> None:
        if not once:
            loop.call_soon_threadsafe(daemon.reload)

    SIGNALS.serve(stop, hang_up)
    if once:
        troubles = await daemon.once()
        waits = await asyncio.to_thread(daemon.left)
        if troubles:
            return 1
        return MAIL_WAITS if waits else 0
    await daemon.run()
    return 0


def _stop(daemon: Daemon, name: str) -> None:
    threading.Thread(target=_end_anyway, name="last resort", daemon=True).start()
    log.info("stopping", signal=name)
    daemon.stop()


def _end_anyway() -> None:
    """A peer that never answers, or a thread that cannot be woken, must not have the system kill
    us. What is in hand stands in the store and its slots, as after a kill.
    """
    time.sleep(GRACE + LAST_RESORT)
    late = [thread.name for thread in threading.enumerate() if thread.name != "last resort"]
    log.error("ends with work in hand, which the next start takes up", parts=late)
    kill_children()
    os._exit(0)
