"""A mail of ours that did not arrive → its owner told, or the request handed on at once when
it is the owner who is away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailtracker.desk.assign import boss, stand_in
from mailtracker.desk.candidates import Choice, all_present, away_record, choice_of
from mailtracker.desk.case import address_of
from mailtracker.desk.deadlines import start_again
from mailtracker.desk.effects import Decision, Effect, LogEvent, SendLetter, SetStatus
from mailtracker.desk.handing import hand_over, owner_now
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.policy.model import Person, Policy

CARRIED = ("note_requester", "note_copied")
"""Relays of an owner's answer."""

NOT_WORTH_A_WORD = (
    "undelivered",
    "unverified",
    "confirm",
    "ask_back",
    "gap",
    "held",
    "quarantined",
    "trouble",
)
"""Letters whose failure is only recorded: a notice about a failed notice is how loops begin."""


def on_undelivered(
    request: Request,
    letter: str,
    recipient: str,
    answer: str,
    policy: Policy,
    load: Mapping[str, int],
    now: datetime,
    turns: Mapping[str, str] | None = None,
) -> Decision:
    """`answer` is the server's text. An answer that did not reach the requester is still
    owed: the request opens again.
    """
    effects: list[Effect] = [LogEvent("undelivered", f"{letter} to {recipient}: {answer}")]
    person = policy.person_by_address(recipient)
    if letter in NOT_WORTH_A_WORD or request.status is Status.CLOSED:
        return Decision(f"{letter} to {recipient} failed", tuple(effects), request.id)
    choice = choice_of(request, policy, load, turns or {}, now)
    owner, handed = owner_now(choice, request)
    effects += handed
    if person and person.key == owner.key:
        effects += _pass_on(request, choice, owner, answer)
        return Decision(
            f"owner of {request.reference} cannot be reached", tuple(effects), request.id
        )
    if (
        letter in CARRIED
        and recipient == request.requester.key
        and request.unanswered_since is None
    ):
        effects += [SetStatus(Status.OPEN), start_again(policy, request, now)]
    effects.append(_tell(owner, recipient, answer))
    return Decision(f"{letter} to {recipient} failed", tuple(effects), request.id)


def _pass_on(request: Request, choice: Choice, owner: Person, answer: str) -> list[Effect]:
    """To whoever has not had it yet; where everybody had, the one above them must know
    that nobody can be reached.
    """
    new = stand_in(choice, owner.key)
    if new:
        handed = hand_over(
            choice.policy, request, new, "undeliverable", by=None, owed=False, now=choice.now
        )
        return [*away_record(choice, stand_in(all_present(choice), owner.key), new), *handed]
    above = boss(choice, owner.key)
    return (
        [_tell(above, owner.addresses[0], answer)]
        if above
        else [LogEvent("no cover", "nobody else can take it")]
    )


def _tell(person: Person, address: str, answer: str) -> SendLetter:
    values = {"address": address, "text": answer}
    return SendLetter(
        "undelivered", address_of(person), person.key, Lane.TEAM, "auto-generated", values
    )
