"""Whether somebody is away at a moment, from whom we have that, and who covers for them. It is said
here alone: what the people file has and what we learnt by mail are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial

from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.desk.scene import Scene
from mailtracker.policy.coverage import Leave
from mailtracker.policy.covers import by_length, chain_of_covers
from mailtracker.policy.model import Absence, Person, Policy


def is_away(scene: Scene, person: str) -> bool:
    """Whether this moment falls on a day of an absence of this person key."""
    return absence_of(scene, person) is not None


def absence_of(scene: Scene, person: str) -> KnownAbsence | None:
    """The one that counts, where several cover the day (`by_length`); None for who is there, or is
    not in the people file.
    """
    who = scene.policy.people.get(person)
    if who is None:
        return None
    today = day_of(scene.policy, who, scene.now)
    running = by_length(each for each in absences_of(scene, who) if each.days.covers(today))
    return running[-1] if running else None


def absences_of(scene: Scene, person: Person) -> Iterator[KnownAbsence]:
    """All that we know of: past ones of the people file, those that run, and those to come."""
    for days in person.away:
        yield KnownAbsence(person.key, days, KnownBy.PEOPLE_FILE)
    for days in person.away_by_feeds:
        yield KnownAbsence(person.key, days, KnownBy.FEED)
    if person.left is not None:
        yield KnownAbsence(person.key, Absence(person.left, None), KnownBy.PEOPLE_FILE)
    yield from (each for each in scene.absences if each.person == person.key)


def day_of(policy: Policy, person: Person, now: datetime) -> date:
    """The date in the zone of their hours, UTC without."""
    hours = policy.hours.get(person.hours)
    return now.astimezone(hours.zone if hours else UTC).date()


def cover_of(scene: Scene, person: str) -> str:
    """The key of who covers for somebody: as they said for the absence that runs, else as the
    people file says. "" for nobody.
    """
    who = scene.policy.people.get(person)
    if who is None:
        return ""
    running = absence_of(scene, person)
    named = running.cover if running else ""
    return named if named in scene.policy.people else who.cover


def covers_of(scene: Scene, person: str) -> tuple[str, ...]:
    """The keys of who covers for somebody, of who covers for that one, and so on, each once."""
    return tuple(chain_of_covers(person, partial(cover_of, scene)))


def has_left(scene: Scene, person: str) -> bool:
    """Whether somebody works here no more, by the people file."""
    who = scene.policy.people.get(person)
    if who is None or who.left is None:
        return False
    return who.left <= day_of(scene.policy, who, scene.now)


def instead_of(scene: Scene, absent: Person, taker: Person) -> str:
    """ "Bo Jensen is away until 2026-12-03: cover Sam Okoye"; "..., Sam Okoye is not there
    either: lead Ana Costa".
    """
    covers = covers_of(scene, absent.key)
    passed = covers[: covers.index(taker.key)] if taker.key in covers else covers
    also = [_name(scene, key) for key in passed if is_away(scene, key)]
    return f"{_gone(scene, absent)}{_also(also)}: {_role(scene, absent, taker)}{taker.name}"


def _gone(scene: Scene, absent: Person) -> str:
    if has_left(scene, absent.key):
        return f"{absent.name} has left"
    absence = absence_of(scene, absent.key)
    until = f" until {absence.days.end}" if absence and absence.days.end else ""
    return f"{absent.name} is away{until}"


def _also(names: Sequence[str]) -> str:
    """Those on the way who are not there either."""
    if not names:
        return ""
    if len(names) == 1:
        return f", {names[0]} is not there either"
    return f", {', '.join(names[:-1])} and {names[-1]} are not there either"


def _name(scene: Scene, key: str) -> str:
    known = scene.policy.people.get(key)
    return known.name if known else key


def _role(scene: Scene, absent: Person, taker: Person) -> str:
    """As what they take it: a cover, who leads a team of theirs, or the fallback."""
    if taker.key in covers_of(scene, absent.key):
        return "cover "
    teams, fallback = scene.policy.teams, scene.policy.fallback.to
    if taker.key in (t.lead for t in teams.values() if absent.key in t.members):
        return "lead "
    team = teams.get(fallback)
    last = (*team.members, team.lead) if team else (fallback,)
    return "fallback " if taker.key in last else ""


def leaves_of(scene: Scene) -> dict[str, tuple[Leave, ...]]:
    """All absences that we know of, as `policy/coverage.py` asks for them, by person key."""
    people = scene.policy.people.values()
    each = {one.key: tuple(absences_of(scene, one)) for one in people}
    return {
        key: tuple(Leave(one.days, one.cover) for one in found)
        for key, found in each.items()
        if found
    }
