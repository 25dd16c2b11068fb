"""What calendar programs write into the mails that they send for people, in the languages that we
understand: tables only. `meeting_words` asks them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtracker.late_pattern import late_pattern


class _InLanguage(NamedTuple):
    """How programs of one language tell that somebody answered, or that an entry is off."""

    #: What was done, behind somebody's name.
    did: str
    #: To what.
    what: str
    #: What a sentence goes on with that a person wrote.
    because: str
    #: Of an entry itself: it is off.
    off: str


_LANGUAGES = (
    _InLanguage(
        did="(?:has |have )?(?:already |tentatively |provisionally )?(?:accept(?:ed|s)|decline[ds]"
        "|rejected|cancell?ed|answered|replied|responded|delegated|confirmed|changed|updated)",
        what="invitation|invite|event|meeting|appointment|participation|attendance|request",
        because="because|since|but|as|so|and",
        off="(?:this|the|your) (?:event|meeting|appointment)[^.]{0,80}(?:has been|was|is)"
        " cancell?ed",
    ),
    _InLanguage(
        did="angenommen|akzeptiert|zugesagt|abgelehnt|abgesagt|beantwortet|geantwortet|delegiert"
        "|bestätigt|geändert|storniert",
        what=r"\w{0,20}einladung|termin|besprechung|ereignis\w{0,2}|veranstaltung|teilnahme"
        r"|\w{0,20}anfrage",
        because="weil|denn|aber|da|und|sondern",
        off="(?:diese[rs]?|der|die|das|dein|ihr) (?:termin|besprechung|ereignis|veranstaltung)"
        "[^.]{0,80}(?:wurde|ist) (?:abgesagt|storniert)",
    ),
    _InLanguage(
        did="geaccepteerd|aanvaard|geweigerd|afgewezen|afgeslagen|geannuleerd|geantwoord"
        "|beantwoord|bevestigd|gewijzigd|gedelegeerd|afgezegd",
        what=r"\w{0,30}uitnodiging|afspraak|gebeurtenis|vergadering|deelname|evenement|activiteit"
        r"|\w{0,20}verzoek",
        because="omdat|want|maar|dus|en",
        off="(?:deze|dit|de|het|je|uw) (?:afspraak|gebeurtenis|vergadering|evenement|activiteit)"
        "[^.]{0,80}(?:is|werd) (?:geannuleerd|afgezegd)",
    ),
    _InLanguage(
        did="accepteret|godkendt|takket (?:ja|nej) til|sagt (?:ja|nej) til|afslået|afvist|aflyst"
        "|svaret|besvaret|bekræftet|ændret|uddelegeret",
        what=r"\w{0,30}invitation(?:en)?|begivenhed(?:en)?|aftale[nr]?|møde[t]?|mødeindkaldelse[n]?"
        r"|deltagelse|\w{0,20}anmodning",
        because="fordi|men|da|så|og",
        off="(?:denne|dette|din) (?:begivenhed|aftale|møde)[^.]{0,80}(?:er|blev) (?:blevet )?"
        "(?:aflyst|annulleret)|(?:begivenheden|aftalen|mødet) er (?:blevet )?(?:aflyst|annulleret)",
    ),
    _InLanguage(
        did="aceitou|recusou|rejeitou|declinou|cancelou|respondeu|confirmou|alterou|delegou",
        what="convite|evento|reunião|compromisso|participação|pedido",
        because="porque|pois|mas|então|e",
        off="(?:este|esta|o|a|seu|sua) (?:evento|reunião|compromisso)[^.]{0,80}foi cancelad[oa]",
    ),
    _InLanguage(
        did="(?:a|ont) (?:provisoirement )?(?:accepté|refusé|décliné|annulé|répondu|confirmé"
        "|modifié|délégué)",
        what="invitation|événement|évènement|réunion|rendez-vous|participation|demande",
        because="parce|car|mais|donc|et",
        off="(?:cet?|cette|l.|la|le|votre) ?(?:événement|évènement|réunion|rendez-vous)"
        "[^.]{0,80}(?:a été|est) annulée?",
    ),
)
"""To add a language, add an entry."""


def _sentence(language: _InLanguage) -> str:
    """Done to something, in either order."""
    did, what = language.did, language.what
    return rf"(?:\b(?:{did})\b.{{0,90}}\b(?:{what})\b|\b(?:{what})\b.{{0,90}}\b(?:{did})\b)"


class _Tells(NamedTuple):
    """What a sentence of a program looks like, in one language."""

    #: With the words in front of it (`who`), and those behind it (`tail`).
    answered: re.Pattern[str]
    #: As `because` above.
    because: re.Pattern[str]
    #: As `off` above, from the first word on.
    off: re.Pattern[str]


_SENTENCES = tuple(
    _Tells(
        answered=late_pattern(
            rf"(?P<who>[^?\n]{{0,160}}?){_sentence(one)}(?P<tail>[^?\n]{{0,240}})", re.IGNORECASE
        ),
        because=late_pattern(rf"\b(?:{one.because})\b", re.IGNORECASE),
        off=late_pattern(rf"(?:{one.off})[^?\n]{{0,120}}", re.IGNORECASE),
    )
    for one in _LANGUAGES
)

_OURSELVES = late_pattern(
    # Whoever writes "I", or "please", is no program.
    r"\b(?:i|i'm|i’m|me|my|mine|we|us|our|please|sorry|ich|mich|mir|mein\w{0,2}|wir|uns|bitte|leider"
    r"|ik|mij|mijn|wij|ons|graag|helaas|jeg|mig|min|vi|os|venligst|desværre|eu|mim|meu|minha"
    r"|nós|infelizmente|moi|mon|ma|nous|svp|merci|malheureusement|désolée?)\b"
    r"|\bj['’]",  # neither "mit" nor "je": those are "with" and "you" in the next language
    re.IGNORECASE,
)

_WHOLE = late_pattern(
    # What programs of some houses write in somebody's own name, and no more than that.
    r"(?:yes, i will attend|no, i won['’]t attend|i might attend|ja, ich (?:werde teilnehmen"
    r"|nehme teil)|nein, ich (?:werde nicht teilnehmen|nehme nicht teil)|ja, ik (?:zal|ben)"
    r" aanwezig(?: zijn)?|ja, jeg deltager|nej, jeg deltager ikke|sim, (?:vou|irei) participar"
    r"|oui, je participerai|non, je ne participerai pas"
    # A room's, or a machine's that is booked like one.
    r"|your (?:meeting )?request was (?:tentatively )?(?:accepted|declined)"
    r"|(?:deine|ihre) (?:besprechungs)?anfrage wurde (?:angenommen|akzeptiert|abgelehnt)"
    r"|(?:je|uw) (?:vergader)?verzoek is (?:geaccepteerd|geweigerd|afgewezen)"
    r"|din (?:møde)?anmodning (?:blev|er blevet|er) (?:accepteret|afvist|afslået)"
    r"|o seu pedido(?: de reunião)? foi (?:aceite|aceito|recusado)"
    r"|votre demande(?: de réunion)? a été (?:acceptée|refusée))[.!]?",
    re.IGNORECASE,
)

_DETAIL = late_pattern(
    r"[*_\s]{0,3}(?:when|where|who|what|time|date|location|place|title|summary|subject|organi[sz]er"
    r"|invitees?|attendees?|guests?|participants?|calendar|duration|joining info|start|end|starts"
    r"|ends|note: the gmt offset[^:]{0,80}|wann|wo|wer|was|zeit|uhrzeit|datum|ort|titel|betreff"
    r"|organisator(?:in)?|teilnehmer|teilnehmende|gäste|kalender|beginn|ende|wanneer|waar|wie|wat"
    r"|tijd|locatie|plaats|organisatoren?|deelnemers|genodigden|gasten|agenda|begin|einde|hvornår"
    r"|hvor|hvem|hvad|tid|dato|sted|emne|arrangør|deltagere|inviterede|gæster|slut|quando|onde"
    r"|quem|hora|data|local|título|assunto|organizador(?:a)?|participantes|convidados|calendário"
    r"|início|fim|quand|où|qui|quoi|heure|lieu|titre|objet|organisateur|organisatrice|invités"
    r"|participants|calendrier|agenda|début|fin)[*_]{0,2}\s?:.*",
    re.IGNORECASE,
)
_PEOPLE = late_pattern(r"[^?!:]{0,120}<[^<>\s]{1,100}@[^<>\s]{1,100}>[,;]?")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 500  # characters of a line
_DRAWN = late_pattern(r"[*~_=-]{3,}")

ORIGINAL = late_pattern(r"-{3,}\s?[^-\n]{3,60}?\s?-{3,}")
"""Outlook's "-----Original Appointment-----": what is answered stands below it."""

