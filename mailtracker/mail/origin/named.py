"""A name and what stands before an @ go in; whether the one is spelled in the other comes out.

"Jürgen Brückner" writes from juergen@, jurgen@ and j.brueckner@.
"""

from __future__ import annotations

from mailtracker.accents import without_accents

_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue"})


def spells(local: str, name: str) -> bool:
    """It has a part of a name in it, both in small letters."""
    if name.isascii() or name in local:
        return name in local
    return without_accents(name.translate(_SPELLED)) in local or without_accents(name) in local


def is_spelled(local: str, name: str) -> bool:
    """It is that part, and nothing else."""
    if name.isascii():
        return name == local
    return local in (name, without_accents(name.translate(_SPELLED)), without_accents(name))


def letters(name: str) -> str:
    """As a domain writes it: "Vandværket Nord" → vandvaerketnord."""
    return "".join(filter(str.isalnum, without_accents(name.casefold().translate(_SPELLED))))
