"""What mail servers say, in words that people understand, and with the code behind them."""

from __future__ import annotations

import pytest

from mailtracker.letters.refusals import refusal


@pytest.mark.parametrize(
    ("said", "english", "german"),
    [
        (
            "550 5.1.1 no such user here",
            "That address does not exist.",
            "Diese Adresse gibt es nicht.",
        ),
        ("5.1.1 smtp; 550 5.1.1 <x@y.example>: unknown", "That address does not exist.", "Diese"),
        ("550-5.1.10 RESOLVER.ADR.RecipientNotFound", "That domain takes no mail.", "Diese Domain"),
        ("452 4.2.2 Over quota", "That mailbox is full.", "Dieses Postfach ist voll."),
        (
            "550 5.2.1 disabled",
            "That mailbox is switched off.",
            "Dieses Postfach ist abgeschaltet.",
        ),
        ("552 5.3.4 too big", "The mail is too large", "Die Mail ist einem Mailserver"),
        ("4.4.7 Envelope expired", "It could not be delivered in time.", "Sie ließ sich nicht"),
        (
            "554 5.4.6 Too many hops",
            "The mail goes round in a circle there.",
            "Die Mail läuft dort",
        ),
        (
            "550 5.7.1 blocked",
            "does not take this mail from us",
            "nimmt diese Mail von uns nicht an",
        ),
        ("550 5.7.26 unauthenticated", "does not take this mail from us", "von uns nicht an"),
        ("5.0.0 or so; 5.1.1 gone", "That address does not exist.", "Diese Adresse gibt es nicht."),
        ("550 5.9.9 what is this", "A mail server on its way refused it.", "hat sie abgelehnt."),
        ("550 no", "A mail server on its way refused it.", "hat sie abgelehnt."),
    ],
)
def test_a_code_is_said_in_words(said: str, english: str, german: str) -> None:
    assert english in refusal(said, "en")
    assert german in refusal(said, "de-AT")
    code = said.split("smtp; ")[-1]
    assert refusal(said, "en").endswith(f" ({code})")
    assert refusal(said, "de").endswith(f" ({code})")


def test_words_without_a_code_need_not_be_a_servers() -> None:
    assert refusal("it cannot be written: ValueError", "en") == (
        "What we know of it: “it cannot be written: ValueError”"
    )


def test_other_languages_read_english() -> None:
    assert refusal("550 5.1.1 x", "nl").startswith("That address does not exist.")


def test_a_long_answer_is_cut_and_on_one_line() -> None:
    told = refusal("550 5.1.1 gone\r\n" + "word " * 500, "en")
    assert "\n" not in told
    assert len(told) < 400
