"""The rules files' format as pydantic models: what may stand where. `Files.model_json_schema()` is for editors."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Discriminator, Field, Tag, ValidationInfo, model_validator

from mailtracker.policy.fields import (
    AddressPattern,
    Day,
    Entries,
    Flag,
    Free,
    Holidays,
    HoursName,
    Key,
    Known,
    LadderName,
    Language,
    Line,
    ListPattern,
    Mail,
    OneOrMore,
    Opening,
    Percent,
    PersonName,
    PromiseName,
    Some,
    SpanText,
    TakerName,
    TargetName,
    TeamName,
    WordsText,
    Zone,
    checked,
)
from mailtracker.policy.values import DAYS, choice, read_days
from mailtracker.policy.yamlfile import Table

WORDS_OF_RUNGS = ("owner", "cover", "manager", "requester")


def _shape(value: Any) -> str:
    return "<text>" if isinstance(value, str) else "<mapping>"


class PersonFile(Known):
    what = "a person"
    not_built = ("phone", "away", "calendar", "roles")

    name: Line = Field(description="how mails call them")
    mail: Annotated[list[Mail], OneOrMore] = Field(description="one address or a list, the first is written to")
    manager: PersonName | None = None
    cover: PersonName | None = None
    hours: HoursName | None = None
    language: Language | None = None


class HoursFile(Known):
    """Besides these keys, days (`mon-fri`, `mon,wed`), each with an opening or a list of them."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"propertyNames": {"pattern": "^(zone|holidays|[a-z]{3}([-, ]+[a-z]{3})*)$"}}
    )
    __pydantic_extra__: dict[str, Annotated[list[Opening], OneOrMore]] = Field(init=False)
    what = "hours"

    zone: Zone = Field(description="write the time zone, as in Europe/Berlin")
    holidays: Holidays | None = None

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        return (*super().known_keys(), *DAYS, "mon-fri")

    @classmethod
    def takes(cls, key: str) -> bool:
        return key in cls.known_keys() or key[:3].lower() in DAYS

    @property
    def days(self) -> dict[str, list[str]]:
        return self.__pydantic_extra__

    @model_validator(mode="before")
    @classmethod
    def _one_entry_a_day(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Table) or info.context is None:
            return data
        seen: dict[int, str] = {}
        named = [key for key in data if key[:3].lower() in DAYS]
        for key in named:
            try:
                days = read_days(key)
            except ValueError as error:
                info.context.problems.append(key.place.problem(str(error)))
                continue
            twice = [day for day in days if day in seen]
            if twice:
                told = f"`{key}`: {DAYS[twice[0]]} already stands under `{seen[twice[0]]}`; name each day once"
                info.context.problems.append(key.place.problem(told))
            seen.update(dict.fromkeys(days, key))
        if not named:
            info.context.problems.append(
                data.place.problem('hours have no working time: add for example mon-fri: "09:00-17:00"')
            )
        return data


class PromiseFile(Known):
    what = "a promise"

    first_reply: SpanText = Field(description="how soon a person answers, as in `4 working hours`")
    then_every: SpanText | None = None
    hours: HoursName = Field(description="name hours of the `hours:` section, or `always`")


class TurnsFile(Known):
    what = "a rota"

    rota: Annotated[str, checked(choice("weekly", "daily"))] = Field(description="write weekly or daily")
    start: Day = Field(alias="from", description="the first day of the first member's turn, as in 2026-01-05")


class TeamFile(Known):
    what = "a team"

    name: Line | None = None
    lead: PersonName = Field(description="the person who answers for the team")
    members: Annotated[list[PersonName], OneOrMore] = Field(description="list the people who may own its requests")
    assign: Annotated[
        Annotated[str, checked(choice("lead", "least-loaded")), Tag("<text>")] | Annotated[TurnsFile, Tag("<mapping>")],
        Discriminator(_shape),
    ] = Field(description="write lead, least-loaded or {rota: weekly, from: 2026-01-05}")


class LeadFile(Known):
    what = "this target"

    lead: TeamName = Field(description="name a team")


