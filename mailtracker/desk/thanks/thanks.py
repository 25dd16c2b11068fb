"""Is this mail only thanks, or word that all is well? Such a mail does not reopen a closed request,
nor start a new promise.
"""

from __future__ import annotations

from mailtracker.desk.case import files
from mailtracker.desk.thanks.clauses import clauses
from mailtracker.desk.thanks.polite_words import POLITE, PRAISE
from mailtracker.desk.thanks.praise_signs import NOTED, PRAISED, PRAISES, PRAISING
from mailtracker.desk.thanks.thanks_words import GLAD, THANKS
from mailtracker.desk.thanks.wanting import closes
from mailtracker.mail.message import Message

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
    return not GLAD.isdisjoint(text) or gives_thanks(text) or any(map(_notes, clauses(text)))


def gives_thanks(text: str) -> bool:
    """Whether one of the clauses thanks or praises. Asked of what `only_thanks` is true of: that
    may say no more than that all is well.
    """
    return any(map(_thanks_or_praises, clauses(text)))


def is_thanks(clause: str) -> bool:
    """Of a clause in lower case, without accents and signs. Not for what is still to be done."""
    return THANKS.fullmatch(clause) is not None and closes(clause)


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
