"""Whose working day begins → their daily digest, one transaction each. Between two mornings nothing
is asked: when the next one begins is worked out from the rules, for each person once a day.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.daily.due import DailyDue, hours_of, owners_in, wants_one
from mailtracker.desk.on_daily import on_daily
from mailtracker.enact import enact
from mailtracker.errors import Unreachable
from mailtracker.policy.model import Person, Policy
from mailtracker.policy.morning import Morning, next_morning
from mailtracker.policy.worktime import Hours
from mailtracker.store import daily
from mailtracker.store.scene import scene, shares
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause

log = structlog.get_logger("mailtracker")

PART = "daily digests"
"""Our line in `status`, where something is wrong."""

AT_ONCE = 20
"""Digests that are written in one poll: many people's days begin at nine."""

PATIENCE = timedelta(hours=1)
"""How long it is waited for a mailbox that cannot be read: an answer may be there."""

AGAIN = timedelta(minutes=1)
"""When it is looked again whether it can."""

REST = timedelta(minutes=5)
"""How long somebody's digest is left alone that failed by a bug of ours."""

_DAY = timedelta(days=1)

Due = tuple[str, Morning]
"""A person (a key), and the morning that is due."""


class Mornings:
    """`look` is one pass: of the watch loop's thread. `fresh` tells whether a mailbox was read to
    its end lately.
    """

    def __init__(self, runtime: Runtime, fresh: Callable[[str], bool]) -> None:
        self._runtime, self._fresh = runtime, fresh
        self._policy: Policy | None = None  # by which the mornings were worked out
        self._next: list[tuple[datetime, str, Morning]] = []  # a heap: the first due first
        self._waits: dict[str, datetime] = {}  # since when, by person, for a mailbox to be read
        self._ill: set[str] = set()

    def begin_again(self) -> None:
        """The clock was turned."""
        self._policy = None

    def look(self) -> list[Outcome]:
        """Those that were written."""
        now, policy = self._runtime.clock.now(), self._runtime.world.policy
        if policy is not self._policy:
            self._work_out(policy, now)
        self._policy = None  # where it ends in between, all mornings are worked out anew
        done: list[Outcome] = []
        while not done and (due := self._due(policy, now)):
            done = self._tell_some(policy, due, now)
        self._policy = policy
        return done

    def _tell_some(self, policy: Policy, due: list[Due], now: datetime) -> list[Outcome]:
        idle, busy = self._parted(policy, due, now)
        if idle:
            self._runtime.write(partial(daily.note, had={key: one.day for key, one in idle}))
        for key, morning in idle:
            self._plan(policy, key, now, morning.day)
        return [outcome for one in busy for outcome in self._safely(policy, one, now)]

    # -- when -----------------------------------------------------------------------

    def _work_out(self, policy: Policy, now: datetime) -> None:
        """Who is new has the first one on their next working day."""
        self._next.clear()
        had = self._runtime.read(daily.days)
        people = [one for one in policy.people.values() if wants_one(one)]
        new = {
            one.key: _before(self._hours(policy, one), now) for one in people if one.key not in had
        }
        if new:
            self._runtime.write(partial(daily.note, had=new))
        for one in people:
            self._plan(policy, one.key, now, {**new, **had}[one.key])

    def _plan(self, policy: Policy, key: str, now: datetime, had: date) -> None:
        """Their next morning after the day for which they had one. What lies ahead was had by a
        clock that was wrong.
        """
        person = policy.people.get(key)
        if person is None or not wants_one(person):
            return
        hours = self._hours(policy, person)
        found = next_morning(hours, now, min(had, now.astimezone(hours.zone).date()))
        if found:
            heapq.heappush(self._next, (found[0], key, found[1]))

    def _hours(self, policy: Policy, person: Person) -> Hours:
        zone = self._runtime.world.any_alias.zone
        return hours_of(policy, person, ZoneInfo(zone or "UTC"))

    def _due(self, policy: Policy, now: datetime) -> list[Due]:
        """What was due while nobody looked, and is over, is not."""
        due: list[Due] = []
        while self._next and self._next[0][0] <= now and len(due) < AT_ONCE:
            _, key, morning = heapq.heappop(self._next)
            if morning.first_from(now) == now:
                due.append((key, morning))
            else:
                self._waits.pop(key, None)
                self._plan(policy, key, now, morning.day - _DAY)
        return due

    def _parted(self, policy: Policy, due: list[Due], now: datetime) -> tuple[list[Due], list[Due]]:
        """Those for whom nothing can be open, which needs no look at any request; and the rest."""
        with self._runtime.store.read() as conn:
            busy = {*shares(conn).load, *daily.owners_who_rest(conn, now)}
        has = {key: not busy.isdisjoint(owners_in(policy, policy.people[key])) for key, _ in due}
        return [one for one in due if not has[one[0]]], [one for one in due if has[one[0]]]

    # -- what -----------------------------------------------------------------------

    def _safely(self, policy: Policy, due: Due, now: datetime) -> list[Outcome]:
        key, morning = due
        try:
            done = self._runtime.write(partial(self._tell, due=due, now=now))
        except Unreachable:
            raise
        except Exception as error:  # one digest's trouble must not silence the others
            log.exception("a daily digest failed", person=key)
            self._ill.add(key)
            self._runtime.beat(PART, ok=False, text=f"{type(error).__name__}: {error}")
            heapq.heappush(self._next, (now + REST, key, morning))
            return []
        self._is_well(key)
        if done is None:
            self._waits.setdefault(key, now)
            heapq.heappush(self._next, (now + AGAIN, key, morning))
            return []
        self._waits.pop(key, None)
        self._plan(policy, key, now, morning.day)
        return done

    def _is_well(self, key: str) -> None:
        if key in self._ill:
            self._ill.remove(key)
            if not self._ill:
                self._runtime.beat(PART, ok=True)

    def _tell(self, conn: Transaction, due: Due, now: datetime) -> list[Outcome] | None:
        """None: a mailbox is waited for."""
        (key, morning), world = due, self._runtime.world
        person = world.policy.people.get(key)
        if person is None:
            return []
        found = daily.open_with(conn, owners_in(world.policy, person), now)
        unread = self._unread()
        if now < self._waits.get(key, now) + PATIENCE and any(r.mailbox in unread for r in found):
            return None
        addressed = (name for name, alias in world.aliases.items() if alias.subaddressing)
        nonce = world.draw(20).hex()  # about as long as the address that takes its place
        asked = DailyDue(key, morning, tuple(found), unread, frozenset(addressed), nonce)
        decision = on_daily(asked, scene(conn, world.policy, now))
        enacted = enact(conn, world, decision, Cause(f"y{key}.{morning.day}", now))
        daily.note(conn, {key: morning.day})
        return [Outcome("daily", enacted, now)] if enacted.queued else []

    def _unread(self) -> frozenset[str]:
        boxes = (box.name for box in self._runtime.config.mailboxes)
        return frozenset(name for name in boxes if not self._fresh(name))


def _before(hours: Hours, now: datetime) -> date:
    """A day after which their next whole morning is due."""
    found = next_morning(hours, now, None)
    if found is None:
        return now.astimezone(UTC).date()
    return found[1].day if found[1].begins <= now else found[1].day - _DAY
