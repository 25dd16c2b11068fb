"""Conditions of a rule, and a mail → what matched, in words, or None. Adding one is a class here and a match arm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, assert_never

from mailtracker.policy.policy import Mailed
from mailtracker.policy.words import Pattern, Words


@dataclass(frozen=True, slots=True)
class AddressIs:
    """One of the addresses is one of `patterns`: a whole address or `*@domain`, case folded."""

    field: Literal["from", "to"]
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasWords:
    """The text has one of the patterns."""

    field: Literal["subject", "body"]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class ListIs:
    """The mail came by one of these lists: a whole List-Id or `*.domain`, case folded."""

    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HasAttachment:
    wanted: bool


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition = AddressIs | HasWords | ListIs | HasAttachment | AllOf | AnyOf | Not


class Seen:
    """A mail as the conditions look at it: each text is cut into words once, and only when a rule asks."""

    def __init__(self, mailed: Mailed) -> None:
        self.mailed = mailed

    @cached_property
    def subject(self) -> Words:
        return Words(self.mailed.subject)

    @cached_property
    def body(self) -> Words:
        return Words(self.mailed.body)

    @cached_property
    def senders(self) -> tuple[str, ...]:
        return (self.mailed.from_.strip().casefold(),)

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        return tuple(address.strip().casefold() for address in self.mailed.to)

    @cached_property
    def list_id(self) -> str:
        """The identifier alone: RFC 2919 lets a phrase stand before it (`Staff <staff.corp.example>`)."""
        return self.mailed.list_id.rpartition("<")[2].partition(">")[0].strip().casefold()


def match(condition: Condition, seen: Seen) -> str | None:
    """What matched, for people ("subject has the word vpn"); None when the condition does not hold."""
    match condition:
        case AddressIs(field, patterns):
            return _match_address(field, patterns, seen)
        case HasWords(field, patterns):
            words = seen.subject if field == "subject" else seen.body
            return next((f"{field} has {_named(p)}" for p in patterns if words.has(p)), None)
        case ListIs(patterns):
            return next((f"list_id is {p}" for p in patterns if _covers(p, seen.list_id)), None)
        case HasAttachment(wanted):
            held = "has an attachment" if wanted else "has no attachment"
            return held if seen.mailed.has_attachment == wanted else None
        case AllOf(parts):
            return _match_all(parts, seen)
        case AnyOf(parts):
            return next((found for part in parts if (found := match(part, seen)) is not None), None)
        case Not(part):
            return None if match(part, seen) is not None else f"not ({describe(part)})"
    assert_never(condition)


def describe(condition: Condition) -> str:
    """The condition itself, for people: "subject has the word vpn or the word wireguard"."""
    match condition:
        case AddressIs(field, patterns):
            return f"{field} is {' or '.join(patterns)}"
        case HasWords(field, patterns):
            return f"{field} has {' or '.join(map(_named, patterns))}"
        case ListIs(patterns):
            return f"list_id is {' or '.join(patterns)}"
        case HasAttachment(wanted):
            return "has an attachment" if wanted else "has no attachment"
        case AllOf(parts):
            return " and ".join(map(_bracketed, parts))
        case AnyOf(parts):
            return " or ".join(map(_bracketed, parts))
        case Not(part):
            return f"not ({describe(part)})"
    assert_never(condition)


def _bracketed(condition: Condition) -> str:
    text = describe(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1 else text


def _match_all(parts: tuple[Condition, ...], seen: Seen) -> str | None:
    """What is there is told before what is not: an exception says little beside the reason."""
    found: list[str] = []
    absent: list[str] = []
    for part in parts:
        what = match(part, seen)
        if what is None:
            return None
        (absent if isinstance(part, Not) else found).append(what)
    return " and ".join(found or absent)


def _match_address(field: Literal["from", "to"], patterns: tuple[str, ...], seen: Seen) -> str | None:
    addresses = seen.senders if field == "from" else seen.recipients
    return next((f"{field} is {p}" for p in patterns if any(_covers(p, address) for address in addresses)), None)


def _covers(pattern: str, value: str) -> bool:
    """`*` may stand first only: `*@corp.example` is that domain and none below it, `*.corp.example` any list there."""
    if pattern.startswith("*"):
        return len(value) >= len(pattern) and value.endswith(pattern[1:])
    return value == pattern


def _named(pattern: Pattern) -> str:
    if len(pattern.words) > 1:
        return f'the words "{pattern.shown}"'
    if pattern.starts[0]:
        return f"a word beginning with {pattern.shown.rstrip('*')}"
    return f"the word {pattern.shown}"
