"""Starts and stops the loops. With cli and demo the only place that wires rooms together."""

from __future__ import annotations

import asyncio
import shlex
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import structlog

from mailtracker.clock import Clock, SystemClock
from mailtracker.config import Config
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.reload import Reloader, accept, reject, warn
from mailtracker.daemon.runtime import Outcome, Runtime, no_one
from mailtracker.daemon.send import Sender
from mailtracker.daemon.watch import Watch
from mailtracker.errors import MailtrackerError
from mailtracker.letters.letters import Letters, languages_in
from mailtracker.mail.site import Site
from mailtracker.reader import ChildReader, Reader
from mailtracker.start import link_of, mailbox_of, site_of, start_of
from mailtracker.store.database import Store, exposed, lock

log = structlog.get_logger("mailtracker")

TICK = 1.0
"""Seconds between polls of the deadlines."""

GRACE = 60.0
"""Seconds that each thread gets to end what it has in hand (docs/reliability.md, O6)."""


class Daemon:
    """The loops of one config. `run` returns when `stop` was called, from any thread."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.receivers = [
            Receiver(runtime, box, mailbox_of(box)) for box in runtime.config.mailboxes
        ]
        self._watch = Watch(runtime, self._fresh)
        self._sender = Sender(
            runtime, [link_of(runtime.config) for _ in range(runtime.config.smtp.connections)]
        )
        self._reloader = Reloader(runtime)
        self._due = threading.Event()
        runtime.on_wake(self._due.set)

    def _fresh(self, mailbox: str) -> bool:
        """No ladder moves until the mailbox was read to the end less than two polls ago: an answer
        may be waiting there.
        """
        for receiver, box in zip(self.receivers, self.runtime.config.mailboxes, strict=True):
            if box.name == mailbox:
                return receiver.fresh(2 * box.poll + 60)
        return True

    async def run(self) -> None:
        """Every mailbox in a thread of its own, deadlines in another, the rules in a third, SMTP
        in this loop.
        """
        threads = [threading.Thread(target=r.run, name=r.part, daemon=True) for r in self.receivers]
        threads.append(threading.Thread(target=self._watch_deadlines, name="watch", daemon=True))
        threads.append(threading.Thread(target=self._reloader.run, name="reload", daemon=True))
        for thread in threads:
            thread.start()
        log.info("running", mailboxes=[box.name for box in self.runtime.config.mailboxes])
        try:
            await self._sender.run()
        finally:
            self.stop()
            for thread in threads:
                await asyncio.to_thread(thread.join, GRACE)
            log.info("stopped")

    def _watch_deadlines(self) -> None:
        while not self.runtime.stopping.is_set():
            try:
                self._watch.poll()
            except Exception:  # the watch never ends by a bug or a locked database
                log.exception("watch loop failed")
            self._due.wait(TICK)
            self._due.clear()

    async def once(self) -> int:
        """One pass of everything: mail in, deadlines, mail out. Returns how many mailboxes could
        not be read.
        """
        troubles = 0
        for receiver in self.receivers:
            try:
                await asyncio.to_thread(receiver.once)
            except MailtrackerError as error:
                troubles += 1
                log.warning("mailbox trouble", mailbox=receiver.part, text=str(error))
        while await asyncio.to_thread(self._watch.poll):
            pass
        await self._sender.run(until_empty=True)
        return troubles

    def reload(self) -> None:
        """Read the rules again within a second or two, changed or not."""
        self._reloader.ask()

    def stop(self) -> None:
        """Ask every loop to end after what it has in hand."""
        self.runtime.stopping.set()
        for receiver in self.receivers:
            receiver.wake()
        self.runtime.wake()


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
        start = start_of(config, store, letters)
        runtime = Runtime(config, store, clock or SystemClock(), child, start.world, listen)
        ends.callback(runtime.close)
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


def run(config: Config, once: bool = False) -> int:
    """What `mailtracker run` does. Returns the exit code."""
    with open_runtime(config) as runtime:
        return asyncio.run(_until_signal(Daemon(runtime), once))


async def _until_signal(daemon: Daemon, once: bool) -> int:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, daemon, signal.Signals(number).name)
    if once:
        return 1 if await daemon.once() else 0
    loop.add_signal_handler(signal.SIGHUP, daemon.reload)
    await daemon.run()
    return 0


def _stop(daemon: Daemon, name: str) -> None:
    log.info("stopping", signal=name)
    daemon.stop()
