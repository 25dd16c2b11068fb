"""A mail that carries another on, as the pieces that it is joined of: bytes of ours, and places of
the other, which stand there once however many mails carry it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import accumulate, groupby
from typing import NamedTuple

from mailtracker.record import dataclass


class Stretch(NamedTuple):
    """A place in the raw mail that is carried: offsets in bytes."""

    start: int
    end: int


Piece = bytes | Stretch


@dataclass(frozen=True, slots=True)
class Recipe:
    """A mail of `size` bytes, joined of `pieces`. It says what its raw mail has to say, word for
    word, and nothing of how it came about: who has both makes the same mail of them at any time.
    """

    pieces: tuple[Piece, ...] = field(repr=False)
    size: int

    def filled(self, raw: bytes) -> Iterator[bytes | memoryview]:
        """Its bytes, of the `raw` mail that it was made for; none of that is copied."""
        view = memoryview(raw)
        for piece in self.pieces:
            yield view[piece.start : piece.end] if isinstance(piece, Stretch) else piece


def recipe_of(pieces: Iterable[Piece]) -> Recipe:
    """Neighbours that are bytes become one piece."""
    joined: list[Piece] = []
    for is_span, alike in groupby(pieces, key=lambda piece: isinstance(piece, Stretch)):
        if is_span:
            joined += alike
        else:
            joined.append(b"".join([piece for piece in alike if not isinstance(piece, Stretch)]))
    return Recipe(tuple(joined), sum(map(length, joined)))


def traced(recipe: Recipe, of: Recipe) -> Recipe:
    """`recipe` names places of a mail that was made by the recipe `of`: the same bytes, by places
    of the mail that this one names.
    """
    ends = list(accumulate(map(length, of.pieces)))
    return recipe_of(
        part
        for piece in recipe.pieces
        for part in (_traced(piece, of, ends) if isinstance(piece, Stretch) else (piece,))
    )


def _traced(place: Stretch, of: Recipe, ends: Sequence[int]) -> Iterator[Piece]:
    for number in range(bisect_right(ends, place.start), len(ends)):
        piece, end = of.pieces[number], ends[number]
        begin = end - length(piece)
        if begin >= place.end:
            return
        first, last = max(place.start, begin) - begin, min(place.end, end) - begin
        if isinstance(piece, Stretch):
            yield Stretch(piece.start + first, piece.start + last)
        else:
            yield piece[first:last]


def length(piece: Piece) -> int:
    """In bytes."""
    return piece.end - piece.start if isinstance(piece, Stretch) else len(piece)


def ends_line(raw: bytes, pieces: list[Piece]) -> bool:
    """Whether CRLF stands behind the last piece that is not empty. All are of a mail that carries
    `raw`.
    """
    last = next(filter(length, reversed(pieces)), b"\r\n")
    return raw.endswith(b"\r\n", *last) if isinstance(last, Stretch) else last.endswith(b"\r\n")
