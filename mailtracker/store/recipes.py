"""A recipe (`mail/outgoing/recipe.py`) → bytes that are kept, and back. Data, never code; the same
in every version, so that a mail which waits is the same mail after an upgrade.

    L<number of bytes>:<these bytes>
    S<start>-<end>:                  a place in the mail that it quotes
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mailtracker.errors import MailtrackerError
from mailtracker.mail.outgoing.recipe import Piece, Recipe, Stretch, length
from mailtracker.record import dataclass

_HEAD = re.compile(rb"L(\d{1,18}):|S(\d{1,18})-(\d{1,18}):")
_LONGEST_HEAD = len("S-:") + 18 + 18


@dataclass(frozen=True, slots=True)
class Quoting:
    """A composed mail: its `recipe`, and the sha256 of the kept mail whose places it names
    (`source`).
    """

    recipe: Recipe
    source: str


def encoded(recipe: Recipe) -> bytes:
    return b"".join(part for piece in recipe.pieces for part in _written(piece))


def _written(piece: Piece) -> tuple[bytes, ...]:
    if isinstance(piece, Stretch):
        return (b"S%d-%d:" % piece,)
    return b"L%d:" % len(piece), piece


class OwnWords(NamedTuple):
    """A place in a kept recipe where bytes of the mail stand: offsets in bytes."""

    start: int
    end: int


def decoded(data: bytes) -> Recipe:
    """Raises MailtrackerError."""
    walk = walked(lambda start, end: data[start:end], len(data))
    pieces = tuple(data[p.start : p.end] if isinstance(p, OwnWords) else p for p in walk)
    return Recipe(pieces, sum(map(length, pieces)))


def walked(read: Callable[[int, int], bytes], size: int) -> Iterator[OwnWords | Stretch]:
    """The pieces of a kept recipe of so many bytes, without those bytes: `read` gives the bytes
    from one offset to another. Raises MailtrackerError.
    """
    at = 0
    while at < size:
        head = _HEAD.match(read(at, at + _LONGEST_HEAD))
        if head is None:
            raise MailtrackerError(f"a kept recipe is damaged at its byte {at}")
        at += head.end()
        if head[1] is None:
            yield Stretch(int(head[2]), int(head[3]))
            continue
        end = at + int(head[1])
        yield OwnWords(at, end)
        at = end
