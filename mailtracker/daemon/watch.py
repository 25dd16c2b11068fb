"""The watch loop: due deadlines → decide → one transaction each. Silence counts only where the
mailbox was read.
"""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import TypeVar

import structlog

from mailtracker.clock import NOTICED, Passage
from mailtracker.daemon.house import House
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.admin_letters import Trouble
from mailtracker.desk.confiding.asking import purses_of_asking
from mailtracker.desk.digests import Digested, Gathered
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_digest import on_digest, put_off, to_person
from mailtracker.desk.request import Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.several import TOGETHER
from mailtracker.desk.troubles import OurPart, PartKind, Turned
from mailtracker.desk.words.snoozing import is_over
from mailtracker.desk.words.waiting import NOT_AT_HAND, LastWords
from mailtracker.enact import enact, tell_admins
from mailtracker.errors import Unreachable
from mailtracker.notices import Notice
from mailtracker.store import (
    catching_up,
    deadlines,
    digests,
    jumps,
    outbox,
    requests,
    spent,
)
from mailtracker.store.last_answer import last_answer
from mailtracker.store.leases import HOUSE
from mailtracker.store.locks import Locks
from mailtracker.store.scene import scene
from mailtracker.store.so_far import so_far
from mailtracker.store.transaction import Transaction
from mailtracker.transcript import words_asked
from mailtracker.world import Cause, World

T = TypeVar("T")

log = structlog.get_logger("mailtracker")

CLOCK = "clock"
"""The machine's clock as a part of `status`."""

AT_ONCE = 100
"""Due requests handled in one poll."""

BURST = 10
"""Requests that are due at once, beyond which everybody hears of them in one digest: ladders catch
up after a downtime.
"""

AT_MOST = 3
"""Letters of ladders that wait for one person's working time, beyond which they are told in one
digest: as many as outside a burst go by themselves (docs/reliability.md, D6).
"""

PER_MINUTE = 30
"""Mails that ladders write in a minute of a burst."""

REST = timedelta(minutes=5)
"""How long a request is left alone whose deadline or digest failed by a bug of ours."""


RESTS = (timedelta(minutes=10), timedelta(hours=4))
"""How long no ladder moves after the clock was turned: as long as it was turned by, at least and at
most. Somebody may see that it is wrong, and set it right again.
"""

PULSE_EVERY = 5.0
"""Seconds between two words of how we are."""


def always_fresh(_: str) -> bool:
    """For whoever has just read every mailbox."""
    return True


