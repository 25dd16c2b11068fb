"""One text from a rules file → the value it means, or ValueError saying what to write
instead. Pure but for zone data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from mailtracker.mail.address_key import address_key, domain_key, is_mailable
from mailtracker.policy.invalid import Invalid
from mailtracker.policy.model import Absence, Offset
from mailtracker.policy.worktime import DAY_END, Span
from mailtracker.rules.similar import suggest

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_MINUTES = 1000 * 60
MAX_DAYS = 250
MAX_KEPT = 3650
MAX_PERCENT = 10_000
FIRST_YEAR, LAST_YEAR = 1970, 2200

Opening = tuple[int, int]
T = TypeVar("T")

_SPAN = re.compile(r"(\d{1,6}) +(working +)?(minute|hour|day)s?", re.ASCII)
_DAYS = re.compile(r"(\d{1,6}) +days?", re.ASCII)
_RANGE = re.compile(r"(\d{1,2}):(\d\d) *[-–] *(\d{1,2}):(\d\d)", re.ASCII)
_DOMAIN = re.compile(r"[^\s@<>,;*]+")
_PATTERN = re.compile(rf"(\*|{_DOMAIN.pattern})@{_DOMAIN.pattern}")
_PERCENT = re.compile(r"(\d{1,6}) ?%", re.ASCII)
_KEY = re.compile(r"\w[\w.-]{0,63}")
_SIZE = re.compile(r"(\d{1,9})(?: *(B|kB|KB|MB|GB))?", re.ASCII)
_HEADER = re.compile(r"[!-9;-~]{1,100}", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:\d\d", re.ASCII)
_PHONE = re.compile(r"[+0-9(][-0-9 ()./x]{2,39}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?", re.ASCII)


def read_or_empty(read: Callable[[str], str], text: str | None) -> str:
    """What is left out is ""."""
    return read(text) if text else ""


def read_or_none(read: Callable[[str], T], text: str | None) -> T | None:
    return read(text) if text else None


def read_each(read: Callable[[str], str], texts: Iterable[str] | None) -> tuple[str, ...]:
    """Each once, in order; none where the key is left out."""
    return tuple(dict.fromkeys(map(read, listed(texts))))


def listed(entries: Iterable[T] | None) -> Iterable[T]:
    """What is left out has none."""
    return entries or ()


def read_line(text: str) -> str:
    """A text of one line; line ends become spaces, so that no mail header can break on it."""
    if not text.strip():
        raise Invalid("empty", "is empty: write a value, or remove the key")
    return " ".join(text.split())


def read_key(text: str) -> str:
    """The name under which people, teams and the like are known in the files."""
    told = f"`{text}` cannot be a key: use one word of at most 64 letters, digits, `-`, `_` and `.`"
    return _matched(_KEY, text, "bad-key", told)[0]


def read_span(text: str) -> Span:
    """ "4 working hours", "2 working days": counted in the promise's hours. "4 hours", "2 days":
    by the clock, day and night.
    """
    told = (
        f"`{text}` is no length of time: "
        f"write for example `4 working hours`, `30 minutes` or `2 working days`"
    )
    found = _matched(_SPAN, text.strip().lower(), "bad-span", told)
    number, by_clock, unit = int(found[1]), not found[2], found[3]
    if unit == "day":
        span = Span(days=number, by_clock=by_clock)
    else:
        span = Span(minutes=number * _MINUTES[unit], by_clock=by_clock)
    if number == 0:
        raise Invalid("bad-span", f"`{text}`: a promise needs some time; the least is `1 minute`")
    if span.minutes > MAX_MINUTES or span.days > MAX_DAYS:
        most = f"at most 1000 working hours or {MAX_DAYS} working days"
        raise Invalid("bad-span", f"`{text}` is too long: {most}")
    return span


def read_kept(text: str) -> int:
    """ "30 days", counted by the calendar."""
    told = f"`{text}` is no number of days: write for example `30 days`"
    days = int(_matched(_DAYS, text.strip().lower(), "bad-span", told)[1])
    if not 1 <= days <= MAX_KEPT:
        raise Invalid("bad-span", f"`{text}`: from `1 day` to `{MAX_KEPT} days`")
    return days


_MINUTES = {"minute": 1, "hour": 60}

AT_ONCE = "at once"


def read_ending(text: str) -> Span | None:
    """ "2 working days"; None for "at once"."""
    if " ".join(text.lower().split()) == AT_ONCE:
        return None
    try:
        return read_span(text)
    except Invalid as error:
        raise Invalid(error.code, f"{error}, or `{AT_ONCE}`") from None


def read_at(text: str) -> int | Offset:
    """ "75%" → 75; "2 working hours before", "1 working day after", "30 minutes before"."""
    length, _, side = text.strip().lower().rpartition(" ")
    if side not in ("before", "after"):
        return read_percent(text)
    return Offset(read_span(length), before=side == "before")


def read_percent(text: str) -> int:
    write = (
        f"write a whole number from 1% to {MAX_PERCENT}%, as in `75%`, or how long before or after "
        f"the promised time, as in `2 working hours before`"
    )
    told = f"`{text}` is no percentage: {write}"
    percent = int(_matched(_PERCENT, text.strip(), "bad-percent", told)[1])
    if not 1 <= percent <= MAX_PERCENT:
        raise Invalid("bad-percent", told)
    return percent


def read_opening(text: str) -> Opening:
    """ "09:00-17:00" → minutes after local midnight; 24:00 is the end of the day."""
    told = f'`{text}` is no time of day: write from-to as in "09:00-17:00"'
    found = _matched(_RANGE, text.strip(), "bad-hours", told)
    start, end = read_minute(found[1], found[2], text), read_minute(found[3], found[4], text)
    if start >= end:
        two = 'a night is two, "22:00-24:00" and the next day "00:00-06:00"'
        raise Invalid("bad-hours", f"`{text}` ends before it begins: {two}")
    return start, end


def read_days(text: str) -> tuple[int, ...]:
    """ "mon-fri", "mon,wed" or both together → weekdays from Monday = 0."""
    days: list[int] = []
    for piece in text.lower().split(","):
        start, end = _first_and_last(piece, text)
        if start > end:
            hint = "the week begins with mon, so write both parts with a comma"
            raise Invalid("bad-days", f"`{text}` runs backwards: {hint}")
        days += range(start, end + 1)
    return tuple(days)


def _first_and_last(piece: str, text: str) -> tuple[int, int]:
    first, dash, last = (part.strip() for part in piece.partition("-"))
    try:
        return DAYS.index(first), DAYS.index(last if dash else first)
    except ValueError:
        write = "write mon, tue, wed, thu, fri, sat, sun, `mon-fri` or `mon,wed`"
        raise Invalid("bad-days", f"`{text}` names no days: {write}") from None


def read_zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = suggest(text, _zones()) or ": write for example Europe/Berlin"
        raise Invalid("bad-zone", f"`{text}` is no time zone{hint}") from None


@cache
def _zones() -> frozenset[str]:
    """Read from disk, so only once."""
    return frozenset(available_timezones())


def read_date(text: str) -> date:
    """Within years in which any zone's clock can be asked."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(
            "bad-date", f"`{text}` is no date: write year-month-day as in 2026-01-05"
        ) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid("bad-date", f"`{text}`: dates of the years {FIRST_YEAR} to {LAST_YEAR} only")
    return found


