"""Rows that were claimed and that nobody has begun yet: one batch for all connections, of which
whoever is free takes the next. And how many are claimed at once. Time is an argument, in seconds
that only grow.

A batch is what the server takes in about half a second: twice as many where half of the last one
was begun in QUICK seconds; where some were not begun in HELD seconds, these go back, and next time
there are so many less.
"""

from __future__ import annotations

from collections import deque

from mailtracker.record import dataclass
from mailtracker.store.sending import Claimed

FIRST, MOST = 32, 64
"""Rows that are claimed at once for each connection: at the start, and ever."""

QUICK, HELD = 0.2, 1.0


@dataclass(frozen=True, slots=True)
class ToSend:
    """A claimed `row`, and whom else its mail goes to in the same transaction (`also`, "" for
    nobody). `at` is when it was claimed, in seconds that count also while we stand still.
    """

    row: Claimed
    also: str = ""
    at: float = 0.0


class Batch:
    """Of so many connections, each of which may always have one row."""

    def __init__(self, connections: int) -> None:
        self._least, self._most = connections, MOST * connections
        self._size = FIRST * connections
        self._rows: deque[ToSend] = deque()
        self._claimed_at = 0.0
        self._may_be_more = False  # all that was asked for was there, and none went back

    def __len__(self) -> int:
        return len(self._rows)

    def take(self) -> ToSend | None:
        """The one that was due longest; it is begun now."""
        return self._rows.popleft() if self._rows else None

    @property
    def oldest(self) -> float | None:
        """When the row was claimed that is next."""
        return self._rows[0].at if self._rows else None

    @property
    def is_low(self) -> bool:
        """More should be claimed before all connections wait for that."""
        return self._may_be_more and 2 * len(self._rows) <= self._size

    def lacks(self, now: float) -> int:
        """How many to claim now, when it is low or empty."""
        if self._may_be_more and now - self._claimed_at <= QUICK:
            self._size = min(2 * self._size, self._most)
        return max(self._size - len(self._rows), 0)

    def add(self, rows: list[ToSend], asked: int, now: float) -> None:
        """What was claimed of so many that were `asked` for."""
        if asked:
            self._rows.extend(rows)
            self._may_be_more, self._claimed_at = len(rows) >= asked, now

    def give_back(self) -> list[ToSend]:
        """All that nobody has begun."""
        rows = list(self._rows)
        self._rows.clear()
        self._size = max(self._size - len(rows), self._least)
        self._may_be_more = False
        return rows

    def restore(self, rows: list[ToSend]) -> None:
        """These could not be given back."""
        self._rows.extendleft(reversed(rows))
