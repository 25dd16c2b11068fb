"""The watch loop: due deadlines → decide → one transaction each. Silence counts only where the
mailbox was read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain

import structlog

from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.digests import Gathered
from mailtracker.desk.letters import Trouble
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_digest import answered, on_digest
from mailtracker.desk.request import Request
from mailtracker.enact import enact, tell_admins
from mailtracker.errors import Unreachable
from mailtracker.notices import Notice
from mailtracker.store import deadlines, digests, keep, outbox, requests, spent
from mailtracker.store.border import border_troubles
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause

log = structlog.get_logger("mailtracker")

AT_ONCE = 100
"""Due requests handled in one poll."""

REST = timedelta(minutes=5)
"""How long a request is left alone whose deadline or digest failed by a bug of ours."""


PURGE_EVERY = timedelta(days=1)
"""How often bytes of old mails are thrown away."""

BORDER_EVERY = timedelta(hours=1)
"""How often it is looked at whether our border does its work."""


def always_fresh(_: str) -> bool:
    """For whoever has just read every mailbox."""
    return True


class Watch:
    """`poll` is one pass. `fresh` tells whether a mailbox was read to the end lately: an answer may
    be waiting there.
    """

    def __init__(self, runtime: Runtime, fresh: Callable[[str], bool] = always_fresh) -> None:
        self._runtime, self._fresh = runtime, fresh
        self._purge_at = self._border_at = datetime.min.replace(tzinfo=UTC)
        self._rests: dict[object, datetime] = {}  # until when, by request or digest

    def poll(self) -> int:
        """Fire every due rung once. Returns how many requests were moved on."""
        fired = list(chain.from_iterable(self._fire(request.id) for request in self._due()))
        for outcome in fired:
            self._runtime.tell(outcome)
        told = self._tell_digests()
        if fired or told:
            self._runtime.wake()
        self._purge()
        self._look_at_border()
        return len(fired) + told

    def _due(self) -> list[Request]:
        """Those that may fire, the longest due first. Those that may not (a mailbox is down) must
        not hide them.
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
        return now >= self._rests.get(request.id, now) and self._fresh(request.mailbox)

    def _fire(self, request_id: int) -> list[Outcome]:
        now = self._runtime.clock.now()
        try:
            fired = self._runtime.write(lambda conn: self._decide(conn, request_id, now))
        except Unreachable:  # the store is away: nobody's ladder can move
            raise
        except Exception as error:  # one request's trouble must not silence the others' ladders
            log.exception("deadline failed", request=request_id)
            self._rests[request_id] = now + REST
            self._runtime.beat("deadlines", ok=False, text=f"{type(error).__name__}: {error}")
            return []
        if self._rests.pop(request_id, None) and not self._rests:
            self._runtime.beat("deadlines", ok=True)
        return fired

    def _decide(self, conn: Transaction, request_id: int, now: datetime) -> list[Outcome]:
        request = requests.request(conn, request_id)
        if not _is_still_due(request, now):
            return []
        world = self._runtime.world  # once: a reload must not come between decision and effects
        unsent = outbox.is_unsent(conn, request.id, request.requester.key)
        decision = on_deadline(Due(request, unsent), scene(conn, world.policy, now))
        cause = Cause(f"d{request.id}.{request.epoch}.{request.rung}.{request.repeats}", now)
        return [Outcome("deadline", enact(conn, world, decision, cause), now)]

    def _tell_digests(self) -> int:
        """Write every digest of which a line is due; how many that were."""
        now = self._runtime.clock.now()
        with self._runtime.store.read() as conn:
            due = digests.due(conn, now, AT_ONCE)
        ready = [which for which in due if now >= self._rests.get(which, now)]
        outcomes = [one for which in ready for one in self._digest(which, now)]
        for outcome in outcomes:
            self._runtime.tell(outcome)
        return len(outcomes)

    def _digest(self, which: digests.Which, now: datetime) -> list[Outcome]:
        try:
            return self._runtime.write(lambda conn: self._gathered(conn, which, now))
        except Unreachable:
            raise
        except Exception as error:  # one digest's trouble must not silence the others
            log.exception("digest failed", request=which[0], kind=which[2])
            self._rests[which] = now + REST
            self._runtime.beat("digests", ok=False, text=f"{type(error).__name__}: {error}")
            return []

    def _gathered(self, conn: Transaction, which: digests.Which, now: datetime) -> list[Outcome]:
        """The lines go in the transaction that writes of them."""
        gathered = digests.take(conn, which)
        if gathered is None:
            return []
        world = self._runtime.world
        if gathered.request is None:
            self._tell_person(conn, gathered, now)
            return []
        decision = on_digest(gathered, scene(conn, world.policy, now))
        cause = Cause(f"g{which[0]}.{which[2]}.{which[1]}.{now.timestamp():.6f}", now)
        return [Outcome("digest", enact(conn, world, decision, cause), now)]

    def _tell_person(self, conn: Transaction, gathered: Gathered, now: datetime) -> None:
        """What is about no request in particular is no decision of the desk's."""
        world = self._runtime.world
        person, letter = answered(gathered, scene(conn, world.policy, now))
        if person is not None:
            once = f"answered.{person.key}.{now.timestamp():.6f}"
            alias = next(iter(world.aliases.values()))
            tell_admins(conn, world, alias, Notice(letter, once, now, person))

    def _purge(self) -> None:
        """Old bytes and what no budget counts any more go at the start and once a day; the ledger's
        lines stay.
        """
        now = self._runtime.clock.now()
        if now < self._purge_at:
            return
        self._purge_at = now + PURGE_EVERY
        before = now - self._runtime.config.store.keep_mail
        while self._runtime.write(lambda conn: keep.purge(conn, before, limit=AT_ONCE)):
            pass
        self._runtime.write(lambda conn: spent.purge(conn, now))

    def _look_at_border(self) -> None:
        """The admins hear once a week of each thing that is wrong; `status` says it always."""
        now, config = self._runtime.clock.now(), self._runtime.config
        if now < self._border_at or not config.authserv_ids:
            return
        self._border_at = now + BORDER_EVERY
        with self._runtime.store.read() as conn:
            found = border_troubles(conn, config.own_domains, now)
        for trouble in found:
            letter = Trouble("the border's proof of senders", trouble.text, trouble.since)
            notice = Notice(letter, f"border.{trouble.what}.{now:%G%V}", now)
            self._runtime.write(partial(self._tell_admins, notice))

    def _tell_admins(self, notice: Notice, conn: Transaction) -> None:
        world = self._runtime.world
        tell_admins(conn, world, next(iter(world.aliases.values())), notice)


def _is_still_due(request: Request, now: datetime) -> bool:
    """Read again inside the transaction: an answer may have come since the poll, and even the next
    promise have begun.
    """
    return request.due_at is not None and request.due_at <= now
