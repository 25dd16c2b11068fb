"""A message from the requester's side on a request that exists → carried to the owner; a
promise begins; closed reopens.
"""

from __future__ import annotations

from mailtracker.desk.case import (
    Case,
    address_of,
    colleagues,
    key_of,
    others_to_tell,
    sounds_automatic,
)
from mailtracker.desk.deadlines import promise_of, start_again
from mailtracker.desk.effects import (
    AddParticipant,
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
    SetStatus,
)
from mailtracker.desk.handing import owner_now
from mailtracker.desk.letters import NoteCopied, NoteMore, NoteReopened, NoteRequester, Reminder
from mailtracker.desk.limits import receipt_spends, why_no_receipt
from mailtracker.desk.receipt import Told, receipt
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.thanks import only_thanks
from mailtracker.desk.watching import show_more
from mailtracker.mail.message import Kind
from mailtracker.policy.model import Person


def follow(case: Case, request: Request, why: str, proven: bool) -> list[Effect | Because]:
    """The same owner gets it. Thanks alone start nothing: they travel to the owner and that is all.

    Only a mail that answers one of ours (`proven`) brings people in copy along: else a forged From
    with an accomplice in Cc would have all that follows (CVE-2024-49193).
    """
    owner, handed = owner_now(case.candidates_for(request), request)
    thanks = case.classified.kind is Kind.PERSON and only_thanks(case.message, _names(case, owner))
    robot = sounds_automatic(case)
    quiet = thanks or robot
    reopens = request.status is Status.CLOSED and not quiet
    starts = request.unanswered_since is None and not quiet
    effects: list[Effect | Because] = [Because(f"reply to {request.reference}: {why}"), *handed]
    if proven:
        effects += [AddParticipant(a) for a in colleagues(case, request)]
    if reopens:
        effects += _reopen(case, request, owner)
    elif starts:
        effects += [SetStatus(Status.OPEN), start_again(case.scene, request)]
    effects.append(LogEvent("thanks" if thanks else "mail", f"from {case.sender.email}"))
    if quiet or not handed:  # a hand-over carries what nobody answered, this mail with it
        effects += _to_owner(case, request, owner, reopens, starts)
    if not robot:
        effects += _to_others(case, request, owner)
        effects += show_more(case, request, owner, case.sender)
    return [*effects, Dispose(Disposition.REPLY, why)]


def _names(case: Case, owner: Person) -> frozenset[str]:
    names = f"{owner.name} {case.sender.name}".casefold()
    return frozenset(names.replace(".", " ").replace(",", " ").split())


def _reopen(case: Case, request: Request, owner: Person) -> list[Effect]:
    effects: list[Effect] = [
        SetStatus(Status.OPEN),
        start_again(case.scene, request),
        LogEvent("reopened", f"by a reply of {case.sender.email}"),
    ]
    no_receipt = why_no_receipt(case)
    if no_receipt is None and case.sender.key != request.requester.key:
        no_receipt = "sent by somebody in copy"
    if no_receipt is not None:
        return [*effects, LogEvent("no receipt", no_receipt)]
    given = request.given
    promise = promise_of(case.policy, request).key
    told = Told(promise, given.ladder, given.confidential, reopened=True)
    sent = receipt(case, case.candidates_for(request), owner, told)
    return [*effects, sent, *receipt_spends(case)]


def _to_owner(
    case: Case, request: Request, owner: Person, reopens: bool, starts: bool
) -> list[Effect]:
    """An owner who has the mail already needs a word of ours only where a promise
    begins: its answer must reach us.
    """
    if case.sender.key in owner.addresses:
        return []
    to = address_of(owner)
    if case.person_has_it_already(owner):
        reminder = SendLetter(Reminder(late=False), to, owner.key, Lane.REQUESTER)
        return [reminder] if starts else []
    parties = (request.requester, *request.copied)
    others = [a.shown for a in parties if a.key != case.sender.key]
    kind = NoteReopened if reopens else NoteMore
    note = kind(case.sender.shown, others)
    return [Relay(note, to, owner.key, Lane.REQUESTER, case.sender)]


def _to_others(case: Case, request: Request, owner: Person) -> list[Effect]:
    """To the other participants who do not have it yet."""
    effects: list[Effect] = []
    for other in others_to_tell(case, request):
        if other.key in owner.addresses:
            continue
        is_requester = other.key == request.requester.key
        note = NoteRequester() if is_requester else NoteCopied(case.sender.shown)
        effects.append(Relay(note, other, key_of(case.policy, other), Lane.OWNER, case.sender))
    return effects
