"""Conditions of a rule, and a mail → what matched, in words, or which clause failed. Adding one is
a class and two match arms.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from mailtracker.policy.globs import Glob
from mailtracker.policy.hours import next_open
from mailtracker.policy.mail_view import HEADER, MatchContext
from mailtracker.policy.words import Clues, Pattern
from mailtracker.policy.worktime import Hours


@dataclass(frozen=True, slots=True)
class AddressIs:
    """One of the addresses is one of `patterns`: a whole address or `*@domain`, case folded.
    `to` and `cc`: with any `+tag`.
    """

    field: Literal["from", "to", "cc"]
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DomainIs:
    """The sender's domain is one of these, or for `*.corp.example` one below it."""

    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InGroup:
    """The sender is in one of these groups (or teams). `addresses`:
    every one of theirs, case folded.
    """

    groups: tuple[str, ...]
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class HasWords:
    """The text has one of the patterns. `field`: subject, body, anywhere, or `header
    ` and a name in lower case.
    """

    field: str
    patterns: tuple[Pattern, ...]
    clues: Clues = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HasRegex:
    """RE2 finds the pattern in the text. `field` as for words, or
    `attachment`: then in one of the names.
    """

    field: str
    source: str
    compiled: Any = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HasHeader:
    """The header field is there, whatever it says."""

    name: str


