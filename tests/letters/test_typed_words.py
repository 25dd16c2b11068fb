"""What letters tell people to type is understood, means the same in each language, and is a word of
that language.
"""

from __future__ import annotations

import re
from html import unescape

from mailtracker.desk.absence.absence_words import read_absence_word
from mailtracker.desk.asking_back import KNOWN
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.letters import samples
from mailtracker.letters.letters import Letters
from mailtracker.letters.spoken import typed
from mailtracker.mail.origin.away_dates import days_away
from mailtracker.shipped import shipped
from tests.letters.made import render

LETTERS = Letters(shipped("templates"))
TO_TYPE = re.compile(r"<(?:strong|code)[^>]*>([^<]+)</(?:strong|code)>")
ENGLISH = {
    *("done", "mine", "not", "for", "waiting", "snooze", "answered", "add", "drop", "send"),
    *("note", "note:", "merge"),
}
NOTHING_TO_TYPE = {"on hold"}
"""What letters say of a request in bold, and would be a word as well."""


def meant(said: str) -> str:
    """Which word a line is, "" for none."""
    line = unescape(said).replace("NAME", "Sam").replace("REF", "IT-1040")
    command = read_command(line)
    if command is not None and command.word is not None:
        return str(command.word)
    absence = read_absence_word(line)
    if absence is None or not absence.order:
        return ""
    return f"{'back' if absence.back else 'away'}{', cover' if absence.cover else ''}"


def told(name: str, language: str) -> set[tuple[str, str]]:
    """Each word that a letter tells somebody to type, in any case of it, with what it does."""
    pages = (render(LETTERS, name, language, values).html for values in samples.of(name))
    said = {line for page in pages for found in TO_TYPE.findall(page) for line in found.split("\n")}
    typed_so = (line for line in said - NOTHING_TO_TYPE if not line.endswith(":"))
    return {(line, meant(line)) for line in typed_so if meant(line)}


def test_what_letters_tell_to_type_is_understood_and_the_same_in_each_language() -> None:
    for name in samples.NAMES:
        does = {lang: {what for _, what in told(name, lang)} for lang in LETTERS.languages}
        assert len(set(map(frozenset, does.values()))) == 1, (name, does)
    everything = {what for name in samples.NAMES for _, what in told(name, "de")}
    assert everything >= {"done", "for", "add", "drop", "send", "snooze", "back", "away, cover"}


def test_no_german_letter_has_an_english_word_to_type() -> None:
    for name in samples.NAMES:
        for line, _ in told(name, "de"):
            assert ENGLISH.isdisjoint(line.casefold().split()), (name, line)
            assert not re.search(r"\b(?:back|away|until|cover)\b", line), (name, line)


def test_the_days_in_a_line_to_copy_are_read_as_they_were_meant() -> None:
    end = samples.NOW.date().replace(day=27)
    values = {**samples.of("away_said")[0], "end": end}
    for language in LETTERS.languages:
        page = render(LETTERS, "away_said", language, values).html
        line = unescape(re.sub("<[^>]+>", "", page[page.index("<pre") : page.index("</pre")]))
        days = days_away(line, "", samples.NOW.date())
        assert (days.start, days.end) == (samples.NOW.date(), end), line


def test_each_word_that_ask_back_lists_has_its_own_in_german() -> None:
    for word in KNOWN:
        assert meant(typed(word, "de")) == meant(word) != "", word
        assert typed(word, "de") != word
        assert typed(word, "en") == word
    assert typed(Word.MINE, "de") == "meins"
