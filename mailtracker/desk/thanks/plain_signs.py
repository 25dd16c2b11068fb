"""What looks like good news and as well may be any fact ("the door opens", "everything comes out
pink"), one entry a language; written as the phrases of `thanks_phrases`. It is good news only where
nothing new follows it.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.good_signs import GOOD
from mailtracker.desk.thanks.harmless_signs import HARMLESS
from mailtracker.desk.thanks.wanting_signs import KNOWN_BY
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import flat
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _Plain:
    """What people of one language write; all but the last are alternatives of a pattern."""

    #: Of the signs of good news, those that say it of nothing by themselves.
    plain: str
    #: How many, as a word.
    numbers: str
    #: After some time something else happened.
    after: str
    #: What was agreed says nothing of how it went.
    as_agreed: str
    #: Words that add nothing new behind a plain sign, separated by blanks.
    adds_nothing: str


_LANGUAGES = (
    _Plain(  # English
        plain=r"""come|came|gone through|open|complete|available|normal|works|worked|working
|(?:re|is|was|are|s|been|were) working|clear|clears|cleared|helps|confirmed
|complete\w*|fast|quick\w*|fits?|fitted|match\w*|runs|running|ran|settled|warm|clean|easy|passed
|went \w+|done|finally|at last|found|safe|safely|installed|connect\w*|turned up|best|worth|opens
|prints|boots|loads|syncs|charges|scans|shows up|logs in|agree\w*|welcome|kind|answers|answered
|answer|simple|dry|bright|sharp|everything|all \w+|in place|in order|arrived|received|saved
|can see|i see it|up and running|back \w+|came \w+|looks? \w+|quiet|i see\b.*""",
        numbers="three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen",
        after=r"after (?:an?|one|two|\w+) (?:\w+ )?(?:minute|second|hour|while|moment|bit)s?",
        as_agreed=r"""as (?:agreed|discussed|promised|described|requested|you asked)""",
        adds_nothing="too again today yesterday morning noon evening post courier mail properly "
        "correctly yet already now here there home office desk side end phone as well also "
        "by since update restart archive folder seconds of from up at say says everything an "
        "friend colleagues fine time zone right",
    ),
    _Plain(  # German
        plain=r"""(?:heute|gestern|eben|gerade|endlich|vorhin) (?:\w+ ){0,2}gekommen|klar|lauft
|lief
|liefen|laufen|geht|ging|da|angekommen|eingetroffen|vollstandig\w*|komplett
|genehmigt|bewilligt|bestatigt|richtig|korrekt|passen|sauber\w*|warm|ruhig\w*|leise
|schnell\w*|fix|flott|einfach|leicht\w*|gefunden|druckt|startet|offnet|schliesst|ladt|verbindet
|synchronisiert|heizt|scannt|leuchtet|alles|fertig|endlich|erfolg\w*|einverstanden|wieder da
|dabei|eingegangen|wieder \w+|sehe \w+""",
        numbers="drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dutzend",
        after=r"nach (?:einer|einem|einigen|\w+) (?:minute|sekunde|stunde|weile|moment|zeit)\w*",
        as_agreed=r"""wie (?:besprochen|vereinbart|abgemacht|versprochen|beschrieben|gewunscht
|verlangt)""",
        adds_nothing="sich heute gestern morgen mittag abend post kurier ordentlich richtig "
        "schon hier "
        "dort buro schreibtisch handy zuhause ganz gut s ja doch eben gerade daheim soweit dabei",
    ),
    _Plain(  # Dutch
        plain=r"""klopt|kloppen|werkt|werkte|werken|gewerkt|loopt|liep|draait|klaar|binnen
|aangekomen|ontvangen|compleet|volledig|akkoord|bevestig\w*|juist|correct
|warm\w*|schoon|stil\w*|rustig\w*|snel\w*|vlot\w*|makkelijk\w*|eenvoudig|simpel|best|beste
|eindelijk|gevonden|opent|print|start op|laadt|verbindt|scant|staat er|staan er|zie \w+|allemaal
|alles|er weer|veilig|logisch|gaat (?:weer |nu )?open""",
        numbers="drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dozijn",
        after=r"na (?:een|enkele|\w+) (?:minuut|minuten|seconde\w*|uur|poos\w*|tijd\w*|moment\w*)",
        as_agreed=r"""zoals (?:afgesproken|besproken|beloofd|gevraagd)""",
        adds_nothing="vandaag gisteren morgen middag avond post koerier goed netjes al hier daar "
        "thuis kantoor bureau telefoon ipad mn beeld door gewoon toen ik terugkwam me mij ons",
    ),
    _Plain(  # Danish
        plain=r"""virker|virkede|virket|kører|kørt|lavet|pa plads|kommet|ankommet|modtaget|fundet
|passer|stemmer|komplet|bekræft\w*|klar|klart|varm\w*|ren|rent|stille|rolig\w*
|hurtig\w*|nem\w*|let|bedste|endelig|lever|abner|printer|starter|lukker|alt
|alle sammen|sat op|kan (?:jeg|vi) se|er med|kom (?!ind\b)\w+(?: \w+)?|er (?:nu )?\w+""",
        numbers="tre|fire|fem|seks|syv|otte|ti|elleve|tolv|snes|dusin",
        after=r"efter (?:et|en|nogle|\w+) (?:minut|sekund|time|stund|øjeblik)\w*",
        as_agreed=r"""som (?:aftalt|lovet|beskrevet|ønsket)""",
        adds_nothing="dag gar morges posten post ordentligt rigtigt allerede hele kontor bord hjem "
        "godt fint helt tæt jo denne uge hjemmefra ogsa",
    ),
    _Plain(  # Portuguese
        plain=r"""chegou|chegaram|recebi\w*|complet[oa]s?
