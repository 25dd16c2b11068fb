"""Absences of the people file and its calendars are entered as soon as something is to be done
about them, and told: to who is away what that changes, to leads where it leaves a gap, and to who
is back what became of what went to others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from mailtracker.daemon.covering import MAX_OPEN
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.absence.absence_effects import Tell
from mailtracker.desk.absence.absence_kinds import AbsenceTold, Reach
from mailtracker.desk.absence.absences import day_of, is_away
from mailtracker.desk.absence.absent import HandedOn, announced
from mailtracker.desk.absence.absent_days import is_at_work
from mailtracker.desk.absence.covered import back_again
from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.desk.absence.on_file import OnFile, due_on_file, followed, news_in
from mailtracker.desk.request import ALIVE
from mailtracker.enact import tell
from mailtracker.errors import Unreachable
from mailtracker.policy.model import Policy
from mailtracker.store import absences, requests, told_of_absences
from mailtracker.store.absences import HeardOf
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

PART = "absences"
"""Of `status`."""

LOOK_EVERY = timedelta(minutes=1)
"""How often it is looked at who is away by the people file; at once when that changes."""


class Announcer:
    """`enter` before what they have is handed over, `tell` after it. Both look at most once a
    minute, and return how much they did.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._policy: Policy | None = None  # the one that was looked at last
        self._next: datetime | None = None
        self._due = True
        self._ill = self._failed = False  # as `status` has it; in this look

    def enter(self) -> int:
        """What the people file says, as far as it counts now."""
        now, policy = self._runtime.clock.now(), self._runtime.world.policy
        self._due = policy is not self._policy or self._next is None or now >= self._next
        if not self._due:
            return 0
        self._failed = False
        fresh = news_in(policy, self._policy or policy)
        self._policy, self._next = policy, now + LOOK_EVERY
        with self._runtime.store.read() as conn:
            rows = told_of_absences.on_file(conn, now.date())
        news = followed(policy, rows, due_on_file(policy, now, fresh))
        if news.is_nothing:
            return 0
        self._runtime.write(partial(_follow, news=news, now=now))
        return len(news.gone) + len(news.changed) + len(news.new)

    def tell(self) -> int:
        """Whoever is at work."""
        if not self._due:
            return 0
        now = self._runtime.clock.now()
        with self._runtime.store.read() as conn:
            to_announce = told_of_absences.to_announce(conn, now.date())
            over, ended = told_of_absences.to_welcome(conn, now)
        announce = partial(_announce, runtime=self._runtime)
        welcome = partial(_welcome, runtime=self._runtime)
        due = (one for one in to_announce if self._reads_now(one.person, now))
        done = sum(self._safely(partial(announce, absence=one)) for one in due)
        for person in dict.fromkeys(one.person for one in (*over, *ended)):
            if self._reads_now(person, now):
                theirs = partial(_of, person)
                done += self._safely(partial(welcome, over=theirs(over), ended=theirs(ended)))
        self._say_whether_well()
        return done

    def _reads_now(self, key: str, now: datetime) -> bool:
        """Whether they are in the people file, and it is no time of night for them."""
        policy = self._runtime.world.policy
        person = policy.people.get(key)
        return person is not None and is_at_work(policy, person, now)

    def _safely(self, work: partial[bool]) -> bool:
        try:
            return self._runtime.write(work)
        except Unreachable:
            raise
        except Exception as error:  # one absence's trouble must not silence the others
            self.failed(error)
            return False

    def failed(self, error: Exception) -> None:
        """By a bug of ours; it is tried again. `status` says so until all went well."""
        log.error("an absence could not be followed", exc_info=error)
        self._ill = self._failed = True
        self._runtime.beat(PART, ok=False, text=f"{type(error).__name__}: {error}")

    def _say_whether_well(self) -> None:
        if self._ill and not self._failed:
            self._ill = False
            self._runtime.beat(PART, ok=True)


def _follow(conn: Transaction, news: OnFile, now: datetime) -> None:
    absences.end(conn, news.gone, now)
    for one in news.changed:
        absences.change(conn, one, now)
    told_of_absences.untell(conn, news.changed)
    for one in news.new:
        absences.enter(conn, one, HeardOf(now))


def _announce(conn: Transaction, runtime: Runtime, absence: KnownAbsence) -> bool:
    """Where it has begun, once all that they have was handed over."""
    world, now = runtime.world, runtime.clock.now()
    standing = told_of_absences.to_announce(conn, now.date())
    found = next((one for one in standing if one.id == absence.id), None)
    person = world.policy.people.get(absence.person)
    if found is None or person is None:
        return False
    if day_of(world.policy, person, now) >= found.days.start and found.reach is Reach.ALL:
        return False
    there = scene(conn, world.policy, now)
    went = dict(absences.handed_for(conn, found))
    about = requests.by_ids(conn, list(went))
    people = world.policy.people
    handed = [HandedOn(one, people.get(went[number])) for number, one in about.items()]
    theirs = requests.requests(conn, ALIVE, person.key, MAX_OPEN)
    for letter in announced(found, handed, there, theirs):
        tell(conn, world, letter, now)
    told_of_absences.tell(conn, [found], AbsenceTold.ANNOUNCED, now)
    return True


def _of(person: str, some: Sequence[KnownAbsence]) -> list[KnownAbsence]:
    return [one for one in some if one.person == person]


def _welcome(
    conn: Transaction,
    runtime: Runtime,
    over: Sequence[KnownAbsence],
    ended: Sequence[KnownAbsence],
) -> bool:
    """On their first working day, when it begins; where nothing went to others, no mail."""
    world, now = runtime.world, runtime.clock.now()
    person = world.policy.people.get((*over, *ended)[0].person)
    if person is None:
        return False
    there = scene(conn, world.policy, now)
    today = day_of(world.policy, person, now)
    past = [one for one in over if one.days.end is not None and one.days.end < today]
    past += ended
    if not past or is_away(there, person.key):
        return False
    found = requests.by_ids(conn, told_of_absences.went(conn, past))
    letter = back_again(person, found.values(), there)
    if letter is not None:
        once = f"back.{person.key}.{max(one.id or 0 for one in past)}"
        mailbox = next(iter(found.values())).mailbox
        tell(conn, world, Tell(letter, person, once, mailbox), now)
    told_of_absences.tell(conn, past, AbsenceTold.BACK, now)
    return letter is not None
