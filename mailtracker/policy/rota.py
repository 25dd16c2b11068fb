"""A team whose members take turns, and an instant → the person whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from mailtracker.policy.model import Rota, Team
from mailtracker.policy.worktime import Hours


def on_duty(team: Team, hours: Hours | None, now: datetime) -> str:
    """The person key. Turns change at local midnight of `hours` (the
    team lead's), of UTC when None.

    Before the rota's first day the turns run backwards from it. A team
    without a rota has its lead on duty.
    """
    if not isinstance(team.assign, Rota):
        return team.lead
    today = now.astimezone(hours.zone if hours else UTC).date()
    return whose_turn(team.members, team.assign, today)


def whose_turn(members: Sequence[str], rota: Rota, day: date) -> str:
    """The same for a local date."""
    days = (day - rota.start).days
    turn = days // 7 if rota.every == "weekly" else days
    return members[turn % len(members)]
