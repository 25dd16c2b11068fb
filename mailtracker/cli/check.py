"""`check`: config, rules, templates and connections in, one ✓ or ✗ line each out,
with every problem below it.
"""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, read_config
from mailtracker.cli.output import counted, mark, plain, print_json
from mailtracker.cli.reading import site_for, tried_all
from mailtracker.errors import BadFiles, MailtrackerError, Problem
from mailtracker.problems import located

if TYPE_CHECKING:
    from mailtracker.config import Config, MailboxConfig
    from mailtracker.policy.model import Policy
    from mailtracker.rules.lint import Around


MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `said` is one line; `problems` are what is wrong with it."""

    what: str
    said: str
    problems: tuple[Problem, ...] = ()
    ok: bool = True


@click.command()
@config_option
@json_option
@click.option("--offline", is_flag=True, help="Look at the files only; connect to nothing.")
@click.option("--strict", is_flag=True, help="Warnings count as problems: exit code 1.")
@click.pass_context
def check(ctx: click.Context, path: Path, as_json: bool, offline: bool, strict: bool) -> None:
    """Check the config, the rules and their own tests, the templates, and
    then log in at every mail server.

    All problems are listed at once, with file, line and column, the line itself, and a [code] that
    docs/rules.md explains. Warnings are worth a look and stop nothing. Nothing is changed anywhere.
    The exit code is 1 when there is a problem.

    \b
    Examples: mailtracker check
              mailtracker check --offline --config /etc/mailtracker/config.toml
    """
    findings = []
    for finding in look(path, offline, strict):
        findings.append(finding)
        if not as_json:
            show(finding)
    ok = all(finding.ok for finding in findings)
    if as_json:
        print_json({"ok": ok, "findings": findings})
    elif not ok:
        click.echo("There are problems: see above.", err=True)
    ctx.exit(0 if ok else 1)


def show(finding: Finding) -> None:
    """A line of its own for each problem, where editors and grep look for them."""
    click.echo(f"{mark(finding.ok)} {finding.what}: {plain(finding.said)}")
    for problem in finding.problems:
        click.echo(textwrap.indent(located(problem), "    "))


def look(path: Path, offline: bool, strict: bool = False) -> Iterator[Finding]:
    """Everything, in the order in which it is needed. Files are looked at
    even where the config is wrong.
    """
    from mailtracker.config import folders

    config, finding = _config(path)
    yield finding
    rules, templates = (config.rules, config.templates) if config else folders(path)
    finding = _rules(rules, config, templates, strict)
    yield finding
    languages, finding = _templates(templates)
    yield finding
    if config and languages:
        yield from _languages(config, languages)
    if config and not offline:
        yield from _connections(config)


def broken(what: str, problems: Sequence[Problem]) -> Finding:
    """Files that cannot be used."""
    warnings = sum(problem.warning for problem in problems)
    said = counted(len(problems) - warnings, "problem") + (
        f", {counted(warnings, 'warning')}" if warnings else ""
    )
    return Finding(what, said, tuple(problems), ok=False)


def _config(path: Path) -> tuple[Config | None, Finding]:
    try:
        config = read_config(path)
    except BadFiles as error:
        return None, broken("config", error.problems)
    boxes = ", ".join(f"{box.name} ({box.prefix})" for box in config.mailboxes)
    return config, Finding("config", f"serves {boxes}")


def _rules(folder: Path, config: Config | None, templates: Path, strict: bool) -> Finding:
    from mailtracker.letters.letters import languages_in
    from mailtracker.rules.load import load

    try:
        policy = load(folder, around(config), languages_in(templates))
    except BadFiles as error:
        return broken("rules", error.problems)
    if failed := [one.problem for one in tried_all(site_for(config), policy) if one.problem]:
        return broken("rules", [*failed, *policy.warnings])
    said, warnings = _counted(policy), (*policy.warnings, *_too_wide(policy, config))
    if warnings:
        said += f", {counted(len(warnings), 'warning')}"
    return Finding("rules", said, warnings, ok=not (strict and warnings))


def _too_wide(policy: Policy, config: Config | None) -> Iterator[Problem]:
    """What the requests of the last month say of the rules, where there are any yet."""
    from mailtracker.rules.lint import check_shares
    from mailtracker.store import statistics
    from mailtracker.store.database import Store

    if config is None:
        return
    try:
        store = Store.open(config.store.url, create=False)
    except MailtrackerError:  # none yet, or of another version: `run` and `status` say so
        return
    try:
        with store.read() as conn:
            taken = statistics.taken_by_rule(conn, datetime.now(UTC) - MONTH)
    finally:
        store.close()
    yield from check_shares(policy, taken)


def around(config: Config | None) -> Around:
    """What the lints of the rules need to know of the world."""
    from mailtracker.rules.lint import Around

    today = datetime.now(UTC).date()
    if config is None:
        return Around(today)
    return Around(today, config.own_domains, site_for(config).addresses)


def _counted(policy: Policy) -> str:
    tests = sum(len(rule.tests) for rule in policy.rules)
    rules = f"{counted(len(policy.rules), 'rule')} with {counted(tests, 'test')}"
    people = f"{len(policy.people)} people" if len(policy.people) != 1 else "1 person"
    return f"{rules}, {people}, {counted(len(policy.teams), 'team')}"


def _templates(folder: Path) -> tuple[tuple[str, ...], Finding]:
    from mailtracker.letters.letters import Letters

    if not folder.is_dir():
        return (), broken("templates", [Problem(str(folder), 0, 0, "there is no such folder")])
    letters = Letters(folder)
    if problems := letters.check():
        return (), broken("templates", problems)
    return letters.languages, Finding("templates", f"in {', '.join(letters.languages)}")


def _languages(config: Config, languages: tuple[str, ...]) -> Iterator[Finding]:
    from mailtracker.start import unspoken

    if problems := unspoken(config, languages):
        yield broken("languages", problems)


def _connections(config: Config) -> Iterator[Finding]:
    """All servers at once: a dead one costs its timeout only once. In the config's order."""
    looks: list[Callable[[], Finding]] = [lambda box=box: _mailbox(box) for box in config.mailboxes]  # type: ignore[misc]
    looks.append(lambda: _smtp(config))
    with ThreadPoolExecutor(max_workers=8) as pool:
        yield from pool.map(lambda one: one(), looks)


def _mailbox(box: MailboxConfig) -> Finding:
    from mailtracker.start import mailbox_of

    mailbox = mailbox_of(box)
    try:
        mails = counted(mailbox.probe().count, "mail")
        return Finding(box.part, f"{mailbox.described} holds {mails}")
    except MailtrackerError as error:
        return Finding(box.part, str(error), ok=False)
    finally:
        mailbox.close()


def _smtp(config: Config) -> Finding:
    from mailtracker.start import link_of

    async def probe() -> None:
        link = link_of(config)
        try:
            await link.probe()
        finally:
            await link.close()

    host = f"{config.smtp.host}:{config.smtp.port}"
    try:
        asyncio.run(probe())
        return Finding(
            "smtp",
            f"{host} lets {config.smtp.user} in"
            if config.smtp.user
            else f"{host} answers; no login",
        )
    except MailtrackerError as error:
        return Finding("smtp", str(error), ok=False)
