"""Days on which somebody is away, held against the days on which they work."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.policy.calendar import instant_of, windows
from mailtracker.policy.hours import SEARCH_DAYS, next_open
from mailtracker.policy.model import Person, Policy

_DAY = timedelta(days=1)
_WEEKEND = 5  # the number of Saturday, from Monday 0


def works_on(policy: Policy, person: Person, day: date) -> bool:
    """By their hours; Monday to Friday where these are not known."""
    hours = policy.hours.get(person.hours)
    if hours is None:
        return day.weekday() < _WEEKEND
    return hours.always or bool(windows(hours, day))


def next_working_day(policy: Policy, person: Person, day: date) -> date:
    """The first one after `day`."""
    later = (day + number * _DAY for number in range(1, SEARCH_DAYS))
    return next((one for one in later if works_on(policy, person, one)), day + _DAY)


def begins_at(policy: Policy, person: Person, absence: KnownAbsence) -> datetime:
    """When what they have goes to others: at once where they, or a program for them, say so when
    they are away already; else when their work would begin. Aware UTC.
    """
    hours = policy.hours.get(person.hours)
    zone = hours.zone if hours else ZoneInfo("UTC")
    first = instant_of(zone, absence.days.start, 0)
    heard = absence.since or first
    if not absence.known_by.stands_elsewhere and heard >= first:
        return heard
    earliest = max(first, heard)
    return next_open(hours, earliest) if hours else earliest


def is_at_work(policy: Policy, person: Person, now: datetime) -> bool:
    """Whether mail to them that nobody waits for may be written now: within their hours, or from
    Monday to Friday where these are not known.
    """
    hours = policy.hours.get(person.hours)
    if hours is None:
        return now.weekday() < _WEEKEND
    return next_open(hours, now) == now


def lasts_a_working_day(policy: Policy, person: Person, today: date, end: date) -> bool:
    """Whether the absence takes up a working day after today."""
    return next_working_day(policy, person, today) <= end


def is_working_day_later(policy: Policy, person: Person, first: date, second: date) -> bool:
    """Whether they should have been at work on one day from `first` on, and by `second` on the next
    one as well.
    """
    began = first if works_on(policy, person, first) else next_working_day(policy, person, first)
    return next_working_day(policy, person, began) <= second
