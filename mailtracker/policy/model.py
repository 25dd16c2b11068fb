"""The rules as data, as the loader makes them: people, teams, promises, ladders, rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from mailtracker.errors import Problem
from mailtracker.mail.address_key import address_key, person_key
from mailtracker.policy.condition import Condition
from mailtracker.policy.feed import Feed
from mailtracker.policy.help_file import Help
from mailtracker.policy.not_good import NotGood
from mailtracker.policy.worktime import Hours, Span
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.policy.expected import Expectation
    from mailtracker.policy.mail_view import MailView


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon a person answers: the first time (`first_reply`), and every time after that
    (`then_every`), both counted in `hours`. `key` is its name in the files.
    """

    key: str
    first_reply: Span
    then_every: Span
    hours: Hours


@dataclass(frozen=True, slots=True)
class Absence:
    """Local dates on which somebody is away, `start` and `end` included. `end` None: for good."""

    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may own requests."""

    #: Their short name in the files.
    key: str
    #: How mails call them.
    name: str
    #: Their keys; the first is where we write to.
    addresses: tuple[str, ...]
    #: Key of who is told when a promise is missed, "" for nobody.
    manager: str = ""
    #: Key of who takes over when they are away or silent, "" for nobody.
    cover: str = ""
    #: Key of the hours in which they work, "" where that is not known.
    hours: str = ""
    #: Code of the language of our mails to them, "" where it does not matter.
    language: str = ""
    #: Printed in receipts and by `who`, as people dial it.
    phone: str = ""
    #: Absences, in their own zone (that of their hours; UTC without).
    away: tuple[Absence, ...] = ()
    #: Calendars of theirs, which say when they are away.
    feeds: tuple[Feed, ...] = ()
    #: What these say (`overlay.with_feeds`).
    away_by_feeds: tuple[Absence, ...] = ()
    #: The first day on which they work here no more, in their own zone. None: they do.
    left: date | None = None
    #: Whether they get a daily digest.
    digest: Literal["daily", "never"] = "daily"
    #: Thanks by them and to them stand in weekly mails, and they get these.
    celebrate: bool = True

    @property
    def mails(self) -> tuple[str, ...]:
        """`addresses`, for the templates that sites have written: they knew them by this word."""
        return self.addresses


@dataclass(frozen=True, slots=True)
class Rota:
    """Turn n (from 0) begins n periods (`every`) after `start`, at midnight in the lead's hours."""

    every: Literal["daily", "weekly"]
    start: date


@dataclass(frozen=True, slots=True)
class Team:
    """People who share requests, by the `key` of the files. `assign` says how the one owner is
    picked from `members`; `lead` answers for it. `name` is how mails call the team. `digest`:
    whether it stands in the lead's daily digest, and with how much each has. `celebrate`: whether
    it has a weekly mail of thanks.
    """

    key: str
    name: str
    lead: str
    members: tuple[str, ...]
    assign: Literal["lead", "least-loaded", "round-robin"] | Rota
    digest: Literal["daily", "without_load", "never"] = "daily"
    celebrate: Literal["weekly", "never"] = "never"


@dataclass(frozen=True, slots=True)
class LeadOf:
    """Whoever leads that `team` (its key)."""

    team: str


@dataclass(frozen=True, slots=True)
class TeamOf:
    """Whoever of that `team` (its key) would get a new request; only for `hand_to`."""

    team: str


Target = Literal["owner", "cover", "manager", "lead", "watchers", "requester"] | LeadOf | TeamOf
"""Whom a rung means. A person of the people file is written as `PersonKey`."""


WORDS_OF_RUNGS = ("owner", "cover", "manager", "lead", "watchers", "requester")
"""Those of them that are one word."""


@dataclass(frozen=True, slots=True)
class PersonKey:
    """The person of that `key`."""

    key: str