ANSWERED = late_pattern(
    r"\s{0,3}(?:re:\s?)?(?:(?:event |meeting )?invitation )?(?:accepted|declined|tentative(?:ly"
    r" accepted)?|maybe|updated invitation reply|event invitation reply[^:]{0,20}"
    r"|(?:einladung )?(?:zugesagt|angenommen|akzeptiert|abgelehnt|abgesagt)|zusage|absage"
    r"|mit vorbehalt(?: zugesagt| angenommen)?|vorläufig(?: zugesagt| angenommen)?"
    r"|einladungsantwort|geaccepteerd|aanvaard|geweigerd|afgewezen|voorlopig(?: geaccepteerd"
    r"| aanvaard)?|onder voorbehoud|misschien|accepteret|godkendt|afslået|afvist|foreløbigt?"
    r"(?: accepteret| godkendt)?|måske|aceite|aceit[oa]|recusad[oa]|provisóri[oa]"
    r"|(?:provisoriamente )?aceite(?: provisoriamente)?|tentativa|talvez|accepté(?: provisoirement"
    r")?|refusé|décliné|provisoire(?:ment accepté)?|peut-être|invitation (?:acceptée|refusée))"
    r"\s?(?:[:：]|\binvitation\b).{0,998}",
    re.IGNORECASE,
)
"""Of a subject: that its program answers an invitation for somebody."""

