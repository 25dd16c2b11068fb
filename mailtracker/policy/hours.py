"""Working hours and a UTC instant → another UTC instant, or the working minutes between two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from mailtracker.policy.calendar import first_instant, windows
from mailtracker.policy.worktime import Hours

SEARCH_DAYS = 400
"""So many days in a row without working time mean that there is none. The loader
refuses such hours already.
"""

Window = tuple[datetime, datetime]


def add(hours: Hours, start: datetime, minutes: int) -> datetime:
    """The instant when `minutes` of working time have passed since `start`. 0
    minutes: the next open instant.

    What ends together with working time falls on its end (17:00), not on the next
    opening. Aware UTC in and out.
    """
    if hours.always:
        return start.astimezone(UTC) + timedelta(minutes=minutes)
    return _add(hours, start, minutes)


def subtract(hours: Hours, end: datetime, minutes: int) -> datetime:
    """The instant from which `minutes` of working time pass until `end`: what `add` undoes.
    0 minutes: the last instant of working time up to then.

    What begins together with working time falls on its opening (09:00), not on the closing before
    it. Aware UTC in and out.
    """
    if hours.always:
        return end.astimezone(UTC) - timedelta(minutes=minutes)
    left = timedelta(minutes=max(minutes, 0))
    for opens, closes in _windows_back(hours, end):
        if left <= closes - opens:
            return closes - left
        left -= closes - opens
    raise _closed_for_good(hours)


@lru_cache(maxsize=256)  # mails that come together ask for the same
def _add(hours: Hours, start: datetime, minutes: int) -> datetime:
    left = timedelta(minutes=max(minutes, 0))
    for opens, closes in _windows_from(hours, start):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise _closed_for_good(hours)


def add_days(hours: Hours, start: datetime, days: int) -> datetime:
    """`days` working days later at the same local clock time, clipped into that day's working time.

    A start outside working time first moves to the next opening; an end in a break
    moves to the end of the break.
    """
    if hours.always:
        return start.astimezone(UTC) + timedelta(days=days)
    local = next_open(hours, start).astimezone(hours.zone)
    day, idle = local.date(), 0
    while days > 0:
        day += timedelta(days=1)
        idle = 0 if windows(hours, day) else idle + 1
        days -= not idle
        if idle > SEARCH_DAYS:
            raise _closed_for_good(hours)
    wanted = datetime.combine(day, local.time().replace(fold=0))
    return _clip(windows(hours, day), first_instant(hours.zone, wanted))


def subtract_days(hours: Hours, end: datetime, days: int) -> datetime:
    """`days` working days earlier at the same local clock time, clipped into that day's working
    time: what `add_days` undoes wherever neither clips.

    An end outside working time first moves back to the closing before it; a beginning in a break
    moves back to the start of the break.
    """
    if hours.always:
        return end.astimezone(UTC) - timedelta(days=days)
    opening = next_open(hours, end) == end  # belongs to the day that it opens
    local = (end if opening else subtract(hours, end, 0)).astimezone(hours.zone)
    day, idle = local.date(), 0
    while days > 0:
        day -= timedelta(days=1)
        idle = 0 if windows(hours, day) else idle + 1
        days -= not idle
        if idle > SEARCH_DAYS:
            raise _closed_for_good(hours)
    wanted = datetime.combine(day, local.time().replace(fold=0))
    return _clip_back(windows(hours, day), first_instant(hours.zone, wanted))


def before_opening(hours: Hours, instant: datetime) -> datetime:
    """The opening of a day → the closing before it, to which no working time is missing: whoever
    asks on Saturday and shall have an answer within a working day has it on Monday, and is not told
    "Tuesday by 08:00". Every other instant as it is.
    """
    if hours.always:
        return instant
    day = instant.astimezone(hours.zone).date()
    today = windows(hours, day)
    if not today or today[0][0] != instant:
        return instant
    for _ in range(SEARCH_DAYS):
        day -= timedelta(days=1)
        if earlier := windows(hours, day):
            return earlier[-1][1]
    return instant


def between(hours: Hours, start: datetime, end: datetime) -> int:
    """Whole working minutes from `start` to `end`; 0 when `end` is not later."""
    if end <= start:
        return 0
    if hours.always:
        return int((end - start) / timedelta(minutes=1))
    return _between(hours, start, end)


@lru_cache(maxsize=256)
def _between(hours: Hours, start: datetime, end: datetime) -> int:
    total = timedelta()
    for opens, closes in _windows_from(hours, start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return int(total / timedelta(minutes=1))


def next_open(hours: Hours, instant: datetime) -> datetime:
    """`instant` itself within working time, else the next opening."""
    return add(hours, instant, 0)


def opening(hours: Hours, instant: datetime) -> datetime | None:
    """The same; None where there is no working time for more than a year."""
    try:
        return next_open(hours, instant)
    except ValueError:
        return None


def _windows_from(hours: Hours, start: datetime) -> Iterator[Window]:
    """Working time from `start` on; a window that is open at `start` begins there."""
    start = start.astimezone(UTC)
    day, idle = start.astimezone(hours.zone).date(), 0
    while idle <= SEARCH_DAYS:
        idle += 1
        for opens, closes in windows(hours, day):
            if closes > start:
                idle = 0
                yield max(opens, start), closes
        day += timedelta(days=1)


def _windows_back(hours: Hours, end: datetime) -> Iterator[Window]:
    """Working time up to `end`, the latest first; a window that is open at `end` ends there."""
    end = end.astimezone(UTC)
    day, idle = end.astimezone(hours.zone).date(), 0
    while idle <= SEARCH_DAYS:
        idle += 1
        for opens, closes in reversed(windows(hours, day)):
            if opens < end:
                idle = 0
                yield opens, min(closes, end)
        day -= timedelta(days=1)


def _clip(day: tuple[Window, ...], instant: datetime) -> datetime:
    for opens, closes in day:
        if instant <= closes:
            return max(opens, instant)
    return day[-1][1]


def _clip_back(day: tuple[Window, ...], instant: datetime) -> datetime:
    for opens, closes in reversed(day):
        if instant >= opens:
            return min(closes, instant)
    return day[0][0]


def _closed_for_good(hours: Hours) -> ValueError:
    return ValueError(f"hours {hours.key!r} have no working time within {SEARCH_DAYS} days")
