"""Ladders, and who owns requests → where silence would never reach a second person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, starmap

from mailtracker.errors import Problem
from mailtracker.policy.model import NOBODY
from mailtracker.rules.draft import Draft
from mailtracker.rules.schema import LeadFile, PersonFile, RungFile
from mailtracker.rules.similar import suggest
from mailtracker.rules.values import listed
from mailtracker.rules.yamlfile import Text, position_of


def lint_ladders(draft: Draft) -> Iterator[Problem]:
    """Warnings, also of people whom no ladder can help."""
    yield from chain.from_iterable(starmap(_lonely, draft.ladders.items()))
    yield from _alone(draft)


def _lonely(name: Text, rungs: list[RungFile]) -> Iterator[Problem]:
    """A promise that is missed must be seen by a second person: else it is missed quietly."""
    if not any(map(_reaches, rungs)):
        add = "add `hand_to: cover` or `tell: manager`"
        told = f"ladder `{name}` never reaches a second person: {add}"
        yield name.position.warning("ladder-alone", told)
    elif not (rungs[-1].repeat or _reaches(rungs[-1])):
        told = (
            f"ladder `{name}` ends with a rung that reaches no second person and does not repeat: "
            f"whoever it reminds may forget it for good; add `repeat: daily` or `tell: manager`"
        )
        yield name.position.warning("ladder-ends", told)


def _reaches(rung: RungFile) -> bool:
    told = [*listed(rung.remind), *listed(rung.tell)]
    return rung.hand_to is not None or any(map(_is_another, told))


def _is_another(target: str | LeadFile) -> bool:
    return isinstance(target, LeadFile) or target not in ("owner", "requester")


def unknown_hooks(draft: Draft, hooks: Sequence[str]) -> Iterator[Problem]:
    """Errors: nobody would be told. `hooks` are the names that config.toml gives."""
    rungs = chain.from_iterable(draft.ladders.values())
    for name in chain.from_iterable(listed(rung.post) for rung in rungs):
        if name not in hooks:
            hint = suggest(name, hooks) or "; write a [[hook]] of that name"
            told = f"config.toml has no hook `{name}`{hint}"
            yield position_of(name).problem("unknown-hook", told)


def _alone(draft: Draft) -> Iterator[Problem]:
    """Whoever may own requests, and nobody stands above or beside them."""
    if draft.fallback is None:
        return
    spare = _of_fallback(draft)
    for key in _owners(draft):
        person = draft.people.get(key)
        if person is not None and not (_around(draft, key, person) | spare) - {str(key)}:
            told = (
                f"`{key}` owns requests, and nobody else would hear of a missed promise: give them "
                f"a `manager` or a `cover`, or name somebody else under `fallback:`"
            )
            yield key.position.warning("nobody-second", told)


def _owners(draft: Draft) -> list[Text]:
    """In the order of the files."""
    entries = [entry for _, entry in draft.rules if entry.to != NOBODY]
    missing = {str(entry.else_.to) for _, entry in draft.expected}
    named = {entry.to for entry in entries} | missing | _of_fallback(draft)
    members = {one for name in named for one in _people_of(draft, str(name))}
    return [key for key in draft.people if str(key) in members]


def _of_fallback(draft: Draft) -> set[str]:
    if draft.fallback is None:
        return set()
    fallback = draft.fallback[1]
    return {*_people_of(draft, fallback.to), *filter(None, [fallback.report_to])}


def _people_of(draft: Draft, name: str) -> list[str]:
    """A team's lead and members, or the person."""
    team = draft.teams.get(Text(name))
    return list(map(str, [team.lead, *team.members])) if team else [str(name)]


def _around(draft: Draft, key: Text, person: PersonFile) -> set[str]:
    """Manager, cover, and the leads of their teams."""
    teams = draft.teams.values()
    leads = [team.lead for team in teams if key in (team.lead, *team.members)]
    return set(map(str, filter(None, [person.manager, person.cover, *leads])))
