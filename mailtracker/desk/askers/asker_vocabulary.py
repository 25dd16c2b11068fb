"""A clause goes in; whether the phrases have all its words comes out. Nearly no clause is one of
them, and what they say as patterns need not be compiled, nor asked, to see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product

_LETTERS = r"[^\W\d_]"
_ATOM = re.compile(rf"({_LETTERS}|\[{_LETTERS}+\])(\??)")
_GOES_ON = rf" \?|[*+{{(]|(?:\|[^()]*)?\)[?*]?(?: \?|(?:\[|\(\?:)?{_LETTERS})"
"""Behind letters of a word that may have more: "e ?mail", "(?:un)?needed"."""
_WORD = re.compile(rf"((?:{_LETTERS}\??|\[{_LETTERS}+\]\??)+)(?=({_GOES_ON})?)")
_ESCAPE = re.compile(r"\\.")
_COUNTED = re.compile(rf"\\d\+[^()]*\) ({_LETTERS}+)")


class Vocabulary:
    """The words of some `phrases`, each a pattern over words one space apart. It errs to one side:
    a clause that is one of them is never said not to be.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)

    @cached_property
    def _words(self) -> tuple[frozenset[str], frozenset[str]]:
        """Those that are whole, and how others begin. Found for the first clause: most commands
        load the phrases and read none.
        """
        found = [
            (spelt, bool(goes_on))
            for phrase in self._phrases
            for word, goes_on in _WORD.findall(_ESCAPE.sub("", phrase))
            for spelt in _spelt(word)
        ]
        whole = frozenset(word for word, goes_on in found if not goes_on)
        return whole, frozenset(word for word, goes_on in found if word and goes_on)

    @cached_property
    def _counted(self) -> frozenset[str]:
        """What stands behind a number."""
        return frozenset(word for phrase in self._phrases for word in _COUNTED.findall(phrase))

    def may_hold(self, clause: str) -> bool:
        words = clause.split(" ")
        named = [word for word in words if word.isalpha()]
        if len(named) < len(words) and self._counted.isdisjoint(named):
            return False
        return all(map(self._has, named))

    def _has(self, word: str) -> bool:
        whole, begun = self._words
        return word in whole or any(word[: end + 1] in begun for end in range(len(word)))


def _spelt(word: str) -> Iterator[str]:
    """All that a word may be: "thanks?", "obrigad[oa]"."""
    letters = [
        [*one.strip("[]"), *([""] if left_out else [])] for one, left_out in _ATOM.findall(word)
    ]
    return map("".join, product(*letters))
