"""What somebody of the owner's side wrote → carried to the requester, or to a colleague alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.authors import ours
from mailtracker.desk.case import address_of
from mailtracker.desk.collisions import both_answered, crossing_answer
from mailtracker.desk.effects import Effect, LogEvent, Relay, SendLetter
from mailtracker.desk.handing import owner_now
from mailtracker.desk.letters import Confirm
from mailtracker.desk.notes import Note, NoteAlsoAnswered, NoteAnsweredForYou, NoteTeam
from mailtracker.desk.participants import circle_of, joining
from mailtracker.desk.parties import to_parties
from mailtracker.desk.past_us import perhaps_answered, reached
from mailtracker.desk.ratings.complaining import done_about_it
from mailtracker.desk.request import Lane
from mailtracker.desk.said import TeamMail
from mailtracker.desk.unvouched import listed_today
from mailtracker.desk.watching import show_more
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person


def to_requester(said: TeamMail, cut: str, added: Sequence[Address] = ()) -> list[Effect]:
    """And to those in copy, who may be more by this very mail."""
    case, request, person = said.case, said.request, said.person
    author = ours(person)
    joined = joining(case, said.role, circle_of(request))
    everybody = replace(request, copied=(*request.copied, *added))
    carried = to_parties(case, everybody, author, person, cut)
    owner = case.policy.people.get(request.owner, person)
    shown = show_more(case, request, owner, author, cut)
    told = [LogEvent("answer", f"by {person.name}"), *listed_today(case, person, request)]
    told += done_about_it(case, request, cut)
    return [*joined.effects, *carried, *shown, *told, *both_answered(said, cut)]


def copy_to_owner(said: TeamMail, cut: str = "") -> list[Effect]:
    owner = said.case.policy.people.get(said.request.owner)
    if owner is None or said.case.has_it_already(owner):
        return []
    name, author = said.person.name, ours(said.person)
    note: Note = NoteAnsweredForYou(name)
    if (other := crossing_answer(said)) is not None and other.person == owner.key:
        note = NoteAlsoAnswered(name, yours=True)
    return [Relay(note, address_of(owner), owner.key, Lane.REQUESTER, author, cut)]


def to_the_owner(said: TeamMail) -> list[Effect]:
    """The team lane: the requester does not see it, and it settles nothing."""
    case, name = said.case, said.person.name
    owner, handed = owner_now(case.candidates_for(said.request), said.request)
    told = LogEvent("team", f"{name} wrote to the owner")
    effects: list[Effect] = [told, *perhaps_answered(case, said.request), *handed]
    if not case.has_it_already(owner):
        effects.append(in_team(said, owner, ""))
    return effects


def to_colleague(said: TeamMail, to: Person, cut: str = "") -> list[Effect]:
    """The team lane: the requester does not see it, and it settles nothing."""
    return [LogEvent("team", f"{said.person.name} wrote to {to.name}"), in_team(said, to, cut)]


def in_team(said: TeamMail, to: Person, cut: str, handed: bool = False) -> Relay:
    """Its answer leads back to who wrote the mail at hand."""
    note = NoteTeam(said.person.name, handed, reached=reached(said.case, said.request))
    author = ours(said.person)
    return Relay(note, address_of(to), to.key, Lane.TEAM, author, cut, about_mail=True)


def confirm(said: TeamMail, letter: Confirm, about_mail: bool = False) -> SendLetter:
    """What a word of theirs came to, in one line to who wrote it."""
    to, key = address_of(said.person), said.person.key
    return SendLetter(letter, to, key, said.lane, about_mail=about_mail)
