"""What a language is told by: the names of its days and months, and phrases that are exchanged for
marks before a text is read ("tot en met" for *until*). The tables stand beside, a language a file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtracker.accents import without_accents
from mailtracker.late_pattern import late_pattern

_WORD = re.compile(r"\w{2,}")


class DateWords(NamedTuple):
    """The words of one language, in small letters."""

    #: Names and abbreviations of a month, to its number.
    months: dict[str, int]
    #: Names and abbreviations of a day of the week, to its number; Monday is 0.
    weekdays: dict[str, int]
    #: Some write the month first: "12/7" for the seventh of December.
    month_first: bool
    #: "two" to 2, up to ten.
    numbers: dict[str, int]
    #: Any of `numbers`, before days or weeks.
    counted: re.Pattern[str]
    #: Marks, each with phrases that it stands for, in the order in which they are exchanged.
    marks: tuple[tuple[str, re.Pattern[str]], ...]


def date_words(
    *,
    names: tuple[str, str, str],
    units: tuple[str, str, str],
    phrases: str,
    month_first: bool = False,
) -> DateWords:
    """`names`: of months, of days of the week and of numbers, each with "|" before the next one;
    `units`: patterns for days, weeks, and what stands before the number of a week; `phrases`: a
    mark and a pattern a line.
    """
    months, weekdays, numbers = names
    days, weeks, week = units
    counts = _numbered(fold(numbers), 1)
    measures = (
        ("unit.day", rf"(?<=\d )(?:{days})"),
        ("unit.week", rf"(?<=\d )(?:{weeks})"),
    )
    numbered = late_pattern(rf"(?<![\w‹])(?:{fold(week)})\.?\s?(?=\d{{1,2}}(?!\w))")
    return DateWords(
        months=_numbered(fold(months), 1),
        weekdays=_numbered(fold(weekdays), 0),
        month_first=month_first,
        numbers=counts,
        counted=late_pattern(rf"\b({'|'.join(counts)})(?= (?:{days}|{weeks})\b)"),
        marks=(
            (f" {WEEK} ", numbered),
            *((_instead(name), _alone(words)) for name, words in (*measures, *_rows(phrases))),
        ),
    )


def _rows(phrases: str) -> list[tuple[str, str]]:
    lines = (line.split(maxsplit=1) for line in phrases.strip().splitlines())
    return [(name, words) for name, words in lines]


def _mark(name: str) -> str:
    return f"‹{name}›"


def _instead(name: str) -> str:
    """What a phrase is exchanged for. The time of a day says nothing."""
    return {"time": " ", "fortnight": f" 2 {WEEKS} "}.get(name, f" {_mark(name)} ")


def _alone(words: str) -> re.Pattern[str]:
    """Not inside of a word, nor of a mark that stands already."""
    return late_pattern(rf"(?<![\w‹])(?<!\w-)(?:{fold(words)})(?![\w›])")


def fold(text: str) -> str:
    """Words without accents, as many write them. Those of one letter keep theirs: Portuguese "é"
    and "e", French "à" and "a".
    """
    return _WORD.sub(lambda hit: _plain(hit.group()), text)


def _plain(word: str) -> str:
    return without_accents(word.replace("ß", "ss"))


def _numbered(words: str, first: int) -> dict[str, int]:
    """Groups that stand between "|", each numbered from `first` on."""
    return {
        word: number
        for number, group in enumerate(words.split("|"), first)
        for word in group.split()
    }


EVERY, NEXT, THIS, COMING, IN = map(_mark, ("every", "next", "this", "coming", "in"))
"""Before a day of the week, and before a count of days."""
START, MIDDLE, END, REST = map(_mark, ("start", "middle", "end", "rest"))
"""Of a month or a week."""
UNTIL, AFTER, BEFORE, FROM, BETWEEN, SINCE, WEEK_OF, VETO = map(
    _mark, ("until", "after", "before", "from", "between", "since", "week.of", "veto")
)
"""Prepositions; *veto* stands before dates of other things than an absence."""
TO, AND, STOP, LINE = map(_mark, ("to", "and", "stop", "line"))
DAYS, WEEKS, WEEK = map(_mark, ("unit.day", "unit.week", "week"))
NOT, ABOUT = map(_mark, ("not", "about"))
AWAY, BACK, ANSWER, SILENT, ONLY = map(_mark, ("away", "back", "answer", "silent", "only"))
OTHER, WORKS, GONE, LAST_DAY = map(_mark, ("other", "works", "gone", "lastday"))
"""What is said: that somebody is away, is back, answers or does not, "erst", that somebody else
helps, when somebody works, that somebody has left, and of the last day of that.
"""
RELATIVE = "‹rel."
"""How marks for days begin that depend on today; the name of a row of `named.RELATIVE` follows."""
