"""Somebody will be away, or is → what goes to whom on which day, which rules then have one person
only, and on which days nobody of a rule's people is there. As letters say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mailtracker.desk.absence.absences import day_of, leaves_of
from mailtracker.desk.absence.absent_days import next_working_day
from mailtracker.desk.scene import Scene
from mailtracker.policy.coverage import Alone, As, DaysInARow, TakenRun, coverage
from mailtracker.policy.model import FALLBACK, Absence, Person, Policy
from mailtracker.record import dataclass

MAX_DAYS = 92
"""Days that are looked at of an absence without an end, or of a long one."""

MAX_RUNS = 30
"""Lines of each kind that a letter has."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What is routed by some rules goes to somebody, for some days."""

    #: Names of these rules, without that of the fallback.
    rules: Sequence[str]
    #: What no rule takes is among it.
    unruled: bool
    #: The first of these days,
    first: date
    #: and the last; both are included.
    last: date
    #: As what they take it.
    how: As
    #: Who; one of them has each request. Nobody where all are away.
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class AwayPlan:
    """What somebody's absence changes, and what it leaves open."""

    #: Who takes what, where that is otherwise than while they are there.
    taken: Sequence[PlanLine] = ()
    #: Where one person only is left.
    alone: Sequence[PlanLine] = ()
    #: Where nobody of a rule's own people is there.
    gaps: Sequence[PlanLine] = ()
    #: The first day on which they work again, None: they do not.
    back_on: date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.taken or self.alone or self.gaps)


NO_PLAN = AwayPlan()


def plan_of(person: Person, days: Absence, scene: Scene) -> AwayPlan:
    """Of what is left of these days. The absence must be known to the scene."""
    today = day_of(scene.policy, person, scene.now)
    first = max(days.start, today)
    last = min(days.end or first + timedelta(days=MAX_DAYS), first + timedelta(days=MAX_DAYS))
    if last < first:
        return NO_PLAN
    found = coverage(scene.policy, leaves_of(scene), DaysInARow(first, last), about=person.key)
    policy = scene.policy
    taken = [run for run in found.taken if run not in found.gaps]
    return AwayPlan(
        taken=tuple(line_of(policy, run) for run in taken[:MAX_RUNS]),
        alone=tuple(_single(policy, run) for run in found.alone[:MAX_RUNS]),
        gaps=tuple(line_of(policy, run) for run in found.gaps[:MAX_RUNS]),
        back_on=next_working_day(policy, person, days.end) if days.end else None,
    )


def line_of(policy: Policy, run: TakenRun) -> PlanLine:
    names = [policy.people[key].name for key in run.takers.people]
    return _of_rules(run.rules, DaysInARow(run.first, run.last), run.takers.how, names)


def _single(policy: Policy, run: Alone) -> PlanLine:
    name = policy.people[run.person].name
    return _of_rules(run.rules, DaysInARow(run.first, run.last), As.NAMED, [name])


def _of_rules(rules: Sequence[str], days: DaysInARow, how: As, names: Sequence[str]) -> PlanLine:
    named = [rule for rule in rules if rule != FALLBACK]
    return PlanLine(tuple(named), FALLBACK in rules, days.first, days.last, how, tuple(names))
