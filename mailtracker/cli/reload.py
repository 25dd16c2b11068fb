"""`reload`: a question to the running daemon in, which rules serve now out, or every problem
that keeps them from serving.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mailtracker.cli.check import show
from mailtracker.cli.finding import CheckFinding, broken
from mailtracker.cli.options import config_option, open_store, read_config
from mailtracker.cli.output import counted
from mailtracker.errors import BadFiles, MailtrackerError, Problem

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.store.database import Store

PATIENCE = 15.0
"""Seconds in which a daemon must answer: it polls every second and reads in a part of one."""

PAUSE = 0.1
"""Seconds between two questions whether it has answered."""


@click.command()
@config_option
@click.pass_context
def reload(ctx: click.Context, path: Path) -> None:
    """Have the running daemon read its rules files again, and say what came of it.

    A daemon sees by itself when they are saved; this is for knowing at once whether they are in
    use. Rules that have an error, or fail a test of their own, are refused whole: those of before
    go on serving, and the exit code is 1. A SIGHUP to the daemon does the same without an answer.
    Where no daemon runs, the files are only checked.

    \b
    Example: mailtracker reload && git push
    """
    from mailtracker.store.database import is_served

    config = read_config(path)
    if not is_served(config.store.url):
        ctx.exit(_check_only(config))
    with open_store(path, to_write=True) as store:
        answer = ask(store, PATIENCE)
    if answer["problems"]:
        show(broken("rules", [Problem(**problem) for problem in answer["problems"]]))
        click.echo(
            f"Not reloaded. Still in use: {_said(answer['rules'], answer['digest'])}", err=True
        )
        ctx.exit(1)
    what = "rules reloaded" if answer["changed"] else "rules in use already"
    show(CheckFinding(what, _said(answer["rules"], answer["digest"])))


def ask(store: Store, patience: float) -> dict[str, Any]:
    """What the daemon answers: `changed`, `problems`, `rules` and `digest`.
    MailtrackerError when it does not.
    """
    from mailtracker.store import reloads

    with store.write() as conn:
        asked = reloads.ask(conn, datetime.now(UTC))
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with store.read() as conn:
            text = reloads.answer_of(conn, asked)
        if text is not None:
            answer: dict[str, Any] = json.loads(text)
            return answer
        time.sleep(PAUSE)
    raise MailtrackerError(
        f"the daemon has not answered in {patience:g} s; `mailtracker status` says how it is"
    )


def _check_only(config: Config) -> int:
    """What a start would find."""
    from mailtracker.letters.languages import languages_in
    from mailtracker.start import read_rules

    try:
        policy = read_rules(config, languages_in(config.templates)).policy
    except BadFiles as error:
        show(broken("rules", error.problems))
        code = 1
    else:
        show(CheckFinding("rules fit for use", _said(len(policy.rules), policy.digest)))
        code = 0
    click.echo("No daemon is running: `mailtracker run` starts it.", err=True)
    return code


def _said(rules: int, digest: str) -> str:
    return f"{counted(rules, 'rule')}, digest {digest[:12]}"
