"""A checked draft → the Policy: texts become values, names become keys."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, TypeVar

from mailtracker.policy.condition import AllOf
from mailtracker.policy.help_file import Help
from mailtracker.policy.model import (
    Absence,
    Fallback,
    Ladder,
    LeadOf,
    Person,
    PersonKey,
    Policy,
    Promise,
    Rota,
    Rule,
    Rung,
    Target,
    Team,
    TeamOf,
    Test,
)
from mailtracker.policy.worktime import EVERY_MINUTE, Hours
from mailtracker.rules import values
from mailtracker.rules.build_expected import expectation_of
from mailtracker.rules.build_hours import hours_of
from mailtracker.rules.check import ALWAYS
from mailtracker.rules.compile_rules import ENDING, fallback_of, not_good_of, note_of, rule_of
from mailtracker.rules.draft import Draft
from mailtracker.rules.feeds_file import away_feed_of
from mailtracker.rules.schema import (
    AwayFile,
    ExtrasFile,
    LeadFile,
    PersonFile,
    PromiseFile,
    RungFile,
    TakingTeamFile,
    TeamFile,
    TurnsFile,
)
from mailtracker.rules.values import listed, read_each, read_ending, read_or_empty
from mailtracker.rules.when import can_tell
from mailtracker.rules.when_values import KnownNames
from mailtracker.rules.yamlfile import Text

E = TypeVar("E")
V = TypeVar("V")

"""What `hours: always` means in a promise."""


def build(draft: Draft, digest: str, files: Mapping[str, bytes]) -> Policy:
    """The draft must have no problems: every name in it is known, it has a fallback, and
    `files` holds those that it names.
    """
    assert draft.fallback is not None
    people = _keyed(draft.people, _person)
    hours = _keyed(draft.hours, hours_of)
    known, ending = known_in(draft), read_ending(draft.ending or ENDING)
    return Policy(
        people=people,
        teams=_keyed(draft.teams, _team),
        hours=hours,
        promises=_keyed(draft.promises, lambda key, entry: promise_of(key, entry, hours)),
        ladders=_keyed(draft.ladders, lambda key, rungs: _ladder(key, rungs, draft.teams)),
        rules=tuple(rule_of(*one, known, files, ending) for one in draft.rules),
        fallback=fallback_of(*draft.fallback, ending),
        digest=digest,
        notes=tuple(note_of(position, entry, known) for position, entry in draft.notes),
        expected=tuple(expectation_of(draft, one, known, hours, files) for one in draft.expected),
        ratings=not_good_of(draft.ratings),
        groups=_keyed(draft.groups, lambda _, names: frozenset(_members(draft, names))),
        files={name: _help(name, files[name]) for name in sorted(attached(draft))},
        _by_address={one: person.key for person in people.values() for one in person.addresses},
    ).at_home(())


def _keyed(section: Mapping[Text, E], make: Callable[[Text, E], V]) -> dict[str, V]:
    return {str(key): make(key, entry) for key, entry in section.items()}


UNSURE = Rule("", "", AllOf(()), "", "", "", "")
"""Takes every mail that gets as far as a rule that is not valid itself, or to the end where
there is no valid fallback.
"""


def build_rules(draft: Draft, files: Mapping[str, bytes]) -> Policy:
    """As much of a whole draft with problems as routing needs: the rules' own tests can be run on
    it, but for what `UNSURE` takes.

    Where a note is not valid, tests look at no tags and watchers.
    """
    known = known_in(draft)
    notes = [(position, entry) for position, entry in draft.notes if can_tell(entry.when, known)]
    rules = _sure_rules(draft, known, files)
    if draft.notes_spoiled or len(notes) < len(draft.notes):
        rules = [replace(rule, tests=tuple(map(_without_extras, rule.tests))) for rule in rules]
    fallback = (
        fallback_of(*draft.fallback, None) if draft.fallback else Fallback("", "", "", "", "")
    )
    made = tuple(note_of(*note, known) for note in notes)
    return Policy({}, {}, {}, {}, {}, tuple(rules), fallback, "", made)


def _sure_rules(draft: Draft, known: KnownNames, files: Mapping[str, bytes]) -> list[Rule]:
    """Those that have a condition, with `UNSURE` before the first that follows one that has none:
    whether it would have taken a mail cannot be told.
    """
    told = [can_tell(entry.when, known) for _, entry in draft.rules]
    entries = [rule for rule, sure in zip(draft.rules, told, strict=True) if sure]
    rules = [rule_of(position, entry, known, files, None) for position, entry in entries]
    first = told.index(False) if False in told else len(told)
    if draft.sure_rules is not None:
        first = min(first, draft.sure_rules)
    if not all(told) or draft.sure_rules is not None or draft.fallback is None:
        rules.insert(first, UNSURE)
    return rules


def _without_extras(test: Test) -> Test:
    return replace(test, then=replace(test.then, tags=(), watch=()))


def known_in(draft: Draft) -> KnownNames:
    """What conditions may mention, also of a draft with problems: what is not
    known for sure is left out.
    """
    circles = {str(key): _members(draft, names) for key, names in draft.groups.items()}
    circles |= {str(key): _members(draft, [key]) for key in draft.teams}
    known = frozenset(map(str, draft.people))
    addresses = {
        key: frozenset(_addresses(draft, people))
        for key, people in circles.items()
        if people <= known
    }
    return KnownNames(addresses, _keyed(draft.hours, hours_of))


def _members(draft: Draft, names: Iterable[str]) -> set[str]:
    """Person keys of people and teams; a team's lead is one of them."""
    found: set[str] = set()
    for name in names:
        team = draft.teams.get(Text(name))
        found.update(map(str, [team.lead, *team.members] if team else [name]))
    return found


