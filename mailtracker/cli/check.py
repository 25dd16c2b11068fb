"""`check`: config, rules, templates and connections in, one ✓ or ✗ line each out,
with every problem below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.border import with_border, without_border
from mailtracker.cli.finding import CheckFinding, beside, broken
from mailtracker.cli.options import config_option, json_option, read_config, store_if_any
from mailtracker.cli.output import counted, print_json, print_judged, print_problems
from mailtracker.cli.reading import site_for, tried_all, tried_expected
from mailtracker.errors import BadFiles, Problem
from mailtracker.mail.origin.auth_results import is_exchange_online
from mailtracker.postgres_url import is_postgres
from mailtracker.present import is_folder

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.config.config import MailboxConfig
    from mailtracker.policy.model import Policy
    from mailtracker.rules.lint import Around


MONTH = timedelta(days=30)

FIRST_YEAR, LAST_YEAR = 1970, 2200
"""Years of which dates may be written in rules."""


@click.command()
@config_option
@json_option
@click.option("--offline", is_flag=True, help="Look at the files only; connect to nothing.")
@click.option("--strict", is_flag=True, help="Warnings count as problems: exit code 1.")
@click.option(
    "--calendar",
    "year",
    type=click.IntRange(FIRST_YEAR, LAST_YEAR),
    metavar="YEAR",
    help="Only print the days off of that year, with why, to be read by a person.",
)
@click.pass_context
def check(
    ctx: click.Context, path: Path, as_json: bool, offline: bool, strict: bool, year: int | None
) -> None:
    """Check the config, the rules and their own tests, the templates, and
    then log in at every mail server.

    All problems are listed at once, with file, line and column, the line itself, and a [code] that
    docs/rules.md explains. Warnings are worth a look and stop nothing. Nothing is changed anywhere.
    The exit code is 1 when there is a problem.

    \b
    Examples: mailtracker check
              mailtracker check --offline --config /etc/mailtracker/config.toml
              mailtracker check --calendar 2027
    """
    if year is not None:
        _calendar(path, year, as_json)
        return
    findings = []
    for finding in findings_of(path, offline, strict):
        findings.append(finding)
        if not as_json:
            show(finding)
    ok = all(finding.ok for finding in findings)
    if as_json:
        print_json({"ok": ok, "findings": findings})
    elif not ok:
        click.echo("There are problems: see above.", err=True)
    ctx.exit(0 if ok else 1)


def _calendar(path: Path, year: int, as_json: bool) -> None:
    from mailtracker.cli.calendar import show_calendars
    from mailtracker.cli.feeds import read_now
    from mailtracker.config import folders
    from mailtracker.rules.load import load

    config, _ = _config(path, strict=False)
    rules = config.rules if config else folders(path)[0]
    language = config.mailboxes[0].languages[0] if config else ""
    policy, problems = read_now(load(rules, around(config)), config, rules)
    for problem in problems:
        click.echo(str(problem), err=True)
    show_calendars(policy, year, language, as_json)


def show(finding: CheckFinding) -> None:
    """A line, and one of its own for each problem."""
    print_judged(finding.ok, finding.what, finding.said)
    print_problems(finding.problems)


def findings_of(path: Path, offline: bool, strict: bool = False) -> Iterator[CheckFinding]:
    """Everything, in the order in which it is needed. Files are looked at
    even where the config is wrong.
    """
    from mailtracker.cli.feeds import check_feeds
    from mailtracker.config import folders

    config, finding = _config(path, strict)
    yield finding
    rules, templates = (config.rules, config.templates) if config else folders(path)
    policy, finding = _rules(rules, config, templates, strict)
    yield finding
    if policy:
        yield from check_feeds(policy, config, rules, strict, offline)
    languages, finding = _templates(templates)
    yield finding
    if config and languages:
        yield from _languages(config, languages, strict)
    if config:
        yield _border(config, strict)
        yield from _database(config, strict, offline)
    if config and config.oauth:
        from mailtracker.cli.sign_ins import check_sign_ins

        yield from check_sign_ins(config, datetime.now(UTC), strict, offline)
    if config and not offline:
        from mailtracker.cli.check_servers import findings_of_servers

        yield from findings_of_servers(config, strict)


def _config(path: Path, strict: bool) -> tuple[Config | None, CheckFinding]:
    from mailtracker.config import still_examples

    try:
        config = read_config(path)
    except BadFiles as error:
        return None, broken("config", [*error.problems, *still_examples(path)])
    boxes = ", ".join(f"{box.name} ({box.prefix})" for box in config.mailboxes)
    warnings = tuple(still_examples(config.path))
    said = f"serves {boxes}{beside(len(warnings))}"
    return config, CheckFinding("config", said, warnings, ok=not (strict and warnings))


def _rules(
    folder: Path, config: Config | None, templates: Path, strict: bool
) -> tuple[Policy | None, CheckFinding]:
    from mailtracker.letters.languages import languages_in
    from mailtracker.rules.load import load

    try:
        policy = load(folder, around(config), languages_in(templates))
    except BadFiles as error:
        return None, broken("rules", error.problems)
    site = site_for(config)
    failed = [one.problem for one in tried_all(site, policy) if one.problem]
    failed += [one.problem for one in tried_expected(site, policy) if one.problem]
    if failed:
        return None, broken("rules", [*failed, *policy.warnings])
    warnings = (*policy.warnings, *_too_wide(policy, config))
    said = _counted(policy) + beside(len(warnings))
    return policy, CheckFinding("rules", said, warnings, ok=not (strict and warnings))


def _too_wide(policy: Policy, config: Config | None) -> Iterator[Problem]:
    """What the requests of the last month say of the rules, where there are any yet."""
    from mailtracker.rules.lint import check_shares
    from mailtracker.store import statistics

    with store_if_any(config) as store:
        if store is None:
            return
        with store.read() as conn:
            taken = statistics.taken_by_rule(conn, datetime.now(UTC) - MONTH)
    yield from check_shares(policy, taken)


def around(config: Config | None) -> Around:
    """What the lints of the rules need to know of the world."""
    from mailtracker.rules.lint import Around

    today = datetime.now(UTC).date()
    if config is None:
        return Around(today)
    site = site_for(config)
    hooks = tuple(hook.name for hook in config.hooks)
    return Around(today, config.own_domains, site.addresses, site, hooks)


def _counted(policy: Policy) -> str:
    tests = sum(len(rule.tests) for rule in policy.rules)
    rules = f"{counted(len(policy.rules), 'rule')} with {counted(tests, 'test')}"
    people = "1 person" if len(policy.people) == 1 else f"{len(policy.people)} people"
    told = f"{rules}, {people}, {counted(len(policy.teams), 'team')}"
    number = len(policy.expected)
    kinds = "1 kind" if number == 1 else f"{number} kinds"
    return f"{told}, {kinds} of expected mail" if number else told


def _templates(folder: Path) -> tuple[tuple[str, ...], CheckFinding]:
    from mailtracker.letters.letters import Letters
    from mailtracker.shipped import shipped

    if not is_folder(folder):
        return (), broken("templates", [Problem(str(folder), 0, 0, "there is no such folder")])
    letters = Letters(folder)
    # What came with this version was tried in every branch before; here each is rendered once.
    if problems := letters.check(known=Letters(shipped("templates")), tries=True):
        return (), broken("templates", problems)
    return letters.languages, CheckFinding("templates", f"in {', '.join(letters.languages)}")


def _languages(config: Config, languages: tuple[str, ...], strict: bool) -> Iterator[CheckFinding]:
    from mailtracker.start import unspoken

    problems = unspoken(config, languages)
    if not all(problem.warning for problem in problems):
        yield broken("languages", problems)
    elif problems:
        said = counted(len(problems), "warning")
        yield CheckFinding("languages", said, tuple(problems), ok=not strict)


def _border(config: Config, strict: bool) -> CheckFinding:
    """Whether senders can be proven; what the mail of late says of who should prove them."""
    from mailtracker.store.border import border_troubles

    if not config.authserv_ids:
        return CheckFinding("border", without_border(config))
    beside_it, warned = _of_tenant(config)
    found = list(warned)
    with store_if_any(config) as store:
        if store is not None:
            with store.read() as conn:
                troubles = border_troubles(conn, config.own_domains, datetime.now(UTC))
            found += [one.text for one in troubles]
    warnings = tuple(Problem(str(config.path), 0, 0, text, warning=True) for text in found)
    said = f"{with_border(config)} are believed{beside_it}{beside(len(warnings))}"
    return CheckFinding("border", said, warnings, ok=not (strict and warnings))


def _of_tenant(config: Config) -> tuple[str, Iterable[str]]:
    """What a stamp of our Exchange Online tenant is worth, or what it costs to believe none; and
    what there is to warn of.
    """
    if config.exchange_tenant:
        return (
            "; the stamp says that somebody inside had logged in, not that From did, and alone it "
            "proves no word of the owner's side; not tried on a live tenant",
            (),
        )
    if not any(map(is_exchange_online, config.authserv_ids)):
        return "", ()
    bare = "mail that stays inside an Exchange Online tenant bears no DKIM and no DMARC pass"
    if any(map(_is_strict, config.mailboxes)):
        told = f'{bare}, so `trust = "strict"` believes no owner inside: set exchange_tenant'
        return "", (told,)
    return f"; {bare}, so colleagues inside count as outsiders without exchange_tenant", ()


def _is_strict(box: MailboxConfig) -> bool:
    return box.trust == "strict"


def _database(config: Config, strict: bool, offline: bool) -> Iterator[CheckFinding]:
    if is_postgres(config.store.url):
        from mailtracker.cli.check_postgres import check_postgres

        yield from check_postgres(config, strict, offline)
    else:
        yield _file(config, strict)


def _file(config: Config, strict: bool) -> CheckFinding:
    """Whether `run` could write it, as who asks; and whether others on this machine could read or
    change it, where it refuses to begin.
    """
    from mailtracker.store.database import exposed, is_missing
    from mailtracker.store.usable import usable

    found = tuple(usable(config.store.url))
    if not found:
        found = tuple(exposed(config.store.url))
    if not all(problem.warning for problem in found):
        return broken("database", found)
    said = "will be made by the first run" if is_missing(config.store.url) else "can be written"
    ok = not (strict and found)
    return CheckFinding("database", f"{said}{beside(len(found))}", found, ok=ok)
