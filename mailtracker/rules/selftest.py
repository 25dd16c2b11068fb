"""The rules' own tests → those that fail, by the code that the daemon runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mailtracker.errors import Problem
from mailtracker.policy.expected import Expectation, ExpectationTest
from mailtracker.policy.expected_mail import takes
from mailtracker.policy.mail_view import MailView, MatchContext
from mailtracker.policy.model import NOBODY, Expected, Policy, Route, Rule, Test
from mailtracker.policy.route import route
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Tried:
    """One `test` of a `rule` that was run. `route` is where its mail goes, None where that could
    not be read. `problem` is None where all came as expected.
    """

    rule: Rule
    test: Test
    route: Route | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class TriedExpectation:
    """One `test` of expected mail (`expectation`) that was run. `problem` is None where all came as
    it says.
    """

    expectation: Expectation
    test: ExpectationTest
    problem: Problem | None


Read = Callable[[bytes], "MailView | str"]
"""Understands a mail in a file; the text says why it cannot."""


def run_tests(policy: Policy, read: Read | None = None) -> list[Problem]:
    """One problem for each test that failed. `read` understands mails in files;
    without it those are left out.
    """
    tried = [one.problem for one in try_all(policy, read)]
    tried += [one.problem for one in try_expected(policy, read)]
    return [problem for problem in tried if problem]


def try_all(policy: Policy, read: Read | None = None) -> Iterator[Tried]:
    """Every test, in the order of the rules."""
    written = [(rule, test) for rule in policy.rules for test in rule.tests]
    for rule, test in written:
        mail = test.mail or (read(test.raw) if read else None)
        if isinstance(mail, str):
            problem = _failed(rule, test, f"the mail cannot be read: {mail}")
            yield Tried(rule, test, None, policy.quoted(problem))
        elif mail is not None:
            found = route(policy, mail)
            ticked = _ticked_off(policy, test, mail)
            wrong = _failed(rule, test, ticked) if ticked else _problem(rule, test, found, mail)
            yield Tried(rule, test, found, policy.quoted(wrong) if wrong else None)


def try_expected(policy: Policy, read: Read | None = None) -> Iterator[TriedExpectation]:
    """Every test of expected mail, in their order."""
    for one in policy.expected:
        for test in one.tests:
            mail = test.mail or (read(test.raw) if read else None)
            if mail is not None:
                wrong = _surprise(policy, one, test, mail)
                yield TriedExpectation(one, test, policy.quoted(wrong) if wrong else None)


def _surprise(
    policy: Policy, one: Expectation, test: ExpectationTest, mail: MailView | str
) -> Problem | None:
    """What came otherwise than the test says."""
    found = None if isinstance(mail, str) else takes(policy, mail)
    if isinstance(mail, str):
        told = f"the mail cannot be read: {mail}"
    elif (found is not None and found[0] is one) is test.expected:
        return None
    elif found is not None and found[0] is not one:
        told = f"it is expected as `{found[0].name}`, which comes first"
    elif found is not None:
        told = f"it is expected: {found[2]}"
    else:
        told = f"it is not expected: {'; '.join(_why_not(one, mail))}"
    file, line, column = _place(test.where)
    whole = f"test of expected mail `{one.name}`: {told}"
    return Problem(file, line, column, whole, "failed-test")


def _why_not(one: Expectation, mail: MailView) -> Sequence[str]:
    context = MatchContext(mail)
    failed = one.when.judge(context)
    if isinstance(failed, str):
        return (f"{mail.from_ or 'nobody'} is none of {', '.join(one.people)}",)
    return failed.failures(context)


def _ticked_off(policy: Policy, test: Test, mail: MailView) -> str:
    """What a rule's test forgets: that no rule is asked about expected mail."""
    taken = takes(policy, mail) if test.then.to != NOBODY else None
    if taken is None:
        return ""
    return f"no rule is asked: it is expected as `{taken[0].name}` ({taken[2]}), and opens nothing"


def _problem(rule: Rule, test: Test, found: Route, mail: MailView) -> Problem | None:
    wrong = next(_differences(test.then, found), None)
    if wrong is None:
        return None
    return _failed(rule, test, f"{wrong} ({_taken(found)}){_missed(rule, found, mail)}")


def _failed(rule: Rule, test: Test, told: str) -> Problem:
    file, line, column = position_of_test(test)
    return Problem(file, line, column, f"test of rule `{rule.name}`: {told}", "failed-test")


def _taken(found: Route) -> str:
    if found.gap:
        return "no rule matched, so the fallback took it"
    return f"rule `{found.rule}` took it: {found.matched}"


def _missed(rule: Rule, found: Route, mail: MailView) -> str:
    """Why the rule itself did not take it: the first clause that failed; or that it comes
    too late.
    """
    if found.rule == rule.name:
        return ""
    context = MatchContext(mail)
    failed = rule.when.judge(context)
    if isinstance(failed, str):
        return f". Rule `{rule.name}` did not: it comes after that one"
    return f". Rule `{rule.name}` did not: {'; '.join(failed.failures(context))}"


def _differences(then: Expected, found: Route) -> Iterator[str]:
    """What the test expects is None, or none, where it may be anything."""
    if found.to != then.to:
        yield f"expected {then.to}, but it goes to {found.to}"
    if then.rule is not None and found.rule.casefold() != then.rule.casefold():
        yield f"expected rule {then.rule}, but rule {found.rule} decides"
    if then.promise is not None and found.promise != then.promise:
        yield f"expected promise {then.promise}, but it is {found.promise or 'none'}"
    yield from _lacking("tag", then.tags, found.extras.tags)
    yield from _lacking("watch", then.watch, found.extras.watch)


def _lacking(name: str, wanted: Iterable[str], have: Sequence[str]) -> Iterator[str]:
    lacking = sorted(set(wanted) - set(have))
    if lacking:
        yield f"expected {name} {', '.join(lacking)}, but it has {', '.join(have) or 'none'}"


def position_of_test(test: Test) -> tuple[str, int, int]:
    """`file:line:column` as written by the loader."""
    return _place(test.where)


def _place(where: str) -> tuple[str, int, int]:
    file, line, column = where.rsplit(":", 2)
    return file, int(line), int(column)
