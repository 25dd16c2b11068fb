"""A draft of all files → the problems that no single entry shows: unknown names, cycles, doubles, gaps, shadows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from mailtracker.errors import Problem
from mailtracker.policy.conditions import Condition
from mailtracker.policy.draft import Draft
from mailtracker.policy.schema import WORDS_OF_RUNGS, FallbackFile, HoursFile, RuleFile, RungFile, TeamFile
from mailtracker.policy.similar import suggest
from mailtracker.policy.values import read_opening, read_percent
from mailtracker.policy.yamlfile import Place, Text, place_of

NORMAL = "normal"
DEFAULT = "default"
ALWAYS = "always"

_CALLED = {
    "people": "person",
    "hours": "hours",
    "promises": "promise",
    "teams": "team",
    "ladders": "ladder",
    "taker": "person or team",
    "target": "person",
}


def check(draft: Draft, folder: str) -> Iterator[Problem]:
    """What stands nowhere is reported for the `folder`.

    What a file that could not be read may hold does not count as unknown or missing.
    """
    if draft.whole:
        yield from _check_names(draft)
        yield from (Problem(folder, 0, 0, told) for told in _check_missing(draft))
        yield from _check_promises_named(draft)
    yield from _check_people(draft)
    yield from _check_keys_once(draft)
    for hours in draft.hours.values():
        yield from _check_openings(hours)
    for key, team in draft.teams.items():
        yield from _check_team(key, team)
    for rungs in draft.ladders.values():
        yield from _check_ladder(rungs)
    yield from _check_rule_names(draft)


def check_shadows(rules: Iterable[tuple[Place, str, Condition]]) -> Iterator[Problem]:
    """A rule whose conditions all stand in an earlier one can never match."""
    seen: dict[Condition, tuple[Place, str]] = {}
    for place, name, condition in rules:
        if condition in seen:
            first, earlier = seen[condition]
            told = (
                f"rule `{name}` is never reached: rule `{earlier}` in {first} has the same conditions and comes first"
            )
            yield place.problem(told)
        seen.setdefault(condition, (place, name))


def _check_names(draft: Draft) -> Iterator[Problem]:
    people, teams = draft.names["people"], draft.names["teams"]
    known: dict[str, tuple[str, ...]] = {section: tuple(names) for section, names in draft.names.items()}
    known |= {
        "hours": (*draft.names["hours"], ALWAYS),
        "taker": (*people, *teams),
        "target": (*people, *WORDS_OF_RUNGS),
    }
    sets = {kind: frozenset(names) for kind, names in known.items()}
    for kind, name in draft.named:
        if name not in sets[kind]:
            yield _unknown(name, _CALLED[kind], known[kind])


def _unknown(name: str, called: str, known: Iterable[str]) -> Problem:
    listed = sorted(known)
    few = f"; known are {', '.join(listed)}" if 0 < len(listed) <= 8 else ""
    return place_of(name).problem(f"no {called} `{name}`{suggest(name, listed) or few}")


def _routed(draft: Draft) -> Iterator[tuple[Place, RuleFile | FallbackFile]]:
    yield from draft.rules
    if draft.fallback:
        yield draft.fallback


def _check_missing(draft: Draft) -> Iterator[str]:
    if not draft.fallback_at:
        yield "`fallback:` is missing: it says who gets what no rule takes, as in {to: desk}"
    if DEFAULT not in draft.names["ladders"] and any(entry.ladder is None for _, entry in _routed(draft)):
        yield "ladder `default` is missing: rules without `ladder:` climb it; add it under `ladders:`"


def _check_promises_named(draft: Draft) -> Iterator[Problem]:
    if NORMAL in draft.names["promises"]:
        return
    for place, entry in _routed(draft):
        if entry.promise is None:
            yield place.problem("`promise` is missing: name one here, or add a promise `normal` for all without")


def _check_people(draft: Draft) -> Iterator[Problem]:
    owners: dict[str, tuple[str, str]] = {}
    for key, person in draft.people.items():
        for mail in person.mail:
            other, first = owners.setdefault(mail.casefold(), (key, mail))
            if first is not mail:
                yield place_of(mail).problem(f"`{mail}` is already an address of `{other}` in {place_of(first)}")
        if person.cover == key:
            yield place_of(person.cover).problem(f"`{key}` cannot be their own cover: name somebody else, or nobody")
        if person.hours == ALWAYS:
            yield place_of(person.hours).problem(
                "`always` is for promises: a person's hours say where and when they work"
            )
        if person.manager is not None and (circle := _circle(draft, key)):
            yield place_of(person.manager).problem(f"managers run in a circle: {' → '.join(circle)}")


def _circle(draft: Draft, key: str) -> list[str]:
    """The chain of managers that leads from a person back to that person; empty when there is none."""
    chain, person = [key], draft.people.get(Text(key))
    while person and person.manager and person.manager not in chain:
        chain.append(person.manager)
        person = draft.people.get(Text(person.manager))
    return [*chain, key] if person and person.manager == key else []


def _check_keys_once(draft: Draft) -> Iterator[Problem]:
    people = {name.casefold(): name for name in draft.names["people"]}
    for team in draft.names["teams"]:
        person = people.get(team.casefold())
        if person:
            told = f"`{team}` is also a person in {person.place}: rules could not tell them apart, rename one"
            yield team.place.problem(told)


def _check_openings(hours: HoursFile) -> Iterator[Problem]:
    for openings in hours.days.values():
        for before, after in pairwise(openings):
            if read_opening(after)[0] < read_opening(before)[1]:
                yield place_of(after).problem(
                    f"`{after}` begins before `{before}` ends: write them in order, with a break"
                )


def _check_team(key: Text, team: TeamFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for member in team.members:
        if member in seen:
            yield place_of(member).problem(f"`{member}` stands twice among the members of `{key}`")
        seen.add(member)


def _check_ladder(rungs: list[RungFile]) -> Iterator[Problem]:
    before = 0
    for rung in rungs:
        percent = read_percent(rung.at)
        if percent <= before:
            yield place_of(rung.at).problem(f"`{rung.at}` comes after {before}%: rungs must rise from one to the next")
        before = max(before, percent)
        if rung.repeat is not None and rung is not rungs[-1]:
            yield place_of(rung.repeat).problem("only the last rung may `repeat`")
        yield from _check_targets(rung)


def _check_targets(rung: RungFile) -> Iterator[Problem]:
    for target in rung.remind or ():
        if target == "requester":
            yield place_of(target).problem(
                "`remind` is for who must act: the requester is told, so write `tell: requester`"
            )
    if isinstance(rung.hand_to, str) and rung.hand_to in ("owner", "requester"):
        yield place_of(rung.hand_to).problem(
            f"`hand_to: {rung.hand_to}` hands it to nobody new: name cover, manager or a person"
        )


def _check_rule_names(draft: Draft) -> Iterator[Problem]:
    seen: dict[str, str] = {"fallback": ""}
    for _, rule in draft.rules:
        folded = rule.name.casefold()
        if folded in seen:
            first = f"in {place_of(seen[folded])}" if seen[folded] else "the name of what no rule takes"
            yield place_of(rule.name).problem(f"rule name `{rule.name}` is taken already: {first}")
        seen.setdefault(folded, rule.name)
