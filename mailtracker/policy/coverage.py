"""Some days, and who is away on them → who takes what on which day, on which rules only one person
is left, and on which days nobody of a rule's people is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from mailtracker.policy.covers import by_length, chain_of_covers
from mailtracker.policy.model import (
    FALLBACK,
    NOBODY,
    Absence,
    Fallback,
    Policy,
    Rota,
    Rule,
)
from mailtracker.policy.rota import whose_turn
from mailtracker.record import dataclass

T = TypeVar("T")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody is away on these `days`, of their own zone; `cover` (a key) is who covers for them
    meanwhile, "" for whom the people file says.
    """

    days: Absence
    cover: str = ""


class As(StrEnum):
    """As what somebody takes a request."""

    NAMED = "named"  # the rule names them, or their team
    COVER = "cover"  # covers for whom it names
    LEAD = "lead"  # leads the team, where none of its people is there
    FALLBACK = "fallback"  # has what no rule takes
    NOBODY = "nobody"  # who could have it is away: it waits with one of them


GAPS = frozenset({As.LEAD, As.FALLBACK, As.NOBODY})
"""Nobody of a rule's own people is there."""


@dataclass(frozen=True, slots=True)
class Takers:
    """Who may take a request on a day: one of these `people` (keys), and as what (`how`)."""

    how: As
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenRun:
    """What is routed to one person or team (`to`, a key) by these `rules` (names; the fallback's
    among them) goes to `takers` from `first` to `last`, both included.
    """

    to: str
    rules: tuple[str, ...]
    first: date
    last: date
    takers: Takers


@dataclass(frozen=True, slots=True)
class Alone:
    """On these `rules` there is one `person` (a key) only, from `first` to `last`."""

    rules: tuple[str, ...]
    person: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """What becomes of the requests of some days: who has them (`taken`), and which rules have one
    person left (`alone`); in the order of the rules, then of the days.
    """

    taken: tuple[TakenRun, ...]
    alone: tuple[Alone, ...]

    @property
    def gaps(self) -> tuple[TakenRun, ...]:
        """The days on which a request reaches a lead or the fallback, or nobody."""
        return tuple(one for one in self.taken if one.takers.how in GAPS)


@dataclass(frozen=True, slots=True)
class DaysInARow:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * _DAY


class Attendance:
    """Who is there on which day of a `span`. `leaves` has every absence, by person key. A day is
    each person's own: that of their zone.
    """

    def __init__(
        self, policy: Policy, leaves: Mapping[str, Sequence[Leave]], span: DaysInARow
    ) -> None:
        self._people = policy.people
        self._usual = {key: person.cover for key, person in policy.people.items()}
        self._away: dict[date, dict[str, str]] = {}  # who covers, by who is away
        for person, found in leaves.items():
            for day, cover in _days_away(found, span).items():
                named = cover if cover in self._people else ""
                self._away.setdefault(day, {})[person] = named
        self._named = {day for day, away in self._away.items() if any(away.values())}
        self._chains: dict[str, tuple[str, ...]] = {}

    def away(self, person: str, day: date) -> bool:
        return person in self._away.get(day, ())

    def chain(self, person: str, day: date) -> tuple[str, ...]:
        """Who covers for them on that day, and who for that one."""
        if day in self._named:
            named = self._away[day]
            return tuple(
                chain_of_covers(person, lambda key: named.get(key) or self._usual.get(key, ""))
            )
        if person not in self._chains:  # as the people file says: the same on all other days
            found = chain_of_covers(person, lambda key: self._usual.get(key, ""))
            self._chains[person] = tuple(found)
        return self._chains[person]

    def there(self, people: Sequence[str], day: date) -> tuple[str, ...]:
        """Those of them who are, each once."""
        away = self._away.get(day, ())
        return tuple(dict.fromkeys([one for one in people if one not in away]))


def _days_away(leaves: Sequence[Leave], span: DaysInARow) -> dict[date, str]:
    """The days of the span on which somebody is away, each with who covers then. Of two absences
    the same one says it as on the day itself (`by_length`).
    """
    found: dict[date, str] = {}
    for leave in by_length(leaves):
        first = max(leave.days.start, span.first)
        last = min(leave.days.end or span.last, span.last)
        found |= dict.fromkeys(DaysInARow(first, last).days(), leave.cover)
    return found