BY_GOOGLE = late_pattern(r"\bgoogle\b", re.IGNORECASE)
"""Of a program, or of a line below what it wrote."""

QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”", "‘": "’", "'": "'"}
"""Between which a program puts what somebody remarked."""


def tells(line: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a line only says what a program knows: that somebody of these `names` (words, case
    folded; none: anybody) answered an invitation.
    """
    bare = _bare(line)
    if not bare or len(bare) > _LONGEST:
        return False
    if _WHOLE.fullmatch(bare):
        return True
    if _OURSELVES.search(bare):
        return False
    return any(_answers(sentence, bare, names) for sentence in _SENTENCES)


def _answers(sentence: _Tells, line: str, names: frozenset[str]) -> bool:
    found = sentence.answered.fullmatch(line)
    if found is None:
        return False
    if any(sentence.because.search(found[part]) for part in ("who", "tail")):
        return False
    return not names or not names.isdisjoint(_WORD.findall(found["who"].casefold()))


def calls_off(line: str) -> bool:
    """Whether a line only says that the entry is off."""
    bare = _bare(line)
    if not bare or len(bare) > _LONGEST or _OURSELVES.search(bare):
        return False
    return any(
        sentence.off.fullmatch(bare) and not sentence.because.search(bare)
        for sentence in _SENTENCES
    )


def _bare(line: str) -> str:
    return line.strip(" \t*_\xa0")


def details(line: str) -> bool:
    """Whether a line only repeats the entry: a label with what belongs to it, somebody invited."""
    bare = line.strip()
    if "?" in bare or _OURSELVES.search(bare[:_LONGEST]):
        return False
    return any(one.fullmatch(bare) for one in (_DETAIL, _PEOPLE, _DRAWN))
