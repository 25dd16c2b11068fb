"""The watch loop: due deadlines → decide → one transaction each. Silence counts only
when the mailbox was looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.request import Request
from mailtracker.enact import enact
from mailtracker.errors import Unreachable
from mailtracker.store import deadlines, keep, outbox, requests
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause

log = structlog.get_logger("mailtracker")

AT_ONCE = 100
"""Due requests handled in one poll."""

REST = timedelta(minutes=5)
"""How long a request is left alone whose deadline failed by a bug of ours."""


class Watch:
    """`poll` is one pass. `fresh` tells whether a mailbox was read to the end lately: an
    answer may be waiting there.
    """

    def __init__(self, runtime: Runtime, fresh: Callable[[str], bool] | None = None) -> None:
        self._runtime, self._fresh = runtime, fresh
        self._purged: datetime | None = None
        self._failed: dict[int, datetime] = {}

    def poll(self) -> int:
        """Fire every due rung once. Returns how many requests were moved on."""
        fired = [told for request in self._due() for told in self._fire(request.id)]
        for told in fired:
            self._runtime.tell(told)
        if fired:
            self._runtime.wake()
        self._purge()
        return len(fired)

    def _due(self) -> list[Request]:
        """Those that may fire, the longest due first. Those that may not (a mailbox
        is down) must not hide them.
        """
        now, limit = self._runtime.clock.now(), AT_ONCE
        while True:
            with self._runtime.store.read() as conn:
                due = deadlines.due(conn, now, limit)
            found = [request for request in due if self._may_fire(request, now)]
            if found or len(due) < limit:
                return found[:AT_ONCE]
            limit *= 4

    def _may_fire(self, request: Request, now: datetime) -> bool:
        failed = self._failed.get(request.id)
        if failed is not None and now - failed < REST:
            return False
        return self._fresh is None or self._fresh(request.mailbox)

    def _fire(self, request_id: int) -> list[Outcome]:
        now = self._runtime.clock.now()

        def work(conn: Transaction) -> list[Outcome]:
            request = requests.request(conn, request_id)
            if not _still_due(request, now):
                return []
            world = self._runtime.world  # once: a reload must not come between decision and effects
            unsent = outbox.is_unsent(conn, request.id, request.requester.key)
            decision = on_deadline(Due(request, unsent), scene(conn, world.policy, now))
            cause = Cause(f"d{request.id}.{request.epoch}.{request.rung}.{request.repeats}", now)
            return [Outcome("deadline", enact(conn, world, decision, cause), now)]

        try:
            told = self._runtime.write(work)
        except Unreachable:  # the store is away: nobody's ladder can move
            raise
        except (
            Exception
        ) as error:  # one request's trouble must not silence the ladders of the others
            log.exception("deadline failed", request=request_id)
            self._failed[request_id] = now
            self._runtime.beat("deadlines", ok=False, text=f"{type(error).__name__}: {error}")
            return []
        if self._failed.pop(request_id, None) and not self._failed:
            self._runtime.beat("deadlines", ok=True)
        return told

    def _purge(self) -> None:
        """Old bytes go at the start and once a day; the ledger's lines stay."""
        now = self._runtime.clock.now()
        if self._purged is not None and now - self._purged < timedelta(days=1):
            return
        self._purged = now
        before = now - self._runtime.config.store.keep_mail
        while self._runtime.write(lambda conn: keep.purge(conn, before, limit=AT_ONCE)):
            pass


def _still_due(request: Request, now: datetime) -> bool:
    """Read again inside the transaction: an answer may have come since the poll, and even
    the next promise have begun.
    """
    return request.due_at is not None and request.due_at <= now and request.held_since is None
