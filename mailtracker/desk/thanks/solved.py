"""Does a clause say that a trouble is solved, or that something did solve it? By its grammar:
what was wrong and what it was done with are free to be named. One entry a language; written as the
phrases of `thanks_phrases`.

`well` knows such news by the predicate alone, and doubts it where a trouble is named; here the
trouble is what is solved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mailtracker.desk.thanks.plain_signs import adds_something
from mailtracker.desk.thanks.thanks_doubts import ASKED
from mailtracker.desk.thanks.thanks_phrases import OPEN, OTHER, TROUBLE
from mailtracker.desk.thanks.wanting_signs import limits, names_a_day
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Solving:
    """What people of one language write, each field the alternatives of a pattern."""

    #: "is", "seems to be": what may stand before what is solved.
    is_: str
    #: "solved", of the trouble.
    solved: str
    #: "to be", where it stands behind.
    be: str
    #: "solved" or "helped", of what did it, with the word for the trouble.
    solves: str
    #: "works", as it is said beside a doubt: "seems to work".
    works: str
    #: That doubt, with the end of its infinitive.
    seems: str
    #: "for me", "as well": it may follow, and stand between the others.
    beside: str
    #: With what: before what is free to be named.
    means: str


_LANGUAGES = (
    _Solving(  # English
        is_="is|s|are|was|were|has|have|been|be|got|seems?|appears?|to|to have",
        solved="fixed|solved|resolved|sorted(?: out)?|cured|cleared up|corrected|updated",
        be="",
        solves=r"""(?:(?:has |have |ve |s |had |did )?(?:fixed|solved|resolved|sorted|cured
|corrected)|(?:has |have |ve |s |had )?(?:did|done)) (?:it|this|that|mine|everything|the (?:trick
|job)|(?:the|my|our|this|that|both|all|these) (?:\w+ )?(?:issues?|problems?|errors?|bugs?
|troubles?|faults?))(?: out)?|(?:has |have )?helped""",
        works=r"""(?:be )?(?:work(?:ing|s)?|running|run|fixed|solved|resolved|sorted|good|fine|ok
|okay|(?:doing|have done) the (?:trick|job)|do the (?:trick|job)|back to normal|alright|all right
|in order|perfect|great)""",
        seems=r"""(?:it |that |this |all |everything |now )*(?:seems?|appears?|looks?)
(?: to| like it s)?""",
        beside=r"""for (?:me|us)|on my (?:side|end|machine|system)|as well|too|also|again|now|all
|already|finally|just|really|ok|okay|good|completely|perfectly|totally|well|fine|great|here
|nicely|smoothly|indeed|today|yesterday|immediately|successfully|properly|correctly|like a charm
|as (?:expected|intended|before|usual|normal|designed|(?:it|they) should)""",
        means="with|by|after|thanks to|using|since|via|through|from|when i",
    ),
    _Solving(  # German
        is_=r"ist|sind|war|waren|wurden?|hat sich|haben sich|scheint|scheinen",
        solved=r"""gelost|geloest|behoben|gefixt|gefixed|korrigiert|bereinigt|beseitigt|geklart
|erledigt|repariert|ausgebessert|aktualisiert""",
        be="zu sein|worden",
        solves=r"""(?:hat|haben|hats)(?: (?:es|das|mir|uns|bei mir|bei uns|dann|auch|jetzt|sofort
|die sache|(?:das|mein|dieses) (?:\w+ )?problem|(?:den|meinen|diesen) (?:\w+ )?fehler))*
 (?:gelost|behoben|geholfen|gefixt|repariert|gebracht|beseitigt|erledigt|geklappt|gewirkt
|funktioniert)|half|loste (?:es|das(?: problem)?)""",
        works=r"""(?:zu )?(?:funktionieren|laufen|gehen|klappen|tun|passen|stimmen)|(?:gut|super
|bestens|prima|perfekt|sauber|ok|okay|besser|toll|hervorragend)(?: aus)?""",
        seems=r"""(?:(?:es|das|alles|jetzt|nun|so|ja|hier) )*(?:scheint|scheinen|sieht|schaut
|sehen)(?: (?:es|das|alles|sehr|so|echt|richtig))*""",
        beside=r"""bei (?:mir|uns)|auch|wieder|jetzt|nun|alles|nochmals|damit|somit|endlich
