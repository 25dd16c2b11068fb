"""Answers as mail programs write them, by program and language: what was typed is all that is new,
whether the quote is marked or not, whether its heading was wrapped or not.
"""

from __future__ import annotations

import textwrap

import pytest

from mailtracker.mail.text.split import split
from tests.mail.clients import ADDR, LABELS, LINES, NAME, blocks

TYPED = (
    "It still fails.\nCan you call me on 214?",
    "Ja.",
    "Two things, Bo:\n\n1. One\n2. Two\n\nEva",
)
QUOTED = "Hello Eva,\n\nplease restart the router and say what the lamp does.\n\nBest\nBo"
MARKS = {"m": "> ", "i": "BJ> ", "u": ""}


def marked(mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in QUOTED.split("\n"))


def headings(head: str) -> set[str]:
    """As written, and as wrapped by somebody's editor."""
    if "\n" in head or head.startswith("----"):
        return {head}
    whole = textwrap.wrap(head, 60, break_long_words=False, break_on_hyphens=False)
    return {head, "\n".join(whole)}


def check(head: str, modes: str) -> None:
    for typed in TYPED:
        for mode in modes:
            for gap in ("\n", "\n\n"):
                assert split(f"{typed}\n\n{head}{gap}{marked(MARKS[mode])}").new == typed


ROWS = [
    pytest.param(head, "mu" if mode == "b" else mode, id=f"{program}-{language}-{number}")
    for (program, mode), heads in LINES.items()
    for number, (language, head) in enumerate(heads)
]


@pytest.mark.parametrize(("head", "modes"), ROWS)
def test_a_line_that_says_who_wrote_ends_the_answer(head: str, modes: str) -> None:
    for one in headings(head.replace("NAME", NAME).replace("ADDR", ADDR)):
        check(one, modes)


@pytest.mark.parametrize("language", LABELS)
def test_a_block_of_labels_ends_the_answer(language: str) -> None:
    for _, block in blocks(language):
        check(block, "u")


@pytest.mark.parametrize(
    "text",
    [
        "The form wants:\n\nFrom:\nLisbon\nTo:\nPorto\n\nWhich one is it?",
        "Date:\nMonday\nTo:\nthe team\n\nThat is all.",
        "Room booked 23 Nov 2026, 09:02 by Bo:\nit is 4.01",
        "From: the beginning\nTo: the end\nI read it all.",
        "So 3. 4. we meet:\nat nine",
        "---- The list ----\n- one\n- two",
        "Ne 5. 6. to nejde:\nproč?",
    ],
)
def test_what_only_looks_like_one_is_the_writer_s(text: str) -> None:
    assert split(text).new == text


def test_yahoo_s_app_puts_the_quote_behind_its_heading() -> None:
    heading = f"  On Tue, Nov 24, 2026 at 8:01 AM, {NAME}<{ADDR}> wrote:   Which one?  "
    signed = f"The grey one.\n\nYahoo Mail: Search, Organize, Conquer\n\n{heading}"
    assert split(signed).new == "The grey one."


@pytest.mark.parametrize(
    "text",
    [
        "Log, 24.11.2026 08:01:\nthe lamp is red\nand then green",
        "The server said (24.11.2026 08:01):\nno such user",
        "On Monday I saw this:   it was red",
    ],
)
def test_a_date_behind_a_comma_heads_nothing_that_is_not_marked(text: str) -> None:
    assert split(text).new == text