class Watch:
    """`poll` is one pass. `fresh` tells whether a mailbox was read to the end lately: an answer may
    be waiting there.
    """

    def __init__(self, runtime: Runtime, fresh: Callable[[str], bool] = always_fresh) -> None:
        self._runtime, self._fresh = runtime, fresh
        self._house = House(runtime, fresh)
        self._passage = Passage(runtime.clock)
        self._turned = timedelta(0)  # by how much in all, while ladders rest for it
        self._still_until: float | None = None  # on the steady clock; None: they do not
        self._pulse_at = -math.inf
        self._burst: bool | None = None  # None: as the process before us left it
        self._burst_of: frozenset[str] = frozenset()
        self._all_at_once = False
        self._written: deque[datetime] = deque()  # when ladders wrote a mail in this burst
        self._rests: dict[object, datetime] = {}  # until when, by request or digest

    def begin(self) -> None:
        """The clock is minded from now on: nobody looked while the mailboxes were read."""
        self._passage = Passage(self._runtime.clock)

    def all_that_is_due(self) -> int:
        """Polls until nothing is. What a burst writes in a minute is not counted: nobody stays to
        write the rest. How many requests were moved on.
        """
        self._all_at_once = True
        moved = 0
        while (fired := self.poll()) and not self._runtime.stopping.is_set():
            moved += fired
        return moved

    def poll(self) -> int:
        """Fire every due rung once. Returns how many requests were moved on."""
        self._mind_the_clock()
        self._pulse()
        fired = list(chain.from_iterable(map(self._fire, self._in_their_turn(self._due()))))
        with self._runtime.under(HOUSE):
            house = self._house if self._house.is_ours() else None
            calm = house if self._still_until is None else None
            if calm is not None:
                fired += self._beside("expected mail", calm.expected)
        for outcome in fired:
            self._runtime.tell(outcome)
        told = self._tell_digests()
        with self._runtime.under(HOUSE):
            if calm is not None:  # who is away by a clock that may be wrong is not away
                told += calm.tell(self._beside)
            if fired or told:
                self._runtime.wake()
            if calm is not None:
                calm.purge()
            if house is not None:
                house.look_at_border()
        return len(fired) + told

    def _beside(self, part: str, work: Callable[[], list[T]]) -> list[T]:
        """What is done beside the ladders. Where it fails they go on, and it rests for a while."""
        now = self._runtime.clock.now()
        if now < self._rests.get(part, now):
            return []
        try:
            done = work()
        except Unreachable:
            raise
        except Exception as error:
            log.exception("a part of the watch failed", part=part)
            self._rests[part] = now + REST
            self._runtime.beat(part, ok=False, text=f"{type(error).__name__}: {error}")
            return []
        if self._rests.pop(part, None):
            self._runtime.beat(part, ok=True)
        return done

    # -- the clock ------------------------------------------------------------------

    def _mind_the_clock(self) -> None:
        """After the machine slept, silence counts only once every mailbox was read again. After its
        clock was turned, ladders rest besides: until it stands for a while, or is set right again.
        """
        steady = self._runtime.clock.steady()
        passed = self._passage.look()
        if passed.slept or passed.turned:
            self._runtime.unread_since = time.monotonic()
            self._runtime.hurry()
        if passed.turned:
            self._after_turn(passed.turned, steady)
        elif self._still_until is not None and steady >= self._still_until:
            self._go_on(f"was turned {_by(self._turned)}, and has run well since")

    def _after_turn(self, by: timedelta, steady: float) -> None:
        now = self._runtime.clock.now()
        log.warning("the machine's clock was turned", by=_by(by), now=now.isoformat())
        self._runtime.write(partial(jumps.bring_back, now=now, turned=by))
        self._rests.clear()
        self._house.after_turn()
        self._turned += by
        if abs(self._turned) <= NOTICED:
            self._go_on("was turned, and set right again")
            return
        rest = min(max(abs(self._turned), RESTS[0]), RESTS[1])
        self._still_until = steady + rest.total_seconds()
        said = (
            f"was turned {_by(self._turned)}: no ladder moves until {now + rest:%d %b %H:%M} UTC; "
            f"if the clock is wrong, set it right before then"
        )
        self._runtime.beat(CLOCK, ok=False, text=said)
        letter = Trouble(
            OurPart(PartKind.CLOCK), Turned(self._turned, now + rest), now, stops=False
        )
        notice = Notice(letter, f"clock.{now.timestamp():.0f}", now)
        self._runtime.write(partial(self._tell_admins, notice))

    def _go_on(self, said: str) -> None:
        self._turned, self._still_until = timedelta(0), None
        self._runtime.beat(CLOCK, ok=True, text=said)

    def _pulse(self) -> None:
        if time.monotonic() >= self._pulse_at:
            self._pulse_at = time.monotonic() + PULSE_EVERY
            self._runtime.pulse()

    # -- ladders --------------------------------------------------------------------

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

    def _in_their_turn(self, due: Sequence[Request]) -> Iterator[Request]:
        """All of them; in a burst as many as a minute has mails for. When it is over, what was
        gathered meanwhile is told.
        """
        whose = self._whose()
        was = self._burst if whose == self._burst_of else None
        if was is None:
            with self._runtime.store.read() as conn:
                was = catching_up.is_on(conn, whose)
        self._burst_of = whose
        self._burst = len(due) > (0 if was else BURST)
        if self._burst != was:
            self._runtime.write(self._burst_turns)
        for request in due:
            if self._burst and self._is_enough():
                return
            yield request

    def _whose(self) -> frozenset[str]:
        """The mailboxes whose ladders we fire."""
        if not self._runtime.leases.is_shared:
            return catching_up.ALL
        boxes = {box.name for box in self._runtime.config.mailboxes}
        return frozenset(name for name in {*boxes, HOUSE} if self._runtime.leases.serves(name))

    def _burst_turns(self, conn: Transaction) -> None:
        if self._burst:
            catching_up.begin(conn, self._burst_of)
        else:
            catching_up.end(conn, self._burst_of)
            for kind in (Digested.LATE, Digested.SNOOZED):
                digests.hasten(conn, kind, self._runtime.clock.now())

    def _is_enough(self) -> bool:
        if self._all_at_once:
            return False
        before = self._runtime.clock.now() - timedelta(minutes=1)
        while self._written and self._written[0] <= before:
            self._written.popleft()
        return len(self._written) >= PER_MINUTE

    def _may_fire(self, request: Request, now: datetime) -> bool:
        if self._still_until is not None or not self._is_ours(request.mailbox):
            return False
        return now >= self._rests.get(request.id, now) and self._fresh(request.mailbox)

    def _is_ours(self, mailbox: str) -> bool:
        return self._runtime.leases.serves(self._runtime.lease_of(mailbox))

    def _fire(self, due: Request) -> list[Outcome]:
        now, request_id = self._runtime.clock.now(), due.id
        locks = Locks(mailboxes=frozenset([due.mailbox]))
        try:
            with self._runtime.under(self._runtime.lease_of(due.mailbox)):
                fired = self._runtime.write(lambda conn: self._decide(conn, request_id, now), locks)
        except Unreachable:  # the store is away: nobody's ladder can move
            raise
        except Exception as error:  # one request's trouble must not silence the others' ladders
            log.exception("deadline failed", request=request_id)
            self._rests[request_id] = now + REST
            self._runtime.beat("deadlines", ok=False, text=f"{type(error).__name__}: {error}")
            return []
        if self._rests.pop(request_id, None) and not self._rests:
            self._runtime.beat("deadlines", ok=True)
        self._written.extend(now for outcome in fired for _ in outcome.enacted.queued)
        return fired

    def _decide(self, conn: Transaction, request_id: int, now: datetime) -> list[Outcome]:
        request = requests.request(conn, request_id)
        if not _is_still_due(request, now):
            return []
        world = self._runtime.world  # once: a reload must not come between decision and effects
        unsent = outbox.is_unsent(conn, request.id, request.requester.key)
        perhaps = so_far(conn, request).perhaps
        muted = _is_muted(conn, request, now)
        due = Due(request, unsent, _words_asked(conn, world, request), perhaps, muted)
        decision = on_deadline(due, scene(conn, world.policy, now))
        key = f"d{request.id}.{request.epoch}.{request.rung}.{request.repeats}"
        cause = Cause(key, now, burst=bool(self._burst))
        return [Outcome("deadline", enact(conn, world, decision, cause), now)]

    def _tell_digests(self) -> int:
        """Write every digest of which a line is due; how many that were. Whoever comes to work and
        would read many letters of ladders gets one.
        """
        now = self._runtime.clock.now()
        ready = self._digests_due(now)
        waiting = Counter(who for (_, who, kind), _ in ready if kind == Digested.WAITS)
        crowded = {who for who, number in waiting.items() if number > AT_MOST}
        outcomes = [one for which in ready for one in self._digest(*which, now, crowded)]
        if crowded:
            hurry = partial(digests.hasten, kind=Digested.LATE, now=now, people=crowded)
            self._runtime.write(hurry)
        for outcome in outcomes:
            self._runtime.tell(outcome)
        return len(outcomes)

    def _digests_due(self, now: datetime) -> list[tuple[digests.Which, str]]:
        """Those that may be told, each with the lease of whoever tells it. Those that may not (a
        mailbox is down) must not hide them.
        """
        limit = AT_ONCE
        while True:
            with self._runtime.store.read() as conn:
                due = digests.due(conn, now, limit)
                told = [(which, self._teller(which[0], conn)) for which in due]
                ready = [one for one in told if self._may_tell(conn, *one, now)]
            if ready or len(due) < limit:
                return ready
            limit *= 4

    def _may_tell(
        self, conn: Transaction, which: digests.Which, teller: str, now: datetime
    ) -> bool:
        """A word of a ladder goes where its rungs may fire: an answer may wait in the mailbox."""
        if now < self._rests.get(which, now) or not self._runtime.leases.serves(teller):
            return False
        about, _, kind = which
        if kind != Digested.WAITS or about is None:
            return True
        return self._may_fire(requests.request(conn, about), now)

    def _teller(self, about: int | None, conn: Transaction) -> str:
        """The lease of whoever tells of a request, or of none."""
        if about is None or not self._runtime.leases.is_shared:
            return HOUSE
        return self._runtime.lease_of(requests.request(conn, about).mailbox)

    def _digest(
        self, which: digests.Which, teller: str, now: datetime, crowded: set[str]
    ) -> list[Outcome]:
        burst = which[2] == Digested.WAITS and which[1] in crowded
        try:
            with self._runtime.under(teller):
                return self._runtime.write(lambda conn: self._gathered(conn, which, now, burst))
        except Unreachable:
            raise
        except Exception as error:  # one digest's trouble must not silence the others
            log.exception("digest failed", request=which[0], kind=which[2])
            self._rests[which] = now + REST
            self._runtime.beat("digests", ok=False, text=f"{type(error).__name__}: {error}")
            return []

    def _gathered(
        self, conn: Transaction, which: digests.Which, now: datetime, burst: bool
    ) -> list[Outcome]:
        """The lines go in the transaction that writes of them."""
        gathered = digests.take(conn, which)
        if gathered is None:
            return []
        world = self._runtime.world
        if gathered.request is None:
            self._tell_person(conn, gathered, now)
            return []
        decision = on_digest(gathered, scene(conn, world.policy, now))
        key = f"g{which[0]}.{which[2]}.{which[1]}.{now.timestamp():.6f}"
        cause = Cause(key, now, burst=burst)
        return [Outcome("digest", enact(conn, world, decision, cause), now)]

    def _tell_person(self, conn: Transaction, gathered: Gathered, now: datetime) -> None:
        """What is about no request in particular is no decision of the desk's."""
        world = self._runtime.world
        moment = scene(conn, world.policy, now)
        if _is_put_off(conn, gathered, moment):
            return
        other = TOGETHER.get(gathered.kind)
        beside = digests.take(conn, (None, gathered.person, other)) if other else None
        if beside and _is_put_off(conn, beside, moment):
            beside = None
        told = to_person(gathered, moment, beside)
        if told is not None:
            person, letter = told
            once = f"{gathered.kind}.{person.key}.{now.timestamp():.6f}"
            alias = world.any_alias
            tell_admins(conn, world, alias, Notice(letter, once, now, person))

    def _tell_admins(self, notice: Notice, conn: Transaction) -> None:
        world = self._runtime.world
        tell_admins(conn, world, world.any_alias, notice)


