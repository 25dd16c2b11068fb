"""Only thanks, or that all is well: nothing reopens, nothing starts. In doubt a promise begins."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from mailtracker.desk.thanks import (
    closing_clauses,
    closing_phrases,
    regained,
    thanks_doubts,
    thanks_phrases,
)
from mailtracker.desk.thanks.thanks import only_thanks
from mailtracker.mail.message import Part
from tests.desk.makers import message

ANSWERS = Path(__file__).with_name("short_answers.txt")
"""A line a mail: C (closes) or W (wants something), a blank, the text; \\n is a line break. What is
learned from them (`tools/learn`) must hold for each.
"""

NAMES = frozenset("bo jensen eva lund sam okoro pia schmidt anna joris".split())


def answers(label: str) -> list[str]:
    lines = ANSWERS.read_text(encoding="utf-8").splitlines()
    found = [line[2:].replace("\\n", "\n") for line in lines if line[0] == label]
    assert len(found) > 300
    return found


def test_a_closing_answer_starts_nothing() -> None:
    missed = [text for text in answers("C") if not only_thanks(message(text=text), NAMES)]
    assert missed == []


def test_what_leaves_something_open_starts_a_promise() -> None:
    silenced = [text for text in answers("W") if only_thanks(message(text=text), NAMES)]
    assert silenced == []


def test_a_question_behind_a_closing_answer_starts_a_promise() -> None:
    asked = [f"{text}\nWho has the spare key?" for text in answers("C")]
    assert [text for text in asked if only_thanks(message(text=text), NAMES)] == []


@pytest.mark.parametrize(
    "text", ["", " \n", "thanks " * 60, "thank you for " + "very " * 60 + "much", "\U0001f4a3"]
)
def test_in_doubt_it_is_not(text: str) -> None:
    assert not only_thanks(message(text=text))


def test_each_pattern_compiles_and_says_what_its_name_says() -> None:
    thanked = thanks_phrases.THANKS.fullmatch("vielen dank fur die hilfe")
    assert thanked is not None
    assert thanked["free"] == "fur die hilfe"
    works = thanks_phrases.RUNS.fullmatch("der neue drucker lauft wieder")
    assert works is not None
    assert works["free"].strip() == "der neue drucker"
    assert thanks_phrases.GONE.fullmatch("het probleem is opgelost")
    assert thanks_phrases.NOTED.fullmatch("bien recu")
    assert thanks_phrases.AHEAD.search("tak pa forhand")
    assert thanks_phrases.OPEN.search("es geht nicht")
    assert thanks_phrases.TROUBLE.search("the old error")
    assert thanks_phrases.OTHER.search("the wrong badge")
    assert thanks_phrases.HAS.fullmatch("ich habe die karte abgeholt")
    assert thanks_phrases.AGREED.fullmatch("ja tak")
    assert closing_phrases.HENCE.fullmatch("i will use the new form from now on")
    assert closing_clauses.ASIDE.fullmatch("sorry for the noise")
    assert regained.regained("jetzt sehe ich den ordner wieder") == "den ordner"
    assert regained.regained("ik heb de sleutel gevonden") == "de sleutel"
    assert regained.regained("i found a key") is None
    assert regained.regained("i received the parcel again") is None
    assert regained.regained("ik vond je sleutel") is None
    assert regained.NOT_WHOLE.search("alles doppelt")
    assert thanks_doubts.RETURNED.fullmatch("it is back")
    assert not thanks_doubts.RETURNED.fullmatch("the wifi is back")
    assert thanks_doubts.ASKED.fullmatch("is it fixed")
    assert thanks_doubts.VANISHED.search("ist weg")
    assert thanks_doubts.AGAIN.search("de novo")
    assert thanks_doubts.ARRIVED.search("is here")
    assert thanks_doubts.FOR_OTHERS.search("your parcel")
    assert thanks_doubts.ABLE.search("jetzt kann ich wieder drucken")
    assert thanks_doubts.ANEW.search("for the mouse the keyboard is missing")
    assert thanks_doubts.FOR.match("fur die hilfe")
    assert thanks_doubts.MEANT_FOR.fullmatch("det var til")
    assert not thanks_doubts.FOR.match("de me rappeler")


def test_an_attachment_says_that_there_is_more():
    part = Part("2", "image/png", "", "base64", "attachment", "shot.png", "", (0, 1), (1, 2))
    assert not only_thanks(replace(message(text="Thanks!"), attachments=(part,)))


def test_the_logo_below_a_thank_you_is_no_attachment():
    logo = Part("2", "image/png", "", "base64", "inline", "logo.png", "logo@x", (0, 1), (1, 2))
    assert only_thanks(replace(message(text="Thanks!"), attachments=(logo,)))
    file = replace(logo, disposition="attachment")
    assert not only_thanks(replace(message(text="Thanks!"), attachments=(file,)))


@pytest.mark.parametrize(
    ("text", "ended"), [("Done.", True), ("solved, thanks", True), ("not solved", False)]
)
def test_who_says_that_it_is_solved_wants_nothing_more(text, ended):
    assert only_thanks(message(text=text)) is ended


@pytest.mark.parametrize(
    "text",
    [
        "läuft" + " super perfekt" * 12,
        "it works" + " fine well" * 12,
        "thanks" + " you" * 38,
        "nu alles " * 14,
    ],
)
def test_a_word_of_two_lists_is_read_one_way(text):
    only_thanks(message(text="works"))  # compiles what is common
    began = time.process_time()
    only_thanks(message(text=f"{text} xq"))
    assert time.process_time() - began < 5  # each pair more took four times as long
