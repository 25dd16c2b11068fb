"""A message from the requester's side on a request that exists → carried to the owner; a promise begins; closed reopens."""

from __future__ import annotations

from mailtracker.desk.assign import pick
from mailtracker.desk.case import Case, address_of, colleagues, others_to_tell
from mailtracker.desk.decision import Carry, Decision, Effect, Fate, File, Join, Record, SetOwner, SetStatus
from mailtracker.desk.facts import Lane, Request, Status
from mailtracker.desk.limits import why_no_receipt
from mailtracker.desk.opening import receipt
from mailtracker.desk.promising import promise_of, start_again
from mailtracker.desk.thanks import only_thanks
from mailtracker.mail.message import Kind
from mailtracker.policy.policy import Person


def follow(case: Case, request: Request, why: str) -> Decision:
    """The same owner gets it. Thanks alone start nothing: they travel to the owner and that is all."""
    owner, effects = _owner_now(case, request)
    thanks = case.classified.kind is Kind.PERSON and only_thanks(case.message, _names(case, owner))
    reopens = request.status is Status.CLOSED and not thanks
    effects += [Join(a) for a in colleagues(case, request)]
    if reopens:
        effects += _reopen(case, request, owner)
    elif request.unanswered_since is None and not thanks and request.status is not Status.CLOSED:
        effects += [SetStatus(Status.OPEN), start_again(case.policy, request, case.now)]
    effects.append(Record("thanks" if thanks else "mail", f"from {case.sender.mail}"))
    effects += _carry_on(case, request, owner, "note_reopened" if reopens else "note_more")
    effects.append(File(Fate.REPLY, why))
    return Decision(f"reply to {request.reference}: {why}", tuple(effects), request.id)


def _owner_now(case: Case, request: Request) -> tuple[Person, list[Effect]]:
    """The owner; a new one by the fallback where the people file no longer knows the old one."""
    owner = case.policy.people.get(request.owner)
    if owner:
        return owner, []
    new = case.policy.people[pick(case.policy, case.policy.fallback.to, case.facts.load, case.now, request.requester)]
    text = f"{request.owner} is no longer in the people file; {new.name} has it now"
    return new, [SetOwner(new.key), Record("owner", text)]


def _names(case: Case, owner: Person) -> frozenset[str]:
    return frozenset(f"{owner.name} {case.sender.name}".casefold().replace(".", " ").replace(",", " ").split())


def _reopen(case: Case, request: Request, owner: Person) -> list[Effect]:
    effects: list[Effect] = [
        SetStatus(Status.OPEN),
        start_again(case.policy, request, case.now),
        Record("reopened", f"by a reply of {case.sender.mail}"),
    ]
    no_receipt = why_no_receipt(case) or (
        "" if case.sender.key == request.requester.key else "sent by somebody in copy"
    )
    if no_receipt:
        return [*effects, Record("no receipt", no_receipt)]
    return [*effects, receipt(case, owner, promise_of(case.policy, request).key, request.ladder, reopened=True)]


def _carry_on(case: Case, request: Request, owner: Person, note: str) -> list[Effect]:
    """To the owner, and to the other participants who do not have it yet."""
    others = [a.shown for a in (request.requester, *request.copied) if a.key != case.sender.key]
    values = {"author": case.sender.shown, "others": others}
    effects: list[Effect] = []
    if not case.person_has_it_already(owner) and case.sender.key not in owner.mails:
        effects.append(Carry(address_of(owner), owner.key, Lane.REQUESTER, case.sender, note, values=values))
    for other in others_to_tell(case, request):
        if other.key not in owner.mails:
            person = case.policy.person_by_mail(other.mail)
            effects.append(
                Carry(other, person.key if person else "", Lane.OWNER, case.sender, "note_copied", values=values)
            )
    return effects
