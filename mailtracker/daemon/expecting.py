"""Mail that is expected: due times that have passed → what has not come, in one transaction each;
and people who are asked in time. Only a mailbox that was read since lets anything be missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from mailtracker.daemon.runtime import Looked, Outcome, Runtime
from mailtracker.desk.alias import Alias
from mailtracker.desk.assign import pick
from mailtracker.desk.awaited import AskStage
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.expected_letters import AskedFor, PerhapsCome
from mailtracker.desk.on_missing import Missing, on_missing
from mailtracker.desk.request import Request, Status
from mailtracker.enact import enact, tell_admins
from mailtracker.errors import Unreachable
from mailtracker.mail.message import Address
from mailtracker.notices import Notice
from mailtracker.policy.expected import (
    Awaiting,
    Expectation,
    Miss,
    Tick,
    asked_at,
    begins,
    chased_at,
    due_at,
    judge,
    lacking,
)
from mailtracker.policy.expected_mail import may_be
from mailtracker.policy.model import Policy
from mailtracker.policy.recurrence import next_due
from mailtracker.record import dataclass
from mailtracker.store import awaited, ledger, requests
from mailtracker.store.awaited import ExpectationRow
from mailtracker.store.scene import scene
from mailtracker.store.tongues import spoke_last
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, World

log = structlog.get_logger("mailtracker")

PART = "expected mail"
"""Our line in `status`, where something is wrong."""

LOOK_AGAIN = timedelta(minutes=15)
"""When what may lie in quarantine is looked at again."""

REST = timedelta(minutes=5)
"""How long an expectation is left alone that failed by a bug of ours."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A transaction (`conn`) in which one expectation is looked at, at an instant (`now`): by which
    rules and letters (`world`), and up to when every mailbox was read (`until`).
    """

    conn: Transaction
    world: World
    now: datetime
    until: datetime


class Expecting:
    """`look` is one pass: of the watch loop's thread."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._policy: Policy | None = None
        self._rests: dict[str, datetime] = {}
        self._outdated: dict[str, Looked] = {}  # looks of before the clock was turned

    def begin_again(self) -> None:
        """The clock was turned: what was put off too far is not, and when the mailboxes were read
        before that says nothing.
        """
        self._policy, self._outdated = None, dict(self._runtime.looked)

    def look(self) -> list[Outcome]:
        """What came of all that is due."""
        policy, now = self._runtime.world.policy, self._runtime.clock.now()
        if policy is not self._policy:
            self._runtime.write(partial(_follow_rules, policy=policy, now=now))
            self._policy = policy
        if not policy.expected:
            return []
        until = self._read_until(now)
        if until is None:
            return []
        names = self._runtime.read(partial(awaited.due, now=until))
        ready = [name for name in names if now >= self._rests.get(name, now)]
        return [outcome for name in ready for outcome in self._look_at(name, now, until)]

    def _read_until(self, now: datetime) -> datetime | None:
        """Every mailbox was read to its end since: what came before is in the ledger."""
        outdated = self._outdated
        looked = [self._runtime.looked.get(box.name) for box in self._runtime.config.mailboxes]
        fresh = [one.at for one in looked if one is not None and one not in outdated.values()]
        return min(now, *fresh) if len(fresh) == len(looked) else None

    def _look_at(self, name: str, now: datetime, until: datetime) -> list[Outcome]:
        def work(conn: Transaction) -> list[Outcome]:
            return _look_at(_Look(conn, self._runtime.world, now, until), name)

        try:
            outcomes = self._runtime.write(work)
        except Unreachable:
            raise
        except Exception as error:  # one must not silence the others
            log.exception("expected mail failed", name=name)
            self._rests[name] = now + REST
            self._runtime.beat(PART, ok=False, text=f"{type(error).__name__}: {error}")
            return []
        if self._rests.pop(name, None) and not self._rests:
            self._runtime.beat(PART, ok=True)
        self._runtime.wake()
        return outcomes


def _follow_rules(conn: Transaction, policy: Policy, now: datetime) -> None:
    """What the rules expect anew begins with its first whole period; what they expect no more is
    forgotten.
    """
    stored = awaited.rows(conn)
    for name in stored.keys() - {one.name for one in policy.expected}:
        awaited.forget(conn, name)
    for one in policy.expected:
        row = stored.get(one.name)
        stands = _as_ruled(one, row, now)
        if stands != row:
            awaited.put(conn, stands)


def _as_ruled(one: Expectation, row: ExpectationRow | None, now: datetime) -> ExpectationRow:
    """It begins anew where it wants something else, where the clock was turned back, and where
    other working days would make it due in the past.
    """
    fresh = _row(one, begins(one, now), row)
    if row is None or row.print != one.print:
        return fresh
    if row.awaiting.before > next_due(one.by, one.hours, now):
        return fresh
    due = due_at(one, row.awaiting)
    if due <= now < row.due_at:
        return fresh
    return replace(_row(one, row.awaiting, row, row.asked), people=row.people)


def _row(
    one: Expectation,
    awaiting: Awaiting,
    row: ExpectationRow | None,
    asked: AskStage = AskStage.NOTHING,
) -> ExpectationRow:
    due = due_at(one, awaiting)
    steps = {AskStage.NOTHING: asked_at(one, awaiting), AskStage.ONCE: chased_at(one, awaiting)}
    look_at = steps.get(asked) or due
    request_id = row.request_id if row else None
    people = one.people
    return ExpectationRow(one.name, one.print, awaiting, due, look_at, asked, people, request_id)


