"""By when mail is expected, as the files say it → a Recurrence, or what to write instead."""

from __future__ import annotations

import re

from mailtracker.policy.invalid import Invalid
from mailtracker.policy.recurrence import Each, Recurrence
from mailtracker.policy.worktime import DAY_END

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

EVERY_MONTH_HAS = 28
"""The last day of the month that each month has."""

_BY = re.compile(r"(\d{1,2}):(\d\d) +each +(\S.*)", re.ASCII)
_DATE = re.compile(r"month on the (\d{1,2})(st|nd|rd|th)", re.ASCII)
_AND = re.compile(r" *, *| +and +")
_DAYS = {
    "day": Each.DAY,
    "working day": Each.WORKING_DAY,
    "month on the last day": Each.LAST_DAY,
    "month on the first working day": Each.FIRST_WORKING_DAY,
    "month on the last working day": Each.LAST_WORKING_DAY,
}
_WRITE = (
    "write a time and days: `06:30 each working day`, `each day`, `each monday`, `each month on "
    "the 1st`, `each month on the last working day`"
)


def read_recurrence(text: str) -> Recurrence:
    """ "06:30 each working day", "17:00 each monday and friday", "09:00 each month on the 1st"."""
    written = " ".join(text.split())
    found = _BY.fullmatch(written)
    if found is None:
        raise Invalid("bad-by", f"`{text}` is no time that comes again: {_WRITE}")
    minute, days = _minute(found[1], found[2], text), found[3].lower()
    if days in _DAYS:
        return Recurrence(minute, _DAYS[days], written)
    if date := _DATE.fullmatch(days):
        return Recurrence(minute, Each.MONTH_DAY, written, number=_number(date[1], date[2], text))
    named = _AND.split(days)
    if set(named) <= set(WEEKDAYS) and len(set(named)) == len(named):
        weekdays = frozenset(map(WEEKDAYS.index, named))
        return Recurrence(minute, Each.WEEKDAY, written, weekdays=weekdays)
    raise Invalid("bad-by", f"`{text}`: nobody knows which days “{found[3]}” are: {_WRITE}")


def _minute(hour: str, minute: str, text: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > DAY_END:
        raise Invalid("bad-by", f"`{text}`: no such time of day; it runs from 00:00 to 24:00")
    return total


def _number(number: str, ending: str, text: str) -> int:
    day = int(number)
    if not 1 <= day <= EVERY_MONTH_HAS:
        told = f"`{text}`: not every month has that day; write `on the last day`"
        raise Invalid("bad-by", told)
    right = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    if ending != right:
        raise Invalid("bad-by", f"`{text}`: write `on the {day}{right}`")
    return day
