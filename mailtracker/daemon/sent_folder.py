"""The folder in which a mail server stores what it took from us → proof that uncertain mail got
out. Looked into by the mailbox's own thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.runtime import Looked, Runtime
from mailtracker.desk.request import ProvenBy
from mailtracker.errors import MailtrackerError
from mailtracker.mailbox.mailbox import Mailbox
from mailtracker.store import sending
from mailtracker.store.transaction import Transaction
from mailtracker.store.unproven import UnprovenMail, doubts

log = structlog.get_logger("mailtracker")


class SentFolder:
    """That of one mailbox, where its config names one."""

    def __init__(self, runtime: Runtime, config: MailboxConfig, mailbox: Mailbox) -> None:
        self._runtime, self._config, self._mailbox = runtime, config, mailbox
        self._works = True
        self._looked_up: set[tuple[int, int]] = set()  # a row, and how often it went again

    def look(self, read_at: datetime) -> None:
        """The mailbox was read to its end, all that came before `read_at`; now for what the folder
        proves. Trouble with it is told, and holds up no mail.
        """
        works = bool(self._config.sent_folder)
        if works:
            try:
                self._prove()
            except MailtrackerError as error:
                works = self._told(str(error))
            else:
                self._told("")
        self._runtime.looked[self._config.name] = Looked(read_at, works)

    def _prove(self) -> None:
        """Each doubt is looked up once: what a server stores, it stores when it takes it."""
        now = self._runtime.clock.now()
        with self._runtime.store.read() as conn:
            found = doubts(conn, now)
        ours = [one for one in found if one.mailbox in (self._config.name, "")]
        asked = [one for one in ours if (one.id, one.resent) not in self._looked_up]
        if not asked:
            return
        ids = [one.message_id for one in asked]
        there = self._mailbox.copies(self._config.sent_folder, ids)
        proven = [one for one in asked if one.message_id in there]
        if proven:
            self._runtime.write(lambda conn: _prove_all(conn, proven, now))
        self._looked_up.update((one.id, one.resent) for one in asked)

    def _told(self, text: str) -> bool:
        """Said when it changes, and for as long as it does not work. True: it works."""
        works, before = not text, self._works
        self._works = works
        if not works:
            log.warning("the Sent folder proves nothing", mailbox=self._config.name, text=text)
        if not (works and before):
            self._runtime.beat(f"sent {self._config.name}", works, text)
        return works


def _prove_all(conn: Transaction, proven: Sequence[UnprovenMail], now: datetime) -> None:
    for one in proven:
        sending.arrived(conn, one.id, ProvenBy.SENT_FOLDER, now)
        log.info("a copy in the Sent folder proves that a mail arrived", row=one.id)
