"""The kinds of conditions. Each is one class, which says all of itself: when it holds, what it is
called, and what a mail has instead. `rules/when.py` makes them of what stands in the files.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from typing import Any, Literal

from mailtracker.mail.address_key import without_tag
from mailtracker.policy.condition import Condition, Simple
from mailtracker.policy.globs import Glob
from mailtracker.policy.hours import next_open
from mailtracker.policy.mail_view import HEADER, MatchContext
from mailtracker.policy.words import Clues, Pattern
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass

SHOWN = 8
"""Words of a rule that are named, where it has more."""


# people


@dataclass(frozen=True, slots=True)
class AddressIs(Simple):
    """One of the addresses in `field` is one of `patterns`: a whole address or `*@domain`, as
    keys. `to` and `cc`: with any `+tag`.
    """

    field: Literal["from", "to", "cc"]
    patterns: tuple[str, ...]

    def found(self, context: MatchContext) -> str | None:
        fitting = context.addresses(self.field)
        if fitting.isdisjoint(self.patterns):
            return None
        return _first(f"{self.field} is ", self.patterns, fitting.__contains__)

    def seen(self, context: MatchContext) -> str:
        if self.field == "from":
            return _sender_of(context)
        named = context.mail.to if self.field == "to" else context.mail.cc
        return f"it went to {', '.join(named)}" if named else f"{self.field} is empty"

    def __str__(self) -> str:
        return f"{self.field} is {_listed(self.patterns)}"


@dataclass(frozen=True, slots=True)
class DomainIs(Simple):
    """The sender's domain is one of `patterns`: the same, or for `*.corp.example` one below it."""

    patterns: tuple[str, ...]

    def found(self, context: MatchContext) -> str | None:
        return _first("from_domain is ", self.patterns, lambda p: covers(p, context.domain))

    def seen(self, context: MatchContext) -> str:
        return _sender_of(context)

    def __str__(self) -> str:
        return f"from_domain is {_listed(self.patterns)}"


@dataclass(frozen=True, slots=True)
class InGroup(Simple):
    """The sender is in one of these `groups` (or teams; keys), with or without a `+tag`.
    `addresses`: the key of every one of theirs.
    """

    groups: tuple[str, ...]
    addresses: frozenset[str]

    def found(self, context: MatchContext) -> str | None:
        forms = (context.sender, without_tag(context.sender))
        return None if self.addresses.isdisjoint(forms) else str(self)

    def seen(self, context: MatchContext) -> str:
        return _sender_of(context)

    def __str__(self) -> str:
        return f"sender is in {_listed(self.groups)}"


# texts


@dataclass(frozen=True, slots=True)
class HasWords(Simple):
    """The text has one of the `patterns`. `field`: subject, body, anywhere, or "header " and a name
    in lower case. `clues` tell at one look that it has none.
    """

    field: str
    patterns: tuple[Pattern, ...]
    clues: Clues = dataclasses.field(compare=False, repr=False)

    def judge(self, context: MatchContext) -> str | Condition:
        """Most clauses of most rules end at the first line."""
        if not context.may_have(self.field, self.clues):
            return self
        found = self.found(context)
        return self if found is None else found

    def found(self, context: MatchContext) -> str | None:
        field = self.field
        found = next((pattern for pattern in self.patterns if context.has(field, pattern)), None)
        return None if found is None else f"{field} has {_named(found)}"

    def seen(self, context: MatchContext) -> str:
        return context.said(self.field)

    def failures(self, context: MatchContext) -> tuple[str, ...]:
        named = list(dict.fromkeys(map(_quoted, self.patterns)))
        more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
        told = f"{self.field} has none of {', '.join(named[:SHOWN])}{more}"
        return (f"{told}: {self.seen(context)}",)

    def __str__(self) -> str:
        return f"{self.field} has {_listed(map(_named, self.patterns))}"


@dataclass(frozen=True, slots=True)
class HasRegex(Simple):
    """RE2 finds the pattern in the text. `field` as for words, or `attachment`: then in one of
    the names. `compiled` is that of `source`.
    """

    field: str
    source: str
    compiled: Any = dataclasses.field(compare=False, repr=False)

    def found(self, context: MatchContext) -> str | None:
        said = context.search(self.field, self.compiled)
        return None if said is None else f"{self.field} has “{said}” (regex {self.source})"

    def seen(self, context: MatchContext) -> str:
        return _attached_to(context) if self.field == "attachment" else context.said(self.field)

    def __str__(self) -> str:
        return f"{self.field} matches regex {self.source}"


@dataclass(frozen=True, slots=True)
class HasHeader(Simple):
    """The header field of this `name` is there, whatever it says."""

    name: str

    def found(self, context: MatchContext) -> str | None:
        return str(self) if context.has_header(self.name) else None

    def seen(self, context: MatchContext) -> str:
        return context.said(HEADER + self.name)

    def __str__(self) -> str:
        return f"has a header {self.name}"


# what else a mail has


@dataclass(frozen=True, slots=True)
class ListIs(Simple):
    """The mail came by a list of `patterns`: a whole List-Id or `*.domain`, as keys."""

    patterns: tuple[str, ...]

    def found(self, context: MatchContext) -> str | None:
        return _first("list_id is ", self.patterns, lambda p: covers(p, context.list_id))

    def seen(self, context: MatchContext) -> str:
        list_id = context.mail.list_id
        return f"it came by {list_id}" if list_id else "it came by no list"

    def __str__(self) -> str:
        return f"list_id is {_listed(self.patterns)}"


