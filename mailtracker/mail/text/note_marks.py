"""A text goes in; whatever in it has the form of a mark of ours comes out, whoever made it, and
where the words begin that stand before it (`outgoing/notes.py` says which marks are ours,
`outgoing/marking.py` writes them).

    Answer by 14:00 today: VPN drops. Eva Lind asks. ~IT-1042.k7f2qmxah3n5.36~
    ...
    ~~~~~~~~ IT-1042.k7f2qmxah3n5 ~~~~

A note above a mail begins with its words, since those are what a list of mails shows of it. The
mark behind them says how many letters of them belong to the note. One below a mail begins with a
line as it ends with one. Mails of earlier versions have longer lines, above as below.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from mailtracker.late_pattern import late_pattern

SHORT = "~" * 4
LONG = "~" * 8
# Between the words of a line: spaces, or the line break and quote marks of a mailer
# that wrapped it. All bounded.
_GAP = r"(?:[ \t\xa0\u200b]{1,8}|[ \t\xa0\u200b]{0,8}\r?\n[ \t\xa0\u200b>|]{0,60})"
_NAME = r"([^\s~>|]{1,60})"
_KEYED = "[a-z2-7]{12}"
_LONG = f"{LONG}(?:~{{12}})?"
MARK = late_pattern(
    rf"(?<!~)(?:{SHORT}{_GAP}{_NAME}{_GAP}{_LONG}|{_LONG}{_GAP}{_NAME}{_GAP}{SHORT}|"
    rf"~([^\s~>|]{{1,47}}\.{_KEYED})\.([0-9]{{1,5}})~)(?!~)"
)
"""Three forms: a line that begins a note (its name is group 1), one that ends it (2), and the mark
behind a note's first words (3), with how many letters these have (4).
"""
QUOTING = " \t\r\xa0>|"
"""What may stand before the words of a quoted line."""

# Whole lines of a text, with the token of today or, in mails of earlier versions, without.
_REFERENCE = r"(?:\w{1,20}-\d{1,12}|note)"
_OF_LINE = rf"({_REFERENCE}(?:\.{_KEYED})?)"
_BEGIN_LINE = re.compile(rf"[> \t]*{SHORT} {_OF_LINE} {_LONG}[ \t]*")
_END_LINE = re.compile(rf"[> \t]*{_LONG} (\S{{1,60}}) {SHORT}[ \t]*")
_FIRST_LINES = re.compile(rf"(?<!~)~({_REFERENCE}\.{_KEYED})\.([0-9]{{1,5}})~(?!~)")

_NO_WORDS = {code: None for code in range(128) if not chr(code).isalnum()}


def letters(text: str) -> str:
    """What is left of a text in every quote: letters and digits, whatever the line breaks, quote
    marks and bold type.
    """
    plain = normalize("NFKC", text).casefold()
    if plain.isascii():
        return plain.translate(_NO_WORDS)  # ten times as fast, for these alone
    return "".join(filter(str.isalnum, plain))


def unmarked(text: str) -> str:
    """Without marks, and whatever reads like one once these are gone; what stands between them
    stays.
    """
    clean = MARK.sub("", text) if "~" in text else text
    return clean if clean == text else unmarked(clean)


def lines_above(text: str, at: int, floor: int) -> Iterator[tuple[int, int]]:
    """From the line of this place upwards, not beyond `floor`: where the words of each line begin,
    and how many letters there are from there on.
    """
    count, stop = 0, at
    while stop > floor:
        begin = text.rfind("\n", floor, stop) + 1 or floor
        line = text[begin:stop]
        count += len(letters(line))
        yield stop - len(line.lstrip(QUOTING)), count
        stop = begin - 1


def first_words(text: str, at: int, floor: int, count: int) -> int:
    """Where the `count` letters before this place begin; the place itself where there are not as
    many behind `floor`.
    """
    if not count:
        return at
    for begin, found in lines_above(text, at, floor):
        if found >= count:
            return _behind(text, begin, found - count)
    return at


def _behind(text: str, at: int, count: int) -> int:
    """The first letter behind as many; the place itself for none."""
    while count > 0:
        count -= len(letters(text[at]))
        at += 1
        if count <= 0:
            while not text[at].isalnum():
                at += 1
    return at


def notes_in(lines: Sequence[str]) -> dict[int, int]:
    """Which lines are notes of ours, by their form alone: the index of each note's first line, and
    that behind its last. One without end goes on to the last line of all.
    """
    marked = [index for index, line in enumerate(lines) if "~" in line]
    ends: dict[str, list[int]] = {}
    for index in marked:
        if found := _END_LINE.fullmatch(lines[index]):
            ends.setdefault(found[1], []).append(index)
    notes: dict[int, int] = {}
    floor = 0
    for index in marked:
        line = lines[index]
        if begun := _BEGIN_LINE.fullmatch(line):
            notes[index] = _line_behind(ends.get(begun[1], []), index, len(lines))
        elif first := _FIRST_LINES.search(line):
            above = [*lines[floor:index], line[: first.start()]]
            start = floor + _first_line(above, int(first[2]))
            notes[start] = _line_behind(ends.get(first[1], []), index, len(lines))
            floor = index + 1
    return notes


def _line_behind(ends: Sequence[int], index: int, last: int) -> int:
    place = bisect_left(ends, index)
    return ends[place] + 1 if place < len(ends) else last


def _first_line(lines: Sequence[str], count: int) -> int:
    """Where in these lines the last `count` letters of them begin a line; else the last line."""
    found = 0
    for index in range(len(lines) - 1, -1, -1):
        found += len(letters(lines[index]))
        if found >= count:
            return index if found == count else len(lines) - 1
    return len(lines) - 1
