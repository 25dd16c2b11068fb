"""The words of somebody on the owner's side → whether they are for us or for a colleague, although
no word of `owner_words.py` is among them: "not mine, ask Sam", "@sam", "Mine, thanks". By their
first line; `aside_phrases` knows what is one only where nothing else is said.

In doubt they are: their author is asked once, and one reply sends them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from mailtracker.desk.aside_phrases import speaks_beside
from mailtracker.desk.names.name_words import TITLE
from mailtracker.late_pattern import late_pattern
from mailtracker.record import dataclass

_INVISIBLE = " \t\n\r\xa0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LINE = 160  # characters of a first line that may be an aside
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_TAIL_WORDS = 7

_GREETING = (
    r"(?:hi|hello|hey|dear|hallo|liebe[rs]?|moin|guten (?:tag|morgen)|hej|kære|beste|dag|bonjour"
    r"|salut|cher|chère|ol[áa]|bom dia|boa tarde|caro|cara)"
)
_NAME = r"(?P<name>[^\W\d_][\w.'’-]{0,30}(?: [^\W\d_][\w'’-]{0,30})?)"
_CALLED: re.Pattern[str] = late_pattern(
    rf"(?P<at>@)?(?:{_GREETING},? @?)?{_NAME}(?P<end>\s?[,:;!–—]|\s-|$)?", re.IGNORECASE
)
_GREETED = late_pattern(rf"{_GREETING}\b", re.IGNORECASE)

_IT_IS = (
    r"(?:sorry,? |leider |this is |that['’]s |that is |it['’]s |is |das ist |dat is |dit is "
    r"|det er |isto |isso |c['’]est |ce n['’]est )?"
)
_NOT_OURS: re.Pattern[str] = late_pattern(
    rf"{_IT_IS}(?:not|nicht|niet|ikke|não é|pas) "
    r"(?:mine|ours|for (?:me|us)|(?:my|our) (?:area|department|job|queue|topic|desk|thing)"
    r"|zuständig|meins?|(?:meine?|unser(?:e|er)?) (?:bereich|thema|baustelle|abteilung)|für mich"
    r"|van mij|voor mij|mijn (?:afdeling|taak)|onze afdeling"
    r"|min(?: afdeling| opgave)?(?! skyld| fejl)|mit bord|til mig|(?:d[ao] )?(?:meu|minha)|comigo"
    r"|para mim"
    r"|[aà] moi|moi|pour moi|mon (?:domaine|service)|notre service)\b"
    rf"|{_IT_IS}(?:wrong (?:person|desk|team|queue|department)|falsche (?:person|abteilung)"
    r"|verkeerde (?:persoon|afdeling)|forkert (?:person|afdeling)|pessoa errada"
    r"|mauvaise? (?:personne|service))\b",
    re.IGNORECASE,
)
_SPOKEN_TO = (
    r"(?!.*\b(?:you|your|yourself|Sie"
    r"|Ihnen|Ihr|dir|dich|du|je|jou|uw?|dig|din|você|lhe|si|vous|te|toi)\b)"
)
_HAND_ON: re.Pattern[str] = late_pattern(
    rf"{_SPOKEN_TO}(?:please |pls |bitte )?(?:re-?assign|assign|reroute|zuweisen|->|→|=>|>>)"
    r"\s?\S.{0,60}",
    re.IGNORECASE,
)
_HAND_TO: re.Pattern[str] = late_pattern(
    r"(?:please |pls |bitte |kindly )?(?:forward (?:this |it )?to|pass (?:this |it )?(?:on )?to"
    r"|over to|hand (?:this |it )?(?:over )?to|ask|try|bitte an|frag(?: mal)?|weiterleiten an"
    r"|doorsturen naar|vraag|send (?:den )?videre til|videre til|spørg|encaminhar para|passar para"
    r"|pergunta a|transférer à|voir avec|demande[rz]? à|to|an|naar|til|para|pour|à) @?"
    rf"{_NAME}\b.{{0,60}}",
    re.IGNORECASE,
)
_FOR_THEM: re.Pattern[str] = late_pattern(
    r"(?:.{0,50}\b)?(?:for|to|für|an|gehört|voor|naar|til|hos|para|ao|à|pour|chez|try|ask)"
    r" (?:@|o |a |den )?(?P<name>[^\W\d_][\w'’-]{0,30})"
    r"(?: [^\W\d_][\w'’-]{0,30})?(?: (?:weitergeben|geben|doorgeven))?"
    r"(?:,? (?:please|pls|thanks|thx|bitte|danke|tak|bedankt|por favor|obrigad[oa]|merci|svp))?\W*",
    re.IGNORECASE,
)
"""What is somebody's, or is to go to them."""

