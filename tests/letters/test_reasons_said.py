"""Why a mail came to its owner, in the language of who reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.request import Given
from mailtracker.letters.reasons import mentioned, why
from mailtracker.policy.mentioned import Mention, Mentions
from mailtracker.rules.load import load_texts
from tests.desk.makers import RULES

POLICY = load_texts({"rules/all.yaml": RULES})
TWO = load_texts(
    {
        "rules/all.yaml": RULES.replace(
            "why: VPN goes to Bo", "why: {en: VPN goes to Bo, de: VPN geht an Bo}"
        )
    }
)
GAP = Given("fallback", "no rule matched", "normal", "default", routed_to="desk")
VPN = Given("vpn", "VPN goes to Bo", "normal", "default", routed_to="bo")


@pytest.mark.parametrize(
    ("to", "english", "german"),
    [
        (
            "desk",
            "no rule knew this mail, and the Desk takes those",
            "keine Regel kannte diese Mail, und solche gehen an Desk",
        ),
        (
            "bo",
            "no rule knew this mail, and those go to Bo Jensen",
            "keine Regel kannte diese Mail, und solche gehen an Bo Jensen",
        ),
        ("gone", "no rule knew this mail", "keine Regel kannte diese Mail"),
    ],
)
def test_who_takes_what_no_rule_knew_is_told(to: str, english: str, german: str) -> None:
    given = replace(GAP, routed_to=to)
    assert why(POLICY, given, "en") == english
    assert why(POLICY, given, "de-AT") == german
    assert why(POLICY, given, "fr") == english


def test_a_rule_says_why_in_the_readers_language_where_it_has_it() -> None:
    assert [why(TWO, VPN, language) for language in ("en", "de", "de-CH", "nl")] == [
        "VPN goes to Bo",
        "VPN geht an Bo",
        "VPN geht an Bo",
        "VPN goes to Bo",
    ]
    assert why(POLICY, VPN, "de") == "VPN goes to Bo"


def test_a_request_keeps_the_reason_of_a_rule_that_was_changed_since() -> None:
    assert why(TWO, replace(VPN, why="VPN went to Bo then"), "de") == "VPN went to Bo then"
    assert why(TWO, replace(VPN, rule="gone"), "de") == "VPN goes to Bo"


def test_what_was_found_is_a_sentence() -> None:
    found = Mentions((Mention("subject", "Bildschirm"), Mention("attachment", "a.png")))
    assert mentioned(found, "en") == "the subject mentions “Bildschirm” and “a.png” is attached"
    assert mentioned(found, "de") == "im Betreff steht „Bildschirm“ und „a.png“ ist angehängt"
    assert mentioned(Mentions(), "en") == ""
