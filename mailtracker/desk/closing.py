"""Closing a request, by hand, by word or by silence → the closing mail to the requester,
and a word to who closed it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.deadlines import after_silence, promise_of
from mailtracker.desk.effects import (
    Because,
    Effect,
    LogEvent,
    NextRung,
    Relay,
    SendLetter,
    SetStatus,
    StopClock,
)
from mailtracker.desk.letters import Closed, Confirm, Letter
from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person, Policy


def close(policy: Policy, request: Request, by: Person | None) -> list[Effect]:
    """`by` is the owner who wrote `done`, and gets a confirmation; None for an admin. A request
    that is closed already gets no second mail.
    """
    confirmation: list[Effect] = []
    if by:
        told = not (request.quiet or request.status is Status.CLOSED)
        done = Confirm("done", "closed", "", told=told)
        confirmation.append(SendLetter(done, address_of(by), by.key, Lane.REQUESTER))
    if request.status is Status.CLOSED:
        return confirmation
    closed = LogEvent("closed", f"by {by.name if by else 'an admin'}")
    end = ended(policy, request, Closed(silent=False, by_name=by.name if by else ""))
    return [*end, *confirmation, closed]


def settled(scene: Scene, request: Request) -> list[Effect]:
    """A human reply keeps the promise. A closed request stays closed: its owner only added
    something.
    """
    stopped = StopClock(answered=True)
    if request.status is Status.CLOSED:
        return [stopped]
    return [stopped, SetStatus(Status.ANSWERED), *close_later(scene, request)]


def close_later(scene: Scene, request: Request) -> list[Effect]:
    """An answer was given: from now on silence closes the request, where its rule says so. The next
    promise ends that.
    """
    length = request.given.close_after
    return [] if length is None else [NextRung(0, after_silence(scene, request, length))]


def stay_open(request: Request) -> list[Effect]:
    """Somebody on the owner's side still works on what was answered: silence does not close it."""
    waits = request.status is Status.ANSWERED and request.due_at is not None
    return [NextRung(request.rung, None)] if waits else []


def close_by_silence(request: Request, unsent: bool, scene: Scene) -> list[Effect | Because]:
    """`close_after` is over. Whatever is no longer answered, or was never to be closed so, is left
    alone.

    `unsent`: the answer waits in our outbox, so nobody could be silent about it: the time begins
    again.
    """
    length = request.given.close_after
    if request.status is not Status.ANSWERED or length is None:
        return [Because("nothing is owed"), NextRung(request.rung, None)]
    if unsent:
        return [Because("the answer is not sent yet"), *close_later(scene, request)]
    said = length.told_in(promise_of(scene.policy, request).hours)
    reason = f"no word for {said} after the answer"
    return [
        Because(f"{request.reference} is closed: {reason}"),
        *ended(scene.policy, request, Closed(silent=True)),
        LogEvent("closed", reason),
    ]


def ended(policy: Policy, request: Request, told: Letter) -> list[Effect]:
    """It is closed, and its requester `told`."""
    key = key_of(policy, request.requester)
    return [
        StopClock(answered=False),
        SetStatus(Status.CLOSED),
        SendLetter(told, request.requester, key, Lane.OWNER),
    ]


def in_one_mail(carried: Sequence[Effect], closed: Sequence[Effect]) -> list[Effect]:
    """The words of who closes it say below them that it is closed: whom they are `carried` to needs
    no second mail for that.
    """
    told = {
        one.to for one in carried if isinstance(one, Relay) and isinstance(one.note, NoteRequester)
    }
    if not told:
        return [*carried, *closed]
    return [*carried, *(_knowing(one) for one in closed if not _is_closing_mail(one, told))]


def _is_closing_mail(one: Effect, to: Collection[Address]) -> bool:
    return isinstance(one, SendLetter) and isinstance(one.letter, Closed) and one.to in to


def _knowing(one: Effect) -> Effect:
    """Who closed it reads that the requester is told."""
    if isinstance(one, SendLetter) and isinstance(one.letter, Confirm):
        return replace(one, letter=replace(one.letter, told=True))
    return one
