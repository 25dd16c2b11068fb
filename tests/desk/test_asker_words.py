"""What requesters say to us in six languages, and what only looks like it. Of each question one
table: a line a mail, its mark, a blank, the text; \\n is a line break. "-" is no word at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

from mailtracker.desk.askers import asker_phrases
from mailtracker.desk.askers.asker_words import AskerWord, may_ask, presses, read_asker_word
from mailtracker.mail.origin.phrases import flat
from tests.cases import in_each
from tests.sayer import Sayer

NAMES = "Eva Lind eva lind"
CLOSING: Mapping[str, AskerWord | None] = {
    "S": AskerWord.SOLVED,
    "C": AskerWord.WITHDRAWN,
    "n": AskerWord.NEEDLESS,
    "c": AskerWord.CANCEL,
    "-": None,
}
STATUS = {"T": AskerWord.STATUS, "-": None}
PRESSES = {"H": AskerWord.PRESSES, "-": None}


def lines(table: str) -> Iterator[tuple[str, str]]:
    page = Path(__file__).with_name(f"asker_{table}.txt").read_text("utf-8")
    for line in page.splitlines():
        mark, _, text = line.partition(" ")
        yield mark, text.replace("\\n", "\n")


def word_of(text: str) -> AskerWord | None:
    found = read_asker_word(text, NAMES)
    return found.word if found else None


def check_all(table: str, marks: Mapping[str, AskerWord | None]) -> None:
    def check(line: tuple[str, str]) -> None:
        assert word_of(line[1]) is marks[line[0]]

    cases = list(lines(table))
    assert sum(mark == "-" for mark, _ in cases) >= 150
    assert sum(mark != "-" for mark, _ in cases) >= 120
    in_each(cases, check)


def test_what_closes_a_request_and_what_only_looks_like_it() -> None:
    check_all("closing", CLOSING)


def test_who_asks_how_it_stands_and_who_asks_something_else() -> None:
    check_all("status", STATUS)


def test_what_presses_and_what_is_told_of_something_else() -> None:
    check_all("hurry", PRESSES)


def test_no_line_of_one_table_closes_a_request_in_another() -> None:
    def check(text: str) -> None:
        found = word_of(text)
        assert found is None or not found.closes

    in_each((text for table in ("status", "hurry") for _, text in lines(table)), check)


ABOUT = [
    ("Status of IT-1042?", {"IT-1042"}),
    ("status it-1042, it-1043", {"IT-1042", "IT-1043"}),
    ("Please cancel my request [IT-1042].", {"IT-1042"}),
    ("Solved.", set()),
]


def test_references_are_read_beside_the_word() -> None:
    for text, about in ABOUT:
        found = read_asker_word(text)
        assert found is not None
        assert found.about == about, text


SAID_WITH_MORE = [
    ("It is urgent. Please call me on 12 34 56.", True),
    ("I am still waiting. The printer is on the third floor.", True),
    ("Is it urgent? No.", False),
    ("It is not urgent.", False),
    ("Any update on this?\n\nThe error is now 0x8007.", True),
    ("Every hour.", False),
    ("x" * 700 + ". It is urgent.", False),
]


def test_a_mail_may_press_and_say_more() -> None:
    for text, pressing in SAID_WITH_MORE:
        assert presses(text) is pressing, text


def test_what_may_be_looked_up_for() -> None:
    assert may_ask("", "Re: Status?")
    assert may_ask("Status?", "VPN")
    assert not may_ask("Solved.", "Status?")
    assert not may_ask("It drops.", "Status?")


FIELDS = ("solved", "withdrawn", "needless", "cancel", "status", "news", "presses", "polite")


@pytest.mark.parametrize("field", FIELDS)
def test_every_language_has_phrases_whose_ends_fit_together(field: str) -> None:
    """A group in which some alternatives end with a blank and others do not, was cut wrongly."""
    for language in asker_phrases._LANGUAGES:
        text = flat(getattr(language, field))
        assert text
        assert "  " not in text
        for group in re.findall(r"\(\?:([^()]*)\)", text):
            alternatives = [one for one in group.split("|") if one]
            assert len({one.endswith(" ") for one in alternatives}) == 1, group
            assert len({one.startswith(" ") for one in alternatives}) == 1, group


SAID = ("SOLVED", "WITHDRAWN", "NEEDLESS", "CANCEL", "STATUS", "STATUS_ASKED", "NEWS", "PRESSES")


@pytest.mark.parametrize("name", SAID)
def test_the_vocabulary_holds_all_that_the_phrases_say(name: str) -> None:
    """It is asked first: what it does not hold, and what is polite, is never looked for."""
    pattern = getattr(asker_phrases, name)
    pieces, polite = (
        parser.parse(vars(pattern)["_text"]),
        parser.parse(vars(asker_phrases.POLITE)["_text"]),
    )
    for seed in range(300):
        clause = " ".join(Sayer(seed).say(pieces).lower().split())
        assert asker_phrases.VOCABULARY.may_hold(clause), clause
        assert not pattern.fullmatch(Sayer(seed).say(polite).lower())
    for other in ("it says nothing", "die tastatur geht nicht", "min printer virker ikke"):
        assert not asker_phrases.VOCABULARY.may_hold(other)
