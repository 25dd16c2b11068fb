"""`resync`: what a restored database lacks, taken in from the mailbox."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, open_store, read_config
from mailtracker.cli.output import counted, moment, print_json, print_most
from mailtracker.cli.reading import since_of

if TYPE_CHECKING:
    from mailtracker.reconcile.resync import Resynced


@click.command()
@config_option
@json_option
@click.option(
    "--since",
    required=True,
    metavar="WHEN",
    help="A date, or how long ago (30d): from when on mails are looked at.",
)
def resync(path: Path, as_json: bool, since: str) -> None:
    """Take in mails that lie where handled mail is put and that the database does not know: after a
    backup was restored. What it knows, by content, it does not take again.

    Requests are opened and joined as the mails would have done. Nobody gets a late receipt: for
    mails older than an hour nothing goes to the requester's side, and an owner's answer keeps the
    promise without being sent again. Owners get the mail with a word that it was restored. New
    references begin beyond all that stand in the subjects. Nothing in the mailbox is changed, and a
    daemon may run meanwhile.

    \b
    Examples: mailtracker resync --since 2026-11-27
              mailtracker resync --since 30d
    """
    from mailtracker.cli.reading import site_for
    from mailtracker.letters.letters import Letters
    from mailtracker.reader import ChildReader
    from mailtracker.reconcile.resync import Resync
    from mailtracker.start import shelves_of, start_of

    config, start = read_config(path), since_of(since)
    with open_store(path, to_write=True) as store, closing(ChildReader(site_for(config))) as reader:
        world = start_of(config, store, Letters(config.templates)).world
        done = Resync(config, store, world, reader, shelves_of).run(start, datetime.now(UTC))
    if as_json:
        print_json({"taken": done.taken, "known": done.known, "references_from": done.moved})
    else:
        _print(done)


def _print(done: Resynced) -> None:
    known = f"{counted(done.known, 'mail')} known already"
    if not done.taken:
        click.echo(f"Nothing to take in: {known}, none unknown.")
        return
    rows = [(moment(one.arrived), one.folder, one.became, one.reference) for one in done.taken]
    print_most(("ARRIVED", "FOLDER", "BECAME", "REQUEST"), rows)
    for reference in done.moved.values():
        click.echo(f"References go on from {reference}.")
    became = Counter(one.became for one in done.taken)
    words = ", ".join(f"{number} {word}" for word, number in sorted(became.items()))
    click.echo(f"Taken in: {words}; {known}.")