@dataclass(frozen=True, slots=True)
class LanguageIs(Simple):
    """It is written in one of `languages`, two-letter codes: no text tells `pt-BR` from `pt`."""

    languages: tuple[str, ...]

    def found(self, context: MatchContext) -> str | None:
        base = context.mail.language.partition("-")[0]
        return f"language is {base}" if base in self.languages else None

    def seen(self, context: MatchContext) -> str:
        language = context.mail.language
        return f"it is in {language}" if language else "its language is not certain"

    def __str__(self) -> str:
        return f"language is {_listed(self.languages)}"


@dataclass(frozen=True, slots=True)
class HasAttachment(Simple):
    """A file is attached (`wanted`), or none is."""

    wanted: bool

    def found(self, context: MatchContext) -> str | None:
        return str(self) if context.mail.has_attachment == self.wanted else None

    def seen(self, context: MatchContext) -> str:
        return _attached_to(context)

    def __str__(self) -> str:
        return "has an attachment" if self.wanted else "has no attachment"


@dataclass(frozen=True, slots=True)
class AttachmentIs(Simple):
    """One of the attached files is called as one of `globs` says: `*.pdf`, `*invoice*`."""

    globs: tuple[Glob, ...]

    def found(self, context: MatchContext) -> str | None:
        return _first("attachment is ", self.globs, lambda one: any(map(one.covers, context.names)))

    def seen(self, context: MatchContext) -> str:
        return _attached_to(context)

    def __str__(self) -> str:
        return f"attachment is {_listed(map(str, self.globs))}"


@dataclass(frozen=True, slots=True)
class SizeIs(Simple):
    """Bytes of the whole mail; `over` and `under` are left out where None."""

    over: int | None
    under: int | None

    def found(self, context: MatchContext) -> str | None:
        size = context.mail.size
        enough = self.over is None or size > self.over
        return str(self) if enough and (self.under is None or size < self.under) else None

    def seen(self, context: MatchContext) -> str:
        return f"it has {context.mail.size} bytes"

    def __str__(self) -> str:
        bounds = (("over", self.over), ("under", self.under))
        said = [f"{word} {size} bytes" for word, size in bounds if size is not None]
        return f"size is {' and '.join(said)}"


@dataclass(frozen=True, slots=True)
class TimeIs(Simple):
    """It comes `within` these working `hours`, or outside."""

    hours: Hours
    within: bool

    def found(self, context: MatchContext) -> str | None:
        at = context.mail.at
        works = at is None or next_open(self.hours, at) == at
        return str(self) if works == self.within else None

    def seen(self, context: MatchContext) -> str:
        at = context.mail.at
        return f"it came at {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "no time is known"

    def __str__(self) -> str:
        return f"time is {'within' if self.within else 'outside'} {self.hours.key}"


@dataclass(frozen=True, slots=True)
class VerifiedIs(Simple):
    """Our border proved the sender (`wanted`), or did not: it failed, or nothing is known."""

    wanted: bool

    def found(self, context: MatchContext) -> str | None:
        return str(self) if (context.mail.verified is True) == self.wanted else None

    def seen(self, context: MatchContext) -> str:
        return _VERIFIED[context.mail.verified]

    def __str__(self) -> str:
        return "sender is verified" if self.wanted else "sender is not verified"


_VERIFIED = {True: "it is verified", False: "it is not genuine", None: "nothing is known"}


@dataclass(frozen=True, slots=True)
class KindIs(Simple):
    """Who wrote it is of one of these `kinds`: person, list, auto_generated, auto_reply."""

    kinds: tuple[str, ...]

    def found(self, context: MatchContext) -> str | None:
        kind = context.mail.kind
        return f"kind is {kind}" if kind in self.kinds else None

    def seen(self, context: MatchContext) -> str:
        return f"it is {context.mail.kind}"

    def __str__(self) -> str:
        return f"kind is {_listed(self.kinds)}"


# words for people


def covers(pattern: str, value: str) -> bool:
    """`*` may stand first only: `*@corp.example` is that domain and none below it,
    `*.corp.example` all below it.
    """
    if pattern.startswith("*"):
        return len(value) >= len(pattern) and value.endswith(pattern[1:])
    return value == pattern


def _first(told: str, wanted: Sequence[object], holds: Callable[[Any], bool]) -> str | None:
    return next((f"{told}{one}" for one in wanted if holds(one)), None)


def _sender_of(context: MatchContext) -> str:
    return f"it is from {context.mail.from_ or 'nobody'}"


def _attached_to(context: MatchContext) -> str:
    mail = context.mail
    if mail.attachments:
        return f"attached is {', '.join(mail.attachments)}"
    return "something without a name is attached" if mail.has_attachment else "nothing is attached"


def _listed(names: Iterable[str]) -> str:
    """One spelling of each: `stoerung` is not named beside `störung`. It is stored with every
    request, so not all of a thousand.
    """
    all_of_them = list(dict.fromkeys(names))
    more = [f"{len(all_of_them) - SHOWN} more"] if len(all_of_them) > SHOWN else []
    return " or ".join([*all_of_them[:SHOWN], *more])


def _named(pattern: Pattern) -> str:
    if len(pattern.words) > 1:
        return f'the words "{pattern.shown}"'
    if pattern.starts[0]:
        return f"a word beginning with {pattern.shown.rstrip('*')}"
    return f"the word {pattern.shown}"


def _quoted(pattern: Pattern) -> str:
    return f'"{pattern.shown}"' if len(pattern.words) > 1 else pattern.shown
