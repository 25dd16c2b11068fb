"""What an answer says as a whole, by what was learned from thousands of answers that we wrote and
judged ourselves (docs/learned.md): what no list of phrases knows people say in their own words.
"""

from __future__ import annotations

import re

from mailtracker.learned.weights import shipped_weights

CLOSES_BELOW = -0.3
WANTS_ABOVE = 0.1
"""Of answers whose writers' others were not learned from, 1 % of those that want something lie
below the first, 75 to 90 % of those that close a matter; hardly one of these above the second
(`tools/learn --measure`, November 2026).
"""

FEWEST = 3
"""Words. Of fewer, the lists of phrases know all that close a matter: "Both." is an answer."""

_WORD = re.compile(r"[^\W\d_]+")


def seems_to_close(text: str) -> bool:
    """Whether it reads like an answer that leaves nothing open. In doubt False."""
    return len(_WORD.findall(text)) >= FEWEST and _wants(text) < CLOSES_BELOW


def surely_wants(text: str) -> bool:
    return _wants(text) > WANTS_ABOVE


def _wants(text: str) -> float:
    return shipped_weights("wanting").of(text)
