"""A message → the emoji that somebody pressed or typed in answer to another, if it is nothing else.

Gmail and Outlook send a mail for it where the other side cannot show it as a mark; telephones send
words ("Liked “...”") where a message goes out as a text.
"""

from __future__ import annotations

import re
from enum import StrEnum

from mailtracker.desk.thanks.thanks_words import GLAD, UNGLAD
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.message import Message

_GMAIL = "text/vnd.google.email-reaction+json"
_LINES = 6
_LENGTH = 160  # characters of a line that says who reacted
_TAPPED = 2_500  # characters of a text that somebody tapped on, with what is said around it

_YOURS = (
    r"(?:your|ihre|deine|eure|uw|je|jouw|din|jeres|deres|sua|tua|seu|votre|ton|vos)"
    r" (?:e-?mail|mail|message|nachricht|bericht|besked|meddelelse|mensagem|courriel)"
)
_REACTED: re.Pattern[str] = late_pattern(
    rf"\b(?:(?:reacted|gereageerd|reageerde|reagere(?:de|t)|reagiu|réagi)"
    rf" (?:(?:\S{{1,8}} )?(?:to|op|på|à|a) {_YOURS}\b"
    r"|(?:via|with|using|met|pelo|com o|med|avec|dans) \w{3,20}\W*$)"
    rf"|(?:auf|op|på) {_YOURS} (?:\S{{1,12}} )?(?:reagiert|reageerde|gereageerd)\b"
    rf"|reagierte (?:\S{{1,8}} )?auf {_YOURS}\b|(?:über|mit|via) \w{{3,20}} reagiert\W*$)",
    re.IGNORECASE,
)
"""Who reacted, by which program or to what."""

_WROTE: re.Pattern[str] = late_pattern(
    r"\b(?:i|we|ich|wir|ik|jeg|vi|eu|nós|j['’]ai|nous|not|nobody|never|no one|nicht|niemand|nie"
    r"|niet|nooit|ikke|ingen|aldrig|não|ninguém|nunca|pas|personne|jamais|keine[rs]?|geen"
    r"|when|if|wenn|als|hvis|quando|quand|si)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
"""Somebody wrote that of themselves, or that nobody reacted."""

_TAPBACK: re.Pattern[str] = late_pattern(
    r"(?:(?P<against>disliked|questioned|gefällt (?:mir )?nicht|vond .{0,12}niet leuk"
    r"|syn(?:es|tes) ikke(?: godt)? om|não gostou de|n['’]a pas aimé)"
    r"|liked|loved|laughed at|emphasi[sz]ed|reacted \S{1,8} to|gefällt(?: mir)?|vond .{0,12}leuk"
    r"|syn(?:es|tes) godt om|gostou de|curtiu|adorou|amou|a (?:bien )?aimé|a adoré)"
    r"\s{0,3}:?\s{0,3}"
    r"(?:[“”„«\"‘’'].{1,2000}[“”“»\"’']"
    r"|an? (?:image|photo|picture|attachment|message)|ein bild|een afbeelding|et billede"
    r"|uma imagem|une image)",
    re.IGNORECASE | re.DOTALL,
)
HINTS = (
    "react reag réag liked loved laughed emphasi questioned gefällt vond synes syntes gostou "
    "curtiu adorou amou aimé adoré"
).split()
"""One of these stands in whatever both patterns match."""

_OBJECTS = UNGLAD | {"?", "？"}
_SAD = re.compile(r"[:;=]-?[(/|]|!\s*$")
_SMILE = re.compile(r"[:;=8]-?[)DP]")


class Pressed(StrEnum):
    """What somebody pressed, or typed in its place."""

    #: Nothing: they wrote.
    NOTHING = ""
    #: A thumb, a heart: they have seen it.
    REACTION = "reaction"
    #: A thumb down, a question mark: it is not right, or nobody knows what it means.
    OBJECTION = "objection"


def pressed(message: Message, own_words: str) -> Pressed:
    """Of a `message` whose writer says `own_words`, quotes and signature removed."""
    words = own_words.strip()
    if is_reaction_mail(message, words):
        return _meant(words)
    return _typed(words)


def may_be_reaction_mail(message: Message) -> bool:
    """False: `is_reaction_mail` says so whatever its writer's own words are, which nobody need find
    then.
    """
    if _is_of_gmail(message):
        return True
    said = message.new_text.lower()
    return any(hint in said for hint in HINTS)


def is_reaction_mail(message: Message, own_words: str) -> bool:
    """Whether a program sent it because somebody pressed an emoji. What was typed is none."""
    if _is_of_gmail(message):
        return True
    words = own_words.strip()
    return _is_told(words) or _is_tapback(words)


def _is_of_gmail(message: Message) -> bool:
    return any(part.content_type == _GMAIL for part in message.parts)


def _meant(words: str) -> Pressed:
    tapped = _TAPBACK.fullmatch(words)
    if tapped:
        return Pressed.OBJECTION if tapped["against"] else Pressed.REACTION
    top = [line for line in words.split("\n") if line.strip()][:2]
    return Pressed.REACTION if _OBJECTS.isdisjoint("".join(top)) else Pressed.OBJECTION


def _typed(words: str) -> Pressed:
    """Signs alone. Those of which nobody knows whether they are glad begin something."""
    if not words or any(one.isalnum() for one in words):
        return Pressed.NOTHING
    glad = not GLAD.isdisjoint(words) or bool(_SMILE.search(words))
    doubtful = bool(_SAD.search(words))
    no_sign = words.isascii() or set(words) <= set("…–—·•. \n")
    fine = glad or (no_sign and not doubtful)
    return Pressed.REACTION if fine and _OBJECTS.isdisjoint(words) else Pressed.OBJECTION


def _is_told(words: str) -> bool:
    """A line that says who reacted to what, and nothing besides but the emoji. Below both stands
    what was reacted to.
    """
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    both = lines[:2]
    if len(both) == 2 and sum(map(_is_signs, both)) == 1:
        lines = both
    told = [line for line in lines if not _is_signs(line)]
    return len(lines) <= _LINES and len(told) == 1 and _says_who_reacted(told[0])


def _is_signs(line: str) -> bool:
    return not any(one.isalnum() for one in line)


def _says_who_reacted(line: str) -> bool:
    if len(line) > _LENGTH or _WROTE.search(line):
        return False
    return bool(_REACTED.search(line))


def _is_tapback(words: str) -> bool:
    return 0 < len(words) <= _TAPPED and bool(_TAPBACK.fullmatch(words))
