"""The rules files' format as pydantic models: what may stand where.
`json_schema()` is for editors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Discriminator, Field, Tag, ValidationInfo, model_validator

from mailtracker.errors import Problem
from mailtracker.rules.expected_file import ExpectationFile
from mailtracker.rules.feeds_file import AwayFeedEntry
from mailtracker.rules.field_types import (
    MAPPING,
    TEXT,
    AbsenceText,
    Day,
    DaysText,
    Email,
    EndingText,
    FileName,
    Flag,
    HookName,
    HoursName,
    Key,
    LadderName,
    Language,
    Line,
    LineByLanguage,
    Moment,
    OneOrMore,
    PersonName,
    Phone,
    PromiseName,
    ReceiverName,
    Some,
    SpanText,
    StrictMapping,
    TakerName,
    TakingName,
    TargetName,
    TeamName,
    one_of,
    shape,
)
from mailtracker.rules.hours_file import HoursFile
from mailtracker.rules.ratings_file import RatingsFile
from mailtracker.rules.when import When
from mailtracker.rules.written_tests import TestFile
from mailtracker.rules.yamlfile import Pairs, Text

OLD_KEY, NEW_KEY = Text("mail"), Text("email")


class AwayFile(StrictMapping):
    what = "an absence"

    start: Day = Field(alias="from", description="the first day away, as in 2026-12-20")
    end: Day | None = Field(None, alias="to", description="the last day away; left out: for good")

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        start, end = data.get(Text("from"), ""), data.get(Text("to"), "9")
        if str(end) < str(start):
            told = f"`{end}` is before `{start}`: write the earlier day first"
            yield data.position.problem("bad-date", told)


class PersonFile(StrictMapping):
    what = "a person"
    not_built = ("roles",)

    name: Line = Field(description="how mails call them")
    email: Annotated[list[Email], OneOrMore] = Field(
        description="one address or a list, the first is written to"
    )
    manager: PersonName | None = Field(None, description="who is told when a promise is missed")
    cover: PersonName | None = Field(
        None, description="who takes over when they are away or silent"
    )
    hours: HoursName | None = Field(None, description="when and where they work")
    language: Language | None = Field(None, description="of our mails to them")
    phone: Phone | None = Field(
        None, description="printed in receipts and by `who`, as people dial it"
    )
    away: (
        Annotated[
            list[
                Annotated[
                    Annotated[AbsenceText, Tag(TEXT)] | Annotated[AwayFile, Tag(MAPPING)],
                    Discriminator(shape),
                ]
            ],
            OneOrMore,
        ]
        | None
    ) = Field(
        None,
        description="days away: 2026-12-24, `2026-12-20 to 2027-01-03`, or {from: 2027-02-01} for "
        "good",
    )
    calendar: Annotated[list[AwayFeedEntry], OneOrMore] | None = Field(
        None,
        description="their own calendar, in iCalendar, for more days away: a file below the rules "
        "folder, an address, {url_file: bo.url, away: vacation}, or several; only with `hours`",
    )
    left: Day | None = Field(
        None,
        description="the first day on which they work here no more: they get nothing from then on, "
        "and what they had open goes to who covers",
    )
    digest: Annotated[str, one_of("daily", "never")] | None = Field(
        None,
        description="daily, and also left out: when their working day begins, a mail with what is "
        "open for them, and for the teams that they lead, where anything is; never: none",
    )
    celebrate: Flag | None = Field(
        None,
        description="false: what they thank for and are thanked for stands in no team's weekly "
        "mail, and they get none; true, and also left out: as their teams say",
    )

    @model_validator(mode="before")
    @classmethod
    def _takes_the_old_key(cls, data: Any, info: ValidationInfo) -> Any:
        """`email` was called `mail` before; rule sets that are kept in databases still say so."""
        if not isinstance(data, Pairs) or OLD_KEY not in data:
            return data
        renamed = Pairs({NEW_KEY if key == OLD_KEY else key: data[key] for key in data})
        renamed.position = data.position
        if info.context is not None:
            info.context.problems.append(_about_old_key(data))
        return renamed


def _about_old_key(person: Pairs) -> Problem:
    position = next(key for key in person if key == OLD_KEY).position
    if NEW_KEY in person:
        return position.problem(
            "both-keys", "`mail` is the old name of `email`: keep `email:` and take this out"
        )
    return position.warning("old-key", "write `email:`; `mail:` is read until the next version")


class PromiseFile(StrictMapping):
    what = "a promise"

    first_reply: SpanText = Field(
        description="how soon a person answers: `4 working hours`, or by the clock `4 hours`"
    )
    then_every: SpanText | None = Field(
        None, description="how soon after every later mail; left out: the same"
    )
    hours: HoursName = Field(description="name hours of the `hours:` section, or `always`")


class TurnsFile(StrictMapping):
    what = "a rota"

    rota: Annotated[str, one_of("weekly", "daily")] = Field(description="write weekly or daily")
    start: Day = Field(
        alias="from", description="the first day of the first member's turn, as in 2026-01-05"
    )


class TeamFile(StrictMapping):
    what = "a team"

    name: Line | None = Field(None, description="how mails call the team")
    lead: PersonName = Field(description="the person who answers for the team")
    members: Annotated[list[PersonName], OneOrMore] = Field(
        description="list the people who may own its requests"
    )
    assign: Annotated[
        Annotated[str, one_of("lead", "least-loaded", "round-robin"), Tag(TEXT)]
        | Annotated[TurnsFile, Tag(MAPPING)],
        Discriminator(shape),
    ] = Field(
        description="write lead, least-loaded, round-robin or {rota: weekly, from: 2026-01-05}"
    )
    digest: Annotated[str, one_of("daily", "without_load", "never")] | None = Field(
        None,
        description="whether it stands in its lead's daily digest. daily, and also left out: with "
        "how much each member has; without_load: without that; never: not at all",
    )
    celebrate: Annotated[str, one_of("weekly", "never")] | None = Field(
        None,
        description="weekly: a mail to the team and its lead, as the week of the lead begins, with "
        "the thanks that they got in the week before; never, and also left out: none",
    )


class LeadFile(StrictMapping):
    what = "this target"

    lead: TeamName = Field(description="name a team")


TargetFile = Annotated[
    Annotated[TargetName, Tag(TEXT)] | Annotated[LeadFile, Tag(MAPPING)],
    Discriminator(shape),
]


class TakingTeamFile(StrictMapping):
    what = "this target"

    lead: TeamName | None = Field(None, description="name a team: its lead gets it")
    team: TeamName | None = Field(
        None, description="name a team: the member gets it who would get a new request"
    )

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        if len({Text("lead"), Text("team")} & data.keys()) != 1:
            told = "write either {team: NAME}, one of its members, or {lead: NAME}"
            yield data.position.problem("missing-key", told)


TakingFile = Annotated[
    Annotated[TakingName, Tag(TEXT)] | Annotated[TakingTeamFile, Tag(MAPPING)],
    Discriminator(shape),
]

WHAT_RUNGS_DO = ("remind", "hand_to", "tell", "raise", "post")


class RungFile(StrictMapping):
    what = "a rung"
    not_built = ("add", "snooze", "close")

    at: Moment = Field(
        description="how much of the promise has passed, as in 75%; or how long before or after "
        "the promised time: `2 working hours before`, `1 working day after`, by the clock "
        "`30 minutes before`"
    )
    remind: Annotated[list[TargetFile], OneOrMore] | None = Field(
        None, description="who must act is reminded"
    )
    hand_to: TakingFile | None = Field(
        None, description="who owns it from then on; of a team the one who would get a new request"
    )
    tell: Annotated[list[TargetFile], OneOrMore] | None = Field(
        None, description="who hears of the missed promise"
    )
    raise_to: PromiseName | None = Field(
        None,
        alias="raise",
        description="the promise that is the request's from then on; it never buys time",
    )
    post: Annotated[list[HookName], OneOrMore] | None = Field(
        None, description="names of hooks of config.toml: each is told, without words of the mail"
    )
    repeat: Annotated[str, one_of("daily", "hourly")] | None = Field(
        None, description="again and again, last rung only"
    )

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        if data.keys().isdisjoint(map(Text, WHAT_RUNGS_DO)):
            told = "a rung does nothing: add `remind:`, `hand_to:`, `tell:`, `raise:` or `post:`"
            yield data.position.problem("rung-does-nothing", told)


class SecretFile(StrictMapping):
    """How a confidential request is kept."""

    what = "`confidential`"

    keep: DaysText = Field(
        description="mails and files of such a request are kept for so long after its end, as in "
        "`30 days`"
    )


FlagOrSecret = Annotated[
    Annotated[Flag, Tag(TEXT)] | Annotated[SecretFile, Tag(MAPPING)], Discriminator(shape)
]


class ExtrasFile(StrictMapping):
    """What rules, notes and the fallback may add to a request."""

    what = "what a note adds"

    tag: Annotated[list[Line], OneOrMore] | None = Field(
        None, description="words to find and count requests by"
    )
    watch: Annotated[list[PersonName], OneOrMore] | None = Field(
        None, description="people who get a copy of everything and owe nothing"
    )
    attach: Annotated[list[FileName], OneOrMore] | None = Field(
        None, description="files sent with the receipt, below the rules folder: guides/vpn.pdf"
    )
    ask: Annotated[list[LineByLanguage], OneOrMore] | None = Field(
        None,
        description="questions put in the receipt; {en: Which laptop?, de: Welcher Laptop?} by "
        "language",
    )
    confidential: FlagOrSecret | None = Field(
        None,
        description="true: nobody whom it is about, and no manager of the sender, ever hears of "
        "it; {keep: 30 days}: the same, and for how long its mails are kept",
    )


class Answered(ExtrasFile):
    """What a rule and the fallback decide besides who gets it."""

    promise: PromiseName | None = Field(
        None, description="how soon a person answers; left out: normal"
    )
    ladder: LadderName | None = Field(
        None, description="what happens when nobody does; left out: default"
    )
    language: Language | None = Field(
        None, description="of mails to the requester; left out: theirs"
    )
    close_after: SpanText | None = Field(
        None,
        description="closes it when the requester says nothing for so long after an answer, as in "
        "`5 working days`",
    )
    ending: EndingText | None = Field(
        None,
        description="how long before it is closed its requester is told so, after an owner's "
        "`done` as after silence: `2 working days`, or `at once` for no word before; left out: as "
        "for all rules",
    )


class RuleFile(Answered):
    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["why"]}, {"required": ["reason"]}]}
    )
    what = "a rule"
    instead: ClassVar[Mapping[str, str]] = {
        "add": "in a rule, `tag`, `watch`, `attach` and the like stand beside `to`",
        "notes": "`notes:` is a section of its own, beside `rules:`",
        "help": "write `attach:`",
    }

    name: Line = Field(description="a short name, shown in `show` and in reports")
    why: LineByLanguage | None = Field(
        None,
        description="one sentence that tells the owner why the mail came to them, or by language: "
        "{en: VPN goes to Bo, de: VPN geht an Bo}",
    )
    when: Annotated[list[When], OneOrMore] = Field(
        description="say which mails it takes; who takes all the rest stands under `fallback:`"
    )
    to: ReceiverName = Field(description="name a person or a team, or nobody with a `reason`")
    confide_in: Annotated[list[PersonName], OneOrMore] | None = Field(
        None,
        description="people of whom the sender chooses one, and nobody reads the mail before; "
        "confidential by that. `to` is offered where none of them is left",
    )
    reason: Line | None = Field(
        None, description="why nobody needs to answer; only for `to: nobody`"
    )
    kind: Annotated[str, one_of("machine")] | None = Field(
        None,
        description="machine: a program writes these mails, so they get no receipt and no notice",
    )
    requester: Annotated[str, one_of("reply_to")] | None = Field(
        None,
        description="reply_to: a web form writes them, and the human in Reply-To asks; only for "
        "forms that `when` names by `from`, with their whole address",
    )
    tests: Annotated[list[TestFile], Some] | None = Field(
        None, description="mails that must go where `then` says"
    )

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        needed = "reason" if data.get(Text("to")) == "nobody" else "why"
        if needed not in data:
            yield data.position.problem("missing-key", _NO_REASON[needed])


_NO_REASON = {
    "why": "a rule has no `why`: one sentence that tells the owner why the mail came to them",
    "reason": "a rule for nobody has no `reason`: say why these mails need no answer",
}


class NoteFile(StrictMapping):
    what = "a note"
    instead: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(
            ("to", "promise", "ladder"),
            "notes only add; who gets a mail, and by when, is decided by rules",
        ),
        **dict.fromkeys(
            ("tag", "watch", "attach", "ask"), "write it under `add:`, as in add: {tag: vip}"
        ),
    }

    name: Line | None = Field(None, description="shown where it applied; left out: its line")
    when: Annotated[list[When], OneOrMore] = Field(description="say which mails it is about")
    add: ExtrasFile = Field(description="say what it adds, as in {tag: vip, watch: priya}")


class FallbackFile(Answered):
    what = "the fallback"
    instead: ClassVar[Mapping[str, str]] = {
        "add": "in the fallback, `tag`, `watch`, `attach` and the like stand beside `to`"
    }

    to: TakerName = Field(description="name the person or team who gets what no rule takes")
    report_to: PersonName | None = Field(
        None, description="who hears of each such mail: a gap in the rules"
    )


class Files(StrictMapping):
    """One rules file. Any file may hold any of these keys."""

    what: ClassVar[str] = "a rules file"

    include: Annotated[list[FileName], OneOrMore] | None = Field(
        None,
        description="more files below the rules folder, read at this place: network/rules.yaml",
    )
    people: dict[Key, PersonFile] | None = Field(
        None, description="who works here, each under a short key"
    )
    groups: dict[Key, Annotated[list[TakerName], OneOrMore]] | None = Field(
        None, description="lists of people and teams, for `from_group`"
    )
    hours: dict[Key, HoursFile] | None = Field(
        None, description="working time: a zone, and openings by day"
    )
    promises: dict[Key, PromiseFile] | None = Field(None, description="how soon a person answers")
    teams: dict[Key, TeamFile] | None = Field(
        None, description="people who share requests; one of them gets each"
    )
    ladders: dict[Key, Annotated[list[RungFile], Some]] | None = Field(
        None, description="the steps when no answer comes"
    )
    rules: Annotated[list[RuleFile], Some] | None = Field(
        None, description="who gets which mail: the first that matches"
    )
    notes: Annotated[list[NoteFile], Some] | None = Field(
        None, description="what is added: all that match"
    )
    expected: Annotated[list[ExpectationFile], Some] | None = Field(
        None, description="mail that must come by a time, again and again"
    )
    fallback: FallbackFile | None = Field(
        None, description="who gets what no rule takes; mandatory, once"
    )
    ending: EndingText | None = Field(
        None,
        description="how long before it is closed a requester is told so, where a rule does not "
        "say otherwise; `at once`: not at all; once, left out: `2 working days`",
    )
    ratings: RatingsFile | None = Field(
        None, description="who looks into a request of which its requester says `not good`; once"
    )
