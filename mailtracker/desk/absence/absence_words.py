"""The first line of a mail → `away` with its days, or `back`, as people say it in six languages; or
None: then it is meant for somebody else.

The days themselves are read elsewhere (`mail/origin/away_dates.py`); here stands only whether a
line says nothing but that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailtracker.desk.words.owner_words import bare_line
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.away_clauses import words_of_time
from mailtracker.record import dataclass

MAX_CHARACTERS = 90
"""Of such a line. Anything longer was written for a person to read."""


@dataclass(frozen=True, slots=True)
class AbsenceWord:
    """What a line says."""

    #: The writer is there again; else they are away.
    back: bool
    #: The line as it was written.
    line: str
    #: What stands below it.
    rest: str
    #: The part of it that says which days, "" for none.
    days: str = ""
    #: Who covers, as typed; "" for nobody.
    cover: str = ""
    #: It is said as an order to us; else in a sentence, or in words by which people ask for leave,
    #: and so perhaps to somebody else.
    order: bool = True


def _forms(*lines: str) -> tuple[str, ...]:
    return tuple(form.strip().casefold() for line in lines for form in line.split(","))


_AWAY = _forms(
    "away, ooo, out of office, out of the office, absent",
    "abwesend, afwezig, fraværende, fravaerende, bortrejst, ausente, absente",
)
"""Said alone, they are words for us; the next ones only where days follow."""

_AWAY_WITH_DAYS = _forms(
    "off, out, out sick, off sick, vacation, on vacation, holiday, on holiday, on leave, sick",
    "weg, urlaub, im urlaub, nicht da, nicht im büro, außer haus, krank, frei",
    "vrij, vakantie, op vakantie, met vakantie, niet aanwezig, ziek, met verlof",
    "væk, ferie, på ferie, ikke på kontoret, syg, fri",
    "fora, férias, de férias, em férias, doente",
    "en congé, en congés, congé, congés, en vacances, vacances, malade",
)
_I_AM = _forms(
    "i am, i'm, im, i will be, i'll be, ich bin, bin, ik ben, ben, jeg er, er, estou, estarei",
    "je suis, je serai, suis",
)
_BACK = _forms(
    "back, not away, here again, zurück, zurueck, wieder da, wieder im büro, nicht abwesend",
    "terug, weer terug, er weer, weer aanwezig, niet afwezig, tilbage, tilbage igen",
    "ikke fraværende, de volta",
    "voltei, regressei, de retour, revenu, revenue, rentré, rentrée",
)
_ONLY_IN_A_SENTENCE = _forms(
    "here, there, in, da, hier, anwesend, her, til stede, aanwezig, aqui, cá, presente, là",
    "présent, présente, in the office, im büro, op kantoor, på kontoret, no escritório, au bureau",
)
"""What says that somebody is there, behind `I am` alone."""

_COVER: re.Pattern[str] = late_pattern(
    r"(?:^|[\s,;(])(?:(?:and|und|en|og|e|et|mit|with|met|med|com|avec)\s+)?(?:(?:my|meine?|mijn|min"
    r"|o meu|a minha|mon|ma)\s+)?(?:cover(?:ed by|ing)?|deputy|backup|vertretung|vertreter(?:in)?"
    r"|vertreten (?:durch|von)|vervang(?:er|ing|en door)|waarnem(?:er|ing)|afløser|stedfortræder"
    r"|dækkes af|substitut[oa]|substituíd[oa] por|remplaçante?|remplacée? par|suppléante?)"
    r"\s*(?:is|ist|er|é|est)?\s*:?\s+(?P<name>\S.{0,60})$"
)
_COVERS: re.Pattern[str] = late_pattern(
    r"[,;]\s*(?P<name>[^,;]{1,60}?)\s+(?:covers?(?: for me)?|vertritt mich|vervangt(?: mij| me)?"
    r"|dækker(?: for mig| mig)?|cobre|substitui-me|me remplace)$"
)
_PARTED = " ,;:-–—("
_FIRST = frozenset(form.split(" ", 1)[0] for form in (*_AWAY, *_AWAY_WITH_DAYS, *_I_AM, *_BACK))
"""With which word such a line begins."""
_MOST_WORDS = 7
"""Of days that cannot be read, and may have been meant as such."""


def read_absence_word(text: str) -> AbsenceWord | None:
    """On the first line that is not blank. `text` is a message's new text, quotes removed."""
    head, _, rest = text.lstrip().partition("\n")
    line = " ".join(head.split())
    bare = bare_line(line).rstrip(".!: ")
    if not bare or len(bare) > MAX_CHARACTERS or bare.endswith("?"):
        return None
    if bare.split(" ", 1)[0].rstrip(_PARTED) not in _FIRST:  # as of nearly every mail
        return None
    days, cover = _without_cover(bare)
    said, sentence = _without_subject(days)
    until = _back(said, sentence)
    if until is not None:  # who will be back on a day says also when they are away
        order = not (sentence or until)
        return AbsenceWord(not until, line, rest.strip(), until and days, cover, order)
    when = _away(said, sentence)
    if when is None:
        return None
    order = not sentence and _behind(said, _AWAY) is not None
    return AbsenceWord(False, line, rest.strip(), when and days, cover, order)


def _without_cover(bare: str) -> tuple[str, str]:
    for pattern in (_COVER, _COVERS):
        if found := pattern.search(bare):
            return bare[: found.start()].rstrip(_PARTED), found["name"].strip(_PARTED + ".)")
    return bare, ""


def _without_subject(said: str) -> tuple[str, bool]:
    """ "I am away" → "away", and that somebody says it of themselves."""
    for form in sorted(_I_AM, key=len, reverse=True):
        if said.startswith(f"{form} "):
            return said[len(form) :].strip(), True
    return said, False


def _back(said: str, sentence: bool) -> str | None:
    """When they will be; "" now. None where it says nothing of the kind."""
    forms = (*_BACK, *_ONLY_IN_A_SENTENCE) if sentence else _BACK
    days = _behind(said, forms)
    if not days:
        return days
    return days if _says_when(days) and said.startswith(_BACK) else None


def _away(said: str, sentence: bool) -> str | None:
    """Which days; "" where none are said. None where it says nothing of the kind."""
    days = _behind(said, _AWAY)
    if days is None:
        days = _behind(said, _AWAY_WITH_DAYS)
        return days if days and _says_when(days) else None
    if not days or _says_when(days):
        return days
    return days if not sentence and _may_say_when(days) else None


def _behind(said: str, forms: Iterable[str]) -> str | None:
    """What follows the longest of the forms that it begins with; None for none."""
    for form in sorted(forms, key=len, reverse=True):
        if said == form:
            return ""
        if said.startswith(form) and said[len(form)] in _PARTED:
            return said[len(form) :].strip(_PARTED + ")")
    return None


def _says_when(days: str) -> bool:
    said, words = words_of_time(days)
    return said == words


def _may_say_when(days: str) -> bool:
    """Enough of it for a slip: "untill friday"."""
    said, words = words_of_time(days)
    return words <= _MOST_WORDS and 2 * said >= words and said > 0