_ASKED: re.Pattern[str] = late_pattern(
    r"(?P<first>[^\W\d_][\w'’-]{0,30})(?:\s?\?"
    r"| (?:please|pls|can you|could you|do you|are you|kannst du|bitte|kun jij|kan du|vil du|podes"
    r"|peux[- ]tu|tu peux)\b.{0,80})"
    r"|.{0,80},\s?(?P<last>[^\W\d_][\w'’-]{0,30})\s?\?",
    re.IGNORECASE,
)
"""Who is spoken to, at the beginning or at the end."""

_SHOULD: re.Pattern[str] = late_pattern(
    rf"{_SPOKEN_TO}(?:(?P<who>[^\W\d_][\w-]{{0,30}}?)(?:['’]s|s)? (?:should|must|has to|needs to"
    r"|could|soll(?:te)?|muss|könnte|ist (?:dran|zuständig)|moet|zou|må|skal|bør|deve|que|doit"
    r"|devrait|s['’]en|area|job|topic|desk|thing|bord|thema|bereich|baustelle"
    r"|afdeling|taak)\b.{0,60}"
    r"|(?:could|can|kann|könnte|kan|zou|kunne|pode|podia|peut)"
    r" (?P<asked>[^\W\d_][\w-]{0,30})\b.{0,60}\?"
    r"|(?:das |dat |det |isso |isto |ça )?(?:macht|doet|gør|tager|pakt|faz|fait) (?P<does>[^\W\d_]"
    r"[\w-]{0,30})\W*"
    r"|(?:over to you|one for you|yours),? (?P<yours>[^\W\d_][\w-]{0,30})\W*)",
    re.IGNORECASE,
)
"""What a colleague is to do."""

_WHO: re.Pattern[str] = late_pattern(
    rf"{_SPOKEN_TO}(?:(?:anyone|anybody|someone|jemand|iemand|nogen|alguém"
    rf"|quelqu['’]un)\b.{{0,40}}\?"
    r"|(?:who|wer|wie|hvem|quem|qui) (?:can|could|takes?|knows|has time|kann|nimmt"
    r"|kennt|weiß|hat zeit"
    r"|kan|pakt|weet|tager|ved|pode|pega|fica|sabe|peut|prend|sait|s['’]en occupe)\b.{0,60}"
    r"|(?:team|all|guys|folks|kollegen|collega['’]?s|kolleger|colegas|collègues)[,:!] .{1,80}\?)",
    re.IGNORECASE,
)
"""A question to whoever knows."""

