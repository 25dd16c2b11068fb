"""A message from the requester's side on a request that exists → carried to the owner; a
promise begins; closed reopens.
"""

from __future__ import annotations

from mailtracker.desk.case import Case, address_of, colleagues, others_to_tell, sounds_automatic
from mailtracker.desk.deadlines import promise_of, start_again
from mailtracker.desk.effects import (
    AddParticipant,
    Decision,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
    SetStatus,
)
from mailtracker.desk.handing import owner_now
from mailtracker.desk.limits import why_no_receipt
from mailtracker.desk.receipt import receipt
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.thanks import only_thanks
from mailtracker.desk.watching import show_more
from mailtracker.mail.message import Kind
from mailtracker.policy.model import Person


def follow(case: Case, request: Request, why: str, proven: bool) -> Decision:
    """The same owner gets it. Thanks alone start nothing: they travel to the owner and that is all.

    Only a mail that answers one of ours (`proven`) brings people in copy along: else a forged From
    with an accomplice in Cc would have all that follows (CVE-2024-49193).
    """
    owner, handed = owner_now(case.choice_of(request), request)
    effects = list(handed)
    thanks = case.classified.kind is Kind.PERSON and only_thanks(case.message, _names(case, owner))
    quiet = thanks or sounds_automatic(case)
    reopens = request.status is Status.CLOSED and not quiet
    effects += [AddParticipant(a) for a in colleagues(case, request) if proven]
    starts = request.unanswered_since is None and not quiet
    if reopens:
        effects += _reopen(case, request, owner)
    elif starts:
        effects += [SetStatus(Status.OPEN), start_again(case.policy, request, case.now)]
    effects.append(LogEvent("thanks" if thanks else "mail", f"from {case.sender.email}"))
    if quiet or not handed:  # a hand-over carries what nobody answered, this mail with it
        effects += _to_owner(
            case, request, owner, "note_reopened" if reopens else "note_more", starts
        )
    if not sounds_automatic(case):
        effects += [
            *_to_others(case, request, owner),
            *show_more(case, request, owner, case.sender),
        ]
    effects.append(Dispose(Disposition.REPLY, why))
    return Decision(f"reply to {request.reference}: {why}", tuple(effects), request.id)


def _names(case: Case, owner: Person) -> frozenset[str]:
    return frozenset(
        f"{owner.name} {case.sender.name}".casefold().replace(".", " ").replace(",", " ").split()
    )


def _reopen(case: Case, request: Request, owner: Person) -> list[Effect]:
    effects: list[Effect] = [
        SetStatus(Status.OPEN),
        start_again(case.policy, request, case.now),
        LogEvent("reopened", f"by a reply of {case.sender.email}"),
    ]
    no_receipt = why_no_receipt(case) or (
        "" if case.sender.key == request.requester.key else "sent by somebody in copy"
    )
    if no_receipt:
        return [*effects, LogEvent("no receipt", no_receipt)]
    promise, choice = promise_of(case.policy, request).key, case.choice_of(request)
    again = receipt(
        case,
        choice,
        owner,
        promise,
        request.ladder,
        reopened=True,
        confidential=request.confidential,
    )
    return [*effects, again]


def _to_owner(case: Case, request: Request, owner: Person, note: str, starts: bool) -> list[Effect]:
    """An owner who has the mail already needs a word of ours only where a promise
    begins: its answer must reach us.
    """
    if case.sender.key in owner.addresses:
        return []
    if not case.person_has_it_already(owner):
        others = [a.shown for a in (request.requester, *request.copied) if a.key != case.sender.key]
        values = {"author": case.sender.shown, "others": others}
        return [
            Relay(address_of(owner), owner.key, Lane.REQUESTER, case.sender, note, values=values)
        ]
    return [
        SendLetter(
            "reminder",
            address_of(owner),
            owner.key,
            Lane.REQUESTER,
            "auto-generated",
            {"late": False},
        )
    ] * starts


def _to_others(case: Case, request: Request, owner: Person) -> list[Effect]:
    """To the other participants who do not have it yet."""
    effects: list[Effect] = []
    for other in others_to_tell(case, request):
        if other.key not in owner.addresses:
            person = case.policy.person_by_address(other.email)
            values = {"author": case.sender.shown}
            key = person.key if person else ""
            note = "note_requester" if other.key == request.requester.key else "note_copied"
            effects.append(Relay(other, key, Lane.OWNER, case.sender, note, values=values))
    return effects
