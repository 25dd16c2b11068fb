"""A checked draft → the Policy: texts become values, names become keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from zoneinfo import ZoneInfo

from mailtracker.policy import values
from mailtracker.policy.check import ALWAYS, DEFAULT, NORMAL
from mailtracker.policy.conditions import AddressIs, AllOf, AnyOf, Condition, HasAttachment, HasWords, ListIs, Not
from mailtracker.policy.draft import Draft
from mailtracker.policy.policy import (
    Expected,
    Fallback,
    Hours,
    Ladder,
    LeadOf,
    Mailed,
    Person,
    PersonKey,
    Policy,
    Promise,
    Rota,
    Rule,
    Rung,
    Target,
    Team,
    Test,
)
from mailtracker.policy.schema import (
    FallbackFile,
    HoursFile,
    LeadFile,
    MailFile,
    PersonFile,
    PromiseFile,
    RuleFile,
    RungFile,
    TeamFile,
    TestFile,
    When,
)
from mailtracker.policy.words import read_pattern
from mailtracker.policy.yamlfile import Place, Text, place_of

EVERY_MINUTE = Hours(ALWAYS, ZoneInfo("UTC"), (((0, values.DAY_END),),) * 7, always=True)
"""What `hours: always` means in a promise."""


def build(draft: Draft, digest: str) -> Policy:
    """The draft must have no problems: every name in it is known, and it has a fallback."""
    assert draft.fallback is not None
    people = {str(key): _person(key, entry) for key, entry in draft.people.items()}
    hours = {str(key): _hours(key, entry) for key, entry in draft.hours.items()}
    return Policy(
        people=people,
        teams={str(key): _team(key, entry) for key, entry in draft.teams.items()},
        hours=hours,
        promises={str(key): _promise(key, entry, hours) for key, entry in draft.promises.items()},
        ladders={str(key): Ladder(str(key), tuple(map(_rung, rungs))) for key, rungs in draft.ladders.items()},
        rules=tuple(_rule(place, entry) for place, entry in draft.rules),
        fallback=_fallback(*draft.fallback),
        digest=digest,
        _by_mail={mail: person.key for person in people.values() for mail in person.mails},
    )


def condition(when: list[When]) -> Condition:
    """A list holds when one of its mappings does, a mapping when all its entries do."""
    return _one_of([_all_entries(entry) for entry in when])


def _all_entries(when: When) -> Condition:
    parts: list[Condition] = []
    if when.from_ is not None:
        parts.append(AddressIs("from", tuple(map(values.read_address_pattern, when.from_))))
    if when.to is not None:
        parts.append(AddressIs("to", tuple(map(values.read_address_pattern, when.to))))
    if when.subject is not None:
        parts.append(HasWords("subject", tuple(map(read_pattern, when.subject))))
    if when.body is not None:
        parts.append(HasWords("body", tuple(map(read_pattern, when.body))))
    if when.list_id is not None:
        parts.append(ListIs(tuple(map(values.read_list_pattern, when.list_id))))
    if when.has_attachment is not None:
        parts.append(HasAttachment(values.read_flag(when.has_attachment)))
    if when.any is not None:
        parts.append(condition(when.any))
    if when.all is not None:
        parts += [_all_entries(entry) for entry in when.all]
    if when.not_ is not None:
        parts.append(Not(condition(when.not_)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _one_of(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _person(key: Text, entry: PersonFile) -> Person:
    return Person(
        key=str(key),
        name=values.read_line(entry.name),
        mails=tuple(map(values.read_mail, entry.mail)),
        manager=str(entry.manager or ""),
        cover=str(entry.cover or ""),
        hours=str(entry.hours or ""),
        language=values.read_language(entry.language) if entry.language else "",
    )


def _hours(key: Text, entry: HoursFile) -> Hours:
    week: list[tuple[values.Opening, ...]] = [()] * 7
    for days, openings in entry.days.items():
        for day in values.read_days(days):
            week[day] = tuple(map(values.read_opening, openings))
    return Hours(str(key), values.read_zone(entry.zone), tuple(week), str(entry.holidays or ""))


def _promise(key: Text, entry: PromiseFile, hours: dict[str, Hours]) -> Promise:
    first = values.read_span(entry.first_reply)
    then = values.read_span(entry.then_every) if entry.then_every else first
    return Promise(str(key), first, then, EVERY_MINUTE if entry.hours == ALWAYS else hours[str(entry.hours)])


def _team(key: Text, entry: TeamFile) -> Team:
    return Team(
        key=str(key),
        name=values.read_line(entry.name) if entry.name else key.replace("_", " ").replace("-", " "),
        lead=str(entry.lead),
        members=tuple(map(str, entry.members)),
        assign=_assign(entry),
    )


def _assign(entry: TeamFile) -> Literal["lead", "least-loaded"] | Rota:
    if isinstance(entry.assign, str):
        return "lead" if entry.assign == "lead" else "least-loaded"
    every: Literal["weekly", "daily"] = "weekly" if entry.assign.rota == "weekly" else "daily"
    return Rota(every, values.read_date(entry.assign.start))


def _rung(entry: RungFile) -> Rung:
    repeats: dict[str | None, Literal["daily", "hourly"]] = {"daily": "daily", "hourly": "hourly"}
    return Rung(
        percent=values.read_percent(entry.at),
        remind=_targets(entry.remind),
        tell=_targets(entry.tell),
        hand_to=_target(entry.hand_to) if entry.hand_to is not None else None,
        repeat=repeats.get(entry.repeat, ""),
    )


def _targets(entries: Iterable[str | LeadFile] | None) -> tuple[Target | PersonKey, ...]:
    return tuple(map(_target, entries or ()))


def _target(entry: str | LeadFile) -> Target | PersonKey:
    match entry:
        case LeadFile():
            return LeadOf(str(entry.lead))
        case "owner" | "cover" | "manager" | "requester":
            return entry
        case _:
            return PersonKey(str(entry))


def _rule(place: Place, entry: RuleFile) -> Rule:
    return Rule(
        name=values.read_line(entry.name),
        why=values.read_line(entry.why),
        when=condition(entry.when),
        to=str(entry.to),
        promise=str(entry.promise or NORMAL),
        ladder=str(entry.ladder or DEFAULT),
        where=str(place),
        tests=tuple(map(_test, entry.tests or ())),
    )


def _test(entry: TestFile) -> Test:
    place = place_of(entry.then)
    return Test(mailed_from(_mail(entry.mail)), Expected(str(entry.then)), f"{place.file}:{place.line}:{place.column}")


def _mail(entry: MailFile) -> dict[str, str]:
    given = entry.model_dump(by_alias=True, exclude_none=True)
    return {key: ", ".join(value) if isinstance(value, list) else str(value) for key, value in given.items()}


def _fallback(place: Place, entry: FallbackFile) -> Fallback:
    return Fallback(
        to=str(entry.to),
        promise=str(entry.promise or NORMAL),
        ladder=str(entry.ladder or DEFAULT),
        report_to=str(entry.report_to or ""),
        where=str(place),
    )


def mailed_from(mail: dict[str, str]) -> Mailed:
    """A mail written by hand: from, to (comma between several), subject, body, list_id, has_attachment ("true")."""
    return Mailed(
        from_=mail.get("from", ""),
        to=tuple(address.strip() for address in mail.get("to", "").split(",") if address.strip()),
        subject=mail.get("subject", ""),
        body=mail.get("body", ""),
        list_id=mail.get("list_id", ""),
        has_attachment=mail.get("has_attachment", "") == "true",
    )
