"""What may stand under `when:`, and the mails that admins write to test it, as pydantic models;
and what is made of them: the Condition that is matched, the MailView that it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Annotated, Any, ClassVar

from pydantic import Field

from mailtracker.errors import Problem
from mailtracker.policy.condition import AllOf, Condition, Not
from mailtracker.policy.conditions import (
    AddressIs,
    DomainIs,
    HasAttachment,
    KindIs,
    LanguageIs,
    ListIs,
    VerifiedIs,
)
from mailtracker.policy.mail_view import HEADER, MailView
from mailtracker.rules import values
from mailtracker.rules.field_types import (
    AddressPattern,
    CircleName,
    DomainPattern,
    Entries,
    Flag,
    Free,
    HeaderName,
    Instant,
    Kind,
    Language,
    Line,
    ListPattern,
    OneOrMore,
    Size,
    Some,
    StrictMapping,
)
from mailtracker.rules.when_values import (
    HeaderEntry,
    KnownNames,
    NameEntry,
    SizeFile,
    Texts,
    TimeFile,
    any_of,
    attachment_condition,
    group_condition,
    size_condition,
    text_condition,
    time_condition,
)
from mailtracker.rules.yamlfile import Pairs, Text


class When(StrictMapping):
    """All entries must hold; a list holds when one of its entries does."""

    what = "a condition"
    instead: ClassVar[Mapping[str, str]] = {
        "regex": "it belongs to the text that it searches, as in subject: {regex: 'INC-\\d+'}",
        "words": "they belong to the text that has them, as in subject: [vpn, wireguard]",
        "text": "write `body:` for what is new in the mail, `anywhere:` for quotes too",
        "sender": "write `from:`",
        "group": "write `from_group:`",
        "attachments": "write `attachment:` for names, `has_attachment:` for whether there is one",
    }

    from_: Annotated[list[AddressPattern], OneOrMore] | None = Field(
        None, alias="from", description="the sender: a whole address, or `*@corp.example`"
    )
    from_domain: Annotated[list[DomainPattern], OneOrMore] | None = Field(
        None, description="the sender's domain: corp.example, or `*.corp.example` for all below it"
    )
    from_group: Annotated[list[CircleName], OneOrMore] | None = Field(
        None, description="the sender is in this group or team, by any of their addresses"
    )
    to: Annotated[list[AddressPattern], OneOrMore] | None = Field(
        None, description="one it was sent or copied to; an alias also stands for `alias+tag`"
    )
    cc: Annotated[list[AddressPattern], OneOrMore] | None = Field(None, description="one in copy")
    subject: Texts | None = Field(None, description="words of the subject")
    body: Texts | None = Field(
        None, description="words of what is new in the mail, and of what it forwards; no quotes"
    )
    anywhere: Texts | None = Field(None, description="words of subject and text, quoted text too")
    list_id: Annotated[list[ListPattern], OneOrMore] | None = Field(
        None, description="the mailing list it came by: staff.corp.example, or `*.corp.example`"
    )
    header: dict[HeaderName, Annotated[list[HeaderEntry], OneOrMore]] | None = Field(
        None,
        description='words of header fields: {X-Monitor: nagios}; "*" where it only must be there',
    )
    language: Annotated[list[Language], OneOrMore] | None = Field(
        None, description="the language it is written in"
    )
    has_attachment: Flag | None = Field(None, description="whether a file is attached")
    attachment: Annotated[list[NameEntry], OneOrMore] | None = Field(
        None, description="names of attached files: `*.pdf`, `*invoice*`"
    )
    size: SizeFile | None = Field(None, description="how large the whole mail is")
    time: TimeFile | None = Field(
        None, description="when it comes: within or outside working hours"
    )
    verified: Flag | None = Field(
        None,
        description="true: our own mail server proved the sender; false: it did not (forged, or "
        "not known)",
    )
    kind: Annotated[list[Kind], OneOrMore] | None = Field(
        None, description="who wrote it: a person, a list, a machine"
    )
    any: Annotated[list[When], Entries] | None = Field(None, description="one of these must hold")
    all: Annotated[list[When], Some] | None = Field(None, description="all of these must hold")
    not_: Annotated[list[When], OneOrMore] | None = Field(
        None, alias="not", description="none of these may hold"
    )

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        if not data:
            told = "a condition is empty: write one, or use `fallback:` for all the rest"
            yield data.position.problem("empty", told)


def _each(read: Callable[[str], str], texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(read, texts))


def _base_language(code: str) -> str:
    return values.read_language(code).partition("-")[0]


Make = Callable[[Any, KnownNames], Iterable[Condition]]

_CONDITIONS: Mapping[str, Make] = {
    "from_": lambda texts, _: [AddressIs("from", _each(values.read_address_pattern, texts))],
    "from_domain": lambda texts, _: [DomainIs(_each(values.read_domain_pattern, texts))],
    "from_group": lambda names, known: [group_condition(names, known)],
    "to": lambda texts, _: [AddressIs("to", _each(values.read_address_pattern, texts))],
    "cc": lambda texts, _: [AddressIs("cc", _each(values.read_address_pattern, texts))],
    "subject": lambda texts, _: [text_condition("subject", texts)],
    "body": lambda texts, _: [text_condition("body", texts)],
    "anywhere": lambda texts, _: [text_condition("anywhere", texts)],
    "list_id": lambda texts, _: [ListIs(_each(values.read_list_pattern, texts))],
    "header": lambda headers, _: [
        text_condition(HEADER + values.read_header_name(name), texts)
        for name, texts in headers.items()
    ],
    "language": lambda codes, _: [LanguageIs(_each(_base_language, codes))],
    "has_attachment": lambda text, _: [HasAttachment(values.read_flag(text))],
    "attachment": lambda entries, _: [attachment_condition(entries)],
    "size": lambda entry, _: [size_condition(entry)],
    "time": lambda entry, known: [time_condition(entry, known)],
    "verified": lambda text, _: [VerifiedIs(values.read_flag(text))],
    "kind": lambda kinds, _: [KindIs(_each(str, kinds))],
    "any": lambda entries, known: [condition(entries, known)],
    "all": lambda entries, known: [_all_entries(entry, known) for entry in entries],
    "not_": lambda entries, known: [Not(condition(entries, known))],
}
"""Each key of `When` → what makes conditions of its value, all of which must hold."""


def condition(entries: Iterable[When], known: KnownNames) -> Condition:
    """A list holds when one of its mappings does, a mapping when all its entries do.
    Every name in it must be known.
    """
    return any_of([_all_entries(entry, known) for entry in entries])


def _all_entries(when: When, known: KnownNames) -> Condition:
    parts: list[Condition] = []
    for key, make in _CONDITIONS.items():
        value = getattr(when, key)
        if value is not None:
            parts += make(value, known)
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def can_tell(entries: Iterable[When], known: KnownNames) -> bool:
    """Whether all names in it are known, so that it has a condition."""
    return all(_knows(when, known) for when in entries)


def _knows(when: When, known: KnownNames) -> bool:
    if not known.addresses.keys() >= set(values.listed(when.from_group)):
        return False
    if when.time is not None and when.time.named not in known.hours:
        return False
    return all(can_tell(entries, known) for entries in _within(when))


def _within(when: When) -> Iterator[list[When]]:
    """The conditions within a condition."""
    yield from (inner for inner in (when.any, when.all, when.not_) if inner is not None)


def regexes_of(entries: list[When]) -> Iterator[Text]:
    """Every regular expression, as written and with its position."""
    for when in entries:
        texts = [when.subject, when.body, when.anywhere, when.attachment]
        texts += (when.header or {}).values()
        for entry in chain.from_iterable(map(values.listed, texts)):
            regex = None if isinstance(entry, str) else entry.regex
            if isinstance(regex, Text):
                yield regex
        for inner in _within(when):
            yield from regexes_of(inner)


class MailFile(StrictMapping):
    """What is left out is empty: no recipient, no attachment, no certain language; a person's."""

    what = "a test's mail"

    from_: Free | None = Field(None, alias="from", description="the sender's address")
    to: Annotated[list[Free], OneOrMore] | None = Field(None, description="to whom it was sent")
    cc: Annotated[list[Free], OneOrMore] | None = Field(None, description="who is in copy")
    subject: Free | None = Field(None, description="the subject")
    body: Free | None = Field(None, description="what is new in it")
    quoted: Free | None = Field(None, description="quoted text below, which only `anywhere` sees")
    list_id: Free | None = Field(None, description="the List-Id it came by")
    header: dict[HeaderName, Free] | None = Field(
        None, description="header fields, as in {X-Monitor: nagios}"
    )
    language: Language | None = Field(None, description="the language it is written in")
    has_attachment: Flag | None = Field(None, description="whether a file is attached")
    attachment: Annotated[list[Line], OneOrMore] | None = Field(
        None, description="names of attached files"
    )
    size: Size | None = Field(None, description="of the whole mail, as in `5 MB`")
    time: Instant | None = Field(
        None,
        description="when it comes: `2026-11-25 22:00 Europe/Berlin`; without it, within working "
        "hours",
    )
    verified: Flag | None = Field(None, description="whether our mail server proved the sender")
    kind: Kind | None = Field(None, description="person where nothing is said")


