"""Only thanks, or that all is well: nothing reopens, nothing starts. In doubt a promise begins."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailtracker.desk.thanks.thanks import only_thanks
from mailtracker.mail.message import Part
from tests.desk.makers import message

ANSWERS, TOLD = (Path(__file__).with_name(f"{name}_answers.txt") for name in ("short", "told"))
"""A line a mail: C (closes) or W (wants something), a blank, the text; \\n is a line break. What is
learned from them (`tools/learn`) must hold for each.
"""


def answers(label: str, file: Path = ANSWERS) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [line[2:].replace("\\n", "\n") for line in lines if line[0] == label]
    assert len(found) > 300
    return found


def test_a_closing_answer_starts_nothing() -> None:
    missed = [text for text in answers("C") if not only_thanks(message(text=text))]
    assert missed == []


def test_what_leaves_something_open_starts_a_promise() -> None:
    silenced = [text for text in answers("W") if only_thanks(message(text=text))]
    assert silenced == []


def test_a_question_behind_a_closing_answer_starts_a_promise() -> None:
    asked = [f"{text}\nWho has the spare key?" for text in answers("C")]
    assert [text for text in asked if only_thanks(message(text=text))] == []


def test_answers_of_many_colleagues_are_told_from_those_that_want_something() -> None:
    closing, wanting = answers("C", TOLD), answers("W", TOLD)
    assert [text for text in closing if not only_thanks(message(text=text))] == []
    assert [text for text in wanting if only_thanks(message(text=text))] == []
    assert len(closing) > 1_700
    assert len(wanting) > 2_600


@pytest.mark.parametrize(
    "text", ["", " \n", "thanks " * 60, "thank you for " + "very " * 60 + "much", "\U0001f4a3"]
)
def test_in_doubt_it_is_not(text: str) -> None:
    assert not only_thanks(message(text=text))


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


PLAINEST = {
    "en": (
        ("Thanks", "Many thanks", "Thanks for your help", "Thank you for the quick help"),
        ("Thanks, it works", "Works again", "Thank you so much", "Cheers"),
        (", have a nice day", " and have a nice evening", "\n\nBest regards\nEva"),
    ),
    "de": (
        ("Danke", "Vielen Dank", "Danke für Ihre Hilfe", "Danke für die schnelle Hilfe"),
        ("Danke, es klappt", "Danke, funktioniert wieder", "Danke dir", "Hat geklappt"),
        (", schönen Tag noch", " und schönen Feierabend", "\n\nViele Grüße\nEva"),
    ),
    "nl": (
        ("Bedankt", "Dank je wel", "Bedankt voor je hulp", "Bedankt voor de snelle hulp"),
        ("Bedankt, het werkt weer", "Dank u", "Hartelijk dank", "Top, bedankt"),
        (", fijne dag nog", " en een fijne avond", "\n\nGroeten\nEva"),
    ),
    "da": (
        ("Tak", "Mange tak", "Tak for hjælpen", "Tak for den hurtige hjælp"),
        ("Tak, det virker", "Det virker igen, tak", "Tusind tak", "Tak for din hjælp"),
        (", god dag", " og god weekend", "\n\nVenlig hilsen\nEva"),
    ),
    "pt": (
        ("Obrigada", "Muito obrigada", "Obrigada pela ajuda", "Obrigado pela sua ajuda"),
        ("Obrigada, já funciona", "Já funciona", "Muito obrigado", "Perfeito, obrigada"),
        (", bom fim de semana", " e boa noite", "\n\nCumprimentos\nEva"),
    ),
    "fr": (
        ("Merci", "Merci beaucoup", "Merci pour votre aide", "Merci de votre aide"),
        ("Je vous remercie", "Merci, ça marche", "Un grand merci", "Ça marche, merci"),
        (", bonne journée", " et bonne soirée", "\n\nCordialement,\nEva"),
    ),
}
"""Thanks, more of them, and what stands below."""


@pytest.mark.parametrize("language", PLAINEST)
def test_a_wish_a_name_and_a_full_stop_change_nothing(language: str) -> None:
    thanks, more, below = PLAINEST[language]
    said = [
        f"{text}{sign}{end}"
        for text in (*thanks, *more)
        for sign in ("", "!", ".")
        for end in ("", *below)
    ]
    assert [text for text in said if not only_thanks(message(text=text))] == []


WANTED = {
    "en": (
        ("Please reset my password", "Same problem again", "Waiting for your reply"),
        ("Thanks", "Thank you so much", "Have a good one", "Thanks! Have a nice day", "Thanks :)"),
    ),
    "de": (
        ("Bitte Passwort zurücksetzen", "Warte auf deine Antwort", "Niemand kam"),
        ("Danke", "Danke schön", "Mach's gut", "Danke! Schönes Wochenende", "Danke 😊"),
    ),
    "nl": (
        ("Graag een nieuwe badge", "Het probleem is terug", "Ik heb nog niets ontvangen"),
        ("Bedankt", "Hartelijk dank", "Fijn weekend", "Bedankt! Tot morgen", "Bedankt 👍"),
    ),
    "da": (
        ("Kablet mangler", "Det virker stadig ikke", "Ingen har ringet"),
        ("Tak", "Tak for din hjælp", "Rigtig god weekend", "Tak! Vi ses i morgen", "Tak 😊"),
    ),
    "pt": (
        ("O mesmo erro outra vez", "Falta o cabo", "Liguem-me por favor"),
        ("Obrigada", "Muito obrigado", "Tudo de bom", "Obrigada! Até amanhã", "Obrigada :)"),
    ),
    "fr": (
        ("Mauvaise taille", "La chaise est cassée", "Merci de m'appeler"),
        ("Merci", "Merci bien", "Bonne continuation", "Merci ! À demain", "Merci 🙏"),
    ),
}
"""What wants something, and what is said below."""


@pytest.mark.parametrize("language", WANTED)
def test_nothing_kind_below_makes_a_wish_go_away(language: str) -> None:
    wanted, below = WANTED[language]
    said = [
        f"{before}{text}{joint}{end}"
        for text in wanted
        for end in ("", *below)
        for joint in (". ", "\n\n", ", ")
        for before in ("", "Hi Bo,\n")
    ]
    assert [text for text in said if only_thanks(message(text=text))] == []
