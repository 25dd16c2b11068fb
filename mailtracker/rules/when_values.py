"""What may stand under a key of `when:` besides one word, as pydantic models, and the conditions
that it makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Annotated

from pydantic import Discriminator, Field, Tag, model_validator

from mailtracker.errors import Problem
from mailtracker.policy.condition import AnyOf, Condition
from mailtracker.policy.conditions import (
    AttachmentIs,
    HasHeader,
    HasRegex,
    HasWords,
    InGroup,
    SizeIs,
    TimeIs,
)
from mailtracker.policy.globs import read_glob
from mailtracker.policy.invalid import Invalid
from mailtracker.policy.mail_view import HEADER
from mailtracker.policy.regex import compile_pattern
from mailtracker.policy.words import ANYTHING, Pattern, clues_of, read_patterns
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass
from mailtracker.rules.field_types import (
    MAPPING,
    TEXT,
    HeaderWords,
    Line,
    OneOrMore,
    RegexText,
    Size,
    StrictMapping,
    WordsText,
    WorkingHours,
    one_of,
    shape,
)
from mailtracker.rules.values import listed, read_or_none, read_size
from mailtracker.rules.yamlfile import Pairs


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What conditions mention, by name: the `addresses` of each group and team, and working
    `hours`.
    """

    addresses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hours: Mapping[str, Hours] = field(default_factory=dict)


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

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        if ("words" in data) == ("regex" in data):
            told = "write either `words:` or `regex:`, as in {words: schön, accents: exact}"
            yield data.position.problem("wrong-shape", told)
        elif "regex" in data and "accents" in data:
            yield data.position.problem("unknown-key", "`accents` belongs to `words:` only")


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

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        if not data:
            told = "a size is empty: write {over: 5 MB}, {under: 200 kB} or both"
            yield data.position.problem("empty", told)

    @model_validator(mode="after")
    def _is_possible(self) -> SizeFile:
        if self.over is None or self.under is None:
            return self
        if read_size(self.over) + 1 >= read_size(self.under):
            raise Invalid("bad-size", f"no mail is both over {self.over} and under {self.under}")
        return self


class TimeFile(StrictMapping):
    what = "a time"

    within: WorkingHours | None = Field(None, description="it comes within these working hours")
    outside: WorkingHours | None = Field(None, description="it comes outside these working hours")

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        if "within" in data and "outside" in data:
            told = "no time is both `within` and `outside`: write one of them"
            yield data.position.problem("wrong-shape", told)
        if not data:
            told = "a time is empty: write {within: HOURS} or {outside: HOURS}"
            yield data.position.problem("empty", told)

    @property
    def named(self) -> str:
        """The hours, whichever way."""
        return str(self.within or self.outside)


def any_of(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def text_condition(field: str, entries: Iterable[str | TextFile]) -> Condition:
    """Words stand together, so that one look takes them all; the rest beside them."""
    parts: list[Condition] = []
    patterns: list[Pattern] = []
    for entry in entries:
        if entry == ANYTHING:
            parts.append(HasHeader(field.removeprefix(HEADER)))
        elif isinstance(entry, TextFile) and entry.regex is not None:
            parts.append(HasRegex(field, str(entry.regex), compile_pattern(entry.regex)))
        else:
            patterns += _patterns_of(entry)
    if patterns:
        parts.insert(0, HasWords(field, tuple(patterns), clues_of(patterns)))
    return any_of(parts)


def _patterns_of(entry: str | TextFile) -> Iterable[Pattern]:
    if isinstance(entry, str):
        return read_patterns(entry)
    exact = entry.accents == "exact"
    return [pattern for text in listed(entry.words) for pattern in read_patterns(text, exact)]


def attachment_condition(entries: Iterable[str | RegexFile]) -> Condition:
    globs: list[str] = []
    regexes: list[Condition] = []
    for entry in entries:
        if isinstance(entry, str):
            globs.append(entry)
        else:
            compiled = compile_pattern(entry.regex)
            regexes.append(HasRegex("attachment", str(entry.regex), compiled))
    names: list[Condition] = [AttachmentIs(tuple(map(read_glob, globs)))] if globs else []
    return any_of(names + regexes)


def size_condition(entry: SizeFile) -> Condition:
    return SizeIs(read_or_none(read_size, entry.over), read_or_none(read_size, entry.under))


def time_condition(entry: TimeFile, known: KnownNames) -> Condition:
    return TimeIs(known.hours[entry.named], within=entry.within is not None)


def group_condition(names: Iterable[str], known: KnownNames) -> Condition:
    addresses = frozenset[str]().union(*(known.addresses[name] for name in names))
    return InGroup(tuple(map(str, names)), addresses)
