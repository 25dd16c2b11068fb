"""A request's promise and ladder → the effects that start its clock or move it on."""

from __future__ import annotations

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
    """The next promise of an existing request."""
    promise, ladder = promise_of(scene.policy, request), ladder_of(scene.policy, request)
    return start_clock(scene, promise.key, ladder.key, first=not request.answered_once)


def after_silence(scene: Scene, request: Request, length: Span) -> datetime:
    """When so much time has passed, in the promise's hours where it is working time."""
    return after(promise_of(scene.policy, request).hours, scene.now, length)


def promise_of(policy: Policy, request: Request) -> Promise:
    """The request's promise; the fallback's where an edited rule file no longer has it."""
    return policy.promises.get(request.given.promise) or policy.promises[policy.fallback.promise]


def ladder_of(policy: Policy, request: Request) -> Ladder:
    """The request's ladder; the fallback's where an edited rule file no longer has it."""
    return policy.ladders.get(request.given.ladder) or policy.ladders[policy.fallback.ladder]
