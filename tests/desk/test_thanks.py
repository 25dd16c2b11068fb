"""Only a thank-you: nothing reopens, nothing starts."""

from dataclasses import replace

import pytest

from mailtracker.desk.thanks import only_thanks
from mailtracker.mail.message import Part
from tests.desk.makers import message


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Thank you so much, Bo!\n\nEva",
        "Danke!",
        "Vielen Dank für die schnelle Hilfe.",
        "Works now, thanks",
        "Tak!",
        "Super, danke, klappt.",
    ],
)
def test_a_plain_thank_you_is_one(text):
    assert only_thanks(message(text=text), frozenset({"bo", "jensen", "eva", "lund"}))


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, but it is broken again",
        "Danke, aber es geht nicht",
        "Thanks. Who fixes my phone?",
        "ok",
        "",
        "Thanks for nothing",
        "thanks " * 30,
    ],
)
def test_in_doubt_it_is_not(text):
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
