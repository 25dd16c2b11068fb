"""Does an answer leave nothing open? Told by what was learned from thousands of answers that we
wrote and judged ourselves (docs/learned.md): people say so in words of their own.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.clauses import clauses
from mailtracker.desk.thanks.thanks_words import GLAD
from mailtracker.desk.thanks.wanting_signs import orders
from mailtracker.learned.weights import shipped_weights

CLOSES_BELOW = -0.35
"""Of answers whose writers' others were not learned from, about 1 % of those that want something
lie below, 80 to 95 % of those that close a matter (`tools/learn --measure`, November 2026).
"""

ORDERS_BELOW = -0.9
"""The same of what begins like an order: "Keep up the good work!"."""

MAX_WORDS = 50
"""What is longer has more to say."""

MAX_CHARACTERS = 2_000
"""So many words, and the lines of a long signature."""

_WORD = re.compile(r"[^\W\d_]+")
_QUESTION = re.compile(r"[?？؟]")


def closes(text: str) -> bool:
    """Whether it reads like an answer that closes a matter. In doubt False."""
    if len(text) > MAX_CHARACTERS or _QUESTION.search(text):
        return False
    words = _WORD.findall(text)
    if not words:
        return not GLAD.isdisjoint(text)
    if len(words) > MAX_WORDS:
        return False
    return shipped_weights("wanting").of(text) < limit_of(text)


def limit_of(text: str) -> float:
    """Below which an answer closes: it speaks the less for one that wants something."""
    return ORDERS_BELOW if orders(clauses(text)) else CLOSES_BELOW
