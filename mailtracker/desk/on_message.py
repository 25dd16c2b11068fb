"""One incoming message and what is known about it → a decision. The order of the
questions is the order of this file.
"""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.answering import answer, ask_whether_automatic
from mailtracker.desk.case import MACHINES, Case, address_of, perhaps_automatic
from mailtracker.desk.effects import (
    ConfirmDelivery,
    Decision,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.facts import Alias, Facts, Issued
from mailtracker.desk.following import follow
from mailtracker.desk.limits import hold, opened_too_much, too_much
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.opening import open_request
from mailtracker.desk.request import Lane, Request, State
from mailtracker.desk.thread import Role, Thread, thread
from mailtracker.mail.message import Address, Classified, Kind, Message
from mailtracker.mail.origin.absence import away_robot
from mailtracker.policy.model import Person, Policy

MAX_HOPS = 25
"""Received lines that an honest mail does not reach (docs/reliability.md, R6)."""


def on_message(
    message: Message,
    classified: Classified,
    facts: Facts,
    alias: Alias,
    policy: Policy,
    now: datetime,
) -> Decision:
    """What to do with a message that was just fetched. Pure; every fate ends in
    the ledger with its reason.
    """
    decision = _decide(message, classified, facts, alias, policy, now)
    arrived = tuple(
        ConfirmDelivery(i.outbox_id) for i in facts.issued if i.state is State.UNCERTAIN
    )
    return Decision(decision.reason, (*arrived, *decision.effects), decision.request_id)


def _decide(
    message: Message,
    classified: Classified,
    facts: Facts,
    alias: Alias,
    policy: Policy,
    now: datetime,
) -> Decision:
    if facts.own or classified.kind is Kind.OWN:
        return _ignore("our own mail came back")
    if facts.duplicate_of:
        effects = (Dispose(Disposition.DUPLICATE, f"the same mail as {facts.duplicate_of}"),)
        return Decision(f"duplicate of {facts.duplicate_of}", effects, facts.duplicate_request)
    if len(message.all_fields("received")) > MAX_HOPS:
        reason = f"passed more than {MAX_HOPS} servers: it goes in a circle"
        return Decision(reason, (Dispose(Disposition.QUARANTINE, reason),))
    if classified.kind is Kind.BOUNCE and (classified.sure or _returns_ours(message, facts)):
        return _bounced(message, facts, policy, now)
    if classified.kind is Kind.AUTO_REPLY and classified.sure:
        return _machine(classified, facts)
    if message.sender is None:
        reason = f"nobody to answer: {message.sender_doubt or 'no usable From'}"
        return Decision(reason, (Dispose(Disposition.QUARANTINE, reason),))
    if message.sender.key in alias.addresses:
        return _from_an_alias(message.sender, alias)
    case = Case(message, message.sender, classified, facts, alias, policy, now)
    return _by_role(case, thread(case))


def _returns_ours(message: Message, facts: Facts) -> bool:
    """A bounce in words is one of ours if it brings the id of a mail of ours back, and is not
    from whom that was sent to.
    """
    sender = message.sender.key if message.sender else ""
    back = [issued for issued in facts.issued if issued.message_id in message.original_ids]
    return bool(back) and all(issued.recipient.casefold() != sender for issued in back)


def _ignore(reason: str, request_id: int | None = None) -> Decision:
    return Decision(reason, (Dispose(Disposition.IGNORED, reason),), request_id)


def _from_an_alias(sender: Address, alias: Alias) -> Decision:
    """Another alias of ours may be a team that writes from it, but our answers to it would
    be ignored as our own mail.
    """
    if sender.key == alias.address.casefold():
        return _ignore("comes from the alias itself")
    reason = f"comes from {sender.email}, an alias of ours: nobody would read the answer"
    return Decision(reason, (Dispose(Disposition.QUARANTINE, reason),))


def _by_role(case: Case, found: Thread) -> Decision:
    request = found.request
    if _robot_answers(case, found):
        return _machine(case.classified, case.facts)
    if request is None or found.role in (Role.STRANGER, Role.LATE):
        return opened_too_much(case) or open_request(case, found.why, linked=request)
    if found.role is Role.CLAIMS:
        return _unverified(case, request, found.why)
    if found.role is not Role.PARTY and (
        perhaps_automatic(case) or away_robot(case.message.subject)
    ):
        return ask_whether_automatic(case, request, found.role)
    if (
        found.role is not Role.PARTY
    ):  # proven colleagues are heard also while the other side is held
        return answer(case, request, found.role, found.why)
    if too_much(case, request):
        return hold(case, request)
    return follow(case, request, found.why, proven=found.proof is not None)


def _robot_answers(case: Case, found: Thread) -> bool:
    """A generated mail may ask, and a machine may add to what it asked; on a person's
    request it is no answer and no word.

    Robots of absent people call themselves auto-generated, too (Exchange), and would
    settle a promise (docs/reliability.md, R1).
    """
    request = found.request
    if request is None or case.classified.kind not in MACHINES:
        return False
    if found.role is Role.STRANGER:  # the robot of somebody to whom a mail of ours was forwarded
        return bool(case.facts.issued)
    if perhaps_automatic(case) or case.classified.kind is not Kind.AUTO_GENERATED:
        return False
    return not (found.role is Role.PARTY and request.quiet)


def _unverified(case: Case, request: Request, why: str) -> Decision:
    """Filed, carried to nobody. Whose name it bears hears of it, once a day at most; the
    mail itself gets no answer.
    """
    person = case.person
    named = (
        person
        if person and person.key not in request.barred
        else case.policy.people.get(request.owner)
    )
    tell = [_somebody_says(case, request, named)] if named else []
    record = LogEvent("unverified", f"a mail that says it is from {case.sender.email}: {why}")
    return Decision(
        f"unverified: {why}", (*tell, record, Dispose(Disposition.UNVERIFIED, why)), request.id
    )


def _somebody_says(case: Case, request: Request, named: Person) -> SendLetter:
    return SendLetter(
        "unverified",
        address_of(named),
        named.key,
        Lane.REQUESTER if named.key == request.owner else Lane.TEAM,
        "auto-generated",
        {
            "from_": case.sender.email,
            "verdict": case.classified.verdict if case.alias.strict else "",
        },
        once=f"unverified.{case.now:%Y%m%d}",
    )


def _machine(classified: Classified, facts: Facts) -> Decision:
    """A vacation notice and the like: written down on the request it answers, never
    answered, never carried on.
    """
    request_id = facts.issued[0].request_id if facts.issued else None
    effects: list[Effect] = [Dispose(Disposition.IGNORED, classified.reason)]
    if facts.issued:
        effects.append(LogEvent("machine", f"{facts.issued[0].recipient}: {classified.reason}"))
    return Decision(classified.reason, tuple(effects), request_id)


def _bounced(message: Message, facts: Facts, policy: Policy, now: datetime) -> Decision:
    """Only a bounce that returns a Message-ID of ours counts, and only one that says
    failed for whom we wrote to.
    """
    reason = "bounce" if not facts.issued else f"bounce of our mail to {facts.issued[0].recipient}"
    filed = Dispose(Disposition.IGNORED, reason)
    failed = _failed(message, facts)
    if failed is None:
        return Decision(reason, (filed,), facts.issued[0].request_id if facts.issued else None)
    text = next((f"{f.status} {f.text}".strip() for f in message.failures), "returned")
    request = facts.requests[failed.request_id]
    decision = on_undelivered(
        request,
        failed.kind,
        failed.recipient.casefold(),
        text,
        policy,
        facts.load,
        now,
        facts.turns,
    )
    return Decision(reason, (*decision.effects, filed), request.id)


def _failed(message: Message, facts: Facts) -> Issued | None:
    for issued in facts.issued:
        for failure in message.failures:
            if failure.action == "failed" and failure.recipient.casefold() in (
                issued.recipient.casefold(),
                "",
            ):
                return issued
    return None
