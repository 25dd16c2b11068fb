"""A regular expression in; words out, of which each match holds one. A text that lacks them need
not be searched, and most texts lack what a long list of phrases is about.

It errs to one side only: where a pattern is not understood, or may match without a telling word,
nothing is needed, and every text is searched. A list of 120 phrases costs 5 to 40 microseconds a
text of 1,500 letters so, and 160 to 300 by itself (November 2026).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mailtracker.pattern_pieces import Branch, NotRead, Piece, branches_of

_WORD = re.compile(r"\w+")
_ODD = "İıſ\u039c\u03bc"
_ONE_CASE = str.maketrans(_ODD, "iis\u00b5\u00b5")
"""What `re.IGNORECASE` takes for another letter's other case, and `lower` does not."""

LAST_LETTER = "\u024f"
"""Of the Latin alphabet's, which is all that we look for: others have further cases."""

_TELLING = frozenset('=%/:#@[]{}<>|?!+*°№;"')
_EVERYWHERE = frozenset(
    "a al am an and at au auf aus be bei bin bis com da dans das de del dem den der des det di die "
    "do du e é ein el elle en er es est et for fra from für ha han har has hat have he het hi i "
    "ich ihr il in ist it je la le les me mein mich mig mijn mir mit moi mon my não no not nous o "
    "of og on op os ou our par para pas por pour que sie som sua te the they this til to u um uma "
    "un und une uns us van vi voor vor vos votre vous was we wir with you your zu zum".split()
)
_RARE = {1: 1.0, 2: 0.5, 3: 0.2, 4: 0.06, 5: 0.03, 6: 0.015}
_RAREST, _TWO, _PART, _COMMON, _SIGN = 0.008, 0.001, 3.0, 0.5, 0.4
"""How many texts hold a word of so many letters, two words in a row, a word that says nothing, a
sign, by guess; part of a word is so much more often. It chooses among needs, and judges nothing.
"""

_WORTH, _MOST = 1.4, 3
"""What most texts have is not asked for, nor more than so much."""

_KEY = 4  # letters of a word's beginning or end by which it is looked up
_WIDE = 6  # branches of a group that is worth a strand for each
_PAIRS = 150  # of words: more are not listed


class Seen(NamedTuple):
    """A text in one case (`folded`), and the `keys` of its words: each whole, with the next one,
    how it begins and how it ends.
    """

    folded: str
    keys: frozenset[str]


class Need(NamedTuple):
    """A `text` in one case, at whose ends a word begins (`left`), ends (`right`), or may go on."""

    text: str
    left: bool = False
    right: bool = False

    @property
    def key(self) -> str:
        """What is among a text's keys if this is there; "" where only its letters tell."""
        if self.left and self.right:
            return self.text
        if len(self.text) < _KEY:
            return ""
        return f"^{self.text[:_KEY]}" if self.left else f"{self.text[-_KEY:]}$" * self.right

    def is_met(self, seen: Seen) -> bool:
        key = self.key
        if key and key not in seen.keys:
            return False
        return key == self.text or self.text in seen.folded


class Strand(NamedTuple):
    """One of the ways in which a pattern may match: by that part of it (`source`, which several
    may share), in a text that holds one of each of these `needs`, the rarest first.
    """

    source: str
    needs: tuple[frozenset[Need], ...]

    def is_open(self, seen: Seen) -> bool:
        """False: it matches nowhere in that text."""
        return all(any(one.is_met(seen) for one in needs) for needs in self.needs)


@lru_cache(maxsize=32)  # many patterns are asked about one text, one after the other
def seen(text: str) -> Seen:
    folded = fold(text)
    words = _WORD.findall(folded)
    keys = set(words)
    keys.update([f"^{word[:_KEY]}" for word in keys], [f"{word[-_KEY:]}$" for word in keys])
    keys.update([f"{one} {two}" for one, two in pairwise(words)])
    return Seen(folded, frozenset(keys))


def fold(text: str) -> str:
    """In one case, as `re.IGNORECASE` compares: letter by letter."""
    odd = not text.isascii() and any(sign in text for sign in _ODD)
    return (text.translate(_ONE_CASE) if odd else text).lower()


def strands_of(pattern: str, flags: int) -> list[Strand]:
    """Where `pattern` matches, if it has these `flags`, one of them does; where it is not
    understood it is the only one.
    """
    if flags & (re.VERBOSE | re.ASCII):
        return [Strand(pattern, ())]
    try:
        branches = branches_of(pattern)
    except NotRead:
        return [Strand(pattern, ())]
    return [one for branch in branches for one in _strands(pattern, branch)]


def _strands(pattern: str, branch: Branch) -> list[Strand]:
    """Its widest group has a strand for each of its branches, if all of them need something."""
    groups = [one for one in branch.pieces if one.branches and one.is_once]
    wide = max(groups, key=lambda one: len(one.branches), default=None)
    if wide is not None and len(branch.pieces) == 1:
        opened = pattern[wide.start : wide.branches[0].start]
        inside = [one for inner in wide.branches for one in _strands(pattern, inner)]
        return [one._replace(source=f"{opened}{one.source})") for one in inside]
    source, common = pattern[branch.start : branch.end], list(_candidates(branch.pieces))
    if wide is not None and len(wide.branches) >= _WIDE:
        at = branch.pieces.index(wide)
        near = range(at - 1, at + 2)
        beyond = [needs for place, needs in common if place not in near]
        found = [_chosen([*beyond, *_only(branch, at, inner)]) for inner in wide.branches]
        if all(found):
            return [Strand(source, one) for one in found]
    return [Strand(source, _chosen([needs for _, needs in common]))]