TargetFile = Annotated[
    Annotated[TargetName, Tag("<text>")] | Annotated[LeadFile, Tag("<mapping>")],
    Discriminator(_shape),
]


class RungFile(Known):
    what = "a rung"
    not_built = ("add", "snooze", "close")

    at: Percent = Field(description="how much of the promise has passed, as in 75%")
    remind: Annotated[list[TargetFile], OneOrMore] | None = None
    hand_to: TargetFile | None = None
    tell: Annotated[list[TargetFile], OneOrMore] | None = None
    repeat: Annotated[str, checked(choice("daily", "hourly"))] | None = None

    @model_validator(mode="before")
    @classmethod
    def _does_something(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, Table) and info.context is not None and not set(data) & {"remind", "hand_to", "tell"}:
            info.context.problems.append(
                data.place.problem("a rung does nothing: add `remind:`, `hand_to:` or `tell:`")
            )
        return data


class When(Known):
    """All entries must hold; a list holds when one of its entries does."""

    what = "a condition"
    not_built = (
        *("from_group", "to_group", "group", "regex", "header", "language", "kind", "size", "cc", "text"),
        *("from_regex", "subject_regex", "body_regex", "attachment", "attachments", "sender"),
    )

    from_: Annotated[list[AddressPattern], OneOrMore] | None = Field(None, alias="from")
    to: Annotated[list[AddressPattern], OneOrMore] | None = None
    subject: Annotated[list[WordsText], OneOrMore] | None = None
    body: Annotated[list[WordsText], OneOrMore] | None = None
    list_id: Annotated[list[ListPattern], OneOrMore] | None = None
    has_attachment: Flag | None = None
    any: Annotated[list[When], Entries] | None = None
    all: Annotated[list[When], Some] | None = None
    not_: Annotated[list[When], OneOrMore] | None = Field(None, alias="not")

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, Table) and info.context is not None and not data:
            info.context.problems.append(
                data.place.problem("a condition is empty: write one, or use `fallback:` for all the rest")
            )
        return data


class MailFile(Known):
    what = "a test's mail"
    not_built = ("cc", "header")

    from_: Free | None = Field(None, alias="from")
    to: Annotated[list[Free], OneOrMore] | None = None
    subject: Free | None = None
    body: Free | None = None
    list_id: Free | None = None
    has_attachment: Flag | None = None


class TestFile(Known):
    __test__ = False  # pytest takes it for a test class
    what = "a test"

    mail: MailFile = Field(description='write a mail, as in {subject: "VPN is down"}')
    then: TakerName = Field(description="name the person or team who must get it")


class RuleFile(Known):
    what = "a rule"
    not_built = ("add", "tag", "watch", "ask", "attach", "help", "confidential", "reason", "priority", "notes")

    name: Line = Field(description="a short name, shown in `show` and in reports")
    why: Line = Field(description="one sentence that tells the owner why the mail came to them")
    when: Annotated[list[When], OneOrMore] = Field(
        description="say which mails it takes; who takes all the rest stands under `fallback:`"
    )
    to: TakerName = Field(description="name a person or a team")
    promise: PromiseName | None = None
    ladder: LadderName | None = None
    tests: Annotated[list[TestFile], Some] | None = None


class FallbackFile(Known):
    what = "the fallback"
    not_built = ("add",)

    to: TakerName = Field(description="name the person or team who gets what no rule takes")
    promise: PromiseName | None = None
    ladder: LadderName | None = None
    report_to: PersonName | None = None


class Files(Known):
    """One rules file. Any file may hold any of these keys."""

    what: ClassVar[str] = "a rules file"
    not_built: ClassVar[tuple[str, ...]] = ("groups", "notes")

    people: dict[Key, PersonFile] | None = None
    hours: dict[Key, HoursFile] | None = None
    promises: dict[Key, PromiseFile] | None = None
    teams: dict[Key, TeamFile] | None = None
    ladders: dict[Key, Annotated[list[RungFile], Some]] | None = None
    rules: Annotated[list[RuleFile], Some] | None = None
    fallback: FallbackFile | None = None
