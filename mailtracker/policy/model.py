"""The rules as data: people, teams, hours, promises, ladders, rules. What the
loader makes and the desk reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mailtracker.errors import Problem
from mailtracker.policy.condition import Condition
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.worktime import Hours, Span


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon a person answers: the first time, and every time after that."""

    key: str
    first_reply: Span
    then_every: Span
    hours: Hours


@dataclass(frozen=True, slots=True)
class Absence:
    """Local dates on which somebody is away, both ends included. `end` None: for good."""

    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may own requests. `addresses` are case-folded; the first is where we write to.
    `cover` and `manager` are keys.

    `away` are absences in the person's own zone (that of their hours; UTC without).
    """

    key: str
    name: str
    addresses: tuple[str, ...]
    manager: str = ""
    cover: str = ""
    hours: str = ""
    language: str = ""
    phone: str = ""
    away: tuple[Absence, ...] = ()

    @property
    def mails(self) -> tuple[str, ...]:
        """`addresses`, for the templates that sites have written: they knew them by this word."""
        return self.addresses


@dataclass(frozen=True, slots=True)
class Rota:
    """Members take turns. Turn n (from 0) begins n periods after `start`, at local
    midnight of the team lead's hours.
    """

    every: Literal["daily", "weekly"]
    start: date


@dataclass(frozen=True, slots=True)
class Team:
    """`assign` says how the one owner is picked from `members`. `name`
    is how mails call the team.
    """

    key: str
    name: str
    lead: str
    members: tuple[str, ...]
    assign: Literal["lead", "least-loaded", "round-robin"] | Rota


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
    """One step of a ladder, due at `percent` of the promise's working time,
    measured from when its clock began.

    `remind` and `tell` mail the targets; `hand_to` makes somebody else the owner. `repeat`, on the
    last rung only, does it again.
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
class Question:
    """What the receipt asks: (language, text) pairs in the order of the file;
    language "" fits every reader.
    """

    texts: tuple[tuple[str, str], ...]

    def said_in(self, language: str) -> str:
        """In this language, else in its base language, else as written first."""
        texts = dict(self.texts)
        for wanted in (language, language.partition("-")[0], ""):
            if wanted in texts:
                return texts[wanted]
        return self.texts[0][1]


@dataclass(frozen=True, slots=True)
class Help:
    """A file that goes out with a receipt: "guides/vpn.pdf" below the rules folder."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Extras:
    """What a rule, the fallback or a note adds to a request. All are sets: adding twice is
    adding once, order is no matter.

    `watch` are person keys, `attach` names of `Policy.files`. `confidential`: neither the sender's
    own chain of managers nor anybody whom the mail names ever hears of it.
    """

    tags: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    attach: tuple[str, ...] = ()
    ask: tuple[Question, ...] = ()
    confidential: bool = False


NOTHING = Extras()

NOBODY = "nobody"
"""The target of a rule whose mail needs no answer, on purpose and with a
reason: neither owned nor a gap.
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a test says of a mail's route. What is None, or empty, may be anything."""

    to: str
    rule: str | None = None
    promise: str | None = None
    tags: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """A mail that the admin wrote beside a rule, and what must become of it. Run by
    `check`, `test` and each reload.

    `mail` is the mail as rules look at it; None for one in a file, whose bytes are
    `raw`. `where` is file:line:column.
    """

    mail: MailView | None
    then: Expected
    where: str
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """`to` is the key of a person or of a team, or NOBODY with a `reason`. `where` is file:line.

    `language` is that of mails to the requester, "" for whatever fits them. `close_after`: an
    answered request on which the requester stays silent for so much of the promise's working time
    is closed.
    """

    name: str
    why: str
    when: Condition
    to: str
    promise: str
    ladder: str
    where: str
    tests: tuple[Test, ...] = ()
    extras: Extras = NOTHING
    language: str = ""
    close_after: Span | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """All notes that match apply. They only add: owner, promise and ladder are the
    rule's. `where` is file:line.
    """

    when: Condition
    extras: Extras
    where: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who gets what no rule matched. `report_to` (a person key, "" for none) hears of the gap."""

    to: str
    promise: str
    ladder: str
    report_to: str
    where: str
    extras: Extras = NOTHING
    language: str = ""
    close_after: Span | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole, checked rule set: every key that is named anywhere exists.

    `digest` (sha256, hex) identifies the text of all files and the files that go out with receipts.
    `groups` hold person keys. `files` are by their path below the rules folder. `warnings`: what is
    worth a look, and stops nothing. `sources` are the lines of each file as problems name it.
    """

    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    hours: Mapping[str, Hours]
    promises: Mapping[str, Promise]
    ladders: Mapping[str, Ladder]
    rules: tuple[Rule, ...]
    fallback: Fallback
    digest: str
    notes: tuple[Note, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    files: Mapping[str, Help] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    warnings: tuple[Problem, ...] = field(default=(), compare=False, repr=False)
    _by_address: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def quoted(self, problem: Problem) -> Problem:
        """With the line that it is about."""
        return problem.quoted(self.sources.get(problem.file, ()))

    def names(self) -> dict[str, tuple[str, ...]]:
        """Every key by what may name it, as `Naming.kind` of the rules' schema calls that."""
        people, teams = tuple(self.people), tuple(self.teams)
        return {
            "people": people,
            "teams": teams,
            "taker": (*people, *teams),
            "receiver": (*people, *teams, NOBODY),
            "circle": (*self.groups, *teams),
            "target": ("owner", "cover", "manager", "requester", *people),
            "hours": (*self.hours, "always"),
            "working hours": tuple(self.hours),
            "promises": tuple(self.promises),
            "ladders": tuple(self.ladders),
            "rule": (*(rule.name for rule in self.rules), "fallback"),
        }

    def person_by_address(self, address: str) -> Person | None:
        """Who has this address, or None. Any case."""
        key = self._by_address.get(address.casefold())
        return self.people[key] if key else None


@dataclass(frozen=True, slots=True)
class Route:
    """Where a mail goes and why. `gap` is true when only the fallback took it; `to` may be
    NOBODY, `why` is then the reason.

    `matched` names what matched, for people: "subject has the word vpn". `where` is file:line of
    the rule. `extras` are those of the rule and of every note that applies; `notes` are (name or
    file:line, what matched) of these.
    """

    rule: str
    why: str
    matched: str
    to: str
    promise: str
    ladder: str
    gap: bool
    where: str = ""
    extras: Extras = NOTHING
    notes: tuple[tuple[str, str], ...] = ()
    language: str = ""
    close_after: Span | None = None
