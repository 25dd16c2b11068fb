"""How long transactions hold their locks → how many a second so many daemons come to, computed:
what a machine with two cores cannot measure. Daemons take turns at nothing but locks, each on a
core of its own; the database server has as many as it needs.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass

SECONDS = 200.0


@dataclass(frozen=True)
class Held:
    """What a daemon does again and again, in seconds: work without a lock (`between`: it composes,
    reads, speaks SMTP), then a transaction that holds its locks for so long (`held`), of which so
    many in all need a lock that all share (`shared`) or the pen (`pen`).
    """

    between: float = 0.040
    held: float = 0.060
    shared: float = 0.0
    pen: float = 0.0


@dataclass(frozen=True)
class Host:
    daemons: int
    seed: int = 18


class _Lock:
    """Shared by many or held by one, first come, first served."""

    def __init__(self) -> None:
        self._shared_until = self._whole_until = 0.0

    def take(self, at: float, seconds: float, whole: bool) -> float:
        """When it is held from."""
        begin = max(at, self._whole_until, self._shared_until if whole else 0.0)
        if whole:
            self._whole_until = begin + seconds
        else:
            self._shared_until = max(self._shared_until, begin + seconds)
        return begin


def simulated(held: Held, host: Host) -> float:
    """Transactions a second."""
    chance = random.Random(host.seed)
    pen, team = _Lock(), _Lock()
    ready = [(chance.random() * held.between, number) for number in range(host.daemons)]
    heapq.heapify(ready)
    done = 0
    while True:
        at, number = heapq.heappop(ready)
        if at > SECONDS:
            return done / SECONDS
        seconds = held.held * chance.uniform(0.5, 1.5)
        begin = pen.take(at, seconds, whole=chance.random() < held.pen)
        if chance.random() < held.shared:
            begin = team.take(begin, seconds, whole=True)
        done += 1
        heapq.heappush(ready, (begin + seconds + held.between * chance.uniform(0.5, 1.5), number))
