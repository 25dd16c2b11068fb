"""Somebody's working day has begun → one letter with all that is open for them, and for the teams
that they lead; none where nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.desk.absence.absences import is_away
from mailtracker.desk.daily.daily_letters import DailyDigest, DailyPart
from mailtracker.desk.daily.due import DailyDue, TellDaily, teams_of, wants_one
from mailtracker.desk.daily.lines import PartWriter
from mailtracker.desk.daily.teams import team_part
from mailtracker.desk.effects import Because, Decision
from mailtracker.desk.gate import decide
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Person


def on_daily(due: DailyDue, scene: Scene) -> Decision:
    """Nobody reads of a request that they are kept out of, not even that there is one."""
    person = scene.policy.people.get(due.person)
    if person is None or not wants_one(person) or _is_gone(person, scene):
        because = Because(f"{due.person} is away, or wants no daily digest")
        return decide([because], None, scene.policy)
    found = [one for one in due.requests if not kept_out(scene.policy, one, person)]
    writer = PartWriter(due, person, scene)
    parts = _parts(found, writer)
    if not any(one.weight for one in parts):
        return decide([Because(f"nothing is open for {person.key}")], None, scene.policy)
    told = sorted({one.mailbox for one in found})
    unread = [name for name in told if name in due.unread]
    letter = DailyDigest(parts, unread, writer.linked, writer.unlinked)
    mailbox = next((one.mailbox for one in found if one.owner == person.key), told[0])
    tell = TellDaily(letter, person, due.morning.day, mailbox, tuple(writer.links))
    return decide([Because(f"the working day of {person.key} begins"), tell], None, scene.policy)


def _is_gone(person: Person, scene: Scene) -> bool:
    return is_away(scene, person.key) or person.key in scene.revoked


def _parts(found: Sequence[Request], writer: PartWriter) -> list[DailyPart]:
    """What is empty is left out."""
    person, policy = writer.reader, writer.scene.policy
    own = writer.part("", [one for one in found if one.owner == person.key])
    teams = [team_part(team, found, writer) for team in teams_of(policy, person)]
    led = [one for one in teams if one.weight or one.away or one.gaps]
    led.sort(key=lambda one: not one.weight)
    return [own, *led] if own.weight else led
