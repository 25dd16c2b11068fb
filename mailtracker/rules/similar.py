"""A word that is not known and those that are → "; did you mean ...?", or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache


def suggest(word: str, known: Iterable[str]) -> str:
    """A clause to stand at the end of a message; "" when nothing is near."""
    near = _nearest(word, frozenset(known))
    return f"; did you mean `{near}`?" if near else ""


@lru_cache(maxsize=512)
def _nearest(word: str, known: frozenset[str]) -> str:
    """Sorted first: the order of a set differs from run to run, an answer must not."""
    folded = {name.casefold(): name for name in sorted(known)}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""
