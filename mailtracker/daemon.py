"""Starts, restarts and stops the loops. With cli and demo the only place that wires rooms together."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import structlog

from mailtracker.by_hand import by_hand
from mailtracker.clock import Clock, SystemClock
from mailtracker.config import Config, MailboxConfig
from mailtracker.enact import Enacted, World
from mailtracker.errors import BadFiles, MailtrackerError, Problem
from mailtracker.house import House, Told, nobody, places, setting_of
from mailtracker.letters.letters import Letters, languages_in
from mailtracker.mail.setting import Setting
from mailtracker.mailbox.imap import Account, ImapMailbox
from mailtracker.reader import ChildReader, Reader
from mailtracker.receive import Receiver
from mailtracker.reload import Reloader, accept, reject, warn
from mailtracker.rulefiles import RuleSet, last_kept, read
from mailtracker.send import Sender
from mailtracker.smtp import Relayhost, SmtpLink
from mailtracker.store.database import Store, lock
from mailtracker.watch import Watch

log = structlog.get_logger("mailtracker")

TICK = 1.0
"""Seconds between looks at the deadlines."""

GRACE = 60.0
"""Seconds that a send in flight gets to end after a stop was asked for (RELIABILITY O6)."""


class Daemon:
    """The loops of one config. `run` returns when `stop` was called, from any thread."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.receivers = [Receiver(house, box, ImapMailbox(account(box))) for box in house.config.mailboxes]
        self._watch = Watch(house, self._fresh)
        self._sender = Sender(house, [SmtpLink(relayhost(house.config)) for _ in range(house.config.smtp.connections)])
        self._reloader = Reloader(house)
        self._due = threading.Event()
        house.on_wake(self._due.set)

    def _fresh(self, mailbox: str) -> bool:
        """No ladder moves until the mailbox was read to the end less than two polls ago (RELIABILITY, timers: barrier)."""
        for receiver, box in zip(self.receivers, self.house.config.mailboxes, strict=True):
            if box.name == mailbox:
                return receiver.fresh(2 * box.poll + 60)
        return True

    async def run(self) -> None:
        """Every mailbox in a thread of its own, deadlines in another, the rules in a third, SMTP in this loop."""
        threads = [threading.Thread(target=r.run, name=r.part, daemon=True) for r in self.receivers]
        threads.append(threading.Thread(target=self._watch_deadlines, name="watch", daemon=True))
        threads.append(threading.Thread(target=self._reloader.run, name="reload", daemon=True))
        for thread in threads:
            thread.start()
        log.info("running", mailboxes=[box.name for box in self.house.config.mailboxes])
        try:
            await self._sender.run()
        finally:
            self.stop()
            for thread in threads:
                await asyncio.to_thread(thread.join, GRACE)
            log.info("stopped")

    def _watch_deadlines(self) -> None:
        while not self.house.stopping.is_set():
            try:
                self._watch.look()
            except Exception:  # the watch never ends by a bug or a locked database
                log.exception("watch loop failed")
            self._due.wait(TICK)
            self._due.clear()

    async def once(self) -> int:
        """One pass of everything: mail in, deadlines, mail out. Returns how many mailboxes could not be read."""
        troubles = 0
        for receiver in self.receivers:
            try:
                await asyncio.to_thread(receiver.once)
            except MailtrackerError as error:
                troubles += 1
                log.warning("mailbox trouble", mailbox=receiver.part, text=str(error))
        while await asyncio.to_thread(self._watch.look):
            pass
        await self._sender.run(until_empty=True)
        return troubles

    def reload(self) -> None:
        """Read the rules again within a second or two, changed or not."""
        self._reloader.ask()

    def stop(self) -> None:
        """Ask every loop to end after what it has in hand."""
        self.house.stopping.set()
        for receiver in self.receivers:
            receiver.wake()
        self.house.wake()


def account(box: MailboxConfig) -> Account:
    imap = box.imap
    return Account(
        host=imap.host,
        port=imap.port,
        tls=imap.tls,
        user=imap.user,
        password=imap.password.get_secret_value(),
        folder=box.folder,
        after=box.after,
        handled=box.handled,
        ca_file=str(imap.ca_file or ""),
        timeout=imap.timeout,
    )


def relayhost(config: Config) -> Relayhost:
    smtp = config.smtp
    return Relayhost(
        host=smtp.host,
        port=smtp.port,
        tls=smtp.tls,
        user=smtp.user,
        password=smtp.password.get_secret_value(),
        ca_file=str(smtp.ca_file or ""),
        timeout=smtp.timeout,
        helo=smtp.helo,
    )


@dataclass(frozen=True, slots=True)
class Start:
    """What a daemon begins with. Where `problems` are, they are those of the files on the disk, and older rules stand in."""

    world: World
    rules: RuleSet
    problems: Sequence[Problem] = ()


def start_of(config: Config, store: Store, letters: Letters | None = None) -> Start:
    """Rules and templates, loaded and checked against each other. `letters` that are given were checked before.

    Broken rules files are no reason to stop: what served last serves again. Raises BadFiles with every problem of both where
    nothing ever did, or where templates are broken.
    """
    wrong: list[Problem] = []
    if letters is None:
        letters = Letters(config.templates)
        wrong = letters.check()
    rules, problems = _rules_of(config, store, letters.languages)
    if rules is None or wrong:
        raise BadFiles([*problems, *wrong])
    return Start(World(rules.policy, letters, places(config, letters.languages), store.key), rules, problems)


def _rules_of(config: Config, store: Store, languages: tuple[str, ...]) -> tuple[RuleSet | None, list[Problem]]:
    """The rules on the disk, else those that served last with the problems of these."""
    try:
        return read(config, languages), []
    except BadFiles as error:
        return last_kept(store, config.rules), error.problems


@contextmanager
def open_house(
    config: Config,
    clock: Clock | None = None,
    reader: Callable[[Setting], Reader] = ChildReader,
    listen: Callable[[Told], None] = nobody,
    letters: Letters | None = None,
) -> Iterator[House]:
    """Store, world and reader, and their end. Takes the database's lock: one daemon at a time."""
    with ExitStack() as ends:
        ends.enter_context(lock(config.store.url))
        store = Store.open(config.store.url)
        ends.callback(store.close)
        child = reader(setting_of(config, languages_in(config.templates)))
        ends.callback(child.close)
        start = start_of(config, store, letters)
        house = House(config, store, clock or SystemClock(), child, start.world, listen)
        ends.callback(house.close)
        if start.problems:
            log.warning("the rules files are broken: the rules that served last serve on", problems=len(start.problems))
            warn(house, reject(house, start.problems))
        else:
            accept(house, start.rules)
        yield house


def run(config: Config, once: bool = False) -> int:
    """What `mailtracker run` does. Returns the exit code."""
    with open_house(config) as house:
        return asyncio.run(_until_signal(Daemon(house), once))


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


def act(config: Config, reference: str, action: str, who: str = "") -> Enacted:
    """`assign`, `close` and `reopen` of the command line: writes rows; a running daemon sends what they ask for."""
    store = Store.open(config.store.url, create=False)
    try:
        world = start_of(config, store, Letters(config.templates)).world
        with store.write() as conn:
            return by_hand(conn, world, reference, action, who, SystemClock().now())
    finally:
        store.close()
