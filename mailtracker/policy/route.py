"""A mail and the rules → who gets it and why. And the rules' own tests → those that fail."""

from __future__ import annotations

from typing import cast

from mailtracker.errors import Problem
from mailtracker.policy.conditions import Condition, Seen, match
from mailtracker.policy.policy import NOBODY, Mailed, Policy, Route, Rule, Test

NO_RULE = "no rule matched"


def route(policy: Policy, mailed: Mailed) -> Route:
    """The first rule that matches decides; else the fallback, marked as a gap."""
    seen = Seen(mailed)
    for rule in policy.rules:
        matched = _match(rule, seen)
        if matched is not None:
            return Route(
                rule.name,
                rule.reason if rule.to == NOBODY else rule.why,
                matched,
                rule.to,
                rule.promise,
                rule.ladder,
                gap=False,
                where=rule.where,
                extras=rule.extras,
                language=rule.language,
                close_after=rule.close_after,
            )
    last = policy.fallback
    return Route(
        "fallback",
        NO_RULE,
        NO_RULE,
        last.to,
        last.promise,
        last.ladder,
        gap=True,
        where=last.where,
        extras=last.extras,
        language=last.language,
        close_after=last.close_after,
    )


def run_tests(policy: Policy) -> list[Problem]:
    """Every test beside a rule, by the code that the daemon runs; one problem for each that went elsewhere."""
    return [problem for rule in policy.rules for test in rule.tests if (problem := _run(policy, rule, test))]


def _match(rule: Rule, seen: Seen) -> str | None:
    return "every mail" if rule.when is None else match(cast("Condition", rule.when), seen)


def _run(policy: Policy, rule: Rule, test: Test) -> Problem | None:
    assert test.mail is not None
    found = route(policy, test.mail)
    if found.to == test.then.to:
        return None
    taken = "no rule matched, so the fallback took it" if found.gap else f"rule `{found.rule}` took it: {found.matched}"
    file, line, column = _place(test.where)
    return Problem(
        file, line, column, f"test of rule `{rule.name}`: expected {test.then.to}, but it goes to {found.to} ({taken})"
    )


def _place(where: str) -> tuple[str, int, int]:
    """`file:line:column` as written by the loader."""
    file, line, column = where.rsplit(":", 2)
    return file, int(line), int(column)
