"""The requests of a simulation, in memory: a decision in, what its effects make of them out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailtracker.desk.effects import Decision, Turn
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.shares import moved
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.store.apply import become


@dataclass(frozen=True, slots=True)
class Change:
    """A request `before` a decision and `after` it, None where there was, or is, none."""

    before: Request | None
    after: Request | None


class Book:
    """Stands for the store, so that the desk's doors decide by the same facts."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        #: Requests in which something is open, per person key.
        self.load: dict[str, int] = {}
        self._requests: dict[int, Request] = {}
        self._turns: dict[str, str] = {}
        self._given: dict[str, int] = {}

    def __getitem__(self, number: int) -> Request:
        return self._requests[number]

    def scene(self, now: datetime) -> Scene:
        return Scene(self.policy, now, self.load, self._turns, given=self._given)

    def apply(self, decision: Decision, now: datetime) -> Change:
        """Carry out every effect that changes a request, in order, as the store does."""
        number = decision.request_id
        before = None if number is None else self._requests[number]
        after = before
        for effect in decision.effects:
            after = become(after, effect, now)
            if isinstance(effect, Turn):
                self._turns[effect.team] = effect.person
        if after is not None and before is None:
            number = len(self._requests) + 1
            after = replace(after, id=number, reference=f"S-{number}")
        if after is not None:
            self._requests[after.id] = after
        for owner, one in moved(before, after).items():
            self.load[owner] = self.load.get(owner, 0) + one.still_open
            self._given[owner] = self._given.get(owner, 0) + one.given
        return Change(before, after)

    def unanswered(self) -> Iterator[Request]:
        """Those in which an answer is owed."""
        return (one for one in self._requests.values() if one.unanswered_since is not None)
