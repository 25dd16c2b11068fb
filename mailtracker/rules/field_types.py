"""What the schema's models are made of: texts that were read once to see that they
can be, kept with their position.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    Tag,
    ValidationInfo,
    model_validator,
)
from pydantic_core.core_schema import (
    CoreSchema,
    no_info_before_validator_function,
    with_info_plain_validator_function,
)

from mailtracker.errors import Problem
from mailtracker.policy import regex, words
from mailtracker.policy.invalid import Invalid
from mailtracker.record import dataclass
from mailtracker.rules import hours_values, values
from mailtracker.rules.similar import suggest
from mailtracker.rules.yamlfile import Items, Pairs, Text

NOT_BUILT = "is not built yet: take it out, this version cannot do it"


def as_text(value: object) -> str:
    if not isinstance(value, str):
        found = "a mapping" if isinstance(value, dict) else "a list"
        raise Invalid("wrong-shape", f"must be one text, found {found}")
    if not value:
        raise Invalid("empty", "is empty: write a value, or remove the key")
    return value


def checked(read: Callable[[str], object], shown_as: Any = str) -> PlainValidator:
    """A field whose text `read` can read. The text stays as written, so that later
    checks can say where it stands.

    `shown_as` is its type in the JSON Schema.
    """

    def check(value: object) -> str:
        text = as_text(value)
        read(text)
        return text

    return PlainValidator(check, json_schema_input_type=shown_as)


def one_of(*words: str) -> PlainValidator:
    """A field that takes one of these words; editors offer them."""
    return checked(values.choice(*words), Literal[words])


@dataclass(frozen=True, slots=True)
class Findings:
    """The context that models are read in. `problems` is what is wrong, `named` every name
    they mention, after what it must be (`Naming.kind`).

    Both hold also what an entry mentions that is wrong elsewhere, so
    that all of it is told at once.
    """

    problems: list[Problem] = field(default_factory=list)
    named: list[tuple[str, Text]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Naming:
    """A field that names something of this `kind`: a key of that section, or a `taker` (person or
    team), `receiver` (or nobody), `circle` (group or team), `member` (person, team or group),
    `target` (of a rung) or who is `taking` over (a target or a team). The JSON Schema says the
    kind, so that editors can be told the names.
    """

    kind: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return with_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", NAMES: self.kind}

    def _check(self, value: object, info: ValidationInfo) -> str:
        text = as_text(value)
        if info.context is not None and isinstance(text, Text):
            info.context.named.append((self.kind, text))
        return text


NAMES = "x-names"
"""The JSON Schema's word for what a text must name."""


def _as_any_text(value: object) -> str:
    return "" if value == "" else as_text(value)


def one_or_more(value: object) -> object:
    """A list, or one value for a list of one."""
    if isinstance(value, list):
        if not value:
            raise Invalid("empty", "the list is empty: write at least one value, or remove the key")
        return value
    return [value]


def some(value: object) -> object:
    """A list that is not empty."""
    if not isinstance(value, list):
        raise Invalid("wrong-shape", "must be a list: write `[...]`, or one `- ` a line")
    return one_or_more(value)


def entries_as_list(value: object) -> object:
    """Under `any` a mapping is the list of its entries."""
    if not isinstance(value, Pairs):
        return some(value)
    if not value:
        raise Invalid("empty", "has no condition: write one, or remove the key")
    entries = Items()
    entries.position = value.position
    for key, inner in value.items():
        entry = Pairs({key: inner})
        entry.position = key.position
        entries.append(entry)
    return entries


