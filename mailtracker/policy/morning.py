"""Working hours and a date → when that working day begins, and until when its first half lasts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailtracker.policy.calendar import instant_of, windows
from mailtracker.policy.hours import SEARCH_DAYS, Window
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass

_DAY = timedelta(days=1)
_FIRST = 8 * 60
"""Minute of the day at which one begins that nobody says the begin of."""

_OFFICE = ((_FIRST, 16 * 60),)


@dataclass(frozen=True, slots=True)
class Morning:
    """The first half of a working day, and until when that day lasts."""

    #: The local date on which it begins.
    day: date
    #: Its working time from the first minute to the end of the first half, in order.
    open: tuple[Window, ...]
    #: The end of the local date, or of the working time that began on it, where that is later.
    ends: datetime

    @property
    def begins(self) -> datetime:
        return self.open[0][0]

    @property
    def until(self) -> datetime:
        """From here on it is the second half."""
        return self.open[-1][1]

    def first_from(self, now: datetime) -> datetime | None:
        """The first instant from now on that is in it; None where it is over."""
        return next((max(opens, now) for opens, closes in self.open if closes > now), None)


def office(zone: ZoneInfo) -> Hours:
    """For whom no hours are known: Monday to Friday, from eight on."""
    return Hours("", zone, (*(_OFFICE,) * 5, (), ()))


def morning_of(hours: Hours, day: date) -> Morning | None:
    """None where no working time begins on this date. What goes on from the day before has begun
    there; whoever works from midnight to midnight begins at eight.
    """
    begun = _begun_on(hours, day)
    if not begun:
        return None
    half = sum((closes - opens for opens, closes in begun), timedelta()) / 2
    midnight = instant_of(hours.zone, day + _DAY, 0)
    return Morning(day, tuple(_first(begun, half)), max(midnight, begun[-1][1]))


def next_morning(
    hours: Hours, now: datetime, after: date | None
) -> tuple[datetime, Morning] | None:
    """The first instant from now on in the first half of a working day that is later than `after`,
    and that half. None where there is none for more than a year.
    """
    now = now.astimezone(UTC)
    day = now.astimezone(hours.zone).date() - _DAY  # a night's work may have begun yesterday
    for _ in range(SEARCH_DAYS):
        found = morning_of(hours, day) if after is None or day > after else None
        at = found.first_from(now) if found else None
        if found and at:
            return at, found
        day += _DAY
    return None


def _begun_on(hours: Hours, day: date) -> list[Window]:
    """The working time that begins on this date, and goes on into the next one where it does."""
    today = list(windows(hours, day))
    if not today:
        return []
    if _is_around_the_clock(hours, today[0], day):
        today[0] = (instant_of(hours.zone, day, _FIRST), today[0][1])
        return today
    before, later = windows(hours, day - _DAY), windows(hours, day + _DAY)
    if before and before[-1][1] == today[0][0]:
        del today[0]
    if today and later and later[0][0] == today[-1][1]:
        today[-1] = (today[-1][0], later[0][1])
    return today


def _is_around_the_clock(hours: Hours, first: Window, day: date) -> bool:
    return first == (instant_of(hours.zone, day, 0), instant_of(hours.zone, day + _DAY, 0))


def _first(begun: list[Window], left: timedelta) -> list[Window]:
    """So much of it."""
    found = []
    for opens, closes in begun:
        if left <= timedelta():
            break
        found.append((opens, min(closes, opens + left)))
        left -= closes - opens
    return found
