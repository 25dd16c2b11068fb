"""Mail that shall come again and again, and what came → which due times were missed.

The *period* of a due time begins after the one before it and ends with it. What comes in it is for
that due time, with one exception: after a missed one what comes in the first half of the next
period is *late*, and counts for the missed one alone. So late mail of Monday does not stand for
Tuesday, and what comes shortly before the next due time is not taken for late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailtracker.policy.recurrence import Recurrence, dues, next_due
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.policy.condition import Condition
    from mailtracker.policy.mail_view import MailView
    from mailtracker.policy.model import Question

ANYBODY = ""
"""Stands for who writes where the files name nobody: whatever fits, from whomever."""

CHASED_AFTER = 3 / 4
"""Of the time from the question to the due time, when who has not answered is asked once more."""


@dataclass(frozen=True, slots=True)
class ExpectationTest:
    """A mail that the admin wrote beside an expectation, and whether it is `expected`. `mail`,
    `raw` and `where` as of a rule's test.
    """

    mail: MailView | None
    expected: bool
    where: str
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Mail that shall come by a time again and again."""

    #: Shown in `status`, in letters and in the ledger.
    name: str
    #: Which mail it is.
    when: Condition
    #: By when it shall have come, each time.
    by: Recurrence
    #: Whose zone and working days that counts in.
    hours: Hours
    #: Key of the person or team who gets the request where it does not come.
    to: str
    #: Key of that request's promise.
    promise: str
    #: Key of its ladder.
    ladder: str
    #: file:line.
    where: str
    #: Keys of the people who each owe one; none: anybody's will do.
    people: tuple[str, ...] = ()
    #: What they are asked, None where nobody asks them.
    ask: Question | None = None
    #: When they are asked.
    ask_at: Recurrence | None = None
    #: Mails that are expected, or are not.
    tests: tuple[ExpectationTest, ...] = ()

    @property
    def called(self) -> str:
        """In the place of a rule's name: in the ledger, and of a request that it opened."""
        return f"expected: {self.name}"

    def of(self, people: Collection[str]) -> Expectation:
        """The same of those alone who owed one when its period began."""
        if not self.people:
            return self
        return replace(self, people=tuple(who for who in self.people if who in people))

    @property
    def members(self) -> tuple[str, ...]:
        """Each of whom one mail is expected."""
        return self.people or (ANYBODY,)

    @property
    def print(self) -> str:
        """Another one, and it is expected anew: what came before says nothing of it. Who joins the
        people of whom one is expected, or leaves them, changes nothing for the others.
        """
        of = "each" if self.people else "any"
        return "|".join((str(self.when), self.by.written, self.hours.key, self.hours.zone.key, of))


@dataclass(frozen=True, slots=True)
class Tick:
    """Mail of `who` (`ANYBODY` where it does not matter) that came `at` an instant."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Awaiting:
    """How an expectation stands: `before` is the due time that was judged last, `absent` whose mail
    was missing then.
    """

    before: datetime
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Miss:
    """By a `due` time no mail of these (`who`) had come, nor did any late."""

    due: datetime
    who: tuple[str, ...]


def begins(expectation: Expectation, now: datetime) -> Awaiting:
    """Of one that is seen for the first time: with the first whole period."""
    return Awaiting(next_due(expectation.by, expectation.hours, now))


def due_at(expectation: Expectation, awaiting: Awaiting) -> datetime:
    """The next due time."""
    return next_due(expectation.by, expectation.hours, awaiting.before)


def judge(
    expectation: Expectation, awaiting: Awaiting, ticks: Sequence[Tick], until: datetime
) -> tuple[list[Miss], Awaiting]:
    """What was missed of all that was due up to `until`, the oldest first, and how it stands then.
    `ticks` are all that came after `awaiting.before`.
    """
    missed: dict[datetime, set[str]] = {}
    for due in dues(expectation.by, expectation.hours, awaiting.before, until):
        late, in_time = _sorted(awaiting, due, ticks)
        missed.get(awaiting.before, set()).difference_update(late)
        absent = frozenset(expectation.members) - in_time
        missed[due] = set(absent)
        awaiting = Awaiting(due, absent)
    late, _ = _sorted(awaiting, due_at(expectation, awaiting), ticks)
    missed.get(awaiting.before, set()).difference_update(late)
    order = {who: number for number, who in enumerate(expectation.members)}
    found = [Miss(due, tuple(sorted(who, key=order.__getitem__))) for due, who in missed.items()]
    return [one for one in found if one.who], awaiting


def lacking(expectation: Expectation, awaiting: Awaiting, ticks: Sequence[Tick]) -> tuple[str, ...]:
    """Whose mail for the next due time has not come yet."""
    _, in_time = _sorted(awaiting, due_at(expectation, awaiting), ticks)
    return tuple(who for who in expectation.members if who not in in_time)


def is_late(expectation: Expectation, awaiting: Awaiting, tick: Tick) -> bool:
    """Whether mail counts for the missed due time alone, and not for the next one."""
    late, _ = _sorted(awaiting, due_at(expectation, awaiting), [tick])
    return bool(late)


def _sorted(awaiting: Awaiting, due: datetime, ticks: Sequence[Tick]) -> tuple[set[str], set[str]]:
    """Whose mail of this period is late for the one before, and whose is in time."""
    half = awaiting.before + (due - awaiting.before) / 2
    here = [tick for tick in ticks if awaiting.before < tick.at <= due]
    late = {one.who for one in here if one.who in awaiting.absent and one.at <= half}
    return late, {one.who for one in here if one.who not in awaiting.absent or one.at > half}


def asked_at(expectation: Expectation, awaiting: Awaiting) -> datetime | None:
    """When its people are asked for the next one; None: not in this period."""
    if expectation.ask_at is None:
        return None
    found = next_due(expectation.ask_at, expectation.hours, awaiting.before)
    return found if found < due_at(expectation, awaiting) else None


def chased_at(expectation: Expectation, awaiting: Awaiting) -> datetime | None:
    """When those are asked once more who have not answered by then."""
    asked = asked_at(expectation, awaiting)
    if asked is None:
        return None
    length: timedelta = due_at(expectation, awaiting) - asked
    return asked + length * CHASED_AFTER


def came_by(ticks: Iterable[Tick], since: datetime) -> Mapping[str, datetime]:
    """Of each the first mail after an instant."""
    found: dict[str, datetime] = {}
    for tick in sorted(ticks, key=lambda one: one.at):
        if tick.at > since:
            found.setdefault(tick.who, tick.at)
    return found
