"""Who watches a request → the same mail for them, with a note of its own; what they
answer reaches the owner alone.
"""

from __future__ import annotations

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.authors import Author
from mailtracker.desk.candidates import still_watching
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import Effect, Relay, SendLetter
from mailtracker.desk.letters import Watching
from mailtracker.desk.notes import NoteWatching
from mailtracker.desk.request import Given, Lane, Request
from mailtracker.mail.message import Address
from mailtracker.policy.identity import identities
from mailtracker.policy.model import Person


def show_first(
    case: Case, given: Given, owner: Person, copied: tuple[Address, ...]
) -> list[Effect]:
    """The mail that opens a request. Of a confidential one nobody but its owner sees a word."""
    people = _who(case, given.watchers, owner, (case.sender, *copied))
    if given.confidential:
        return [SendLetter(Watching(), address_of(p), p.key, Lane.TEAM) for p in people]
    return [_relay(person, case.author, "", first=True) for person in people]


def show_more(
    case: Case, request: Request, owner: Person, author: Author, cut: str = ""
) -> list[Effect]:
    """A later message of either side. `author` is shown as its writer, `cut` the executed line to
    remove.
    """
    if request.given.confidential:
        return []
    watching = still_watching(case.policy, request)
    people = _who(case, watching, owner, (request.requester, *request.copied))
    return [_relay(person, author, cut, first=False) for person in people]


def _who(
    case: Case, watchers: tuple[str, ...], owner: Person, parties: tuple[Address, ...]
) -> list[Person]:
    """Without those who have the mail, or get it as something else."""
    known = {case.who, owner.key, *identities(case.policy, parties)}
    here = [key for key in watchers if not has_left(case.scene, key)]
    people = [case.policy.people[key] for key in here if key in case.policy.people]
    return [p for p in people if p.key not in known and not case.has_it_already(p)]


def _relay(person: Person, author: Author, cut: str, first: bool) -> Relay:
    note = NoteWatching(author.shown, first)
    return Relay(note, address_of(person), person.key, Lane.TEAM, author, cut)
