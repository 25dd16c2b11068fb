"""The lines of a mail go in; which of them a gateway wrote comes out: that the mail came from
outside, what not to click on, that no virus was found. People read on what stands there; it is
nobody's word, so that nothing may be decided by it.

A sentence alone is not enough, since people write about such mails too: a mark ("CAUTION") and a
statement, a statement and an advice, or a paragraph that is nothing but the statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Flag, auto

from mailtracker.late_pattern import late_pattern

_PARAGRAPHS = 4  # that are looked at, from above and from below
_HEIGHT = 10  # lines of a paragraph that may be a banner
_WIDTH = 1_500  # characters of such
_SENTENCE = 300
_EDGE = " \t*[](){}|#_=~<>-–—!⚠️❗🛑\"'`.:;\xa0"
_ENDS = re.compile(r"(?<=[.!:?\]|])\s+(?!www\.|https?:)|\s+[-–—|]{1,3}\s+|(?<=\w)\*+\s+")
_STOPS = (".", "!", "]", "*", "|", ">", ")")

_MAIL = (
    r"(?:e-?mails?|mails?|messages?|nachricht|bericht|besked|meddelelse|melding|e-?post|mensagem"
    r"|correio|courriel|courrier|correo|mensaje|messaggio)"
)
_OUTSIDE = (
    r"(?:outside|external|extern\w{0,3}|au(?:ß|ss)erhalb|buiten|ekstern\w?|uden\s?for|uden?fra|utenfor|utanför"
    r"|de fora|fora d[aeo]|ext[ée]rieur\w?|hors d|fuera de|esterno|all'esterno)"
)
_THIS = (
    r"(?:this|the|diese|dies ist eine|deze|dit|denne|dette|este|esta|essa|esse|ce|cet|cette"
    r"|questo|questa|detta|det här|you (?:have )?received this|sie haben diese)"
)
_WORD = (
    r"(?:caution|warning|attention|notice|alert|important|be careful|security \w{4,8}|achtung"
    r"|vorsicht|warnung|hinweis|sicherheitshinweis|let op|pas op|waarschuwing|advarsel|forsigtig"
    r"|obs|pas på|vær opmærksom|cuidado|aten[çc][ãa]o|aviso|alerta|avertissement|prudence"
    r"|mise en garde|atención|attenzione|varning)"
)
_MARK = late_pattern(rf"{_WORD}(?:\W+{_WORD})?", re.IGNORECASE)
_MARKED = late_pattern(rf"\W*{_WORD}\b", re.IGNORECASE)
_OUTSIDER = late_pattern(
    rf"(?:{_WORD}\W+)?(?:{_OUTSIDE} (?:{_MAIL}|sender|absender|afzender|afsender|avsender|source)"
    rf"|{_MAIL} {_OUTSIDE}|(?:remetente|expéditeur|remitente) {_OUTSIDE}|external|extern)",
    re.IGNORECASE,
)
_STATEMENT = late_pattern(
    rf"(?:{_WORD}\W+)?{_THIS} (?:{_OUTSIDE} )?{_MAIL}\b.{{0,60}}(?<!\w){_OUTSIDE}.{{0,80}}"
    rf"|(?:{_WORD}\W+)?{_THIS} {_OUTSIDE} {_MAIL}.{{0,80}}",
    re.IGNORECASE,
)
_RARELY = late_pattern(
    r"(?:you|some people who received this message) don['’]t often get e-?mail from .{1,120}"
    r"|sie erhalten nicht (?:oft|häufig) (?:eine )?e-?mails? von .{1,120}"
    r"|u ontvangt niet vaak e-?mail van .{1,120}|du får ikke ofte (?:e-?)?mails? fra .{1,120}"
    r"|(?:você )?não costuma receber e-?mails? de .{1,120}"
    r"|vous (?:n['’]obtenez|ne recevez) pas souvent .{1,140}",
    re.IGNORECASE,
)
_WHY = late_pattern(
    r"learn why this is important.{0,120}|weitere informationen.{0,40}warum.{0,120}"
    r"|erfahren sie, warum dies wichtig ist.{0,120}|meer informatie over waarom.{0,120}"
    r"|få mere at vide om, hvorfor.{0,120}|saiba por(?: que|que).{0,120}"
    r"|découvrez pourquoi.{0,120}",
    re.IGNORECASE,
)
_SCANNED = late_pattern(
    rf"(?=.*(?:vir|malware|spam|threat|schad)){_THIS} {_MAIL} "
    r"(?:has been|was|wurde|is|er(?: blevet)?|foi|a été) .{0,40}"
    r"(?:scanned|checked|viren|gescannt|geprüft|gecontroleerd|gescand|scannet|kontrolleret"
    r"|verificad[oa]|vérifié|analysé).{0,80}"
    r"|virus-?free.{0,60}|virenfrei.{0,60}|virusvrij.{0,60}|virusfri.{0,60}|livre de vírus.{0,60}"
    r"|sem vírus.{0,60}|l['’]absence de virus dans ce .{0,100}",
    re.IGNORECASE,
)
_ADVICE = late_pattern(
    r"(?:please |bitte |gelieve |por favor,? |veuillez |merci de |vær venlig )?"
    r"(?:do not|don['’]t|never|avoid|be (?:careful|cautious|vigilant|aware)"
    r"|(?:use|exercise) caution|think before|stop and think|report|verify|treat|only (?:click|open)"
    r"|if you (?:do not|are not|suspect)|unless|take care|klicken sie"
    r"|öffnen sie|seien sie|prüfen sie|melden sie|keine|nicht|links|anhänge"
    r"|klik niet|klik geen|klik alleen|open geen|wees|meld|controleer|klik ikke|klik aldrig"
    r"|åbn ikke|undlad|vær|rapport[ée]r|não|nunca|evite|tenha|seja|verifique|denuncie|ne cliquez"
    r"|n['’]ouvrez"
    r"|ne pas|soyez|évitez|vérifiez|signalez|faites attention|no haga|non cliccare|klicka inte)\b"
    r".{0,280}",
    re.IGNORECASE,
)
_DANGER = late_pattern(
    r"click|link|attach|phish|sender|suspic|malicious|unsafe|klick|anhang|anhänge|absender"
    r"|verdächtig|vorsicht|klik|bijlage|afzender|verdacht|vedhæft|afsender|mistænk|cliq|anexo"
    r"|remetente|suspeit|ligaç|pièce|expéditeur|suspect|liens|prudent|adjunt|enlace|allegat|bilag",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:i|me|my|ich|mir|mich|mein\w{0,2}|ik|mijn|jeg|mig|eu|meu|minha|mon|moi)\b|\?",
    re.IGNORECASE,
)


class _Says(Flag):
    """What the sentences of a paragraph say."""

    NOTHING = 0
    #: "CAUTION"
    MARK = auto()
    #: "EXTERNAL SENDER"
    OUTSIDER = auto()
    #: "This message came from outside."
    STATEMENT = auto()
    #: "Do not click on links."
    ADVICE = auto()
    #: What no person writes of a mail of their own.
    SURE = auto()


_SENTENCES = (
    (_MARK, _Says.MARK),
    (_OUTSIDER, _Says.OUTSIDER),
    (_STATEMENT, _Says.STATEMENT),
    (_RARELY, _Says.SURE),
    (_WHY, _Says.ADVICE),
    (_SCANNED, _Says.SURE),
)


def banner_lines(lines: Sequence[str]) -> frozenset[int]:
    """The places of what a gateway put above and below a mail. Looks at the first and the last
    four paragraphs.
    """
    above = _told(lines, _paragraphs(lines))
    below = _told(lines, _paragraphs_below(lines), whole=True)
    return frozenset((*above, *below))


def _paragraphs(lines: Sequence[str]) -> Iterator[int]:
    """Where the first ones begin."""
    at = 0
    for _ in range(_PARAGRAPHS):
        while at < len(lines) and _is_blank(lines[at]):
            at += 1
        if at >= len(lines):
            return
        yield at
        at += _height(lines, at)


def _paragraphs_below(lines: Sequence[str]) -> Iterator[int]:
    """Where the last ones begin, the last of them first."""
    at = len(lines)
    for _ in range(_PARAGRAPHS):
        while at and _is_blank(lines[at - 1]):
            at -= 1
        end = at
        while at and not _is_blank(lines[at - 1]) and end - at <= _HEIGHT:
            at -= 1
        if at == end:
            return
        yield at


def _height(lines: Sequence[str], start: int) -> int:
    """How many lines of a paragraph begin here; as many as may matter."""
    end = start
    while end < len(lines) and not _is_blank(lines[end]) and end - start <= _HEIGHT:
        end += 1
    return end - start


def _told(lines: Sequence[str], starts: Iterator[int], whole: bool = False) -> list[int]:
    """The lines of these paragraphs up to the first sentence that is no gateway's; `whole`: only of
    paragraphs that have none such.
    """
    said, taken = _Says.NOTHING, list[int]()
    for start in starts:
        end = start + _height(lines, start)
        stop = _reach(lines, start, end)
        says = _said_in(lines[start:stop])
        if whole and stop < end:
            break
        if not says or _is_again(says, said):
            break
        said |= says
        taken += range(start, stop)
        if stop < end:
            break
    joined = " ".join(lines[at].strip() for at in sorted(taken))
    return taken if joined and _is_enough(said, joined) else []


def _is_again(says: _Says, said: _Says) -> bool:
    """A second paragraph of advice may be the writer's."""
    return says is _Says.ADVICE and bool(said & _Says.ADVICE)


