"""A regular expression in, as Python's `re` writes them; what stands in it, piece by piece, out."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUANTIFIER = re.compile(r"(?:([?*+])|\{(\d+|(?=,))(?:,\d*)?\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>|[im-]+:))?(?!\?)")
_LOOK = re.compile(r"\(\?(?:[=!]|<[=!])")
_NO_WORD_BESIDE = re.compile(r"\(\?<?!\\w\)")
_SET = re.compile(r"\[(\^?\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
_GAP_IN_SET = re.compile(r"\\[sWntr-]")
_PARTING, _ANYTHING = frozenset("sWntrfvbAZ"), frozenset("wdSDB")


class NotRead(Exception):
    """The pattern has something that this module does not know."""


class Branch(NamedTuple):
    """From `start` to `end` of a pattern these `pieces` stand one behind the other."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


class Piece(NamedTuple):
    """What stands at one place, from `start` to `end` of a pattern: a `letter` or digit; what
    `parts` words, their edge or one sign that is no letter (`sign`, where it is known); one of
    `branches`; or, if none of these, anything. It must stand there (`least` 1) or may (0), once or
    as often as it likes (`repeats`).
    """

    letter: str = ""
    parts: bool = False
    sign: str = ""
    branches: tuple[Branch, ...] = ()
    least: int = 1
    repeats: bool = False
    start: int = 0
    end: int = 0

    @property
    def is_once(self) -> bool:
        return bool(self.least) and not self.repeats


_ANY, _BETWEEN = Piece(), Piece(parts=True)
_BY_SIGN = {".": _ANY, "^": _BETWEEN, "$": _BETWEEN}


def branches_of(pattern: str) -> tuple[Branch, ...]:
    """Of a pattern without flags of its own. Raises NotRead."""
    return _PieceReader(pattern).branches()


class _PieceReader:
    """Of one pattern, from left to right."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def branches(self, inside: bool = False) -> tuple[Branch, ...]:
        """Up to the end of the group that it is `inside`, or of all."""
        found: list[Branch] = []
        start, pieces = self._at, list[Piece]()
        while self._at < len(self._text) and self._text[self._at] != ")":
            if self._text[self._at] == "|":
                found.append(Branch(start, self._at, tuple(pieces)))
                self._at += 1
                start, pieces = self._at, []
            else:
                pieces.append(self._quantified())
        if inside != (self._at < len(self._text)):
            raise NotRead
        return (*found, Branch(start, self._at, tuple(pieces)))

    def _quantified(self) -> Piece:
        start, piece = self._at, self._piece(self._text[self._at])
        said = _QUANTIFIER.match(self._text, self._at)
        if said is None:
            return piece._replace(start=start, end=self._at) if piece.branches else piece
        self._at = said.end()
        may_lack = said[1] in ("?", "*") if said[1] else not int(said[2] or 0)
        return piece._replace(least=int(not may_lack), repeats=said[1] != "?")

    def _piece(self, sign: str) -> Piece:
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._set()
        if sign == "\\":
            self._at += 2
            return _escaped(self._text[self._at - 1 : self._at])
        self._at += 1
        return _BY_SIGN.get(sign) or _of_sign(sign)

    def _group(self) -> Piece:
        beside = _NO_WORD_BESIDE.match(self._text, self._at)
        if beside is not None:
            self._at = beside.end()
            return _BETWEEN
        look = _LOOK.match(self._text, self._at)
        opened = look or _GROUP.match(self._text, self._at)
        if opened is None:
            raise NotRead
        self._at = opened.end()
        branches = self.branches(inside=True)
        self._at += 1
        return _ANY if look else Piece(branches=branches)

    def _set(self) -> Piece:
        found = _SET.match(self._text, self._at)
        if found is None:
            raise NotRead
        self._at = found.end()
        signs = _GAP_IN_SET.sub("", found[1])
        open_ended = signs.startswith("^") or "-" in signs[1:-1]
        lettered = any(sign.isalnum() or sign in "_\\" for sign in signs)
        return _ANY if open_ended or lettered else _BETWEEN


def _escaped(sign: str) -> Piece:
    if sign in _PARTING:
        return _BETWEEN
    if sign in _ANYTHING:
        return _ANY
    if not sign or sign.isalnum():  # a back reference, or a sign by its number
        raise NotRead
    return _of_sign(sign)


def _of_sign(sign: str) -> Piece:
    lettered = sign.isalnum() or sign == "_"
    return Piece(letter=sign) if lettered else Piece(parts=True, sign=sign)
