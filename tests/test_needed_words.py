"""A text that lacks what a pattern needs is not searched: nothing may be missed so."""

from __future__ import annotations

import re
import sys
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from mailtracker.late_pattern import LatePattern, late_pattern
from mailtracker.needed_words import LAST_LETTER, Need, fold, seen, strands_of
from tests.late_patterns import all_late
from tests.sayer import Sayer

AROUND = "Dear all, it was said that nothing is to be seen here, and nobody knows why it is so. "


def needs(pattern: str) -> list[list[str]]:
    """Of the only strand, the rarest first, with an edge of a word written as such."""
    (strand,) = strands_of(pattern, re.IGNORECASE)
    return [sorted(map(_written, one)) for one in strand.needs]


def _written(need: Need) -> str:
    return f"{'|' * need.left}{need.text}{'|' * need.right}"


NEEDED = {
    r"\bprinters?\b": [["|printer"]],
    r"\bprinter\b": [["|printer|"]],
    r"printers+": [["printers"]],
    r"\btoner+\b": [["|toner"]],
    r"print(?:er)?s": [["print"]],
    r"\bno paper\b": [["|no paper|"], ["|paper|"], ["|no|"]],
    r"\bno +paper\b": [["|paper|"], ["|no|"]],
    r"\bno \w+ paper\b": [["|paper|"], ["|no|"]],
    r"\b(?:out|short) of\b": [["|out of|", "|short of|"], ["|out|", "|short|"], ["|of|"]],
    r"(?<!\w)toner(?!\w)": [["|toner|"]],
    r"(?<!x)toner(?!x)": [["toner"]],
    r"toner[ -]low": [["toner|"], ["|low"]],
    r"toner[a-z]low": [["toner"], ["low"]],
    r"toner{0}ink{2,3}": [["tone"], ["ink"]],
    r"toner{,3}": [["tone"]],
    r"\d+%": [["%"]],
    r"(?:ink|\d+)!": [["!"]],
    r"^re: \w+$": [[":"], ["|re|"]],
    r"(?P<what>toner)": [["toner"]],
    r"(?i:toner)": [["toner"]],
    r"İŞÇİLER": [["işçiler"]],
    r"tonerκαίpaper": [["toner"], ["paper"]],
}
NOTHING_NEEDED = (
    "toner|.*",
    "(?:toner)?",
    "(?:toner)*",
    r"(toner)\1",
    r"\x41toner",
    "(?=toner)",
    "(?#toner)x",
    "[toner]",
    r"\b\w+\b",
    "κάποιος",
    "a{0,3}",
)


@pytest.mark.parametrize("pattern", NEEDED)
def test_what_each_match_holds(pattern: str) -> None:
    assert needs(pattern) == NEEDED[pattern]


@pytest.mark.parametrize("pattern", NOTHING_NEEDED)
def test_nothing_is_needed_in_doubt(pattern: str) -> None:
    assert any(not one.needs for one in strands_of(pattern, re.IGNORECASE))


def test_a_pattern_with_flags_of_another_alphabet_is_left_alone() -> None:
    for flags in (re.ASCII, re.VERBOSE):
        assert [one.needs for one in strands_of(r"\btoner\b", flags)] == [()]


def test_a_text_is_seen_by_its_words() -> None:
    held = seen("No Paper-jam, Sir")
    assert held.folded == "no paper-jam, sir"
    assert {"paper", "no paper", "paper jam", "^pape", "aper$", "jam sir"} <= held.keys
    assert "pap" not in held.keys


def test_a_letter_has_one_case_as_the_library_has_it() -> None:
    """Of every sign there is, those that match a letter of ours are that letter."""
    signs = "".join(map(chr, range(sys.maxunicode + 1)))
    letters = {fold(chr(number)) for number in range(ord(LAST_LETTER) + 1)}
    for letter in sorted(one for one in letters if one.isalnum()):
        same = set(re.findall(re.escape(letter), signs, re.IGNORECASE))
        assert {fold(sign) for sign in same} == {letter}, letter
    assert len(fold(signs)) == len(signs)


# -- texts that our patterns match -----------------------------------------------------------------


def long_ones() -> list[LatePattern]:
    return [one for one in all_late() if isinstance(one._text, str) and len(one._text) > 200]


def test_what_a_pattern_matches_is_found() -> None:
    """In texts made from the pattern itself, alone and among others."""
    found = 0
    for number, late in enumerate(long_ones()):
        plain = re.compile(late._text, late._late_flags)
        pieces, sayer = parser.parse(late._text, late._late_flags), Sayer(number)
        for _ in range(10):
            said = sayer.say(pieces)
            for text in (said, f"{AROUND}{said} {AROUND}", f"{AROUND}\n{said}\n{AROUND}"):
                found += _is_found(late, plain, text)
    assert found > 3_000


def _is_found(late: LatePattern, plain: re.Pattern[Any], text: str) -> bool:
    ours, theirs = late.search(text), plain.search(text)
    assert (ours and ours.span()) == (theirs and theirs.span()), (plain.pattern[:80], text)
    return ours is not None


def test_a_search_from_a_place_on_is_the_librarys() -> None:
    late = late_pattern("|".join(f"word{n}" for n in range(60)), re.IGNORECASE)
    text = f"{AROUND}word7 {AROUND}word9"
    first = late.search(text)
    assert first is not None
    second = late.search(text, first.end())
    assert (first[0], second and second[0]) == ("word7", "word9")
