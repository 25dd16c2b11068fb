"""A checked `when:` and the names it may mention → the Condition that is matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailtracker.policy.conditions import (
    AddressIs,
    AllOf,
    AnyOf,
    AttachmentIs,
    Condition,
    DomainIs,
    HasAttachment,
    HasHeader,
    HasRegex,
    HasWords,
    InGroup,
    KindIs,
    LanguageIs,
    ListIs,
    Not,
    SizeIs,
    TimeIs,
    VerifiedIs,
)
from mailtracker.policy.globs import read_glob
from mailtracker.policy.mail_view import HEADER
from mailtracker.policy.regex import compile_pattern
from mailtracker.policy.words import ANYTHING, Pattern, clues_of, read_patterns
from mailtracker.policy.worktime import Hours
from mailtracker.rules import values
from mailtracker.rules.when import RegexFile, TextFile, TimeFile, When


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What conditions mention: the addresses of each group and team, and hours."""

    addresses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hours: Mapping[str, Hours] = field(default_factory=dict)


def condition(when: list[When], known: KnownNames) -> Condition:
    """A list holds when one of its mappings does, a mapping when all its entries do.
    Every name in it must be known.
    """
    return _one_of([_all_entries(entry, known) for entry in when])


def can_tell(entries: list[When], known: KnownNames) -> bool:
    """Whether all names in it are known, so that it has a condition."""
    return all(
        known.addresses.keys() >= set(when.from_group or ())
        and (when.time is None or str(when.time.within or when.time.outside) in known.hours)
        and all(can_tell(inner or [], known) for inner in (when.any, when.all, when.not_))
        for when in entries
    )


def _all_entries(when: When, known: KnownNames) -> Condition:
    parts = [*_about_people(when, known), *_about_texts(when), *_about_the_rest(when, known)]
    if when.any is not None:
        parts.append(condition(when.any, known))
    if when.all is not None:
        parts += [_all_entries(entry, known) for entry in when.all]
    if when.not_ is not None:
        parts.append(Not(condition(when.not_, known)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _about_people(when: When, known: KnownNames) -> Iterator[Condition]:
    if when.from_ is not None:
        yield AddressIs("from", tuple(map(values.read_address_pattern, when.from_)))
    if when.from_domain is not None:
        yield DomainIs(tuple(map(values.read_domain_pattern, when.from_domain)))
    if when.from_group is not None:
        addresses = frozenset[str]().union(*(known.addresses[name] for name in when.from_group))
        yield InGroup(tuple(map(str, when.from_group)), addresses)
    if when.to is not None:
        yield AddressIs("to", tuple(map(values.read_address_pattern, when.to)))
    if when.cc is not None:
        yield AddressIs("cc", tuple(map(values.read_address_pattern, when.cc)))


def _about_texts(when: When) -> Iterator[Condition]:
    if when.subject is not None:
        yield _text("subject", when.subject)
    if when.body is not None:
        yield _text("body", when.body)
    if when.anywhere is not None:
        yield _text("anywhere", when.anywhere)
    if when.list_id is not None:
        yield ListIs(tuple(map(values.read_list_pattern, when.list_id)))
    for name, texts in (when.header or {}).items():
        yield _text(HEADER + values.read_header_name(name), texts)


def _about_the_rest(when: When, known: KnownNames) -> Iterator[Condition]:
    if when.language is not None:
        yield LanguageIs(
            tuple(values.read_language(code).partition("-")[0] for code in when.language)
        )
    if when.has_attachment is not None:
        yield HasAttachment(values.read_flag(when.has_attachment))
    if when.attachment is not None:
        yield _attachment(when.attachment)
    if when.size is not None:
        over, under = when.size.over, when.size.under
        yield SizeIs(
            values.read_size(over) if over else None, values.read_size(under) if under else None
        )
    if when.time is not None:
        yield _time(when.time, known)
    if when.verified is not None:
        yield VerifiedIs(values.read_flag(when.verified))
    if when.kind is not None:
        yield KindIs(tuple(map(str, when.kind)))


def _text(field: str, entries: list[str | TextFile]) -> Condition:
    """Words stand together, so that one look takes them all; the rest beside them."""
    parts: list[Condition] = []
    patterns: list[Pattern] = []
    for entry in entries:
        if isinstance(entry, str) and entry == ANYTHING:
            parts.append(HasHeader(field.removeprefix(HEADER)))
        elif isinstance(entry, str):
            patterns += read_patterns(entry)
        elif entry.regex is not None:
            parts.append(HasRegex(field, str(entry.regex), compile_pattern(entry.regex)))
        else:
            patterns += [
                p
                for text in entry.words or ()
                for p in read_patterns(text, entry.accents == "exact")
            ]
    return _one_of(
        [HasWords(field, tuple(patterns), clues_of(patterns)), *parts] if patterns else parts
    )


def _attachment(entries: list[str | RegexFile]) -> Condition:
    globs = tuple(read_glob(entry) for entry in entries if isinstance(entry, str))
    parts: list[Condition] = [AttachmentIs(globs)] if globs else []
    for entry in entries:
        if isinstance(entry, RegexFile):
            parts.append(HasRegex("attachment", str(entry.regex), compile_pattern(entry.regex)))
    return _one_of(parts)


def _time(entry: TimeFile, known: KnownNames) -> Condition:
    return TimeIs(known.hours[str(entry.within or entry.outside)], within=entry.within is not None)


def _one_of(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
