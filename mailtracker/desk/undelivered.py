"""A mail of ours that did not arrive → its owner told, or the request handed on at once when it is the owner who is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailtracker.desk.assign import boss, stand_in
from mailtracker.desk.case import address_of
from mailtracker.desk.decision import Decision, Effect, Record, SetStatus, Write
from mailtracker.desk.facts import Lane, Request, Status
from mailtracker.desk.handing import hand_over, owner_now
from mailtracker.desk.promising import start_again
from mailtracker.policy.policy import Person, Policy

CARRIED = ("note_requester", "note_copied")
"""Relays of an owner's answer."""

NOT_WORTH_A_WORD = ("undelivered", "unverified", "confirm", "ask_back", "gap", "held", "quarantined", "trouble")
"""Letters whose failure is only recorded: a notice about a failed notice is how loops begin."""


def on_undelivered(
    request: Request, letter: str, recipient: str, answer: str, policy: Policy, load: Mapping[str, int], now: datetime
) -> Decision:
    """`answer` is the server's text. An answer that did not reach the requester is still owed: the request opens again."""
    effects: list[Effect] = [Record("undelivered", f"{letter} to {recipient}: {answer}")]
    person = policy.person_by_mail(recipient)
    if letter in NOT_WORTH_A_WORD or request.status is Status.CLOSED:
        return Decision(f"{letter} to {recipient} failed", tuple(effects), request.id)
    owner, handed = owner_now(policy, request, load, now)
    effects += handed
    if person and person.key == owner.key:
        effects += _pass_on(request, policy, owner, answer, load, now)
        return Decision(f"owner of {request.reference} cannot be reached", tuple(effects), request.id)
    if letter in CARRIED and recipient == request.requester.key and request.unanswered_since is None:
        effects += [SetStatus(Status.OPEN), start_again(policy, request, now)]
    effects.append(_tell(owner, recipient, answer))
    return Decision(f"{letter} to {recipient} failed", tuple(effects), request.id)


def _pass_on(
    request: Request, policy: Policy, owner: Person, answer: str, load: Mapping[str, int], now: datetime
) -> list[Effect]:
    """To whoever has not had it yet; where everybody had, the one above them must know that nobody can be reached."""
    new = stand_in(policy, owner.key, request.requester, load, now, request.former_owners)
    if new:
        return hand_over(policy, request, new, "undeliverable", by=None, owed=False, now=now)
    above = boss(policy, owner.key, request.requester, request.former_owners)
    return [_tell(above, owner.mails[0], answer)] if above else [Record("no cover", "nobody else can take it")]


def _tell(person: Person, address: str, answer: str) -> Write:
    values = {"address": address, "text": answer}
    return Write("undelivered", address_of(person), person.key, Lane.TEAM, "auto-generated", values)