def _by(turned: timedelta) -> str:
    """For people: "ahead by 2 hours"."""
    way = "ahead" if turned > timedelta(0) else "back"
    for unit, length in _UNITS:
        if (number := round(abs(turned) / length)) > 1:
            return f"{way} by {number} {unit}"
    return f"{way} by a minute"


_UNITS = (
    ("days", timedelta(days=1)),
    ("hours", timedelta(hours=1)),
    ("minutes", timedelta(minutes=1)),
)


def _words_asked(conn: Transaction, world: World, request: Request) -> LastWords:
    """What our side wrote to the requester last, where it waits for a word from them."""
    asked = last_answer(conn, request) if request.status is Status.WAITING else None
    return NOT_AT_HAND if asked is None else words_asked(asked.raw, world.policy)


def _is_muted(conn: Transaction, request: Request, now: datetime) -> bool:
    """Whether its requester, who is to be asked whom they confide in, gets no mail of ours now."""
    if not (request.given.confide_in and not request.owner):
        return False
    return spent.nothing_left(conn, purses_of_asking(request.requester), now)


def _is_put_off(conn: Transaction, gathered: Gathered, moment: Scene) -> bool:
    """Until its reader is at work."""
    waiting = put_off(gathered, moment)
    for about, line in waiting:
        digests.add(conn, about, [line], moment.now)
    return bool(waiting)


def _is_still_due(request: Request, now: datetime) -> bool:
    """Read again inside the transaction: an answer may have come since the poll, and even the next
    promise have begun.
    """
    return (request.due_at is not None and request.due_at <= now) or is_over(request, now)
