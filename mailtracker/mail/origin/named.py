"""A name and what stands before an @ go in; whether the one is spelled in the other comes out.

"Jürgen Brückner" writes from juergen@, jurgen@ and j.brueckner@.
"""

from __future__ import annotations

import unicodedata

_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue"})


def spells(local: str, name: str) -> bool:
    """It has a part of a name in it, both in small letters."""
    if name.isascii() or name in local:
        return name in local
    return _stripped(name.translate(_SPELLED)) in local or _stripped(name) in local


def is_spelled(local: str, name: str) -> bool:
    """It is that part, and nothing else."""
    if name.isascii():
        return name == local
    return local in (name, _stripped(name.translate(_SPELLED)), _stripped(name))


def letters(name: str) -> str:
    """As a domain writes it: "Vandværket Nord" → vandvaerketnord."""
    return "".join(filter(str.isalnum, _stripped(name.casefold().translate(_SPELLED))))


def _stripped(name: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)
    )
