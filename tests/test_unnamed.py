"""Nobody's address is in what is logged, whatever a server quotes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.unnamed import without_addresses

SAID = {
    "550 5.1.1 <eva@corp.example>: no such user": "550 5.1.1 <(address)>: no such user",
    "to=eva@corp.example, relay=mx": "to=(address), relay=mx",
    "eva@corp.example bo@corp.example": "(address) (address)",
    "(eva@corp.example)": "((address))",
    "[mailto:eva+1@corp.example]": "[mailto:(address)]",
    "a@b@c": "(address)",
    "@here at@ @": "@here at@ @",
    "@a@": "@a@",
    "@@@": "(address)",
    "nobody": "nobody",
    "": "",
}


@pytest.mark.parametrize(("said", "left"), SAID.items())
def test_addresses_go_and_all_else_stays(said: str, left: str) -> None:
    assert without_addresses(said) == left


@given(st.text(alphabet="a@. <>,=:\n\u00e9", max_size=40))
def test_it_is_what_stands_round_an_at_sign(text: str) -> None:
    part = r"[^\s<>()\[\]\"',;:=]"
    assert without_addresses(text) == re.sub(f"{part}+@{part}+", "(address)", text)


@pytest.mark.parametrize("piece", ["x", "x@", "@", "é", "<x"])
def test_a_long_line_takes_time_by_its_length(piece: str) -> None:
    def seconds(count: int) -> float:
        line, took = f"{piece * count} a@b", []
        for _ in range(5):
            start = time.process_time()
            without_addresses(line)
            took.append(time.process_time() - start)
        return min(took)

    assert seconds(32_000) < 40 * seconds(4_000)  # 8 times as long; 64 times were quadratic
