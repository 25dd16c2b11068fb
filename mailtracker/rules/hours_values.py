"""One text of the hours in a rules file → the days, the time of day or the place that it means, or
ValueError saying what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from mailtracker import public_holidays
from mailtracker.policy.invalid import Invalid
from mailtracker.policy.worktime import DAY_END, DayTime, OwnDays
from mailtracker.rules.similar import suggest
from mailtracker.rules.values import read_date, read_minute, read_opening

CLOSED, OPEN = "closed", "open"

_YEARLY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_LEAP_YEAR = 2000
"""Has every day that there is."""
_ALL_CLOSED = DayTime(())
_CUT = re.compile(r"(until|from) +(\d{1,2}):(\d\d)", re.ASCII)


def names_dates(key: str) -> bool:
    """Whether a key of hours is to name dates, and no weekdays."""
    return key[:1].isdigit()


def read_own_days(text: str, time: DayTime = _ALL_CLOSED, place: str = "") -> OwnDays:
    """ "2026-05-15", "2026-07-13 to 2026-07-31", or of every year "12-24", "12-27 to 01-02"."""
    first, to, last = (part.strip() for part in text.partition(" to "))
    yearly = bool(_YEARLY.fullmatch(first))
    start = _day(first, yearly, text)
    end = _day(last, yearly, text) if to else start
    if not yearly and end < start:
        raise Invalid("bad-date", f"`{text}` ends before it begins: write the earlier day first")
    return OwnDays(start, end, yearly, time, text, place)


def _day(text: str, yearly: bool, whole: str) -> date:
    found = _YEARLY.fullmatch(text)
    if bool(found) is not yearly:
        write = "write both with a year, or none: `12-27 to 01-02`, `2026-12-27 to 2027-01-02`"
        raise Invalid("bad-date", f"`{whole}` is no range of days: {write}")
    if found is None:
        return read_date(text)
    try:
        return date(_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        told = f"`{text}` is no day of the year: write month-day, as in 12-24"
        raise Invalid("bad-date", told) from None


def read_day_time(text: str) -> DayTime:
    """ "closed", "open", "until 12:00", "from 10:00", or an opening of its own, "09:00-12:00"."""
    said = text.strip().lower()
    if said == CLOSED:
        return DayTime(())
    if said == OPEN:
        return DayTime()
    if found := _CUT.fullmatch(said):
        minute = read_minute(found[2], found[3], text)
        return DayTime(ends=minute) if found[1] == "until" else DayTime(begins=minute)
    if not said[:1].isdigit():
        write = 'write "09:00-12:00", `until 12:00`, `from 10:00`, `closed` or `open`'
        raise Invalid("bad-hours", f"`{text}` is no working time of a day: {write}")
    return DayTime((read_opening(text),))


def read_day_times(texts: Sequence[str]) -> DayTime:
    """One text of these, or several openings; a word among them, told elsewhere, adds none."""
    times = list(map(read_day_time, texts))
    if len(times) == 1:
        return times[0]
    return DayTime(tuple(opening for time in times for opening in time.openings or ()))


def read_half_day(text: str) -> DayTime:
    """What of a half day is working time: "until 12:00", "from 13:00"."""
    found = read_day_time(text)
    if found.openings is not None or (found.begins, found.ends) == (0, DAY_END):
        raise Invalid("bad-hours", f"`{text}`: write `until 12:00`, or `from 13:00`")
    return found


def read_holidays(text: str) -> str:
    """A country ("DK") or one of its parts ("DE-BE") of the holidays package."""
    countries = public_holidays.codes()
    country, dash, part = text.partition("-")
    if country not in countries:
        known = country.upper() in countries
        hint = suggest(country, countries) if known else ": use a code as in DK, DE-BE or GB-ENG"
        raise Invalid("bad-holidays", f"no holidays are known for `{text}`{hint}")
    if dash and part not in public_holidays.parts_of(country):
        parts = f"parts of {country} are {', '.join(public_holidays.parts_of(country)) or 'none'}"
        raise Invalid("bad-holidays", f"no holidays are known for `{text}`: {parts}")
    return text