@dataclass(frozen=True, slots=True)
class ListIs:
    """The mail came by one of these lists: a whole List-Id or `*.domain`, case folded."""

    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageIs:
    """Two-letter codes: no text tells `pt-BR` from `pt`."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasAttachment:
    wanted: bool


@dataclass(frozen=True, slots=True)
class AttachmentIs:
    """One of the attached files is called so: `*.pdf`, `*invoice*`."""

    globs: tuple[Glob, ...]


@dataclass(frozen=True, slots=True)
class SizeIs:
    """Bytes of the whole mail; `over` and `under` are left out where None."""

    over: int | None
    under: int | None


@dataclass(frozen=True, slots=True)
class TimeIs:
    """It comes within these working hours, or outside."""

    hours: Hours
    within: bool


@dataclass(frozen=True, slots=True)
class VerifiedIs:
    """Our border proved the sender (`true`), or did not: it failed, or
    nothing is known (`false`).
    """

    wanted: bool


@dataclass(frozen=True, slots=True)
class KindIs:
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Simple = (
    AddressIs
    | DomainIs
    | InGroup
    | HasWords
    | HasRegex
    | HasHeader
    | ListIs
    | LanguageIs
    | HasAttachment
    | AttachmentIs
    | SizeIs
    | TimeIs
    | VerifiedIs
    | KindIs
)
Condition = Simple | AllOf | AnyOf | Not


def judge(condition: Condition, context: MatchContext) -> str | Condition:
    """What matched, for people ("subject has the word vpn"); where the condition does
    not hold, the clause that failed.

    The clause comes as it is, so that the daemon's path writes no sentence that
    nobody reads; `failures` words it.
    """
    if isinstance(
        condition, HasWords
    ):  # most clauses of most rules end here, so it is asked first, and not by a class pattern
        if not context.may_have(condition.field, condition.clues):
            return condition
    elif isinstance(condition, AllOf):
        return _judge_all(condition.parts, context)
    elif isinstance(condition, AnyOf):
        for part in condition.parts:
            told = judge(part, context)
            if isinstance(told, str):
                return told
        return condition
    elif isinstance(condition, Not):
        return (
            condition
            if isinstance(judge(condition.part, context), str)
            else f"not ({describe(condition.part)})"
        )
    matched = _find(condition, context)
    return condition if matched is None else matched


def match(condition: Condition, context: MatchContext) -> str | None:
    """What matched, None when the condition does not hold."""
    told = judge(condition, context)
    return told if isinstance(told, str) else None


def failures(clause: Condition, context: MatchContext) -> tuple[str, ...]:
    """A clause that failed, and what was seen instead: "subject has none of vpn,
    wireguard: it says “Printer”".

    Several where it is one of several that should have held: why each of them does not.
    """
    match clause:
        case Not(part):
            return (f"must not be: {match(part, context)}",)
        case AnyOf(parts):
            told = (
                failures(inner, context)
                for part in parts
                if not isinstance(inner := judge(part, context), str)
            )
            return tuple(dict.fromkeys(line for lines in told for line in lines))
        case AllOf():
            inner = judge(clause, context)
            return () if isinstance(inner, str) else failures(inner, context)
        case HasWords(field, patterns):
            named = list(
                dict.fromkeys(f'"{p.shown}"' if len(p.words) > 1 else p.shown for p in patterns)
            )
            more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
            return (
                f"{field} has none of {', '.join(named[:SHOWN])}{more}: {context.shown(field)}",
            )
        case _:
            return (f"{describe(clause)}: no, {context.shown(_field(clause))}",)


SHOWN = 8
"""Words of a rule that are named where none of them was found."""


def _judge_all(parts: tuple[Condition, ...], context: MatchContext) -> str | Condition:
    """What is there is told before what is not: an exception says little beside the reason."""
    found: list[str] = []
    absent: list[str] = []
    for part in parts:
        told = judge(part, context)
        if not isinstance(told, str):
            return told
        (absent if isinstance(part, Not) else found).append(told)
    return " and ".join(found or absent)


def _find(condition: Simple, context: MatchContext) -> str | None:
    match condition:
        case AddressIs(field, patterns):
            fitting = context.addresses(field)
            return (
                None
                if fitting.isdisjoint(patterns)
                else _first(f"{field} is ", patterns, fitting.__contains__)
            )
        case DomainIs(patterns):
            return _first("from_domain is ", patterns, lambda p: covers(p, context.domain))
        case InGroup(_, addresses):
            return describe(condition) if context.sender in addresses else None
        case HasWords(field, patterns):
            found = next((pattern for pattern in patterns if context.has(field, pattern)), None)
            return None if found is None else f"{field} has {_named(found)}"
        case HasRegex(field, source, compiled):
            said = context.search(field, compiled)
            return None if said is None else f"{field} has “{said}” (regex {source})"
        case HasHeader(name):
            return f"has a header {name}" if context.has_header(name) else None
        case ListIs(patterns):
            return _first("list_id is ", patterns, lambda p: covers(p, context.list_id))
        case LanguageIs(languages):
            return _first(
                "language is ",
                languages,
                lambda code: code == context.mail.language.partition("-")[0],
            )
        case AttachmentIs(globs):
            return _first(
                "attachment is ", globs, lambda glob: any(map(glob.covers, context.names))
            )
        case KindIs(kinds):
            return _first("kind is ", kinds, lambda kind: kind == context.mail.kind)
        case HasAttachment() | SizeIs() | TimeIs() | VerifiedIs():
            return describe(condition) if _holds(condition, context) else None
    assert_never(condition)


def _holds(condition: HasAttachment | SizeIs | TimeIs | VerifiedIs, context: MatchContext) -> bool:
    mail = context.mail
    match condition:
        case HasAttachment(wanted):
            return mail.has_attachment == wanted
        case SizeIs(over, under):
            return (over is None or mail.size > over) and (under is None or mail.size < under)
        case TimeIs(hours, within):
            return (mail.at is None or next_open(hours, mail.at) == mail.at) == within
        case VerifiedIs(wanted):
            return (mail.verified is True) == wanted
    assert_never(condition)


def _first(told: str, wanted: Sequence[object], holds: Callable[[Any], bool]) -> str | None:
    return next((f"{told}{one}" for one in wanted if holds(one)), None)


def describe(condition: Condition) -> str:
    """The condition itself, for people: "subject has the word vpn or the word wireguard"."""
    match condition:
        case AddressIs(field, patterns):
            return f"{field} is {_listed(patterns)}"
        case DomainIs(patterns):
            return f"from_domain is {_listed(patterns)}"
        case InGroup(groups):
            return f"sender is in {_listed(groups)}"
        case HasWords(field, patterns):
            return f"{field} has {_listed(map(_named, patterns))}"
        case HasRegex(field, source):
            return f"{field} matches regex {source}"
        case HasHeader(name):
            return f"has a header {name}"
        case ListIs(patterns):
            return f"list_id is {_listed(patterns)}"
        case LanguageIs(languages):
            return f"language is {_listed(languages)}"
        case HasAttachment(wanted):
            return "has an attachment" if wanted else "has no attachment"
        case AttachmentIs(globs):
            return f"attachment is {_listed(map(str, globs))}"
        case SizeIs(over, under):
            return f"size is {' and '.join(_bounds(over, under))}"
        case TimeIs(hours, within):
            return f"time is {'within' if within else 'outside'} {hours.key}"
        case VerifiedIs(wanted):
            return "sender is verified" if wanted else "sender is not verified"
        case KindIs(kinds):
            return f"kind is {_listed(kinds)}"
        case AllOf(parts):
            return " and ".join(map(_bracketed, parts))
        case AnyOf(parts):
            return " or ".join(map(_bracketed, parts))
        case Not(part):
            return f"not ({describe(part)})"
    assert_never(condition)


def _field(condition: Simple) -> str:
    """What of a mail the condition looks at, as `MatchContext.shown` knows it."""
    match condition:
        case AddressIs(field, _) | HasWords(field, _) | HasRegex(field, _):
            return field
        case DomainIs() | InGroup():
            return "from"
        case HasHeader(name):
            return HEADER + name
        case ListIs():
            return "list_id"
        case LanguageIs():
            return "language"
        case HasAttachment() | AttachmentIs():
            return "attachment"
        case SizeIs():
            return "size"
        case TimeIs():
            return "time"
        case VerifiedIs():
            return "verified"
        case KindIs():
            return "kind"
    assert_never(condition)


def _bounds(over: int | None, under: int | None) -> list[str]:
    said = [f"over {over} bytes"] if over is not None else []
    return said + ([f"under {under} bytes"] if under is not None else [])


def _bracketed(condition: Condition) -> str:
    text = describe(condition)
    return (
        f"({text})" if isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1 else text
    )


def covers(pattern: str, value: str) -> bool:
    """`*` may stand first only: `*@corp.example` is that domain and none below it,
    `*.corp.example` all below it.
    """
    if pattern.startswith("*"):
        return len(value) >= len(pattern) and value.endswith(pattern[1:])
    return value == pattern


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
