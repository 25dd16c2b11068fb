"""What an owner wrote behind a word ("2d", "until friday", "bis 5. Dez. 14 Uhr") and now → the
instant or the day that is meant; None where that is not certain.

Strict: every word must be understood, and what two readers may take for two days is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mailtracker.accents import without_accents
from mailtracker.desk.words.until_words import (
    AFTERNOON,
    AHEAD,
    AT,
    FILLERS,
    GOODBYES,
    MIDDAY,
    MONTHS,
    MORNING,
    NEXT_WEEK,
    NUMBERS,
    OF_THE_CLOCK,
    SPANS,
    THIS_AFTERNOON,
    UNTIL,
    WEEKDAYS,
)
from mailtracker.late_pattern import late_pattern
from mailtracker.policy.calendar import first_instant
from mailtracker.record import dataclass

MAX_CHARACTERS = 60
"""Of words that name a time. Longer ones are a sentence."""


def until(words: str, now: datetime, zone: ZoneInfo, day_first: bool = False) -> datetime | None:
    """The instant, later than `now`, in aware UTC. A day begins at its midnight in `zone`, a length
    ("2d") keeps the time of the day.

    `day_first`: "5/12" is in December; else it is not certain.
    """
    said = _read(words, day_first)
    if said is None:
        return None
    found = _by_length(now, zone, said.span) if said.span is not None else _by_day(said, now, zone)
    return found if found is not None and found > now else None


def is_exact(words: str) -> bool:
    """Whether they name a time, and not only a day or a number of days."""
    said = _read(words, day_first=True)
    if said is None:
        return False
    if said.span is not None:
        return said.days_ahead is None
    return said.clock is not None and said.clock >= 0


def names_a_time(words: str) -> bool:
    """Whether they are nothing else, certain or not."""
    return _read(words, day_first=True) is not None


def waits_until(words: str) -> bool:
    """Whether they begin by a word for *until*, and name a time behind it. Danish "til" stands
    before names as well: "til Tor" is for Tor.
    """
    text = folded(words)
    if not _UNTIL.match(text) or text.startswith("to ") or not names_a_time(words):
        return False
    whole = any(len(word) > 4 or word[0].isdigit() for word in text.split()[1:])
    return whole or not text.startswith("til ")


def says_goodbye(words: str) -> bool:
    """Whether people part by such words: "Bis Freitag!", "Tot morgen", "Até sexta"."""
    behind = _UNTIL.match(folded(words))
    said = _read(words, day_first=True)
    if behind is None or said is None or behind[0] not in GOODBYES:
        return False
    return said.day is None and not said.names_no_day


def day_said(words: str, today: date, day_first: bool = False) -> date | None:
    """The day, today or later where no year is named; a time besides is left out of account. None
    where no day is named.
    """
    said = _read(words, day_first)
    if said is None:
        return None
    if said.days_ahead is not None:
        return today + said.days_ahead
    return None if said.names_no_day else _day(said, today)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What was named; None for what was not."""

    #: Monday is 0.
    weekday: int | None = None
    #: Of the month, from 1.
    day: int | None = None
    #: From 1.
    month: int | None = None
    #: Of four digits.
    year: int | None = None
    #: Days from today.
    ahead: int | None = None
    #: The next week is meant.
    week: int | None = None
    #: Time of the day, in minutes; -1 for a morning, which begins with the day.
    clock: int | None = None
    #: So long from now.
    span: timedelta | None = None

    @property
    def at(self) -> timedelta:
        return timedelta(minutes=max(self.clock or 0, 0))

    @property
    def names_no_day(self) -> bool:
        return (self.weekday, self.day, self.ahead, self.week) == (None,) * 4

    @property
    def is_weekday_alone(self) -> bool:
        return self.weekday is not None and self.day is None and self.week is None

    @property
    def days_ahead(self) -> timedelta | None:
        """A length that is whole days."""
        whole = self.span is not None and self.span % timedelta(days=1) == timedelta()
        return self.span if whole else None

    @property
    def is_one_thing(self) -> bool:
        """Neither two days nor a length beside a time."""
        if self.span is not None:
            return replace(self, span=None) == _Meant()
        ways = sum(one is not None for one in (self.day, self.ahead, self.week))
        doubled = self.ahead is not None and self.weekday is not None
        return ways <= 1 and not doubled


def _by_length(now: datetime, zone: ZoneInfo, span: timedelta) -> datetime:
    """Days by the local clock, all else as it passes."""
    if span % timedelta(days=1):
        return now.astimezone(UTC) + span
    return first_instant(zone, _local(now, zone) + span)


def _by_day(said: _Meant, now: datetime, zone: ZoneInfo) -> datetime | None:
    local = _local(now, zone)
    day = _day(said, local.date())
    if day is None:
        return None
    if said.is_weekday_alone and _is_still_to_come(said, local):
        day = local.date()
    found = _instant(zone, day, said)
    if found <= now and said.names_no_day:
        return _instant(zone, day + timedelta(days=1), said)
    return found


