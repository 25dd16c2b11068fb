"""`copy`: one database in, all of it in another, empty one out, whichever engines they are on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker import place
from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, print_json
from mailtracker.errors import MailtrackerError
from mailtracker.postgres_url import is_postgres

if TYPE_CHECKING:
    from mailtracker.store.copying import CopiedTable


@click.command()
@click.option("--from", "source", required=True, metavar="URL", help="The database to copy.")
@click.option("--to", "target", required=True, metavar="URL", help="An empty one.")
@click.option(
    "--password-file", default="", metavar="FILE", help="As in the config, for PostgreSQL."
)
@json_option
def copy(source: str, target: str, password_file: str, as_json: bool) -> None:
    """Copy all of a database into an empty one, on SQLite or PostgreSQL. Stop all daemons first.

    Then both are read again and compared, table by table: how many rows, and what they say. Where
    anything differs, or something breaks, the other database is as empty as before.

    \b
    Examples:
      mailtracker copy --from sqlite:///mailtracker.db --to postgresql+psycopg://me@db/mail
      mailtracker copy --from postgresql+psycopg://me@db/mail --to sqlite:///mailtracker.db
    """
    from mailtracker.store.moving import move

    done: list[CopiedTable] = []

    def tell(table: CopiedTable) -> None:
        done.append(table)
        if not as_json:
            click.echo(f"{table.name:<16} {table.rows:>12,}  equal  {table.digest[:12]}")

    move(_whole("--from", source, password_file), _whole("--to", target, password_file), tell)
    rows = sum(table.rows for table in done)
    if as_json:
        tables = [
            {"table": table.name, "rows": table.rows, "digest": table.digest} for table in done
        ]
        print_json({"rows": rows, "tables": tables})
        return
    click.echo(f"Copied {counted(rows, 'row')} of {counted(len(done), 'table')}, all equal.")
    click.echo("What to do next:")
    click.echo(f'  in config.toml:   [store] url = "{target}"')
    if is_postgres(target):
        file = f'password_file = "{password_file}"' if password_file else "password_file, if any"
        click.echo(f"                    {file}")
    elif is_postgres(source):
        click.echo("                    and no password_file")
    click.echo("  mailtracker run   serves from there")
    click.echo("The database of before is as it was. Nobody may serve it any more.")


def _whole(option: str, url: str, password_file: str) -> str:
    """Files are named as seen from here."""
    try:
        return place.whole(place.checked(url), Path.cwd(), password_file)
    except ValueError as error:
        raise MailtrackerError(f"{option}: {error}") from None
