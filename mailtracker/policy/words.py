"""A mail's text → words in order; a rule's words → a pattern; both → whether one
stands in the other. Linear time.

No pattern of the operator's runs over hostile text here: a text is cut into words once, after that
it is look-ups, and one search for a phrase whose words are all there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from functools import cached_property, lru_cache, partial
from itertools import chain

from mailtracker.late_pattern import late_pattern
from mailtracker.policy.invalid import Invalid
from mailtracker.record import dataclass

TEXT_CAP = 64 * 1024
"""Bytes of a text in UTF-8 that patterns see: what a person means stands at the top."""

MARKS_IN_A_ROW = 30
"""Longest run of combining marks kept, as in Unicode's stream-safe format (UAX #15 §13).

Normalising sorts such a run by insertion: 64,000 marks in a row took 3.5 s
(measured), one mail to stop the daemon.
"""


_WITH_MARKS = (range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0x10000))
"""Between these are ideographs, syllables, surrogates and what is private: three quarters of all,
which a command need not look through each time that it comes up.
"""

_MARKS = "".join(
    chr(n) for n in chain(*_WITH_MARKS) if unicodedata.category(chr(n)).startswith("M")
)
"""Combining marks: to `re` they are no part of a word, so that Devanagari
would fall apart at its vowels.
"""

_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Characters of scripts that put no space between words (Thai, Lao, Burmese, Khmer, Japanese,
Chinese). Each counts as a word, so that a word of several is found wherever they follow each
other.
"""

_WORD_OR_SIGN = late_pattern(rf"\w[\w{_MARKS}]*|[^\w\s]")
_CHARACTER_OR_SIGN = late_pattern(
    rf"[^\W{_ALONE}]+(?:[{_MARKS}]+[^\W{_ALONE}]*)*|[{_ALONE}][{_MARKS}]*|[^\w\s]"
)
_PLAIN_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s\x1c-\x1f]", re.ASCII)
"""The same for ASCII, which has neither marks nor such scripts; four of its separators are space to
Unicode alone.
"""
_HAS_ALONE = late_pattern(f"[{_ALONE}]")

_LONG_RUN = late_pattern(f"[{_MARKS}]{{{MARKS_IN_A_ROW + 1},}}")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
"""Beyond the first plane, where `_MARKS` ends."""

_NOT_ASCII = re.compile(r"([^\x00-\x7f]+)")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff]"
)
"""Soft hyphens, joiners, signs of writing direction, forms of emoji."""

_STROKES = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d"}
)
"""Characters that Unicode does not take apart into a plain one and an accent."""

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
"""How people write these where their keyboard has none: `stoerung` for
`störung`, `loen` for `løn`.
"""

_ACCENTED = re.compile("[\u0300-\u036f](?<![иу]\u0306)(?<!і\u0308)(?<![гк]\u0301)")
"""But for the Cyrillic characters й, ў, ї, ѓ and ќ, which nobody takes for и, у, і, г and к."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that must follow each other. What stands below `exact` is made of the rest, for
    `Words.has`.
    """

    #: As written.
    shown: str = field(compare=False)
    #: Folded words and signs in order.
    words: tuple[str, ...]
    #: Of each word whether it may go on (`lohn*`).
    starts: tuple[bool, ...]
    #: Accents must be as written; else they are optional on both sides.
    exact: bool = False
    #: Words that may not go on,
    whole: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    #: and those that may.
    begun: tuple[str, ...] = field(default=(), compare=False, repr=False)
    #: What is looked for in `Words`, one word a line.
    joined: str = field(default="", compare=False, repr=False)
    #: The same where a word that may go on stands before others.
    phrase: re.Pattern[str] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Clues:
    """A word of each of several patterns: a text that has none of them has none of the
    patterns, at one look for all.

    `whole` words; `begun` are for patterns of beginnings only. `always`: patterns that need another
    cut of the text are among them.
    """

    whole: frozenset[str]
    begun: tuple[str, ...]
    always: bool


def clues_of(patterns: Iterable[Pattern]) -> Clues:
    plain = [pattern for pattern in patterns if not pattern.exact]
    whole = frozenset(
        max(pattern.whole, key=lambda word: (len(word), word)) for pattern in plain if pattern.whole
    )
    begun = tuple(pattern.begun[0] for pattern in plain if not pattern.whole)
    return Clues(whole, begun, any(pattern.exact for pattern in patterns))


class Words:
    """A text, cut into folded words and signs; holds its index."""

    def __init__(self, text: str, exact: bool = False) -> None:
        self.words = cut(capped(text), exact)
        self.known = frozenset(self.words)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.known)

    @cached_property
    def _joined(self) -> str:
        """One word a line, which no word can contain."""
        return "\n{}\n".format("\n".join(self.words))

    def may_have(self, clues: Clues) -> bool:
        if not self.known.isdisjoint(clues.whole) or clues.always:
            return True
        return bool(clues.begun) and any(map(self._has_start, clues.begun))

    def has(self, pattern: Pattern) -> bool:
        """Whether the pattern's words stand in the text, whole and next to each other."""
        if not self.known.issuperset(pattern.whole) or not all(map(self._has_start, pattern.begun)):
            return False
        if len(pattern.words) == 1:
            return True
        if pattern.phrase is not None:
            return pattern.phrase.search(self._joined) is not None
        return pattern.joined in self._joined

    def _has_start(self, word: str) -> bool:
        first = bisect_left(self._sorted, word)
        return first < len(self._sorted) and self._sorted[first].startswith(word)


