"""A text → what it says besides thanks, praise and politeness. Thanks tell nothing of what stands
beside them: "Nobody came. Thanks!"
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtracker.desk.thanks.called import without_names
from mailtracker.desk.thanks.clauses import ENDS, folded
from mailtracker.desk.thanks.polite_words import POLITE, PRAISE
from mailtracker.desk.thanks.thanks_words import FOR, THANKING

_PARTS = re.compile(f"({ENDS.pattern})")
_WORD = re.compile(r"[^\W_]+")
_KIND = POLITE | PRAISE
_LOOSE = " ,;:\n–—-"
"""Signs that joined it to the thanks."""
_MOST = 6
"""Words of thanks behind something else, without a sign between."""


class Besides(NamedTuple):
    #: What it says besides, names aside; "" where that is all.
    rest: str
    #: There are neither thanks nor praise in it.
    is_bare: bool


def besides_thanks(text: str) -> Besides:
    said = without_names(text)
    parts = _PARTS.split(said)
    ends = [*parts[1::2], ""]
    left = [_without_thanks(part) for part in parts[::2]]
    rest = "".join(part + end for part, end in zip(left, ends, strict=True) if part).strip(_LOOSE)
    return Besides(rest, is_bare=rest == said.strip(_LOOSE))


def thanks_whole(words: list[str]) -> bool:
    """Whether they only thank: somebody, or for something. Folded as `clauses` does."""
    rest = _behind_thanks(words)
    return rest is not None and (_KIND.issuperset(rest) or rest[0] in FOR)


def is_plain_thanks(words: list[str]) -> bool:
    """The same for nothing that had to be named: "thanks for your quick help"."""
    rest = _behind_thanks(words)
    return rest is not None and (_KIND | FOR).issuperset(rest)


def _behind_thanks(words: list[str]) -> list[str] | None:
    """None where they do not begin with thanks."""
    found = THANKING.match(" ".join(words))
    return None if found is None else found.string[found.end() :].split()


def _without_thanks(part: str) -> str:
    """Of a clause, with its capitals and accents."""
    places = list(_WORD.finditer(part))
    words = [folded(place[0]) for place in places]
    if _KIND.issuperset(words) or thanks_whole(words):
        return ""
    for last in range(min(_MOST, len(words) - 1), 0, -1):
        if _behind_thanks(words[-last:]) == []:
            return part[: places[-last].start()].rstrip()
    for first in range(min(_MOST, len(words) - 1), 0, -1):
        if _behind_thanks(words[:first]) == [] and words[first] not in FOR:
            return part[places[first].start() :]
    return part
