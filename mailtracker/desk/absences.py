"""Whether somebody is away at a moment, from whom we have that, and who covers for them. It is said
here alone: what the people file has and what we learnt by mail are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from mailtracker.desk.known_absence import KnownAbsence, KnownBy
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Person, Policy


def is_away(scene: Scene, person: str) -> bool:
    """Whether this moment falls on a day of an absence of this person key."""
    return absence_of(scene, person) is not None


def absence_of(scene: Scene, person: str) -> KnownAbsence | None:
    """The one that lasts longest, where several cover the day; None for who is there, or is not in
    the people file.
    """
    who = scene.policy.people.get(person)
    if who is None:
        return None
    today = day_of(scene.policy, who, scene.now)
    running = [each for each in absences_of(scene, who) if each.days.covers(today)]
    return max(running, key=_lasts, default=None)


def absences_of(scene: Scene, person: Person) -> Iterator[KnownAbsence]:
    """All that we know of: past ones of the people file, those that run, and those to come."""
    for days in person.away:
        yield KnownAbsence(person.key, days, KnownBy.PEOPLE_FILE)
    for days in person.away_by_feeds:
        yield KnownAbsence(person.key, days, KnownBy.FEED)
    yield from (each for each in scene.absences if each.person == person.key)


def _lasts(absence: KnownAbsence) -> tuple[bool, date, bool]:
    """For longest. Of two that end together the one that names a cover."""
    end = absence.days.end
    return end is None, end or absence.days.start, bool(absence.cover)


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


def instead_of(scene: Scene, absent: Person, taker: Person) -> str:
    """ "Bo Jensen is away until 2026-12-03: cover Sam Okoye"."""
    absence = absence_of(scene, absent.key)
    until = f" until {absence.days.end}" if absence and absence.days.end else ""
    return f"{absent.name} is away{until}: {_role(scene, absent, taker)}{taker.name}"


def _role(scene: Scene, absent: Person, taker: Person) -> str:
    if cover_of(scene, absent.key) == taker.key:
        return "cover "
    leads = (t.lead for t in scene.policy.teams.values() if absent.key in t.members)
    return "lead " if taker.key in leads else ""
