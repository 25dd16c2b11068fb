"""A text → its clauses, in words as the tables of this wing are written: in lower case, without
accents and signs, one space between.
"""

from __future__ import annotations

import re

from mailtracker.accents import without_accents

ENDS = re.compile(r"[.!;:,…\n()]+|\s[-–—]+\s|--+")
_WORD = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")


def clauses(text: str) -> list[str]:
    said = ENDS.split(_STRETCHED.sub(r"\1", folded(text)))
    return [" ".join(words) for words in map(_WORD.findall, said) if words]


def folded(text: str) -> str:
    """In lower case, without accents; ø and æ are letters of their own."""
    return without_accents(text).casefold()
