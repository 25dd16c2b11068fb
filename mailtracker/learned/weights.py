"""How much each piece of a text (`pieces`) speaks for what was learned, and what they come to.

A file of weights is a line of JSON, then a byte for each number that a piece can have, packed.
`tools/learn` writes it.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from math import sqrt
from pathlib import Path

from mailtracker.errors import MailtrackerError
from mailtracker.learned.pieces import pieces
from mailtracker.record import dataclass

WHOLE, BESIDES = "wanting", "besides"
"""What comes with us: does an answer want something, by its whole, and by what it says besides
thanks.
"""
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Weights:
    #: Pieces have numbers below 2**bits.
    bits: int
    #: What a weight of one byte is worth.
    unit: float
    #: What a text without pieces would come to.
    bias: float
    #: SHA-256 of what it was learned from.
    learned_from: str
    #: A weight for each number, between -127 and 127.
    table: memoryview

    def of(self, text: str) -> float:
        """Above nought: it speaks for what was learned. A long text counts as much as a short."""
        found = pieces(text, self.bits)
        said = sum(map(self.table.__getitem__, found))
        return said * self.unit / sqrt(len(found)) + self.bias

    def packed(self) -> bytes:
        head = {
            "bits": self.bits,
            "unit": self.unit,
            "bias": self.bias,
            "learned_from": self.learned_from,
        }
        return json.dumps(head).encode() + b"\n" + zlib.compress(self.table.tobytes(), 9)


def unpacked(file: bytes) -> Weights:
    """Raises ValueError, TypeError or zlib.error where it is no file of weights."""
    head, _, packed = file.partition(b"\n")
    table = memoryview(zlib.decompress(packed)).cast("b")
    weights = Weights(**json.loads(head), table=table)
    if len(table) != 1 << weights.bits:
        raise ValueError(f"{len(table)} weights instead of {1 << weights.bits}")
    return weights


def weights_in(file: Path) -> Weights:
    """Raises MailtrackerError."""
    try:
        return unpacked(file.read_bytes())
    except (OSError, ValueError, TypeError, zlib.error) as error:
        raise MailtrackerError(
            f"{file.name} of this installation is missing or damaged ({error}): "
            "install mailtracker again"
        ) from error


@cache
def shipped_weights(name: str) -> Weights:
    """Those that come with us, read when they are first asked: a megabyte, 5 ms."""
    return weights_in(_HERE / f"{name}.weights")
