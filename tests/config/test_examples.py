"""Which values of a config can be nobody's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mailtracker.config.examples import left_as_examples

FAR = {"host": "smtp.corp.dk"}


def left(value: object) -> bool:
    raw: dict[str, Any] = {"smtp": FAR, "x": value}
    return bool(list(left_as_examples(raw)))


@pytest.mark.parametrize(
    "value",
    [
        "corp.example",
        "CORP.Example.",
        "it-help@corp.example",
        "example.com",
        "ana@sub.example.org",
        "https://id.corp.example/oauth2/token",
        "https://id.corp.example:8443/token",
        "11111111-2222-3333-4444-555555555555",
        "66666666-7777-8888-9999-000000000000",
        date(2027, 5, 1),
    ],
)
def test_a_value_of_the_examples_is_named(value: object) -> None:
    assert left(value)


@pytest.mark.parametrize(
    "value",
    [
        *("corp.dk", "example.dk", "counterexample.com", "a@myexample.com", ""),
        *("secrets/it-help", "http://[", "IT help", "1a111111-2222-3333-4444-555555555555"),
        *(date(2027, 5, 2), 25, True, 1.5),
    ],
)
def test_what_may_be_somebodys_is_not(value: object) -> None:
    assert not left(value)


def test_however_deep_a_file_goes() -> None:
    """Dotted keys cost their author nothing."""
    raw: dict[str, Any] = {"x": "corp.example"}
    for _ in range(5000):
        raw = {"a": raw}
    assert list(left_as_examples({"smtp": FAR, **raw})) == []
