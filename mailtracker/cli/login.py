"""`login`: a person signs in by a code; their refresh token is kept beside the config."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, read_config
from mailtracker.cli.output import plain
from mailtracker.errors import LoginRefused, MailtrackerError

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.oauth.device import DeviceLogin


@click.command()
@click.argument("name")
@config_option
def login(name: str, path: Path) -> None:
    """Sign in as a person, at the issuer that [oauth.NAME] names with issuer = "device".

    Shows an address and a code to type there, in any browser; then keeps what lets mailtracker in
    until that person's password changes or they leave. That is for trying it out: a service signs
    in as itself, by one of the other issuers.

    \b
    Example: mailtracker login trial
    """
    from mailtracker.oauth.token import NoAccess

    entry = _login_of(read_config(path), name)
    try:
        code = entry.begin()
        click.echo(f"Open   {plain(code.url)}")
        click.echo(f"Type   {plain(code.user_code)}")
        click.echo(f"Within {code.life / 60:.0f} minutes. Waiting...")
        entry.finish(code, time.sleep)
    except NoAccess as error:
        raise LoginRefused(str(error)) from None
    click.echo(f"Signed in. What proves it is kept in {entry.kept.path}")
    click.echo("Next: mailtracker check")


def _login_of(config: Config, name: str) -> DeviceLogin:
    from mailtracker.config.issuers import DeviceIssuer
    from mailtracker.oauth.device import DeviceLogin
    from mailtracker.start import client_of, kept_of

    named = [oauth for oauth in config.oauth if oauth.name == name]
    if not named:
        there = ", ".join(oauth.name for oauth in config.oauth) or "none"
        raise MailtrackerError(f"config.toml has no table [oauth.{name}]; there is: {there}")
    table = named[0].table
    if not isinstance(table, DeviceIssuer):
        raise MailtrackerError(
            f'[oauth.{name}] has issuer = "{table.issuer}", which signs in by itself: only '
            f'"device" wants a person'
        )
    return DeviceLogin(table.device_url, client_of(named[0], table), kept_of(named[0], table))