@dataclass(frozen=True, slots=True)
class Offset:
    """So long (`span`) `before` the promised time, or else after it."""

    span: Span
    before: bool

    def __str__(self) -> str:
        """As the files have it: "2 working hours before"."""
        return f"{self.span} {'before' if self.before else 'after'}"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder."""

    #: When it is due: a percentage of the promise's time, measured from when its clock began, or
    #: so long before or after the promised time.
    at: int | Offset
    #: Who is mailed that an answer is owed.
    remind: tuple[Target | PersonKey, ...] = ()
    #: Who is mailed that the promise slips.
    tell: tuple[Target | PersonKey, ...] = ()
    #: Who is the owner from then on.
    hand_to: Target | PersonKey | None = None
    #: Key of the promise that is the request's from then on, "" for the same.
    raise_to: str = ""
    #: Names of the hooks that hear of it.
    post: tuple[str, ...] = ()
    #: On the last rung only: how soon it comes again.
    repeat: Literal["", "daily", "hourly"] = ""

    @property
    def said(self) -> str:
        """When it is due, as the files have it: "75%", "2 working hours before"."""
        return f"{self.at}%" if isinstance(self.at, int) else str(self.at)


@dataclass(frozen=True, slots=True)
class Ladder:
    """What happens when no answer comes: `rungs` in their order, by the `key` of the files."""

    key: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the receipt asks, or a rule says, in one language or in several. `texts` are (language,
    text) in the order of the file; language "" fits every reader.
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
class Extras:
    """What a rule, the fallback or a note adds to a request. All are sets: adding twice is
    adding once, order is no matter.

    `tags` are words to find it by, `watch` person keys, `attach` names of `Policy.files`; `ask` is
    what the receipt asks. `confidential`: neither the sender's own chain of managers nor anybody
    whom the mail names ever hears of it; its mails are kept for `keep_for` days, None: as long as
    its mailbox keeps them. `confide_in` are person keys: nobody reads it before its requester has
    chosen one of them.
    """

    tags: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    attach: tuple[str, ...] = ()
    ask: tuple[Question, ...] = ()
    confidential: bool = False
    keep_for: int | None = None
    confide_in: tuple[str, ...] = ()


NOTHING = Extras()


@dataclass(frozen=True, slots=True)
class Writers:
    """Who writes the mails of a rule, where that is nobody who asks: a `machine`; or web forms, and
    `reply_to` names who does. Only of `forms` (keys) that is believed.
    """

    machine: bool = False
    reply_to: bool = False
    forms: tuple[str, ...] = ()


PEOPLE = Writers()

FALLBACK = "fallback"
"""The name of the rule that takes what no other does."""

NOBODY = "nobody"
"""The target of a rule whose mail needs no answer, on purpose and with a
reason: neither owned nor a gap.
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a test says of a mail's route: its owner `to`, which `rule` decides, the `promise`, and
    some of the `tags` and of who `watch`es. What is None, or empty, may be anything.
    """

    to: str
    rule: str | None = None
    promise: str | None = None
    tags: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """A mail that the admin wrote beside a rule, and what must become of it (`then`). Run by
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
    """Who gets which mail, and what is promised."""

    #: Shown in `show` and in reports.
    name: str
    #: Tells the owner why a mail came to them.
    why: str
    #: Which mails it takes.
    when: Condition
    #: Key of the person or team who gets them, or NOBODY.
    to: str
    #: Key of the promise, "" where nobody answers.
    promise: str
    #: Key of the ladder, "" where nobody answers.
    ladder: str
    #: file:line.
    where: str
    #: Mails that must go where they say.
    tests: tuple[Test, ...] = ()
    #: What it adds to a request.
    extras: Extras = NOTHING
    #: Code of the language of mails to the requester, "" for whatever fits them.
    language: str = ""
    #: An answered request is closed when the requester stays silent for so much of the promise's
    #: working time; None: never.
    close_after: Span | None = None
    #: So long before it is closed its requester is told so; None: nobody is, `done` closes at once.
    ending: Span | None = None
    #: Why nobody needs to answer; only for NOBODY.
    reason: str = ""
    #: Who writes these mails.
    writers: Writers = PEOPLE
    #: `why` in several languages, None where the file has one.
    whys: Question | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Adds `extras` to the mails of `when`. All notes that match apply. They only add: owner,
    promise and ladder are the rule's. `where` is file:line; `name` may be "".
    """

    when: Condition
    extras: Extras
    where: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who gets what no rule matched: a rule without a condition, which also is a gap."""

    #: Key of the person or team who gets it.
    to: str
    #: Key of the promise.
    promise: str
    #: Key of the ladder.
    ladder: str
    #: Key of the person who hears of the gap, "" for none.
    report_to: str
    #: file:line.
    where: str
    #: What it adds to a request.
    extras: Extras = NOTHING
    #: As of a rule.
    language: str = ""
    #: As of a rule.
    close_after: Span | None = None
    #: As of a rule.
    ending: Span | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole, checked rule set: every key that is named anywhere exists."""

    #: Who works here, by key.
    people: Mapping[str, Person]
    #: Who shares requests, by key.
    teams: Mapping[str, Team]
    #: Working time, by key.
    hours: Mapping[str, Hours]
    #: How soon a person answers, by key.
    promises: Mapping[str, Promise]
    #: What happens when nobody does, by key.
    ladders: Mapping[str, Ladder]
    #: In their order: the first that matches decides.
    rules: tuple[Rule, ...]
    #: Who gets what no rule takes.
    fallback: Fallback
    #: sha256 (hex) of the text of all files, and of the files that go out with receipts.
    digest: str
    #: What is added: all that match.
    notes: tuple[Note, ...] = ()
    #: Mail that shall come by a time: the first that a mail fits has it.
    expected: tuple[Expectation, ...] = ()
    #: Who looks into what was not good.
    ratings: NotGood = NotGood()
    #: Person keys of each group, by its key.
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: What goes out with receipts, by its path below the rules folder.
    files: Mapping[str, Help] = field(default_factory=dict)
    #: The lines of each file, as problems name it.
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    #: What is worth a look, and stops nothing.
    warnings: tuple[Problem, ...] = field(default=(), compare=False, repr=False)
    #: Person keys by the key of an address.
    _by_address: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    #: Keys of our own domains, in which a subaddress is the mailbox's own.
    home: tuple[str, ...] = field(default=(), compare=False)
    #: Person keys by what tells people apart; without what two of them share.
    _by_mailbox: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def at_home(self, domains: Collection[str]) -> Policy:
        """The same where these are our own domains (their keys)."""
        found: dict[str, set[str]] = {}
        for address, person in self._by_address.items():
            found.setdefault(person_key(address, domains), set()).add(person)
        sure = {key: min(people) for key, people in found.items() if len(people) == 1}
        return replace(self, home=tuple(domains), _by_mailbox=sure)

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
            "member": (*people, *teams, *self.groups),
            "target": (*WORDS_OF_RUNGS, *people),
            "taking": (*WORDS_OF_RUNGS, *people, *teams),
            "hours": (*self.hours, "always"),
            "working hours": tuple(self.hours),
            "promises": tuple(self.promises),
            "ladders": tuple(self.ladders),
            "rule": (*(rule.name for rule in self.rules), "fallback"),
        }

    @property
    def keeps_secrets(self) -> bool:
        """Whether a mail may become a confidential request by these rules."""
        return any(extras.confidential for extras in self._added())

    @property
    def lets_confide(self) -> bool:
        """Whether by these rules somebody may be asked whom they want to confide in."""
        return any(extras.confide_in for extras in self._added())

    def _added(self) -> tuple[Extras, ...]:
        """What rules, notes and fallback add."""
        rules = (rule.extras for rule in self.rules)
        return (self.fallback.extras, *rules, *(note.extras for note in self.notes))

    def person_by_address(self, address: str) -> Person | None:
        """Who has this address, or None. Any spelling, and with any subaddress where it is known
        that mailboxes take them.
        """
        key = self._by_address.get(address_key(address))
        key = key or self._by_mailbox.get(person_key(address, self.home))
        return self.people[key] if key else None


@dataclass(frozen=True, slots=True)
class Route:
    """Where a mail goes and why."""

    #: Name of the rule that took it, or `fallback`.
    rule: str
    #: What the rule says to its owner; for NOBODY why nobody needs to answer.
    why: str
    #: What matched, for people: "subject has the word vpn".
    matched: str
    #: Key of the person or team who gets it, or NOBODY.
    to: str
    #: Key of the promise, "" where nobody answers.
    promise: str
    #: Key of the ladder, "" where nobody answers.
    ladder: str
    #: Only the fallback took it.
    gap: bool
    #: file:line of the rule.
    where: str = ""
    #: Those of the rule and of every note that applies.
    extras: Extras = NOTHING
    #: (name or file:line, what matched) of these notes.
    notes: tuple[tuple[str, str], ...] = ()
    #: As of the rule.
    language: str = ""
    #: As of the rule.
    close_after: Span | None = None
    #: As of the rule.
    ending: Span | None = None
    #: As of the rule.
    writers: Writers = PEOPLE
