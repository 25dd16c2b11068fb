"""Conditions of rules in their order → those that can never be reached, because an
earlier one takes all their mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import Any

from mailtracker.errors import Problem
from mailtracker.policy.condition import AllOf, AnyOf, Condition, Not
from mailtracker.policy.conditions import (
    AddressIs,
    AttachmentIs,
    DomainIs,
    HasAttachment,
    HasHeader,
    HasWords,
    InGroup,
    KindIs,
    LanguageIs,
    ListIs,
    SizeIs,
    covers,
)
from mailtracker.policy.mail_view import HEADER
from mailtracker.policy.words import Pattern
from mailtracker.rules.yamlfile import Position

MAX_RULES = 400
"""Every rule is compared with all before it; in more rules than this only equal ones are found."""


def check_shadows(
    rules: Sequence[tuple[Position, str, Condition]], what: str = "rule"
) -> Iterator[Problem]:
    """Equal conditions are an error. Where an earlier rule is only wider it is a warning: the
    reasoning here is simple, and knows no more than what words and addresses say. `what` they are,
    for people.
    """
    equal: dict[Condition, tuple[Position, str]] = {}
    for number, (position, name, condition) in enumerate(rules):
        never = f"{what} `{name}` is never reached"
        if condition in equal:
            first, earlier = equal[condition]
            told = f"{what} `{earlier}` in {first} has the same conditions and comes first"
            yield position.problem("never-reached", f"{never}: {told}")
            continue
        equal[condition] = position, name
        before = rules[:number] if number < MAX_RULES else ()
        wider = next((one for one in before if implies(condition, one[2])), None)
        if wider is not None:
            told = f"{what} `{wider[1]}` in {wider[0]} comes first and takes all its mail"
            yield position.warning("never-reached", f"{never}: {told}")


def implies(narrow: Condition, wide: Condition) -> bool:
    """Whether every mail that fits `narrow` surely fits `wide`. False may
    only mean that we cannot tell.
    """
    if narrow == wide:
        return True
    match narrow, wide:
        case AnyOf(parts), _:
            return all(implies(part, wide) for part in parts)
        case _, AllOf(parts):
            return all(implies(narrow, part) for part in parts)
        case AllOf(parts), _:
            return any(implies(part, wide) for part in parts) or _one_of_implies(narrow, wide)
        case _, AnyOf():
            return _one_of_implies(narrow, wide)
        case Not(narrower), Not(wider):
            return implies(wider, narrower)
    case = _CASES.get((type(narrow), type(wide)))
    return case is not None and case(narrow, wide)


def _one_of_implies(narrow: Condition, wide: Condition) -> bool:
    return isinstance(wide, AnyOf) and any(implies(narrow, part) for part in wide.parts)


def _words_in_words(narrow: HasWords, wide: HasWords) -> bool:
    within = {narrow.field, "anywhere"} if narrow.field == "subject" else {narrow.field}
    return wide.field in within and _each_in(narrow.patterns, wide.patterns, _says)


def _address_in_address(narrow: AddressIs, wide: AddressIs) -> bool:
    within = {"cc", "to"} if narrow.field == "cc" else {narrow.field}
    return wide.field in within and _all_covered(narrow.patterns, wide.patterns)


def _address_in_domain(narrow: AddressIs, wide: DomainIs) -> bool:
    domains = [pattern.rpartition("@")[2] for pattern in narrow.patterns]
    return narrow.field == "from" and _all_covered(domains, wide.patterns)


def _domain_in_address(narrow: DomainIs, wide: AddressIs) -> bool:
    whole = {f"*@{domain}" for domain in narrow.patterns}
    return wide.field == "from" and whole <= set(wide.patterns)


def _size_in_size(narrow: SizeIs, wide: SizeIs) -> bool:
    (low, high), (lower, higher) = _bounds(narrow), _bounds(wide)
    return lower <= low and high <= higher


def _bounds(size: SizeIs) -> tuple[float, float]:
    low = -inf if size.over is None else size.over
    return low, inf if size.under is None else size.under


_CASES: Mapping[tuple[type[Condition], type[Condition]], Callable[[Any, Any], bool]] = {
    (HasWords, HasWords): _words_in_words,
    (HasWords, HasHeader): lambda narrow, wide: narrow.field == HEADER + wide.name,
    (AddressIs, AddressIs): _address_in_address,
    (AddressIs, DomainIs): _address_in_domain,
    (DomainIs, AddressIs): _domain_in_address,
    (DomainIs, DomainIs): lambda narrow, wide: _all_covered(narrow.patterns, wide.patterns),
    (ListIs, ListIs): lambda narrow, wide: _all_covered(narrow.patterns, wide.patterns),
    (InGroup, InGroup): lambda narrow, wide: narrow.addresses <= wide.addresses,
    (KindIs, KindIs): lambda narrow, wide: set(narrow.kinds) <= set(wide.kinds),
    (LanguageIs, LanguageIs): lambda narrow, wide: set(narrow.languages) <= set(wide.languages),
    (AttachmentIs, AttachmentIs): lambda narrow, wide: set(narrow.globs) <= set(wide.globs),
    (AttachmentIs, HasAttachment): lambda _, wide: wide.wanted,
    (SizeIs, SizeIs): _size_in_size,
}
"""What two conditions of these kinds say of each other. A pair that is not here says nothing."""


def _each_in(few: Iterable[Any], many: Sequence[Any], within: Callable[[Any, Any], bool]) -> bool:
    return all(any(within(one, other) for other in many) for one in few)


def _all_covered(few: Iterable[str], many: Sequence[str]) -> bool:
    return _each_in(few, many, lambda one, pattern: covers(pattern, one))


def _says(narrow: Pattern, wide: Pattern) -> bool:
    """Whether a text with `narrow` surely has `wide`: the same words, or some of them in
    a row, or their beginnings.
    """
    if narrow.exact != wide.exact:
        return False
    size = len(wide.words)
    return any(
        all(map(_is_part, narrow.words[at:], narrow.starts[at:], wide.words, wide.starts))
        for at in range(len(narrow.words) - size + 1)
    )


def _is_part(word: str, start: bool, wide: str, wide_start: bool) -> bool:
    return word.startswith(wide) if wide_start else (word == wide and not start)