|aprovou|confirmad\w*|confirmou|clar[oa]s?|quente|limp\w*|silencios\w*|rapid\w*|facil\w*|simples
|finalmente|encontrei|achei|abre|imprime|liga|arranca|carrega|ja (?!tenho)\w+(?: \w+)?|tudo
|pront[oa]s?
|certo|certa|servem|serve|regressou|voltou tudo|de volta
|aparece\w*|a trabalhar|a imprimir""",
        numbers="tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|duzia",
        after=r"(?:ao fim de|depois de|passad[oa]) (?:uma?|\w+) (?:minut|segund|hora|temp)\w*",
        as_agreed=r"""como (?:combinado|prometido|falado|pedido|acordado)|conforme \w+""",
        adds_nothing="se hoje ontem manha tarde noite correio carta casa secretaria telemovel "
        "arquivado outra vez andar",
    ),
    _Plain(  # French
        plain=r"""arrive[es]*|recu[es]*|complet|complete|valide[es]*
|exact\w*|juste|clair\w*|propre\w*|silencieu\w*|calme|rapid\w*|vite|facile\w*|simple\w*|enfin
|trouve[es]*|retrouve[es]*|imprime|demarre|ouvre|s ouvre|s affiche\w*|se connecte|charge|chauffe
|tout|tous|repart\w*|reparti\w*|tourne|roule|rendue?|meilleur\w*
|en place|je (?:le |la |les )?(?:vois|retrouve)|monte|vient|bien|marche\w*""",
        numbers="trois|quatre|cinq|six|sept|huit|dix|onze|douze|douzaine",
        after=r"(?:au bout d|apres) (?:e )?(?:une?|\w+) (?:minute|seconde|heure|moment|instant)s?",
        as_agreed=r"""comme (?:convenu|promis|discute|demande|prevu)""",
        adds_nothing="hier aujourd hui matin midi soir poste courrier coursier jour bon etat "
        "maintenant deja y etait interne ici dans mail chez moi bureau telephone archives "
        "indesirables etiquete nouveau",
    ),
)
"""To add a language, add an entry."""

_PLAIN = [late_pattern(flat(one.plain)) for one in _LANGUAGES]
_KNOWN = [
    known.union(one.adds_nothing.split()) for one, known in zip(_LANGUAGES, KNOWN_BY, strict=True)
]
_BRIEFLY = r"(?:minut|second|sekund|segund)"
_NEW = [
    late_pattern(rf"\b(?:(?:{flat(one.numbers)})(?! {_BRIEFLY})|(?:{flat(one.after)}))\b")
    for one in _LANGUAGES
]
_AS_AGREED = [late_pattern(rf"\b(?:{flat(one.as_agreed)})\b") for one in _LANGUAGES]
_JOINED = ("and", "und", "en", "og", "e", "et")
_WE = r"(?:i|we|ich|wir|ik|jeg|vi|je|j|nous|on|eu)"
_MUCH = re.compile(
    r"\b(?:so|such|very|really|sehr|zo|heel|erg|sa|meget|tao|muito|bem|si|tres|trop) $"
)

_WHEN = re.compile(
    r"(?:i morges|at first|in the first place|same day|next time|once again|first \w+|one of"
    r"|when i .*|since .*|seit .*|sinds .*|siden .*|desde .*|depuis .*|(?:das|de|i) erste \w+"
    r"|de eerste \w+|første gang|primeira vez|premiere \w+|noch .*|nog .*|encore .*|en farve"
    r"|for .*|until .*|bis .*|tot .*|ate .*|a (?:lundi|demain)|ou je .*|non plus|even i \w+)"
)
"""When it was, or how often: good of nothing by itself."""

_WHAT_IT_IS = 4
"""So many words that nobody knows may stand beside what is harmless."""


def is_good(clause: str, at: int) -> bool:
    """Whether a clause in the language tells good news, not any fact."""
    said = _AS_AGREED[at].sub("_", clause)
    return any(_is_sure(found, at) for found in GOOD[at].finditer(said))


def adds_something(clause: str, at: int) -> bool:
    """A number, or what happened after a while: it may be what somebody must know."""
    return _NEW[at].search(clause) is not None


def unknown_words(text: str, at: int) -> list[str]:
    """The words of a text in the language that say something of their own."""
    return [word for word in HARMLESS[at].sub("", text).split() if word not in _KNOWN[at]]


def is_only_harmless(clause: str, at: int) -> bool:
    """Whether little is said besides what only looks like a sign, and is good in itself."""
    found = [one[0] for one in HARMLESS[at].finditer(clause)]
    if all(map(_WHEN.fullmatch, found)):
        return False
    return len(unknown_words(clause, at)) <= _WHAT_IT_IS


def _is_sure(found: re.Match[str], at: int) -> bool:
    """Behind a plain sign one word may follow that nobody knows: the subject of "now the door
    opens" in other languages. Where the subject stands before it, or more is joined, none may.
    """
    before, rest = found.string[: found.start()], found.string[found.end() :]
    if _MUCH.search(before) or not _PLAIN[at].fullmatch(found[0]):
        return True
    rest = re.sub(rf" {_JOINED[at]} {_WE} .*", "", rest)
    has_subject = bool(unknown_words(before, at)) or _JOINED[at] in rest.split()
    return len(unknown_words(rest, at)) <= (0 if has_subject else 1)
