"""A date and a zone → the UTC instants of that day's working time, with
holidays and clock changes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailtracker import public_holidays
from mailtracker.policy.worktime import Holidays, Hours, Openings, OwnDays, outside
from mailtracker.public_holidays import HALF_DAY, PUBLIC


@lru_cache(maxsize=4096)
def windows(hours: Hours, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Working time of a local date as (opens, closes) UTC instants in order;
    empty on free days and holidays.
    """
    openings = openings_of(hours, day)
    spans = (
        (instant_of(hours.zone, day, start), instant_of(hours.zone, day, end))
        for start, end in openings
    )
    return tuple((opens, closes) for opens, closes in spans if opens < closes)


def instant_of(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """The UTC instant at which the local clock first shows that minute of
    the day (0-1440) or a later one.

    So a local time that the clock skips moves forward to the change, and one
    that comes twice is its first.
    """
    return first_instant(zone, datetime.combine(day, time()) + timedelta(minutes=minute))


def first_instant(zone: ZoneInfo, local: datetime) -> datetime:
    """The same for a naive local time with seconds."""
    early = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == local:
        return early
    return _change_between(zone, local.replace(tzinfo=zone, fold=1).astimezone(UTC), early)


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The instant of the one clock change between two others, to the second:
    zone rules know no finer ones.
    """
    old = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def openings_of(hours: Hours, day: date) -> Openings:
    """Working time of a local date by the local clock: as the files name the day, else as the
    holidays do, else as its weekday has it; but for a day that the files name without what the
    calendars of others take away.
    """
    openings = hours.week[day.weekday()]
    if own := own_day(hours, day):
        return own.of(openings)
    return outside(_by_holidays(hours, day, openings), hours.closings.days.get(day, ()))


def _by_holidays(hours: Hours, day: date, openings: Openings) -> Openings:
    if not openings:
        return ()
    if any(day in days_off(place, day.year) for place in hours.holidays):
        return ()
    for place in hours.holidays:
        if place.half_days and day in half_days(place.code, day.year):
            openings = place.half_days.of(openings)
    return openings


def own_day(hours: Hours, day: date) -> OwnDays | None:
    """What the files say of that very day."""
    return next((own for own in hours.own if own.covers(day)), None)


def days_off(place: Holidays, year: int) -> frozenset[date]:
    """Public holidays of a place, and the other kinds that are asked for. NotImplementedError for
    an unknown code.
    """
    return _days(place.code, (PUBLIC, *place.also), year)


def half_days(code: str, year: int) -> frozenset[date]:
    """Days of a place on which half of it works."""
    return _days(code, (HALF_DAY,), year)


@lru_cache(maxsize=256)
def _days(code: str, kinds: tuple[str, ...], year: int) -> frozenset[date]:
    return frozenset(public_holidays.named_days(code, year, kinds))
