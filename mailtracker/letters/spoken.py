"""Instants and spans go in, the words that a person would say come out. Pure; the wording is
ours, names are Babel's (CLDR).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from mailtracker.desk.authors import Author, Origin
from mailtracker.record import dataclass

_MINUTES_A_DAY = 24 * 60
_FAR_OFF = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class _Wording:
    """How one language says it. Date patterns are CLDR's; `{day}`, `{time}`, `{weekday}`
    and `{place}` are filled in. A day is one of three beside today (`today`, `tomorrow`,
    `yesterday`), or a date: then it stands in the sentence another way.
    """

    #: Babel's name of it, for months, weekdays and units.
    locale: str
    #: The day, where it is the reader's own.
    today: str
    #: The day after it.
    tomorrow: str
    #: The day before it.
    yesterday: str
    #: CLDR pattern of any other day of this year.
    day: str
    #: The same of another year.
    day_and_year: str
    #: A deadline, with its day and time.
    by: str
    #: The same with a date.
    by_date: str
    #: A deadline at the very end of its day.
    by_midnight: str
    #: The same with a date.
    by_midnight_of: str
    #: Any other point in time.
    at: str
    #: The same with a date.
    at_date: str
    #: Behind a time, where the reader must be told its zone.
    zone: str
    #: Joins two units of a length of time.
    two: str
    #: Of an author whom nobody here knows, behind the address.
    outside: str
    #: Of an author who says that they are one of us, which nothing proves.
    unproven: str
    #: Of an author who is not the one that they say.
    disproven: str
    #: In the place of an author whom the mail does not name for certain.
    doubtful: str
    #: How owners type a word to us, where not as in English.
    typed: Mapping[str, str] = field(default_factory=dict)


_WORDINGS = {
    "en": _Wording(
        locale="en_GB",
        today="today",
        tomorrow="tomorrow, {weekday}",
        yesterday="yesterday",
        day="EEEE, d MMMM",
        day_and_year="EEEE, d MMMM y",
        by="by {time} {day}",
        by_date="by {time} on {day}",
        by_midnight="by the end of {day}",
        by_midnight_of="by the end of {day}",
        at="{day} at {time}",
        at_date="{day}, at {time}",
        zone="({place} time)",
        two="{} and {}",
        outside="{}, outside",
        unproven="{}, not verified",
        disproven="Careful: NOT {}",
        doubtful="Sender in doubt",
    ),
    "de": _Wording(
        locale="de",
        today="heute",
        tomorrow="morgen, {weekday},",
        yesterday="gestern",
        day="EEEE, d. MMMM",
        day_and_year="EEEE, d. MMMM y",
        by="{day} bis {time} Uhr",
        by_date="bis {day}, {time} Uhr",
        by_midnight="{day} bis Mitternacht",
        by_midnight_of="bis zum Ende von {day}",
        at="{day} um {time} Uhr",
        at_date="{day}, um {time} Uhr",
        zone="(Ortszeit {place})",
        two="{} und {}",
        outside="{}, extern",
        unproven="{}, nicht geprüft",
        disproven="Vorsicht: NICHT {}",
        doubtful="Absender zweifelhaft",
        typed={
            "done": "erledigt",
            "mine": "meins",
            "not mine": "nicht meins",
            "for": "für",
            "for NAME": "für NAME",
            "waiting": "wartet",
            "snooze 2d": "erinnere mich in 2 Tagen",
            "answered": "beantwortet",
            "add NAME": "NAME hinzufügen",
            "drop NAME": "NAME entfernen",
            "note: TEXT": "Notiz: TEXT",
            "merge REF": "zusammenführen mit REF",
            "part": "mein Teil",
        },
    ),
}


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
    local, today, wording = _local(instant, zone), _local(now, zone).date(), _wording(language)
    if (local.hour, local.minute) == (0, 0):
        ends = local.date() - timedelta(days=1)
        said = _said(wording.by_midnight, wording.by_midnight_of, ends, today, wording)
    else:
        said = _said(wording.by, wording.by_date, local.date(), today, wording)
    said = said.replace("{time}", f"{local:%H:%M}")
    return said + (_place(local, zone, wording) if show_zone else "")


def at(
    instant: datetime, now: datetime, zone: ZoneInfo, language: str, show_zone: bool = False
) -> str:
    """A point in time: "today at 15:30", "heute um 15:30 Uhr". Rules as in `by`, but
    midnight is 00:00 of its own day.
    """
    local, today, wording = _local(instant, zone), _local(now, zone).date(), _wording(language)
    said = _said(wording.at, wording.at_date, local.date(), today, wording)
    said = said.replace("{time}", f"{local:%H:%M}")
    return said + (_place(local, zone, wording) if show_zone else "")


def whole_day(day: date, today: date, language: str) -> str:
    """A day without a time: "Friday, 4 December". One that is far off has its year: "Saturday, 4
    December 2027".
    """
    wording = _wording(language)
    pattern = wording.day if abs(day - today) < _FAR_OFF else wording.day_and_year
    return _date(day, pattern, wording.locale)


def span(minutes: int, language: str) -> str:
    """A length of time in at most two units: "45 minutes", "2 hours", "1
    hour and 30 minutes", "3 days".

    From a day on, odd minutes are left out. Negative is a ValueError.
    """
    if minutes < 0:
        raise ValueError("a span cannot be negative")
    wording = _wording(language)
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
    return f"{format_decimal(octets / one, '0.#', locale=_wording(language).locale)} {unit}"


def listed(names: Sequence[object], language: str) -> str:
    """Several names as a person says them: "Ana, Bo and Sam"."""
    return str(format_list([str(name) for name in names], locale=_wording(language).locale))


def typed(word: str, language: str) -> str:
    """A word to us as somebody types it who writes in this language."""
    return _wording(language).typed.get(word, word)


def in_from(author: Author, language: str) -> str:
    """An author as From shows them: "Bo Jensen", "Carla Stein (carla@example.com, outside)"."""
    wording = _wording(language)
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


def knows(language: str) -> bool:
    """Whether dates can be said in this language, and not only in English."""
    return _base(language) in _WORDINGS


def _wording(language: str) -> _Wording:
    return _WORDINGS.get(_base(language), _WORDINGS["en"])


@lru_cache(maxsize=64)
def _base(language: str) -> str:
    """ "de-AT" → "de"; what is no language at all → ""."""
    try:
        return str(Locale.parse(language.replace("-", "_")).language)
    except (UnknownLocaleError, ValueError, TypeError):
        return ""


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(zone)


def _said(near: str, dated: str, day: date, today: date, wording: _Wording) -> str:
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


def _place(local: datetime, zone: ZoneInfo, wording: _Wording) -> str:
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
