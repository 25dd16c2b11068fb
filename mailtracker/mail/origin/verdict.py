"""What can be found out about a mail, and how: tables of cases are asked in order, and the first
that holds says what the mail is, why, and what that rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Generic, NamedTuple, TypeVar


class Basis(Enum):
    """What a finding rests on. `reason` is for people; whoever decides asks for this."""

    HEADERS = "headers"
    """A field, a part or an address by which a machine names itself."""

    MARKS = "marks"
    """What the mail of people carries as well: a rule's field, Precedence, a no-reply address."""

    WORDS = "words"
    """What subject and text say. A person may have written the same."""


class Finding(NamedTuple):
    """What a mail was found to be: `reason` is one clause for people."""

    reason: str
    basis: Basis


Asked = TypeVar("Asked")


class Case(NamedTuple, Generic[Asked]):
    """One question, and what is found where the answer is yes. None ends the asking: whatever
    follows in the table, the mail is nothing of the kind.
    """

    holds: Callable[[Asked], bool]
    found: Finding | None


def first_of(cases: Iterable[Case[Asked]], asked: Asked) -> Finding | None:
    """What the first case that holds has found."""
    return next((case.found for case in cases if case.holds(asked)), None)


def by_headers(reason: str) -> Finding:
    return Finding(reason, Basis.HEADERS)


def by_marks(reason: str) -> Finding:
    return Finding(reason, Basis.MARKS)


def by_words(reason: str) -> Finding:
    return Finding(reason, Basis.WORDS)
