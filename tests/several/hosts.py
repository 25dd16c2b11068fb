"""Daemons that share a PostgreSQL database, all in this process, each with its own store and
threads. Their mailboxes are Maildirs.
"""

from __future__ import annotations

import asyncio
import mailbox
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from benchmarks.writer import NOBODY
from mailtracker.clock import Clock, SystemClock
from mailtracker.config import Config, StoreConfig
from mailtracker.daemon import run
from mailtracker.daemon.keeper import KeeperPace
from mailtracker.daemon.run import Daemon, open_runtime
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.errors import MailtrackerError
from mailtracker.reader import InProcessReader
from mailtracker.store import daemons, wakeups
from mailtracker.store.database import Store
from mailtracker.store.leases import HOUSE
from mailtracker.store.tables import outbox
from tests.mailbox.folder_backend import FolderMailbox
from tests.stories.company import RULES, config_for, letters

QUICK = KeeperPace(every=0.1, silence=60, reread=1)

PATIENCE = 30.0


def until(wanted: Callable[[], object], what: str = "", patience: float = PATIENCE) -> float:
    """Seconds that it took."""
    began = time.monotonic()
    while not wanted():
        assert time.monotonic() - began < patience, what or wanted
        time.sleep(0.01)
    return time.monotonic() - began


class Host:
    """One daemon, which runs in a thread."""

    def __init__(self, runtime: Runtime, pace: KeeperPace) -> None:
        self.runtime, self.told = runtime, list[Outcome]()
        runtime.listen = self.told.append
        self.daemon = Daemon(runtime, pace)
        self.ended_by: MailtrackerError | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            asyncio.run(self.daemon.run())
        except MailtrackerError as error:
            self.ended_by = error

    def start(self) -> Host:
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._thread.is_alive():
            self.daemon.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    @property
    def serves(self) -> set[str]:
        held = self.runtime.leases.held
        return {name for name in held if not name.startswith("#")}

    @property
    def keeps_house(self) -> bool:
        return HOUSE in self.runtime.leases.held

    @property
    def opened(self) -> list[str]:
        return [one.enacted.request.subject for one in self.told if one.enacted.request]


class Several:
    """`boxes` mailboxes, called m0, m1, ...; `host` lets a daemon come up."""

    def __init__(self, folder: Path, url: str, boxes: int, smtp_port: int = 1) -> None:
        self.folder, self.url = folder, url
        config = config_for(folder, NOBODY, smtp_port)
        (one,) = config.mailboxes
        self.names = [f"m{number}" for number in range(boxes)]
        self.config = replace(
            config,
            store=StoreConfig(url, config.store.keep_mail),
            mailboxes=tuple(
                replace(one, name=name, address=f"{name}@corp.example", prefix=name.upper())
                for name in self.names
            ),
        )
        self.maildirs = {name: mailbox.Maildir(folder / name, create=True) for name in self.names}
        Store.open(url).close()

    def deliver(self, name: str, raw: bytes) -> None:
        self.maildirs[name].add(raw)

    @contextmanager
    def host(
        self, pace: KeeperPace = QUICK, clock: Clock | None = None, rules: str = ""
    ) -> Iterator[Host]:
        """`rules`: those that lie on its machine, where they are not everybody's."""
        with open_runtime(
            self._config_of(rules), clock or SystemClock(), InProcessReader, letters=letters()
        ) as runtime:
            host = Host(runtime, pace)
            try:
                yield host.start()
            finally:
                host.stop()

    def _config_of(self, rules: str) -> Config:
        if not rules:
            return self.config
        folder = self.folder / f"rules-{abs(hash(rules))}"
        folder.mkdir(exist_ok=True)
        (folder / "all.yaml").write_text(rules, encoding="utf-8")
        return replace(self.config, rules=folder)

    def shared(self) -> daemons.Shared:
        store = Store.open_to_read(self.url)
        try:
            with store.read() as conn:
                return daemons.look(conn)
        finally:
            store.close()

    def letters(self, name: str = "") -> list[str]:
        """To whom such a letter was written; of all letters their names."""
        store = Store.open_to_read(self.url)
        try:
            with store.read() as conn:
                rows = conn.execute(select(outbox).order_by(outbox.c.id)).all()
        finally:
            store.close()
        if not name:
            return [row.letter for row in rows]
        return sorted(row.recipient.partition("@")[0] for row in rows if row.letter == name)


OTHER_RULES = RULES.replace("VPN trouble goes to Bo", "Bo has the VPN")


def use_maildirs(monkeypatch, folder: Path) -> None:
    """In place of mailboxes on a server."""
    monkeypatch.setattr(run, "mailbox_of", lambda box, _: FolderMailbox(folder / box.name))
    monkeypatch.setattr(run, "shelves_of", lambda _: None)
    monkeypatch.setattr(run, "presences_of", lambda _: None)
    monkeypatch.setattr(wakeups, "BREATH", 0.02)  # a host that ends waits for it
