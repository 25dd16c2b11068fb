"""A text in words and marks → where in it days are named: "Friday 6 November", "24/12 - 2/1",
"KW 49", "tomorrow".

Day and month stand in this order, as in five of the six languages, but in ISO 8601 and where the
second number can be no month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.dates import words as marks
from mailtracker.mail.origin.dates.named import (
    SOON,
    VAGUE,
    NamedDays,
    NamedSpan,
    before,
    completed,
    days_of,
    month_of,
    relative,
    week_of,
)
from mailtracker.mail.origin.dates.words import DateWords, fold

_TOKEN = late_pattern(
    r"‹[^›]+›|\d{4}-\d{2}-\d{2}(?!\d)"
    r"|\d{1,2}([./-])\s?\d{1,2}\1(?:\s?\d{4}|\d{2})(?![\d/])"
    r"|\d{1,2}[./]\d{1,2}(?!\d)\.?|\d{1,2}\.\s\d{1,2}\.(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th|er|ere|\.?[ºª]|o|ste|de|e|\.)(?!\w)"
    r"|\d+(?!\w)|\d+[^\W\d_]\w*|[^\W\d_]+\d\w*|\d+|[^\W\d_]+(?:['’][^\W\d_]+)*(?:-feira)?['’]?|\S"
)
_ISO = late_pattern(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_MONTH_YEAR = late_pattern(r"(\d{1,2})[./-]\s?(\d{1,2})(?:[./-]\s?(\d{4}|\d{2}))?\.?")
_MONTH_FIRST = late_pattern(r"(?:0?\d|1[0-2])/(?:1[3-9]|2\d|3[01])(?:/\d{2,4})?")
_NUMBER = late_pattern(r"(\d{1,2})(st|nd|rd|th|ere?|\.?[ºª]|o|ste|de|e|\.|)")
_YEAR = late_pattern(r"(20\d{2})\.?")
_WEEK = late_pattern(r"([1-9]|[1-4]\d|5[0-3])\.?")
_SHORT_MONTHS = frozenset({"mai", "maj", "mei"})
"""That are no abbreviations. A month alone is none either, nor "may", which is a verb."""
_OTHER_WORDS = frozenset(
    "so do mi di sa fr man tor ons ma wo za zo vr ter sex mar mer sun mon".split()
)
"""Abbreviated days that are words of their language as well."""
_WEEKS = frozenset({"thisweek", "nextweek"})
_WEEK_MARKS = frozenset(f"{marks.RELATIVE}{name}›" for name in _WEEKS)
_NEXT_WEEK = f"{marks.RELATIVE}nextweek›"
_DASHES = frozenset("-–—")
_EDGES = frozenset({marks.START, marks.MIDDLE, marks.END, marks.REST})
_PARTS_OF_WEEK = {marks.START: (0, 0), marks.MIDDLE: (2, 2), marks.END: (4, 6)}
_PARTS_OF_MONTH = {marks.START: (0, 0), marks.MIDDLE: (14, 14), marks.END: (24, 30)}
"""Days that are meant by the edges, counted from the first one."""
_JOINS = frozenset({marks.TO, marks.UNTIL, "/"}) | _DASHES
_BEFORE_WEEKDAYS = _JOINS | {marks.FROM, marks.BACK, marks.NEXT, marks.THIS, "(", "op", "am", "om"}
_LISTS = frozenset({marks.AND, ","})
_FILLERS = frozenset(
    fold(
        "the of de d d' den der dem des die das le la l' o a dia dias het am on op em no na nas du "
        "i inkl incl inclusive inklusive einschließlich einschl"
        " including about around approximately ca "
        "circa environ ongeveer voraussichtlich vermutlich wahrscheinlich probably probablement "
        "waarschijnlijk vermoedelijk forventet forventeligt provavelmente , ."
    ).split()
) | {marks.AND}
"""What may stand between the words of a date, and before it."""
_ARTICLES = frozenset("the den dem le dia d am o het du au".split())
_BEFORE_NUMBERS = _ARTICLES | {marks.FROM, marks.TO, marks.UNTIL, marks.BETWEEN}
_BEFORE_DASHED = frozenset("op den am on em dia".split()) | {marks.UNTIL}
_INCLUDED = frozenset(
    "inclus inclusive incluse inkl incl included inclusief inbegrepen compris inkluderet inklusive "
    "einschliesslich weer wieder igen".split()
)


_NO_ORDINALS = frozenset({"", ".", "º", "ª", ".º", ".ª", "o"})  # "o 9.º C" is a class
_SOON = 150  # days from now
_FRIDAY = 4
_MOST = 60  # no notice names so many days


class DaysPlace(NamedTuple):
    """Where in the tokens days are named."""

    begin: int
    #: Behind the last token.
    end: int
    first: NamedDays
    #: What ends a range; None: one day, or the days of `first`.
    last: NamedDays | None


def tokens_of(text: str) -> list[str]:
    return [hit.group() for hit in _TOKEN.finditer(text)]


def places(tokens: Sequence[str], words: DateWords, today: date) -> list[DaysPlace]:
    reader = _DayReader(tokens, words, today, any(map(_MONTH_FIRST.fullmatch, tokens)))
    found: list[DaysPlace] = []
    at = 0
    while at < len(tokens) and len(found) < _MOST:
        place = _place(reader, at)
        if place is not None:
            found.append(place)
        at = at + 1 if place is None else place.end
    return found


def days_at(place: DaysPlace, today: date, *, later: bool, since: bool) -> NamedSpan | None:
    """None: there are no such days. `later`: today's own day of the week is the one in a week;
    `since`: they have begun.
    """
    if place.last is not None:
        return _range(place.first, place.last, today)
    if since:
        begun = before(place.first, today)
        return None if begun is None else NamedSpan(begun, begun)
    return days_of(place.first, today, later=later)


def _range(first: NamedDays, last: NamedDays, today: date) -> NamedSpan | None:
    ends = days_of(last, today)
    begins = ends and before(first, ends.last)
    return NamedSpan(begins, ends.last) if ends and begins else None


class _DayReader(NamedTuple):
    """What names of days are read from. A place is an index of `tokens`."""

    tokens: Sequence[str]
    words: DateWords
    today: date
    #: A date stands there that can only be read so: "12/24".
    month_first: bool

    def at(self, place: int) -> str:
        return self.tokens[place] if 0 <= place < len(self.tokens) else ""

    def month_at(self, place: int) -> int | None:
        return self.words.months.get(self.at(place))

    def weekday_at(self, place: int) -> int | None:
        day = self.words.weekdays.get(self.at(place))
        if day is None or self.at(place - 1) == marks.EVERY:
            return None
        return day if self.at(place) not in _OTHER_WORDS or self._is_date(place) else None

    def _is_date(self, place: int) -> bool:
        """What may be another word is an abbreviated day before a number, or behind "until"."""
        behind = self.past(place + 1, _FILLERS)
        if self.at(behind)[:1].isdigit() or self.at(place + 1) in _JOINS:
            return True
        return self.at(place - 1) in _BEFORE_WEEKDAYS

    def past(self, place: int, passed: frozenset[str]) -> int:
        while self.at(place) in passed:
            place += 1
        return place


_Found = tuple[NamedDays, int]
"""What is named, and the place behind it."""


def _place(reader: _DayReader, at: int) -> DaysPlace | None:
    found = _named(reader, at)
    if found is None:
        return None
    first, end = found
    joined = _joined(reader, first, end, at)
    if joined is not None:
        first, last = completed(first, joined[0])
        return DaysPlace(at, joined[1], first, last)
    if first.only_a_number and not _is_day_of_month(reader, at):
        return None
    return DaysPlace(at, _past_repeated(reader, first, end), first, None)


def _past_repeated(reader: _DayReader, first: NamedDays, end: int) -> int:
    """ "tomorrow, Friday", "today (19/11)": the same day once more."""
    at = reader.past(end, _FILLERS | {"("})
    again = _named(reader, at)
    if again is None or _joined(reader, *again, at) is not None:
        return end
    same = days_of(first, reader.today) == days_of(again[0], reader.today)
    return again[1] if same else end


def _joined(reader: _DayReader, first: NamedDays, end: int, begin: int) -> _Found | None:
    """What ends the range that begins with `first`."""
    at = end + (reader.at(end) == ".")
    is_list = reader.at(at) in _LISTS and not _is_between(reader, begin)
    behind = reader.past(at, _JOINS | _LISTS if is_list else _JOINS | {marks.AND})
    if behind == at:
        return None
    found = _named(reader, reader.past(behind, _FILLERS))
    if found is None or (first.only_a_number and not found[0].day):
        return None
    if found[0].only_a_number and not (first.day or _has_article(reader, found[1] - 1)):
        return None  # "open today until 5"
    if is_list and not _follows(*completed(first, found[0]), reader.today):
        return None
    return found


def _is_between(reader: _DayReader, at: int) -> bool:
    """ "between 3 and 7 December"."""
    while reader.at(at - 1) in _ARTICLES:
        at -= 1
    return reader.at(at - 1) == marks.BETWEEN


def _follows(first: NamedDays, last: NamedDays, today: date) -> bool:
    """Whether the one begins the day after the other ends, or behind the weekend: "today and
    tomorrow".
    """
    ends, begins = days_of(first, today), days_of(last, today)
    if ends is None or begins is None:
        return False
    next_working_day = 3 if ends.last.weekday() == _FRIDAY else 1
    return 1 <= (begins.first - ends.last).days <= next_working_day


def _has_article(reader: _DayReader, at: int) -> bool:
    return reader.at(at - 1) in _ARTICLES


def _is_day_of_month(reader: _DayReader, at: int) -> bool:
    """ "the 20th", "dia 12", "le 12", "t/m 18.": a number alone is none."""
    hit = _NUMBER.match(reader.at(at))
    if hit is not None and hit.group(2) not in _NO_ORDINALS:
        return True
    behind = reader.at(at + 1)
    if reader.at(at - 1) not in _BEFORE_NUMBERS or reader.weekday_at(at - 2) is not None:
        return False  # "Monday from 7"
    return behind in _INCLUDED or not behind[:1].isalnum()


def _named(reader: _DayReader, at: int) -> _Found | None:
    for read in _WAYS:
        found = read(reader, at)
        if found is not None:
            return found
    return None


def _relative(reader: _DayReader, at: int) -> _Found | None:
    mark = reader.at(at)
    if not mark.startswith(marks.RELATIVE):
        return None
    name = mark.removeprefix(marks.RELATIVE)[:-1]
    weekday = reader.weekday_at(reader.past(at + 1, _FILLERS)) if name in _WEEKS else None
    if weekday is not None:  # "next week on Monday"
        named = NamedDays(weekday=weekday, next_week=name == "nextweek")
        return named, reader.past(at + 1, _FILLERS) + 1
    days, vague = relative(name, reader.today), name in VAGUE
    named = NamedDays(days=days, vague=vague, soon=name in SOON, beginning=name == "newyear")
    return named, at + 1


def _week(reader: _DayReader, at: int) -> _Found | None:
    """ "week 49", "KW 49/50", "uge 51 og 52"."""
    if reader.at(at) != marks.WEEK:
        return None
    first = _week_number(reader, at + 1)
    if first is None:
        return None
    last, end = first, at + 2
    while (behind := reader.past(end, _JOINS | _LISTS)) > end:
        behind += reader.at(behind) == marks.WEEK
        more = _week_number(reader, behind)
        if more is None or more.first < last.first:
            break
        last, end = more, behind + 1
    return NamedDays(days=NamedSpan(first.first, last.last)), end


def _week_number(reader: _DayReader, at: int) -> NamedSpan | None:
    hit = _WEEK.fullmatch(reader.at(at))
    return None if hit is None else week_of(int(hit.group(1)), reader.today)


def _count(reader: _DayReader, at: int) -> _Found | None:
    """ "the next two days", "in a week", "two weeks"."""
    before_it = reader.at(at)
    number = at + (before_it in (marks.COMING, marks.IN))
    unit = reader.at(number + 1)
    if not reader.at(number).isdigit() or unit not in (marks.DAYS, marks.WEEKS):
        return None
    days = min(int(reader.at(number)[:4]), 9999) * (7 if unit == marks.WEEKS else 1)
    there = reader.today + timedelta(days=days)
    if before_it == marks.IN:
        return NamedDays(days=NamedSpan(there, there)), number + 2
    if before_it == marks.COMING:
        begins = reader.today + timedelta(days=unit == marks.DAYS)
        return NamedDays(days=NamedSpan(begins, there)), number + 2
    return NamedDays(length=days), number + 2


def _edge(reader: _DayReader, at: int) -> _Found | None:
    """ "End of November", "mid-December", "Anfang nächster Woche"."""
    edge = reader.at(at)
    if edge not in _EDGES:
        return None
    behind = reader.past(at + 1, _FILLERS)
    found = _month(reader, behind)
    if found is None and reader.at(behind) in _WEEK_MARKS:
        found = _relative(reader, behind)
    if found is None or found[0].days is None:
        return None
    return NamedDays(days=_at_edge(edge, found[0].days, reader.today), vague=True), found[1]


def _at_edge(edge: str, days: NamedSpan, today: date) -> NamedSpan:
    """The first, middle or last days of a month or week; of the first ones only the very first:
    whoever is back "early in January" may be there on any.
    """
    first, last = days
    if edge == marks.REST:
        return NamedSpan(max(first, today), last)
    parts = _PARTS_OF_WEEK if last - first == timedelta(days=6) else _PARTS_OF_MONTH
    begin, end = (first + timedelta(days=ahead) for ahead in parts[edge])
    return NamedSpan(begin, min(end, last))


def _month(reader: _DayReader, at: int) -> _Found | None:
    """A month alone."""
    month, name = reader.month_at(at), reader.at(at)
    if month is None or (len(name) < 4 and not _is_short_month(reader, at)):
        return None
    year, end = _year(reader, at + 1)
    days = month_of(month, year, reader.today)
    return None if days is None else (NamedDays(days=days, beginning=True), end)


def _is_short_month(reader: _DayReader, at: int) -> bool:
    """ "may" is one behind a word that only days and months follow: "until May"."""
    if reader.at(at) in _SHORT_MONTHS:
        return True
    return reader.at(at) == "may" and reader.at(at - 1) in _EDGES | {marks.UNTIL, marks.FROM}


def _numeric(reader: _DayReader, at: int) -> _Found | None:
    """ "2026-12-05", "5.12.", "24/12/2026"."""
    token = reader.at(at)
    if hit := _ISO.fullmatch(token):
        year, month, day = map(int, hit.groups())
        return (NamedDays(day, month, year), at + 1) if 1 <= month <= 12 else None
    hit = _DAY_MONTH_YEAR.fullmatch(token)
    if hit is None:
        return _with_dash(reader, at)
    day, month = int(hit.group(1)), int(hit.group(2))
    if reader.month_first and "/" in token and day <= 12:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if reader.words.month_first and "/" in token and not hit.group(3):
        day, month = _likelier(day, month, reader.today)
    if hit.group(3):
        return NamedDays(day, month, int(hit.group(3)) % 2000 + 2000), at + 1
    said, end = _year(reader, at + 1)
    return NamedDays(day, month, said), end


def _likelier(day: int, month: int, today: date) -> tuple[int, int]:
    """Of what may be read either way, what is not most of a year away."""
    soon = today + timedelta(days=_SOON)
    one, other = (days_of(NamedDays(*pair), today) for pair in ((day, month), (month, day)))
    if one is None or other is None:
        return day, month
    return (month, day) if other.first <= soon < one.first else (day, month)


def _with_dash(reader: _DayReader, at: int) -> _Found | None:
    """ "2-11", as Dutch people write the second of November."""
    day, month = _number(reader, at), _number(reader, at + 2)
    if day is None or month is None or reader.at(at + 1) != "-":
        return None
    is_range = day[0].day < month[0].day and reader.at(at - 1) not in _BEFORE_DASHED
    if is_range or month[0].day > 12 or reader.month_at(at + 3):
        return None
    return NamedDays(day[0].day, month[0].day), at + 3


def _with_weekday(reader: _DayReader, at: int) -> _Found | None:
    """ "Friday 6 November", "Montag, den 16.", "mercredi prochain", "next Wednesday"."""
    mark = reader.at(at)
    if mark in (marks.NEXT, marks.THIS):
        found = None if reader.weekday_at(at + 1) is None else _with_weekday(reader, at + 1)
        return found and (found[0]._replace(next_week=mark == marks.NEXT), found[1])
    weekday = reader.weekday_at(at)
    if weekday is None:
        return None
    behind = reader.past(at + 1, _FILLERS)
    for read in (_numeric, _with_month, _number):
        found = read(reader, behind)
        if found is not None and not (read is _number and _counts(reader, behind)):
            return found[0]._replace(weekday=weekday), found[1]
    behind = reader.past(behind, _FILLERS | {marks.FROM, marks.TO})
    if (week := reader.at(behind)) in _WEEK_MARKS:  # "Monday next week"
        return NamedDays(weekday=weekday, next_week=week == _NEXT_WEEK), behind + 1
    follows = reader.at(at + 1) in (marks.THIS, marks.NEXT) and reader.weekday_at(at + 2) is None
    week_on = follows and weekday == reader.today.weekday()
    return NamedDays(weekday=weekday, next_week=week_on), at + 1 + follows


def _counts(reader: _DayReader, at: int) -> bool:
    """Of something else than days of a month: "Monday 3 people"."""
    return reader.at(at).isdigit() and reader.at(at + 1)[:1].isalpha()


def _with_month(reader: _DayReader, at: int) -> _Found | None:
    """ "6 November", "3 de dezembro de 2026", "1er décembre", "Dec 7th, 2026"."""
    found = _number(reader, at)
    if found is not None:
        behind = reader.past(found[1], _FILLERS | {marks.FROM})
        month = reader.month_at(behind)
    else:
        month = reader.month_at(at)
        found = _number(reader, at + 1 + (reader.at(at + 1) in (".", "the")))
        behind = found[1] - 1 if found else at
    if month is None or found is None:
        return None
    year, end = _year(reader, behind + 1)
    return found[0]._replace(month=month, year=year), end


def _number(reader: _DayReader, at: int) -> _Found | None:
    hit = _NUMBER.fullmatch(reader.at(at))
    if hit is None or not 1 <= int(hit.group(1)) <= 31:
        return None
    if reader.at(at + 1) in ("%", "€", marks.DAYS, marks.WEEKS, ":"):
        return None
    return NamedDays(day=int(hit.group(1))), at + 1


def _year(reader: _DayReader, at: int) -> tuple[int, int]:
    behind = reader.past(at, _BEFORE_YEARS)
    hit = _YEAR.fullmatch(reader.at(behind))
    return (0, at) if hit is None else (int(hit.group(1)), behind + 1)


_BEFORE_YEARS = frozenset({",", ".", "de", marks.FROM, "'", "’"})
_WAYS = (
    _relative,
    _week,
    _count,
    _edge,
    _numeric,
    _with_weekday,
    _with_month,
    _month,
    _number,
)
