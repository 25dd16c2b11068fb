"""A pattern, as the library parses it, in; texts that it matches out."""

from __future__ import annotations

import random
from collections.abc import Callable
from re import _constants as code  # type: ignore[attr-defined]
from typing import Any


class Sayer:
    """What a pattern matches, by chance."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def say(self, pieces: Any) -> str:
        return "".join(self._piece(op, told) for op, told in pieces)

    def _piece(self, op: object, told: Any) -> str:
        says: dict[object, Callable[[Any], str]] = {
            code.LITERAL: self._letter,
            code.NOT_LITERAL: lambda _: "~",
            code.ANY: lambda _: "x",
            code.IN: self._one_of,
            code.BRANCH: lambda told: self.say(self._dice.choice(told[1])),
            code.SUBPATTERN: lambda told: self.say(told[3]),
            code.MAX_REPEAT: self._repeat,
            code.MIN_REPEAT: self._repeat,
        }
        return says[op](told) if op in says else ""  # an edge, or a look beside

    def _letter(self, told: int) -> str:
        letter = chr(told)
        return letter.upper() if self._dice.random() < 0.1 and len(letter.upper()) == 1 else letter

    def _repeat(self, told: Any) -> str:
        least, most, inner = told
        times = self._dice.randint(least, min(int(most), least + 2))
        return "".join(self.say(inner) for _ in range(times))

    def _one_of(self, told: Any) -> str:
        op, what = self._dice.choice(told)
        if op == code.RANGE:
            return chr(self._dice.randint(*what))
        if op == code.LITERAL:
            return chr(what)
        kinds = {"SPACE": " ", "DIGIT": "7", "WORD": "w", "NOT_WORD": "-", "NOT_SPACE": "s"}
        return kinds.get(str(what).rpartition("CATEGORY_")[2], "~")
