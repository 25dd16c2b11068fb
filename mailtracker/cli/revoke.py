"""`revoke`: whose mailbox was stolen in; what that changed out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, read_config
from mailtracker.cli.output import counted

if TYPE_CHECKING:
    from mailtracker.commands import Revoked


@click.command()
@config_option
@click.option("--undo", is_flag=True, help="The mailbox is theirs alone again.")
@click.argument("who", metavar="WHO")
def revoke(path: Path, undo: bool, who: str) -> None:
    """Somebody's mailbox is in the wrong hands. WHO is a key, a name or an address of the rules.

    No mail that went to them proves anything any more, neither by its reply address nor by its
    Message-ID, nor does any that still goes to them until `--undo`. What they have goes to whoever
    stands in, as if they were away, and they get nothing new. Mail that lies in that mailbox cannot
    be called back, and as a manager or a watcher they are still told: take them out of the rules
    for that.

    \b
    Examples: mailtracker revoke bo
              mailtracker revoke bo --undo
    """
    from mailtracker.commands import revoke as carry_out

    for line in _said(carry_out(read_config(path), who, undo)):
        click.echo(line)


def _said(done: Revoked) -> list[str]:
    name = done.person.name
    if done.undone:
        return [
            f"Mail to {name} proves again who answers it, and requests may go to them.",
            "What went to them before stays void.",
        ]
    return [
        f"{counted(done.mails, 'mail')} to {name} prove nothing any more, nor does what goes to "
        "them from now on.",
        *done.taken,
        f"When the mailbox is theirs alone again: mailtracker revoke {done.person.key} --undo",
    ]
