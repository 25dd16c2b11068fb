"""Checked entries of `expected:` → what the daemon waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mailtracker.policy.condition import Condition
from mailtracker.policy.expected import Expectation, ExpectationTest
from mailtracker.policy.model import Question
from mailtracker.policy.worktime import Hours
from mailtracker.rules import values
from mailtracker.rules.check import ALWAYS, DEFAULT, NORMAL
from mailtracker.rules.compile_rules import question
from mailtracker.rules.draft import Draft
from mailtracker.rules.expected_file import EXPECTED, ExpectationFile, ExpectationTestFile
from mailtracker.rules.expected_values import read_recurrence
from mailtracker.rules.values import listed, read_or_none
from mailtracker.rules.when import condition, written_mail
from mailtracker.rules.when_values import KnownNames, text_condition
from mailtracker.rules.yamlfile import Position, Text, position_of


def expectation_of(
    draft: Draft,
    entry: tuple[Position, ExpectationFile],
    known: KnownNames,
    hours: Mapping[str, Hours],
    files: Mapping[str, bytes],
) -> Expectation:
    """Every name in it is known. `files` holds the mails that its tests name."""
    position, written = entry
    other = written.else_
    return Expectation(
        name=values.read_line(written.name),
        when=when_of(written, known),
        by=read_recurrence(written.by),
        hours=hours[hours_named(draft, written)],
        to=str(other.to),
        promise=str(other.promise or NORMAL),
        ladder=str(other.ladder or DEFAULT),
        where=str(position),
        people=tuple(dict.fromkeys(members(draft, listed(written.from_)))),
        ask=_ask(written),
        ask_at=read_or_none(read_recurrence, written.ask_at),
        tests=tuple(_test(test, files) for test in listed(written.tests)),
    )


def when_of(written: ExpectationFile, known: KnownNames) -> Condition:
    """Without conditions of its own the words of the name stand in the subject."""
    if written.when is None:
        return text_condition("subject", [written.name])
    return condition(written.when, known)


def hours_named(draft: Draft, written: ExpectationFile) -> str:
    """Its own, else those of the promise; "" where none are known."""
    if written.hours is not None:
        return "" if written.hours == ALWAYS else str(written.hours)
    promise = draft.promises.get(Text(written.else_.promise or NORMAL))
    return "" if promise is None or promise.hours == ALWAYS else str(promise.hours)


def members(draft: Draft, names: Iterable[str]) -> Iterator[str]:
    """Person keys of people, teams and groups, in their order; a lead is of the team."""
    for name in names:
        team, group = draft.teams.get(Text(name)), draft.groups.get(Text(name))
        if team is not None:
            yield from map(str, [*team.members, team.lead])
        elif group is not None:
            yield from members(draft, group)
        else:
            yield str(name)


def _ask(written: ExpectationFile) -> Question | None:
    return None if written.ask is None else question(written.ask)


def _test(entry: ExpectationTestFile, files: Mapping[str, bytes]) -> ExpectationTest:
    position = position_of(entry.then)
    where, expected = f"{position}:{position.column}", entry.then == EXPECTED
    if entry.mail is not None:
        return ExpectationTest(written_mail(entry.mail), expected, where)
    return ExpectationTest(None, expected, where, files[values.read_path(entry.eml or "")])
