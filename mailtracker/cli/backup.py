"""`backup` and `restore`: the database in, one file out; and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, read_config
from mailtracker.cli.output import counted, print_json

if TYPE_CHECKING:
    from mailtracker.store.backup import Copied

_FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@config_option
@json_option
@_FILE
def backup(path: Path, as_json: bool, file: Path) -> None:
    """Copy the database to FILE, which must not exist. The daemon may go on meanwhile.

    The copy is checked, and only its owner may read it: people's mail stands in it, and the key by
    which mail of ours is known. Keep config, rules, templates and passwords with it.

    \b
    Example: mailtracker backup /backup/mailtracker-$(date +%F).db
    """
    from mailtracker.store.backup import back_up

    copied = back_up(read_config(path).store.url, file)
    if as_json:
        print_json({**_told(copied), "file": str(file)})
    else:
        click.echo(f"{file}: {_size(copied)}, {_holds(copied)}. It is whole (checked).")


@click.command()
@config_option
@json_option
@_FILE
def restore(path: Path, as_json: bool, file: Path) -> None:
    """Put FILE, a copy made by `mailtracker backup`, in the database's place. Stop the daemon
    first. The database of now is kept beside it.

    What came in since the copy was made is in the mailbox only: `mailtracker resync` takes it in.

    \b
    Example: mailtracker restore /backup/mailtracker-2026-11-27.db
    """
    from mailtracker.store.backup import restore as put_back
    from mailtracker.store.database import HEAD

    done = put_back(read_config(path).store.url, file, datetime.now(UTC))
    if as_json:
        aside = str(done.aside) if done.aside else None
        print_json({**_told(done.copy), "aside": aside, "doubtful": done.doubtful})
        return
    click.echo(f"Restored {file}: {_size(done.copy)}, {_holds(done.copy)}.")
    if done.aside:
        click.echo(f"The database of before: {done.aside}")
    if done.doubtful:
        click.echo(
            f"{counted(done.doubtful, 'mail')} waited to be sent when the copy was made and may "
            "have gone out since: uncertain now (`mailtracker status`)."
        )
    if done.copy.step < HEAD:
        click.echo("It is of an older version: type `mailtracker migrate` first.")
    click.echo("What to do next:")
    since = f"mailtracker resync --since {_day_before(done.copy.last_day)}"
    click.echo(f"  {since.ljust(37)}  takes in what came since the copy was made")
    click.echo(f"  {'mailtracker run'.ljust(37)}  serves again")
    click.echo(f"  {'mailtracker audit'.ljust(37)}  says whether anything is missing")


def _day_before(day: str) -> str:
    """`--since` reads days of this machine's zone; too early does no harm."""
    return f"{date.fromisoformat(day) - timedelta(days=1)}" if day else "DAY"


def _told(copied: Copied) -> dict[str, object]:
    return {
        "bytes": copied.bytes,
        "requests": copied.requests,
        "mails": copied.mails,
        "step": copied.step,
    }


def _size(copied: Copied) -> str:
    return f"{copied.bytes / 1_000_000:.1f} MB"


def _holds(copied: Copied) -> str:
    mails = f"{counted(copied.mails, 'mail')} in and out"
    return f"{counted(copied.requests, 'request')}, {mails}"
