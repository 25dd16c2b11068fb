"""A message that was written to a request → the same for its requester and for those in copy."""

from __future__ import annotations

from mailtracker.desk.authors import Author
from mailtracker.desk.case import Case, key_of
from mailtracker.desk.effects import Effect, Relay
from mailtracker.desk.notes import NoteCopied, NoteRequester
from mailtracker.desk.readers import admitted
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.message import Address
from mailtracker.policy.identity import first_like, same
from mailtracker.policy.model import Person, Policy


def to_parties(
    case: Case, request: Request, author: Author, but: Person, cut: str = ""
) -> list[Effect]:
    """Carried to all of them who do not have it. `author` is shown as its writer, `but` has it, or
    gets it as somebody else, `cut` is the executed line to remove.
    """
    effects: list[Effect] = []
    for to in _others(case, request):
        if same(case.policy, to, but):
            continue
        is_requester = same(case.policy, to, request.requester)
        note = NoteRequester() if is_requester else NoteCopied(author.shown)
        effects.append(Relay(note, to, key_of(case.policy, to), Lane.OWNER, author, cut))
    return effects


def party_of(policy: Policy, request: Request, who: Address) -> Address | None:
    """The requester or whoever in copy is that person, as they stand there; else None."""
    return first_like(policy, who, (request.requester, *request.copied))


def _others(case: Case, request: Request) -> tuple[Address, ...]:
    """The requester and those in copy, without sender and owner, those who have the message already
    and who is kept out.
    """
    owner = case.policy.people.get(request.owner)
    copied = [a for a in request.copied if owner is None or not same(case.policy, a, owner)]
    everybody = admitted(case.policy, request, (request.requester, *copied))
    return tuple(a for a in everybody if a.email and not _has_it(case, a))


def _has_it(case: Case, who: Address) -> bool:
    return case.is_from(who) or case.has_it_already(who)