def _addresses(draft: Draft, people: Iterable[str]) -> Iterator[str]:
    for key in people:
        yield from map(values.read_address, draft.people[Text(key)].email)


def attached(draft: Draft) -> dict[str, Text]:
    """Every file that goes out with a receipt, and where it is first named."""
    extras: list[ExtrasFile] = [rule for _, rule in draft.rules]
    extras += [note.add for _, note in draft.notes]
    extras += [draft.fallback[1]] if draft.fallback else []
    found: dict[str, Text] = {}
    for extra in extras:
        for name in listed(extra.attach):
            assert isinstance(name, Text)
            found.setdefault(values.read_path(name), name)
    return found


def tested(draft: Draft) -> dict[str, Text]:
    """Every mail in a file that a test reads, and where it is first named."""
    named = [test.eml for _, rule in draft.rules for test in listed(rule.tests)]
    named += [test.eml for _, entry in draft.expected for test in listed(entry.tests)]
    found: dict[str, Text] = {}
    for eml in named:
        if isinstance(eml, Text):
            found.setdefault(values.read_path(eml), eml)
    return found


def _help(name: str, data: bytes) -> Help:
    content_type = mimetypes.guess_type(name, strict=True)[0]
    return Help(name, content_type or "application/octet-stream", data)


def _person(key: Text, entry: PersonFile) -> Person:
    return Person(
        key=str(key),
        name=values.read_line(entry.name),
        addresses=tuple(map(values.read_address, entry.email)),
        manager=read_or_empty(str, entry.manager),
        cover=read_or_empty(str, entry.cover),
        hours=read_or_empty(str, entry.hours),
        language=read_or_empty(values.read_language, entry.language),
        phone=read_or_empty(values.read_phone, entry.phone),
        away=tuple(map(absence_of, listed(entry.away))),
        feeds=tuple(map(away_feed_of, listed(entry.calendar))),
        left=values.read_or_none(values.read_date, entry.left),
        digest="never" if entry.digest == "never" else "daily",
        celebrate=_takes_part(entry),
    )


def _takes_part(entry: PersonFile) -> bool:
    return entry.celebrate is None or values.read_flag(entry.celebrate)


def absence_of(entry: str | AwayFile) -> Absence:
    if isinstance(entry, str):
        return values.read_absence(entry)
    end = values.read_or_none(values.read_date, entry.end)
    return Absence(values.read_date(entry.start), end)


def promise_of(key: Text, entry: PromiseFile, hours: Mapping[str, Hours]) -> Promise:
    first = values.read_span(entry.first_reply)
    then = values.read_span(entry.then_every) if entry.then_every else first
    theirs = EVERY_MINUTE if entry.hours == ALWAYS else hours[str(entry.hours)]
    return Promise(str(key), first, then, theirs)


def _team(key: Text, entry: TeamFile) -> Team:
    spoken = key.replace("_", " ").replace("-", " ")
    return Team(
        key=str(key),
        name=values.read_line(entry.name) if entry.name else spoken,
        lead=str(entry.lead),
        members=tuple(map(str, entry.members)),
        assign=_assign(entry),
        digest=_DIGESTS[entry.digest],
        celebrate=_CELEBRATIONS[entry.celebrate],
    )


_CELEBRATIONS: Mapping[str | None, Literal["weekly", "never"]] = {
    None: "never",
    "never": "never",
    "weekly": "weekly",
}
_DIGESTS: Mapping[str | None, Literal["daily", "without_load", "never"]] = {
    None: "daily",
    "daily": "daily",
    "without_load": "without_load",
    "never": "never",
}


def _assign(entry: TeamFile) -> Literal["lead", "least-loaded", "round-robin"] | Rota:
    match entry.assign:
        case TurnsFile() as turns:
            return rota_of(turns)
        case "lead" | "round-robin" as way:
            return way
        case _:
            return "least-loaded"


def rota_of(entry: TurnsFile) -> Rota:
    return Rota("weekly" if entry.rota == "weekly" else "daily", values.read_date(entry.start))


def _ladder(key: Text, rungs: Iterable[RungFile], teams: Collection[str]) -> Ladder:
    return Ladder(str(key), tuple(rung_of(rung, teams) for rung in rungs))


_REPEATS: Mapping[str | None, Literal["daily", "hourly"]] = {"daily": "daily", "hourly": "hourly"}


def rung_of(entry: RungFile, teams: Collection[str] = ()) -> Rung:
    """`teams` are the keys of those that may take over."""
    return Rung(
        at=values.read_at(entry.at),
        remind=_targets(entry.remind),
        tell=_targets(entry.tell),
        hand_to=_taking(entry.hand_to, teams) if entry.hand_to is not None else None,
        raise_to=read_or_empty(str, entry.raise_to),
        post=read_each(values.read_key, entry.post),
        repeat=_REPEATS.get(entry.repeat, ""),
    )


def _taking(entry: str | TakingTeamFile, teams: Collection[str]) -> Target | PersonKey:
    """A team by its key alone is that team's next member."""
    if isinstance(entry, TakingTeamFile):
        return LeadOf(str(entry.lead)) if entry.lead is not None else TeamOf(str(entry.team))
    return TeamOf(str(entry)) if entry in teams else _target(entry)


def _targets(entries: Iterable[str | LeadFile] | None) -> tuple[Target | PersonKey, ...]:
    return tuple(map(_target, listed(entries)))


def _target(entry: str | LeadFile) -> Target | PersonKey:
    match entry:
        case LeadFile():
            return LeadOf(str(entry.lead))
        case "owner" | "cover" | "manager" | "lead" | "watchers" | "requester":
            return entry
        case _:
            return PersonKey(str(entry))
