"""A mail → what it says to us and to nobody else, if it says nothing but that."""

from __future__ import annotations

import re
from dataclasses import replace

from mailtracker.desk.askers.asker_words import SaidToUs, read_asker_word
from mailtracker.desk.case import Case, sounds_automatic
from mailtracker.desk.content import attached, own_words
from mailtracker.desk.request import Request
from mailtracker.desk.says import adds_in_subject, names_of
from mailtracker.mail.message import Kind
from mailtracker.mail.subject import is_answer, is_forward, unmarked

_WORD = re.compile(r"[^\W_]+")


def heard_on(case: Case, request: Request) -> SaidToUs | None:
    """In a mail on a request. Whatever its subject says besides makes it an ordinary mail."""
    asked = _heard(case)
    if asked is None:
        return None
    if not adds_in_subject(case, request):
        return asked
    above = read_asker_word(_subject(case).replace(request.subject.strip(), ""))
    return _both(asked, above)


def heard_alone(case: Case) -> SaidToUs | None:
    """In a mail about no request: in its text, or above one without any. The subject may be that of
    a request of theirs.
    """
    subject = _subject(case)
    above, asked = read_asker_word(subject), _heard(case)
    if above is None and asked is None:
        return None
    if not own_words(case.message.new_text, names_of(case)):
        return above if _is_typed(case) and not is_answer(case.message.subject) else None
    theirs = (one.subject.strip() for one in case.facts.asks)
    if asked is None or not _WORD.search(subject) or subject in theirs:
        return asked
    return _both(asked, above)


def _both(one: SaidToUs, other: SaidToUs | None) -> SaidToUs | None:
    """What is said in two places is said if it is the same."""
    if other is None or other.word is not one.word:
        return None
    return replace(one, about=one.about | other.about)


def _subject(case: Case) -> str:
    return unmarked(case.message.subject)[0].strip()


def _heard(case: Case) -> SaidToUs | None:
    asked = read_asker_word(case.message.new_text, names_of(case))
    return asked if asked is not None and _is_typed(case) else None


def _is_typed(case: Case) -> bool:
    """A person wrote it, and nothing goes with it."""
    message = case.message
    if case.classified.kind is not Kind.PERSON or sounds_automatic(case):
        return False
    if message.locked or message.scheduling is not None:
        return False
    if message.forwarded or is_forward(message.subject):
        return False
    return not attached(message, names_of(case), case.facts.pictures)
