"""What letters tell people to type is understood, means the same in each language, and is a word of
that language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import product

from mailtracker.desk.absence.absence_words import read_absence_word
from mailtracker.desk.asking_back import KNOWN
from mailtracker.desk.ratings.rating_words import Rating, read_rating
from mailtracker.desk.words.owner_words import read_command
from mailtracker.desk.words.word_forms import Word
from mailtracker.letters import samples
from mailtracker.letters.spoken import typed
from mailtracker.letters.wordings.spoken_here import WORDINGS
from mailtracker.mail.origin.away_dates import days_away
from mailtracker.shipped import shipped
from tests.letters.made import render
from tests.shipped_letters import shipped_letters

LETTERS = shipped_letters()
TO_TYPE = re.compile(r"<(?:strong|code)[^>]*>([^<]+)</(?:strong|code)>")
ENGLISH = {
    *("done", "mine", "not", "for", "waiting", "snooze", "answered", "add", "drop", "send"),
    *("note", "note:", "merge"),
}
NOTHING_TO_TYPE = {"on hold", "À espera", "Para hoje", "para ti"}
"""What letters say of a request in bold, and would be a word as well."""
SAYS_HOW_IT_WAS = "note_complaint"
"""The letter that has in bold what somebody said, and asks nobody how it was."""
NAMED = re.compile(r"\b(?:NAME|NAAM|NAVN|NOME)\b")
WORDS = {
    "de": {"done": "erledigt", "mine": "meins", "for NAME": "für NAME", "send": "senden"},
    "nl": {"done": "afgehandeld", "mine": "van mij", "for NAME": "voor NAAM", "send": "verzenden"},
    "da": {"done": "løst", "mine": "jeg tager den", "for NAME": "til NAVN", "send": "send den"},
    "pt": {"done": "resolvido", "mine": "fico com isto", "for NAME": "para NOME", "send": "enviar"},
}
"""Of each language, as it is typed: English is everywhere else."""
OTHERS = [language for language in LETTERS.languages if language != "en"]


@cache
def meant(said: str) -> str:
    """Which word a line is, "" for none."""
    line = NAMED.sub("Sam", unescape(said)).replace("REF", "IT-1040")
    command = read_command(line)
    if command is not None and command.word is not None:
        return str(command.word)
    absence = read_absence_word(line)
    if absence is None or not absence.order:
        rated = read_rating(line)
        return f"rated {rated.rating}" if rated else ""
    return f"{'back' if absence.back else 'away'}{', cover' if absence.cover else ''}"


@cache
def told_in_each(name: str, language: str) -> tuple[frozenset[tuple[str, str]], ...]:
    """Each word that a letter tells somebody to type, with what it does: a case of it a set."""
    pages = (render(LETTERS, name, language, values).html for values in samples.of(name))
    none = ("", "rated not good") if name == SAYS_HOW_IT_WAS else ("",)
    return tuple(frozenset(one for one in _typed_on(page) if one[1] not in none) for page in pages)


def _typed_on(page: str) -> Iterator[tuple[str, str]]:
    said = {line for found in TO_TYPE.findall(page) for line in found.split("\n")}
    return ((line, meant(line)) for line in said - NOTHING_TO_TYPE if not line.endswith(":"))


def told(name: str, language: str) -> frozenset[tuple[str, str]]:
    """The same of all its cases."""
    return frozenset[tuple[str, str]]().union(*told_in_each(name, language))


def test_what_letters_tell_to_type_is_understood_and_in_each_case_the_same_in_each_language() -> (
    None
):
    for name in samples.NAMES:
        cases = [told_in_each(name, language) for language in LETTERS.languages]
        for values, *one in zip(samples.of(name), *cases, strict=True):
            does = {frozenset(what for _, what in typed_so) for typed_so in one}
            assert len(does) == 1, (name, values, one)
    everything = {what for name in samples.NAMES for _, what in told(name, "de")}
    assert everything >= {"done", "for", "add", "drop", "send", "snooze", "back", "away, cover"}
    assert everything >= {f"rated {rating}" for rating in Rating}


def test_no_letter_of_another_language_has_an_english_word_to_type() -> None:
    for name, language in product(samples.NAMES, OTHERS):
        own = {one for word in WORDS[language].values() for one in word.split()}
        for line, _ in told(name, language):
            assert (ENGLISH - own).isdisjoint(line.casefold().split()), (name, line)
            assert not re.search(r"\b(?:back|away|until|cover|request|NAME)\b", line) or (
                language == "de" and "NAME" in line
            ), (name, line)


def test_the_days_in_a_line_to_copy_are_read_as_they_were_meant() -> None:
    end = samples.NOW.date().replace(day=27)
    values = {**samples.of("away_said")[0], "end": end}
    for language in LETTERS.languages:
        page = render(LETTERS, "away_said", language, values).html
        line = unescape(re.sub("<[^>]+>", "", page[page.index("<pre") : page.index("</pre")]))
        days = days_away(line, "", samples.NOW.date())
        assert (days.start, days.end) == (samples.NOW.date(), end), line


def test_each_word_that_ask_back_lists_has_its_own_in_each_language() -> None:
    for word in KNOWN:
        assert typed(word, "en") == word
        for language in OTHERS:
            assert meant(typed(word, language)) == meant(word) != "", (word, language)
            assert typed(word, language) != word


def test_a_word_that_somebody_typed_is_said_back_in_each_language() -> None:
    """`typed` knows each that a letter may be given; none prints what the code calls it."""
    own = set(Word) - {Word.NOTE, Word.MERGE}
    for language in OTHERS:
        said = {word: typed(word, language) for word in own}
        assert {word for word, as_typed in said.items() if as_typed == word} == set(), language
        for word, as_typed in said.items():
            assert word in (Word.FOR, Word.ADD, Word.DROP) or meant(as_typed) == word
        assert set(WORDINGS[language].typed) == set(WORDINGS["de"].typed), language
    texts = (path.read_text("utf-8") for path in shipped("templates").glob("*/*.md"))
    assert not any(re.search(r"\{\{ word \}\}", text) for text in texts)


def test_each_language_has_one_word_for_each_thing() -> None:
    several_ways = ("snooze 2d", "add NAME", "note: TEXT", "merge REF")
    for language, words in WORDS.items():
        lines = {line.casefold() for name in samples.NAMES for line, _ in told(name, language)}
        assert {word.casefold() for word in words.values()} <= lines
        for word in set(KNOWN).difference(several_ways):
            same = {line for line in lines if meant(line) == meant(word)}
            assert same <= {typed(word, language).casefold()}, (language, word, same)
    assert set(WORDS) == set(OTHERS)
