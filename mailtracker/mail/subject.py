"""A subject goes in; what the mark in front of it says comes out: an answer, a forward, or
neither. The marks of all mailers and languages stand here, once: we read by them and write by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


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

_LEAD = r"\s{0,5}(?:\[[^\]]{0,40}\]\s{0,3})?"  # a list's tag, as in "[it-help] Re: VPN"
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

_ANSWER = re.compile(_LEAD + ANSWER_MARK, re.IGNORECASE)
_FORWARD = re.compile(_LEAD + _mark(FORWARDS, _DOUBTFUL.forwards.split()), re.IGNORECASE)
_EITHER = re.compile(_LEAD + _mark(ANSWERS, FORWARDS, DOUBTFUL), re.IGNORECASE)
_WRITTEN = re.compile(
    rf"(?P<forward>{_mark(FORWARDS)})\s*|{_mark(ANSWERS - FORWARDS)}\s*", re.IGNORECASE
)


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


def unmarked(line: str) -> tuple[str, str]:
    """What stands behind every mark in front, and the first forward mark among them."""
    at, forward = 0, ""
    while hit := _WRITTEN.match(line, at):
        forward = forward or (hit["forward"] or "")
        at = hit.end()
    return line[at:], forward
