"""A team → the part of its lead's daily digest: what its people have, and who of them is away. By
name: nobody is ranked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailtracker.desk.absence.absences import absences_of, has_left, is_away, leaves_of
from mailtracker.desk.absence.absent_days import next_working_day
from mailtracker.desk.absence.away_plan import MAX_RUNS, PlanLine, line_of
from mailtracker.desk.daily.daily_letters import AwaySoon, DailyPart, MemberLoad
from mailtracker.desk.daily.due import DailyDue, is_pressing
from mailtracker.desk.daily.lines import PartWriter
from mailtracker.desk.request import ALIVE, Request
from mailtracker.desk.scene import Scene
from mailtracker.policy.coverage import DaysInARow, coverage
from mailtracker.policy.model import Absence, Person, Policy, Team

DAYS_AHEAD = 5
"""Working days of the lead, today among them."""


def team_part(team: Team, found: Sequence[Request], writer: PartWriter) -> DailyPart:
    """`found`: what is open with its people and their lead, as far as that one may know. Who is in
    two teams of one lead has each request in one part alone.
    """
    reader, scene = writer.reader, writer.scene
    theirs = [one for one in found if one.id not in writer.told and _is_of(team, one, scene.policy)]
    days = _days_ahead(writer.due, reader, scene)
    return replace(
        writer.part(team.name, theirs),
        load=tuple(_loads(team, found, scene)) if team.digest == "daily" else (),
        away=tuple(_away(team, days, scene))[:MAX_RUNS],
        gaps=tuple(_gaps(team, days, scene))[:MAX_RUNS],
    )


def _is_of(team: Team, request: Request, policy: Policy) -> bool:
    """A member has it, and by no other team: whoever works in two has two leads."""
    routed_to = request.given.routed_to
    elsewhere = routed_to in policy.teams and routed_to != team.key
    return request.owner in team.members and not elsewhere


def _by_name(team: Team, scene: Scene) -> list[Person]:
    people = scene.policy.people
    there = (people[key] for key in team.members if not has_left(scene, key))
    return sorted(there, key=lambda one: (one.name.casefold(), one.key))


def _loads(team: Team, found: Sequence[Request], scene: Scene) -> Iterator[MemberLoad]:
    for person in _by_name(team, scene):
        theirs = [one for one in found if one.owner == person.key and one.status in ALIVE]
        late = sum(is_pressing(one, scene.now) for one in theirs)
        yield MemberLoad(person.name, len(theirs), late, is_away(scene, person.key))


def _days_ahead(due: DailyDue, reader: Person, scene: Scene) -> DaysInARow:
    first = last = due.morning.day
    for _ in range(DAYS_AHEAD - 1):
        last = next_working_day(scene.policy, reader, last)
    return DaysInARow(first, last)


def _away(team: Team, days: DaysInARow, scene: Scene) -> Iterator[AwaySoon]:
    for person in _by_name(team, scene):
        known = {one.days for one in absences_of(scene, person) if _meets(one.days, days)}
        for one in sorted(known, key=lambda one: one.start):
            yield AwaySoon(person.name, one.start, one.end)


def _meets(absence: Absence, days: DaysInARow) -> bool:
    return absence.start <= days.last and (absence.end is None or absence.end >= days.first)


def _gaps(team: Team, days: DaysInARow, scene: Scene) -> Iterator[PlanLine]:
    """Of what rules give the team, or one of it."""
    policy = scene.policy
    for run in coverage(policy, leaves_of(scene), days).gaps:
        if run.to == team.key or run.to in team.members:
            yield line_of(policy, run)
