"""Days as they are named, and today → which days those are."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

_PAST, _AHEAD = 60, 305  # days around today among which one without a year is looked for
_DAY = timedelta(days=1)
_END_OF_YEAR = 27  # of December: "the new year" is the next one, but for the days that end this one


class NamedSpan(NamedTuple):
    """Some days in a row."""

    first: date
    last: date


class NamedDays(NamedTuple):
    """A day or a few, as a text names them."""

    #: 0, as everywhere here: not named.
    day: int = 0
    month: int = 0
    year: int = 0
    #: 0 to 6, Monday is 0.
    weekday: int | None = None
    #: "next Wednesday": that of the week after this one.
    next_week: bool = False
    #: The days themselves, where nothing that stands around them changes them.
    days: NamedSpan | None = None
    #: "in the new year", "early January": no day is meant exactly.
    vague: bool = False
    #: "Tomorrow": of an absence only where a word says so.
    soon: bool = False
    #: A month or a year, and no day of it: until then means until it begins.
    beginning: bool = False
    #: So many days, without a beginning: "for two weeks".
    length: int = 0

    @property
    def is_weekday(self) -> bool:
        return self.weekday is not None and not self.day

    @property
    def is_dated(self) -> bool:
        return self.day > 0 and self.month > 0

    @property
    def lacks_month(self) -> bool:
        return self.day > 0 and not self.month

    @property
    def only_a_number(self) -> bool:
        return self.lacks_month and self.weekday is None


def completed(first: NamedDays, last: NamedDays) -> tuple[NamedDays, NamedDays]:
    """ "3-7 Dec", "Dec 3-7": the one says the other's month and year."""
    if first.lacks_month and last.is_dated:
        month = last.month - (first.day > last.day)
        first = first._replace(month=month or 12, year=last.year if month else 0)
    elif first.next_week and last.is_weekday:
        last = last._replace(next_week=True)
    elif last.lacks_month and first.is_dated:
        month = first.month + (last.day < first.day)
        last = last._replace(month=1 if month > 12 else month)
    return first, last


def days_of(named: NamedDays, today: date, *, later: bool = False) -> NamedSpan | None:
    """None: there is no such day. `later`: today's own day of the week is the one in a week."""
    if named.days is not None:
        return named.days
    if named.month:
        one = _dated(max(1, named.day), named.month, named.year, today)
    elif named.day:
        one = _day_of_month(named.day, named.weekday, today)
    else:
        one = _weekday(named, today, later=later)
    return None if one is None else NamedSpan(one, one)


def before(named: NamedDays, last: date) -> date | None:
    """The latest day of this name, at or before `last`."""
    if named.days is not None:
        return named.days.first
    if named.month:
        years = (named.year,) if named.year else (last.year, last.year - 1)
        likely = [_made(year, named.month, max(1, named.day)) for year in years]
    elif named.day:
        likely = [*_days_called(named.day, last)]
    else:
        back = (last.weekday() - (named.weekday or 0)) % 7
        likely = [last - back * _DAY]
    return max((day for day in likely if day and day <= last), default=None)


def _weekday(named: NamedDays, today: date, *, later: bool) -> date | None:
    if named.weekday is None:
        return None
    if named.next_week:
        return _monday(today) + (7 + named.weekday) * _DAY
    ahead = (named.weekday - today.weekday()) % 7
    return today + (ahead or 7 * later) * _DAY


def _dated(day: int, month: int, year: int, today: date) -> date | None:
    if year:
        return _made(year, month, day)
    made = (_made(near, month, day) for near in (today.year - 1, today.year, today.year + 1))
    return next((one for one in made if one and _is_near(one, today)), None)


def _is_near(day: date, today: date) -> bool:
    return -_PAST <= (day - today).days <= _AHEAD


def _day_of_month(number: int, weekday: int | None, today: date) -> date | None:
    likely = [day for day in _days_called(number, today) if day >= today]
    fitting = [day for day in likely if weekday in (None, day.weekday())]
    return next(iter(fitting or likely), None)


def _days_called(number: int, today: date) -> list[date]:
    months = [today.year * 12 + today.month - 1 + ahead for ahead in (-1, 0, 1, 2)]
    made = [_made(month // 12, month % 12 + 1, number) for month in months]
    return [day for day in made if day]


def month_of(month: int, year: int, today: date) -> NamedSpan | None:
    """A month from its first day to its last."""
    first = _dated(1, month, year, today)
    return None if first is None else NamedSpan(first, _end_of_month(first))


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def week_of(number: int, today: date) -> NamedSpan | None:
    """The week of this number (ISO 8601), as near as days without a year are."""
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if _is_near(monday, today):
            return NamedSpan(monday, monday + 6 * _DAY)
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def relative(name: str, today: date) -> NamedSpan:
    """`name`: a key of `RELATIVE`."""
    return RELATIVE[name](today)


def _from_today(first: int, last: int) -> Callable[[date], NamedSpan]:
    return lambda today: NamedSpan(today + first * _DAY, today + last * _DAY)


def _from_monday(first: int, last: int) -> Callable[[date], NamedSpan]:
    return lambda today: NamedSpan(_monday(today) + first * _DAY, _monday(today) + last * _DAY)


def _rest_of_week(today: date) -> NamedSpan:
    return NamedSpan(today, _monday(today) + 6 * _DAY)


def _month_end(today: date) -> NamedSpan:
    return NamedSpan(_end_of_month(today), _end_of_month(today))


def _year(today: date) -> int:
    """The year that ends next, but for its very end."""
    return today.year + (today.month == 12 and today.day > _END_OF_YEAR)


def _around_year_end(first: tuple[int, int], last: tuple[int, int]) -> Callable[[date], NamedSpan]:
    """Days from December on: months below 12 are those of the year after."""

    def days(today: date) -> NamedSpan:
        year = _year(today)
        return NamedSpan(*(date(year + (month < 12), month, day) for month, day in (first, last)))

    return days


def _easter(today: date) -> NamedSpan:
    from dateutil.easter import easter

    sunday = easter(today.year)
    if (sunday - today).days < -_PAST:
        sunday = easter(today.year + 1)
    return NamedSpan(sunday - 2 * _DAY, sunday + _DAY)


RELATIVE: dict[str, Callable[[date], NamedSpan]] = {
    "today": _from_today(0, 0),
    "tomorrow": _from_today(1, 1),
    "overmorrow": _from_today(2, 2),
    "yesterday": _from_today(-1, -1),
    "thisweek": _from_monday(0, 6),
    "nextweek": _from_monday(7, 13),
    "thisandnextweek": _from_monday(0, 13),
    "weekend": _from_monday(5, 6),
    "endweek": _from_monday(4, 6),
    "restweek": _rest_of_week,
    "endmonth": _month_end,
    "endyear": _around_year_end((12, 31), (12, 31)),
    "newyear": _around_year_end((1, 1), (1, 1)),
    "christmas": _around_year_end((12, 24), (12, 26)),
    "betweenyears": _around_year_end((12, 25), (1, 1)),
    "easter": _easter,
}
"""Days that depend on today, by the name that the words of a language give them."""
SOON = frozenset({"tomorrow", "overmorrow"})
VAGUE = frozenset({"newyear", "endweek", "endyear", "christmas", "easter"})
