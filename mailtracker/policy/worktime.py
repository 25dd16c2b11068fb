"""When people work, and a length of that time: what hours, promises and conditions count in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from zoneinfo import ZoneInfo

from mailtracker.policy.feed import Feed
from mailtracker.record import dataclass

Openings = tuple[tuple[int, int], ...]
"""Working time of a day: (start, end) in minutes after local midnight, in order."""

DAY_END = 24 * 60


@dataclass(frozen=True, slots=True)
class DayTime:
    """What of a day is working time: `openings` of its own, or those of its weekday (None), of them
    what lies from minute `begins` to minute `ends`.
    """

    openings: Openings | None = None
    begins: int = 0
    ends: int = DAY_END

    def of(self, weekday: Openings) -> Openings:
        """On a day whose weekday has these."""
        openings = weekday if self.openings is None else self.openings
        cut = ((max(start, self.begins), min(end, self.ends)) for start, end in openings)
        return tuple((start, end) for start, end in cut if start < end)


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days whose working time the files say themselves, from `first` to `last`, both included."""

    first: date
    last: date
    #: Every year: only month and day of both count, and `last` may be in the next year.
    yearly: bool
    #: What of each of them is working time.
    time: DayTime
    #: As the file names them: "12-24", "2026-07-13 to 2026-07-31".
    written: str
    #: File and line where they stand, for people.
    place: str = ""

    def covers(self, day: date) -> bool:
        """Whether a local date is one of them."""
        if not self.yearly:
            return self.first <= day <= self.last
        first, last, asked = _in_year(self.first), _in_year(self.last), _in_year(day)
        if first <= last:
            return first <= asked <= last
        return asked >= first or asked <= last

    def meets(self, other: OwnDays) -> bool:
        """Whether both name one day, each of every year or neither."""
        return self.covers(other.first) or other.covers(self.first)

    @property
    def rank(self) -> tuple[bool, bool]:
        """The least decides a day that several name: one of this year before one of every year, a
        single day before a range.
        """
        return self.yearly, self.first != self.last

    def of(self, weekday: Openings) -> Openings:
        """Their working time. One of every year opens no day that is free by its weekday: 24
        December is a Sunday now and then.
        """
        return self.time.of(weekday) if weekday or not self.yearly else ()


def _in_year(day: date) -> tuple[int, int]:
    return day.month, day.day


@dataclass(frozen=True, slots=True)
class Holidays:
    """The days off of a place, as the holidays package knows them."""

    #: A country, "DK", or a part of one, "DE-BE".
    code: str
    #: Kinds besides the public ones: "optional", "bank", "catholic".
    also: tuple[str, ...] = ()
    #: What of the place's half days is working time; None: all of it.
    half_days: DayTime | None = None

    @property
    def country(self) -> str:
        """Of which it is the whole or a part."""
        return self.code.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Closing:
    """From minute `begins` to minute `ends` of a local day nobody works, by what a calendar has
    under `title`; `place` is which calendar that is. The last two are for people.
    """

    begins: int
    ends: int
    title: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Closings:
    """What the calendars of others say, by local date (`days`). Equal `digest`, equal days."""

    digest: str = ""
    days: Mapping[date, tuple[Closing, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )


OPEN = Closings()
"""No calendar says anything."""


def outside(openings: Openings, closings: Iterable[Closing]) -> Openings:
    """What of these openings is in none of these closings."""
    left = list(openings)
    for closing in closings:
        cut = [
            ((start, min(end, closing.begins)), (max(start, closing.ends), end))
            for start, end in left
        ]
        left = [(start, end) for pair in cut for start, end in pair if start < end]
    return tuple(left)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working time, by the `key` of the files, in a `zone`. `week` has seven entries, Monday
    first. `always` means every minute counts.
    """

    key: str
    zone: ZoneInfo
    week: tuple[Openings, ...]
    #: Days off of places. Not hashed, as below: the clock asks often.
    holidays: tuple[Holidays, ...] = field(default=(), hash=False)
    #: Days that the files name, by `rank`: they decide before all else.
    own: tuple[OwnDays, ...] = field(default=(), hash=False)
    always: bool = False
    #: Calendars of others that say when nobody works, as the files name them.
    feeds: tuple[Feed, ...] = field(default=(), hash=False)
    #: What these say (`overlay.with_feeds`): taken away from what all others leave but `own`.
    closings: Closings = OPEN


EVERY_MINUTE = Hours("always", ZoneInfo("UTC"), (((0, DAY_END),),) * 7, always=True)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as promised: `minutes` ("4 working hours" = 240) or `days` ("2 working days"
    = 2) of working time.
    """

    minutes: int = 0
    days: int = 0
    #: "4 hours": what passes on the clock, at night and on free days as well; a day is 24 hours.
    by_clock: bool = False

    def counted_in(self, hours: Hours) -> Hours:
        """In which of its time passes."""
        return EVERY_MINUTE if self.by_clock else hours

    def told_in(self, hours: Hours) -> str:
        """For people: "5 working days", "30 minutes"; where those hours are always, no word of
        working time.
        """
        return self._told("" if self.counted_in(hours).always else "working ")

    def __str__(self) -> str:
        """As the files have it: "2 working hours"."""
        return self._told("" if self.by_clock else "working ")

    def _told(self, working: str) -> str:
        if self.days:
            number, unit = self.days, "day"
        elif self.minutes % 60 == 0:
            number, unit = self.minutes // 60, "hour"
        else:
            number, unit = self.minutes, "minute"
        return f"{number} {working}{unit}{'' if number == 1 else 's'}"
