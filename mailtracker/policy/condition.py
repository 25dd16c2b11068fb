"""What a condition is, and how several are one: all of them, any of them, not one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.policy.mail_view import MatchContext


class Condition(ABC):
    """Holds for a mail, or does not. As text it is what people read: "subject has the word vpn or
    the word wireguard".
    """

    __slots__ = ()

    @abstractmethod
    def judge(self, context: MatchContext) -> str | Condition:
        """What matched, for people ("subject has the word vpn"); where the condition does
        not hold, the clause that failed.

        The clause comes as it is, so that the daemon's path writes no sentence that
        nobody reads; `failures` words it.
        """

    @abstractmethod
    def failures(self, context: MatchContext) -> tuple[str, ...]:
        """Why this clause failed, and what was seen instead: "subject has none of vpn,
        wireguard: it says “Printer”".

        Several where it is one of several that should have held: why each of them does not.
        """

    def match(self, context: MatchContext) -> str | None:
        """What matched, None when the condition does not hold."""
        told = self.judge(context)
        return told if isinstance(told, str) else None


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """Each of `parts` holds."""

    parts: tuple[Condition, ...]

    def judge(self, context: MatchContext) -> str | Condition:
        """What is there is told before what is not: an exception says little beside the reason."""
        found: list[str] = []
        absent: list[str] = []
        for part in self.parts:
            told = part.judge(context)
            if not isinstance(told, str):
                return told
            (absent if isinstance(part, Not) else found).append(told)
        return " and ".join(found or absent)

    def failures(self, context: MatchContext) -> tuple[str, ...]:
        failed = self.judge(context)
        return () if isinstance(failed, str) else failed.failures(context)

    def __str__(self) -> str:
        return " and ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """One of `parts` holds; the first that does is told."""

    parts: tuple[Condition, ...]

    def judge(self, context: MatchContext) -> str | Condition:
        for part in self.parts:
            told = part.judge(context)
            if isinstance(told, str):
                return told
        return self

    def failures(self, context: MatchContext) -> tuple[str, ...]:
        judged = (part.judge(context) for part in self.parts)
        failed = [clause.failures(context) for clause in judged if not isinstance(clause, str)]
        return tuple(dict.fromkeys(line for lines in failed for line in lines))

    def __str__(self) -> str:
        return " or ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """`part` does not hold."""

    part: Condition

    def judge(self, context: MatchContext) -> str | Condition:
        return self if isinstance(self.part.judge(context), str) else str(self)

    def failures(self, context: MatchContext) -> tuple[str, ...]:
        return (f"must not be: {self.part.match(context)}",)

    def __str__(self) -> str:
        return f"not ({self.part})"


class Simple(Condition):
    """A condition on one thing of a mail: what every new kind of condition is made of."""

    __slots__ = ()

    @abstractmethod
    def found(self, context: MatchContext) -> str | None:
        """What matched, None when it does not hold."""

    @abstractmethod
    def seen(self, context: MatchContext) -> str:
        """What this mail has instead, for `explain`: "it is from kim@corp.example"."""

    def judge(self, context: MatchContext) -> str | Condition:
        found = self.found(context)
        return self if found is None else found

    def failures(self, context: MatchContext) -> tuple[str, ...]:
        return (f"{self}: no, {self.seen(context)}",)


def _bracketed(condition: Condition) -> str:
    several = isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1
    return f"({condition})" if several else str(condition)
