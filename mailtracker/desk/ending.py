"""A request that is to be closed → whether its requester is told before, when, and for which time
(docs/reliability.md, N1 to N6).
"""

from __future__ import annotations

from datetime import date, datetime

from mailtracker.desk.case import key_of
from mailtracker.desk.deadlines import after_silence, promise_of
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.ending_letters import EndsSoon
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.scene import Scene
from mailtracker.policy.hours import add, between, next_open
from mailtracker.policy.promise import before
from mailtracker.policy.worktime import Span


def has_word(request: Request) -> bool:
    """Whether its requester is told before it is closed. Not where the rules want no word, where
    nobody reads one, and not about what is a part of something else.
    """
    alone = request.merged_into is None and request.part_of is None
    return request.given.ending is not None and alone and _is_read(request)


def _is_read(request: Request) -> bool:
    asks = bool(request.requester.email) and not request.given.expected
    return asks and not request.quiet


def word_at(scene: Scene, request: Request, length: Span) -> datetime:
    """When the word goes out, where silence closes it so long after now: as long before as the
    rules say, or when half of the time is over.
    """
    end = after_silence(scene, request, length)
    if request.given.ending is None:
        return end
    hours = promise_of(scene.policy, request).hours
    at = before(hours, end, request.given.ending)
    return next_open(hours, at if at > scene.now else _half(scene, request, length))


def closes_after_done(scene: Scene, request: Request) -> datetime:
    """When it is closed whose word goes out now."""
    hours, ending = promise_of(scene.policy, request).hours, request.given.ending
    return next_open(hours, after_silence(scene, request, ending)) if ending else scene.now


def closes_after_silence(scene: Scene, request: Request, length: Span) -> datetime:
    """The same, where silence of so long closes it: the other half of a shorter one."""
    at = closes_after_done(scene, request)
    if at < after_silence(scene, request, length):
        return at
    hours = promise_of(scene.policy, request).hours
    return next_open(hours, _half(scene, request, length))


def _half(scene: Scene, request: Request, length: Span) -> datetime:
    """When half of that time after now is over."""
    counted = length.counted_in(promise_of(scene.policy, request).hours)
    whole = between(counted, scene.now, after_silence(scene, request, length))
    return add(counted, scene.now, whole // 2)


def day_of(scene: Scene, request: Request, at: datetime) -> date:
    """Where the promise's hours are."""
    return at.astimezone(promise_of(scene.policy, request).hours.zone).date()


def word(scene: Scene, request: Request, at: datetime, by_name: str = "") -> SendLetter:
    """One for each end, whatever becomes of it."""
    letter = EndsSoon(by_name, at)
    key = key_of(scene.policy, request.requester)
    once = f"ending.{request.epoch}.{at:%Y%m%d%H%M}"
    return SendLetter(letter, request.requester, key, Lane.OWNER, once=once)
