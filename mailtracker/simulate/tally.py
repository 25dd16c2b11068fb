"""What a simulation came to, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from datetime import date

from mailtracker.record import dataclass


@dataclass(slots=True)
class FateOfPromises:
    """What became of the promises of one kind."""

    #: How many were made.
    made: int = 0
    #: Answered by the promised time,
    kept: int = 0
    #: or after it,
    late: int = 0
    #: or not at all until the end, the promised time having passed.
    never: int = 0

    @property
    def share(self) -> float | None:
        """Of those whose time is over, how many were kept, from 0 to 1; None: there are none."""
        over = self.kept + self.late + self.never
        return self.kept / over if over else None


@dataclass(slots=True)
class Load:
    """What one person had to do."""

    #: Requests that a rule gave them,
    assigned: int = 0
    #: and that came over from somebody else.
    taken_over: int = 0
    #: Most of them that were open at once.
    most_open: int = 0
    #: Answers that they gave.
    answers: int = 0


@dataclass(slots=True)
class FateOfExpected:
    """What became of mail that was expected: of one entry, of all its people."""

    #: How many mails were due; what may still come late at the end is not among them.
    due: int = 0
    #: Came by then,
    came: int = 0
    #: or late, in the first half of the next period,
    late: int = 0
    #: or not at all.
    missed: int = 0


@dataclass(slots=True)
class Tally:
    """All that is counted."""

    #: Mails that came,
    mails: int = 0
    #: that a rule wants no answer to,
    unanswered: int = 0
    #: and that no rule knew.
    gaps: int = 0
    #: By the key of the promise.
    promises: dict[str, FateOfPromises] = field(default_factory=dict)
    #: By the key of the person.
    people: dict[str, Load] = field(default_factory=dict)
    #: How often each rung fired, by "ladder: what it is due at".
    rungs: Counter[str] = field(default_factory=Counter)
    #: Mails of ours, by their stored name.
    letters: Counter[str] = field(default_factory=Counter)
    #: Days on which a request went to somebody who was away, since nobody of those whom its rule
    #: means was there, by the name of the rule.
    nobody: dict[str, set[date]] = field(default_factory=dict)
    #: By the name of what was expected.
    expected: dict[str, FateOfExpected] = field(default_factory=dict)
    #: Still open at the end.
    left: int = 0

    def promise(self, key: str) -> FateOfPromises:
        return self.promises.setdefault(key, FateOfPromises())

    def person(self, key: str) -> Load:
        return self.people.setdefault(key, Load())
