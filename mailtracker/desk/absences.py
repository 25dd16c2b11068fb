"""A person and an instant → whether they are away, and one sentence about it where that
changed who gets a request.
"""

from __future__ import annotations

from datetime import UTC, datetime

from mailtracker.policy.model import Absence, Person, Policy


def is_away(policy: Policy, person: str, now: datetime) -> bool:
    """Whether `now` falls on a day of an absence of this person key; local dates
    of their hours, UTC without.
    """
    who = policy.people.get(person)
    return who is not None and bool(who.away) and _absence(policy, who, now) is not None


def _absence(policy: Policy, person: Person, now: datetime) -> Absence | None:
    """The one that lasts longest, where several cover the day."""
    hours = policy.hours.get(person.hours)
    today = now.astimezone(hours.zone if hours else UTC).date()
    running = [each for each in person.away if each.covers(today)]
    return max(running, key=lambda each: (each.end is None, each.end or each.start), default=None)


def instead_of(policy: Policy, absent: Person, taker: Person, now: datetime) -> str:
    """ "Bo Jensen is away until 2026-12-03: cover Sam Okoye"."""
    absence = _absence(policy, absent, now)
    until = f" until {absence.end}" if absence and absence.end else ""
    role = ""
    if absent.cover == taker.key:
        role = "cover "
    elif any(
        team.lead == taker.key and absent.key in team.members for team in policy.teams.values()
    ):
        role = "lead "
    return f"{absent.name} is away{until}: {role}{taker.name}"
