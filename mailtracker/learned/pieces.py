"""A text in; out, as numbers, the pieces by which a learned judgement knows it: its words, those
beside each other, how each and another near it begin, and parts of each.

Words in a row tell "it works" from "it never works"; beginnings and parts know a word in a form
that nobody has shown, which in Danish or German most words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

from mailtracker.accents import without_accents

_SIGNS = re.compile(r"\w+|[!?.,:;)(]+|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_NEAR = 4
"""How many words behind one its company ends."""
_BEGINNING = 4
_PARTS = (4, 5)
_LINE_ENDS = " \u00b6 "


def pieces(text: str, bits: int) -> set[int]:
    """Numbers below 2**bits. Two pieces may share one: the more bits, the fewer do."""
    below = (1 << bits) - 1
    return {crc32(piece.encode()) & below for piece in _pieces(_words(text))}


def _words(text: str) -> list[str]:
    """Without case, accents and which number it is; ø and æ are letters of their own."""
    plain = without_accents(text.replace("\n", _LINE_ENDS)).casefold()
    return ["<", *_SIGNS.findall(_DIGITS.sub("0", plain.replace("\u2019", "'"))), ">"]


def _pieces(words: list[str]) -> Iterator[str]:
    begins = [word[:_BEGINNING] for word in words]
    for at, word in enumerate(words):
        yield f"1{word}"
        yield f"2{' '.join(words[at : at + 2])}"
        yield f"3{' '.join(words[at : at + 3])}"
        for beside, other in enumerate(begins[at + 1 : at + 1 + _NEAR]):
            yield f"{'b' if beside else 'a'}{begins[at]} {other}"
        if word[0].isalpha():
            whole = f"<{word}>"
            for length in _PARTS:
                for first in range(len(whole) - length + 1):
                    yield f"p{whole[first : first + length]}"
