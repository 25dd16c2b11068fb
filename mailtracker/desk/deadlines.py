"""A request's promise and ladder → the effects that start its clock or move it on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mailtracker.desk.effects import StartClock
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Ladder, Policy, Promise
from mailtracker.policy.promise import Running, after, deadline, due
from mailtracker.policy.worktime import Span


def start_clock(scene: Scene, promise: str, ladder: str, first: bool) -> StartClock:
    """The promise begins now. `first` chooses between `first_reply` and `then_every`."""
    kept, steps, now = scene.policy.promises[promise], scene.policy.ladders[ladder], scene.now
    promised_at = _spoken(deadline(kept, now, first))
    running = Running(kept, first, now, promised_at)
    return StartClock(now, promised_at, due(running, steps, 0, 0, None))


def _spoken(instant: datetime) -> datetime:
    """Up to the next five minutes: nobody promises an answer by 13:12."""
    over = timedelta(
        minutes=instant.minute % 5, seconds=instant.second, microseconds=instant.microsecond
    )
    return instant + (timedelta(minutes=5) - over if over else timedelta())


def start_again(scene: Scene, request: Request) -> StartClock:
    """The next promise of an existing request: of that which the rules gave it and that which it
    was raised to the one that is due sooner.
    """
    promises, ladder = _both_promises(scene.policy, request), ladder_of(scene.policy, request)
    started = [
        start_clock(scene, promise.key, ladder.key, first=not request.answered_once)
        for promise in promises
    ]
    soonest = min(started, key=lambda one: one.promised_at)
    running = replace(request, unanswered_since=scene.now, promised_at=soonest.promised_at)
    runs = running_of(scene.policy, replace(running, told_at=None))
    return replace(soonest, due_at=due(runs, ladder, 0, 0, None) if runs else None)


def _both_promises(policy: Policy, request: Request) -> list[Promise]:
    given = given_promise(policy, request)
    raised = policy.promises.get(request.raised)
    return [given, raised] if raised else [given]


def running_of(policy: Policy, request: Request) -> Running | None:
    """The promise that runs, with that which it was raised from. None: nothing is owed."""
    since, promised_at = request.unanswered_since, request.promised_at
    if since is None or promised_at is None:
        return None
    first, told_at = not request.answered_once, request.told_at or promised_at
    given = Running(given_promise(policy, request), first, since, told_at)
    raised = policy.promises.get(request.raised)
    return given if raised is None else Running(raised, first, since, promised_at, given)


def sooner(scene: Scene, request: Request, raise_to: str) -> datetime | None:
    """By when a person must answer if the promise is raised to that key now. None: that is no
    sooner than it would be without.
    """
    first, now = not request.answered_once, scene.now
    raised = _spoken(deadline(scene.policy.promises[raise_to], now, first))
    if raised >= min(
        _spoken(deadline(one, now, first)) for one in _both_promises(scene.policy, request)
    ):
        return None
    return raised


def start_with(scene: Scene, request: Request, left: Span) -> StartClock:
    """What was `left` of a promise that paused."""
    promise, now = promise_of(scene.policy, request), scene.now
    promised_at = _spoken(after(promise.hours, now, left))
    begun = replace(request, unanswered_since=now, promised_at=promised_at, told_at=None)
    runs, ladder = running_of(scene.policy, begun), ladder_of(scene.policy, request)
    return StartClock(now, promised_at, due(runs, ladder, 0, 0, None) if runs else None)


def after_silence(scene: Scene, request: Request, length: Span) -> datetime:
    """When so much time has passed, in the promise's hours where it is working time."""
    return after(promise_of(scene.policy, request).hours, scene.now, length)


def promise_of(policy: Policy, request: Request) -> Promise:
    """The request's promise: that which a rung raised it to, else that which the rules gave it."""
    return policy.promises.get(request.raised) or given_promise(policy, request)


def given_promise(policy: Policy, request: Request) -> Promise:
    """What the rules gave it; the fallback's where an edited rule file no longer has it."""
    return policy.promises.get(request.given.promise) or policy.promises[policy.fallback.promise]


def ladder_of(policy: Policy, request: Request) -> Ladder:
    """The request's ladder; the fallback's where an edited rule file no longer has it."""
    return policy.ladders.get(request.given.ladder) or policy.ladders[policy.fallback.ladder]