def read_flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise Invalid("bad-choice", f"`{text}`: write true or false")
    return text == "true"


def read_address(text: str) -> str:
    """A whole address → its key."""
    if not is_mailable(text):
        told = f"`{text}` is no mail address: write it as in bo@corp.example"
        raise Invalid("bad-address", told)
    return address_key(text)


def read_address_pattern(text: str) -> str:
    """A whole address or `*@domain` → its key."""
    write = "write a whole address as in bo@corp.example, or `*@corp.example` for a domain"
    return address_key(_matched(_PATTERN, text, "bad-address", f"`{text}`: {write}")[0])


def read_domain_pattern(text: str) -> str:
    """A whole domain or `*.domain` → its key."""
    told = f"`{text}`: write a domain as in corp.example, or `*.corp.example` for all below it"
    _matched(_DOMAIN, text.removeprefix("*."), "bad-address", told)
    return domain_key(text)


def read_header_name(text: str) -> str:
    """A header field's name (RFC 5322 §2.2), lower case."""
    told = f"`{text}` is no header name: write it as in X-Priority, without the colon"
    return _matched(_HEADER, text, "bad-header", told)[0].lower()


def read_size(text: str) -> int:
    """ "5 MB" → bytes, by thousands as mail programs show them (1 MB = 1,000,000)."""
    told = f"`{text}` is no size: write for example `5 MB` or `200 kB`"
    number, unit = _matched(_SIZE, text.strip(), "bad-size", told).groups("B")
    return int(number) * _BYTES[unit.upper()]


