"""The owner cannot go on without a word of the requester's (`waiting`) → the promise pauses; they
are asked again, and it goes on or is closed (docs/reliability.md, D21).
"""

from __future__ import annotations

from datetime import date, datetime

from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import key_of
from mailtracker.desk.closing import ended
from mailtracker.desk.deadlines import (
    after_silence,
    promise_of,
    running_of,
    start_again,
    start_with,
)
from mailtracker.desk.effects import (
    Because,
    Effect,
    LogEvent,
    NextRung,
    Pause,
    SendLetter,
    SetStatus,
)
from mailtracker.desk.handing import owner_now
from mailtracker.desk.letters import Letter
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.waiting_letters import AskedAgain, AskedLast, ClosedWaiting, Waits
from mailtracker.policy.hours import between
from mailtracker.policy.promise import after
from mailtracker.policy.worktime import Span
from mailtracker.record import dataclass

FIRST_ASK = Span(days=2)
SECOND_ASK = Span(days=3)
CLOSING = Span(days=5)
"""Working days until the requester is asked again, from then until they are asked for the last
time, and from then until it is closed.
"""

ASKS = (AskedAgain.name, AskedLast.name)
"""Letters by which the requester is asked again."""


@dataclass(frozen=True, slots=True)
class LastWords:
    """What our side wrote to the requester last."""

    #: A text each; none: it is not at hand.
    paragraphs: tuple[str, ...] = ()
    #: Who wrote it: another may have the request by now. "" where nobody knows.
    by_name: str = ""


NOT_AT_HAND = LastWords()


def wait(scene: Scene, request: Request) -> list[Effect]:
    """From now on. Where they waited before, the asking begins anew."""
    first = after_silence(scene, request, FIRST_ASK)
    return [
        LogEvent("waiting", "for the requester"),
        Pause(_left(scene, request)),
        NextRung(0, first),
    ]


def told(scene: Scene, request: Request) -> Waits:
    """What the owner reads of it."""
    first = after_silence(scene, request, FIRST_ASK)
    second = _later(scene, request, first, SECOND_ASK)
    closes = _later(scene, request, second, CLOSING)
    asks, end = _days(scene, request, first, second), _days(scene, request, closes)[0]
    paused = _left(scene, request) is not None
    return Waits(() if request.quiet else asks, end, paused)


def _days(scene: Scene, request: Request, *instants: datetime) -> tuple[date, ...]:
    zone = promise_of(scene.policy, request).hours.zone
    return tuple(one.astimezone(zone).date() for one in instants)


def _later(scene: Scene, request: Request, since: datetime, length: Span) -> datetime:
    return after(promise_of(scene.policy, request).hours, since, length)


def _left(scene: Scene, request: Request) -> Span | None:
    """What is left of the running promise, and half of it at least: whoever waited for days finds
    no promise broken by the reply. None where nothing is owed.
    """
    runs = running_of(scene.policy, request)
    if runs is None:
        return request.paused_left
    hours = runs.span.counted_in(runs.promise.hours)
    whole = between(hours, runs.since, runs.promised_at)
    left = between(hours, scene.now, runs.promised_at)
    return Span(minutes=max(left, whole // 2, 1), by_clock=runs.span.by_clock)


def goes_on(scene: Scene, request: Request) -> list[Effect]:
    """Somebody of the requester's side wrote, or nobody got the question: what was left of a paused
    promise begins, else the next one.
    """
    left = request.paused_left
    clock = start_again(scene, request) if left is None else start_with(scene, request, left)
    return [SetStatus(Status.OPEN), clock]


def next_step(
    request: Request, unsent: bool, last: LastWords, scene: Scene
) -> list[Effect | Because]:
    """A step of a waiting request is due. `unsent`: mail to its requester has not gone out yet, so
    nobody could be silent about it. `last`: what was written to them last.

    After a downtime the higher ask alone is written; none is closed that was not asked last, whole
    days before.
    """
    if unsent:
        again = after_silence(scene, request, (FIRST_ASK, SECOND_ASK, CLOSING)[request.rung])
        return [Because("what was asked is not sent yet"), NextRung(request.rung, again)]
    if request.rung >= len(ASKS):
        return _closed(request, scene)
    handed = owner_now(candidates_for(request, scene), request)[1]
    if request.rung == 0 and not _is_last_due(request, scene):
        second = after_silence(scene, request, SECOND_ASK)
        return [
            *handed,
            *_ask(request, AskedAgain(last.paragraphs, last.by_name), scene),
            NextRung(1, second),
        ]
    closes = after_silence(scene, request, CLOSING)
    letter = AskedLast(last.paragraphs, last.by_name, _days(scene, request, closes)[0])
    return [
        *handed,
        *_ask(request, letter, scene),
        NextRung(2, closes),
    ]


def _is_last_due(request: Request, scene: Scene) -> bool:
    due_at = request.due_at
    return due_at is not None and _later(scene, request, due_at, SECOND_ASK) <= scene.now


def _ask(request: Request, letter: Letter, scene: Scene) -> list[Effect | Because]:
    if request.quiet:
        told = "the requester gets no automatic mail"
        return [Because(f"{request.reference} waits: {told}"), LogEvent("not written", told)]
    return [
        Because(f"{request.requester.email} is asked again about {request.reference}"),
        LogEvent("asked again", "no word of the requester's yet"),
        _to_requester(request, letter, scene),
    ]


def _closed(request: Request, scene: Scene) -> list[Effect | Because]:
    reason = "no word of the requester's, who was asked twice"
    if request.quiet:
        reason = "no word of the requester's"
    return [
        Because(f"{request.reference} is closed: {reason}"),
        *ended(scene.policy, request, ClosedWaiting()),
        LogEvent("closed", reason),
    ]


def _to_requester(request: Request, letter: Letter, scene: Scene) -> SendLetter:
    key = key_of(scene.policy, request.requester)
    return SendLetter(letter, request.requester, key, Lane.OWNER)
