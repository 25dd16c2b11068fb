"""The rules as data: people, teams, hours, promises, ladders, rules. What the loader makes and the desk reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """Working time. `week` has seven entries, Monday first, each a tuple of (start, end) in minutes after local midnight.

    `holidays` is a code of the holidays package: "DK", "DE-BE", "" for none. `always` means every minute counts.
    """

    key: str
    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: str = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as promised. "4 working hours" = 240 minutes of working time; "2 working days" = days=2."""

    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon a person answers: the first time, and every time after that."""

    key: str
    first_reply: Span
    then_every: Span
    hours: Hours


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may own requests. `mails` are case-folded; the first is where we write to. `cover` and `manager` are keys."""

    key: str
    name: str
    mails: tuple[str, ...]
    manager: str = ""
    cover: str = ""
    hours: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rota:
    """Members take turns. Turn n (from 0) begins n periods after `start`, at local midnight of the team lead's hours."""

    every: Literal["daily", "weekly"]
    start: date


@dataclass(frozen=True, slots=True)
class Team:
    """`assign` says how the one owner is picked from `members`. `name` is how mails call the team."""

    key: str
    name: str
    lead: str
    members: tuple[str, ...]
    assign: Literal["lead", "least-loaded"] | Rota


@dataclass(frozen=True, slots=True)
class LeadOf:
    """Somebody named by a team's lead."""

    team: str


Target = Literal["owner", "cover", "manager", "requester"] | LeadOf
"""Whom a rung means. A person of the people file is written as `PersonKey`."""


@dataclass(frozen=True, slots=True)
class PersonKey:
    key: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder, due at `percent` of the promise's working time, measured from when its clock began.

    `remind` and `tell` mail the targets; `hand_to` makes somebody else the owner. `repeat`, on the last rung only, does it again.
    """

    percent: int
    remind: tuple[Target | PersonKey, ...] = ()
    tell: tuple[Target | PersonKey, ...] = ()
    hand_to: Target | PersonKey | None = None
    repeat: Literal["", "daily", "hourly"] = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    key: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """A mail that the admin wrote beside a rule, and the person or team that must get it. Run by `check`."""

    mail: Mapping[str, str]
    then: str
    where: str


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` is None only for rules that match everything. `to` is the key of a person or of a team. `where` is file:line."""

    name: str
    why: str
    when: object | None
    to: str
    promise: str
    ladder: str
    where: str
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who gets what no rule matched. `report_to` (a person key, "" for none) hears of the gap."""

    to: str
    promise: str
    ladder: str
    report_to: str
    where: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole, checked rule set: every key that is named anywhere exists. `digest` identifies its text."""

    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    hours: Mapping[str, Hours]
    promises: Mapping[str, Promise]
    ladders: Mapping[str, Ladder]
    rules: tuple[Rule, ...]
    fallback: Fallback
    digest: str
    _by_mail: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def person_by_mail(self, mail: str) -> Person | None:
        """Who has this address, or None. Any case."""
        key = self._by_mail.get(mail.casefold())
        return self.people[key] if key else None


@dataclass(frozen=True, slots=True)
class Mailed:
    """What rules may look at, taken from a message: the pure rooms' own view, so that `check` can write one by hand.

    `body` is the new text plus the forwarded part; texts are capped at 64 KB by who makes this.
    """

    from_: str
    to: tuple[str, ...]
    subject: str
    body: str
    list_id: str = ""
    has_attachment: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """Where a mail goes and why. `gap` is true when only the fallback took it.

    `matched` names what matched, for people: "subject has the word vpn".
    """

    rule: str
    why: str
    matched: str
    to: str
    promise: str
    ladder: str
    gap: bool