_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}


def read_phone(text: str) -> str:
    """As people dial it; it is printed as it stands."""
    write = 'digits, spaces and + - ( ) / only, in quotes: "+45 33 12 34 56"'
    told = f"`{text}` is no phone number: {write}"
    return _matched(_PHONE, text.strip(), "bad-phone", told)[0]


def read_absence(text: str) -> Absence:
    """ "2026-12-24" or "2026-12-20 to 2027-01-03", both days included."""
    first, to, last = text.partition(" to ")
    start = read_date(first.strip())
    end = read_date(last.strip()) if to else start
    if end < start:
        raise Invalid("bad-date", f"`{text}` ends before it begins: write the earlier day first")
    return Absence(start, end)


def read_instant(text: str) -> datetime:
    """ "2026-11-25 22:00 Europe/Berlin" → aware UTC; without a zone it is UTC."""
    day, _, rest = text.strip().partition(" ")
    clock, _, zone = rest.partition(" ")
    try:
        local = datetime.combine(
            read_date(day),
            time.fromisoformat(clock.rjust(5, "0") if _CLOCK.fullmatch(clock) else ""),
        )
    except ValueError:
        raise Invalid(
            "bad-date", f"`{text}` is no time: write it as in `2026-11-25 22:00 Europe/Berlin`"
        ) from None
    return local.replace(tzinfo=read_zone(zone) if zone else UTC).astimezone(UTC)


def read_path(text: str) -> str:
    """A file below the rules folder. None outside can be named."""
    parts = text.replace("\\", "/").split("/")
    if ":" in parts[0] or any(not part or part[0] == "." for part in parts):
        told = f"`{text}`: name a file below the rules folder, as in `guides/vpn.pdf`"
        raise Invalid("bad-path", told)
    return "/".join(parts)


def read_list_pattern(text: str) -> str:
    """A whole List-Id or `*.domain` → its key."""
    bare = text.removeprefix("<").removesuffix(">")
    write = "write a List-Id as in staff.corp.example, or `*.corp.example` for all of a domain"
    _matched(_DOMAIN, bare.removeprefix("*."), "bad-list-id", f"`{text}`: {write}")
    return domain_key(bare)


def read_language(text: str) -> str:
    told = f"`{text}` is no language: write its two-letter code, as in en, de or da"
    return _matched(_LANGUAGE, text, "bad-language", told)[0].lower().replace("_", "-")


def choice(*words: str) -> Callable[[str], str]:
    """A reader that takes one of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise Invalid(
                "bad-choice",
                f"`{text}` is not known here{suggest(text, words)}: write {' or '.join(words)}",
            )
        return text

    return read


def read_minute(hour: str, minute: str, text: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > DAY_END:
        raise Invalid(
            "bad-hours", f"`{text}`: no such time of day; hours run to 24:00, minutes to 59"
        )
    return total


def _matched(pattern: re.Pattern[str], text: str, code: str, told: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise Invalid(code, told)
    return found
