"""The watch loop: due deadlines → decide → one transaction each. Silence counts only when the mailbox was looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog

from mailtracker.desk.deadline import on_deadline
from mailtracker.desk.facts import Request
from mailtracker.enact import Cause, enact
from mailtracker.house import House, Told
from mailtracker.store import deadlines, facts, keep
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

AT_ONCE = 100
"""Due requests handled in one look."""


class Watch:
    """`look` is one pass. `fresh` tells whether a mailbox was read to the end lately: an answer may be waiting there."""

    def __init__(self, house: House, fresh: Callable[[str], bool] | None = None) -> None:
        self._house, self._fresh = house, fresh
        self._purged = house.clock.now()

    def look(self) -> int:
        """Fire every due rung once. Returns how many requests were moved on."""
        now = self._house.clock.now()
        due = self._house.write(lambda conn: deadlines.due(conn, now, AT_ONCE))
        fired = [
            told
            for request in due
            if self._fresh is None or self._fresh(request.mailbox)
            for told in self._fire(request.id)
        ]
        for told in fired:
            self._house.tell(told)
        if fired:
            self._house.wake()
        self._purge()
        return len(fired)

    def _fire(self, request_id: int) -> list[Told]:
        now = self._house.clock.now()

        def work(conn: Transaction) -> list[Told]:
            request = facts.request(conn, request_id)
            if not _still_due(request):
                return []
            decision = on_deadline(request, self._house.world.policy, facts.load(conn), now)
            cause = Cause(f"d{request.id}.{request.epoch}.{request.rung}.{request.repeats}", now)
            return [Told("deadline", enact(conn, self._house.world, decision, cause), now)]

        try:
            return self._house.write(work)
        except Exception:  # one request's trouble must not silence the ladders of the others
            log.exception("deadline failed", request=request_id)
            return []

    def _purge(self) -> None:
        """Old bytes go once a day; the ledger's lines stay."""
        now = self._house.clock.now()
        if now - self._purged < timedelta(days=1):
            return
        self._purged = now
        before = now - self._house.config.store.keep_mail
        while self._house.write(lambda conn: keep.purge(conn, before, limit=AT_ONCE)):
            pass


def _still_due(request: Request) -> bool:
    """Read again inside the transaction: an answer may have come since the look."""
    return request.due_at is not None and request.held_since is None
