"""Is this mail only thanks, or word that all is well? Such a mail does not reopen a closed request,
nor start a new promise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mailtracker.desk.case import files
from mailtracker.desk.thanks.polite_words import POLITE, PRAISE
from mailtracker.desk.thanks.praise_signs import NOTED, PRAISED, PRAISES, PRAISING
from mailtracker.desk.thanks.thanks_words import GLAD, THANKS
from mailtracker.desk.thanks.wanting import closes
from mailtracker.mail.message import Message

_CLAUSES = re.compile(r"[.!;:,…\n()]+|\s[-–—]+\s|--+")
_WORD = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_LAST_WORDS = 6
"""With so many words at most somebody thanks behind something else."""


def only_thanks(message: Message) -> bool:
    """Whether a short mail thanks, says that all is well, over or has arrived, tells something
    besides, and leaves nothing open (`wanting`). No question, no file.

    In doubt False: a promise begins.
    """
    return not files(message) and closes(message.new_text)


def thanks_for_a_letter(message: Message) -> bool:
    """`only_thanks`, of somebody whose matter it is to see to: they thank, praise or take note. "I
    have looked into it, it works now" is their answer.
    """
    if not only_thanks(message):
        return False
    text = message.new_text
    return not GLAD.isdisjoint(text) or gives_thanks(text) or any(map(_notes, _clauses(text)))


def gives_thanks(text: str) -> bool:
    """Whether one of the clauses thanks or praises. Asked of what `only_thanks` is true of: that
    may say no more than that all is well.
    """
    return any(map(_thanks_or_praises, _clauses(text)))


def is_thanks(clause: str) -> bool:
    """Of a clause in lower case, without accents and signs. Not for what is still to be done."""
    return THANKS.fullmatch(clause) is not None and closes(clause)


def _clauses(text: str) -> Iterator[str]:
    """In words, one space between them, as `thanks_words` knows them."""
    folded = _STRETCHED.sub(r"\1", _folded(text))
    for clause in _CLAUSES.split(folded):
        if words := _WORD.findall(clause):
            yield " ".join(words)


def _thanks_or_praises(clause: str) -> bool:
    """ "Great" alone is no praise of anybody."""
    words = clause.split()
    ends = (" ".join(words[-last:]) for last in range(1, min(len(words), _LAST_WORDS) + 1))
    if THANKS.match(clause) or any(map(THANKS.fullmatch, ends)):
        return True
    praised = not (PRAISE | PRAISES).isdisjoint(words) and not PRAISED.isdisjoint(words)
    return praised or not PRAISING.isdisjoint(words)


def _notes(clause: str) -> bool:
    """ "Alles klar", "Perfect"."""
    words = set(clause.split())
    return not words.isdisjoint(PRAISE | NOTED) and words <= PRAISE | NOTED | POLITE


def _folded(text: str) -> str:
    """In lower case, without accents; ø and æ are letters of their own."""
    taken_apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in taken_apart if not unicodedata.combining(c))
