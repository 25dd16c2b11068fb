"""What a program answers for somebody → whether it says that they are away now, and by what the
same words are known when they come again.

Many notices say something else: when somebody works, how soon they answer, that a mail came. These
come week after week, and nobody is away by them.
"""

from __future__ import annotations

import hashlib
import re

from mailtracker.mail.origin.absence import absent, away_plainly
from mailtracker.mail.origin.away_clauses import tells_of_absence
from mailtracker.mail.origin.phrases import any_of
from mailtracker.mail.origin.standing import speaks_of_absence, stands_always

MAX_READ = 4_000
"""Characters of a notice that are looked at: who is away says so at once."""

_LONGEST = 600  # characters of a sentence

_MONTH = r"(?i:jan|feb|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])"
_SENTENCE_END = re.compile(
    r"(?<=[^\d\s][.!?])\s+(?=[^\W\d_])|\n\s*\n|(?<=[.!?;:])\n|\s*[;•]\s*"
    rf"|(?<=\d[.!?])\s+(?!{_MONTH})(?=[A-ZÄÖÜÅÆØÉÀ])"
)
"""Behind a number a full stop is mostly none: "vom 3. bis 7. Dezember"."""

_SHORT = any_of(
    r"""^(?:currently |still |now )?(?:out|off) (?:sick|today|this|until|till|for|all)\b
|\booo\b|\b(?:jury (?:duty|service)|bereavement|compassionate leave|at sea|day off)\b
|\b(?:genieße|mache|habe|verbringe)\b.{0,30}\b\w*urlaub\b
|\b(?:taget|har|holder)\b.{0,20}\bfridag\b|\ben (?:rtt|repos)\b
|\bkrank(?:heitsbedingt|geschrieben)?\b.{0,60}\b(?:bis|nicht|abwesend)
|\b(?:sygemeldt|syg i dag|ziek gemeld|ziekgemeld|de baixa|en arrêt maladie)\b"""
)
"""Said without a verb."""

_HABIT = any_of(
    r"""\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b
|\b(?:every|each|always|usually|normally|generally|regularly|typically|part[- ]?time|working days
|my hours|(?:office|working|business|opening) hours)\b
|\bi (?:only )?work (?:on |from )?(?:mon|tue|wed|thu|fri)
|\b(?:do not|don['’]t) work on\b
|\bon weekends\b
|\b(?:montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|wochentags)\b
|\b(?:jeden|jede|immer|stets|normalerweise|üblicherweise|in der regel|regelmäßig|teilzeit
|arbeitstage|(?:büro|arbeits|öffnungs|sprech|kern)zeiten)\b
|\barbeite (?:\w+ ){0,2}nicht\b
|\bwerk (?:ik )?niet op\b|\bop (?:maan|dins|woens|donder|vrij|zater|zon)dag\b(?!\s?\d)
|\b(?:maandags|dinsdags|woensdags|donderdags|vrijdags|elke|iedere|altijd|meestal|normaal|gewoonlijk
|doorgaans|parttime|part-time|deeltijd|werkdagen|(?:kantoor|werk|openings)(?:uren|tijden))\b
|\barbejder ikke (?:om|på)\b|\bom (?:man|tirs|ons|tors|fre)dagen\b
|\b(?:mandage|tirsdage|onsdage|torsdage|fredage|hver|altid|normalt|som regel|sædvanligvis
|deltid|arbejdsdage|(?:kontor|arbejds|åbnings)tid(?:er)?)\b
|\b(?:à|às|ao|aos) (?:segunda|terça|quarta|quinta|sexta|sábado|domingo)s?\b
|\b(?:(?:todas? as|às) (?:segundas|terças|quartas|quintas|sextas)|todos os dias|sempre|normalmente
|geralmente|habitualmente|tempo parcial|part-time|horários?)\b
|\ble (?:lundi|mardi|mercredi|jeudi|vendredi)\b(?!\s?\d)(?! prochain)
|\b(?:(?:tous les|les|le) (?:lundis?|mardis?|mercredis?|jeudis?|vendredis?) (?:et|ou)
|tous les|toujours|habituellement|généralement|normalement|temps partiel|mi-temps|horaires?)\b"""
)
"""What somebody does week after week."""


_HINT = any_of(
    r"""\b(?:away|off|out|absen\w*|back|return\w*|reopen\w*|open again|closed|shut|closure|holidays?
|vacations?|leave|sick|ill|travel\w*|trip|conference|training|half[- ]term)\b
|\b(?:weg|fort|abwesen\w*|zurück|wieder|geschlossen|\w*urlaub|\w*ferien|krank\w*|frei|reise|unterwegs
|\w*reise|schulung|fortbildung|baustelle|messe)\b
|\b(?:afwezig\w*|terug|weer|gesloten|\w*vakantie|\w*verlof|ziek|vrij|\w*reis|cursus|er niet|niet er
|er .{1,30} niet|niet gelezen)\b
|\b(?:væk|fravær\w*|tilbage|retur|lukket|\w*lukket?|\w*ferie|\w*orlov|barsel|syg|fri|\w*rejse|kursus)\b
|\b(?:ausen\w*|fora|volto|voltarei|regress\w+|retom\w+|reabr\w+|encerrad\w+|fechad\w+|férias|licença|baixa
|doente|viagem|formação|feriado|ponte)\b
|\b(?:absen\w*|retour|reviens|reviendrai|reprends|reprendrai|rouvr\w+|fermé\w*|vacances|congés?|arrêt
|malade|déplacement|formation|pont|pas au bureau)\b"""
)
"""Words of absences and returns: enough only beside the days of one."""


def says_away(text: str, subject: str, ends: bool = False) -> bool:
    """Whether a sentence of a notice says that somebody is away now, or will be, or is gone.
    `ends`: it names the day on which something ends that is not over, or that somebody has left;
    then a word that hints at an absence is enough, where the notice does not say what always
    stands there.
    """
    sentences = [_flat(one)[:_LONGEST] for one in _SENTENCE_END.split(text[:MAX_READ])]
    if any(_tells(one) for one in sentences):
        return True
    if not any(sentences):
        sentences = [_flat(subject[:300])]
        if _tells(sentences[0]):
            return True
    return ends and _speaks(text, sentences) and not stands_always(text)


def _speaks(text: str, sentences: list[str]) -> bool:
    return any(map(_hints, sentences)) or speaks_of_absence(text)


def _hints(sentence: str) -> bool:
    return bool(_HINT.search(sentence)) and not _HABIT.search(sentence)


def _tells(sentence: str) -> bool:
    asked = (tells_of_absence, absent, away_plainly, _SHORT.search)
    return any(ask(sentence) for ask in asked) and not _HABIT.search(sentence)


def _flat(text: str) -> str:
    return " ".join(text.split())


_ADDRESS = re.compile(r"\S+@\S+")
_REFERENCE = re.compile(r"\[?\b[A-Z][A-Z0-9]{0,9}-\d{1,12}\b\]?")


def notice_digest(text: str, answered: str) -> str:
    """The same for the same words, whichever mail they answer: its subject (`answered`), references
    and addresses are left out. The sha256, as hex.
    """
    said = _flat(text[:MAX_READ])
    if about := _flat(_REFERENCE.sub("", answered)):
        said = said.replace(about, "")
    said = _ADDRESS.sub("", _REFERENCE.sub("", said))
    return hashlib.sha256(_flat(said).casefold().encode(errors="replace")).hexdigest()