Line = Annotated[str, checked(values.read_line)]
Free = Annotated[str, PlainValidator(_as_any_text, json_schema_input_type=str)]
Key = Annotated[str, checked(values.read_key)]
PersonName = Annotated[str, Naming("people")]
HoursName = Annotated[str, Naming("hours")]
WorkingHours = Annotated[str, Naming("working hours")]
PromiseName = Annotated[str, Naming("promises")]
LadderName = Annotated[str, Naming("ladders")]
TeamName = Annotated[str, Naming("teams")]
TakerName = Annotated[str, Naming("taker")]
ReceiverName = Annotated[str, Naming("receiver")]
CircleName = Annotated[str, Naming("circle")]
MemberName = Annotated[str, Naming("member")]
RuleName = Annotated[str, Naming("rule")]
TargetName = Annotated[str, Naming("target")]
TakingName = Annotated[str, Naming("taking")]
HookName = Annotated[str, checked(values.read_key)]
SpanText = Annotated[str, checked(values.read_span)]
EndingText = Annotated[str, checked(values.read_ending)]
DaysText = Annotated[str, checked(values.read_kept)]
Moment = Annotated[str, checked(values.read_at)]
Zone = Annotated[str, checked(values.read_zone)]
HolidayCode = Annotated[str, checked(hours_values.read_holidays)]
HalfDay = Annotated[str, checked(hours_values.read_half_day)]
Day = Annotated[str, checked(values.read_date)]
AbsenceText = Annotated[str, checked(values.read_absence)]
Flag = Annotated[str, checked(values.read_flag, bool)]
Language = Annotated[str, checked(values.read_language)]
Email = Annotated[str, checked(values.read_address)]
Phone = Annotated[str, checked(values.read_phone)]
AddressPattern = Annotated[str, checked(values.read_address_pattern)]
DomainPattern = Annotated[str, checked(values.read_domain_pattern)]
ListPattern = Annotated[str, checked(values.read_list_pattern)]
HeaderName = Annotated[str, checked(values.read_header_name)]
WordsText = Annotated[str, checked(words.read_pattern)]
HeaderWords = Annotated[str, checked(words.read_header_pattern)]
RegexText = Annotated[str, checked(regex.compile_pattern)]
FileName = Annotated[str, checked(values.read_path)]
Size = Annotated[str, checked(values.read_size)]
Instant = Annotated[str, checked(values.read_instant)]
DayTimeText = Annotated[str, checked(hours_values.read_day_time)]
Kind = Annotated[str, one_of("person", "list", "auto_generated", "auto_reply")]


def shape(value: Any) -> str:
    """Tells a text from a mapping where either may stand."""
    return TEXT if isinstance(value, str) else MAPPING


TEXT, MAPPING = "<text>", "<mapping>"


def some_texts(value: object) -> object:
    """Of a mapping with nothing in it nobody could read anything."""
    if value == {}:
        raise Invalid("empty", "has no text: write one by language, or remove the key")
    return value


LineByLanguage = Annotated[
    Annotated[Line, Tag(TEXT)]
    | Annotated[dict[Language, Line], BeforeValidator(some_texts), Tag(MAPPING)],
    Discriminator(shape),
]
"""One line for every reader, or one by language."""


@dataclass(frozen=True, slots=True)
class Loosely:
    """A list that may also be written as one value. `read` makes the list."""

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        listed = handler(core)
        return {"anyOf": [listed["items"], listed]}


OneOrMore = Loosely(one_or_more)
Entries = Loosely(entries_as_list)
Some = BeforeValidator(some)


class StrictMapping(BaseModel):
    """A mapping whose keys are all known. Given `Findings` as context, it reports every key that is
    not, and every one that is missing, where it stands, and goes on without.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    what: ClassVar[str] = "this mapping"
    not_built: ClassVar[tuple[str, ...]] = ()
    instead: ClassVar[Mapping[str, str]] = {}
    """Keys that people try, and what to write for them."""

    @model_validator(mode="before")
    @classmethod
    def _report_keys(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Pairs) or info.context is None:
            return data
        kept = Pairs({key: value for key, value in data.items() if cls.takes(key)})
        kept.position = data.position
        info.context.problems.extend(cls.wrong(data))
        info.context.problems.extend(unknown_key(cls, key) for key in data if key not in kept)
        info.context.problems.extend(
            data.position.problem("missing-key", f"{cls.what} has no `{name}`: {about}")
            for name, about in _required(cls).items()
            if name not in data
        )
        return kept

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:  # noqa: ARG003 - what sub-classes look at
        """What only the mapping as a whole shows: keys that exclude each other, and the like."""
        yield from ()

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        return _keys(cls)

    @classmethod
    def takes(cls, key: str) -> bool:
        return key in cls.known_keys()


@cache
def _keys(model: type[StrictMapping]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


@cache
def _required(model: type[StrictMapping]) -> dict[str, str]:
    """What must be there, each with what to write."""
    return {
        f.alias or n: f.description or "add it"
        for n, f in model.model_fields.items()
        if f.is_required()
    }


def unknown_key(model: type[StrictMapping], key: Text) -> Problem:
    if key in model.not_built:
        return key.position.problem("not-built", f"`{key}` {NOT_BUILT}")
    if key in model.instead:
        return key.position.problem(
            "unknown-key", f"{model.what} has no key `{key}`: {model.instead[key]}"
        )
    known = model.known_keys()
    hint = suggest(key, known) or f"; known are {', '.join(known)}"
    return key.position.problem("unknown-key", f"{model.what} has no key `{key}`{hint}")
