"""`note` of somebody on the owner's side → kept with the request, told to that side alone. It keeps
no promise, settles nothing and begins nothing (docs/reliability.md, W2).
"""

from __future__ import annotations

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.authors import ours
from mailtracker.desk.candidates import still_watching
from mailtracker.desk.case import address_of
from mailtracker.desk.content import own_words
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
)
from mailtracker.desk.notes import NoteInside
from mailtracker.desk.past_us import perhaps_answered, reached
from mailtracker.desk.request import Lane
from mailtracker.desk.rights import Act
from mailtracker.desk.said import INSIDE, TeamMail
from mailtracker.desk.says import names_of
from mailtracker.desk.word_letters import KeptInside
from mailtracker.policy.identity import identities, identity
from mailtracker.policy.model import Person

MAX_TOLD = 1000
"""Characters of a note that the history tells; the mail itself is kept whole."""


def write_note(said: TeamMail, text: str) -> list[Effect | Because]:
    """The whole mail is the note. `text`: what it says, for the history."""
    reason = f"{said.person.name} notes something on {said.request.reference}"
    filed = Dispose(Disposition.REPLY, f"{said.role}: word note")
    return [Because(reason), *noted(said, text), filed]


def noted(said: TeamMail, text: str) -> list[Effect]:
    case, request, person = said.case, said.request, said.person
    readers = [one for one in _readers(said) if not case.has_it_already(one)]
    told = " ".join(own_words(text, names_of(case)).split()) or "a file"
    past_us = reached(case, request)
    sendable = said.may(Act.TO_REQUESTER) and not case.confirmed
    kept = KeptInside([one.name for one in readers], past_us, sendable)
    return [
        LogEvent("internal note", f"{person.name}: {told[:MAX_TOLD]}"),
        *(_carried(said, one, past_us) for one in readers),
        *perhaps_answered(case, request),
        SendLetter(kept, address_of(person), person.key, Lane.TEAM, about_mail=True),
    ]


def _carried(said: TeamMail, to: Person, past_us: bool) -> Relay:
    note, author = NoteInside(said.person.name, past_us), ours(said.person)
    return Relay(note, address_of(to), to.key, Lane.TEAM, author, about_mail=True)


def _readers(said: TeamMail) -> list[Person]:
    """The owner, who watches, and whose note it answers; of a confidential request no watcher.
    Nobody who takes part on the other side.
    """
    request, policy, scene = said.request, said.case.policy, said.case.scene
    watching = () if request.given.confidential else still_watching(policy, request)
    keys = [request.owner, *watching, *_whose_note(said)]
    others = (request.requester, *request.copied, *request.bystanders)
    known = {said.case.who, *identities(policy, others)}
    here = [key for key in dict.fromkeys(keys) if key in policy.people]
    people = [policy.people[key] for key in here if not has_left(scene, key)]
    return [one for one in people if identity(policy, one) not in known]


def _whose_note(said: TeamMail) -> list[str]:
    answered = [one for one in said.case.facts.issued if one.letter in INSIDE]
    found = (said.case.policy.person_by_address(one.about_author) for one in answered)
    return [person.key for person in found if person]