def _look_at(moment: _Look, name: str) -> list[Outcome]:
    """Read again inside the transaction: the rules may be others by now."""
    conn = moment.conn
    one = next((each for each in moment.world.policy.expected if each.name == name), None)
    row = awaited.row(conn, name)
    if one is None or row is None or row.look_at > moment.until:
        return []
    if row.print != one.print:
        awaited.put(conn, _row(one, begins(one, moment.now), row))
        return []
    ruled, one = one, one.of(row.people)
    ticks = awaited.ticks_after(conn, name, row.awaiting.before)
    if due_at(one, row.awaiting) > moment.until:
        _ask(moment, one, row, ticks)
        return []
    misses, awaiting = judge(one, row.awaiting, ticks, moment.until)
    unread = _unread(moment, one, row) if misses else 0
    if unread and len(misses) == 1 and misses[-1].due == awaiting.before:
        _tell_of_doubt(moment, one, misses[-1], unread)
        awaited.put(conn, replace(row, look_at=moment.now + LOOK_AGAIN))
        return []
    stands = replace(_row(ruled, awaiting, row), request_id=_still_open(conn, row))
    outcomes = []
    if misses:
        outcome = _missed(moment, one, row, misses, unread)
        request = outcome.enacted.request
        stands = replace(stands, request_id=request.id if request else None)
        outcomes.append(outcome)
    awaited.put(conn, stands)
    awaited.clear(conn, name, awaiting.before)
    return outcomes


def _still_open(conn: Transaction, row: ExpectationRow) -> int | None:
    request = _request(conn, row)
    return request.id if request and request.status is not Status.CLOSED else None


def _request(conn: Transaction, row: ExpectationRow) -> Request | None:
    if row.request_id is None:
        return None
    return requests.by_ids(conn, [row.request_id]).get(row.request_id)


def _missed(
    moment: _Look, one: Expectation, row: ExpectationRow, misses: list[Miss], unread: int
) -> Outcome:
    conn, world, now = moment.conn, moment.world, moment.now
    missing = Missing(
        expectation=one,
        misses=tuple(misses),
        seen=awaited.last_seen(conn, one.name),
        request=_request(conn, row),
        alias=_alias(moment, one),
        unread=unread,
    )
    decision = on_missing(missing, scene(conn, world.policy, now))
    cause = Cause(_key(one, misses[-1].due), now)
    return Outcome("expected", enact(conn, world, decision, cause), now)


def _key(one: Expectation, due: datetime) -> str:
    """Names may be of any letters."""
    name = hashlib.sha256(one.name.encode()).hexdigest()[:12]
    return f"e{name}.{due.timestamp():.0f}"


def _alias(moment: _Look, one: Expectation) -> Alias:
    """Where its mail came in last; any, while none has."""
    last = awaited.last_line(moment.conn, one.name)
    line = None if last is None else ledger.line(moment.conn, last)
    return moment.world.alias(line.mailbox) if line else moment.world.any_alias


def _unread(moment: _Look, one: Expectation, row: ExpectationRow) -> int:
    """How many mails that came in the meantime may be it, and nobody could read them."""
    found = awaited.unseen(moment.conn, row.awaiting.before)
    return sum(may_be(one, mail.sender, mail.subject) for mail in found)


def _tell_of_doubt(moment: _Look, one: Expectation, miss: Miss, unread: int) -> None:
    """Once: to whoever would have the request."""
    conn, world, now = moment.conn, moment.world, moment.now
    seen: Mapping[str, datetime] = awaited.last_seen(conn, one.name)
    letter = PerhapsCome(one.name, miss.due, max(seen.values(), default=None), unread)
    here = scene(conn, world.policy, now)
    reader = pick(Candidates(here, Address(one.name, "")), one.to)
    once = f"perhaps.{_key(one, miss.due)}"
    tell_admins(conn, world, _alias(moment, one), Notice(letter, once, now, reader))


def _ask(moment: _Look, one: Expectation, row: ExpectationRow, ticks: list[Tick]) -> None:
    """Those whose mail has not come. Where the time of the second question has passed as well, as
    after a downtime, there is one question.
    """
    conn, world, now = moment.conn, moment.world, moment.now
    again, due = row.asked is AskStage.ONCE, due_at(one, row.awaiting)
    second = chased_at(one, row.awaiting)
    asked = AskStage.AGAIN if second is not None and second <= now else AskStage.ONCE
    for key in lacking(one, row.awaiting, ticks) if one.ask is not None else ():
        person = world.policy.people[key]
        alias = _alias(moment, one)
        spoken = alias.speaks(person.language, spoke_last(conn, world.policy, person.addresses[0]))
        text = one.ask.said_in(spoken) if one.ask else ""
        letter = AskedFor(one.name, text, due, again)
        once = f"asked.{_key(one, due)}.{asked}"
        tell_admins(conn, world, alias, Notice(letter, once, now, person))
    awaited.put(conn, replace(_row(one, row.awaiting, row, asked), people=row.people))
