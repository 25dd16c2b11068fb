"""Somebody is away, or back → what of theirs goes to whom, and who is told. Two doors: `on_absent`
for one request of theirs, `on_back` for one that they get back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from mailtracker.desk.absence.absence_effects import NoteAbsent, Tell
from mailtracker.desk.absence.absence_letters import AwayNoticed, AwayTold, HandedLine, SaidBy
from mailtracker.desk.absence.absences import day_of, has_left
from mailtracker.desk.absence.absent_days import (
    begins_at,
    lasts_a_working_day,
    next_working_day,
    works_on,
)
from mailtracker.desk.absence.away_plan import AwayPlan, plan_of
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, Reach
from mailtracker.desk.assign import boss, stand_in
from mailtracker.desk.candidates import Candidates, candidates_for
from mailtracker.desk.confiding.asking import left_alone, whom_else
from mailtracker.desk.digests import MAX_LINES
from mailtracker.desk.effects import Because, Decision, Effect, LogEvent, RelayAgain
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import HandOver, hand_over
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import ALIVE, Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.why import HandedBecause
from mailtracker.mail.message import Address
from mailtracker.policy.model import Absence, Person, Policy
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What became of a `request` whose owner is away: who has it now (`to`), None where nobody
    could take it.
    """

    request: Request
    to: Person | None


def hand_on(
    request: Request, owner: Person, scene: Scene, tell_former: bool
) -> tuple[HandedOn, list[Effect]]:
    """To whoever is there and stands in. The promise stays what it was. To somebody who is away as
    well nothing goes: the ladder finds whoever is left.
    """
    if request.given.confide_in:
        return HandedOn(request, None), _stays(request, owner, scene)
    candidates = candidates_for(request, scene)
    new = stand_in(candidates, owner.key)
    if new is None or candidates.away(new.key):
        told = f"{owner.name} is away, and nobody is there who can take it"
        return HandedOn(request, None), [LogEvent("no cover", told)]
    owed = request.unanswered_since is not None
    because: HandedBecause = "assigned" if has_left(scene, owner.key) else "away"
    handed = HandOver(new, because, tell_former=tell_former, tell_requester=owed)
    return HandedOn(request, new), hand_over(request, handed, scene)


def _stays(request: Request, owner: Person, scene: Scene) -> list[Effect]:
    """Its requester chose them, and is asked before anybody else has it."""
    if has_left(scene, owner.key):
        return left_alone(request, "gone", scene)
    if request.unanswered_since is None:
        return []
    return whom_else(request, "away", scene)


def goes_over(
    absence: KnownAbsence, person: Person, theirs: Sequence[Request], policy: Policy
) -> list[Request]:
    """What of all that they have open goes to others when an absence begins: all of it; of a single
    day off in a calendar what is promised for before they are back. Whoever has every Friday off
    keeps the rest.
    """
    if not is_day_off(absence, person, policy) or absence.days.end is None:
        return list(theirs)
    back = next_working_day(policy, person, absence.days.end)
    ends = begins_at(policy, person, replace(absence, days=Absence(back, back), since=None))
    return [one for one in theirs if one.promised_at is not None and one.promised_at <= ends]


def is_day_off(absence: KnownAbsence, person: Person, policy: Policy) -> bool:
    """A calendar has it, and it takes up one working day at most. People write all kinds of things
    into theirs.
    """
    start, end = absence.days.start, absence.days.end
    if absence.known_by is not KnownBy.FEED or end is None:
        return False
    first = start if works_on(policy, person, start) else next_working_day(policy, person, start)
    return not lasts_a_working_day(policy, person, first, end)


def on_absent(
    request: Request, absence: KnownAbsence, scene: Scene, carried: bool = True
) -> Decision:
    """One of all the requests that somebody has who is away. Without `carried` its mails do not go
    along: a letter about all of them has them.
    """
    owner = scene.policy.people.get(absence.person)
    if owner is None or request.owner != absence.person or request.status not in ALIVE:
        return decide([Because(f"somebody else has {request.reference}")], request, scene.policy)
    handed, effects = hand_on(request, owner, scene, tell_former=False)
    if not carried:
        effects = [one for one in effects if not isinstance(one, RelayAgain)]
    to = handed.to
    why = f"{owner.name} is away: {to.name} has it" if to else f"{owner.name} is away, nobody else"
    noted = NoteAbsent(absence, handed_to=to.key if to else "")
    return decide([Because(f"{request.reference}: {why}"), *effects, noted], request, scene.policy)


def on_back(request: Request, person: Person, scene: Scene) -> Decision:
    """What was handed on for an absence that was none, and nobody has begun, is theirs again."""
    owed = request.unanswered_since is not None
    handed = HandOver(person, "back", person, tell_requester=owed)
    effects = hand_over(request, handed, scene)
    return decide(
        [Because(f"{person.name} has {request.reference} again"), *effects], request, scene.policy
    )


