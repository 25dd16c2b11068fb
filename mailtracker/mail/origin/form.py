"""A mail goes in; whether a page of the web wrote it, where somebody filled in a form, comes out.

Its answer would go to the page. Colleagues write such lists, too, of somebody new: they greet, ask
or show their name.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.address_key import address_key
from mailtracker.mail.origin import voice_phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.hand import by_hand
from mailtracker.mail.origin.phrases import any_of, asks_plainly, greets, questions
from mailtracker.mail.origin.typed import is_form, says_self

_SEEN = 1_500  # characters
_EMAIL = late_pattern(
    r"^\W{0,12}(?:[\w’'-]{1,20} ){0,2}(?:e-?mail|mail|courriel|correo)(?:[ -]?[\w’'-]{1,20}){0,2}"
    r"\W{0,3}[:=\t]\W{0,9}(?P<address>[^\s<>\"'()]{1,64}@[^\s<>\"'()]{1,255})",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = late_pattern(
    r"^\W{0,12}(?:from|von|van|fra|de|absender|afzender|afsender|remetente|expéditeur)\s?:"
    r"[^\n<@]{0,60}<(?P<address>[^\s<>\"'()]{1,64}@[^\s<>\"'()]{1,255})>",
    re.IGNORECASE | re.MULTILINE,
)
_WORDS = late_pattern(
    r"^\W{0,12}(?:[\w’'-]{1,20} ){0,2}(?:message(?: body)?|comments?|enquiry|inquiry|question"
    r"|nachricht(?:entext)?"
    r"|mitteilung|anfrage|bericht|vraag|opmerking|besked|kommentar|mensagem|comentários?|demande"
    r"|meddelande|melding|mensaje|messaggio|wiadomość"
    r"|project details)\W{0,3}[:=]",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = late_pattern(r"^[^\W_][\w /().#'-]{0,40}\s?[:=][^\n]*", re.MULTILINE)
_NAMED = any_of(
    r"""\b(?:web|contact|kontakt|feedback|enquiry|inquiry|online|request|anfrage)[ -]?(?:us[ -])?
form(?:ular|ulier|ulaire|ulário)?\b
|\b(?:\w{0,10}formulär\w{0,2}|formular|formulier|formulaire|formulário|blanket|submission)\b
|\b(?:from|through|via|on) (?:the|your|our|my) (?:\w+ )?(?:web ?site|homepage|web ?page)\b
|\b(?:über|von) (?:die|der|ihre|ihrer|deine|unsere|eine) (?:web ?site|website|webseite|homepage)\b
|\bvia (?:de|uw|je|onze) (?:web ?site|site)\b|\b(?:via|fra) (?:jeres|din|vores|hjemmesiden)\b
|\batravés do (?:seu |nosso )?(?:site|website)\b|\bdepuis (?:le|votre|notre) site\b"""
)


def filled_in(seen: Evidence) -> bool:
    """One line tells an address that is not the sender's, and the text or subject names a form, or
    the text is one, in which nobody turns to us before what the form calls a message.
    """
    text = seen.words[:_SEEN]
    if "@" not in text:
        return False
    found = _EMAIL.search(text)
    named = found or _FROM.search(text)
    if not named or _is_senders(named["address"], seen):
        return False
    words = _WORDS.search(text)
    if words and _NAMED.search(f"{seen.subject}\n{seen.text[:_SEEN]}"):
        return True
    if seen.inside or by_hand(seen):  # a reception writes such lists of visitors
        return False
    if not (found and is_form(text)):
        return False
    if voice_phrases.by_script(seen.message.fields):  # its page may greet us
        return True
    return not _turns_to_us(text[: words.start() if words else _end(text)])


def _end(text: str) -> int:
    """Of the last line that tells something: what stands below is what somebody asked."""
    lines = [found.end() for found in _LINE.finditer(text)]
    return lines[-1] if lines else len(text)


def _turns_to_us(text: str) -> bool:
    return any(turns(text) for turns in (greets, questions, asks_plainly, says_self))


def _is_senders(address: str, seen: Evidence) -> bool:
    key = address_key(address.rstrip(".,;>)]"))
    return any(one.key == key for one in seen.message.from_)
