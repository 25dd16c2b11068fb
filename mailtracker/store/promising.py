"""A request and an effect on its promise or its status → the request as it is then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from mailtracker.desk.effects import (
    NextRung,
    Pause,
    RaisePromise,
    SetStatus,
    Snooze,
    StartClock,
    StopClock,
)
from mailtracker.desk.request import Request, Status

OfPromise = SetStatus | StartClock | StopClock | NextRung | RaisePromise | Pause | Snooze


def promising(request: Request, effect: OfPromise, now: datetime) -> Request:
    """A snooze ends with whatever begins or settles a promise: the owner has read of that."""
    match effect:
        case SetStatus(status):
            return _standing(request, status, now)
        case StartClock(since, promised_at, due_at):
            begun = {"unanswered_since": since, "promised_at": promised_at, "due_at": due_at}
            return replace(request, **{**_NOTHING_OWED, **begun})
        case StopClock(answered):
            return _stopped(request, answered)
        case Pause(left):
            waits = _standing(_stopped(request, answered=False), Status.WAITING, now)
            return replace(waits, paused_left=left)
        case NextRung(rung, due_at, repeats, done_by):
            return replace(request, rung=rung, due_at=due_at, repeats=repeats, done_by=done_by)
        case RaisePromise(promise, promised_at, told_at):
            return replace(request, raised=promise, promised_at=promised_at, told_at=told_at)
        case Snooze(until):
            return replace(request, snoozed_until=until)
        case _:
            assert_never(effect)


_NOTHING_OWED: Mapping[str, Any] = {
    "unanswered_since": None,
    "promised_at": None,
    "told_at": None,
    "due_at": None,
    "rung": 0,
    "repeats": 0,
    "done_by": "",
    "paused_left": None,
    "snoozed_until": None,
}
"""What a request says of its promise where it has none; a new one is said beside."""


def _stopped(request: Request, answered: bool) -> Request:
    """Nothing is owed any more, and nobody is to be reminded."""
    once = request.answered_once or answered
    return replace(request, **_NOTHING_OWED, epoch=request.epoch + 1, answered_once=once)


def _standing(request: Request, status: Status, now: datetime) -> Request:
    if status is request.status:
        return request
    if status is Status.CLOSED:
        return replace(request, status=status, closed_at=now)
    reopened = request.status is Status.CLOSED
    alone = replace(request, merged_into=None) if reopened else request
    return replace(alone, status=status, closed_at=None, openings=request.openings + reopened)
