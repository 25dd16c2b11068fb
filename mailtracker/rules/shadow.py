"""Conditions of rules in their order → those that can never be reached, because an
earlier one takes all their mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtracker.errors import Problem
from mailtracker.policy.conditions import (
    AddressIs,
    AllOf,
    AnyOf,
    AttachmentIs,
    Condition,
    DomainIs,
    HasAttachment,
    HasHeader,
    HasWords,
    InGroup,
    KindIs,
    LanguageIs,
    ListIs,
    Not,
    SizeIs,
    covers,
)
from mailtracker.policy.mail_view import HEADER
from mailtracker.policy.words import Pattern
from mailtracker.rules.yamlfile import Position

MAX_RULES = 400
"""Every rule is compared with all before it; in more rules than this only equal ones are found."""


def check_shadows(rules: Sequence[tuple[Position, str, Condition]]) -> Iterator[Problem]:
    """Equal conditions are an error. Where an earlier rule is only wider it is a warning: the
    reasoning here is simple, and knows no more than what words and addresses say.
    """
    equal: dict[Condition, tuple[Position, str]] = {}
    for number, (position, name, condition) in enumerate(rules):
        if condition in equal:
            first, earlier = equal[condition]
            told = f"rule `{name}` is never reached: rule `{earlier}` in {first} has the same conditions and comes first"
            yield position.problem("never-reached", told)
            continue
        equal[condition] = position, name
        for first, earlier, wider in rules[:number] if number < MAX_RULES else ():
            if implies(condition, wider):
                told = f"rule `{name}` is never reached: rule `{earlier}` in {first} comes first and takes all its mail"
                yield position.warning("never-reached", told)
                break


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
        case _:
            return _simply(narrow, wide)


def _one_of_implies(narrow: Condition, wide: Condition) -> bool:
    return isinstance(wide, AnyOf) and any(implies(narrow, part) for part in wide.parts)


def _simply(narrow: Condition, wide: Condition) -> bool:
    match narrow, wide:
        case HasWords(field, few), HasWords(other, many):
            inside = field == other or (other == "anywhere" and field == "subject")
            return inside and all(any(_says(pattern, one) for one in many) for pattern in few)
        case HasWords(field, _), HasHeader(name):
            return field == HEADER + name
        case AddressIs(field, few), AddressIs(other, many):
            inside = field == other or (field == "cc" and other == "to")
            return inside and all(any(covers(one, pattern) for one in many) for pattern in few)
        case AddressIs("from", few), DomainIs(many):
            return all(
                any(covers(one, pattern.rpartition("@")[2]) for one in many) for pattern in few
            )
        case (DomainIs(few), DomainIs(many)) | (ListIs(few), ListIs(many)):
            return all(any(covers(one, pattern) for one in many) for pattern in few)
        case DomainIs(few), AddressIs("from", many):
            return all(f"*@{domain}" in many for domain in few)
        case InGroup(_, few), InGroup(_, many):
            return few <= many
        case (KindIs(few), KindIs(many)) | (LanguageIs(few), LanguageIs(many)):
            return set(few) <= set(many)
        case AttachmentIs(few), AttachmentIs(many):
            return set(few) <= set(many)
        case AttachmentIs(), HasAttachment(wanted):
            return wanted
        case SizeIs(over, under), SizeIs(lower, upper):
            above = lower is None or (over is not None and over >= lower)
            return above and (upper is None or (under is not None and under <= upper))
        case _:
            return False


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
