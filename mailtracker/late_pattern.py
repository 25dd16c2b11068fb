"""A regular expression in, the same out: compiled when it is first searched for, not when its
module is loaded, and with one look for all alternatives that begin with the same letter.

Lists of phrases in many languages make long patterns. Most commands load them and search no mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import groupby
from typing import Any, AnyStr, cast

from mailtracker.needed_words import Strand, seen, strands_of

_LONG, _SHORT = 200, 40
"""Letters of a pattern that is worth to be parted, and of a text that is searched sooner than its
words are told apart.
"""
_METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")
_ATOM = re.compile(  # what is never cut: an escape, a set, what opens a group, a character
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!>]|<[=!]|P<\w+>|[a-z-]+:))?|.", re.DOTALL
)
_QUANTIFIERS = ("?", "*", "+", "{")
_EDGE = r"\b"
_LEVELS = 3
"""Letters by which alternatives are told apart."""


class LatePattern:
    """As a `re.Pattern`, once it is asked for anything. Several threads may ask at once."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._late_flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """`match` and its like look at one place: only a search goes through all of a text."""
        if name == "search" and isinstance(self._text, str) and len(self._text) > _LONG:
            self.search = _Strands(self, self._text, self._late_flags).search
            return self.search
        for method in _METHODS:
            vars(self).setdefault(method, getattr(self.whole, method))
        return getattr(self.whole, name)

    @cached_property
    def whole(self) -> re.Pattern[Any]:
        text, flags = self._text, self._late_flags
        if flags & re.VERBOSE or isinstance(text, bytes):
            return re.compile(text, flags)
        return re.compile(by_letter(text), flags)


class _Strands:
    """A long pattern (`of`) as many: a text is searched for what it may hold alone, and where that
    is there, the whole says what. It finds what the whole finds, always.
    """

    def __init__(self, of: LatePattern, text: str, flags: int) -> None:
        self._of, self._flags = of, flags
        strands = strands_of(text, flags)
        self._always = "|".join(f"(?:{one.source})" for one in strands if not one.needs)
        self._by_key: dict[str, list[Strand]] = {}
        self._by_part: list[tuple[str, Strand]] = []
        for strand in strands:
            for need in strand.needs[0] if strand.needs else ():
                if need.key:
                    self._by_key.setdefault(need.key, []).append(strand)
                else:
                    self._by_part.append((need.text, strand))
        self._keys = frozenset(self._by_key)
        self._last: tuple[str, re.Match[str] | None] = ("", None)

    def search(self, text: str, *within: int) -> re.Match[str] | None:
        if within or len(text) < _SHORT:
            return self._of.whole.search(text, *within)
        asked, found = self._last  # a third of all questions has been asked just before
        if asked != text:
            found = self._search(text)
            self._last = (text, found)
        return found

    def _search(self, text: str) -> re.Match[str] | None:
        starts = [found.start() for one in self._open(text) if (found := one.search(text))]
        return self._of.whole.search(text, min(starts)) if starts else None

    def _open(self, text: str) -> Iterator[re.Pattern[str]]:
        """What may match in it."""
        held = seen(text)
        if self._always:
            yield _compiled(self._always, self._flags)
        strands = {strand for key in self._keys & held.keys for strand in self._by_key[key]}
        strands.update(strand for part, strand in self._by_part if part in held.folded)
        for source in {strand.source for strand in strands if strand.is_open(held)}:
            yield _compiled(source, self._flags)


@cache  # as many as our patterns have branches
def _compiled(text: str, flags: int) -> re.Pattern[str]:
    return re.compile(by_letter(text), flags)


def late_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A wrong one raises re.error at its first use; a test uses all that there are."""
    return cast("re.Pattern[AnyStr]", LatePattern(text, flags))


def by_letter(text: str) -> str:
    """The same pattern: `ab|ac|d` becomes `a(?:b|c)|d`. The library tries one alternative after the
    other at each place, in patterns that ignore case without a look at the first letter.

    Only what cannot change a match is moved: alternatives that stand beside each other and begin
    with a letter, of which no two can begin at one place. Without captured groups: they are counted
    in their order.
    """
    atoms = _ATOM.findall(text)
    if "(" in atoms or any(atom.startswith("(?P") for atom in atoms):
        return text
    written, end = _alternatives(iter(atoms))
    return text if end else written


def _alternatives(atoms: Iterator[str]) -> tuple[str, str]:
    """What stands up to the end of this group, and what ended it."""
    found = [""]
    for atom in atoms:
        if atom == ")":
            return _together(found), atom
        if atom == "|":
            found.append("")
        elif atom.startswith("("):
            inside, end = _alternatives(atoms)
            found[-1] += atom + inside + end
        else:
            found[-1] += atom
    return _together(found), ""


def _together(alternatives: list[str], level: int = 0) -> str:
    if level == _LEVELS or len(alternatives) < 3:
        return "|".join(alternatives)
    runs = groupby(alternatives, key=_kind)
    return "|".join(piece for kind, run in runs for piece in _shared(kind, list(run), level))


def _kind(alternative: str) -> str | bool:
    return _EDGE if alternative.startswith(_EDGE) else bool(_letter(alternative))


def _shared(kind: str | bool, run: list[str], level: int) -> Iterable[str]:
    """Alternatives that begin alike. What begins at the edge of a word is looked at there alone."""
    if kind == _EDGE:
        rests = [one.removeprefix(_EDGE) for one in run]
        return run if len(run) < 3 else [f"{_EDGE}(?:{_together(rests, level)})"]
    return _by_first(iter(run), level) if kind else run


def _by_first(alternatives: Iterator[str], level: int) -> Iterator[str]:
    rests: dict[str, list[str]] = {}
    for one in alternatives:
        rests.setdefault(one[0], []).append(one[1:])
    for letter, rest in rests.items():
        alone = len(rest) == 1
        yield letter + (rest[0] if alone else f"(?:{_together(rest, level + 1)})")


def _letter(alternative: str) -> str:
    """The letter that it begins with, "" where it begins otherwise. Those outside of ASCII may be
    another's other case.
    """
    first, second = alternative[:1], alternative[1:2]
    plain = first.isascii() and first.isalpha() and first.islower()
    return first if plain and second not in _QUANTIFIERS else ""
