"""Is this mail only thanks, or word that all is well? Such a mail does not reopen a closed request,
nor start a new promise.
"""

from __future__ import annotations

from mailtracker.desk.case import files
from mailtracker.desk.thanks.besides import besides_thanks, is_plain_thanks, thanks_whole
from mailtracker.desk.thanks.clauses import clauses
from mailtracker.desk.thanks.polite_words import POLITE, PRAISE
from mailtracker.desk.thanks.praise_signs import NOTED, PRAISED, PRAISES, PRAISING
from mailtracker.desk.thanks.thanks_words import GLAD, PATIENCE, THANKING
from mailtracker.desk.thanks.wanting import closes
from mailtracker.mail.message import Message


def only_thanks(message: Message) -> bool:
    """Whether a short mail thanks, says that all is well, over or has arrived, tells something
    besides, and leaves nothing open (`wanting`). No question, no file.

    In doubt False: a promise begins.
    """
    return not files(message) and closes(message.new_text)


def thanks_for_a_letter(message: Message) -> bool:
    """`only_thanks`, of somebody whose matter it is to see to: they thank, praise or take note. "I
    have looked into it, it works now" is their answer, and so is "It works now. Thank you for your
    patience!".
    """
    if not only_thanks(message):
        return False
    text = message.new_text
    if any(map(_thanks_who_waits, clauses(text))) and besides_thanks(text).rest:
        return False
    return not GLAD.isdisjoint(text) or gives_thanks(text) or any(map(_notes, clauses(text)))


def gives_thanks(text: str) -> bool:
    """Whether one of the clauses thanks or praises. Asked of what `only_thanks` is true of: that
    may say no more than that all is well.
    """
    return any(map(_thanks_or_praises, clauses(text)))


def is_thanks(clause: str) -> bool:
    """Of a clause in lower case, without accents and signs. Not for what is still to be done."""
    return is_plain_thanks(clause.split()) or (thanks_whole(clause.split()) and closes(clause))


def _thanks_or_praises(clause: str) -> bool:
    """ "Great" alone is no praise of anybody."""
    if THANKING.search(clause):
        return True
    words = set(clause.split())
    praised = not words.isdisjoint(PRAISE | PRAISES) and not words.isdisjoint(PRAISED)
    return praised or not words.isdisjoint(PRAISING)


def _thanks_who_waits(clause: str) -> bool:
    found = THANKING.search(clause)
    return found is not None and not PATIENCE.isdisjoint(clause[found.end() :].split())


def _notes(clause: str) -> bool:
    """ "Alles klar", "Perfect"."""
    words = set(clause.split())
    return not words.isdisjoint(PRAISE | NOTED) and words <= PRAISE | NOTED | POLITE
