"""What may stand under `when:`, and the mails that admins write to test it, as pydantic models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag, ValidationInfo, model_validator

from mailtracker.policy.invalid import Invalid
from mailtracker.rules.field_types import (
    MAPPING,
    TEXT,
    AddressPattern,
    CircleName,
    DomainPattern,
    Entries,
    FileName,
    Flag,
    Free,
    HeaderName,
    HeaderWords,
    Instant,
    Kind,
    Language,
    Line,
    ListPattern,
    OneOrMore,
    PersonName,
    PromiseName,
    ReceiverName,
    RegexText,
    RuleName,
    Size,
    Some,
    StrictMapping,
    WordsText,
    WorkingHours,
    one_of,
    shape,
)
from mailtracker.rules.values import read_size
from mailtracker.rules.yamlfile import Pairs, Text


class TextFile(StrictMapping):
    """Words with more to say about them, or a regular expression."""

    what = "a text condition"

    words: Annotated[list[WordsText], OneOrMore] | None = Field(
        None,
        description="whole words in any case; `lohn*` a beginning; several words follow each other",
    )
    accents: Annotated[str, one_of("optional", "exact")] | None = Field(
        None,
        description="exact: `schon` is not `schön`; without it accents may be left out on either "
        "side",
    )
    regex: RegexText | None = Field(
        None, description="a regular expression of RE2, in any case; `^` and `$` at every line"
    )

    @model_validator(mode="before")
    @classmethod
    def _is_one(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Pairs) or info.context is None:
            return data
        if ("words" in data) == ("regex" in data):
            info.context.problems.append(
                data.position.problem(
                    "wrong-shape",
                    "write either `words:` or `regex:`, as in {words: schön, accents: exact}",
                )
            )
        elif "regex" in data and "accents" in data:
            info.context.problems.append(
                data.position.problem("unknown-key", "`accents` belongs to `words:` only")
            )
        return data


TextEntry = Annotated[
    Annotated[WordsText, Tag(TEXT)] | Annotated[TextFile, Tag(MAPPING)],
    Discriminator(shape),
]
Texts = Annotated[list[TextEntry], OneOrMore]
HeaderEntry = Annotated[
    Annotated[HeaderWords, Tag(TEXT)] | Annotated[TextFile, Tag(MAPPING)],
    Discriminator(shape),
]


class RegexFile(StrictMapping):
    what = "an attachment condition"

    regex: RegexText = Field(description="a regular expression of RE2 for the file name")


NameEntry = Annotated[
    Annotated[Line, Tag(TEXT)] | Annotated[RegexFile, Tag(MAPPING)],
    Discriminator(shape),
]


class SizeFile(StrictMapping):
    what = "a size"

    over: Size | None = Field(None, description="larger than this, as in `5 MB`")
    under: Size | None = Field(None, description="smaller than this, as in `200 kB`")

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, data: Any, info: ValidationInfo) -> Any:
        return _not_empty(
            data, info, "a size is empty: write {over: 5 MB}, {under: 200 kB} or both"
        )

    @model_validator(mode="after")
    def _is_possible(self) -> SizeFile:
        if (
            self.over is not None
            and self.under is not None
            and read_size(self.over) + 1 >= read_size(self.under)
        ):
            raise Invalid("bad-size", f"no mail is both over {self.over} and under {self.under}")
        return self


class TimeFile(StrictMapping):
    what = "a time"

    within: WorkingHours | None = Field(None, description="it comes within these working hours")
    outside: WorkingHours | None = Field(None, description="it comes outside these working hours")

    @model_validator(mode="before")
    @classmethod
    def _is_one(cls, data: Any, info: ValidationInfo) -> Any:
        if (
            isinstance(data, Pairs)
            and info.context is not None
            and len(set(data) & {"within", "outside"}) > 1
        ):
            info.context.problems.append(
                data.position.problem(
                    "wrong-shape", "no time is both `within` and `outside`: write one of them"
                )
            )
        return _not_empty(data, info, "a time is empty: write {within: HOURS} or {outside: HOURS}")


def _not_empty(data: Any, info: ValidationInfo, told: str) -> Any:
    if isinstance(data, Pairs) and info.context is not None and not data:
        info.context.problems.append(data.position.problem("empty", told))
    return data


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

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, data: Any, info: ValidationInfo) -> Any:
        return _not_empty(
            data, info, "a condition is empty: write one, or use `fallback:` for all the rest"
        )


class MailFile(StrictMapping):
    """What is left out is empty: no recipient, no attachment, a person's
    mail of no certain language.
    """

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


class ExpectedFile(StrictMapping):
    what = "what a test expects"

    to: ReceiverName = Field(description="name the person or team who must get it, or nobody")
    rule: RuleName | None = Field(None, description="the rule that must decide")
    promise: PromiseName | None = Field(None, description="the promise that must be given")
    tag: Annotated[list[Line], OneOrMore] | None = Field(
        None, description="tags that it must get, of rule or notes"
    )
    watch: Annotated[list[PersonName], OneOrMore] | None = Field(
        None, description="people who must watch it"
    )


class TestFile(StrictMapping):
    __test__ = False  # pytest takes it for a test class
    what = "a test"

    mail: MailFile | None = Field(
        None, description='a mail written here, as in {subject: "VPN is down"}'
    )
    eml: FileName | None = Field(
        None, description="a mail in a file below the rules folder, as in mails/vpn.eml"
    )
    then: Annotated[
        Annotated[ReceiverName, Tag(TEXT)] | Annotated[ExpectedFile, Tag(MAPPING)],
        Discriminator(shape),
    ] = Field(description="name the person or team who must get it")

    @model_validator(mode="before")
    @classmethod
    def _has_a_mail(cls, data: Any, info: ValidationInfo) -> Any:
        if (
            isinstance(data, Pairs)
            and info.context is not None
            and ("mail" in data) == ("eml" in data)
        ):
            told = 'a test has no `mail`: write a mail, as in {subject: "VPN is down"}, or name a file under `eml:`'
            info.context.problems.append(
                data.position.problem(
                    "missing-key",
                    "a test has one mail: either `mail:` or `eml:`" if "mail" in data else told,
                )
            )
        return data


def regexes_of(entries: list[When]) -> Iterator[Text]:
    """Every regular expression, as written and with its position."""
    for when in entries:
        texts = [
            *(when.subject or ()),
            *(when.body or ()),
            *(when.anywhere or ()),
            *(when.attachment or ()),
        ]
        texts += [entry for listed in (when.header or {}).values() for entry in listed]
        for entry in texts:
            regex = None if isinstance(entry, str) else entry.regex
            if isinstance(regex, Text):
                yield regex
        for inner in (when.any, when.all, when.not_):
            yield from regexes_of(inner or [])
