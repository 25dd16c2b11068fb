"""The words by which requesters say how it was, in six languages, and what only begins like one."""

from __future__ import annotations

import pytest

from mailtracker.desk.ratings.rating_words import (
    Rating,
    label_of,
    rating_of,
    read_rating,
    use_of_rating,
    worse,
)
from mailtracker.desk.words.buttons import word_of

GOOD, OK, NOT = Rating.GOOD, Rating.OK, Rating.NOT_GOOD

SAYS = {
    "Good": (GOOD, ""),
    "good.": (GOOD, ""),
    "  *Good*  \n": (GOOD, ""),
    "“not good”": (NOT, ""),
    "Good, thanks Bo!": (GOOD, "thanks Bo!"),
    "good: it was quick": (GOOD, "it was quick"),
    "ok - but slow": (OK, "but slow"),
    "OK!\n\nA bit slow.": (OK, "A bit slow."),
    "\n\n> \nNot good\nIt took four days.": (NOT, "It took four days."),
    "Not good, it is still broken.\n\nAnd he was rude.": (
        NOT,
        "it is still broken.\nAnd he was rude.",
    ),
    "Nicht gut!": (NOT, ""),
    "Geht so.": (OK, ""),
    "Niet goed": (NOT, ""),
    "Oké": (OK, ""),
    "Ikke så godt, desværre": (NOT, "desværre"),
    "Nada bom": (NOT, ""),
    "Não foi bom.": (NOT, ""),
    "muito bom": (GOOD, ""),
    "Très bien": (GOOD, ""),
    "pas bien\nTrop long.": (NOT, "Trop long."),
    "Hi,\ngood": (GOOD, ""),
    "Hello,\n\nnot good, he was rude": (NOT, "he was rude"),
    "Bom dia\nNão foi bom": (NOT, ""),
    "Hallo zusammen,\nnicht gut.": (NOT, ""),
    "Not good :(": (NOT, ""),
    "not  good 😕": (NOT, ""),
    "Good 👍🏽\nquick!": (GOOD, "quick!"),
    "Not good at all": (NOT, ""),
    "not good because it took weeks": (NOT, "because it took weeks"),
    "nicht gut, weil spät ;-)": (NOT, "weil spät"),
}

SAYS_NOT = (
    *("", "\n", "thanks", "Good morning", "good job", "ok thanks", "not good enough yet"),
    *("Good?", "ok?", "goodbye", "godtlos", "Hi Bo,\ngood", "It was good", "okay then close it"),
    *("gut gemacht", "bonjour", "bien sûr", "malheureusement", "malware", "okey-dokey", "no good"),
    *("Hello", "Hello,\nit is not good", "good :)?", "because"),
    *("good!?", "not-good-at-all", "1. good"),
)


def test_a_first_line_that_says_how_it_was_is_read_with_what_stands_beside_it() -> None:
    for text, (rating, words) in SAYS.items():
        found = read_rating(text)
        assert found is not None, text
        assert (found.rating, found.words) == (rating, words), text


def test_what_only_begins_like_one_is_none() -> None:
    assert {text: read_rating(text) for text in SAYS_NOT if read_rating(text)} == {}


def test_the_line_is_cut_only_where_it_says_nothing_else() -> None:
    for text, line in {
        "Good\n\nThanks!": "Good",
        "*OK.*\nfine": "*OK.*",
        "Good, thanks": "",
    }.items():
        found = read_rating(text)
        assert found is not None
        assert found.line == line


@pytest.mark.parametrize("language", ["en", "de", "nl", "da", "pt", "fr"])
def test_what_stands_on_a_button_is_read_as_its_rating(language: str) -> None:
    labels = [label_of(one, language) for one in Rating]
    assert len(set(labels)) == len(labels)
    for one, label in zip(Rating, labels, strict=True):
        found = read_rating(f"{label}\n\n")
        assert found is not None
        assert (found.rating, found.words) == (one, "")


def test_no_token_of_a_rating_is_one_of_an_owners_word() -> None:
    for one in Rating:
        assert rating_of(use_of_rating(one)) is one
        assert word_of(use_of_rating(one)) is None
    assert rating_of("d") is None
    assert (label_of(NOT, "de-AT"), label_of(NOT, "sv")) == ("Nicht gut", "Not good")


def test_of_two_the_worse_one_counts() -> None:
    assert (worse(GOOD, NOT), worse(NOT, GOOD), worse(GOOD, OK), worse(OK, OK)) == (
        NOT,
        NOT,
        OK,
        OK,
    )
