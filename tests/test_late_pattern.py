"""Patterns that are compiled late are patterns, each of them."""

from __future__ import annotations

import re

import pytest

from mailtracker.late_pattern import by_letter, late_pattern
from tests.late_patterns import PACKAGE, all_late


def test_every_pattern_of_ours_compiles() -> None:
    assert len(all_late()) > 50
    for one in all_late():
        re.compile(one._text, one._late_flags)


def test_a_late_pattern_answers_as_the_pattern_does() -> None:
    late, plain = late_pattern("(a)|B", re.IGNORECASE), re.compile("(a)|B", re.IGNORECASE)
    assert late.findall("xAb") == plain.findall("xAb")
    assert late.sub("-", "xAb") == "x--"
    assert late.groups == 1
    assert late.search("b") is not None
    assert late.pattern == plain.pattern
    assert late_pattern(b"a").match(b"ab") is not None


def test_a_wrong_one_says_so_when_it_is_used() -> None:
    with pytest.raises(re.error):
        late_pattern("(").search("")


BY_LETTER = {
    "ab|ac|ad": "a(?:b|c|d)",
    "ab|cd|ae": "a(?:b|e)|cd",
    "abc|abd|abe|ab": "a(?:b(?:c|d|e|))",
    r"ab|\bac|ad|ae": r"ab|\bac|a(?:d|e)",
    "(?:ab|ac|d)+|x": "(?:a(?:b|c)|d)+|x",
    "(?<!ab|ac|ad)x": "(?<!a(?:b|c|d))x",
    "a|ab|c": "a(?:|b)|c",
    r"[a|b]|a\|b|ac": r"[a|b]|a(?:\|b|c)",
}
AS_THEY_ARE = (
    "ab|ac",
    "a?b|ac|d",
    "äb|äc|d",
    "(a)b|ac|ad",
    "(?P<n>a)b|ac|ad",
    "Ab|Ac|Ad",
    "a)b|ac|ad",
)


@pytest.mark.parametrize("text", BY_LETTER)
def test_alternatives_of_one_letter_are_one(text: str) -> None:
    assert by_letter(text) == BY_LETTER[text]


@pytest.mark.parametrize("text", AS_THEY_ARE)
def test_what_might_match_otherwise_stays(text: str) -> None:
    assert by_letter(text) == text


def test_no_pattern_of_ours_finds_anything_else_by_it() -> None:
    """In every line of the corpus, at every place, and as much."""
    mails = sorted((PACKAGE.parent / "tests/mail_corpus").glob("*.eml"))
    lines = [line for mail in mails for line in mail.read_text("utf-8", "replace").split("\n")]
    for one in all_late():
        if isinstance(one._text, str):
            plain, found = (
                re.compile(one._text, one._late_flags),
                late_pattern(one._text, one._late_flags),
            )
            text = "\n".join(lines[:: max(1, len(lines) // 300)])
            assert list(map(re.Match.span, found.finditer(text))) == list(
                map(re.Match.span, plain.finditer(text))
            )