_FEW = 8
"""Words of a line that hands a request on and says nothing else."""
_MINE: re.Pattern[str] = late_pattern(
    r"(?:(?:ok|okay|yes|ja|sim|oui)\W{1,3})?(?:mine|meins|van mij|min|meu|minha|(?:à"
    r"|pour) moi)(?:\s?[,;:.!–—(-].{0,120}"
    r"|(?: (?:now|then|thanks|thx|please|again|i think|i guess|jetzt|dann|danke|nu|tak|bedankt"
    r"|agora|obrigad[oa]|merci|maintenant)){1,3}\W*)"
    r"|(?:i(?:['’]ve| have)? )?got (?:this|this one|that one)(?:,? (?:thanks|thx))?\W*"
    r"|(?:i['’]ll |i will |i |we['’]ll )?(?:take|taking|tak|grab|grabbing)"
    r" (?:it|this|this one|that|that one)(?: on| up| over)?(?:,? (?:thanks|thx|cheers))?\W*"
    r"|(?:das )?(?:übernehme ich|ich übernehme(?: das| den| es)?|nehme? ich(?: mir)?)(?: selbst)?"
    r"(?:,? danke)?\W*|ik pak (?:deze|hem|het|dit)(?: op)?(?:,? bedankt)?\W*"
    r"|(?:jeg )?tager (?:jeg )?(?:den|det|denne)(?:,? tak)?\W*"
    r"|(?:eu )?(?:fico com|pego) (?:este|esta|isto|isso|esse)(?:,? obrigad[oa])?\W*"
    r"|je (?:le |la )?prends(?: celui-ci| ça)?(?:,? merci)?\W*",
    re.IGNORECASE,
)
_ENDED: re.Pattern[str] = late_pattern(
    r"(?:(?:ok|okay|yes|ja|sim|oui)\W{1,3})?(?:done|closed?|resolved?|reopen|unassign"
    r"|erledigt|geschlossen|gelöst|klaar|afgehandeld"
    r"|gesloten|opgelost|færdig|lukket|løst|feito|fechad[oa]|resolvido|concluído|fait|fini|fermé"
    r"|résolu|clôturé|clos)\b(?P<tail>.*)",
    re.IGNORECASE,
)
_END_IT: re.Pattern[str] = late_pattern(
    r"(?:please |pls |bitte |can you |you can |kindly |i['’]m |we can |ok,? |yes,? )?"
    r"(?:close|closing|re-?open|mark (?:as|it) (?:done|closed|resolved))"
    r"(?: (?:it|this|this one|that|the (?:ticket|request|case|issue)|as (?:done|resolved)))*"
    r"(?:,? (?:please|pls|thanks|thx|thank you|now))*\W*"
    r"|(?:duplicate|spam|junk|nothing to do|no action|doppelt|dubbel|dublet|duplicado"
    r"|doublon)\W{1,3}"
    r"(?:please |bitte )?(?:close|ignore|schließen|sluiten|luk|fechar|fermer)\b.{0,20}"
    r"|(?:bitte |gelieve |venligst |por favor )?(?:schlie(?:ß|ss)en|zumachen|sluiten"
    r"|luk(?: den)?(?: bare)?"
    r"|fech(?:em|ar|e)|fermez|fermer|clôturer|à (?:fermer|clôturer))"
    r"(?:,? (?:bitte|aub|alstublieft|tak|por favor|svp|merci))?\W*"
    r"|(?:(?:this|it|ticket|request|das|den|det|sagen|dit) ){0,2}"
    r"(?:can be|to be|kann|kan|mag|pode(?: ser)?|peut(?: être)?) (?:closed|zu|geschlossen werden"
    r"|dicht|gesloten worden|lukkes|fechad[oa]|fechar|fermée?|clôturée?|clos)"
    r"(?:,? (?:thanks|danke|bedankt|tak|obrigad[oa]|merci))?\W*",
    re.IGNORECASE,
)
_SEND: re.Pattern[str] = late_pattern(
    r"(?:(?:yes|ja|jo|sim|oui|ok|okay|please|bitte|pls|sure)\W{1,4}){0,3}send(?:e|en)?"
    r"(?: (?:it|that|this|them|as (?:it )?(?:was|is)|anyway|please|pls|thanks|thank you|den|det|das"
    r"|het|bitte|tak|on|off|out|now)){0,4}\W*"
    r"|(?:yes|no|ja|nein|nee|nej|sim|não|oui|non|ok|okay)(?:\W{1,3}(?:please|thanks|thank you"
    r"|bitte|danke|graag|tak|obrigad[oa]|merci|that was me|das war ich))?\W*"
    r"|(?:it|that) was (?:me|mine)\W*",
    re.IGNORECASE,
)
"""What people answer to a question of ours in place of `send`."""

