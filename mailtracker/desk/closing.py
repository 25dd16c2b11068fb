"""Closing a request, by hand, by word or by silence → a word to the requester, the closing mail,
and a line to who closed it.
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
from mailtracker.desk.ending import (
    closes_after_done,
    closes_after_silence,
    day_of,
    has_word,
    word,
    word_at,
)
from mailtracker.desk.ending_letters import EndsSoon
from mailtracker.desk.letters import Closed, Confirm, Letter
from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.request import ENDING, Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person, Policy
from mailtracker.policy.worktime import Span


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
    letter = Closed(silent=False, by_name=by.name if by else "")
    end = ended(policy, request, letter, answered=by is not None)
    return [*end, *confirmation, closed]


def done(scene: Scene, request: Request, by: Person, answers: bool) -> list[Effect]:
    """Its owner says so (`by`): the requester is told on which day it is closed. Said again it is
    closed at once, unless they write to the requester with it (`answers`). What ends by silence
    ends on the day that the requester was told.
    """
    known = None if answers else request.ends_at
    again = known is not None and request.done_by != ""
    if again or request.status is Status.CLOSED or not has_word(request):
        return close(scene.policy, request, by)
    at = known or closes_after_done(scene, request)
    day = day_of(scene, request, at)
    confirmed = Confirm("done", "ends", "", told=known is None, closes=at)
    return [
        StopClock(answered=True),
        SetStatus(Status.ANSWERED),
        NextRung(ENDING, at, done_by=by.key),
        *([] if known else [word(scene, request, at, by.name)]),
        SendLetter(confirmed, address_of(by), by.key, Lane.REQUESTER),
        LogEvent("ending", f"{by.name} says that it is done; it is closed on {day}"),
    ]


def settled(scene: Scene, request: Request) -> list[Effect]:
    """A human reply keeps the promise. A closed request stays closed, and one that is done goes on
    ending: its owner only added something.
    """
    stopped = StopClock(answered=True)
    if request.status is Status.CLOSED:
        return [stopped]
    answered: list[Effect] = [stopped, SetStatus(Status.ANSWERED)]
    if request.ends_at is None or not request.done_by:
        return [*answered, *close_later(scene, request)]
    later = max(request.ends_at, closes_after_done(scene, request))
    return [*answered, NextRung(ENDING, later, done_by=request.done_by)]


def close_later(scene: Scene, request: Request) -> list[Effect]:
    """An answer was given: from now on silence closes the request, where its rule says so. The next
    promise ends that.
    """
    length = request.given.close_after
    if length is None:
        return []
    told = has_word(request)
    wait = word_at if told else after_silence
    return [NextRung(0, wait(scene, request, length))]


def stay_open(request: Request) -> list[Effect]:
    """Somebody on the owner's side still works on what was answered: silence does not close it."""
    waits = request.status is Status.ANSWERED and request.due_at is not None
    return [NextRung(request.rung, None)] if waits else []


def next_of_answered(request: Request, unsent: bool, scene: Scene) -> list[Effect | Because]:
    """A step of an answered request is due: the word before it is closed, or its end. Whatever is
    no longer answered, or was never to be closed so, is left alone.

    `unsent`: mail to its requester waits in our outbox, so nobody could be silent about it: the
    time begins again. So it does while mail about it is held, which may be theirs.
    """
    unheard = "the answer is not sent yet" if unsent else ""
    if request.held_since is not None:
        unheard = "mail about it is held"
    if request.ends_at is not None:
        return _end(request, unheard, scene)
    length = request.given.close_after
    if request.status is not Status.ANSWERED or length is None:
        return [Because("nothing is owed"), NextRung(request.rung, None)]
    if unheard:
        return [Because(unheard), *close_later(scene, request)]
    if has_word(request):
        return _warn(request, length, scene)
    said = length.told_in(promise_of(scene.policy, request).hours)
    return _closed_in_time(request, f"no word for {said} after the answer", scene)


def _warn(request: Request, length: Span, scene: Scene) -> list[Effect | Because]:
    """However late it is: the end comes as long after the word as it says."""
    at = closes_after_silence(scene, request, length)
    day = day_of(scene, request, at)
    return [
        Because(f"the requester of {request.reference} is told that it is closed on {day}"),
        NextRung(ENDING, at),
        word(scene, request, at),
        LogEvent("ending", f"no word after the answer; it is closed on {day}"),
    ]


def _end(request: Request, unheard: str, scene: Scene) -> list[Effect | Because]:
    if unheard:
        later = NextRung(ENDING, closes_after_done(scene, request), done_by=request.done_by)
        return [Because(unheard), later]
    return _closed_in_time(request, "no word of the requester's, who was told so before", scene)


def _closed_in_time(request: Request, why: str, scene: Scene) -> list[Effect | Because]:
    by = scene.policy.people.get(request.done_by)
    letter = Closed(silent=not request.done_by, by_name=by.name if by else "")
    return [
        Because(f"{request.reference} is closed: {why}"),
        *ended(scene.policy, request, letter),
        LogEvent("closed", why),
    ]


def ended(policy: Policy, request: Request, told: Letter, answered: bool = False) -> list[Effect]:
    """It is closed, and its requester `told`. `answered`: its owner says that it is done."""
    key = key_of(policy, request.requester)
    return [
        StopClock(answered),
        SetStatus(Status.CLOSED),
        SendLetter(told, request.requester, key, Lane.OWNER),
    ]


def in_one_mail(carried: Sequence[Effect], closed: Sequence[Effect]) -> list[Effect]:
    """The words of who closes it say below them that it is closed, or when: whom they are `carried`
    to needs no second mail for that.
    """
    told = {
        one.to for one in carried if isinstance(one, Relay) and isinstance(one.note, NoteRequester)
    }
    if not told:
        return [*carried, *closed]
    return [*carried, *(_knowing(one) for one in closed if not _is_closing_mail(one, told))]


def _is_closing_mail(one: Effect, to: Collection[Address]) -> bool:
    if not isinstance(one, SendLetter):
        return False
    return isinstance(one.letter, Closed | EndsSoon) and one.to in to


def _knowing(one: Effect) -> Effect:
    """Who closed it reads that the requester is told."""
    if isinstance(one, SendLetter) and isinstance(one.letter, Confirm):
        return replace(one, letter=replace(one.letter, told=True))
    return one
