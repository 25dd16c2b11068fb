"""A subject goes in; what the mark in front of it says comes out: an answer, a forward, or
neither. The marks of all mailers and languages stand here, once: we read by them and write by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from mailtracker.late_pattern import late_pattern


class _Marks(NamedTuple):
    """What mailers of one language put before a subject, without colon or counter."""

    language: str
    answers: str = ""
    forwards: str = ""


_MARKS = (
    _Marks("English, and everybody", "re", "fw fwd"),
    _Marks("German", "aw antw antwort", "wg weitergeleitet"),
    _Marks("Dutch", "antw", "doorst"),
    _Marks("Danish and Norwegian", "sv", "vs videresendt"),
    _Marks("Swedish", "sv", "vb"),
    _Marks("Finnish and Estonian", "vs", "vl"),
    _Marks("French", "re ré", "tr"),
    _Marks("Spanish", "re", "rv"),
    _Marks("Portuguese", "res", "enc"),
    _Marks("Polish", "odp", "pd"),
    _Marks("Turkish", "ynt", "ilt"),
    _Marks("Hungarian", "vá", "továbbítás"),
    _Marks("Latvian and Welsh", "atb", "pārs yml"),
    _Marks("Indonesian", "bls", "trs"),
    _Marks("Greek", "απ", "πρθ"),
    _Marks("Russian", "отв ответ"),
    _Marks("Hebrew", "תגובה", "הועבר"),
    _Marks("Chinese", "回复 答复 回覆", "转发 轉寄"),
    _Marks("Japanese", "返信", "転送"),
)
"""To add a language, add a line. "vs" stands twice: Finns answer with it, Danes pass on. It is read
as both, and kept when we write, as every forward mark is.
"""

_DOUBTFUL = _Marks("Italian", "r rif", "i")
"""People write these themselves, too ("R: drive is full", "Rif: fattura 12"): where we ask whether
somebody answers or passes on they count, for then a person wrote. They are never taken away, and
no thread is found by them. "Ref:" is no mark at all, but a word that people write.
"""

_WARNINGS = (
    "ext external extern externe externer externes externo externa externt ekstern eksternt "
    "eksterne esterno esterna exterior extérieur outside utenfor zewnętrzny zewnętrzna ulkoinen "
    "külső spam junk phishing suspicious unverified bulk"
).split()
_OF = (
    "e-mail email mail message sender source absender nachricht afzender bericht afsender besked "
    "avsändare remetente mensagem expéditeur courriel remitente correo mittente caution warning "
    "vorsicht achtung attention atenção possible possibly suspected likely probable"
).split()


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


_BESIDE = rf"(?:\W{{0,3}}(?:{_any(_OF)}))"
_SAID = rf"{_BESIDE}{{0,2}}\W{{0,3}}(?:{_any(_WARNINGS)}){_BESIDE}{{0,2}}\W{{0,3}}"
GATEWAY_TAG = (
    rf"(?:[\[(<{{]{{1,2}}\W{{0,3}}{_SAID}[\])>}}]{{1,2}}|\*{{1,5}}\s?{_SAID}\*{{1,5}}"
    r"|(?:ext|external|extern|externe|externo|ekstern|esterno|spam)\s?[:：])"
)
"""What gateways write in front of a subject, in all their shapes: "[EXTERNAL]", "EXT:", "*EXTERN*",
"(External)", "[SPAM?]". They do so each time that a mail comes in.
"""

_LEAD = rf"\s{{0,5}}(?:{GATEWAY_TAG}\s{{0,3}}){{0,4}}(?:\[[^\]]{{0,40}}\]\s{{0,3}})?"
"""Gateways' tags, and that of a list, as in "[it-help] Re: VPN"."""

_COUNTER = r"(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4})"  # "Re[2]:", "Re (2):", "Re^2:"
_COLON = rf"\s{{0,2}}(?:{_COUNTER}\s{{0,2}})?[:：]"


def _words(column: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(column).split())


ANSWERS = _words(marks.answers for marks in _MARKS)
FORWARDS = _words(marks.forwards for marks in _MARKS)
DOUBTFUL = _words(_DOUBTFUL[1:])


def _mark(*columns: Iterable[str]) -> str:
    """The pattern of one mark with its counter and colon. The longest words come first."""
    words = sorted(frozenset().union(*columns), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))}){_COLON}"


ANSWER_MARK = _mark(ANSWERS)
"""As a pattern, for others that ask what follows a word."""

_ANSWER = late_pattern(_LEAD + ANSWER_MARK, re.IGNORECASE)
_FORWARD = late_pattern(_LEAD + _mark(FORWARDS, _DOUBTFUL.forwards.split()), re.IGNORECASE)
_EITHER = late_pattern(_LEAD + _mark(ANSWERS, FORWARDS, DOUBTFUL), re.IGNORECASE)
_WRITTEN = late_pattern(
    rf"(?P<forward>{_mark(FORWARDS)})\s*|{_mark(ANSWERS - FORWARDS)}\s*", re.IGNORECASE
)


_TAG = late_pattern(rf"\s*(?:{GATEWAY_TAG}|\[[^\]\[]{{1,40}}\])\s*", re.IGNORECASE)
_GATEWAYS = late_pattern(rf"\s*(?>{GATEWAY_TAG}\s*)+", re.IGNORECASE)
_SHAPE = re.compile(r"[\W_]+")
_MOST_TAGS = 12  # that are looked at


def is_answer(subject: str) -> bool:
    """Re:, AW: ... at the start, and no Fwd:."""
    return bool(_ANSWER.match(subject))


def is_forward(subject: str) -> bool:
    """Fwd:, WG: ... at the start, and no Re:."""
    return bool(_FORWARD.match(subject))


def is_answer_or_forward(subject: str) -> bool:
    """Re:, AW:, Fwd: ... at the start: somebody answered, or passes something on."""
    return bool(_EITHER.match(subject))


def without_answer_mark(subject: str) -> str:
    """What stands behind "Re:" and a tag in brackets."""
    hit = _ANSWER.match(subject)
    rest = subject[hit.end() :].lstrip() if hit else subject
    return rest.partition("]")[2].lstrip() if rest.startswith("[") else rest


def without_gateway_tags(subject: str) -> str:
    """What stands behind them: nobody wrote them who wrote the mail."""
    hit = _GATEWAYS.match(subject)
    return subject[hit.end() :] if hit else subject


def unmarked(line: str) -> tuple[str, str]:
    """What stands behind every mark in front, and the first forward mark among them. A tag in front
    stays, once: each gateway on the way of an answer writes its own again before "Re:".
    """
    at, forward, tags = 0, "", dict[str, str]()
    while len(tags) < _MOST_TAGS:
        if hit := _WRITTEN.match(line, at):
            forward = forward or (hit["forward"] or "")
        elif hit := _TAG.match(line, at):
            tags.setdefault(_SHAPE.sub(" ", hit[0]).strip().casefold(), hit[0].strip())
        else:
            break
        at = hit.end()
    kept = [*tags.values(), line[at:]]
    return " ".join(filter(None, kept)), forward
