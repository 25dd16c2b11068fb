"""A promise and the instant its clock began → when it is due, and when
each rung of its ladder is.
"""

from __future__ import annotations

from datetime import datetime

from mailtracker.policy.hours import add, add_days, before_opening, between, next_open
from mailtracker.policy.model import Ladder, Promise
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


def due(
    running: Running, ladder: Ladder, rung: int, repeats: int, last: datetime | None
) -> datetime | None:
    """When the rung of that index (from 0) is due; None past the end of the ladder.

    A repeating last rung that fired `repeats` times is due one working day, or 60
    working minutes, after `last`.
    """
    if rung >= len(ladder.rungs):
        return None
    step, hours = ladder.rungs[rung], running.promise.hours
    if repeats and last is not None and step.repeat:
        return add_days(hours, last, 1) if step.repeat == "daily" else add(hours, last, 60)
    return at_percent(running, step.percent)


def at_percent(running: Running, percent: int) -> datetime:
    """When that part of the promise's time has passed. 100 is `promised_at` to the microsecond,
    which people were told.

    Later ones count on from it, so that rungs keep their order where a promise in days was clipped.
    Where time is counted by the clock, those that fall outside working time wait for it: who writes
    at night is read in the morning.
    """
    promised_at, counted = running.promised_at, running.span.counted_in(running.promise.hours)
    minutes = between(counted, running.since, promised_at)
    if percent < EXACT:
        found = _opened(running, add(counted, running.since, minutes * percent // EXACT))
        return min(found, promised_at)
    if percent == EXACT:
        return promised_at
    return _opened(running, add(counted, promised_at, minutes * (percent - EXACT) // EXACT))


def _opened(running: Running, instant: datetime) -> datetime:
    """What is counted in working time lies in it, or on its end."""
    return next_open(running.promise.hours, instant) if running.span.by_clock else instant