def _addresses(texts: Iterable[str]) -> tuple[str, ...]:
    pieces = (piece.strip() for text in texts for piece in text.split(","))
    return tuple(piece for piece in pieces if piece)


def _headers(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((values.read_header_name(name), str(text)) for name, text in fields.items())


_VIEWS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "from_": ("from_", str),
    "to": ("to", _addresses),
    "cc": ("cc", _addresses),
    "subject": ("subject", str),
    "body": ("body", str),
    "quoted": ("text", str),
    "list_id": ("list_id", str),
    "header": ("headers", _headers),
    "language": ("language", values.read_language),
    "has_attachment": ("has_attachment", values.read_flag),
    "attachment": ("attachments", lambda names: values.read_each(values.read_line, names)),
    "size": ("size", values.read_size),
    "time": ("at", values.read_instant),
    "verified": ("verified", values.read_flag),
    "kind": ("kind", str),
}
"""Each key of `MailFile` → the field of the MailView, and what reads it."""


def written_mail(entry: MailFile) -> MailView:
    """What the admin left out is empty; what `to` and `cc` name has been sent to both."""
    given: dict[str, Any] = {}
    for key, (field, read) in _VIEWS.items():
        value = getattr(entry, key)
        if value is not None:
            given[field] = read(value)
    mail = replace(MailView("", (), "", ""), **given)
    return replace(
        mail,
        to=(*mail.to, *mail.cc),
        text=f"{mail.body}\n{mail.text}" if mail.text else mail.body,
        has_attachment=given.get("has_attachment", bool(mail.attachments)),
    )


def senders(entries: Iterable[When]) -> Iterator[str]:
    """Patterns of `from` that are wanted, at any depth; not those that are left out."""
    for when in entries:
        yield from values.listed(when.from_)
        yield from senders([*values.listed(when.any), *values.listed(when.all)])
