"""A draft of all files and what surrounds it → warnings: nothing is wrong with the text, but
somebody will wait for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from mailtracker.errors import Problem
from mailtracker.mail.address_key import address_key, domain_key, domain_of, without_tag
from mailtracker.mail.site import NO_SITE, Site
from mailtracker.policy.model import FALLBACK, Absence, Policy
from mailtracker.policy.rota import whose_turn
from mailtracker.record import dataclass
from mailtracker.rules.build import absence_of, rota_of
from mailtracker.rules.check import ALWAYS
from mailtracker.rules.check_hours import lint_hours
from mailtracker.rules.draft import Draft
from mailtracker.rules.lint_ladders import lint_ladders, unknown_hooks
from mailtracker.rules.schema import (
    PersonFile,
    PromiseFile,
    RuleFile,
    TeamFile,
    TurnsFile,
)
from mailtracker.rules.values import listed, read_date, read_span
from mailtracker.rules.when import senders
from mailtracker.rules.yamlfile import Position, Text, position_of

ROTA_DAYS = 60
"""Days from today on for which somebody must be on duty."""

SHOWN = 3
"""Days that are named where a rota has several without anybody."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the files themselves do not say: which day is `today`, `domains` that are our own,
    `aliases`: every address that we serve. Both are keys. `site` knows our own lists. `hooks` are
    names of those that rungs may tell; None: not known.
    """

    today: date
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    site: Site = NO_SITE
    hooks: tuple[str, ...] | None = None


def lint(draft: Draft, around: Around) -> Iterator[Problem]:
    """Warnings, and errors that depend on the day. What could not be read is left out."""
    for position, rule in draft.rules:
        yield from _lint_rule(draft, position, rule, around)
    yield from _unreachable(draft, around)
    yield from _gone(draft, around)
    for hours in draft.hours.values():
        yield from lint_hours(hours, around.today)
    yield from chain.from_iterable(map(_by_clock, draft.promises.values()))
    for key, team in draft.teams.items():
        yield from _rota_gaps(draft, key, team, around)
    yield from lint_ladders(draft)
    if around.hooks is not None:
        yield from unknown_hooks(draft, around.hooks)


def _lint_rule(
    draft: Draft, position: Position, rule: RuleFile, around: Around
) -> Iterator[Problem]:
    if not rule.tests:
        test = f"tests: [{{mail: ..., then: {rule.to}}}]"
        told = f"rule `{rule.name}` has no test: write a mail that it must take, as in {test}"
        yield position.warning("untested-rule", told)
    yield from _closed_promise(draft, rule)
    yield from _own_aliases(rule, around)
    yield from _unnamed_form(rule)


def _unreachable(draft: Draft, around: Around) -> Iterator[Problem]:
    """An alias of ours would mail itself; an outside address may not be theirs any more, and is
    nobody's who owns requests.
    """
    ours = ", ".join(around.domains)
    for key, address in _addresses(draft):
        if _is_alias(address, around.aliases):
            told = (
                f"`{address}` is an alias that we serve: "
                f"what we send to `{key}` would come back to us; write a person's own"
            )
            yield position_of(address).warning("alias-loop", told)
        elif around.site.is_list_address(address):
            told = (
                f"`{address}` is a list of ours (own_lists) or its software: all its members would "
                f"get what is for `{key}` alone; write a person's own"
            )
            yield position_of(address).warning("list-address", told)
        elif around.domains and not _is_ours(address, around.domains):
            told = f"`{address}` is outside {ours}: `{key}` would get internal mail there"
            yield position_of(address).warning("outside-address", told)


def _addresses(draft: Draft) -> Iterator[tuple[Text, str]]:
    for key, person in draft.people.items():
        for address in person.email:
            yield key, address


def _is_alias(address: str, aliases: Iterable[str]) -> bool:
    """With any `+tag`."""
    return not {address_key(address), without_tag(address)}.isdisjoint(aliases)


def _is_ours(address: str, domains: Iterable[str]) -> bool:
    domain = domain_of(address)
    ours = map(domain_key, domains)
    return any(domain == one or domain.endswith(f".{one}") for one in ours)


def _by_clock(promise: PromiseFile) -> Iterator[Problem]:
    """A length by the clock in hours that are not `always`: most who write it mean working time."""
    if promise.hours == ALWAYS:
        return
    for length in filter(None, (promise.first_reply, promise.then_every)):
        if read_span(length).by_clock:
            number, unit = length.split()
            told = (
                f"`{length}` runs at night and on free days as well: write "
                f"`{number} working {unit}`, or `hours: always` if that is meant"
            )
            yield position_of(length).warning("by-the-clock", told)


def _gone(draft: Draft, around: Around) -> Iterator[Problem]:
    """Somebody who left, or will, and still stands where an owner is looked for."""
    people = draft.people.items()
    gone = {str(key): said for key, one in people if (said := _said_gone(one, around.today))}
    for kind, name in draft.named:
        if name in gone and kind in ("people", "taker", "receiver", "target", "taking"):
            told = f"`{name}` {gone[name]}: name somebody who is there"
            yield name.position.warning("gone", told)


def _said_gone(person: PersonFile, today: date) -> str:
    """ "" for who is there; an absence for good counts from its first day on, `left` at once: then
    there is still time to name somebody else.
    """
    if person.left is not None:
        verb = "left" if read_date(person.left) <= today else "leaves"
        return f"{verb} on {person.left}"
    away = any(absence.end is None and absence.covers(today) for absence in _absences(person))
    return "is away for good" if away else ""


def _absences(person: PersonFile) -> Iterator[Absence]:
    yield from map(absence_of, listed(person.away))
    if person.left is not None:
        yield Absence(read_date(person.left), None)


def _rota_gaps(draft: Draft, key: Text, team: TeamFile, around: Around) -> Iterator[Problem]:
    """Days on which the one whose turn it is, and their cover, are both away."""
    turns = team.assign
    if not isinstance(turns, TurnsFile):
        return
    days = [around.today + timedelta(days=n) for n in range(ROTA_DAYS)]
    gaps = [day for day in days if not _somebody(draft, team, turns, day)]
    if gaps:
        more = f" and {len(gaps) - SHOWN} more days" if len(gaps) > SHOWN else ""
        when = ", ".join(f"{day:%a} {day}" for day in gaps[:SHOWN])
        told = (
            f"nobody of `{key}` is on duty on {when}{more}: "
            f"the one whose turn it is, and their cover, are away"
        )
        yield position_of(turns.rota).warning("rota-gap", told)


def _somebody(draft: Draft, team: TeamFile, turns: TurnsFile, day: date) -> bool:
    """Whether the one whose turn it is, or their cover, is there; on days that are free
    for both nobody is expected.
    """
    person = draft.people.get(Text(whose_turn(team.members, rota_of(turns), day)))
    if person is None or _is_free(draft, person, day) or not _away(person, day):
        return True
    cover = draft.people.get(Text(person.cover)) if person.cover else None
    return cover is not None and not _away(cover, day)


def _is_free(draft: Draft, person: PersonFile, day: date) -> bool:
    """Whether that weekday is free by their own hours."""
    hours = draft.hours.get(Text(person.hours)) if person.hours else None
    return hours is not None and day.weekday() not in hours.weekdays()


def _away(person: PersonFile, day: date) -> bool:
    return any(absence.covers(day) for absence in _absences(person))


def _closed_promise(draft: Draft, rule: RuleFile) -> Iterator[Problem]:
    """A promise that counts in hours in which nobody who gets its requests works."""
    promise = draft.promises.get(Text(rule.promise)) if rule.promise else None
    if promise is None or rule.promise is None:
        return
    counted = _days(draft, [promise.hours])
    worked = _days_of_work(draft, _takers(draft, rule))
    if counted and worked and counted.isdisjoint(worked):
        told = f"counts on days on which nobody of `{rule.to}` works: choose other hours"
        where = position_of(rule.promise)
        yield where.warning("promise-without-hours", f"promise `{rule.promise}` {told}")


def _takers(draft: Draft, rule: RuleFile) -> list[PersonFile]:
    team = draft.teams.get(Text(rule.to))
    names = [*team.members, team.lead] if team else [rule.to]
    return [draft.people[name] for name in map(Text, names) if name in draft.people]


def _days_of_work(draft: Draft, people: Iterable[PersonFile]) -> set[int]:
    """Weekdays on which one of them works; none where somebody's hours are not known, who may
    well work then.
    """
    hours = [person.hours for person in people]
    return _days(draft, filter(None, hours)) if all(hours) else set()


def _days(draft: Draft, names: Iterable[str]) -> set[int]:
    """The weekdays of all these hours. `always` has none of its own."""
    found = [draft.hours[name] for name in map(Text, names) if name in draft.hours]
    return {day for hours in found for day in hours.weekdays()}


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
    places = {rule.name: rule.where for rule in policy.rules} | {FALLBACK: policy.fallback.where}
    for name, where in places.items():
        count = taken.get(name, 0)
        if count > MAX_SHARE * total:
            file, _, line = where.rpartition(":")
            took = f"took {count} of the last {total} requests"
            told = f"`{name}` {took}: is it wider than you meant?"
            if name == FALLBACK:
                told = f"no rule {took}: write rules for the commonest of them"
            yield policy.quoted(Problem(file, int(line), 1, told, "takes-most", warning=True))


def _own_aliases(rule: RuleFile, around: Around) -> Iterator[Problem]:
    """Mail from an alias of ours opens no request: a rule for it waits for ever."""
    for pattern in senders(rule.when):
        if address_key(pattern) in around.aliases:
            never = "its own mail is never routed, so this never matches"
            told = f"`{pattern}` is an alias that we serve: {never}"
            yield position_of(pattern).warning("alias-loop", told)


def _unnamed_form(rule: RuleFile) -> Iterator[Problem]:
    """Whoever writes to us chooses their Reply-To: it is believed of forms alone that are named."""
    if rule.requester is None:
        return
    named = list(senders(rule.when))
    for pattern in named:
        if pattern.startswith("*"):
            told = (
                f"`requester: reply_to` is not for everybody of `{pattern}`: name each form by its "
                f"whole address, as in forms@corp.example"
            )
            yield position_of(pattern).warning("unnamed-form", told)
    if not named:
        told = (
            "`requester: reply_to` is only for forms that `when` names: add `from:` with the "
            "form's whole address"
        )
        yield position_of(rule.requester).warning("unnamed-form", told)
