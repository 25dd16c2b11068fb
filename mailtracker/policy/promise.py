"""A promise and the instant its clock began → when it is due, and when
each rung of its ladder is.
"""

from __future__ import annotations

from datetime import datetime

from mailtracker.policy.hours import (
    add,
    add_days,
    before_opening,
    between,
    next_open,
    subtract,
    subtract_days,
)
from mailtracker.policy.model import Ladder, Offset, Promise, Rung
from mailtracker.policy.worktime import Hours, Span
from mailtracker.record import dataclass

EXACT = 100
"""The percentage at which a promise is due."""


@dataclass(frozen=True, slots=True)
class Running:
    """A promise whose clock runs."""

    #: Which.
    promise: Promise
    #: It is for the first answer, and not for one after it.
    first: bool
    #: When the clock began. Aware UTC.
    since: datetime
    #: By when a person must have answered. Aware UTC.
    promised_at: datetime
    #: The promise as it was before a rung raised it; None: none did.
    raised_from: Running | None = None

    @property
    def span(self) -> Span:
        return self.promise.first_reply if self.first else self.promise.then_every


def deadline(promise: Promise, since: datetime, first: bool) -> datetime:
    """When a person must have answered. `first` chooses between `first_reply`
    and `then_every`. Aware UTC.

    What began outside working time has whole working days: it is due at the end of the last one,
    and not with the opening of the next.
    """
    span, hours = (promise.first_reply if first else promise.then_every), promise.hours
    end = after(hours, since, span)
    if span.by_clock or not span.days or next_open(hours, since) == since:
        return end
    return before_opening(hours, end)


def after(hours: Hours, since: datetime, span: Span) -> datetime:
    """When so much time has passed. Aware UTC."""
    counted = span.counted_in(hours)
    if span.days:
        return add_days(counted, since, span.days)
    return add(counted, since, span.minutes)


def before(hours: Hours, end: datetime, span: Span) -> datetime:
    """From when on so much time passes until `end`. Aware UTC."""
    counted = span.counted_in(hours)
    if span.days:
        return subtract_days(counted, end, span.days)
    return subtract(counted, end, span.minutes)


def due(
    running: Running, ladder: Ladder, rung: int, repeats: int, last: datetime | None
) -> datetime | None:
    """When the rung of that index (from 0) is due; None past the end of the ladder. It is never due
    before a rung that stands above it.

    A repeating last rung that fired `repeats` times is due one working day, or 60
    working minutes, after `last`. A promise that was raised makes no rung later.
    """
    if rung >= len(ladder.rungs):
        return None
    step = ladder.rungs[rung]
    if repeats and last is not None and step.repeat:
        return min(_again(each, step, last) for each in _both(running))
    return max(first_time(running, each) for each in ladder.rungs[: rung + 1])


def _both(running: Running) -> tuple[Running, ...]:
    """The promise, and that which it was raised from."""
    return (running, running.raised_from) if running.raised_from else (running,)


def _again(running: Running, step: Rung, last: datetime) -> datetime:
    hours = running.promise.hours
    return add_days(hours, last, 1) if step.repeat == "daily" else add(hours, last, 60)


def first_time(running: Running, step: Rung) -> datetime:
    """When a rung is due by itself, whatever stands above it.

    Those before the promised time stay where they were when a promise is raised, unless that
    comes sooner: else they would all be due at once.
    """
    before_it = step.at.before if isinstance(step.at, Offset) else step.at < EXACT
    if before_it and running.raised_from:
        return min(_moment(running.raised_from, step.at), running.promised_at)
    return min(_moment(each, step.at) for each in _both(running))


def _moment(running: Running, at: int | Offset) -> datetime:
    return at_offset(running, at) if isinstance(at, Offset) else at_percent(running, at)


def at_offset(running: Running, offset: Offset) -> datetime:
    """So long before or after `promised_at`, counted in the promise's hours. Not before its clock
    began.
    """
    hours, promised_at = running.promise.hours, running.promised_at
    if offset.before:
        return max(before(hours, promised_at, offset.span), running.since)
    return after(hours, promised_at, offset.span)


def at_percent(running: Running, percent: int) -> datetime:
    """When that part of the promise's time has passed. 100 is `promised_at` to the microsecond,
    which people were told.

    Later ones count on from it, so that rungs keep their order where a promise in days was clipped.
    Where time is counted by the clock, those that fall outside working time wait for it: who writes
    at night is read in the morning.
    """
    promised_at, counted = running.promised_at, running.span.counted_in(running.promise.hours)
    if percent == EXACT:
        return promised_at
    minutes = _length(running)
    if percent < EXACT:
        found = _opened(running, add(counted, running.since, minutes * percent // EXACT))
        return min(found, promised_at)
    return _opened(running, add(counted, promised_at, minutes * (percent - EXACT) // EXACT))


def _length(running: Running) -> int:
    """Of the promise, in minutes of its time. One that was raised has its own, whenever the clock
    began.
    """
    counted = running.span.counted_in(running.promise.hours)
    if running.raised_from is None:
        return between(counted, running.since, running.promised_at)
    end = after(running.promise.hours, running.promised_at, running.span)
    return between(counted, running.promised_at, end)


def _opened(running: Running, instant: datetime) -> datetime:
    """What is counted in working time lies in it, or on its end."""
    return next_open(running.promise.hours, instant) if running.span.by_clock else instant
