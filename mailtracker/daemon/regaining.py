"""After a failover that lost commits: what the database forgot of a mailbox is read anew, before
the mailbox is served again and before its ladders move.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.failover import PART, looking, seen_to
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.admin_letters import LostMoments
from mailtracker.enact import tell_admins
from mailtracker.mailbox.mailbox import Shelves
from mailtracker.notices import Notice
from mailtracker.reconcile.resync import EarlierAnswers, Resync
from mailtracker.store import audit, health, recovery, timeline
from mailtracker.store.saying import say
from mailtracker.store.timeline import Loss
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

SETTLES = timedelta(seconds=5)
"""Until then the daemons that lived through it have told what they remember, and copies of our
mails have come back.
"""

FARTHER = timedelta(days=1)
"""So much earlier than the newest mail that is known a mail may have come that is lost: it was
tried again and again, or its mailbox was away.
"""


class Regaining:
    """Of one mailbox, `box`; `shelves` None: nobody can look into its folders."""

    def __init__(self, runtime: Runtime, box: MailboxConfig, shelves: Shelves | None) -> None:
        self._runtime, self._box, self._shelves = runtime, box, shelves

    def look(self) -> None:
        """Nothing, where nothing was lost. Who dies in the middle is followed by another, who finds
        what is left. Raises what `Mailbox` does.
        """
        runtime, name = self._runtime, self._box.name
        if not runtime.leases.is_shared:
            return
        with runtime.store.read() as conn:
            lost = timeline.loss(conn)
            now, newest = runtime.clock.now(), audit.newest(conn, name)
            if lost is None or name not in lost.left:
                return
            early = SETTLES - (timeline.now(conn) - lost.until)
        runtime.rest(max(early.total_seconds(), 0.0))
        if runtime.stopping.is_set():
            return
        since = min(lost.since, newest or now) - FARTHER
        taken = self._take(self._shelves, since, now) if self._shelves else 0
        runtime.write(lambda conn: self._end(conn, taken))

    def _take(self, shelves: Shelves, since: datetime, now: datetime) -> int:
        """How many mails became something."""
        done = self._resync(shelves).run(since, now)
        return sum(one.became not in audit.IGNORED for one in done.taken)

    def _resync(self, shelves: Shelves) -> Resync:
        runtime, box = self._runtime, self._box
        with runtime.store.read() as conn:
            lost = timeline.loss(conn)
        answered = EarlierAnswers(lost.answered if lost else (), runtime.config.smtp.echo)
        config = replace(runtime.config, mailboxes=(box,))
        return Resync(
            config,
            runtime.store,
            runtime.world,
            runtime.reader,
            lambda _: shelves,
            box.name,
            answered,
        )

    def _end(self, conn: Transaction, taken: int) -> None:
        """Whoever ends last tells the admins."""
        name, now = self._box.name, self._runtime.clock.now()
        lost = timeline.loss(conn)
        if lost is None or name not in lost.left:
            return
        left = [one for one in lost.left if one != name]
        lost = replace(lost, left=left, taken=lost.taken + taken)
        timeline.put_loss(conn, lost if left else None)
        health.beat(conn, PART, not left, looking(lost) if left else seen_to(lost), now)
        say(conn, log.warning, "read anew after a failover", mailbox=name, taken=taken)
        if not left:
            self._tell(conn, lost)

    def _tell(self, conn: Transaction, lost: Loss) -> None:
        world, now = self._runtime.world, self._runtime.clock.now()
        letter = LostMoments(lost.since, lost.until, lost.taken, recovery.doubted(conn))
        once = f"failover.{lost.line}.{lost.until.timestamp():.0f}"
        tell_admins(conn, world, world.any_alias, Notice(letter, once, now))
