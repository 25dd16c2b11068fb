"""Working hours as the rules files write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import ConfigDict, Discriminator, Field, Tag

from mailtracker.errors import Problem
from mailtracker.policy.worktime import OwnDays
from mailtracker.rules.feeds_file import ClosedEntry
from mailtracker.rules.field_types import (
    MAPPING,
    TEXT,
    DayTimeText,
    HalfDay,
    HolidayCode,
    Line,
    OneOrMore,
    StrictMapping,
    Zone,
    shape,
)
from mailtracker.rules.hours_values import names_dates, read_own_days
from mailtracker.rules.values import DAYS, read_days
from mailtracker.rules.yamlfile import Pairs, Text

_DATE = "([0-9]{4}-)?[0-9]{2}-[0-9]{2}"


class HolidaysFile(StrictMapping):
    what = "holidays"

    of: HolidayCode = Field(description='a country, "DK", or a part of one, "DE-BE"')
    also: Annotated[list[Line], OneOrMore] | None = Field(
        None, description="kinds of days besides the public ones, as in `optional`, `catholic`"
    )
    half_days: HalfDay | None = Field(
        None,
        description="what of the place's half days is working time: `until 12:00`; left out: all",
    )


class HoursFile(StrictMapping):
    """Besides these keys, weekdays (`mon-fri`, `mon,wed`), each with an opening or a list of them,
    and dates, each with an opening, `closed`, `open`, `until 12:00` or `from 10:00`: `2026-05-15`,
    `2026-07-13 to 2026-07-31`, or of every year `12-24`, `12-27 to 01-02`. A date decides before
    holidays do, and `open` is as on its weekday; one of every year opens no free weekday. Where
    several name a day, one with a year decides before one without, a single day before a range.
    """

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "propertyNames": {
                "pattern": "^(zone|holidays|feeds|[a-z]{3}([-, ]+[a-z]{3})*|"
                + f"{_DATE}( to {_DATE})?)$"
            }
        },
    )
    __pydantic_extra__: dict[str, Annotated[list[DayTimeText], OneOrMore]] = Field(init=False)
    what = "hours"

    zone: Zone = Field(description="the time zone, as in Europe/Berlin")
    holidays: (
        Annotated[
            list[
                Annotated[
                    Annotated[HolidayCode, Tag(TEXT)] | Annotated[HolidaysFile, Tag(MAPPING)],
                    Discriminator(shape),
                ]
            ],
            OneOrMore,
        ]
        | None
    ) = Field(
        None,
        description='days off: a country, "DK", a part of one, "DE-BE", {of: NL, also: optional}, '
        "or several",
    )
    feeds: Annotated[list[ClosedEntry], OneOrMore] | None = Field(
        None,
        description="calendars of days off, in iCalendar: a file below the rules folder, an "
        "address, {file: closed.ics, only: closed}, or several",
    )

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        return (*super().known_keys(), *DAYS, "mon-fri")

    @classmethod
    def takes(cls, key: str) -> bool:
        return key in cls.known_keys() or _names_days(key) or names_dates(key)

    @property
    def days(self) -> dict[str, list[str]]:
        """Openings by weekdays."""
        return {key: times for key, times in self.__pydantic_extra__.items() if _names_days(key)}

    @property
    def dates(self) -> dict[str, list[str]]:
        """Times by dates."""
        return {key: times for key, times in self.__pydantic_extra__.items() if names_dates(key)}

    def weekdays(self) -> set[int]:
        """Those with working time, from Monday = 0."""
        return {day for days in self.days for day in read_days(days)}

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        yield from _about_weekdays(data, [key for key in data if _names_days(key)])
        yield from _about_dates([key for key in data if names_dates(key)])


def _about_weekdays(data: Pairs, named: list[Text]) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for key in named:
        yield from _no_openings(data[key])
        try:
            days = read_days(key)
        except ValueError as error:
            yield key.position.problem("bad-days", str(error))
            continue
        twice = [day for day in days if day in seen]
        if twice:
            first = f"{DAYS[twice[0]]} already stands under `{seen[twice[0]]}`"
            yield key.position.problem("days-twice", f"`{key}`: {first}; name each day once")
        seen.update(dict.fromkeys(days, key))
    if not named:
        told = 'hours have no working time: add for example mon-fri: "09:00-17:00"'
        yield data.position.problem("no-working-time", told)


def _about_dates(named: list[Text]) -> Iterator[Problem]:
    seen: list[OwnDays] = []
    for key in named:
        try:
            days = read_own_days(key)
        except ValueError as error:
            yield key.position.problem("bad-date", str(error))
            continue
        for before in seen:  # of the same rank neither goes before the other
            if before.rank == days.rank and before.meets(days):
                told = f"`{key}` names a day that `{before.written}` names too"
                yield key.position.problem("days-twice", f"{told}; name each day once")
        seen.append(days)


def _no_openings(times: object) -> Iterator[Problem]:
    """Words that only a date may have."""
    for time in times if isinstance(times, list) else [times]:
        if isinstance(time, Text) and not time[:1].isdigit():
            told = f'`{time}` is no time of day: weekdays have openings, as in "09:00-17:00"'
            yield time.position.problem("bad-hours", told)


def _names_days(key: str) -> bool:
    return key[:3].lower() in DAYS
