"""A mail of ours that did not arrive → its owner told, or the request handed on at once when
it is the owner who is away.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailtracker.desk.assign import boss, stand_in
from mailtracker.desk.candidates import Candidates, all_present, away_record, candidates_for
from mailtracker.desk.case import address_of
from mailtracker.desk.deadlines import start_again
from mailtracker.desk.effects import (
    Because,
    Decision,
    Effect,
    LogEvent,
    SendLetter,
    SetStatus,
    decide,
)
from mailtracker.desk.handing import HandOver, hand_over, owner_now
from mailtracker.desk.letters import (
    AskBack,
    Confirm,
    Gap,
    Held,
    NoteCopied,
    NoteRequester,
    OnHold,
    Quarantined,
    Trouble,
    Undelivered,
    Unverified,
)
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Person

CARRIED = (NoteRequester.name, NoteCopied.name)
"""Relays of an owner's answer."""

NOT_WORTH_A_WORD = tuple(
    letter.name
    for letter in (
        *(Undelivered, Unverified, Confirm, AskBack, Gap),
        *(Held, OnHold, Quarantined, Trouble),
    )
)
"""Letters whose failure is only recorded: a notice about a failed notice is how loops begin."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What did not arrive: a `letter` (its stored name) about a `request` to a `recipient`
    (address), and the server's `answer`.
    """

    request: Request
    letter: str
    recipient: str
    answer: str


def on_undelivered(failed: Failed, scene: Scene) -> Decision:
    """An answer that did not reach the requester is still owed: the request opens again."""
    return decide(undelivered(failed, scene), failed.request.id)


def undelivered(failed: Failed, scene: Scene) -> list[Effect | Because]:
    """The same for a bounce, which is a message and has a ledger line besides."""
    request, letter, recipient = failed.request, failed.letter, failed.recipient
    because = Because(f"{letter} to {recipient} failed")
    written = LogEvent("undelivered", f"{letter} to {recipient}: {failed.answer}")
    if letter in NOT_WORTH_A_WORD or request.status is Status.CLOSED:
        return [because, written]
    candidates = candidates_for(request, scene)
    owner, handed = owner_now(candidates, request)
    person = scene.policy.person_by_address(recipient)
    if person and person.key == owner.key:
        because = Because(f"owner of {request.reference} cannot be reached")
        return [because, written, *handed, *_pass_on(failed, candidates, owner)]
    again: list[Effect] = []
    answer_lost = letter in CARRIED and recipient == request.requester.key
    if answer_lost and request.unanswered_since is None:
        again = [SetStatus(Status.OPEN), start_again(scene, request)]
    return [because, written, *handed, *again, _tell(owner, recipient, failed.answer)]


def _pass_on(failed: Failed, candidates: Candidates, owner: Person) -> list[Effect]:
    """To whoever has not had it yet; where everybody had, the one above them must know that nobody
    can be reached.
    """
    new = stand_in(candidates, owner.key)
    if new:
        usual = stand_in(all_present(candidates), owner.key)
        handed = HandOver(new, "undeliverable", tell_former=False)
        return [
            *away_record(candidates, usual, new),
            *hand_over(failed.request, handed, candidates.scene),
        ]
    above = boss(candidates, owner.key)
    if above:
        return [_tell(above, owner.addresses[0], failed.answer)]
    return [LogEvent("no cover", "nobody else can take it")]


def _tell(person: Person, address: str, answer: str) -> SendLetter:
    letter = Undelivered(address, answer)
    return SendLetter(letter, address_of(person), person.key, Lane.TEAM)
