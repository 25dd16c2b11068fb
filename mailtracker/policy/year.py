"""Hours and a year → the days on which they differ from their weekday, and why; for people to look
at before they believe it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from mailtracker import public_holidays
from mailtracker.policy.calendar import openings_of, own_day
from mailtracker.policy.worktime import Hours, Openings
from mailtracker.public_holidays import HALF_DAY, PUBLIC, SCHOOL
from mailtracker.record import dataclass

ALWAYS_ASKED = ((12, 24, "Christmas Eve"), (12, 31, "New Year's Eve"))
"""Month, day and name of days that people ask about everywhere: many places close at noon, by no
law.
"""


@dataclass(frozen=True, slots=True)
class DaysTold:
    """Days in a row of one kind."""

    #: The first and the last of them.
    first: date
    #: As above.
    last: date
    #: Working time of each.
    openings: Openings
    #: Why, for people; or who has them off, where they are worked.
    because: str


class UnknownYear(ValueError):
    """The holidays of a place are not known for that year."""


def days_told(hours: Hours, year: int, language: str) -> list[DaysTold]:
    """Days on which there is less working time than on their weekday, or more. Names of holidays
    are in that language where the package has them. Raises UnknownYear.
    """
    names = _names(hours, year, language)
    differing = (
        (day, openings_of(hours, day), _because(hours, day, names))
        for day in _days_of(year)
        if openings_of(hours, day) != hours.week[day.weekday()] or own_day(hours, day)
    )
    return list(_in_a_row(differing))


def worked_all_the_same(hours: Hours, year: int, language: str) -> list[DaysTold]:
    """Whole working days that are free for some: by a kind of holidays that the hours do not name,
    in another part of the country, or where people close early.
    """
    others = _others(hours, year, language)
    whole = (
        (day, openings, others[day])
        for day in _days_of(year)
        if day in others and (openings := openings_of(hours, day)) and not own_day(hours, day)
    )
    return list(_in_a_row((d, o, why) for d, o, why in whole if o == hours.week[d.weekday()]))


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _in_a_row(days: Iterator[tuple[date, Openings, str]]) -> Iterator[DaysTold]:
    for (openings, because), found in groupby(days, key=lambda one: one[1:]):
        row = [day for day, *_ in found]
        yield DaysTold(row[0], row[-1], openings, because)


def _names(hours: Hours, year: int, language: str) -> dict[date, str]:
    """Of the holidays that count, each with its place."""
    found: dict[date, str] = {}
    for place in hours.holidays:
        first, last = public_holidays.years_of(place.country)
        if not first <= year <= last:
            raise UnknownYear(
                f"the holidays of `{place.code}` are known for the years {first} to {last} only"
            )
        kinds = (PUBLIC, *place.also, *((HALF_DAY,) if place.half_days else ()))
        for day, name in public_holidays.named_days(place.code, year, kinds, language).items():
            said = f"{name} ({place.code})"
            found[day] = f"{found[day]}, {said}" if day in found else said
    return found


def _because(hours: Hours, day: date, names: dict[date, str]) -> str:
    own = own_day(hours, day)
    if own is not None:
        return f"{own.written} ({own.place})" if own.place else own.written
    closings = hours.closings.days.get(day, ()) if hours.week[day.weekday()] else ()
    said = [names[day]] if day in names else []
    said += [f"{one.title or 'busy'} ({one.place})" for one in closings]
    return ", ".join(dict.fromkeys(said))


def _others(hours: Hours, year: int, language: str) -> dict[date, str]:
    found = {date(year, month, day): name for month, day, name in ALWAYS_ASKED}
    for place in hours.holidays:
        country = place.country
        parts = public_holidays.parts_of(country) if place.code == country else ()
        kinds = [one for one in public_holidays.kinds_of(country) if one not in (PUBLIC, SCHOOL)]
        asked = [(place.code, (kind,), kind) for kind in kinds]
        asked += [(f"{country}-{one}", (PUBLIC,), f"{country}-{one}") for one in parts]
        for code, kind, said in asked:
            for day, name in public_holidays.named_days(code, year, kind, language).items():
                found[day] = _and(found.get(day, ""), name, said)
    return found


def _and(before: str, name: str, said: str) -> str:
    """One more for whom a day is free: "Reformation Day (DE-BB, DE-HB)"."""
    if before.startswith(f"{name} ("):
        return f"{before.removesuffix(')')}, {said})"
    return f"{name} ({said})"
