"""`migrate`: an older database in, the same one at this version's schema out."""

from __future__ import annotations

from pathlib import Path

import click

from mailtracker.cli.options import config_option, read_config


@click.command()
@config_option
def migrate(path: Path) -> None:
    """Bring the database up to this version. Stop the daemon and copy the database first.

    `mailtracker run` creates a new database by itself, and refuses an
    older one until this was typed.

    \b
    Example: mailtracker migrate --config /etc/mailtracker/config.toml
    """
    from mailtracker.store.database import migrate as upgrade

    config = read_config(path)
    steps = upgrade(config.store.url)
    for step in steps:
        click.echo(f"done  {step}")
    click.echo(
        "The database is up to date." if steps else "Nothing to do: the database is up to date."
    )
