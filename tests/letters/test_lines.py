"""Where the lines of a letter's text break, and how values stand in them: as the slow and simple
ways say it.
"""

from __future__ import annotations

import html
import random
import re
import sys
import textwrap
from urllib.parse import quote

import pytest

from mailtracker.letters.markdown import (
    WIDTH,
    Verbatim,
    one_line,
    seal,
    shorten,
    to_html,
    to_text,
    wrapped,
)

WORDS = (
    "a", "to", "it is", "request", "x" * 20, "y" * 76, "z" * 77, "w" * 120, "", " ", "  ", "\t",
    "VPN-drops", "straße", "\u00a0", "😀😀", "ש" * 9, "**", "[a](b)", "<&>", "{{ x }}", "- ",
)  # fmt: skip

VALUES = (
    "", "Eva Lind", "a name of more than thirty-two letters", "x" * 90, "x " * 200, "😀" * 80,
    "שלום עולם", "\u202eabc", "**bold** [a](javascript:b)", "<script>&amp;\"'", "{{ request }}",
    "{% raw %}", "line\nbreak\r\nand\u2028more", "  spaces   inside  ", "\ufdd00\ufdd1", "%EF%B7%9",
    "# no heading", "- no item", "1. no item", "> no quote", "---", "    no code", "back\\slash\\",
    Verbatim("        ^ here"), Verbatim("    to:  boo"),
)  # fmt: skip

BODIES = (
    "Hi {0},\n\nwe have {1} and {2}. {0} has it, **{1}**; [write]({2}) or [{0}](mailto:{1}@x.y).",
    "- {0}\n- {1} and {2}\n\n1. {2} {1} {0}\n12. {0}\n\n---\n\nMail reaches {0}. {1}\\\n{2}  \nis",
    "    {0}\n    {1}\n\n# {2}\n\n`{0}` and *{1}*\n\n> {2}",
    "{0}{1}{2} {0} {1} {2} {0} {1} {2} {9}",
)


def wrapped_by_the_library(words: str, first: str, then: str) -> str:
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


@pytest.mark.parametrize("seed", range(20))
def test_lines_break_where_the_library_breaks_them(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(200):
        many = chance.randint(1, 60)
        words = chance.choice((" ", "  ", " ")).join(chance.choice(WORDS) for _ in range(many))
        words = words.strip()
        first, then = chance.choice((("", ""), ("- ", "  "), ("12. ", "    "), ("  ", "")))
        if len(first) + len(words) > WIDTH:
            found = first + wrapped(words, len(first), then)
            assert found == wrapped_by_the_library(words, first, then), words


def test_a_value_in_one_line_is_the_same_by_any_way() -> None:
    """The short way for what is printable, and the long one for the rest."""
    hidden = re.compile(
        "[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ud800-\udfff]"
    )
    breaks = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
    for number in (*range(0x10000), *range(0x10000, sys.maxunicode + 1, 97)):
        for value in (f"a{chr(number)}  b", f" {chr(number)} ", f"a{chr(number)}b"):
            assert one_line(value) == breaks.sub(" ", hidden.sub("", value)).strip()


def filled(shape: str, values: list[str]) -> str:
    """Each value alone into HTML that has plain marks, first where it stands in a link."""
    for number, value in enumerate(values):
        in_link = re.compile(rf'(href="[^"]*?)Q{number}Q')
        while found := in_link.search(shape):
            shape = f"{shape[: found.end(1)]}{quote(value, safe='@')}{shape[found.end() :]}"
        shape = shape.replace(f"Q{number}Q", html.escape(shorten(value)))
    return shape


@pytest.mark.parametrize("body", BODIES)
def test_values_stand_in_a_letter_as_if_put_there_one_by_one(body: str) -> None:
    sealed = re.sub(r"\{(\d)\}", lambda found: seal(int(found[1])), body)
    shape = to_html(sealed, [f"Q{number}Q" for number in range(10)])
    chance = random.Random(body)
    for _ in range(100):
        given = [chance.choice(VALUES) for _ in range(3)]
        values = [one if isinstance(one, Verbatim) else one_line(one) for one in given]
        page, all_ten = to_html(sealed, values), [*values, *[""] * 7]
        assert page.content == filled(shape.content, all_ten)
        assert page.footer == filled(shape.footer, all_ten)
        text = " ".join(to_text(sealed, values).split())
        assert all(" ".join(shorten(value).split()) in text for value in values)