def told(
    absence: KnownAbsence, handed: Sequence[HandedOn], scene: Scene, mailbox: str = ""
) -> list[Tell]:
    """Who is away, where a program says so, and the leads of their teams. `mailbox`: see `Tell`.
    What the people file has is told before it begins (`announced`).
    """
    person = scene.policy.people.get(absence.person)
    if person is None or absence.known_by.stands_elsewhere:
        return []
    once = f"away.{absence.person}.{absence.days.start}.{scene.now:%Y%m%d%H%M%S%f}"
    plan = plan_of(person, absence.days, scene)
    leads = [
        Tell(
            _to_lead(absence, person, _readable(handed, one, scene.policy), plan),
            one,
            once,
            mailbox,
        )
        for one in leads_of(person, scene)
    ]
    if absence.known_by is not KnownBy.NOTICE:
        return leads
    shown, more = _lines(_readable(handed, person, scene.policy))
    days, all_open = absence.days, absence.reach is not Reach.ONE
    confided = scene.policy.lets_confide
    letter = AwayNoticed(days.start, days.end, all_open, shown, more, plan=plan, confided=confided)
    return [Tell(letter, person, once, mailbox), *leads]


def announced(
    absence: KnownAbsence, handed: Sequence[HandedOn], scene: Scene, theirs: Sequence[Request]
) -> list[Tell]:
    """An absence that the people file has: who is away reads what it changes, and leads of gaps, of
    an equal list once. Who leaves for good reads nothing, nor who has a day off in a calendar.
    `theirs`: what they still have open.
    """
    person = scene.policy.people.get(absence.person)
    if person is None:
        return []
    days, plan = absence.days, plan_of(person, absence.days, scene)
    shown, more = _lines(_readable(handed, person, scene.policy))
    about = [*(one.request for one in handed), *theirs]
    left, mailbox = is_leaving(person, absence), about[0].mailbox if about else ""
    begun = day_of(scene.policy, person, scene.now) >= days.start and absence.reach is Reach.DONE
    by = _BY[absence.known_by]
    letters: list[Tell] = []
    if not left and not is_day_off(absence, person, scene.policy):
        confided, still_open = scene.policy.lets_confide, len(theirs)
        noticed = AwayNoticed(days.start, days.end, True, shown, more, by, begun, still_open, plan)
        letter = replace(noticed, confided=confided)
        once = f"announced.{absence.id}.{days.start}.{days.end}"
        letters.append(Tell(letter, person, once, mailbox))
    if plan.gaps:
        gaps = tuple(plan.gaps)
        to_lead = AwayTold(person.name, days.start, days.end, by, (), 0, gaps, left)
        once = f"gaps.{sha256(repr(gaps).encode()).hexdigest()[:24]}"
        letters += [Tell(to_lead, one, once, mailbox) for one in leads_of(person, scene)]
    return letters


def is_leaving(person: Person, absence: KnownAbsence) -> bool:
    """Whether an absence is that of somebody who works here no more."""
    return absence.days.end is None and absence.days.start == person.left


_BY: Mapping[KnownBy, SaidBy] = {
    KnownBy.NOTICE: "program",
    KnownBy.MAIL: "mail",
    KnownBy.PEOPLE_FILE: "people file",
    KnownBy.FEED: "calendar",
}


def _to_lead(
    absence: KnownAbsence, person: Person, read: Sequence[HandedOn], plan: AwayPlan
) -> AwayTold:
    """`read`: what the lead may read of what was handed over."""
    shown, more = _lines(read)
    days, by = absence.days, _BY[absence.known_by]
    return AwayTold(person.name, days.start, days.end, by, shown, more, tuple(plan.gaps))


def _readable(handed: Sequence[HandedOn], reader: Person, policy: Policy) -> list[HandedOn]:
    """A mail that came since may keep out also who had it."""
    return [one for one in handed if not kept_out(policy, one.request, reader)]


def _lines(handed: Sequence[HandedOn]) -> tuple[tuple[HandedLine, ...], int]:
    lines = list(map(_line, handed))
    return tuple(lines[:MAX_LINES]), len(lines[MAX_LINES:])


def _line(handed: HandedOn) -> HandedLine:
    request, to = handed.request, handed.to
    subject = "" if request.given.confidential else request.subject
    return HandedLine(request.reference, subject, to.name if to else "")


def leads_of(person: Person, scene: Scene) -> list[Person]:
    """The leads of their teams; who is above them where they have none."""
    policy = scene.policy
    keys = dict.fromkeys(team.lead for team in policy.teams.values() if person.key in team.members)
    found = [policy.people[key] for key in keys if key != person.key]
    if found:
        return found
    above = boss(Candidates(scene, Address("", "")), person.key)
    return [above] if above and above.key != person.key else []
