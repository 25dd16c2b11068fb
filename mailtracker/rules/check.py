"""A draft of all files → the problems that no single entry shows: unknown names,
cycles, doubles, gaps, shadows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, starmap
from typing import Any

from mailtracker.errors import Problem
from mailtracker.mail.address_key import address_key
from mailtracker.policy.model import FALLBACK, NOBODY, WORDS_OF_RUNGS
from mailtracker.rules.check_hours import check_hours
from mailtracker.rules.check_ladders import check_ladder
from mailtracker.rules.draft import Draft, folded_name
from mailtracker.rules.schema import (
    FallbackFile,
    PersonFile,
    RuleFile,
    TeamFile,
)
from mailtracker.rules.similar import suggest
from mailtracker.rules.values import (
    read_language,
    read_or_empty,
)
from mailtracker.rules.yamlfile import MAX_PROBLEMS, Position, Text, position_of

NORMAL = "normal"
DEFAULT = "default"
ALWAYS = "always"

MAX_WAY = 12
"""People of a circle of managers that are named."""

MAX_SUGGESTIONS = 20
"""Unknown names that are compared with all known ones: with thousands of each it takes minutes."""

_CALLED = {
    "people": "person",
    "hours": "hours",
    "promises": "promise",
    "teams": "team",
    "ladders": "ladder",
    "taker": "person or team",
    "receiver": "person or team",
    "circle": "group or team",
    "member": "person, team or group",
    "rule": "rule",
    "target": "person",
    "taking": "person or team",
    "working hours": "hours",
}


def check(draft: Draft, folder: str, unread: Sequence[str] = ()) -> Iterator[Problem]:
    """What stands nowhere is reported for the `folder`.

    What a file that could not be read may hold does not count as unknown or missing;
    `unread` are texts of such files.
    """
    if draft.whole:
        yield from _check_names(draft, unread)
    if draft.whole and not unread:
        yield from (Problem(folder, 0, 0, told, "missing-key") for told in _check_missing(draft))
        yield from _check_promises_named(draft)
    yield from _check_people(draft)
    yield from _check_keys_once(draft)
    yield from _check_nobody(draft)
    yield from _check_who_asks(draft)
    yield from chain.from_iterable(map(check_hours, draft.hours.values()))
    yield from chain.from_iterable(starmap(_check_team, draft.teams.items()))
    yield from chain.from_iterable(map(check_ladder, draft.ladders.values()))
    yield from _check_rule_names(draft)


def check_languages(draft: Draft, languages: Sequence[str]) -> Iterator[Problem]:
    """A wish for a language without templates gets another one: one line each language, where it
    is wished for first.
    """
    wishes = [person.language for person in draft.people.values()]
    wishes += [entry.language for _, entry in _answered(draft)]
    lacking: dict[str, list[str]] = {}
    for wish in filter(None, wishes):
        code = read_language(wish)
        if not {code, code.partition("-")[0]} & set(languages):
            lacking.setdefault(code, []).append(wish)
    have = ", ".join(languages)
    for code, at in lacking.items():
        times = f" ({len(at)} times)" if len(at) > 1 else ""
        told = (
            f"no templates for `{code}`{times}, only for {have}: the next language that fits "
            f"serves, in the end the mailbox's"
        )
        yield position_of(at[0]).warning("no-templates", told)


def _check_names(draft: Draft, unread: Sequence[str]) -> Iterator[Problem]:
    known = _known_names(draft)
    sets = {kind: frozenset(names) for kind, names in known.items()}
    count = 0
    for kind, name in draft.named:
        if (folded_name(name) if kind == "rule" else name) in sets[kind]:
            continue
        count += 1
        if not _may_stand_in(unread, name, known[kind]):
            hint = _hint(name, known[kind]) if count <= MAX_SUGGESTIONS else ""
            yield position_of(name).problem("unknown-name", f"no {_CALLED[kind]} `{name}`{hint}")


def _known_names(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Every name that is known, by what may name it (`Naming.kind`)."""
    people, teams = draft.names["people"], draft.names["teams"]
    return {
        **{section: tuple(names) for section, names in draft.names.items()},
        "hours": (*draft.names["hours"], ALWAYS),
        "working hours": tuple(draft.names["hours"]),
        "taker": (*people, *teams),
        "receiver": (*people, *teams, NOBODY),
        "circle": (*draft.names["groups"], *teams),
        "member": (*people, *teams, *draft.names["groups"]),
        "target": (*people, *WORDS_OF_RUNGS),
        "taking": (*people, *teams, *WORDS_OF_RUNGS),
        "rule": (*sorted(draft.rule_names), FALLBACK),
    }


def _may_stand_in(unread: Sequence[str], name: str, known: Sequence[str]) -> bool:
    """Whether a name that is not known may stand in what could not be read; what is near to a
    known name is a slip all the same.
    """
    if not unread:
        return False
    return any(name in text for text in unread) or not suggest(name, known)


def _hint(name: str, known: Iterable[str]) -> str:
    listed = sorted(known)
    few = f"; known are {', '.join(listed)}" if 0 < len(listed) <= 8 else ""
    return suggest(name, listed) or few


def _answered(draft: Draft) -> Iterator[tuple[Position, RuleFile | FallbackFile]]:
    """What takes mail: the rules, and the fallback where there is one."""
    yield from draft.rules
    if draft.fallback:
        yield draft.fallback


def _check_missing(draft: Draft) -> Iterator[str]:
    if not draft.fallback_at:
        yield "`fallback:` is missing: it says who gets what no rule takes, as in {to: desk}"
    owned = [entry for _, entry in _answered(draft) if entry.to != NOBODY]
    if DEFAULT not in draft.names["ladders"] and any(entry.ladder is None for entry in owned):
        yield (
            "ladder `default` is missing: rules without `ladder:` climb it; add it under `ladders:`"
        )


