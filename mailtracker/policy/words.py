"""A mail's text → words in order; a rule's words → a pattern; both → whether one stands in the other. Linear time.

No regular expression of the operator's runs over hostile text: a text is cut into words once, after that it is look-ups.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

TEXT_CAP = 64 * 1024
"""Characters of a text that patterns see (DESIGN §6)."""

MARKS_IN_A_ROW = 30
"""Longest run of combining marks kept, as in Unicode's stream-safe format (UAX #15 §13).

Normalising sorts such a run by insertion: 64,000 marks in a row took 3.5 s (measured), one mail to stop the daemon.
"""

_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_UNSEEN = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff"} | {ord("’"): "'"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that must follow each other. `starts` says of each whether it may go on (`lohn*`). `shown` is as written."""

    shown: str = field(compare=False)
    words: tuple[str, ...]
    starts: tuple[bool, ...]


class Words:
    """A text, cut into case-folded words and signs; holds its index."""

    def __init__(self, text: str) -> None:
        self.words = cut(text[:TEXT_CAP])[:TEXT_CAP]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            places.setdefault(word, []).append(place)
        return places

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.places)

    def has(self, pattern: Pattern) -> bool:
        """Whether the pattern's words stand in the text, whole and next to each other."""
        if len(pattern.words) == 1:
            return next(iter(self._variants(pattern.words[0], pattern.starts[0])), None) is not None
        return any(self._goes_on(pattern, place) for place in self._first_places(pattern))

    def _variants(self, word: str, start: bool) -> Iterable[str]:
        """The text's distinct words that the pattern's word covers."""
        if not start:
            return (word,) if word in self.places else ()
        first = bisect_left(self._sorted, word)
        return _while_prefix(self._sorted, first, word)

    def _first_places(self, pattern: Pattern) -> Iterable[int]:
        for variant in self._variants(pattern.words[0], pattern.starts[0]):
            yield from self.places[variant]

    def _goes_on(self, pattern: Pattern, place: int) -> bool:
        found = self.words[place : place + len(pattern.words)]
        return len(found) == len(pattern.words) and all(
            have.startswith(want) if start else have == want
            for have, want, start in zip(found, pattern.words, pattern.starts, strict=True)
        )


def cut(text: str) -> list[str]:
    """Words (letters, digits, `_`) and single signs in order, case folded, so that `straße` is `STRASSE`."""
    return _WORD_OR_SIGN.findall(fold(text))


def fold(text: str) -> str:
    """Case folded, accents composed (macOS writes them apart), soft hyphens and other unseen characters out."""
    text = text.translate(_UNSEEN)
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", _thin_marks(text)).casefold())


@lru_cache(maxsize=16384)
def read_pattern(text: str) -> Pattern:
    """The pattern of a rule's words. ValueError says what is wrong with them."""
    words: list[str] = []
    starts: list[bool] = []
    for chunk in text.split():
        bare = chunk.removesuffix("*")
        parts = cut(bare)
        if "*" in parts or (bare != chunk and not (parts and _is_word(parts[-1]))):
            raise ValueError(f"`{text}`: `*` may only stand at the end of a word, as in `lohn*`")
        words += parts
        starts += [False] * (len(parts) - 1) + [bare != chunk] if parts else []
    if not any(map(_is_word, words)):
        raise ValueError(f"`{text}` has no letter or digit: write the word to look for")
    return Pattern(" ".join(text.split()), tuple(words), tuple(starts))


def _is_word(part: str) -> bool:
    return part[0].isalnum() or part[0] == "_"


def _while_prefix(words: Sequence[str], first: int, prefix: str) -> Iterable[str]:
    for at in range(first, len(words)):
        if not words[at].startswith(prefix):
            return
        yield words[at]


def _thin_marks(text: str) -> str:
    if max(text) < "\u0300":
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)
