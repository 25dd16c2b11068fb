"""A team whose members take turns, and an instant → the person whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime

from mailtracker.policy.policy import Hours, Rota, Team


def on_duty(team: Team, hours: Hours | None, now: datetime) -> str:
    """The person key. Turns change at local midnight of `hours` (the team lead's), of UTC when None.

    Before the rota's first day the turns run backwards from it. A team without a rota has its lead on duty.
    """
    if not isinstance(team.assign, Rota):
        return team.lead
    today = now.astimezone(hours.zone if hours else UTC).date()
    days = (today - team.assign.start).days
    turn = days // 7 if team.assign.every == "weekly" else days
    return team.members[turn % len(team.members)]
