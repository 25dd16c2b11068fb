"""Which languages we can say days, times and reasons in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from babel import Locale
from babel.core import UnknownLocaleError

from mailtracker.letters.wordings import danish, dutch, english, german, portuguese
from mailtracker.letters.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "en": english.WORDING,
        "de": german.WORDING,
        "nl": dutch.WORDING,
        "da": danish.WORDING,
        "pt": portuguese.WORDING,
    }
)
"""To add a language: its module, and a line."""


def wording_of(language: str) -> Wording:
    """In English where we cannot say it in this one."""
    return WORDINGS.get(base(language), WORDINGS["en"])


@lru_cache(maxsize=64)
def base(language: str) -> str:
    """ "de-AT" → "de"; what is no language at all → ""."""
    try:
        return str(Locale.parse(language.replace("-", "_")).language)
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
