"""A message that was written to a request → the same for its requester and for those in copy."""

from __future__ import annotations

from collections.abc import Collection

from mailtracker.desk.authors import Author
from mailtracker.desk.case import Case, key_of
from mailtracker.desk.effects import Effect, Relay
from mailtracker.desk.notes import NoteCopied, NoteRequester
from mailtracker.desk.readers import admitted
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.message import Address


def to_parties(
    case: Case, request: Request, author: Author, but: Collection[str], cut: str = ""
) -> list[Effect]:
    """Carried to all of them who do not have it. `author` is shown as its writer, `but` are
    addresses of who gets it as somebody else, `cut` is the executed line to remove.
    """
    effects: list[Effect] = []
    for to in _others(case, request):
        if to.key in but:
            continue
        is_requester = to.key == request.requester.key
        note = NoteRequester() if is_requester else NoteCopied(author.shown)
        effects.append(Relay(note, to, key_of(case.policy, to), Lane.OWNER, author, cut))
    return effects


def _others(case: Case, request: Request) -> tuple[Address, ...]:
    """The requester and those in copy, without sender and owner, those who have the message already
    and who is kept out.
    """
    owner = case.policy.people.get(request.owner)
    copied = [a for a in request.copied if owner is None or a.key not in owner.addresses]
    everybody = admitted(case.policy, request, (request.requester, *copied))
    return tuple(a for a in everybody if a.email and not _has_it(case, a))


def _has_it(case: Case, who: Address) -> bool:
    return who.key == case.sender.key or case.has_it_already(who.email)
