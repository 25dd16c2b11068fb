"""A day that comes again and a time of day, in somebody's hours → the instants at which it is."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from mailtracker.policy.calendar import first_instant, windows
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass

SEARCH_DAYS = 800
"""So many days in a row of which none is meant: there is none. The loader refuses hours without
working time.
"""

_DAY = timedelta(days=1)


class Each(StrEnum):
    """Which days are meant."""

    DAY = "day"
    WORKING_DAY = "working day"
    WEEKDAY = "weekday"  # those of `weekdays`
    MONTH_DAY = "day of the month"  # that of `number`
    LAST_DAY = "last day of the month"
    FIRST_WORKING_DAY = "first working day of the month"
    LAST_WORKING_DAY = "last working day of the month"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A time of day on days that come again, as the files say it ("06:30 each working day")."""

    #: Minutes after local midnight, up to 24:00.
    minute: int
    #: On which days.
    each: Each
    #: As written.
    written: str
    #: For `Each.WEEKDAY`: Monday is 0.
    weekdays: frozenset[int] = frozenset()
    #: For `Each.MONTH_DAY`: from 1 on.
    number: int = 0


def next_due(recurrence: Recurrence, hours: Hours, after: datetime) -> datetime:
    """The first such instant later than `after`, in the zone and by the working days of `hours`.
    Aware UTC.

    Where the clock shows that time twice it is the second; where it skips it, the change itself: so
    nothing is due before the local clock has passed it.
    """
    day = after.astimezone(hours.zone).date() - _DAY
    for _ in range(SEARCH_DAYS):
        if _is_meant(recurrence, hours, day):
            found = _instant_on(recurrence, hours, day)
            if found > after:
                return found
        day += _DAY
    raise _never(recurrence, hours)


def last_due(recurrence: Recurrence, hours: Hours, at: datetime) -> datetime:
    """The latest such instant that is not later than `at`. Aware UTC."""
    day = at.astimezone(hours.zone).date() + _DAY
    for _ in range(SEARCH_DAYS):
        if _is_meant(recurrence, hours, day):
            found = _instant_on(recurrence, hours, day)
            if found <= at:
                return found
        day -= _DAY
    raise _never(recurrence, hours)


def dues(
    recurrence: Recurrence, hours: Hours, after: datetime, until: datetime
) -> Iterator[datetime]:
    """All later than `after` and not later than `until`, in order."""
    found = next_due(recurrence, hours, after)
    while found <= until:
        yield found
        found = next_due(recurrence, hours, found)


def _is_meant(recurrence: Recurrence, hours: Hours, day: date) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    match recurrence.each:
        case Each.DAY:
            return True
        case Each.WORKING_DAY:
            return _is_worked(hours, day)
        case Each.WEEKDAY:
            return day.weekday() in recurrence.weekdays
        case Each.MONTH_DAY:
            return day.day == recurrence.number
        case Each.LAST_DAY:
            return day.day == last
        case Each.FIRST_WORKING_DAY:
            return _is_only(hours, day, range(1, day.day))
        case Each.LAST_WORKING_DAY:
            return _is_only(hours, day, range(day.day + 1, last + 1))


def _is_worked(hours: Hours, day: date) -> bool:
    return bool(windows(hours, day))


def _is_only(hours: Hours, day: date, others: range) -> bool:
    """It is worked on that day, and on none of the `others` of its month."""
    if not _is_worked(hours, day):
        return False
    return not any(_is_worked(hours, day.replace(day=other)) for other in others)


def _instant_on(recurrence: Recurrence, hours: Hours, day: date) -> datetime:
    local = datetime.combine(day, time()) + timedelta(minutes=recurrence.minute)
    latest = local.replace(tzinfo=hours.zone, fold=1).astimezone(UTC)
    if latest.astimezone(hours.zone).replace(tzinfo=None) == local:
        return latest
    return first_instant(hours.zone, local)


def _never(recurrence: Recurrence, hours: Hours) -> ValueError:
    return ValueError(f"“{recurrence.written}” never comes in hours {hours.key!r}")
