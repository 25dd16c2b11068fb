"""The people file, and the calendars that it names, say who is away → the absences of which
something is to be done or told now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from mailtracker.desk.absence.absence_kinds import KnownBy, Reach
from mailtracker.desk.absence.absences import day_of
from mailtracker.desk.absence.absent_days import next_working_day
from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.policy.model import Absence, Person, Policy
from mailtracker.record import dataclass

LEAD_TIME = 2
"""Working days before its first day, in which an absence of the people file is announced."""

Named = tuple[str, Absence]
"""An absence: whose (a key), and which days."""


def absences_on_file(policy: Policy) -> dict[Named, KnownBy]:
    """All, also those that are over, and who leaves for good; with where each stands."""
    people = policy.people.values()
    return {(one.key, days): known_by for one in people for days, known_by in _of(one)}


def _of(person: Person) -> Iterator[tuple[Absence, KnownBy]]:
    """What the file itself says comes last, and counts."""
    yield from ((days, KnownBy.FEED) for days in person.away_by_feeds)
    yield from ((days, KnownBy.PEOPLE_FILE) for days in person.away)
    if person.left is not None:
        yield Absence(person.left, None), KnownBy.PEOPLE_FILE


def news_in(policy: Policy, before: Policy) -> frozenset[Named]:
    """What the files say now and did not before. What a calendar says is no news: people keep
    theirs for years ahead.
    """
    old = absences_on_file(before)
    found = absences_on_file(policy).items()
    return frozenset(one for one, by in found if by is KnownBy.PEOPLE_FILE and one not in old)


def due_on_file(policy: Policy, now: datetime, fresh: Iterable[Named]) -> list[Named]:
    """Those that run, or begin within the lead time; and those to come that are new in the files
    (`fresh`), whenever they begin.
    """
    new = frozenset(fresh)
    return sorted(
        (one for one in absences_on_file(policy) if _is_due(policy, now, one, one in new)),
        key=lambda one: (one[0], one[1].start, one[1].end or date.max),
    )


def _is_due(policy: Policy, now: datetime, named: Named, is_new: bool) -> bool:
    person, days = policy.people[named[0]], named[1]
    today = day_of(policy, person, now)
    if days.end is not None and days.end < today:
        return False
    until = today
    for _ in range(LEAD_TIME):
        until = next_working_day(policy, person, until)
    return is_new or days.start <= until


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the store has to follow of the people file: `gone` stands there no more, `changed` has
    other days by now, `new` was not acted on yet.
    """

    gone: tuple[KnownAbsence, ...]
    changed: tuple[KnownAbsence, ...]
    new: tuple[KnownAbsence, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.gone or self.changed or self.new)


def followed(policy: Policy, rows: Iterable[KnownAbsence], due: Iterable[Named]) -> OnFile:
    """`rows`: those that the store has and that are not over; `due`: see `due_on_file`."""
    said, left = absences_on_file(policy), list(due)
    gone: list[KnownAbsence] = []
    changed: list[KnownAbsence] = []
    stale: list[KnownAbsence] = []
    for row in rows:
        if (row.person, row.days) in said:
            left = [one for one in left if one != (row.person, row.days)]
        else:
            stale.append(row)
    for row in stale:
        other = next((one for one in left if _continues(row, one)), None)
        if other is None:
            gone.append(row)
        else:
            left.remove(other)
            changed.append(_with_days(row, other[1]))
    new = (KnownAbsence(key, days, said[key, days], reach=Reach.ALL) for key, days in left)
    return OnFile(tuple(gone), tuple(changed), tuple(new))


def _continues(row: KnownAbsence, other: Named) -> bool:
    """The same absence, of which the file has other days now."""
    key, days = other
    return key == row.person and (row.days.covers(days.start) or days.covers(row.days.start))


def _with_days(row: KnownAbsence, days: Absence) -> KnownAbsence:
    return KnownAbsence(
        row.person, days, row.known_by, row.cover, row.since, reach=row.reach, id=row.id
    )
