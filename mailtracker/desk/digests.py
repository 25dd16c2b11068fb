"""What somebody is told together with the like of it: what a line of a digest holds, and when the
digest is due.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from mailtracker.desk.request import Request
from mailtracker.mail.message import Message
from mailtracker.record import dataclass

SOON = timedelta(minutes=10)
"""After the first line of a flood: as long as that is counted (`budgets.TEN_MINUTES`), so that what
comes meanwhile is in it.
"""

LATER = timedelta(hours=8)
"""After the first claim, repetition or disproven mail of a day: about what is left of a working
day. None of them needs anybody at once.
"""

MAX_WORDS = 4000
"""Characters of one mail's words in a digest. The whole mail is kept."""

MAX_LINES = 50
"""Mails that one digest shows; more are counted."""

_PIECE = 280
"""Characters of a paragraph: a letter's values are cut at 300."""


class Digested(StrEnum):
    """What a digest gathers. The names are stored."""

    FLOOD = "flood"  # a proven sender's further words
    KEPT = "kept"  # unproven mail that holds the request: who and when, none of its words
    BYSTANDERS = "bystanders"  # words of people in copy who take no part
    REPEATS = "repeats"  # the same words again
    UNASKED = "unasked"  # the reader's own mails that are kept, and that nobody asked about
    CLAIMS = "claims"  # mails that say they are from the reader, without proof
    LATE = "late"  # requests of which ladders would have told the reader one by one
    GAPS = "gaps"  # requests that no rule took
    SNOOZED = "snoozed"  # requests of which the reader wanted to be reminded
    DISPROVEN = "disproven"  # mails that our border denies, beyond those that were carried
    MOVED = "moved"  # requests of the reader that others have since rules changed
    WAITS = "waits"  # what ladders would have told the reader outside their working hours
    ANSWERS = "answers"  # what went out in the reader's name, and our border did not vouch for


OF_A_PERSON = frozenset(
    {
        *(Digested.ANSWERS, Digested.DISPROVEN, Digested.LATE, Digested.GAPS, Digested.SNOOZED),
        Digested.MOVED,
    }
)
"""Digests over all requests of a person; the others are of one request."""

AT_ONCE = frozenset({Digested.FLOOD, Digested.KEPT, Digested.BYSTANDERS})
"""Digests that are due soon; the others later."""

WITHOUT_WORDS = frozenset({Digested.KEPT, Digested.CLAIMS, *OF_A_PERSON})
"""Digests that say who wrote, and when."""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One mail: `who` sent it, what it says (`words`, a paragraph each, may be none), and when it
    was decided on (`at`; a line that is not stored yet needs none).
    """

    who: str
    words: tuple[str, ...] = ()
    at: datetime | None = None

    def stored(self) -> str:
        """As the store keeps it: a line each, the sender's first."""
        return "\n".join([_one_line(self.who), *map(_one_line, self.words)])

    @classmethod
    def read(cls, text: str, at: datetime) -> DigestLine:
        who, *words = text.split("\n")
        return cls(who, tuple(words), at)


@dataclass(frozen=True, slots=True)
class Gather:
    """A `line` for the next digest of this `kind` that a `person` (a key, or the address of an
    admin) gets about the request. It goes out when the first of its lines is due (`due_at`).
    """

    person: str
    kind: Digested
    line: DigestLine
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Gathered:
    """A digest that is due: all `lines` of a `kind` for one `person`, the oldest first, about a
    `request`, or None for all of theirs; then `requests` has that of each line, None where nobody
    knows it any more.
    """

    request: Request | None
    person: str
    kind: Digested
    lines: tuple[DigestLine, ...]
    requests: tuple[Request | None, ...] = ()


def words_of(message: Message) -> tuple[str, ...]:
    """What somebody wrote, in paragraphs short enough for a letter."""
    return paragraphs(message.new_text, MAX_WORDS)


def paragraphs(text: str, most: int) -> tuple[str, ...]:
    """The same of any text, of which `most` characters are told."""
    pieces: list[str] = []
    for paragraph in text[:most].splitlines():
        words = _one_line(paragraph)
        pieces += _cut(words) if words else []
    if len(text) > most:
        pieces.append("…")
    return tuple(pieces)


def _cut(words: str) -> list[str]:
    """At blanks, where there are some."""
    pieces: list[str] = []
    while len(words) > _PIECE:
        blank = words.rfind(" ", 1, _PIECE)
        end = blank if blank > 0 else _PIECE
        pieces.append(words[:end])
        words = words[end:].lstrip()
    return [*pieces, words]


def _one_line(text: str) -> str:
    return " ".join(text.split())
