"""The database goes on as another life of its server, or on another server: whether commits are
lost, and what follows from that. One daemon begins it, whoever keeps the house, before anything is
written there; whoever serves a mailbox goes on with it (`daemon/regaining.py`).
"""

from __future__ import annotations

import time
from datetime import datetime

import structlog

from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.signals import SIGNALS
from mailtracker.reconcile.resync import beyond
from mailtracker.store import awaited, daemons, health, ledger, timeline
from mailtracker.store.leases import HOUSE
from mailtracker.store.recovery import recover_all
from mailtracker.store.references import give_from, next_number
from mailtracker.store.saying import say
from mailtracker.store.timeline import Loss, Timeline
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

PART = "failover"
"""As `status` shows it."""

ASK_EVERY = 0.5
"""Seconds between two looks of a daemon that comes up, while another one begins."""


class Failover:
    """Of one daemon. `look` and `begin` are its keeper's, or of whoever comes up."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._leases = runtime, runtime.leases

    def look(self, conn: Transaction) -> bool:
        """Beside the pen. False: first somebody must `begin`; until then nobody says anything, so
        that it stays known who said what last.
        """
        here, met = timeline.here(conn), self._leases.met
        if not timeline.is_begun(conn, here, met):
            return False
        known = timeline.known(conn)
        if known is None or known.synchronous != here.synchronous:
            timeline.accept(conn, here)
        self._leases.met = here
        if met is not None and not here.follows(met):
            self._go_on(conn)
        return True

    def _go_on(self, conn: Transaction) -> None:
        """It was begun, by us or another. What we remember counts; what we read before does not."""
        self._runtime.unread_since = time.monotonic()
        if timeline.loss(conn) is not None:
            tell = self._runtime.remembered.tell
            key, now = self._runtime.store.key, self._runtime.clock.now()
            self._runtime.submit(lambda conn: tell(conn, key, now), urgent=True)

    def begin(self) -> None:
        """With the pen of all, while we keep the house."""
        self._runtime.anew(self._begin).result()

    def _begin(self, conn: Transaction) -> None:
        here, met = timeline.here(conn), self._leases.met
        if timeline.is_begun(conn, here, met):
            return
        known = timeline.known(conn)
        assert known is not None
        if kept_all(known, here, met):
            said = "the database goes on elsewhere; nothing is lost: commits waited for a standby"
            health.beat(conn, PART, True, said, self._runtime.clock.now())
            text = "the database goes on elsewhere: nothing is lost"
            say(conn, log.warning, text, timeline=here.line)
        else:
            self._lose(conn, here)
        timeline.accept(conn, here)
        daemons.hear_all(conn)

    def _lose(self, conn: Transaction, here: Timeline) -> None:
        now = self._runtime.clock.now()
        last, found_at = timeline.last_word(conn)
        before = timeline.loss(conn)
        uncertain = recover_all(conn, now)
        for prefix in {box.prefix for box in self._runtime.config.mailboxes}:
            give_from(conn, prefix, beyond(next_number(conn, prefix)))
        awaited.begin_again(conn, now)
        boxes = [box.name for box in self._runtime.config.mailboxes]
        served = [name for name in boxes if ledger.mailbox_state(conn, name) is not None]
        # another one may have followed before all was seen to
        since = min(before.since, last) if before is not None else last
        lost = Loss(here.line, since, found_at, served)
        timeline.put_loss(conn, lost if served else None)
        health.beat(conn, PART, not served, looking(lost) if served else seen_to(lost), now)
        say(
            conn,
            log.error,
            "the database goes on elsewhere, without its last commits",
            timeline=here.line,
            since=last.isoformat(),
            uncertain=uncertain,
        )


def kept_all(known: Timeline, here: Timeline, met: Timeline | None) -> bool:
    """Whether no commit is lost for certain: they waited for the standby, as far as the database
    says, and as we saw it last.
    """
    if met is None:
        return known.synchronous
    return known.synchronous and met.synchronous and here.reached >= met.reached


def looking(lost: Loss) -> str:
    """For `status`."""
    left = ", ".join(lost.left)
    return f"the database lacks its commits since {_at(lost.since)}; mails are read anew in {left}"


def seen_to(lost: Loss) -> str:
    """For `status`, once it is over."""
    return f"the database lacked its commits since {_at(lost.since)}; all mails were read anew"


def _at(instant: datetime) -> str:
    return f"{instant:%d %b %H:%M:%S} UTC"


def await_timeline(runtime: Runtime) -> None:
    """A daemon comes up: nothing is written before it is known what is lost."""
    failover = Failover(runtime)
    while not SIGNALS.stopped_by:
        with runtime.store.beside() as conn:
            if failover.look(conn):
                return
        if runtime.leasing(lambda conn: runtime.leases.take(conn, HOUSE)).result():
            failover.begin()
        else:
            runtime.rest(ASK_EVERY)
