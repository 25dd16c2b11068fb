"""`test`: the rules' own tests in, those that fail out, and a line a rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, if_any, mark, plain, print_json, print_problems
from mailtracker.cli.reading import rules_of, setup_of, setup_options, tried_all, tried_expected

if TYPE_CHECKING:
    from mailtracker.policy.model import Policy
    from mailtracker.rules.selftest import Tried, TriedExpectation


@click.command()
@setup_options
@json_option
@click.pass_context
def test(ctx: click.Context, config: Path | None, rules: Path | None, as_json: bool) -> None:
    """Run the tests that stand beside the rules: mails written there, and
    mails in files that `eml:` names.

    They are routed by the daemon's own code. The exit code is 1 when one of
    them goes elsewhere than it says.

    \b
    Examples: mailtracker test
              mailtracker test --rules rules/
    """
    setup = setup_of(config, rules)
    policy = rules_of(setup)
    tried, expected = tried_all(setup.site, policy), tried_expected(setup.site, policy)
    ok = not _failures(tried, expected)
    if as_json:
        print_json(
            {
                "ok": ok,
                "tests": [_as_json(one) for one in tried],
                "expected": [_expected_as_json(one) for one in expected],
            }
        )
    else:
        _print(policy, tried, expected)
    ctx.exit(0 if ok else 1)


def _as_json(one: Tried) -> dict[str, object]:
    to, decided_by = (one.route.to, one.route.rule) if one.route else (None, None)
    return {
        "rule": one.rule.name,
        "at": one.test.where,
        "expected": one.test.then.to,
        "to": to,
        "decided_by": decided_by,
        "problem": one.problem and one.problem.message,
    }


def _expected_as_json(one: TriedExpectation) -> dict[str, object]:
    return {
        "name": one.expectation.name,
        "at": one.test.where,
        "expected": one.test.expected,
        "problem": one.problem and one.problem.message,
    }


def _print(policy: Policy, tried: list[Tried], expected: list[TriedExpectation]) -> None:
    for rule, several in groupby(tried, key=lambda one: one.rule):
        _print_rule(rule.name, list(several))
    for one, tests in groupby(expected, key=lambda one: one.expectation):
        _print_rule(f"expected: {one.name}", list(tests))
    untested = [rule.name for rule in policy.rules if not rule.tests]
    untested += [one.name for one in policy.expected if not one.tests]
    if untested:
        click.echo(f"without a test: {plain(', '.join(untested))}")
    failures = _failures(tried, expected)
    end = f"{failures} failed" if failures else "all well"
    click.echo(f"{counted(len(tried) + len(expected), 'test')}, {end}")


def _failures(tried: list[Tried], expected: list[TriedExpectation]) -> int:
    problems = [one.problem for one in tried] + [one.problem for one in expected]
    return sum(problem is not None for problem in problems)


def _print_rule(name: str, tests: Sequence[Tried | TriedExpectation]) -> None:
    failed = [one.problem for one in tests if one.problem]
    beside = if_any(", {} failed", len(failed))
    click.echo(f"{mark(not failed)} {plain(name)}: {counted(len(tests), 'test')}{beside}")
    print_problems(failed)