_WAITING: re.Pattern[str] = late_pattern(
    r"(?:waiting|snooze|on hold)(?:\s?[,;:–—-].{0,60}| \S+(?: \S+){0,2})?\W*"
    r"|snooze\b(?! (?:is|was|are|ist|war|er|é|est|button|knop)\b).{0,80}"
    r"|(?:note|notiz|notitie|notat|nota)\b\s?(?:to self|an mich|[:–—-]).{0,200}",
    re.IGNORECASE,
)
_WORD_FOR: re.Pattern[str] = late_pattern(
    r"(?:for|add|drop|cc|für|voor|til|para|pour) @?(?P<name>[^\W\d_][\w.'’-]{0,30})"
    r"(?:\s?[,;:!–—(-].{0,120}| (?:please|pls|thanks|thx|to|from|instead|he|she|they|bitte|danke"
    r"|alstublieft|aub|tak|obrigad[oa]|merci|knows)\b.{0,120}|\W*)",
    re.IGNORECASE,
)
_POLITE = frozenset(
    """
    thanks thank thx thankyou ty cheers you very much many please pls kindly now here then ok okay
    it this ticket request case issue one all from my side end me for everything and closed close
    closing done resolved finished that was
    danke vielen dank bitte jetzt von meiner seite hiermit ticket anfrage und schönen
    bedankt dankjewel dank je wel graag nu hierbij alvast
    tak mange herfra nu det
    obrigado obrigada agora por favor isto isso
    merci beaucoup maintenant pour moi svp
    have a nice good great day evening weekend schönen schönes guten tag abend feierabend wochenende
    fijne fijn dag avond weekend god dag aften bom boa dia tarde fim de semana bonne bon journée
    soirée week end
    """.split()
)


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who might be meant: `readers`, the words by which those are called who read what is written;
    `others`, those of colleagues who do not; case folded. `asked`: it answers a question of ours.
    """

    readers: frozenset[str]
    others: frozenset[str]
    asked: bool = False


def is_aside(text: str, hearers: Hearers) -> bool:
    """Whether a `text`, quotes and signature removed, begins with words for us or for a colleague
    who would not read them.
    """
    line = first_line(text)
    if not line or len(line) > _LINE:
        return False
    whole = len(text.split()) == len(line.split())
    if _is_for_us(line, hearers, whole) or _calls_somebody_else(line, hearers):
        return True
    return speaks_beside(text.strip(_INVISIBLE), hearers.others, hearers.readers)


def first_line(text: str) -> str:
    """One space between its words, and none of the invisible characters that some clients put in
    front.
    """
    line = text.lstrip(_INVISIBLE).partition("\n")[0]
    if not line.isascii():
        line = "".join(one for one in line if unicodedata.category(one) != "Cf")
    return " ".join(line.split())


def _is_for_us(line: str, hearers: Hearers, whole: bool) -> bool:
    if _NOT_OURS.match(line) or _WAITING.fullmatch(line):
        return True
    if _is_ended(line) or _names_a_colleague(line, hearers):
        return True
    if line.casefold().startswith("mine") and _MINE.fullmatch(line):
        return True
    return whole and _is_short_for_us(line, hearers)


def _is_short_for_us(line: str, hearers: Hearers) -> bool:
    """What is an answer where more stands below it."""
    if hearers.asked and _SEND.fullmatch(line):
        return True
    if len(line.split()) <= _FEW and _names_who_takes_it(line, hearers):
        return True
    return any(one.fullmatch(line) for one in (_MINE, _END_IT, _HAND_ON, _WHO))


def _names_who_takes_it(line: str, hearers: Hearers) -> bool:
    """ "ask Sam", "that's for Sam", "can you take it, Sam?"."""
    hits = [one.fullmatch(line) for one in (_HAND_TO, _FOR_THEM, _ASKED, _SHOULD)]
    named = [name for hit in hits if hit for name in hit.groupdict().values() if name]
    return any(_is_other(name, hearers) for name in named)


def _is_ended(line: str) -> bool:
    """ "Done, thanks": a word, and nothing but politeness behind it."""
    hit = _ENDED.fullmatch(line)
    if hit is None:
        return False
    tail = [word.casefold() for word in _WORD.findall(hit["tail"])]
    return len(tail) <= _TAIL_WORDS and _POLITE.issuperset(tail) and "?" not in line


def _names_a_colleague(line: str, hearers: Hearers) -> bool:
    """ "for Sam, he knows": the word, somebody whom we know, and more."""
    hit = _WORD_FOR.fullmatch(line)
    return hit is not None and _is_other(hit["name"], hearers)


def _calls_somebody_else(line: str, hearers: Hearers) -> bool:
    """ "@sam", "Sam, can you take it?", "Hi Sam"."""
    hit = _CALLED.match(line)
    if hit is None:
        return False
    if hit["at"]:
        return _first(hit["name"]) not in hearers.readers
    called = hit["end"] is not None or _GREETED.match(line)
    return bool(called) and _is_other(hit["name"], hearers)


def _is_other(name: str, hearers: Hearers) -> bool:
    """A colleague who would not read it, and nobody who does is called so."""
    words = [word for word in _words(name) if word not in TITLE]
    if not hearers.readers.isdisjoint(words):
        return False
    return bool(words) and words[0] in hearers.others


def _first(name: str) -> str:
    return next(iter(_words(name)), "")


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name.replace("_", " "))]


def names_in(texts: Collection[str]) -> frozenset[str]:
    """The words of these names and addresses, case folded."""
    bare = (text.partition("@")[0] for text in texts)
    return frozenset(word for text in bare for word in _words(text) if len(word) > 1)