|bereits|schon|inzwischen|mittlerweile|soeben|gerade|heute|gestern|sofort|dann|komplett
|vollstandig|problemlos|einwandfrei|tadellos|wunderbar|wie (?:gewunscht|vorgesehen|erwartet
|vorher|gewohnt)|wie (?:es soll|immer|erwunscht)""",
        means="mit|durch|nach|dank|per|uber|seit|indem|mittels|von",
    ),
    _Solving(  # Dutch
        is_="is|zijn|was|waren|werd|werden|lijkt|lijken|heeft zich",
        solved=r"""opgelost|verholpen|gefixt|gefikst|gerepareerd|hersteld|gecorrigeerd
|afgehandeld|geregeld|bijgewerkt""",
        be="te zijn",
        solves=r"""(?:heeft|hebben)(?: (?:het|dit|dat|mij|me|ons|ook|meteen|direct|alles|het
 probleem|(?:mijn|dit) probleem|de fout))* (?:opgelost|verholpen|geholpen|gefixt|gefikst|gewerkt)
|hielp(?: (?:mij|ons|wel|inderdaad))?|loste (?:het|dit)(?: probleem)? op""",
        works=r"""(?:te )?(?:gaan|werken|doen|lopen|kloppen|draaien|lukken)|(?:goed|prima|ok|oke|in
 orde)""",
        seems=r"""(?:(?:het|dit|dat|alles|ze|nu) )*(?:lijkt|lijken|schijnt|ziet)(?: (?:het|dit|er
|allemaal|alles|nu))*""",
        beside=r"""bij (?:mij|ons)|voor (?:mij|ons)|ook|weer|nu|allemaal|alles|inmiddels
|ondertussen|al|eindelijk|inderdaad|meteen|direct|goed|prima|perfect|helemaal|volledig|vandaag
|uit|dus|hier|gewoon|opeens|ineens|zoals (?:het hoort|verwacht|gewenst|voorheen|altijd)""",
        means="met|door|na|dankzij|via|sinds|nadat",
    ),
    _Solving(  # Danish
        is_="er|blev|er blevet|var|har|ser ud til at være|synes",
        solved=r"""løst|rettet|opdateret|fikset|fixet|ordnet|klaret|udbedret|afhjulpet|repareret""",
        be="",
        solves=r"""(?:har |har selv )?(?:løste?|fiksede|fikset|fixede|fixet|rettede|ordnede
|klarede) (?:det|den|problemet|fejlen|sagen)|hjalp(?: (?:mig|os|det))?|har hjulpet|gjorde
 (?:tricket|udslaget|forskellen)""",
        works=r"(?:at )?(?:virke|køre|fungere|spille|lykkes|være (?:i orden|løst|ok))",
        seems=r"""(?:(?:det|den|alt|nu|ja|sa) )*(?:ser|lader|synes)(?: (?:det|den|ud|til|nu
|fint))*""",
        beside=r"""hos (?:mig|os)|for (?:mig|os)|ogsa|igen|nu|alt|allerede|endelig|selv|straks
|helt|fint|perfekt|godt|her|i dag|i gar|sa|som (?:forventet|(?:det|den|de) skal|før)""",
        means="med|ved|efter|takket være|via|gennem|siden|da jeg",
    ),
    _Solving(  # Portuguese
        is_=r"""foi|foram|esta|estao|ficou|ficaram|parece|parecem|estar|ter sido|ser""",
        solved=r"""(?:resolvid|solucionad|corrigid|arrumad|consertad|sanad|reparad|arranjad
|ultrapassad|atualizad|normalizad)[oa]s?""",
        be="",
        solves=r"""(?:resolveu|solucionou|corrigiu|arrumou|consertou|sanou|resolvi|solucionei
|corrigi|consegui (?:resolver|solucionar|corrigir|arrumar))(?: (?:o|meu|o meu|esse|este)
 (?:problema|erro)|isso|tudo|aqui)*|funcionou|resultou|deu(?: super| muito| tudo)? certo