def _check_promises_named(draft: Draft) -> Iterator[Problem]:
    if NORMAL in draft.names["promises"]:
        return
    told = "`promise` is missing: name one here, or add a promise `normal` for all without"
    for position, entry in _answered(draft):
        if entry.promise is None and entry.to != NOBODY:
            yield position.problem("missing-key", told)


def _check_people(draft: Draft) -> Iterator[Problem]:
    owners: dict[str, tuple[str, str]] = {}
    circles = _circles(draft)
    for key, person in draft.people.items():
        for address in person.email:
            other, first = owners.setdefault(address_key(address), (key, address))
            if first is not address:
                told = f"`{address}` is already an address of `{other}` in {position_of(first)}"
                yield position_of(address).problem("duplicate-address", told)
        yield from _check_person(key, person)
        if person.manager is not None and key in circles:
            told = f"managers run in a circle: {circles[key]}"
            yield position_of(person.manager).problem("manager-circle", told)


def _check_person(key: Text, person: PersonFile) -> Iterator[Problem]:
    if person.cover == key:
        told = f"`{key}` cannot be their own cover: name somebody else, or nobody"
        yield position_of(person.cover).problem("own-cover", told)
    if person.hours == ALWAYS:
        told = "`always` is for promises: a person's hours say where and when they work"
        yield position_of(person.hours).problem("always-for-person", told)
    if person.calendar is not None and person.hours is None:
        told = f"`{key}` has a calendar and no hours: what covers a working day of theirs?"
        yield key.position.problem("calendar-without-hours", f"{told} Add `hours:`")


def _circles(draft: Draft) -> dict[str, str]:
    """Whoever is their own manager by way of others, and the way. Everybody is looked at once."""
    managers = {
        str(key): read_or_empty(str, person.manager) for key, person in draft.people.items()
    }
    found: dict[str, str] = {}
    done: set[str] = set()
    for key in managers:
        chain: dict[str, None] = {}
        while key in managers and key not in done and key not in chain:
            chain[key] = None
            key = managers[key]
        if key in chain:
            found |= _ways(list(chain)[list(chain).index(key) :])
        done |= chain.keys()
    return found


def _ways(circle: list[str]) -> dict[str, str]:
    """The way from each of them back to themselves."""
    named = enumerate(circle[:MAX_PROBLEMS])
    return {key: _way([*circle[n:], *circle[:n], key]) for n, key in named}


def _way(keys: list[str]) -> str:
    shown = keys if len(keys) <= MAX_WAY else [*keys[: MAX_WAY - 2], "...", keys[-1]]
    return " → ".join(shown)


def _check_keys_once(draft: Draft) -> Iterator[Problem]:
    """Rules name people, teams and groups in the same places."""
    seen: dict[str, tuple[str, Text]] = {}
    for section, called in (("people", "person"), ("teams", "team"), ("groups", "group")):
        for name in draft.names[section]:
            what, first = seen.setdefault(name.casefold(), (called, name))
            if what != called:
                also = f"`{name}` is also a {what} in {first.position}"
                told = f"{also}: rules could not tell them apart, rename one"
                yield name.position.problem("duplicate-name", told)


def _check_nobody(draft: Draft) -> Iterator[Problem]:
    """Where nobody answers, nothing of an answer can be promised."""
    for _, rule in draft.rules:
        if rule.to == NOBODY:
            yield from _check_unanswered(rule)
        elif rule.reason is not None:
            told = "`reason` is for `to: nobody`; for an owner write `why:`"
            yield position_of(rule.reason).problem("nobody-answers", told)


_OF_AN_ANSWER = (
    "promise",
    "ladder",
    "watch",
    "attach",
    "ask",
    "close_after",
    "ending",
    "confide_in",
    "language",
    "kind",
    "requester",
)


def _check_unanswered(rule: RuleFile) -> Iterator[Problem]:
    for key in _OF_AN_ANSWER:
        value = getattr(rule, key)
        if value is not None:
            told = (
                f"`{key}` means nothing with `to: nobody`: "
                f"these mails get no receipt and no owner; take it out"
            )
            yield position_of(_first_text(value)).problem("nobody-answers", told)


def _check_who_asks(draft: Draft) -> Iterator[Problem]:
    for _, rule in draft.rules:
        if rule.kind is not None and rule.requester is not None:
            told = (
                "`kind: machine` says that nobody asks, `requester: reply_to` that somebody does: "
                "take one out"
            )
            yield position_of(rule.requester).problem("machine-asks", told)


def _first_text(value: Any) -> str:
    """The text at which a value begins, whatever its shape."""
    while not isinstance(value, str):
        value = next(iter(value))
    return value


def _check_team(key: Text, team: TeamFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for member in team.members:
        if member in seen:
            told = f"`{member}` stands twice among the members of `{key}`"
            yield position_of(member).problem("member-twice", told)
        seen.add(member)


def _check_rule_names(draft: Draft) -> Iterator[Problem]:
    seen: dict[str, str] = {FALLBACK: FALLBACK}
    for _, rule in draft.rules:
        first = seen.setdefault(rule.name.casefold(), rule.name)
        if first is not rule.name:
            is_rule = isinstance(first, Text)
            where = f"in {position_of(first)}" if is_rule else "the name of what no rule takes"
            told = f"rule name `{rule.name}` is taken already: {where}"
            yield position_of(rule.name).problem("duplicate-rule-name", told)