def _only(branch: Branch, at: int, inner: Branch) -> Iterator[frozenset[Need]]:
    """What is needed there and beside it if the group there had no other branch."""
    group = branch.pieces[at]._replace(branches=(inner,))
    pieces = (*branch.pieces[:at], group, *branch.pieces[at + 1 :])
    return (needs for _, needs in _candidates(pieces, spots=range(at - 1, at + 2)))


def _chosen(found: Sequence[frozenset[Need]]) -> tuple[frozenset[Need], ...]:
    weighed = sorted([(_weight(one), at) for at, one in enumerate(found)])
    return tuple(found[at] for weight, at in weighed if weight < _WORTH)[:_MOST]


def _of_branches(branches: Sequence[Branch], left: bool, right: bool) -> frozenset[Need] | None:
    """Whichever is taken. `left` and `right`: a word's edge stands before them and behind."""
    found: set[Need] = set()
    for branch in branches:
        all_of_these = [needs for _, needs in _candidates(branch.pieces, left, right)]
        if not all_of_these:
            return None
        found |= min(all_of_these, key=_weight)  # the rarest will do
    return frozenset(found)


def _candidates(
    pieces: Sequence[Piece],
    left: bool = False,
    right: bool = False,
    spots: Container[int] | None = None,
) -> Iterator[tuple[int, frozenset[Need]]]:
    """All of these are needed, each at its place; only those at the `spots`, if there are some."""
    at = 0
    while at < len(pieces):
        end = _end_of_run(pieces, at)
        if spots is None or at in spots:
            needs = _at(pieces, (at, end), left, right)
            if needs:
                yield at, needs
        at = max(end, at + 1)


def _at(
    pieces: Sequence[Piece], place: tuple[int, int], left: bool, right: bool
) -> frozenset[Need] | None:
    """What is needed at a place: letters from there to an end, or a piece."""
    at, end = place
    piece = pieces[at]
    if end > at:
        before = _is_edge(pieces[:at][::-1], left, last=True)
        behind = _is_edge(pieces[end:], right, last=False) and pieces[end - 1].is_once
        return frozenset([Need(_letters(pieces[at:end]), before, behind)])
    if piece.branches and piece.least:
        before = piece.is_once and _is_edge(pieces[:at][::-1], left, last=True)
        behind = piece.is_once and _is_edge(pieces[at + 1 :], right, last=False)
        return _of_branches(piece.branches, before, behind)
    if piece.sign == " " and piece.is_once:
        return _pairs(pieces, at, left, right)
    telling = piece.sign in _TELLING and piece.least
    return frozenset([Need(piece.sign)]) if telling else None


def _pairs(pieces: Sequence[Piece], at: int, left: bool, right: bool) -> frozenset[Need] | None:
    """Of the words before and behind the blank that stands there, if it is known which may."""
    before = _nearest(pieces[:at][::-1], left, last=True)
    behind = _nearest(pieces[at + 1 :], right, last=False) if before else set()
    if not 0 < len(before) * len(behind) <= _PAIRS:
        return None
    return frozenset([Need(f"{one} {two}", True, True) for one in before for two in behind])


def _nearest(pieces: Sequence[Piece], outside: bool, last: bool) -> set[str]:
    """The whole words that may come first, from there; none where others may. Seen from the `last`
    piece, all is in its reverse order.
    """
    end = _end_of_run(pieces, 0)
    if end:
        once = all(one.is_once for one in pieces[:end])
        whole = once and _is_edge(pieces[end:], outside, last)
        run = pieces[:end][::-1] if last else pieces[:end]
        return {_letters(run)} if whole else set()
    if not pieces or not pieces[0].branches or not pieces[0].is_once:
        return set()
    beyond = _is_edge(pieces[1:], outside, last)
    order = -1 if last else 1
    found = [_nearest(one.pieces[::order], beyond, last) for one in pieces[0].branches]
    return set().union(*found) if all(found) else set()


def _letters(run: Sequence[Piece]) -> str:
    return fold("".join(one.letter for one in run))


def _end_of_run(pieces: Sequence[Piece], at: int) -> int:
    """Behind the letters that stand together from here on."""
    while at < len(pieces) and "" < pieces[at].letter <= LAST_LETTER and pieces[at].least:
        at += 1
        if pieces[at - 1].repeats:
            break
    return at


def _is_edge(pieces: Sequence[Piece], outside: bool, last: bool) -> bool:
    """Whether words part here: at the first of `pieces`, each of which is seen from its `last`
    piece or its first; behind all of them as it is `outside`.
    """
    for piece in pieces:
        if not _parts(piece, last):
            return False
        if piece.least:
            return True
    return outside


def _parts(piece: Piece, last: bool) -> bool:
    if not piece.branches:
        return piece.parts
    order = -1 if last else 1
    return all(_is_edge(one.pieces[::order], False, last) for one in piece.branches)


def _weight(needs: Iterable[Need]) -> float:
    return sum(map(_of_one, needs))


def _of_one(need: Need) -> float:
    if need.text in _TELLING:
        return _SIGN
    if " " in need.text:
        return _TWO
    rare = _RARE.get(len(need.text), _RAREST)
    if not (need.left and need.right):
        return _PART * rare
    return _COMMON if need.text in _EVERYWHERE else rare
