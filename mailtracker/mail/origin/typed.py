"""What a mail says goes in; whether a person typed it comes out: they greet, ask, or speak of
themselves. Whatever marks a mail bears, such words are a person's.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.phrases import any_of, asks, asks_plainly, flat, greets

_SEEN = 1_500  # characters

_MYSELF = any_of(
    r"""\bi['’](?:m(?! (?:sorry to have|afraid))|ve|d|ll)\b
|\bmy\b(?! account\b)
|\bmine\b
|\b(?:for|to|from|with|tell|send|give|call|help|let|remind|asks?|gives) me\b
|\b(?:ich|mein(?:e[mnrs]?)?|mir|mich)\b
|\b(?:ik|mijn|mij)\b
|\bbij mij\b
|\b(?:jeg|mig)\b
|\b(?:min|mit|mine) (?:egen|pc|computer|bærbar\w{0,6}|skærm|mail|konto|telefon|adgang\w{0,8}
|kode\w{0,6}|chef|kollega|printer|stol|kalender|plads|kontor|maskine|mus)\b
|\b(?-i:eu|Eu)\b
|\b(?:meus?|minhas?|comigo)\b
|\b(?:preciso|gostaria|queria|consigo|estou|recebi|tenho)\b
|\bj['’](?:ai|aimerais|arrive|attends|avais|essaie|utilise|y)\b
|\bje (?:suis|n['’e]|voudrais|peux|vous|souhaite|reçois|dois|viens|vois|pense|cherche|me)
|\b(?:mon|ma|mes) (?:ordinateur|poste|écran|téléphone|compte|mot|badge|imprimante|clavier|souris
|mail|courriel|messagerie|chef|collègue|chaise|bureau|portable|adresse|ligne|agenda)\b"""
)
_I = late_pattern(
    r"(?:^|(?<=[\s(,;–—-]))I "
    r"(?!(?:alt|dag|forbindelse|henhold|løbet|perioden|tilfælde|uge)\b)(?=[a-z])"
)
"""English; Danish has another, which begins "I alt" and the like."""
_FEW = 400  # characters
_WE = any_of(
    r"""\b(?:we(?! offer)|wir|wij|we komen|nous|nós)\b
|\bvi (?:er|kommer|har|skal|kan|vil|mangler|sidder)\b
|\b(?:somos|seremos|temos|estamos|precisamos|vamos)\b"""
)
_OURS = late_pattern(
    r"(?:\A|[.!?]\s|\n)\s{0,3}(?i:our|unsere?|ons|onze|vores?|noss[oa]|notre|nos) "
    r"(?!(?i:records?|\w{0,12}systeme?s?|team|services?|website|customers?|monitoring|offices?)\b)"
    r"[\w-]{2,}"
)
"""Somebody tells of what is theirs: "Our printer ..."."""

_CITED = late_pattern(
    flat(
        r"""https?://\S+
|(?-i:I) am writing to (?:confirm|inform you|notify you|remind you) that your\b
|["“„«][^"“”„«»\n]{1,300}["”“»]
|(?-i:\b(?:in|op|via|på|i|im|dans|sur|on|to) (?:Mijn|Mein|Mit|Min|Mon|My) (?=[A-Z]))
|^\W{0,3}(?:(?:save|reserve|claim|view|download|verify|confirm|activate|track|manage|see
|voir|télécharger|suivre|gérer|ver|consultar|gerir|abrir|bekijk|beheer|volg|se|åbn|følg
|ga naar|naar|gå til|aceder (?:às?|aos?)|zu) (?:my|mon|ma|mes|os? meus?|as? minhas?|meus|minhas
|minha|mijn|mine?|mit|meine[nmr]?) \w+|meine \w+ (?:ansehen|anzeigen|öffnen|verwalten
|verfolgen))\W{0,3}$
|^[> \t*-]{0,6}(?:subject|title|summary|description|betreff|beschreibung|onderwerp|omschrijving
|emne|beskrivelse|assunto|descrição|objet|description)\s?:[^\n]*"""
    ),
    re.IGNORECASE | re.MULTILINE,
)
_RECORD = late_pattern(r"[^\W_][\w /().#'-]{0,40}\s?[:=](?:\s|$)")
_RECORDS = 2  # lines that make a form of a text


def speaks_of_self(seen: Evidence) -> bool:
    """ "my screen", "ich habe": a program speaks of itself in no such words. What it cites of
    somebody else's (a subject, what stands in quotation marks) does not count, nor what it is
    called itself: "Mijn Loonstrook".
    """
    words = seen.words[:_SEEN]
    for one in seen.message.from_:
        words = words.replace(one.name, "") if " " in one.name else words
    return says_self(seen.subject) or says_self(words)


def says_self(text: str) -> bool:
    start = text[:_SEEN]
    return _names_self(start) and _names_self(_CITED.sub("", start))


def _names_self(text: str) -> bool:
    return bool(_MYSELF.search(text) or _I.search(text))


def pleads(seen: Evidence) -> bool:
    """Somebody asks, or speaks of themselves: also a program that answers people greets them."""
    return asks_plainly(seen.words) or "?" in seen.subject or speaks_of_self(seen)


def turns_to_us(seen: Evidence) -> bool:
    """A greeting to somebody, or a question."""
    return greets(seen.words) or asks_plainly(seen.words)


def typed(seen: Evidence) -> bool:
    """A person's words: a greeting to somebody, a question, or themselves."""
    return turns_to_us(seen) or pleads(seen)


def tells_of_ours(seen: Evidence) -> bool:
    return bool(_OURS.search(seen.words[:_FEW]))


def signs(seen: Evidence) -> bool:
    """The last line begins with the first name that From shows."""
    lines = seen.text.strip().splitlines()
    names = [one.name.split() for one in seen.message.from_ if one.name.strip()]
    return bool(lines) and any(lines[-1].split()[:1] == name[:1] for name in names)


def speaks_for_several(seen: Evidence) -> bool:
    """ "We", in a few lines: a mailing says it in many."""
    return len(seen.text) <= _FEW and bool(_WE.search(seen.words))


def plainly_typed(seen: Evidence) -> bool:
    """Two of these three, or of them and a signature, and no form that somebody filled in. Asked
    where RFC 3834 §4 wants no answer, so that a fetcher that loses the envelope mutes nobody.
    """
    found = (
        greets(seen.words),
        asks_plainly(seen.words) or asks(seen.words),
        speaks_of_self(seen),
        signs(seen),
    )
    return sum(found) >= 2 and not is_form(seen.words)


def is_form(text: str, least: int = _RECORDS) -> bool:
    """Half of its lines are "name: value", and `least` of them at least."""
    lines = [line.strip(" \t*-") for line in text[:_SEEN].split("\n") if line.strip()]
    records = sum(bool(_RECORD.match(line)) for line in lines)
    return records >= max(least, len(lines) / 2)
