"""`run`: the daemon in the foreground, as systemd and containers want it."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from mailtracker import faults
from mailtracker.cli.hidden import hidden
from mailtracker.cli.options import config_option, read_config


@click.command()
@config_option
@click.option(
    "--once",
    is_flag=True,
    help="Take waiting mail, act on deadlines, send what may go, until there is no more, and end. "
    "Exit code 6: mail of ours waits for a later pass; 1: a mailbox could not be read.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="With --once: show what it would do; change nothing, here or at the servers.",
)
@click.option(
    "--since",
    metavar="TIME",
    help="With --dry-run: what a first run would do with the mails that came since then, and lie "
    "in the mailbox still, the newest 500 at most: 30d, 12w, or 2026-10-01.",
)
@click.pass_context
def run(ctx: click.Context, path: Path, once: bool, dry_run: bool, since: str | None) -> None:
    """Serve every mailbox of the config until stopped by Ctrl-C or SIGTERM.

    At its first start it takes only mail that arrives from then on (start_from in the config) and
    says how many older mails it leaves. Decisions are logged to stderr, one line each.

    \b
    Examples: mailtracker run --config /etc/mailtracker/config.toml
              mailtracker run --once --dry-run --since 30d
    """
    if dry_run and not once:
        raise click.UsageError("--dry-run goes with --once")
    if since is not None and not dry_run:
        raise click.UsageError(
            "--since goes with --once --dry-run; start_from in the config says where the first run "
            "begins"
        )
    instant = _past(since) if since is not None else None
    config = read_config(path)
    with hidden("rich"):  # structlog would draw tracebacks with it, which no line of ours bears
        from mailtracker.cli.log import set_up

    set_up(config.log, "warning" if dry_run else "info")  # what a dry run finds stands on stdout
    if dry_run:
        from mailtracker.daemon.dry_run import show

        ctx.exit(show(config, instant))
    faults.arm(os.environ.get(faults.VARIABLE, ""))
    from mailtracker.config.site import site_of
    from mailtracker.letters.languages import languages_in
    from mailtracker.reader import ChildReader

    # It comes up beside us, while we load the rest.
    with closing(ChildReader(site_of(config, languages_in(config.templates)))) as reader:
        from mailtracker.daemon.run import run as serve

        ctx.exit(serve(config, reader, once))


def _past(text: str) -> datetime:
    from mailtracker.cli.reading import since_of

    instant = since_of(text)
    if instant > datetime.now(UTC):
        raise click.BadParameter(f"{text} is yet to come", param_hint="--since")
    return instant
