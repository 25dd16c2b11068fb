"""What a refusal means, and that no word of it is a secret."""

from __future__ import annotations

from typing import Any

import pytest

from mailtracker.oauth.words import MICROSOFT, refusal, scrubbed


@pytest.mark.parametrize("number", sorted(MICROSOFT))
def test_every_code_says_what_to_do_in_one_line(number: int) -> None:
    said = MICROSOFT[number].said
    assert 10 < len(said) < 260
    assert said.isprintable()


@pytest.mark.parametrize("kind", ["microsoft", "google", "endpoint", "device"])
@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"error": None},
        {"error": 7, "error_description": ["x"]},
        {"error": "x" * 5000, "error_description": "y z " * 5000},
        {"error": "a\x1b[31mb\nc", "error_description": "two\nlines\x07"},
        {"error": "invalid_client", "error_codes": "7000222"},
        {"error": "invalid_client", "error_codes": [None]},
        {"error": "invalid_client", "error_description": "AADSTS99999999999999: x"},
    ],
)
def test_whatever_an_issuer_answers_is_one_short_line(kind: str, answer: dict[str, Any]) -> None:
    text = str(refusal(kind, answer))
    assert text.startswith("the issuer refuses (")
    assert len(text) < 400
    assert text.isprintable()


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (None, ""),
        (60.0, ""),
        (-60.0, ""),
        (7 * 60.0, ". This machine's clock is 7 minutes ahead of the issuer's"),
        (-3600.0, ". This machine's clock is 60 minutes behind the issuer's"),
    ],
)
def test_a_clock_that_differs_is_said(ahead: float | None, said: str) -> None:
    text = str(refusal("endpoint", {"error": "invalid_client"}, ahead))
    assert text.endswith(said or "has ended")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            "Client is unauthorized to retrieve tokens.",
            "Client is unauthorized to retrieve tokens.",
        ),
        (
            "app '66666666-7777-8888-9999-000000000000'",
            "app '66666666-7777-8888-9999-000000000000'",
        ),
        ("token ya29.a0AfB_byDxxxxxxxxxxxx is over", "token … is over"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "…"),
        ("secret Q~8hunter2hunter2hunter2!", "secret …!"),
        ("secret hunter2", "secret …"),
        ("a\tb\r\nc\x00d", "a b c d"),
    ],
)
def test_what_may_be_a_secret_is_taken_out(words: str, left: str) -> None:
    assert scrubbed(words, ["hunter2"] if "Q~8" not in words else []) == left
