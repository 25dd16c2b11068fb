"""Does an answer leave nothing open? Told by what was learned from thousands of answers that we
wrote and judged ourselves (docs/learned.md): people say so in words of their own.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.besides import besides_thanks
from mailtracker.desk.thanks.clauses import clauses
from mailtracker.desk.thanks.thanks_words import GLAD, UNGLAD
from mailtracker.desk.thanks.wanting_signs import orders
from mailtracker.learned.weights import shipped_weights

CLOSES_BELOW = -0.25
"""Chosen by the answers of `tests/desk/fresh_answers.txt`: of these hardly any that wants something
lies below, 96 % of those that close a matter do (November 2026).
"""

BARE_BELOW = -0.4
"""The same where nothing in it thanks or praises."""

REST_BELOW = 0.1
"""What it says besides thanks may be in doubt, and no more."""

ORDERS_BELOW = -0.9
"""What begins like an order must be sure: "Keep up the good work!"."""

MAX_WORDS = 50
"""What is longer has more to say."""

MAX_CHARACTERS = 2_000
"""So many words, and the lines of a long signature."""

_WORD = re.compile(r"[^\W\d_]+")
_QUESTION = re.compile(r"[?？؟]")


def closes(text: str) -> bool:
    """Whether it reads like an answer that closes a matter. In doubt False."""
    if len(text) > MAX_CHARACTERS or _QUESTION.search(text) or not UNGLAD.isdisjoint(text):
        return False
    words = _WORD.findall(text)
    if not words:
        return not GLAD.isdisjoint(text)
    if len(words) > MAX_WORDS:
        return False
    weights = shipped_weights("wanting")
    return all(weights.of(part) < limit for part, limit in judged(text))


def judged(text: str) -> list[tuple[str, float]]:
    """What has to lie below what: the whole, and what it says besides thanks, which make nothing
    good: "Nobody came. Thanks!"
    """
    rest, bare = besides_thanks(text)
    limit = BARE_BELOW if bare else CLOSES_BELOW
    parts = [(text, ORDERS_BELOW if orders(clauses(text)) else limit)]
    return [*parts, (rest, REST_BELOW)] if rest not in ("", text.strip()) else parts
