"""Who has a request says that it is not theirs (`not mine`) → it is routed again without them: who
has it next, and who is told (docs/reliability.md, W6 to W8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from mailtracker.desk.absence.absences import covers_of
from mailtracker.desk.assign import in_order, took_turn
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.case import address_of
from mailtracker.desk.closing import stay_open
from mailtracker.desk.confiding.asking import whom_else
from mailtracker.desk.effects import Decline, Effect, LogEvent, SendLetter
from mailtracker.desk.handing import HandOver, declined_by, hand_over
from mailtracker.desk.letters import Confirm
from mailtracker.desk.not_mine_letters import StaysWith
from mailtracker.desk.passing_on import confirm, in_team
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Status
from mailtracker.desk.said import TeamMail
from mailtracker.desk.says import says_more
from mailtracker.desk.thread import Role
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words.owner_words import Command
from mailtracker.desk.words.sending_kept import greets_requester
from mailtracker.mail.message import Address
from mailtracker.policy.identity import same
from mailtracker.policy.model import Person


def next_owner(candidates: Candidates, owner: str) -> Person | None:
    """Who has it next where `owner` says that it is not theirs: as the team that the rule names
    shares it, or who stands in for the person whom it names; then the fallback. Whoever had it
    before without saying so only after everybody else. None: nobody is there who may.
    """
    around = replace(candidates, declined=(*candidates.declined, owner))
    order = dict.fromkeys(in_order(around, routed_to(around)))
    free = [one for one in order if not (around.keeps_out(one) or around.away(one))]
    fresh = [one for one in free if one not in around.former]
    return around.policy.people[(fresh or free)[0]] if free else None


def routed_to(candidates: Candidates) -> str:
    """The person or team that the rule named; the fallback's where the rules have it no more."""
    policy, to = candidates.policy, candidates.routed_to
    return to if to in policy.teams or to in policy.people else policy.fallback.to


def doubt_of_not_mine(said: TeamMail, command: Command) -> tuple[KeptBecause, Sequence[str]] | None:
    """What keeps it from being carried out, and who is meant: nobody says so but who has it, or had
    it; and what greets the requester is not for a colleague.
    """
    request = said.request
    if not (said.person.key == request.owner or had_it(said)):
        return "not yours", ()
    if request.status is Status.CLOSED:
        return "closed", ()
    if greets_requester(request, command) and not said.case.confirmed:
        new = next_owner(said.case.candidates_for(request), request.owner)
        return "salutation", [new.name] if new else ()
    return None


def had_it(said: TeamMail) -> bool:
    """Somebody else has it by now, as they said so before, or for any other reason."""
    return said.role is Role.FORMER and said.person.key in said.request.former_owners


def not_mine(said: TeamMail, command: Command) -> list[Effect]:
    """The promise stays, and the hand-over carries the request. What stands below the word is for
    who has it next, and for nobody else.
    """
    case, request, person = said.case, said.request, said.person
    below = says_more(case, command.rest)
    if person.key != request.owner:
        return _of_who_had_it(said, command, below)
    if request.given.confide_in:
        return _its_requester_chooses(said)
    candidates = case.candidates_for(request)
    new = next_owner(candidates, person.key)
    if new is None:
        return [Decline(person.key), *_stays(said, command, below)]
    owed = request.unanswered_since is not None
    handed = HandOver(new, "not mine", person, tell_requester=owed)
    how = f"by {person.name}, routed again to {new.name}: {_as_what(candidates, new.key)}"
    text = [in_team(said, new, command.line, handed=True)] if below else []
    told = Confirm("not mine", "handed", new.name, text_to=new.name if below else "")
    return [
        Decline(person.key),
        LogEvent("not mine", how),
        *hand_over(request, handed, case.scene),
        *text,
        *took_turn(case.policy, routed_to(candidates), new),
        *stay_open(request),
        confirm(said, told),
    ]


def _its_requester_chooses(said: TeamMail) -> list[Effect]:
    """It stays with its author until then. What stands below the word is for nobody."""
    asked = whom_else(said.request, "cannot", said.case.scene)
    told = f"by {said.person.name}: its requester is asked whom else they confide in"
    did: Literal["asked", "stays"] = "asked" if asked else "stays"
    return [LogEvent("not mine", told), *asked, confirm(said, Confirm("not mine", did, ""))]


def _as_what(candidates: Candidates, new: str) -> str:
    """Why it is they, for the history."""
    policy, to = candidates.policy, routed_to(candidates)
    if team := policy.teams.get(to):
        if new in team.members:
            return f"team {team.key}"
        return f"lead of {team.key}" if new == team.lead else "fallback"
    if new == to:
        return "whom the rule names"
    if new in covers_of(candidates.scene, to):
        return f"cover of {to}"
    leads = {one.lead: one.key for one in policy.teams.values() if to in one.members}
    return f"lead of {leads[new]}" if new in leads else "fallback"


def _of_who_had_it(said: TeamMail, command: Command, below: bool) -> list[Effect]:
    """They read who has it, also where they say it again; nothing changes but that it does not come
    back to them.
    """
    owner = said.case.policy.people.get(said.request.owner)
    name = owner.name if owner else said.request.owner
    to = [in_team(said, owner, command.line)] if below and owner else []
    letter = Confirm("not mine", "had", name, text_to=name if to else "")
    told = LogEvent("not mine", f"by {said.person.name}, who had it before")
    return [Decline(said.person.key), told, *to, confirm(said, letter)]


def _stays(said: TeamMail, command: Command, below: bool) -> list[Effect]:
    """Nobody else is there: its author reads so, and who decides about such things."""
    case, person, deciders = said.case, said.person, _deciders(said)
    letter = StaysWith(declined_by(case.policy, said.request, person.key))
    once = f"stays.{person.key}.{case.now:%Y%m%d}"
    shown = below and not said.request.given.confidential
    texts = [in_team(said, one, command.line) for one in deciders if shown]
    names = [one.name for one in deciders]
    told = Confirm("not mine", "stays", "", names, text_to=names[0] if texts else "")
    return [
        LogEvent("not mine", f"by {person.name}, and nobody else is there who can take it"),
        *(SendLetter(letter, _where(one), one.key, Lane.TEAM, once=once) for one in deciders),
        *texts,
        confirm(said, told),
    ]


def _where(decider: Person) -> Address:
    """An admin whom the people file does not have is greeted by no name."""
    return address_of(decider) if decider.key else Address("", decider.addresses[0])


def _deciders(said: TeamMail) -> list[Person]:
    """Who hears of gaps in the rules; the admins where that is the author, the requester, or
    somebody who must not hear of it.
    """
    policy = said.case.policy
    reader = policy.people.get(policy.fallback.report_to)
    admins = [
        policy.person_by_address(one) or Person("", one, (one,)) for one in said.case.alias.admins
    ]
    for some in ([reader] if reader else [], admins):
        others = [
            one
            for one in some
            if not (said.case.is_from(one) or same(policy, one, said.request.requester))
        ]
        if found := [one for one in others if not kept_out(policy, said.request, one)]:
            return found
    return []
