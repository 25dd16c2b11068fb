"""The rules' own tests → those that fail, by the code that the daemon runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailtracker.errors import Problem
from mailtracker.policy.mail_view import MailView, MatchContext
from mailtracker.policy.model import Expected, Policy, Route, Rule, Test
from mailtracker.policy.route import route


@dataclass(frozen=True, slots=True)
class Tried:
    """One test that was run. `problem` is None where all came as expected."""

    rule: Rule
    test: Test
    route: Route | None
    problem: Problem | None


Read = Callable[[bytes], "MailView | str"]
"""Understands a mail in a file; the text says why it cannot."""


def run_tests(policy: Policy, read: Read | None = None) -> list[Problem]:
    """One problem for each test that failed. `read` understands mails in files;
    without it those are left out.
    """
    return [tried.problem for tried in try_all(policy, read) if tried.problem]


def try_all(policy: Policy, read: Read | None = None) -> Iterator[Tried]:
    """Every test, in the order of the rules."""
    for rule in policy.rules:
        for test in rule.tests:
            mail = test.mail or (read(test.raw) if read else None)
            if isinstance(mail, str):
                told = f"test of rule `{rule.name}`: the mail cannot be read: {mail}"
                problem = policy.quoted(Problem(*position_of_test(test), told, "failed-test"))
                yield Tried(rule, test, None, problem)
            elif mail is not None:
                found = route(policy, mail)
                wrong = _problem(rule, test, found, mail)
                yield Tried(rule, test, found, policy.quoted(wrong) if wrong else None)


def _problem(rule: Rule, test: Test, found: Route, mail: MailView) -> Problem | None:
    wrong = next(_differences(test.then, found), None)
    if wrong is None:
        return None
    taken = (
        "no rule matched, so the fallback took it"
        if found.gap
        else f"rule `{found.rule}` took it: {found.matched}"
    )
    missed = (
        f". Rule `{rule.name}` did not: {_missed(rule, mail)}" if found.rule != rule.name else ""
    )
    file, line, column = position_of_test(test)
    return Problem(
        file, line, column, f"test of rule `{rule.name}`: {wrong} ({taken}){missed}", "failed-test"
    )


def _missed(rule: Rule, mail: MailView) -> str:
    """The first clause that failed; or that it comes too late."""
    context = MatchContext(mail)
    told = rule.when.judge(context)
    return "it comes after that one" if isinstance(told, str) else "; ".join(told.failures(context))


def _differences(then: Expected, found: Route) -> Iterator[str]:
    if found.to != then.to:
        yield f"expected {then.to}, but it goes to {found.to}"
    if then.rule is not None and found.rule.casefold() != then.rule.casefold():
        yield f"expected rule {then.rule}, but rule {found.rule} decides"
    if then.promise is not None and found.promise != then.promise:
        yield f"expected promise {then.promise}, but it is {found.promise or 'none'}"
    for name, wanted, have in (
        ("tag", then.tags, found.extras.tags),
        ("watch", then.watch, found.extras.watch),
    ):
        if lacking := sorted(set(wanted) - set(have)):
            yield f"expected {name} {', '.join(lacking)}, but it has {', '.join(have) or 'none'}"


def position_of_test(test: Test) -> tuple[str, int, int]:
    """`file:line:column` as written by the loader."""
    file, line, column = test.where.rsplit(":", 2)
    return file, int(line), int(column)
