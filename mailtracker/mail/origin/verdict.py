"""What can be found out about a mail: a reason for people, and what it rests on for whoever
decides.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from mailtracker.mail.table import Asked, Row, first_of


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


def by_headers(reason: str) -> Finding:
    return Finding(reason, Basis.HEADERS)


def by_marks(reason: str) -> Finding:
    return Finding(reason, Basis.MARKS)


def by_words(reason: str) -> Finding:
    return Finding(reason, Basis.WORDS)


Table = tuple[Row[Asked, Finding | None], ...]
"""A row without a finding ends the asking: whatever follows in the table, the mail is nothing of
the kind.
"""


def find(table: Table[Asked], asked: Asked) -> Finding | None:
    """What the first row that holds has found."""
    return first_of(table, asked, None)
