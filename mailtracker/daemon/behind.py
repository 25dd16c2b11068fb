"""Whether the database is older than the mailbox: a restored backup. Looked at once, when a mailbox
is opened for the first time, before anything of it is taken.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.admin_letters import Trouble
from mailtracker.desk.troubles import OurPart, PartKind
from mailtracker.enact import tell_admins
from mailtracker.mailbox.mailbox import Shelves
from mailtracker.notices import Notice
from mailtracker.reconcile.resync import is_lost, note_lost, older_by, settle
from mailtracker.reconcile.shelved import Comparing
from mailtracker.store import audit, awaited
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")


LOOKS = 3
"""Times that comparing may fail on a connection that stands; then the mailbox is served without."""


class Behind:
    """Compares one mailbox, `box`, with its ledger, by its `shelves`."""

    def __init__(self, runtime: Runtime, box: MailboxConfig, shelves: Shelves) -> None:
        self._runtime, self._box, self._shelves = runtime, box, shelves
        self._left = LOOKS

    def look_back(self) -> None:
        """How many mails were put away that arrived after the newest which the ledger knows. Of
        those alone the headers are fetched. Logged, shown by `status`, told to the admins once; and
        references go on beyond those that may have been given.

        Once a start: later calls do nothing. Raises what `Mailbox` does.
        """
        with self._runtime.store.read() as conn:
            newest = audit.newest(conn, self._box.name)
        if newest is None:  # never served
            self._left = 0
        if not self._left:
            return
        with closing(self._shelves):
            self._shelves.connect(readonly=True)
            self._left -= 1
            try:
                count = self._count(newest)
            except Exception:  # one odd mail, or a bug, must not keep the mailbox from being served
                if self._left:
                    raise
                log.exception("ledger and mailbox not compared", mailbox=self._box.name)
                return
        self._left = 0
        self._tell(count)

    def _count(self, newest: datetime | None) -> int:
        runtime, now = self._runtime, self._runtime.clock.now()
        comparing = Comparing(runtime.store, self._box, self._shelves, runtime.reader, now)
        return sum(map(is_lost, comparing.put_away(newest)))

    def _tell(self, count: int) -> None:
        runtime, name, now = self._runtime, self._box.name, self._runtime.clock.now()

        def work(conn: Transaction) -> None:
            if not count:
                settle(conn, name, now)
            elif note_lost(conn, name, self._box.prefix, count, now):
                trouble = Trouble(
                    OurPart(PartKind.MAILBOX, name), older_by(count, now), now, stops=False
                )
                notice = Notice(trouble, f"behind.{name}.{now.timestamp():.0f}", now)
                world = runtime.world
                tell_admins(conn, world, world.aliases[name], notice)
                awaited.begin_again(conn, now)

        runtime.write(work)
        if count:
            log.error("the database is older than the mailbox", mailbox=name, unknown=count)
