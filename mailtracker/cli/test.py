"""`test`: the rules' own tests in, those that fail out, and a line a rule."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, if_any, mark, plain, print_json, print_problems
from mailtracker.cli.reading import rules_of, setup_of, setup_options, tried_all

if TYPE_CHECKING:
    from mailtracker.policy.model import Policy
    from mailtracker.rules.selftest import Tried


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
    tried = tried_all(setup.site, policy)
    ok = all(one.problem is None for one in tried)
    if as_json:
        print_json({"ok": ok, "tests": [_as_json(one) for one in tried]})
    else:
        _print(policy, tried)
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


def _print(policy: Policy, tried: list[Tried]) -> None:
    for rule, several in groupby(tried, key=lambda one: one.rule):
        _print_rule(rule.name, list(several))
    untested = [rule.name for rule in policy.rules if not rule.tests]
    if untested:
        click.echo(f"without a test: {plain(', '.join(untested))}")
    failures = sum(one.problem is not None for one in tried)
    end = f"{failures} failed" if failures else "all well"
    click.echo(f"{counted(len(tried), 'test')}, {end}")


def _print_rule(name: str, tests: list[Tried]) -> None:
    failed = [one.problem for one in tests if one.problem]
    beside = if_any(", {} failed", len(failed))
    click.echo(f"{mark(not failed)} {plain(name)}: {counted(len(tests), 'test')}{beside}")
    print_problems(failed)