def _local(now: datetime, zone: ZoneInfo) -> datetime:
    return now.astimezone(zone).replace(tzinfo=None)


def _instant(zone: ZoneInfo, day: date, said: _Meant) -> datetime:
    return first_instant(zone, datetime.combine(day, time()) + said.at)


def _is_still_to_come(said: _Meant, local: datetime) -> bool:
    """ "friday 14:00", said on a Friday at noon."""
    later = datetime.combine(local.date(), time()) + said.at
    return said.clock is not None and said.weekday == local.weekday() and later > local


def _day(said: _Meant, today: date) -> date | None:
    if said.ahead is not None:
        return today + timedelta(days=said.ahead)
    if said.week is not None:
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=said.weekday or 0)
    if said.day is not None:
        return _dated(said, today)
    if said.weekday is not None:
        return today + timedelta(days=(said.weekday - today.weekday() - 1) % 7 + 1)
    return today


def _dated(said: _Meant, today: date) -> date | None:
    """The next such day where no year is named; None where the weekday beside it is another's."""
    found = next((one for one in _such_days(said, today) if one >= today or said.year), None)
    if found is None or said.weekday is None:
        return found
    return found if found.weekday() == said.weekday else None


def _such_days(said: _Meant, today: date) -> Iterable[date]:
    months = [said.month] if said.month else range(1, 13)
    years = [said.year] if said.year else [today.year, today.year + 1]
    found = (_valid(year, month, said.day or 0) for year in years for month in months)
    return (one for one in found if one)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "’": "'", "º": "o", "ª": "a", "–": "-", "\xad": ""}


def folded(words: str) -> str:
    """Lower case, without accents, one space between words."""
    plain = "".join(_LETTERS.get(one, one) for one in words.casefold())
    return " ".join(without_accents(plain).split())


