"""What is written where an owner says that a request is not theirs: that it stays with them, and
once a week what rules cause it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class StaysWith(Named):
    """To who hears of gaps in the rules, else the admins: its owner says that a request is not
    theirs, and nobody else is there who may have it.
    """

    name = "stays_with"
    #: Names of all who said so, its owner last.
    passed: Sequence[str]


@dataclass(frozen=True, slots=True)
class RuleDeclined:
    """What one rule caused."""

    #: Its name.
    rule: str
    #: file:line, "" where the rules have it no more.
    where: str
    #: Of so many requests somebody said that they are not theirs.
    count: int
    #: So many requests it gave to somebody in that time, these among them.
    of: int
    #: Who has them now, a name each: "Sam Okoye (2)". Without confidential ones.
    ended: Sequence[str]
    #: Tests to be pasted beside the rule, as lines of YAML; none: nothing that a rule could know.
    tests: Sequence[str]
    #: So many of them are confidential: of these nothing else is said.
    confidential: int


@dataclass(frozen=True, slots=True)
class WronglyGiven(Named):
    """To who hears of gaps in the rules, else the admins, once a week where there was something:
    which rules gave requests to somebody who said that they are not theirs.
    """

    name = "wrongly_given"
    #: The first day that it tells of.
    since: date
    #: The last one.
    until: date
    #: How many requests in all.
    total: int
    #: The rules that gave them, those that caused most first.
    rules: Sequence[RuleDeclined]
    #: There are tests among them.
    tests: bool
