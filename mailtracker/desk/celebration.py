"""Thanks that a team got → its weekly mail, and when that is written (docs/reliability.md, Q6 to
Q8). Nobody is counted, and nothing stands in an order but that of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailtracker.desk.absence.absences import is_away
from mailtracker.desk.celebration_letters import Celebration, OneThanks
from mailtracker.desk.kept_thanks import Thanked
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.thanks.private_matters import is_private_matter
from mailtracker.desk.thanks_kept import may_quote
from mailtracker.policy.calendar import instant_of
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import Person, Policy, Team
from mailtracker.policy.morning import morning_of, office
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass

QUOTED = 30
"""Thanks in one mail."""


def week_begins(policy: Policy, team: Team, now: datetime) -> datetime | None:
    """Whether a mail is due now: in working time of the team's lead, from the first morning of
    their week on. What came before the instant that this answers stands in it.
    """
    hours = _hours(policy, team)
    monday = monday_of(policy, team, now)
    mornings = (morning_of(hours, monday + timedelta(days=number)) for number in range(7))
    first = next((one.begins for one in mornings if one), None)
    if first is None or now < first or next_open(hours, now) != now:
        return None
    return instant_of(hours.zone, monday, 0)


def monday_of(policy: Policy, team: Team, at: datetime) -> date:
    """That of the week to which an instant belongs, for the lead."""
    day = at.astimezone(_hours(policy, team).zone).date()
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Celebrated:
    """What a `team` was thanked for: `thanks`, the oldest first, at least one."""

    team: Team
    thanks: Sequence[Thanked]


def _hours(policy: Policy, team: Team) -> Hours:
    lead = policy.people.get(team.lead)
    found = policy.hours.get(lead.hours) if lead else None
    return found or office(ZoneInfo("UTC"))


def readers(scene: Scene, team: Team) -> Iterator[Person]:
    """Who is there, and wants it."""
    for key in dict.fromkeys((*team.members, team.lead)):
        person = scene.policy.people.get(key)
        if person is None or not person.celebrate or key in scene.revoked:
            continue
        if not is_away(scene, key):
            yield person


def tellable(
    policy: Policy, some: Sequence[Thanked], requests: Mapping[int, Request]
) -> list[Thanked]:
    """Those that may be quoted by the rules as they are now."""
    return [one for one in some if _may_be_told(policy, one, requests.get(one.request_id))]


def _may_be_told(policy: Policy, one: Thanked, request: Request | None) -> bool:
    to, writer = policy.people.get(one.to), policy.person_by_address(one.from_key)
    if request is None or request.given.confidential or to is None:
        return False
    if not one.words:  # no longer kept
        return False
    return may_quote(to, writer)


def celebration(
    policy: Policy, celebrated: Celebrated, reader: Person, requests: Mapping[int, Request]
) -> Celebration | None:
    """As this reader reads it; None where they are kept out of all of it."""
    team, all_of_them = celebrated.team, celebrated.thanks
    some = [one for one in all_of_them if not kept_out(policy, requests[one.request_id], reader)]
    if not some:
        return None
    since = monday_of(policy, team, some[0].at)
    until = monday_of(policy, team, some[-1].at) + timedelta(days=6)
    told = [
        OneThanks(
            author=_first_name(one.from_name or one.from_key.partition("@")[0]),
            to="" if one.to == reader.key else _first_name(policy.people[one.to].name),
            words=one.words,
            about=_about(one, requests[one.request_id], team, reader),
        )
        for one in some[:QUOTED]
    ]
    return Celebration(team.name, since, until, told, len(some) > QUOTED)


def _about(one: Thanked, request: Request, team: Team, reader: Person) -> str:
    """What a rule gave to one person alone is nobody else's matter, though of the same team; nor is
    what its subject says of who asked.
    """
    of_team = request.given.routed_to == team.key and not is_private_matter(request.subject)
    return request.subject if of_team or one.to == reader.key else ""


def _first_name(name: str) -> str:
    """Of "Lund, Eva" it is what stands behind the comma."""
    last, comma, first = name.partition(",")
    words = (first if comma and first.strip() else last).split()
    return words[0] if words else name
