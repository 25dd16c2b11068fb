"""A draft of all files and what surrounds it → warnings: nothing is wrong with the text, but
somebody will wait for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from mailtracker.errors import Problem
from mailtracker.policy.model import NOBODY, Absence, Policy
from mailtracker.policy.rota import whose_turn
from mailtracker.rules import values
from mailtracker.rules.build import absence_of, rota_of
from mailtracker.rules.check import ALWAYS, FALLBACK
from mailtracker.rules.draft import Draft
from mailtracker.rules.schema import LeadFile, PersonFile, RuleFile, RungFile, TeamFile, TurnsFile
from mailtracker.rules.when import When
from mailtracker.rules.yamlfile import Text, position_of

ROTA_DAYS = 60
"""Days from today on for which somebody must be on duty."""

SHOWN = 3
"""Days that are named where a rota has several without anybody."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the files themselves do not say. `domains` are our own, `aliases` every address that
    we serve, both case folded.
    """

    today: date
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def lint(draft: Draft, around: Around) -> Iterator[Problem]:
    """Warnings only. What could not be read is left out."""
    yield from _untested(draft)
    yield from _unreachable(draft, around)
    yield from _gone(draft, around)
    for key, team in draft.teams.items():
        yield from _rota_gaps(draft, key, team, around)
    yield from _closed_promises(draft)
    for name, rungs in draft.ladders.items():
        yield from _lonely(name, rungs)
    yield from _own_aliases(draft, around)


def _untested(draft: Draft) -> Iterator[Problem]:
    for position, rule in draft.rules:
        if not rule.tests:
            told = f"rule `{rule.name}` has no test: write a mail that it must take, as in tests: [{{mail: ..., then: {rule.to}}}]"
            yield position.warning("untested-rule", told)


def _unreachable(draft: Draft, around: Around) -> Iterator[Problem]:
    """An alias of ours would mail itself; an outside address may not be theirs any more, and is
    nobody's who owns requests.
    """
    for key, person in draft.people.items():
        for address in person.email:
            folded = address.casefold()
            local, at, domain = folded.rpartition("@")
            if (
                folded in around.aliases
                or f"{local.partition('+')[0]}{at}{domain}" in around.aliases
            ):
                told = f"`{address}` is an alias that we serve: what we send to `{key}` would come back to us; write a person's own"
                yield position_of(address).warning("alias-loop", told)
            elif around.domains and not _is_ours(domain, around.domains):
                told = f"`{address}` is outside {', '.join(around.domains)}: `{key}` would get internal mail there"
                yield position_of(address).warning("outside-address", told)


def _is_ours(domain: str, domains: Iterable[str]) -> bool:
    return any(domain == one or domain.endswith(f".{one}") for one in domains)


def _gone(draft: Draft, around: Around) -> Iterator[Problem]:
    """Somebody who left and still stands where an owner is looked for."""
    gone = {str(key) for key, person in draft.people.items() if _left(person, around.today)}
    for kind, name in draft.named:
        if name in gone and kind in ("people", "taker", "receiver", "target"):
            yield name.position.warning(
                "gone", f"`{name}` is away for good: name somebody who is there"
            )


def _left(person: PersonFile, today: date) -> bool:
    return any(absence.end is None and absence.covers(today) for absence in _absences(person))


def _absences(person: PersonFile) -> Iterator[Absence]:
    return map(absence_of, person.away or ())


def _rota_gaps(draft: Draft, key: Text, team: TeamFile, around: Around) -> Iterator[Problem]:
    """Days on which the one whose turn it is, and their cover, are both away."""
    if not isinstance(team.assign, TurnsFile):
        return
    turns, days = team.assign, (around.today + timedelta(days=n) for n in range(ROTA_DAYS))
    gaps = [day for day in days if not _somebody(draft, team, turns, day)]
    if gaps:
        more = f" and {len(gaps) - SHOWN} more days" if len(gaps) > SHOWN else ""
        when = ", ".join(f"{day:%a} {day}" for day in islice(gaps, SHOWN))
        told = f"nobody of `{key}` is on duty on {when}{more}: the one whose turn it is, and their cover, are away"
        yield position_of(turns.rota).warning("rota-gap", told)


def _somebody(draft: Draft, team: TeamFile, turns: TurnsFile, day: date) -> bool:
    """Whether the one whose turn it is, or their cover, is there; on days that are free
    for both nobody is expected.
    """
    person = draft.people.get(Text(whose_turn(team.members, rota_of(turns), day)))
    cover = draft.people.get(Text(person.cover)) if person and person.cover else None
    return (
        person is None
        or _is_free(draft, person, day)
        or any(not _away(one, day) for one in (person, cover) if one is not None)
    )


def _is_free(draft: Draft, person: PersonFile, day: date) -> bool:
    """Whether that weekday is free by their own hours."""
    hours = draft.hours.get(Text(person.hours)) if person.hours else None
    return hours is not None and not any(
        day.weekday() in values.read_days(days) for days in hours.days
    )


def _away(person: PersonFile, day: date) -> bool:
    return any(absence.covers(day) for absence in _absences(person))


def _closed_promises(draft: Draft) -> Iterator[Problem]:
    """A promise that counts in hours in which nobody who gets its requests works."""
    for _, rule in draft.rules:
        promise = draft.promises.get(Text(rule.promise)) if rule.promise else None
        if promise is None or promise.hours == ALWAYS or rule.promise is None:
            continue
        days = _days(draft, [promise.hours])
        hours = [person.hours for person in _takers(draft, rule)]
        theirs = _days(draft, [name for name in hours if name])
        if (
            days and theirs and all(hours) and not days & theirs
        ):  # whose hours are not known may well work then
            told = f"promise `{rule.promise}` counts on days on which nobody of `{rule.to}` works: choose other hours"
            yield position_of(rule.promise).warning("promise-without-hours", told)


def _takers(draft: Draft, rule: RuleFile) -> list[PersonFile]:
    team = draft.teams.get(Text(rule.to))
    names = [*team.members, team.lead] if team else [rule.to]
    return [
        draft.people[Text(name)] for name in names if Text(name) in draft.people and name != NOBODY
    ]


def _days(draft: Draft, names: Iterable[str]) -> set[int]:
    found = (draft.hours.get(Text(name)) for name in names)
    return {
        day for hours in found if hours for days in hours.days for day in values.read_days(days)
    }


def _lonely(name: Text, rungs: list[RungFile]) -> Iterator[Problem]:
    """A promise that is missed must be seen by a second person: else it is missed quietly."""
    if not any(_reaches(rung) for rung in rungs):
        told = f"ladder `{name}` never reaches a second person: add `hand_to: cover` or `tell: manager`"
        yield name.position.warning("ladder-alone", told)


def _reaches(rung: RungFile) -> bool:
    others = [*(rung.remind or ()), *(rung.tell or ())]
    return rung.hand_to is not None or any(
        isinstance(target, LeadFile) or target not in ("owner", "requester") for target in others
    )


MAX_SHARE, MIN_REQUESTS = 0.5, 20
"""The share of all requests beyond which a rule may be too wide, and how many
requests there must be to say so.
"""


def check_shares(policy: Policy, taken: Mapping[str, int]) -> Iterator[Problem]:
    """A rule (or the fallback) that took most of the mail. `taken` counts requests by
    rule name, of the last 30 days.
    """
    total = sum(taken.values())
    if total < MIN_REQUESTS:
        return
    for name, where in (
        *((rule.name, rule.where) for rule in policy.rules),
        (FALLBACK, policy.fallback.where),
    ):
        if taken.get(name, 0) > MAX_SHARE * total:
            file, _, line = where.rpartition(":")
            told = f"`{name}` took {taken[name]} of the last {total} requests: is it wider than you meant?"
            if name == FALLBACK:
                told = f"no rule took {taken[name]} of the last {total} requests: write rules for the commonest of them"
            yield policy.quoted(Problem(file, int(line), 1, told, "takes-most", warning=True))


def _own_aliases(draft: Draft, around: Around) -> Iterator[Problem]:
    """Mail from an alias of ours opens no request: a rule for it waits for ever."""
    for _, rule in draft.rules:
        for pattern in _senders(rule.when):
            if pattern.casefold() in around.aliases:
                told = f"`{pattern}` is an alias that we serve: its own mail is never routed, so this never matches"
                yield position_of(pattern).warning("alias-loop", told)


def _senders(entries: Iterable[When]) -> Iterator[str]:
    """Those that are wanted; to leave an alias out does no harm."""
    for when in entries:
        yield from when.from_ or ()
        yield from _senders([*(when.any or ()), *(when.all or ())])