|voltou a (?:funcionar|operar|trabalhar|aparecer|carregar|entrar)|ajudou(?: muito| bastante|me)?""",
        works=r"""(?:(?:que )?(?:ja )?(?:estar|esta|estao) )?(?:a )?(?:funcionar|funcionando
|resolvid[oa]s?|bem|certo|ok|normal|rodar|rodando|trabalhar)""",
        seems=r"""(?:(?:isso|isto|tudo|agora|ja|assim|ainda|aqui) )*(?:parecem?|continuam?)
(?: (?:que|me|ja|estar))*""",
        beside=r"""para (?:mim|nos)|pra (?:mim|nos)|comigo|aqui|tambem|tbm|ja|agora|tudo
|novamente|de novo|outra vez|finalmente|perfeitamente|na perfeicao|com sucesso|bem|direitinho
|certinho|hoje|ontem|desta vez|assim|tambem|normalmente|com normalidade|aparentemente|perfeito
|como (?:esperado|deveria|antes|deve ser)""",
        means=r"""com|apos|depois (?:de|d[oa]s?|que)|gracas (?:a|ao|aos)|usando|atualizando
|reiniciando|desde|ao|pel[oa]|atraves d[eoa]""",
    ),
    _Solving(  # French
        is_="est|sont|a ete|ont ete|etait|semble|semblent|parait|s est|etre",
        solved=r"""(?:resolu|regle|corrige|repare|solutionne|debloque|retabli|arrange)e?s?""",
        be="",
        solves=r"""(?:a|ont|avait)(?: (?:bien|tout|aussi|enfin|finalement))* (?:resolu|regle
|corrige|repare|debloque|solutionne|fonctionne|marche|suffi|aide)(?: (?:le|mon|ce|notre|tout le)
 (?:probleme|souci|bug|pb)| tout| ca)?|a fait l affaire""",
        works=r"""(?:etre )?(?:fonctionner|marcher|tourner|passer|regle|resolu|bon|ok|corrige
|repare|en ordre)""",
        seems=r"(?:(?:ca|cela|tout|il|maintenant|desormais|ce) )*(?:semble|semblent|parait)",
        beside=r"""pour (?:moi|nous)|chez (?:moi|nous)|de mon cote|aussi|bien|maintenant|enfin
