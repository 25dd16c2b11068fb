"""What a mail server says of a mail that it does not take → the same for people: a sentence, and
then the server's own words with the code, for whoever looks into it.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from mailtracker.late_pattern import late_pattern
from mailtracker.record import dataclass

MAX_QUOTED = 300
"""Characters of the server's words."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What the codes of one kind mean, by language."""

    #: Enhanced status codes without their class, as a pattern: "1\\.1" of "5.1.1".
    codes: str
    #: English.
    en: str
    #: German.
    de: str


_MEANINGS = (
    # RFC 3463 §3.2, addresses; 1.10 is RFC 7505.
    _Meaning(r"1\.1", "That address does not exist.", "Diese Adresse gibt es nicht."),
    _Meaning(
        r"1\.2|4\.4",
        "No mail server was found for that address.",
        "Zu dieser Adresse wurde kein Mailserver gefunden.",
    ),
    _Meaning(
        r"1\.3", "That is no address that mail can go to.", "An so eine Adresse kann keine Mail."
    ),
    _Meaning(
        r"1\.6",
        "That mailbox has moved, and nothing is passed on.",
        "Dieses Postfach ist umgezogen, und es wird nichts weitergeleitet.",
    ),
    _Meaning(r"1\.10", "That domain takes no mail.", "Diese Domain nimmt keine Mail an."),
    _Meaning(
        r"1\.[78]|7\.(?:0|1|2[0-7])",
        "A mail server on its way does not take this mail from us.",
        "Ein Mailserver auf dem Weg nimmt diese Mail von uns nicht an.",
    ),
    # §3.3, mailboxes
    _Meaning(r"2\.1", "That mailbox is switched off.", "Dieses Postfach ist abgeschaltet."),
    _Meaning(r"2\.2", "That mailbox is full.", "Dieses Postfach ist voll."),
    _Meaning(
        r"2\.3|3\.4",
        "The mail is too large for a mail server on its way.",
        "Die Mail ist einem Mailserver auf dem Weg zu groß.",
    ),
    _Meaning(
        r"2\.4|7\.2", "That mailing list does not take it.", "Diese Liste nimmt sie nicht an."
    ),
    # §3.4 and §3.5, the system and the way
    _Meaning(
        r"3\.[125]",
        "A mail server on its way cannot take mail now.",
        "Ein Mailserver auf dem Weg kann gerade keine Mail annehmen.",
    ),
    _Meaning(
        r"4\.[123]",
        "A mail server on its way does not answer.",
        "Ein Mailserver auf dem Weg antwortet nicht.",
    ),
    _Meaning(
        r"4\.5|7\.28",
        "A mail server on its way takes no more mail for now.",
        "Ein Mailserver auf dem Weg nimmt gerade keine weiteren Mails an.",
    ),
    _Meaning(r"4\.6", "The mail goes round in a circle there.", "Die Mail läuft dort im Kreis."),
    _Meaning(
        r"4\.7",
        "It could not be delivered in time.",
        "Sie ließ sich nicht rechtzeitig zustellen.",
    ),
    # §3.7 and §3.8, what it holds, and what is allowed
    _Meaning(
        r"6\.\d+",
        "A mail server on its way cannot take what the mail holds.",
        "Ein Mailserver auf dem Weg kann nicht annehmen, was die Mail enthält.",
    ),
)
_UNKNOWN = _Meaning(
    "", "A mail server on its way refused it.", "Ein Mailserver auf dem Weg hat sie abgelehnt."
)
_UNCODED = MappingProxyType({"en": "What we know of it: “{}”", "de": "Was wir davon wissen: „{}“"})

_ENHANCED = late_pattern(r"\b[245]\.(\d{1,3}\.\d{1,3})\b")
_CODE = late_pattern(r"(?:^|[\s;])[245]\d\d(?=[ \-]|$)")
_DOUBLED = late_pattern(r"^\s*[245]\.\d{1,3}\.\d{1,3}[\s,;:]+smtp;\s*", re.IGNORECASE)
"""How a delivery report's Status and Diagnostic-Code stand behind each other (RFC 3464)."""


def refusal(said: str, language: str) -> str:
    """The sentence, and the server's words. A code without a meaning of its own says only that it
    was refused; words without a code need not be a server's, and stand for themselves.
    """
    german = language.partition("-")[0] == "de"
    spoken = "de" if german else "en"
    quoted = " ".join(_DOUBLED.sub("", said).split())[:MAX_QUOTED]
    meaning = _meaning(said)
    if meaning is None:
        return _UNCODED[spoken].format(quoted)
    return f"{meaning.de if german else meaning.en} ({quoted})"


def _meaning(said: str) -> _Meaning | None:
    """By the first code that has one: a report may begin with what is only the class. None where
    there is no code at all.
    """
    codes = [found[1] for found in _ENHANCED.finditer(said)]
    for code in codes:
        for meaning in _MEANINGS:
            if re.fullmatch(meaning.codes, code):
                return meaning
    return _UNKNOWN if codes or _CODE.search(said) else None
