"""What is wrong with hours of the rules files beyond their single values, and what is doubtful:
days named twice, and places whose days off are not what they seem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise

from mailtracker import public_holidays
from mailtracker.errors import Problem
from mailtracker.policy.calendar import days_off, half_days
from mailtracker.policy.worktime import Holidays
from mailtracker.public_holidays import FREE, HALF_DAY, PUBLIC, SCHOOL
from mailtracker.rules.build_hours import holidays_of
from mailtracker.rules.hours_file import HolidaysFile, HoursFile
from mailtracker.rules.similar import suggest
from mailtracker.rules.values import listed, read_opening
from mailtracker.rules.yamlfile import position_of

SHOWN = 3
"""Days that are named where a place has more that not all of it keeps."""

YEARS = 5
"""From the present on, within which a place has every day that it ever has: holidays move, and fall
together.
"""


def check_hours(hours: HoursFile) -> Iterator[Problem]:
    """Errors."""
    for times in (*hours.days.values(), *hours.dates.values()):
        yield from _about_openings(times)
    for entry in listed(hours.holidays):
        if isinstance(entry, HolidaysFile):
            yield from _about_kinds(entry)


def lint_hours(hours: HoursFile, today: date) -> Iterator[Problem]:
    """Errors that depend on the day, and warnings."""
    places = [(_text_of(entry), holidays_of(entry)) for entry in listed(hours.holidays)]
    unknown = [problem for one in places for problem in _unknown_years(*one, today)]
    yield from unknown
    for written, place in places:
        yield from _parts_differ(written, place, (today.year, frozenset(hours.weekdays())))
    if not unknown:
        yield from _without_effect(places, today)


def _text_of(entry: str | HolidaysFile) -> str:
    return entry if isinstance(entry, str) else entry.of


def _about_openings(times: list[str]) -> Iterator[Problem]:
    if len(times) == 1:
        return
    for time in times:
        try:
            read_opening(time)
        except ValueError as error:
            yield position_of(time).problem("bad-hours", f"{error}, or it alone")
            return
    for before, after in pairwise(times):
        if read_opening(after)[0] < read_opening(before)[1]:
            told = f"`{after}` begins before `{before}` ends: write them in order, with a break"
            yield position_of(after).problem("overlapping-hours", told)


def _about_kinds(entry: HolidaysFile) -> Iterator[Problem]:
    place = holidays_of(entry)
    country = place.country
    known = public_holidays.kinds_of(country)
    for kind in listed(entry.also):
        if kind in (PUBLIC, HALF_DAY):
            told = {
                PUBLIC: "the public ones are always among them: take it out",
                HALF_DAY: "half days are said by `half_days: until 12:00`",
            }[kind]
            yield position_of(kind).problem("bad-holidays", f"`{kind}`: {told}")
        elif kind not in known:
            others = [one for one in known if one not in (PUBLIC, HALF_DAY)]
            hint = suggest(kind, others) or f": {', '.join(others) or 'public ones only'}"
            told = f"{country} has no days of the kind `{kind}`{hint}"
            yield position_of(kind).problem("bad-holidays", told)
    if entry.half_days and HALF_DAY not in known:
        told = f"no half days are known for {country}: write the day itself, `12-24: until 12:00`"
        yield position_of(entry.half_days).problem("bad-holidays", told)


def _unknown_years(written: str, place: Holidays, today: date) -> Iterator[Problem]:
    """In a year that the package does not know, a place seems to have no holidays."""
    first, last = public_holidays.years_of(place.country)
    if not first <= today.year <= last:
        told = f"the holidays of `{written}` are known for the years {first} to {last} only"
        write = "write the days themselves, or install a newer release of `holidays`"
        yield position_of(written).problem("no-such-year", f"{told}: {write}")
    elif today.year == last:
        told = f"the holidays of `{written}` are known to the end of {last}"
        write = "from then on write the days themselves, or install a newer release of `holidays`"
        yield position_of(written).warning("last-year", f"{told}: {write}")


def _without_effect(places: list[tuple[str, Holidays]], today: date) -> Iterator[Problem]:
    """A place that adds no day to those before it."""
    seen: set[date] = set()
    for written, place in places:
        found = _ever(place, today.year)
        if not found - seen:
            told = (
                f"`{written}` adds no day off to those named before it: take it out"
                if found
                else f"`{written}` has no days off in the years to come: take it out"
            )
            yield position_of(written).problem("no-effect", told)
        seen |= found


def _ever(place: Holidays, year: int) -> set[date]:
    """Its whole and half days off in the years to come."""
    found: set[date] = set()
    for one in range(year, year + YEARS):
        found |= days_off(place, one)
        if place.half_days:
            found |= half_days(place.code, one)
    return found


Worked = tuple[int, frozenset[int]]
"""The present year, and the weekdays on which people work."""


def _parts_differ(written: str, place: Holidays, worked: Worked) -> Iterator[Problem]:
    """Days that a part of the place keeps and we do not know of."""
    missing = _kept_in_parts(place.code, place.also, worked)
    if not missing:
        return
    named = "; ".join(f"{name} ({where})" for name, where in list(missing.items())[:SHOWN])
    more = f"; and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    told = f"not all of `{written}` has the same days off. Working days for us: {named}{more}"
    write = "name the part, as in DE-BE, the kind, as in {of: DE-BY, also: catholic}, or the days"
    yield position_of(written).warning("parts-differ", f"{told}; {write}")


@cache
def _kept_in_parts(code: str, also: tuple[str, ...], worked: Worked) -> Mapping[str, str]:
    """The names of days that only parts of a place keep → which parts or kinds those are. Of a part
    only what a faith or a people keeps there.
    """
    country, _, part = code.partition("-")
    others = [(code, kind, kind) for kind in _kinds_of_some(country, also)]
    if not part:
        parts = public_holidays.parts_of(country)
        others += [(f"{country}-{one}", PUBLIC, one) for one in parts]
    first, weekdays = worked
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for year in range(first, first + YEARS):
        ours = public_holidays.named_days(code, year, (PUBLIC, *also))
        for other, kind, said in others:
            theirs = public_holidays.named_days(other, year, (kind,))
            for day in sorted(theirs.keys() - ours.keys()):
                if day.weekday() in weekdays:
                    found[theirs[day]][said] = None
    return {name: _shortened(list(where)) for name, where in found.items()}


def _kinds_of_some(country: str, also: Collection[str]) -> Iterator[str]:
    for kind in public_holidays.kinds_of(country):
        if kind not in {PUBLIC, HALF_DAY, SCHOOL, *FREE, *also}:
            yield kind


def _shortened(where: list[str]) -> str:
    more = f" and {len(where) - SHOWN} more" if len(where) > SHOWN else ""
    return ", ".join(where[:SHOWN]) + more