def _reach(lines: Sequence[str], start: int, end: int) -> int:
    """Where the longest run ends that is a gateway's and ends as a sentence does, else where the
    shortest does: what stands on a line of its own below may be the writer's.
    """
    fitting = [stop for stop in range(start + 1, end + 1) if _said_in(lines[start:stop])]
    ended = [stop for stop in fitting if lines[stop - 1].rstrip().endswith(_STOPS)]
    stop = ended[-1] if ended else min(fitting, default=start)
    while start < stop < end and not lines[stop].strip(_EDGE):  # a line that is drawn below
        stop += 1
    return stop


def _said_in(lines: Sequence[str]) -> _Says:
    """What all sentences say; nothing where one is no gateway's."""
    joined = " ".join(map(str.strip, lines))
    said = _Says.NOTHING
    if len(joined) > _WIDTH or joined.startswith(">"):
        return said
    for sentence in filter(None, (one.strip(_EDGE) for one in _ENDS.split(joined))):
        says = _said_by(sentence)
        if not says:
            return _Says.NOTHING
        said |= says
    return said


def _said_by(sentence: str) -> _Says:
    if len(sentence) > _SENTENCE or _OWN.search(sentence):
        return _Says.NOTHING
    for pattern, says in _SENTENCES:
        if pattern.fullmatch(sentence):
            return says
    if _ADVICE.fullmatch(sentence) and _DANGER.search(sentence):
        return _Says.ADVICE
    return _Says.NOTHING


def _is_enough(said: _Says, joined: str) -> bool:
    if said & _Says.SURE:
        return True
    drawn = joined[0] in "[*<#|(" or bool(_MARKED.match(joined))
    if said & _Says.STATEMENT:
        others = said & (_Says.MARK | _Says.ADVICE | _Says.OUTSIDER)
        return bool(others) or drawn or "originat" in joined
    if not said & _Says.OUTSIDER:
        return False
    return said is not _Says.OUTSIDER or drawn or joined.isupper()


def _is_blank(line: str) -> bool:
    return not line or line.isspace()
