"""A promise and the instant its clock began → when it is due, and when
each rung of its ladder is.
"""

from __future__ import annotations

from datetime import datetime

from mailtracker.policy.hours import add, add_days, between
from mailtracker.policy.model import Ladder, Promise

EXACT = 100
"""The percentage at which a promise is due."""


def deadline(promise: Promise, since: datetime, first: bool) -> datetime:
    """When a person must have answered. `first` chooses between `first_reply`
    and `then_every`. Aware UTC.
    """
    span = promise.first_reply if first else promise.then_every
    if span.days:
        return add_days(promise.hours, since, span.days)
    return add(promise.hours, since, span.minutes)


def due(
    promise: Promise,
    ladder: Ladder,
    since: datetime,
    promised_at: datetime,
    rung: int,
    repeats: int,
    last: datetime | None,
) -> datetime | None:
    """When the rung of that index (from 0) is due; None past the end of the ladder.

    A repeating last rung that fired `repeats` times is due one working day, or 60
    working minutes, after `last`.
    """
    if rung >= len(ladder.rungs):
        return None
    step = ladder.rungs[rung]
    if repeats and last is not None and step.repeat:
        return (
            add_days(promise.hours, last, 1)
            if step.repeat == "daily"
            else add(promise.hours, last, 60)
        )
    return at_percent(promise, since, promised_at, step.percent)


def at_percent(promise: Promise, since: datetime, promised_at: datetime, percent: int) -> datetime:
    """That part of the promise's working time after `since`. 100 is
    `promised_at` to the microsecond.

    Later ones count on from `promised_at`, so that rungs keep their order where
    a promise in days was clipped.
    """
    minutes = between(promise.hours, since, promised_at)
    if percent < EXACT:
        return min(add(promise.hours, since, minutes * percent // EXACT), promised_at)
    if percent == EXACT:
        return promised_at
    return add(promise.hours, promised_at, minutes * (percent - EXACT) // EXACT)
