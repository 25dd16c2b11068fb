"""`test`: the rules' own tests in, those that fail out, and a line a rule."""

from __future__ import annotations

import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, mark, plain, print_json
from mailtracker.cli.reading import rules_of, setup_of, setup_options, tried_all
from mailtracker.problems import located

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
    found = one.route
    return {
        "rule": one.rule.name,
        "at": one.test.where,
        "expected": one.test.then.to,
        "to": found.to if found else None,
        "decided_by": found.rule if found else None,
        "problem": one.problem.message if one.problem else None,
    }


def _print(policy: Policy, tried: list[Tried]) -> None:
    for rule, several in groupby(tried, key=lambda one: one.rule):
        tests = list(several)
        failed = [one.problem for one in tests if one.problem]
        said = counted(len(tests), "test") + (f", {len(failed)} failed" if failed else "")
        click.echo(f"{mark(not failed)} {plain(rule.name)}: {said}")
        for problem in failed:
            click.echo(textwrap.indent(located(problem), "    "))
    untested = [rule.name for rule in policy.rules if not rule.tests]
    if untested:
        click.echo(f"without a test: {plain(', '.join(untested))}")
    failures = sum(one.problem is not None for one in tried)
    click.echo(
        f"{counted(len(tried), 'test')}, {failures} failed"
        if failures
        else f"{counted(len(tried), 'test')}, all well"
    )
