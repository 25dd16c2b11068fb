"""A recipe (`mail/outgoing/recipe.py`) → bytes that are kept, and back. Data, never code; the same
in every version, so that a mail which waits is the same mail after an upgrade.

    L<number of bytes>:<these bytes>
    S<start>-<end>:                  a place in the mail that it quotes
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailtracker.errors import MailtrackerError
from mailtracker.mail.outgoing.recipe import Piece, Recipe, Stretch, length
from mailtracker.record import dataclass

_HEAD = re.compile(rb"L(\d{1,18}):|S(\d{1,18})-(\d{1,18}):")


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


def decoded(data: bytes) -> Recipe:
    """Raises MailtrackerError."""
    pieces = tuple(_read(data))
    return Recipe(pieces, sum(map(length, pieces)))


def _read(data: bytes) -> Iterator[Piece]:
    at = 0
    while at < len(data):
        head = _HEAD.match(data, at)
        if head is None:
            raise MailtrackerError(f"a kept recipe is damaged at its byte {at}")
        at = head.end()
        if head[1] is None:
            yield Stretch(int(head[2]), int(head[3]))
            continue
        end = at + int(head[1])
        yield data[at:end]
        at = end
