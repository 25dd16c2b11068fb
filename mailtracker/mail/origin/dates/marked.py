"""A notice's words → the same in small letters, with marks for phrases, and without numbers that
name no day: telephones, times of a day, invoices.
"""

from __future__ import annotations

import re

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.dates.words import LINE, STOP, WEEK, DateWords, fold

_NO_WORDS = late_pattern(r"https?://\S+|www\.\S+|\S+@\S+|^\s*>.*$|[‹›]", re.MULTILINE)
_TIMES = late_pattern(
    r"\b\d{1,2}[:.]\d{2}\s?(?:uhr|uur|h|am|pm|a\.m\.|p\.m\.)|\b\d{1,2}:\d{2}\b"
    r"|\b\d{1,2}\s?(?:uhr|uur|heures?|horas?|o['’]clock|[ap]\.?m\b\.?)|\b\d{1,2}h(?:\d{2})?\b"
    r"|\bkl\.?\s?\d{1,2}(?:[.:]\d{2})?"
)
_NUMBERS = late_pattern(
    r"(?:\+|\b00)\d[\d\s()/.-]{5,20}\d|\b0\d(?:[\s.-]?\d{2}){4}\b|\b\d{2}(?:\s\d{2}){3}\b"
    r"|\baux? [2-4]/5\b|\b0(?!\d[/-]\d{2}[/-](?:20)?\d{2}\b)\d{1,4}[\s/-]\d{2,}[\d\s-]{3,}\d|\d{5,}"
    r"|\b(?:tel|telefon\w*|telefone|phone|mobile?|handy|ext|extension|durchwahl|dw"
    r"|poste|toestel|intern|bleep|ramal|lokal|tlf|gsm|room|raum|lokaal|salle|sala|lokale|zimmer"
    r"|klasse|nr|no|number|nummer|invoice|factuur|rechnung|faktura|fatura|facture|ticket)"
    r"\.?:?\s?(?:nr\.?\s?)?\d[\d.\s/-]{0,14}"
)
_ABBREVIATED = late_pattern(
    r"\b(d|den|ca|inkl|incl|einschl|vorauss|kl|pr|tel|evt|bzw|vsl|ggf|ev)\.\s?(?=[\w‹])"
)
_ENDS_A_SENTENCE = late_pattern(r"(?<=\d)\.(?=\s+([A-ZÄÖÜÅÆØÉÀÂÊ]\w*))")
_TWO_WEEKS = late_pattern(rf"({WEEK}\s*\d{{1,2}})\s?/\s?(\d{{1,2}})")
_MIDDLES = late_pattern(r"\b(mid|mi)-")
_SWAPPED = late_pattern(r"\b(\w+) (prochaine?s|proxim[ao]s) (jours|semaines|dias|semanas)\b")
_DASHED = late_pattern(r"\b(\d{1,2})-([^\W\d_]{3,})-?(?=\s|\d|$)")  # 23-Nov-2026
_WEEKDAY_NUMBER = late_pattern(r"\b([2-6]a)[ -]feira\b")
_WEEK = frozenset("kalenderwoche kalenderwochen kw woche".split())
_WEEKS_BEHIND = late_pattern(  # the 25. and 26. week
    r"\b(\d{1,2})\.\s?(?:(und|bis|-|–|/)\s?(\d{1,2})\.\s?)?(?:kalenderwochen?|kw)\b(?!\s?\d)"
)
_PARAGRAPH, _BREAK = late_pattern(r"\n\s*\n"), late_pattern(r"\n")


def marked(text: str, words: DateWords) -> str:
    """`words`: the language in which the text is read."""

    def ends(hit: re.Match[str]) -> str:
        """A number's point ends a sentence where a capital follows that begins no month."""
        follows = fold(hit.group(1).lower())
        return "." if follows in words.months or follows in _WEEK else f". {STOP} "

    text = _ENDS_A_SENTENCE.sub(ends, _NO_WORDS.sub(" ", text))
    text = _BREAK.sub(f" {LINE} ", _PARAGRAPH.sub(f" {STOP} ", text.strip())).lower()
    text = _MIDDLES.sub(r"\1 ", text.replace("n't", " not").replace("n’t", " not"))
    text = _NUMBERS.sub(" ", _TIMES.sub(" ", _ABBREVIATED.sub(r"\1 ", text)))
    text = fold(text)
    text = _SWAPPED.sub(r"\2 \1 \3", _DASHED.sub(r"\1 \2 ", text))
    text = _WEEKS_BEHIND.sub(r"kw \1 \2 \3 ", text)
    text = _WEEKDAY_NUMBER.sub(r"\1", text)
    text = words.counted.sub(lambda hit: str(words.numbers[hit.group()]), text)
    for mark, phrase in words.marks:
        text = phrase.sub(mark, text)
    return _TWO_WEEKS.sub(r"\1 / \2", text)
