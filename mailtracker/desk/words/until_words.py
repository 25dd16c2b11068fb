"""How six languages name days, times and lengths of time, for `until.py`: lower case, without
accents (`until.folded`).
"""

from __future__ import annotations

from collections.abc import Mapping


def _table(lines: str) -> Mapping[str, int]:
    """ "5: friday fri" → what each word says."""
    rows = (line.split(":", 1) for line in lines.split("\n") if line.strip())
    return {word: int(number) for number, words in rows for word in words.split()}


WEEKDAYS = _table(
    """
    0: monday mon montag mo maandag ma mandag man segunda-feira segunda seg lundi lun
    1: tuesday tues tue dienstag di dinsdag tirsdag tir terca-feira terca ter mardi
    2: wednesday wed mittwoch mi woensdag wo onsdag ons quarta-feira quarta qua mercredi mer
    3: thursday thurs thur thu donnerstag do donderdag torsdag tor quinta-feira quinta qui jeudi jeu
    4: friday fri freitag fr vrijdag vr fredag fre sexta-feira sexta sex vendredi ven
    5: saturday sat samstag sonnabend sa zaterdag za lordag lor sabado sab samedi
    6: sunday sun sonntag so zondag zo sondag son domingo dom dimanche dim
    """
)
"""Monday is 0. Not `mar` and `sam`, which are March and somebody's name as well."""

MONTHS = _table(
    """
    1: january jan januar januari janeiro janvier janv
    2: february feb februar februari fevereiro fev fevrier fevr
    3: march mar marz maerz maart mrt marts marco mars
    4: april apr abril abr avril avr
    5: may mai mei maj maio
    6: june jun juni junho juin
    7: july jul juli julho juillet juil
    8: august aug augustus agosto ago aout
    9: september sept sep setembro set septembre
    10: october oct oktober okt outubro out octobre
    11: november nov novembro novembre
    12: december dec dezember dez dezembro decembre
    """
)

NUMBERS = _table(
    """
    1: a an one ein eine einen einem een en et um uma un une
    2: two zwei twee to dois duas deux
    3: three drei drie tre tres trois
    4: four vier fire quatro quatre
    5: five funf fuenf vijf fem cinco cinq
    """
)

AHEAD: Mapping[str, int] = {
    **dict.fromkeys(("today", "heute", "vandaag", "i dag", "idag", "hoje", "aujourd'hui"), 0),
    **dict.fromkeys(("tomorrow", "tmrw", "morgen", "i morgen", "imorgen", "amanha", "demain"), 1),
    **dict.fromkeys(
        ("day after tomorrow", "the day after tomorrow", "ubermorgen", "uebermorgen"), 2
    ),
    **dict.fromkeys(("overmorgen", "i overmorgen", "depois de amanha", "apres-demain"), 2),
}
"""Days from today."""

NEXT_WEEK = (
    "next week",
    *("nachste woche", "nachster woche", "naechste woche", "kommende woche"),
    *("volgende week", "komende week", "naeste uge", "proxima semana", "semana que vem"),
    *("semaine prochaine", "uge naeste"),
)

SPANS: Mapping[str, tuple[str, ...]] = {
    "minutes": ("m", "min", "mins", "minute", "minutes", "minuten", "minutter", "minutos"),
    "hours": (
        *("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "uur", "uren"),
        *("time", "timer", "hora", "horas", "heure", "heures"),
    ),
    "days": (
        *("d", "day", "days", "tag", "tage", "tagen", "dag", "dagen", "dage"),
        *("dia", "dias", "jour", "jours"),
    ),
    "weeks": (
        *("w", "wk", "week", "weeks", "woche", "wochen", "weken", "uge", "uger"),
        *("semana", "semanas", "semaine", "semaines"),
    ),
}

OF_THE_CLOCK = ("h", "uur", "hora", "horas", "heure", "heures")
"""Units that say the time behind a word for *until*: "jusqu'à 14h" is no length."""

MIDDAY = ("noon", "midday", "mittag", "mittags", "meio-dia", "meio dia", "midi")
MORNING = (
    *("morning", "fruh", "frueh", "vormittag", "morgens", "ochtend", "formiddag", "de manha"),
    *("matin", "in the morning"),
)
AFTERNOON = (
    *("afternoon", "in the afternoon", "nachmittag", "nachmittags", "middag", "eftermiddag"),
    *("a tarde", "de tarde", "apres-midi", "apres midi"),
)
THIS_AFTERNOON = ("this afternoon", "vanmiddag", "i eftermiddag", "esta tarde", "cet apres-midi")

UNTIL = (
    *("until", "untill", "till", "til", "'til", "bis", "tot", "t/m", "t.m.", "indtil"),
    *("ate", "jusqu'a", "jusqu'au", "jusque", "jusqu'en", "to", "through"),
)

GOODBYES = ("bis", "tot", "ate")
"""Those by which people part as well."""

AT = ("kl.", "kl", "klokken", "at", "um", "om", "gegen", "vers")
"""Before an hour that stands without minutes."""

FILLERS = (
    *("on", "at", "am", "an", "the", "and including", "including", "inclusive", "incl.", "incl"),
    *(
        "in",
        "for",
        "fur",
        "fuer",
        "voor",
        "para",
        "this",
        "coming",
        "this coming",
        "from now",
        "um",
        "den",
        "der",
        "dem",
        "zum",
    ),
    *("zur", "einschliesslich", "inklusive", "inkl.", "inkl", "einschl.", "diesen", "kommenden"),
    *("op", "om", "en met", "komende", "over", "aanstaande", "pa", "kl.", "kl", "og med", "d."),
    *("kommende", "forstkommende", "o", "a", "as", "ao", "no", "na", "dia", "esta", "inclusive"),
    *("daqui a", "por", "le", "la", "au", "ce", "dans", "pour", "prochain", "inclus"),
    *("y compris", "de", "i"),
)
"""What may stand between, and says nothing of its own."""