def takers(policy: Policy, presence: Attendance, to: str, day: date) -> Takers:
    """Who may have what is routed to a person or a team on that day, if somebody else asks."""
    return _of(policy, presence, to, day) or _of_fallback(policy, presence, day)


def _of_fallback(policy: Policy, presence: Attendance, day: date) -> Takers:
    found = _of(policy, presence, policy.fallback.to, day)
    return Takers(As.FALLBACK, found.people) if found else Takers(As.NOBODY)


def _of(policy: Policy, presence: Attendance, to: str, day: date) -> Takers | None:
    """None: of those whom it reaches before the fallback nobody is there."""
    for how, people in _circles(policy, presence, to, day):
        if there := presence.there(people, day):
            return Takers(how, there if how is As.NAMED else there[:1])
    return None


def _circles(
    policy: Policy, presence: Attendance, to: str, day: date
) -> Iterator[tuple[As, Sequence[str]]]:
    """Who is asked in turn, before the fallback."""
    team = policy.teams.get(to)
    if team is None:
        yield As.NAMED, (to,)
        yield As.COVER, presence.chain(to, day)
        yield As.LEAD, _leads_of(policy, to)
        return
    if isinstance(team.assign, Rota):
        first = whose_turn(team.members, team.assign, day)
        yield As.NAMED, (first,)
        yield As.COVER, presence.chain(first, day)
    elif team.assign == "lead":
        yield As.NAMED, (team.lead,)
    yield As.NAMED, team.members
    yield As.LEAD, (team.lead,)


def _leads_of(policy: Policy, person: str) -> tuple[str, ...]:
    teams = policy.teams.values()
    return tuple(t.lead for t in teams if person in t.members and t.lead != person)


def people_of(policy: Policy, presence: Attendance, to: str, day: date) -> tuple[str, ...]:
    """All who are there for a target before its lead, or the fallback, is asked."""
    team = policy.teams.get(to)
    if team is None:
        return presence.there((to, *presence.chain(to, day)), day)
    own = (team.lead, *team.members) if team.assign == "lead" else team.members
    return presence.there(own, day)


def coverage(
    policy: Policy, leaves: Mapping[str, Sequence[Leave]], span: DaysInARow, about: str = ""
) -> Coverage:
    """What becomes of the requests of these days. `about` (a person key): only what would be
    otherwise if they were there.
    """
    now = Attendance(policy, leaves, span)
    days = [day for day in span.days() if not about or now.away(about, day)]
    others = {person: found for person, found in leaves.items() if person != about}
    without = Attendance(policy, others, span) if about else None
    taken: list[TakenRun] = []
    alone: list[Alone] = []
    for to, rules in targets(policy).items():

        def takes(presence: Attendance, day: date, to: str = to) -> Takers:
            return takers(policy, presence, to, day)

        def only(presence: Attendance, day: date, to: str = to) -> str:
            found = people_of(policy, presence, to, day)
            return found[0] if len(found) == 1 else ""

        runs = _runs(days, _changed(takes, now, without))
        taken += [TakenRun(to, rules, first, last, found) for first, last, found in runs]
        single = _runs(days, _changed(only, now, without))
        alone += [Alone(rules, one, first, last) for first, last, one in single]
    return Coverage(tuple(taken), tuple(alone))


def targets(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Whom rules name, each with the names of these rules, in their order."""
    entries: list[tuple[str, Rule | Fallback]] = [(rule.name, rule) for rule in policy.rules]
    entries.append((FALLBACK, policy.fallback))
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in entries:
        if entry.to != NOBODY:
            found[entry.to] = (*found.get(entry.to, ()), name)
    return found


def _changed(
    ask: Callable[[Attendance, date], T], now: Attendance, without: Attendance | None
) -> Callable[[date], T | None]:
    """What is asked of a day; None where it would be the same `without` somebody's absence."""

    def asked(day: date) -> T | None:
        found = ask(now, day)
        return None if without is not None and ask(without, day) == found else found

    return asked


def _runs(days: Sequence[date], ask: Callable[[date], T | None]) -> Iterator[tuple[date, date, T]]:
    """Days in a row of which the same is true; what is nothing is left out."""
    asked = ((day.toordinal() - number, day, ask(day)) for number, day in enumerate(days))
    for (_, found), same in groupby(asked, lambda one: (one[0], one[2])):
        run = [day for _, day, _ in same]
        if found:
            yield run[0], run[-1], found
