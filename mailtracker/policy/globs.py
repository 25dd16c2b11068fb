"""File names with `*` for anything: a text → what it covers. Linear:
no star is ever tried twice.
"""

from __future__ import annotations

from mailtracker.policy.words import fold
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Glob:
    """`shown` as written, `pieces` what stands between its stars, folded."""

    shown: str
    pieces: tuple[str, ...]

    def covers(self, name: str) -> bool:
        """Whether a folded file name fits, from its first to its last character. Leftmost is enough
        for all but the last piece.
        """
        first, *inner = self.pieces
        if not inner:
            return name == first
        *middle, last = inner
        end = len(name) - len(last)
        if not name.startswith(first) or not name.endswith(last) or end < len(first):
            return False
        at = len(first)
        for piece in middle:
            found = name.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return True

    def __str__(self) -> str:
        return self.shown


def read_glob(text: str) -> Glob:
    return Glob(text, tuple(fold(text).split("*")))
