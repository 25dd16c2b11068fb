"""What a requester wrote → whether it says to us that it is over, asks how it stands, or presses,
and nothing else. In doubt None: an ordinary mail.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from mailtracker.desk.askers.asker_phrases import (
    CANCEL,
    NEEDLESS,
    NEWS,
    POLITE,
    PRESSES,
    SOLVED,
    STATUS,
    STATUS_ASKED,
    VOCABULARY,
    WITHDRAWN,
)
from mailtracker.desk.content import own_words
from mailtracker.desk.thanks.called import without_names
from mailtracker.desk.thanks.thanks import is_thanks
from mailtracker.desk.thanks.wanting import closes
from mailtracker.mail.subject import without_answer_mark
from mailtracker.record import dataclass

MAX_CHARACTERS = 600
"""What is longer has more to say."""

MAX_BEFORE = 16
"""Clauses among which the first such word is looked for."""

MAX_WORDS = 24
"""Of a clause that is looked at."""


class AskerWord(StrEnum):
    """What a requester says to us."""

    SOLVED = "solved"
    WITHDRAWN = "withdrawn"  # the request, by name
    NEEDLESS = "needless"  # of what, is not said
    CANCEL = "cancel"  # of what, is not said
    STATUS = "status"
    PRESSES = "presses"

    @property
    def closes(self) -> bool:
        """It says that the matter is over."""
        return self in CLOSING


CLOSING = (AskerWord.SOLVED, AskerWord.WITHDRAWN, AskerWord.NEEDLESS, AskerWord.CANCEL)


@dataclass(frozen=True, slots=True)
class SaidToUs:
    """A `word`, and the references that stand beside it, in capitals (`about`)."""

    word: AskerWord
    about: frozenset[str] = frozenset()


_REFERENCE = re.compile(r"\[?\b([a-z]{1,12}-\d{1,9})\b\]?", re.IGNORECASE)
_REF = "ref"
"""Stands for a reference in the phrases."""
_CLAUSE = re.compile(r"([^.!?;:,…\n()\"“”„«»]+)([^\w(\"“„«\n]*)")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_DASH = re.compile(r"\s[-–—]+\s|--+")
_WORD = re.compile(r"[^\W_]+")
_QUESTION = re.compile(r"[?？]")


def read_asker_word(text: str, name: str = "") -> SaidToUs | None:
    """Of a mail's new text, quotes removed; `name` holds all names of its author. Every clause must
    be known; but below a first line that says that it is over anything may be told.
    """
    if not _may_say_one(text):  # as nearly every mail
        return None
    said = without_names(own_words(text, name))
    found = _read(said)
    if found is not None:
        return found
    head, _, rest = said.partition("\n")
    above = _read(head)
    if above is None or not above.word.closes or not rest.strip():
        return None
    return above if closes(rest) else None


def may_ask(text: str, subject: str) -> bool:
    """Whether a mail may ask how it stands, or press: for who looks that up before anything is
    judged.
    """
    said = text if text.strip() else without_answer_mark(subject)
    found = read_asker_word(said)
    return found is not None and not found.word.closes


def presses(text: str) -> bool:
    """Whether anything in it says that it presses, whatever else it says."""
    return AskerWord.PRESSES in _words_in(text)


@lru_cache(maxsize=64)  # who asks for the same mail asks several times
def _may_say_one(text: str) -> bool:
    """Such a word stands at its beginning, behind a greeting and what a gateway puts in front."""
    if len(text) > MAX_CHARACTERS:
        return False
    return any(_word_of(*clause) for clause in islice(_clauses(text), MAX_BEFORE))


def _words_in(text: str) -> frozenset[AskerWord]:
    """Of any clause, whatever the others are."""
    if len(text) > MAX_CHARACTERS:
        return frozenset()
    found = {_word_of(*clause) for clause in _clauses(text)}
    return frozenset(word for word in found if word is not None)


def _read(said: str) -> SaidToUs | None:
    """What all of it says together."""
    about = frozenset(one.upper() for one in _REFERENCE.findall(said))
    words = []
    for clause, asked in _clauses(said):
        word = _word_of(clause, asked)
        if word is not None:
            words.append(word)
        elif not _is_polite(clause):
            return None
    word = _together(words)
    if word is None or (word.closes and _QUESTION.search(said)):
        return None
    return SaidToUs(word, about)


def _is_polite(clause: str) -> bool:
    """Thanks, for whatever was done, and what says nothing."""
    return clause == _REF or bool(POLITE.fullmatch(clause)) or is_thanks(clause)


def _together(words: list[AskerWord]) -> AskerWord | None:
    """Who asks how it stands and presses, presses; who says in two ways that it is over, says it as
    clearly as the clearer one does. Else one of them may be a no.
    """
    kinds = {word if not word.closes else CLOSING[0] for word in words}
    if not kinds:
        return None
    if CLOSING[0] in kinds:
        return min(words, key=CLOSING.index) if len(kinds) == 1 else None
    return AskerWord.PRESSES if AskerWord.PRESSES in kinds else AskerWord.STATUS


@lru_cache(maxsize=2048)  # greetings and signatures are those of many mails
def _word_of(clause: str, asked: bool) -> AskerWord | None:
    if not VOCABULARY.may_hold(clause) or POLITE.fullmatch(clause):
        return None
    for pattern, word in _STATED:
        if pattern.fullmatch(clause):
            return None if asked and word is not AskerWord.STATUS else word
    if NEWS.fullmatch(clause):
        return AskerWord.PRESSES
    return AskerWord.STATUS if asked and STATUS_ASKED.fullmatch(clause) else None


_STATED = (
    (SOLVED, AskerWord.SOLVED),
    (WITHDRAWN, AskerWord.WITHDRAWN),
    (NEEDLESS, AskerWord.NEEDLESS),
    (CANCEL, AskerWord.CANCEL),
    (STATUS, AskerWord.STATUS),
    (PRESSES, AskerWord.PRESSES),
)
"""Of these all but STATUS are no such word with a question mark behind them."""


def _clauses(said: str) -> Iterator[tuple[str, bool]]:
    """Each in words, one space between them, and whether a question mark stands behind it."""
    plain = _folded(_DASH.sub(". ", _REFERENCE.sub(f" {_REF} ", said)))
    for found in _CLAUSE.finditer(plain):
        words = _WORD.findall(found[1])
        if words:
            clause = " ".join(words) if len(words) <= MAX_WORDS else ""
            yield clause, "?" in found[2]


def _folded(text: str) -> str:
    """As the phrases are written: in lower case, without accents, a question mark of any width."""
    taken_apart = unicodedata.normalize("NFKD", text).casefold()
    return taken_apart if text.isascii() else _ACCENT.sub("", taken_apart)
