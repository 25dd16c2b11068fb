"""What a language is told by: the names of its days and months, and phrases that are exchanged for
marks before a text is read ("tot en met" for *until*). The tables stand beside, a language a file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtracker.late_pattern import late_pattern


class DateWords(NamedTuple):
    """The words of one language, in small letters."""

    #: Names and abbreviations of a month, to its number.
    months: dict[str, int]
    #: Names and abbreviations of a day of the week, to its number; Monday is 0.
    weekdays: dict[str, int]
    #: "two" to 2, up to ten.
    numbers: dict[str, int]
    #: Any of `numbers`, before days or weeks.
    counted: re.Pattern[str]
    #: Marks, each with phrases that it stands for, in the order in which they are exchanged.
    marks: tuple[tuple[str, re.Pattern[str]], ...]


def date_words(
    *, months: str, weekdays: str, numbers: str, units: tuple[str, str, str], phrases: str
) -> DateWords:
    """`months`, `weekdays` and `numbers`: names of one thing, then "|"; `units`: patterns for days,
    weeks, and what stands before the number of a week; `phrases`: a mark and a pattern a line.
    """
    days, weeks, week = units
    counts = _numbered(numbers, 1)
    measures = (
        ("unit.day", rf"(?<=\d )(?:{days})"),
        ("unit.week", rf"(?<=\d )(?:{weeks})"),
        ("week", rf"(?:{week})(?=\s?\d)"),
    )
    return DateWords(
        months=_numbered(months, 1),
        weekdays=_numbered(weekdays, 0),
        numbers=counts,
        counted=late_pattern(rf"\b({'|'.join(counts)})(?= (?:{days}|{weeks})\b)"),
        marks=tuple(
            (f" {_mark(name)} ", _alone(words)) for name, words in (*measures, *_rows(phrases))
        ),
    )


def _rows(phrases: str) -> list[tuple[str, str]]:
    lines = (line.split(maxsplit=1) for line in phrases.strip().splitlines())
    return [(name, words) for name, words in lines]


def _mark(name: str) -> str:
    return f"‹{name}›"


def _alone(words: str) -> re.Pattern[str]:
    """Not inside of a word, nor of a mark that stands already."""
    return late_pattern(rf"(?<![\w‹])(?<!\w-)(?:{words})(?![\w›])")


def _numbered(words: str, first: int) -> dict[str, int]:
    """Groups that stand between "|", each numbered from `first` on."""
    return {
        word: number
        for number, group in enumerate(words.split("|"), first)
        for word in group.split()
    }


EVERY, NEXT, THIS, COMING, IN = map(_mark, ("every", "next", "this", "coming", "in"))
"""Before a day of the week, and before a count of days."""
START, MIDDLE, END = map(_mark, ("start", "middle", "end"))
"""Of a month."""
UNTIL, AFTER, BEFORE, FROM, BETWEEN, SINCE, VETO = map(
    _mark, ("until", "after", "before", "from", "between", "since", "veto")
)
"""Prepositions; *veto* stands before dates of other things than an absence."""
TO, AND, STOP, LINE = map(_mark, ("to", "and", "stop", "line"))
DAYS, WEEKS, WEEK = map(_mark, ("unit.day", "unit.week", "week"))
AWAY, BACK, ANSWER, ONLY, OTHER, WORKS, GONE, LAST_DAY = map(
    _mark, ("away", "back", "answer", "only", "other", "works", "gone", "lastday")
)
"""What is said: that somebody is away, is back, answers (again), "erst", that somebody else helps,
when somebody works, that somebody has left, and of the last day of that.
"""
RELATIVE = "‹rel."
"""How marks for days begin that depend on today; the name of a row of `named.RELATIVE` follows."""