|tout|deja|desormais|a nouveau|de nouveau|parfaitement|correctement|effectivement|finalement
|nickel|sans (?:souci|probleme)|ici|completement|comme (?:prevu|attendu|avant|il faut)""",
        means="avec|en|apres|grace (?:a|au|aux)|par|via|depuis|suite (?:a|au|aux)|une fois",
    ),
)
"""To add a language, add an entry."""

_FREE = r"((?:\w+ ){0,9}?)"
_NOT_ALL: re.Pattern[str] = late_pattern(
    r"\b(?:exception\w*|ausnahme\w*|uitzondering\w*|undtagelse\w*|excec\w*|you|ihr|du|sie|jullie"
    r"|voces?|vous|instead|statt|workaround|provisorisch|tijdelijk|midlertidig\w*|temporari\w*"
    r"|provisoi\w*|provisori\w*|half|halb|halfway|moment|now for|videre|enquanto|instant|ainda"
    r"|encore|noch|nog|endnu|stadig|still|ikke|nicht|kein\w*|niet|geen|nao|not|pas|rien|nothing"
    r"|nobody|personne|ninguem|only|nur|alleen|kun|somente|apenas|seulement|partly|teilweise"
    r"|deels|delvist|parcialmente|partiellement|sometimes|manchmal|soms|nogle|parfois|but|aber"
    r"|maar|men|mas|mais|until|bis|tot|indtil|ate|jusqu|if|wenn|als|hvis|se|si|or|oder|eller|ou|next"
    r"|upcoming|coming|nachste\w*|kommende\w*|volgende|næste|kommende|proxim[oa]s?|prochaine?s?)\b"
)
"""What shows in the free words that not all of it is solved, or not by what the writer did."""


def _of(one: _Solving) -> re.Pattern[str]:
    is_, solved, be, solves, works, seems, beside, means = (
        f"(?:{flat(getattr(one, name))})" for name in _Solving.__slots__
    )
    b, e = rf"(?:{beside} ){{0,4}}", rf"(?: {beside}){{0,4}}"
    by = rf"(?:{e} {means} (\w+(?: \w+){{0,8}}))?"
    to_be = rf"(?: {be})?" if one.be else ""
    forms = (
        rf"{_FREE}{b}{is_}{e} {means} (\w+(?: \w+){{0,6}}) {solved}{to_be}{e}",  # by ... solved
        rf"{_FREE}(?:{b}{is_} ){{0,3}}{b}{solved}{to_be}{e}{by}",  # the trouble is solved by ...
        rf"{_FREE}{b}{solves}{e}{by}",  # ... has solved it
        rf"{_FREE}{seems}{e} {works}{e}{by}",  # it seems to work
    )
    return late_pattern("|".join(forms))


_SOLVED = tuple(map(_of, _LANGUAGES))
_LOOKS_LIKE: re.Pattern[str] = late_pattern(
    r"(?:(?:it|this|that|now) )*(?:seems?|looks?|appears?) (?:like |as (?:if|though) |that )"
    r"|(?:het )?(?:lijkt|ziet) er(?:op| op| naar)(?: uit)? (?:alsof |dat )"
    r"|(?:(?:det|nu) )*(?:ser|tyder)(?: nu)? (?:ud (?:til|som om) |pa )(?:at )?"
    r"|(?:agora )?parece(?: agora)? que "
    r"|(?:on dirait|il (?:me )?(?:semble|semblerait)) (?:bien )?que "
)
"""As "seems to" is said beside what is solved; a sentence follows."""


def without_looks(clause: str) -> str:
    found = _LOOKS_LIKE.match(clause)
    return clause if found is None else clause[found.end() :]


_MAY_BE: re.Pattern[str] = late_pattern(
    "|".join(
        rf"\b(?:{flat(getattr(one, name))})\b"
        for one in _LANGUAGES
        for name in ("solved", "solves", "seems")
    )
)
"""Without one of these it says nothing of the kind, and most clauses have none."""


@lru_cache(maxsize=64)  # asked several times of one clause, and of its pieces
def is_solved(clause: str) -> bool:
    """Whether it says so, in any language, and names nothing that is left."""
    if not _MAY_BE.search(clause) or ASKED.fullmatch(clause):
        return False
    return any(
        found is not None and _is_whole(found, at)
        for at, found in enumerate(pattern.fullmatch(clause) for pattern in _SOLVED)
    )


def _is_whole(found: re.Match[str], at: int) -> bool:
    """What is solved may be a trouble, and no part of one; what it was done with is free."""
    free = [one for one in found.groups() if one]
    if any(map(_NOT_ALL.search, free)):
        return False
    subject = TROUBLE.sub("_", " ".join(one for one in free if found.string.startswith(one)))
    if OTHER.search(subject) or OPEN.search(subject) or adds_something(subject, at):
        return False
    return not limits(subject, frozenset({at}))


_FRONT: re.Pattern[str] = late_pattern(
    rf"(?>(?:{'|'.join(flat(one.beside) for one in _LANGUAGES)}) )*"
    rf"(?:{'|'.join(flat(one.means) for one in _LANGUAGES)}) (?P<free>.+)"
)
_VERB: re.Pattern[str] = late_pattern(
    r"funktionier(?:t|en|te)|geht|gehen|ging|lauft|laufen|lief|klappte?|klappen|tut"
    r"|werkte?|werken|doet|doen|lukte?|draait|loopt|virkede|virker|kører|kørte|fungerer"
    r"|fungerede|lykkedes|kann|kan|konnte|kon"
)
"""What stands before its subject where something else begins the clause."""
_MOST_IN_FRONT, _MOST_OF_SUBJECT = 9, 4


def behind_means(clause: str) -> Iterator[str]:
    """What a clause may say behind the words for what it was done with or after, its words in the
    order in which they stand alone: "after the update | my phone works again".
    """
    found = _FRONT.fullmatch(clause)
    words = found["free"].split() if found is not None else []
    for first in range(1, min(len(words), _MOST_IN_FRONT)):
        if OPEN.search(" ".join(words[:first])):
            break
        rest = words[first:]
        yield " ".join(rest)
        if _VERB.fullmatch(rest[0]):
            yield from _uninverted(rest)


_BEHIND: re.Pattern[str] = late_pattern(
    r"(?P<well>.*\b(?:again|now|wieder|jetzt|nun|weer|nu|igen|ja|agora|de novo|outra vez|maintenant"
    r"|(?:a|de) nouveau)(?: \w+)?) (?:since|after|thanks to|with|seit|nach|dank|mit|sinds|na|met"
    r"|dankzij|siden|efter|med|takket være|desde|depois d[eoa]|apos|com|depuis|apres|avec|grace a)"
    r" (?P<free>\w+(?: \w+){0,5})"
)


_BESIDES: re.Pattern[str] = late_pattern(r"\b(?:also|auch|ook|ogsa|tambem|aussi)\b")
_AND_THERE: re.Pattern[str] = late_pattern(
    r"(?P<well>(?:.*\b)?(?:works?|funktionier\w+|klapp\w+|werk(?:t|en)|virker|fungerer|funcionam?"
    r"|marche|fonctionne)(?: \w+){0,2}? (?:also|auch|ook|ogsa|tambem|aussi)"
    r"|(?:(?:it|es|er|sie|das|het|hij|det|den) )?(?:runs|lauft|laufen|draait|draaien"
    r"|loopt|kører)(?: \w+)? (?:also|auch|ook|ogsa)"
    r"|(?:.*\b)?(?:also|tambem) (?:works?|funcionam?))"
    r" (?:on|with|for|auf|fur|fuer|mit|op|voor|met|pa|til|med|no|na|em|com|para|pra|sur|pour|avec)"
    r" (?P<free>\w+(?: \w+){0,3})"
)
_IT = "es|das|er|sie|alles|het|hij|dat|det|den|alt"
_HOW = (
    r"(?: (?:auch|wieder|jetzt|nun|alles|ganz|inzwischen|endlich|ook|weer|nu|inmiddels|ogsa|igen"
    r"|endelig))*"
)
_ITS_TROUBLE = (
    "(?:das|mein) problem|(?:der|mein) fehler|die (?:storung|meldung|fehlermeldung)"
    "|(?:het|mijn) probleem|de (?:fout|storing|melding|foutmelding)|problemet|fejlen"
    "|fejlmeddelelsen"
)
_WITH_US: re.Pattern[str] = late_pattern(
    r"(?:(?:auch|ook|ogsa) )?(?:bei (?:mir|uns)|hier|bij (?:mij|ons)|hos (?:mig|os)|her) (?:"
    rf"(?P<runs>{_VERB.pattern}) (?P<it>{_IT})(?P<how>(?: \w+)*)|(?P<is>ist|sind|is|zijn|er)"
    rf" (?P<what>{_ITS_TROUBLE}|{_IT})(?P<so>{_HOW} (?:i[nr] ord\w+|i orden|\w+)))"
)


_WORD_ORDER = (("it", "what"), ("runs", "is"), ("how", "so"))


def before_means(clause: str) -> Iterator[str]:
    """What it says before them: "my phone works again | since the update"; and before where it
    does so besides: "works also | on the tablet".
    """
    found = _BEHIND.fullmatch(clause)
    if found is not None and not _is_part(found["free"]):
        yield found["well"]
    there = _AND_THERE.fullmatch(clause) if _BESIDES.search(clause) else None
    if there is not None and not _is_when(there["free"]):
        yield there["well"]


def _is_when(where: str) -> bool:
    """Or nothing that it could work on."""
    if _is_part(where) or OPEN.search(where):
        return True
    return names_a_day(where, frozenset(range(len(_LANGUAGES))))


def _is_part(what: str) -> bool:
    return bool(_NOT_ALL.search(what) or OTHER.search(what))


def with_us(clause: str) -> Iterator[str]:
    """ "With us | works it", its words in the order in which they stand alone."""
    found = _WITH_US.fullmatch(clause)
    if found is not None:
        what, verb, how = (found[one] or found[other] or "" for one, other in _WORD_ORDER)
        yield f"{what} {verb}{how}"


def _uninverted(words: list[str]) -> Iterator[str]:
    verb, rest = words[0], words[1:]
    for last in range(1, min(len(rest), _MOST_OF_SUBJECT) + 1):
        yield " ".join((*rest[:last], verb, *rest[last:]))
