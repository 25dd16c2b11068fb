"""A text → the same with every letter plain: é is e. ø, æ and ß are letters of their own."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one))
