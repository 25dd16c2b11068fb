"""A draft's expected mail → what is wrong with it beyond its single values, and what is doubtful:
mail that never comes as it is expected, or that a rule waits for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mailtracker.errors import Problem
from mailtracker.mail.address_key import address_key
from mailtracker.policy.condition import AllOf, AnyOf, Condition, Not
from mailtracker.policy.conditions import AddressIs, KindIs
from mailtracker.policy.mail_view import MailView, MatchContext
from mailtracker.policy.model import NOBODY
from mailtracker.rules.build_expected import hours_named, members, when_of
from mailtracker.rules.check import DEFAULT, NORMAL
from mailtracker.rules.draft import Draft, folded_name
from mailtracker.rules.expected_file import ExpectationFile
from mailtracker.rules.shadow import check_shadows, implies
from mailtracker.rules.values import listed
from mailtracker.rules.when import can_tell, condition, senders
from mailtracker.rules.when_values import KnownNames
from mailtracker.rules.yamlfile import Position, Text, position_of

MACHINES_ONLY = frozenset({"auto_generated", "auto_reply"})
"""Kinds that no answer of a person has."""


def check_expected(draft: Draft) -> Iterator[Problem]:
    """What no single entry shows."""
    seen: dict[str, Position] = {}
    for position, entry in draft.expected:
        name = folded_name(entry.name)
        if name in seen:
            told = f"`{entry.name}` is expected already in {seen[name]}: choose another name"
            yield position_of(entry.name).problem("duplicate-expected", told)
        seen.setdefault(name, position)
        if draft.whole:
            yield from _check_names(draft, position, entry)


def _check_names(draft: Draft, position: Position, entry: ExpectationFile) -> Iterator[Problem]:
    promise, ladder = entry.else_.promise, entry.else_.ladder
    if promise is None and NORMAL not in draft.names["promises"]:
        told = "`promise` is missing under `else`: name one, or add a promise `normal`"
        yield position.problem("missing-key", told)
        return
    if ladder is None and DEFAULT not in draft.names["ladders"]:
        told = "`ladder` is missing under `else`: name one, or add a ladder `default`"
        yield position.problem("missing-key", told)
    known = promise is None or promise in draft.promises
    if known and not hours_named(draft, entry):
        told = (
            "`hours` is missing: the promise counts every minute, so nobody knows whose zone and "
            "working days `by` means"
        )
        yield position_of(entry.hours or entry.by).problem("missing-key", told)


def check_conditions_expected(draft: Draft, known: KnownNames) -> Iterator[Problem]:
    """What only whole conditions show: one that the entry before it leaves nothing."""
    told = _told(draft, known)
    alike = [(at, entry.name, found) for at, entry, found in told if not entry.from_]
    yield from check_shadows(alike, what="expected mail")
    for _, entry, found in told:
        yield from _check_answers(draft, entry, found)


def _check_answers(draft: Draft, entry: ExpectationFile, found: Condition) -> Iterator[Problem]:
    """Who is asked answers our mail, whose subject is the name: that has to count."""
    if entry.ask is None:
        return
    for key in members(draft, listed(entry.from_)):
        person = draft.people.get(Text(key))
        if person is None:
            return
        answer = MailView(address_key(person.email[0]), (), f"Re: {entry.name}", "")
        failed = found.judge(MatchContext(answer))
        if not isinstance(failed, str):
            why = "; ".join(failed.failures(MatchContext(answer)))
            told = (
                f"what `{key}` answers to the question, “Re: {entry.name}”, would not be taken: "
                f"{why}; leave `when` out, or have it take the words of the name"
            )
            yield position_of(entry.name).problem("answer-unseen", told)
            return


def lint_expected(draft: Draft, known: KnownNames, aliases: Collection[str]) -> Iterator[Problem]:
    """Warnings: what is expected in vain, what has no test, what a rule would take."""
    rules = [
        (rule.name, condition(rule.when, known))
        for _, rule in draft.rules
        if can_tell(rule.when, known) and rule.to != NOBODY
    ]
    for position, entry, found in _told(draft, known):
        if not entry.tests:
            told = (
                f"expected mail `{entry.name}` has no test: write one that is expected, as in "
                f"tests: [{{mail: ..., then: expected}}]"
            )
            yield position.warning("untested-rule", told)
        yield from _in_vain(entry, found, aliases)
        yield from _beside_rules(position, entry, found, rules)


def _told(draft: Draft, known: KnownNames) -> list[tuple[Position, ExpectationFile, Condition]]:
    return [
        (position, entry, when_of(entry, known))
        for position, entry in draft.expected
        if entry.when is None or can_tell(entry.when, known)
    ]


def _in_vain(
    entry: ExpectationFile, found: Condition, aliases: Collection[str]
) -> Iterator[Problem]:
    """No mail can fit: it is our own, which is never looked at, or what is asked for excludes
    itself.
    """
    for pattern in senders(listed(entry.when)):
        if address_key(pattern) in aliases:
            told = (
                f"`{pattern}` is an alias that we serve: its own mail is never expected, so this "
                f"would be missing for ever"
            )
            yield position_of(pattern).warning("alias-loop", told)
    if _excludes_itself(found) or (entry.from_ and _wants_machines(found)):
        told = f"no mail can be what `{entry.name}` asks for: it would be missing for ever"
        yield position_of(entry.name).warning("never-expected", told)


def _excludes_itself(found: Condition) -> bool:
    """Two of its parts cannot hold together, as far as simple reasoning shows."""
    if isinstance(found, AnyOf):
        return all(map(_excludes_itself, found.parts))
    if not isinstance(found, AllOf):
        return False
    denied = [part.part for part in found.parts if isinstance(part, Not)]
    wanted = [part for part in found.parts if not isinstance(part, Not)]
    if any(implies(one, other) for one in wanted for other in denied):
        return True
    kinds = [set(part.kinds) for part in wanted if isinstance(part, KindIs)]
    people = [_whole(part) for part in wanted if isinstance(part, AddressIs) and _whole(part)]
    return _is_empty(kinds) or _is_empty(people)


def _whole(part: AddressIs) -> set[str]:
    """Senders of which one must be the sender; none where a pattern stands for many."""
    if part.field != "from" or any(one.startswith("*") for one in part.patterns):
        return set()
    return set(part.patterns)


def _is_empty(sets: list[set[str]]) -> bool:
    return len(sets) > 1 and not set.intersection(*sets)


def _wants_machines(found: Condition) -> bool:
    """An answer of a person is none of a machine."""
    parts = found.parts if isinstance(found, AllOf) else (found,)
    return any(isinstance(one, KindIs) and set(one.kinds) <= MACHINES_ONLY for one in parts)


def _beside_rules(
    position: Position,
    entry: ExpectationFile,
    found: Condition,
    rules: list[tuple[str, Condition]],
) -> Iterator[Problem]:
    for name, wants in rules:
        if not entry.from_ and implies(wants, found):
            told = (
                f"rule `{name}` is never reached: all its mail is expected as `{entry.name}`, "
                f"which is ticked off and opens no request"
            )
            yield position.warning("takes-expected", told)
        elif implies(found, wants):
            told = (
                f"rule `{name}` would take this mail as a request: as `{entry.name}` it is "
                f"ticked off, and opens none"
            )
            yield position.warning("takes-expected", told)
