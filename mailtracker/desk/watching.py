"""Who watches a request → the same mail for them, with a note of its own; what they
answer reaches the owner alone.
"""

from __future__ import annotations

from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import Effect, Relay, SendLetter
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person


def show_first(
    case: Case, watchers: tuple[str, ...], owner: Person, copied: tuple[Address, ...], hush: bool
) -> list[Effect]:
    """The mail that opens a request. `hush`: a confidential one, of whose
    words only its owner sees any.
    """
    people = _who(case, watchers, owner, (case.sender, *copied))
    if hush:
        return [
            SendLetter("watching", address_of(p), p.key, Lane.TEAM, "auto-generated")
            for p in people
        ]
    return [_carry(person, case.sender, "", first=True) for person in people]


def show_more(
    case: Case, request: Request, owner: Person, author: Address, cut: str = ""
) -> list[Effect]:
    """A later message of either side. `author` is shown as its writer, `cut`
    the executed line to remove.
    """
    if request.confidential:
        return []
    people = _who(case, request.watchers, owner, (request.requester, *request.copied))
    return [_carry(person, author, cut, first=False) for person in people]


def _who(
    case: Case, watchers: tuple[str, ...], owner: Person, parties: tuple[Address, ...]
) -> list[Person]:
    """Without those who have the mail, or get it as something else."""
    known = {case.sender.key, *(party.key for party in parties), *owner.addresses}
    people = [case.policy.people[key] for key in watchers if key in case.policy.people]
    return [p for p in people if not known & set(p.addresses) and not case.person_has_it_already(p)]


def _carry(person: Person, author: Address, cut: str, first: bool) -> Relay:
    values = {"author": author.shown, "first": first}
    return Relay(address_of(person), person.key, Lane.TEAM, author, "note_watching", cut, values)