def _any(words: Iterable[str]) -> str:
    """A pattern of any of them, the longest first."""
    longest = sorted(set(words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in longest) + ")"


_EDGE = r"(?![\w])"
_DAY = rf"(?P<weekday>{_any(WEEKDAYS)})\.?(?=\W|$|{_any((*MORNING, *AFTERNOON))})"
_MONTH = rf"(?P<month>{_any(MONTHS)})\b\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|ste|de|te|o|e|a|\.)?"
_UNITS = {word: unit for unit, words in SPANS.items() for word in words}

Fields = Mapping[str, Any]
"""Of `_Meant`."""

_Hit = re.Match[str]


def _number(text: str) -> int:
    return NUMBERS.get(text) or int(text)


def _span(hit: _Hit) -> Fields:
    unit = _UNITS[hit["unit"]]
    return {"span": timedelta(**{unit: _number(hit["many"])})}


def _clock(hit: _Hit) -> Fields | None:
    """By 24 hours, or by 12 with am and pm."""
    found = hit.groupdict()
    hour, minute, half = int(found["hour"]), int(found.get("minute") or 0), found.get("half")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return {"clock": hour * 60 + minute} if hour < 24 and minute < 60 else None


def _date(hit: _Hit) -> Fields | None:
    """Numbers, or the name of a month; a year of two digits is in this century."""
    fields = {"day": int(hit["day"])}
    found = hit.groupdict()
    if month := found.get("month"):
        fields["month"] = MONTHS.get(month) or int(month)
    if year := found.get("year"):
        fields["year"] = int(year) if len(year) == 4 else 2000 + int(year)
    leap = 2000  # which has a 29 February
    is_one = _valid(fields.get("year", leap), fields.get("month", 1), fields["day"])
    return fields if is_one else None


def _day_or_clock(hit: _Hit) -> Fields | None:
    """ "5.12" is a day, "14.30" is a time, and "9.10" may be both."""
    day, clock = _date(hit), _as_clock(hit["day"], hit["month"])
    return None if day and clock else day or clock


def _as_clock(hour: str, minute: str) -> Fields | None:
    """What people set a time to: "9.10" and "9.05", not "9.5" or "5.12"."""
    usual = len(minute) == 2 and int(minute) % 5 == 0
    return {"clock": int(hour) * 60 + int(minute)} if usual and int(hour) < 24 else None


def _either_first(hit: _Hit) -> Fields | None:
    """ "13/12" has one reading, "5/12" two."""
    day, month = int(hit["day"]), int(hit["month"])
    if day <= 12 and month <= 12 and day != month:
        return None
    if month > 12:
        swapped = {"day": month, "month": day}
        return {**(_date(hit) or {}), **swapped} if day <= 12 and month <= 31 else None
    return _date(hit)


_TIME = r"(?P<hour>\d{1,2})"
_MINUTE = r"(?P<minute>\d\d)"
_OF_YEAR = r"(?P<year>\d{4}|\d\d)"
_SLASHED = rf"(?P<day>\d{{1,2}})(?P<by>[/-])(?P<month>\d{{1,2}})(?:(?P=by){_OF_YEAR})?{_EDGE}"
_LENGTH = rf"(?P<many>\d{{1,3}}|{_any(NUMBERS)}\b)\s?(?P<unit>{_any(_UNITS)})\b\.?"

Rule = tuple[re.Pattern[str], Callable[[_Hit], Fields | None]]


def _rules(*rows: tuple[str, Callable[[_Hit], Fields | None]]) -> tuple[Rule, ...]:
    return tuple((late_pattern(pattern), reads) for pattern, reads in rows)


_BEHIND_UNTIL = _rules((rf"{_TIME}\s?{_any(OF_THE_CLOCK)}{_EDGE}", _clock))
_DAY_FIRST = _rules((_SLASHED, _date))
_RULES = _rules(
    (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?=t\d\d:)?" + _EDGE,
        _date,
    ),
    (_SLASHED, _either_first),
    (rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.(?:\s?{_OF_YEAR}(?![\d:.]))?", _date),
    (rf"{_TIME}(?:[:.]{_MINUTE})?\s?(?P<half>[ap])\.?m{_EDGE}\.?", _clock),
    (rf"{_TIME}[:.]{_MINUTE}\s?(?:uhr|uur|h){_EDGE}", _clock),
    (rf"{_TIME}:{_MINUTE}{_EDGE}", _clock),
    (rf"{_TIME}\s?h\s?{_MINUTE}{_EDGE}", _clock),
    (rf"{_TIME}\s?uhr{_EDGE}", _clock),
    (rf"{_any(AT)}\s?{_TIME}[.]{_MINUTE}{_EDGE}", _clock),
    (rf"{_any((*AT, 'as', 'a'))} {_TIME}\s?(?:h|horas?|heures?|uur){_EDGE}", _clock),
    (rf"{_any(AT)}\s?{_TIME}(?=,|$)", _clock),
    (
        rf"(?P<day>\d{{1,2}}){_ORDINAL}\s?(?:of |de |van )?{_MONTH}"
        r"(?:,? ?(?:de )?(?P<year>\d{4})(?![\d:.]))?",
        _date,
    ),
    (
        rf"{_MONTH} ?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.hap])"
        r"(?:,? (?P<year>\d{4})(?![\d:.]))?",
        _date,
    ),
    (r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})" + _EDGE, _day_or_clock),
    (r"(?P<day>\d{1,2})(?:st|nd|rd|th)" + _EDGE, _date),
    (r"(?:the|am|zum|den|d\.|dia|le|de) (?P<day>\d{1,2})(?:\.|e|er|ste|de)?(?=,|$)", _date),
    (_LENGTH, _span),
    (_any(NEXT_WEEK) + _EDGE, lambda _: {"week": 1}),
    (_any(THIS_AFTERNOON) + _EDGE, lambda _: {"ahead": 0, "clock": 13 * 60}),
    (
        rf"(?P<ahead>{_any(AHEAD)})(?=\W|$|{_any((*MORNING, *AFTERNOON))})",
        lambda hit: {"ahead": AHEAD[hit["ahead"]]},
    ),
    (_any(MIDDAY) + _EDGE, lambda _: {"clock": 12 * 60}),
    (_any(AFTERNOON) + _EDGE, lambda _: {"clock": 13 * 60}),
    (_any(MORNING) + _EDGE, lambda _: {"clock": -1}),
    (_DAY, lambda hit: {"weekday": WEEKDAYS[hit["weekday"]]}),
    (rf"{_any((*FILLERS, ','))}(?=[\s,\d]|$)", lambda _: {}),
    (r"\.$", lambda _: {}),
)
"""The first that fits takes its words; what is said twice, or by nobody's rule, is nothing."""

_UNTIL = late_pattern(rf"{_any(UNTIL)}(?=[\s\d]|$)")


def _read(words: str, day_first: bool) -> _Meant | None:
    text = folded(words).rstrip("! ")
    if not text or len(text) > MAX_CHARACTERS:
        return None
    rules = (*(_DAY_FIRST if day_first else ()), *_RULES)
    if behind := _UNTIL.match(text):
        text, rules = text[behind.end() :], (*_BEHIND_UNTIL, *rules)
    found = _pieces(text, rules)
    if not found:
        return None
    said = _Meant(**found)
    return said if said.is_one_thing else None


def _pieces(text: str, rules: Iterable[Rule]) -> dict[str, Any] | None:
    """What each piece of the text says. None where one says nothing that we know, or again what
    another said.
    """
    found: dict[str, Any] = {}
    text = text.strip(" ")
    while text:
        hits = ((pattern.match(text), reads) for pattern, reads in rules)
        taken = next(((hit, reads) for hit, reads in hits if hit), None)
        fields = taken[1](taken[0]) if taken else None
        if taken is None or fields is None or fields.keys() & found.keys():
            return None
        found |= fields
        text = text[taken[0].end() :].strip(" ")
    return found