def cut(text: str, exact: bool = False) -> list[str]:
    """Words (letters, digits, `_`) and single signs in order, folded, so
    that `straße` is `STRASSE`.
    """
    folded = fold(text, exact)
    if folded.isascii():
        return _PLAIN_WORD_OR_SIGN.findall(folded)
    return (_CHARACTER_OR_SIGN if _HAS_ALONE.search(folded) else _WORD_OR_SIGN).findall(folded)


def fold(text: str, exact: bool = False) -> str:
    """Case folded, soft hyphens and other unseen characters out, and accents off (`exact`:
    composed, as macOS does not).
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text).replace("’", "'")
    if text.isascii():
        return text.lower()
    table = _EXACT if exact else _FOLDED
    pieces = _NOT_ASCII.split(composed(text))  # every other one is no ASCII: one by one
    pieces[::2] = map(str.lower, pieces[::2])
    pieces[1::2] = [piece.translate(table) for piece in pieces[1::2]]
    return "".join(pieces)[:TEXT_CAP]


def composed(text: str) -> str:
    """NFC in linear time, whatever the text; some characters grow to
    three, so it is capped once more.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", _thin_marks(text))[:TEXT_CAP]


class _Folded(dict[int, str]):
    """What becomes of a character, remembered: to take a text apart as a whole took 30 ms for one
    made for it, this 4 (measured).
    """

    MAX_KEPT = 20_000

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._fold = fold

    def __missing__(self, code: int) -> str:
        folded = self._fold(chr(code).casefold())
        if len(self) < self.MAX_KEPT:
            self[code] = folded
        return folded


def _without_accents(folded: str) -> str:
    """Latin, Greek and Cyrillic accents only (U+0300-036F): marks of other
    scripts make other characters.
    """
    apart = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", _ACCENTED.sub("", apart)).translate(_STROKES)


_FOLDED = _Folded(_without_accents)
_EXACT = _Folded(partial(unicodedata.normalize, "NFC"))


def written(text: str, pattern: Pattern) -> str:
    """Where the pattern stands in the text, as it is written there: "Bildschirm" of `bildschirm*`.
    "" where words and signs of the text are not those that it was cut into.
    """
    whole = capped(text)
    pieces = list(_WORD_OR_SIGN.finditer(whole))
    folded = ["".join(cut(piece[0], pattern.exact)) for piece in pieces]
    size = len(pattern.words)
    for first in range(len(pieces) - size + 1):
        if all(map(_fits, folded[first : first + size], pattern.words, pattern.starts)):
            return whole[pieces[first].start() : pieces[first + size - 1].end()]
    return ""


def _fits(word: str, wanted: str, may_go_on: bool) -> bool:
    return word.startswith(wanted) if may_go_on else word == wanted


def capped(text: str) -> str:
    """Its first 64 KB: a character of a text made to hold us up has two bytes or three."""
    if text.isascii():
        return text[:TEXT_CAP]
    return text[:TEXT_CAP].encode("utf-8", "replace")[:TEXT_CAP].decode("utf-8", "ignore")


def read_patterns(text: str, exact: bool = False) -> tuple[Pattern, ...]:
    """What a rule's words look for: the pattern itself, and its accents spelt out (`stoerung`).
    Invalid when they are wrong.
    """
    plain = read_pattern(text, exact)
    if exact:
        return (plain,)
    other = read_pattern(unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT))
    if other == plain:
        return (plain,)
    return plain, _pattern(plain.shown, other.words, other.starts, exact)


ANYTHING = "*"


def read_header_pattern(text: str) -> object:
    """Words, or `*` for a header field that only must be there."""
    return text if text == ANYTHING else read_pattern(text)


@lru_cache(maxsize=16384)
def read_pattern(text: str, exact: bool = False) -> Pattern:
    """The pattern of a rule's words. Invalid says what is wrong with them."""
    words: list[str] = []
    starts: list[bool] = []
    for chunk in text.split():
        bare = chunk.removesuffix("*")
        parts = cut(bare, exact)
        if "*" in parts or (bare != chunk and not _ends_in_a_word(parts)):
            told = f"`{text}`: `*` may only stand at the end of a word, as in `lohn*`"
            raise Invalid("bad-words", told)
        words += parts
        starts += [False] * len(parts)
        if parts:
            starts[-1] = bare != chunk
    if not any(map(_is_word, words)):
        raise Invalid("bad-words", f"`{text}` has no letter or digit: write the word to look for")
    return _pattern(" ".join(text.split()), tuple(words), tuple(starts), exact)


def _ends_in_a_word(parts: list[str]) -> bool:
    return bool(parts) and _is_word(parts[-1])


def _pattern(shown: str, words: tuple[str, ...], starts: tuple[bool, ...], exact: bool) -> Pattern:
    """A phrase is searched in words of a line each; nothing in it can be tried in two
    ways, so it takes linear time.
    """
    both = list(zip(words, starts, strict=True))
    phrase = None
    if any(starts[:-1]):
        phrase = re.compile(
            "\n" + "\n".join(re.escape(word) + r"[^\n]*" * start for word, start in both) + "\n"
        )
    return Pattern(
        shown,
        words,
        starts,
        exact,
        whole=frozenset(word for word, start in both if not start),
        begun=tuple(word for word, start in both if start),
        joined="\n" + "\n".join(words) + "\n" * (not starts[-1]),
        phrase=phrase,
    )


def _is_word(part: str) -> bool:
    return part[0].isalnum() or part[0] == "_"


def _thin_marks(text: str) -> str:
    if _BEYOND.search(text):
        return "".join(_thinned(text))
    return _LONG_RUN.sub(lambda run: run[0][:MARKS_IN_A_ROW], text)


def _thinned(text: str) -> Iterator[str]:
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MARKS_IN_A_ROW:
            yield char
