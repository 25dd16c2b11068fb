"""A text that quotes others, such as a server's answer → the same without anybody's address: for
the log, and for mail to people who may not know whom it is about.
"""

from __future__ import annotations

import re

# A whole word at a time, and never less of it: a search for the "@" from each letter on would be
# quadratic in a long word.
_WORD = re.compile(r"[^\s<>()\[\]\"',;:=]++")


def without_addresses(text: str) -> str:
    """Whatever has an "@" inside a word is one. Linear."""
    return _WORD.sub(_unnamed, text) if "@" in text else text


def _unnamed(word: re.Match[str]) -> str:
    return "(address)" if "@" in word[0][1:-1] else word[0]
