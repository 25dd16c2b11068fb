"""`add NAME`, `add all`, `drop NAME` → who takes part from now on, or why that is not clear."""

from __future__ import annotations

from mailtracker.desk.assign import find_somebody, team_called
from mailtracker.desk.authors import shown
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import AddParticipant, DropParticipant, Effect, LogEvent
from mailtracker.desk.letters import Confirm
from mailtracker.desk.participants import MAX_IN_COPY
from mailtracker.desk.parties import party_of
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words.owner_words import Command, Word
from mailtracker.desk.words.word_forms import EVERYBODY
from mailtracker.mail.address_key import address_key, is_mailable
from mailtracker.mail.message import Address
from mailtracker.policy.identity import identity
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant by the word (`people`), or `why` it cannot be carried out; `names` are all who
    may be meant.
    """

    people: tuple[Address, ...]
    why: KeptBecause | None = None
    names: tuple[str, ...] = ()


def who_is_meant(case: Case, request: Request, command: Command) -> Meant:
    """By `add` or `drop`."""
    if command.word is Word.DROP:
        return _dropped(case, request, command.argument)
    if command.argument in EVERYBODY:
        return _all(case, request)
    return _added(case, request, command.argument)


def _is_team(case: Case, name: str) -> bool:
    """A team is nobody who reads along."""
    return team_called(case.policy, name) is not None and name not in case.policy.people


def _all(case: Case, request: Request) -> Meant:
    """Of those in copy whoever may take part, as many as there is room for."""
    fit = [one for one in request.bystanders if not _unfit(case, request, one)]
    people = tuple(fit[: max(MAX_IN_COPY - len(request.copied), 0)])
    return Meant(people) if people else Meant((), "nobody")


def _added(case: Case, request: Request, name: str) -> Meant:
    """The name that stands beside an address in To or Cc was chosen by who wrote the mail: it may
    be a colleague's, who then is meant as well.
    """
    beside = (*request.bystanders, *request.dropped)
    found = [one for one in beside if _is_called(one, name, _person(case, one))]
    if address_key(name.strip()) not in [one.key for one in found] and not _is_team(case, name):
        people = find_somebody(case.candidates_for(request), name)
        found += [address_of(person) for person in people]
    meant = _one_of(case, found)
    if meant.why:
        return meant
    why = _unfit(case, request, meant.people[0])
    return Meant((), why, (shown(case.policy, meant.people[0]),)) if why else meant


def _dropped(case: Case, request: Request, name: str) -> Meant:
    people = case.policy.people
    called = [address_of(people[key]) for key in request.given.called_in if key in people]
    stands = (*request.copied, *request.bystanders, *called)
    return _one_of(case, [one for one in stands if _is_called(one, name, _person(case, one))])


def _one_of(case: Case, found: list[Address]) -> Meant:
    people = {identity(case.policy, one): one for one in found}
    if not people:
        return Meant((), "nobody")
    if len(people) > 1:
        return Meant((), "several", tuple(shown(case.policy, one) for one in people.values()))
    return Meant(tuple(people.values()))


def may_take_part(case: Case, request: Request, who: Address) -> bool:
    """Whether `add` would take somebody in."""
    return _unfit(case, request, who) is None


def _unfit(case: Case, request: Request, who: Address) -> KeptBecause | None:
    """Why somebody may not take part, None where they may."""
    person = _person(case, who)
    if kept_out(case.policy, request, person or who):
        return "confided" if request.given.confide_in else "barred"
    if party_of(case.policy, request, who) or (person and person.key == request.owner):
        return "has it"
    if len(request.copied) >= MAX_IN_COPY:
        return "many"
    inside = who.domain in case.alias.home and is_mailable(who.email)
    return None if person or inside else "outside"


def _person(case: Case, who: Address) -> Person | None:
    return case.policy.person_by_address(who.email)


def _is_called(who: Address, name: str, person: Person | None = None) -> bool:
    """By address, what stands before its @, the whole name or the first one."""
    wanted = " ".join(name.split()).casefold().lstrip("@")
    names = [who.name, *([person.name, person.key] if person else ())]
    said = [" ".join(one.split()).casefold() for one in names if one.strip()]
    firsts = [one.split()[0] for one in said]
    return address_key(wanted) == who.key or wanted in (who.key.partition("@")[0], *said, *firsts)


def carried_out(case: Case, command: Command, people: tuple[Address, ...]) -> list[Effect]:
    """The word's effects but for its confirmation."""
    by = case.author.shown
    effects: list[Effect] = []
    for who in people:
        if command.word is Word.ADD:
            effects += [AddParticipant(who), LogEvent("joined", f"{who.email}, by {by}")]
        else:
            effects += [DropParticipant(who), LogEvent("dropped", f"{who.email}, by {by}")]
    return effects


def confirmed(case: Case, command: Command, people: tuple[Address, ...]) -> Confirm:
    names = [shown(case.policy, one) for one in people]
    if command.word is Word.ADD:
        return Confirm("add", "joined", "", names)
    return Confirm("drop", "dropped", "", names)
