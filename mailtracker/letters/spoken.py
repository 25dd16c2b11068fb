"""Instants and spans go in, the words that a person would say come out. Pure; the wording is
ours, names are Babel's (CLDR).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from mailtracker.desk.authors import Author, Origin
from mailtracker.letters.wordings.spoken_here import WORDINGS, base, wording_of
from mailtracker.letters.wordings.wording import Wording

_MINUTES_A_DAY = 24 * 60
_FAR_OFF = timedelta(days=180)


def by(
    instant: datetime, now: datetime, zone: ZoneInfo, language: str, show_zone: bool = False
) -> str:
    """A deadline: "by 15:30 today", "by 10:00 tomorrow, Tuesday", "by 10:00 on Thursday, 26
    November".

    The day is the reader's day in `zone`; the year is said only when it is another one. Exactly
    midnight belongs to the day that ends with it ("by the end of today"): "by 00:00 tomorrow" would
    be read a day late. Both instants are aware, else ValueError. A language without wording of its
    own is spoken to in English.
    """
    local, today, wording = _local(instant, zone), _local(now, zone).date(), wording_of(language)
    if (local.hour, local.minute) == (0, 0):
        ends = local.date() - timedelta(days=1)
        said = _said(wording.by_midnight, wording.by_midnight_of, ends, today, wording)
    else:
        said = _said(wording.by, wording.by_date, local.date(), today, wording)
    said = said.replace("{time}", local.strftime(wording.time))
    return said + (_place(local, zone, wording) if show_zone else "")


def at(
    instant: datetime, now: datetime, zone: ZoneInfo, language: str, show_zone: bool = False
) -> str:
    """A point in time: "today at 15:30", "heute um 15:30 Uhr". Rules as in `by`, but
    midnight is 00:00 of its own day.
    """
    local, today, wording = _local(instant, zone), _local(now, zone).date(), wording_of(language)
    said = _said(wording.at, wording.at_date, local.date(), today, wording)
    said = said.replace("{time}", local.strftime(wording.time))
    return said + (_place(local, zone, wording) if show_zone else "")


def whole_day(day: date, today: date, language: str) -> str:
    """A day without a time: "Friday, 4 December". One that is far off has its year: "Saturday, 4
    December 2027".
    """
    wording = wording_of(language)
    pattern = wording.day if abs(day - today) < _FAR_OFF else wording.day_and_year
    return _date(day, pattern, wording.locale)


def span(minutes: int, language: str) -> str:
    """A length of time in at most two units: "45 minutes", "2 hours", "1
    hour and 30 minutes", "3 days".

    From a day on, odd minutes are left out. Negative is a ValueError.
    """
    if minutes < 0:
        raise ValueError("a span cannot be negative")
    wording = wording_of(language)
    days, rest = divmod(minutes, _MINUTES_A_DAY)
    hours, left = divmod(rest, 60)
    units = [(days, "day"), (hours, "hour"), (0 if days else left, "minute")]
    said = [
        format_unit(count, f"duration-{unit}", "long", locale=wording.locale)
        for count, unit in units
        if count
    ]
    if not said:
        return format_unit(0, "duration-minute", "long", locale=wording.locale)
    return wording.two.format(*said) if len(said) > 1 else said[0]


def size(octets: int, language: str) -> str:
    """Of a mail or a file: "42 MB", "9.5 MB", "15 KB". MB as mail servers count them."""
    unit, one = ("MB", 1 << 20) if octets >= 1 << 20 else ("KB", 1 << 10)
    return f"{format_decimal(octets / one, '0.#', locale=wording_of(language).locale)} {unit}"


def listed(names: Sequence[object], language: str) -> str:
    """Several names as a person says them: "Ana, Bo and Sam"."""
    return str(format_list([str(name) for name in names], locale=wording_of(language).locale))


def typed(word: str, language: str) -> str:
    """A word to us as somebody types it who writes in this language."""
    return wording_of(language).typed.get(word, word)


def in_from(author: Author, language: str) -> str:
    """An author as From shows them: "Bo Jensen", "Carla Stein (carla@example.com, outside)"."""
    wording = wording_of(language)
    match author.origin:
        case Origin.KNOWN | Origin.COLLEAGUE:
            return author.shown
        case Origin.DISPROVEN:
            return wording.disproven.format(author.email)
        case Origin.DOUBTFUL:
            return wording.doubtful
        case Origin.OUTSIDE:
            said = wording.outside.format(author.email)
        case Origin.UNPROVEN:
            said = wording.unproven.format(author.email)
    return f"{author.name} ({said})" if author.name else said


def somebody(language: str) -> str:
    """Who asks, for a reader who must not know."""
    return wording_of(language).somebody


def knows(language: str) -> bool:
    """Whether dates can be said in this language, and not only in English."""
    return base(language) in WORDINGS


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(zone)


def _said(near: str, dated: str, day: date, today: date, wording: Wording) -> str:
    """One of the two, with its day; the time is still to be filled in."""
    match (day - today).days:
        case 0:
            return near.replace("{day}", wording.today)
        case 1:
            weekday = _date(day, "EEEE", wording.locale)
            return near.replace("{day}", wording.tomorrow.format(weekday=weekday))
        case -1:
            return near.replace("{day}", wording.yesterday)
    pattern = wording.day if day.year == today.year else wording.day_and_year
    return dated.replace("{day}", _date(day, pattern, wording.locale))


@lru_cache(maxsize=256)
def _date(day: date, pattern: str, locale: str) -> str:
    return str(format_date(day, pattern, locale=locale))


def _place(local: datetime, zone: ZoneInfo, wording: Wording) -> str:
    """ " (Copenhagen time)". A zone that is no place goes by its distance from UTC:
    "Etc/GMT+3" has its sign turned round.
    """
    if "/" not in zone.key or zone.key.startswith("Etc/"):
        return f" ({f'{local:UTC%z}'[:6].replace('+0000', '').removesuffix('+00')})"
    return " " + wording.zone.format(place=_city(zone.key, wording.locale))


@lru_cache(maxsize=64)
def _city(zone: str, locale: str) -> str:
    place = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
    return str(place).rpartition("/")[2]
