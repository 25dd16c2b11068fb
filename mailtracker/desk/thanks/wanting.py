"""Does an answer leave nothing open? Told by what was learned from thousands of answers that we
wrote and judged ourselves (docs/learned.md): people say so in words of their own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtracker.desk.thanks.besides import (
    asks_by_thanks,
    besides_thanks,
    thanks_alone,
    within_kindness,
)
from mailtracker.desk.thanks.clauses import clauses
from mailtracker.desk.thanks.relapse import tells_of_relapse
from mailtracker.desk.thanks.thanks_words import GLAD, UNGLAD
from mailtracker.desk.thanks.wanting_signs import orders
from mailtracker.learned.weights import BESIDES, WHOLE, shipped_weights

CLOSES_BELOW = -0.235
"""Chosen by the answers of `tests/desk/fresh_answers.txt`: of these hardly any that wants something
lies below, 96 % of those that close a matter do (November 2026).
"""

ORDERS_BELOW = -0.88
"""What begins like an order must be sure: "Keep up the good work!"."""

BARE_BELOW = -0.4
"""The same of what it says besides thanks, where there are neither thanks nor praise in it."""

REST_BELOW = 0.2
"""With thanks it may be in doubt, and no more."""

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
    if (plainly := closes_plainly(text)) is not None:
        return plainly
    return all(shipped_weights(one.weights).of(one.text) < one.limit for one in respects(text))


def closes_plainly(text: str) -> bool | None:
    """Told by words that need no judgement; None of others."""
    if asks_by_thanks(text) or tells_of_relapse(clauses(text)):
        return False
    return True if thanks_alone(text) else None


class Respect(NamedTuple):
    """In which an answer is judged."""

    #: WHOLE or BESIDES
    weights: str
    text: str
    #: What it comes to has to lie below.
    limit: float


def respects(text: str) -> list[Respect]:
    """Its whole, and what it says besides thanks. They make nothing good ("Nobody came. Thanks!"),
    and where there are none it may be what first mails are like.
    """
    rest, bare = besides_thanks(text)
    whole = Respect(
        WHOLE, within_kindness(text), ORDERS_BELOW if orders(clauses(text)) else CLOSES_BELOW
    )
    if not rest:
        return [whole]
    return [whole, Respect(BESIDES, rest, BARE_BELOW if bare else REST_BELOW)]
