"""A regular expression in, the same out: compiled when it is first searched for, not when its
module is loaded, and with one look for all alternatives that begin with the same letter.

Lists of phrases in many languages make long patterns. Most commands load them and search no mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, AnyStr, cast

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
        compiled = re.compile(self._quicker(), self._late_flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)

    def _quicker(self) -> str | bytes:
        spaced = self._late_flags & re.VERBOSE
        return self._text if spaced or isinstance(self._text, bytes) else by_letter(self._text)


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
