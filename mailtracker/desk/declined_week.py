"""Requests of which an owner said that they are not theirs → the weekly letter about the rules that
gave them to the wrong person (docs/reliability.md, W9). Of confidential ones nothing but their
number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from mailtracker.desk.absence.absent_days import is_at_work
from mailtracker.desk.not_mine_letters import RuleDeclined, WronglyGiven
from mailtracker.desk.request import Request
from mailtracker.desk.rule_tests import rule_test
from mailtracker.policy.calendar import instant_of
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import FALLBACK, Person, Policy
from mailtracker.record import dataclass

MAX_TESTS = 5
"""Tests of one rule in a letter."""


@dataclass(frozen=True, slots=True)
class OneDeclined:
    """A `request` of which somebody said so, and the `mail` that opened it as a test has it
    (`rule_tests.as_tested`); None where that is confidential, or no longer at hand.
    """

    request: Request
    mail: MailView | None


@dataclass(frozen=True, slots=True)
class DeclinedSpan:
    """Whole weeks, by the days of who reads of them: from the Monday `since` up to that of `until`,
    which is not among them.
    """

    since: date
    until: date


def reader_of(policy: Policy, admins: Sequence[str]) -> Person | None:
    """By whose week it is told: who hears of gaps in the rules, else the first admin whom the
    people file has.
    """
    gaps = policy.people.get(policy.fallback.report_to)
    return gaps or next(filter(None, map(policy.person_by_address, admins)), None)


def begins_at(policy: Policy, reader: Person | None, day: date) -> datetime:
    """A day of theirs, as UTC; without hours the day in UTC."""
    hours = policy.hours.get(reader.hours) if reader else None
    if hours is None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return instant_of(hours.zone, day, 0)


def monday_of(policy: Policy, reader: Person | None, at: datetime) -> date:
    """The Monday of the week that an instant belongs to, for them."""
    hours = policy.hours.get(reader.hours) if reader else None
    day = at.astimezone(hours.zone if hours else UTC).date()
    return day - timedelta(days=day.weekday())


def reads_now(policy: Policy, reader: Person | None, now: datetime) -> bool:
    """Whether it is told now: on their first working day of a week, as soon as that begins."""
    return reader is None or is_at_work(policy, reader, now)


def wrongly_given(
    found: Sequence[OneDeclined], given: Mapping[str, int], span: DeclinedSpan, policy: Policy
) -> WronglyGiven:
    """`given`: how many requests each rule gave to somebody in that time."""
    rules = Counter(one.request.given.rule for one in found)
    caused = [
        _caused(rule, [one for one in found if one.request.given.rule == rule], given, policy)
        for rule, _ in sorted(rules.items(), key=lambda each: (-each[1], each[0]))
    ]
    tests = any(one.tests for one in caused)
    return WronglyGiven(span.since, span.until - timedelta(days=1), len(found), caused, tests)


def _caused(
    rule: str, found: Sequence[OneDeclined], given: Mapping[str, int], policy: Policy
) -> RuleDeclined:
    told = [one for one in found if not one.request.given.confidential]
    tests = [lines for one in told if (lines := list(_test(one, policy)))][:MAX_TESTS]
    return RuleDeclined(
        rule=rule,
        where=_where(rule, policy),
        count=len(found),
        of=max(given.get(rule, 0), len(found)),
        ended=_ended(told, policy),
        tests=["    tests:", *(line for lines in tests for line in lines)] if tests else [],
        confidential=len(found) - len(told),
    )


def _where(rule: str, policy: Policy) -> str:
    if rule == FALLBACK:
        return policy.fallback.where
    return next((one.where for one in policy.rules if one.name == rule), "")


def _ended(told: Sequence[OneDeclined], policy: Policy) -> list[str]:
    """Who has them now, whoever has most first."""
    people = policy.people
    owners = Counter(one.request.owner for one in told)
    names = [(people[key].name if key in people else key, n) for key, n in owners.most_common()]
    return [name if n == 1 else f"{name} ({n})" for name, n in names]


def _test(one: OneDeclined, policy: Policy) -> Iterator[str]:
    """Where it is still with somebody who said so, nobody knows yet whose it is."""
    request = one.request
    owner = policy.people.get(request.owner)
    if one.mail is not None and owner is not None and owner.key not in request.declined:
        yield from rule_test(policy, one.mail, owner, request.reference)
