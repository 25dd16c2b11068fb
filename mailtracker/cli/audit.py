"""`audit`: whether every mail that ever came is accounted for. Ledger and mailbox in, a page and an
exit code out.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, open_store, read_config
from mailtracker.cli.output import counted, mark, moment, plain, print_json, print_most
from mailtracker.cli.secrecy import HIDDEN, keeps_secrets

if TYPE_CHECKING:
    from mailtracker.reconcile.audit import Audit, Balance, Compared, Unknown


@click.command()
@config_option
@json_option
@click.pass_context
def audit(ctx: click.Context, path: Path, as_json: bool) -> None:
    """Say whether every mail is accounted for: all that was fetched became something, with its
    reason, and nothing lies in the mailbox that the database does not know.

    It looks into the folder that is served and into those where its mails are put, and compares
    them with the ledger by number, Message-ID and content. A mail that nobody knows is a gap: it is
    named, and the exit code is 1. `mailtracker resync` takes it in. Mail that people have tidied
    away is only counted. Nothing is changed; a daemon may run meanwhile.

    \b
    Examples: mailtracker audit
              mailtracker audit --json | jq '.mailboxes[].gaps'
    """
    from mailtracker.cli.reading import site_for
    from mailtracker.reader import ChildReader
    from mailtracker.reconcile.audit import audit as compare
    from mailtracker.start import shelves_of

    config = read_config(path)
    with open_store(path) as store, closing(ChildReader(site_for(config))) as reader:
        report = compare(config, store, reader, shelves_of, datetime.now(UTC))
    if any(one.gaps for one in report.mailboxes) and keeps_secrets(config):
        report = replace(report, mailboxes=[_without_words(one) for one in report.mailboxes])
    if as_json:
        print_json({"ok": report.ok, "ledger": report.ledger, "mailboxes": report.mailboxes})
    else:
        _print(report)
    ctx.exit(0 if report.ok else 1)


def _without_words(one: Compared) -> Compared:
    """Where some rule is for confidential mail, each may be one."""
    gaps = [replace(gap, sender=HIDDEN, subject=HIDDEN) for gap in one.gaps]
    return replace(one, gaps=gaps)


def _print(report: Audit) -> None:
    for account in report.ledger:
        _print_account(account)
    for compared in report.mailboxes:
        _print_compared(compared)
    well = "Every mail is accounted for."
    click.echo(well if report.ok else "Something needs a human: see above.")


def _print_account(one: Balance) -> None:
    parts = f"{one.filed} filed + {one.ignored} ignored + {one.quarantined} quarantined"
    epoch = f"UIDVALIDITY {one.epoch}" if one.epoch else "taken in by resync"
    said = f"{plain(one.mailbox)} ({epoch}): {one.fetched} fetched = {parts}"
    click.echo(f"{mark(one.balances)} {said}")
    words = [f"{number} {word}" for word, number in sorted(one.became.items())]
    click.echo(f"    {', '.join(words)}")
    for reason, number in one.reasons.items():
        click.echo(f"    ignored, {plain(reason)}: {number}")
    if one.unexplained:
        click.echo(f"    {counted(one.unexplained, 'line')} without a request or a reason")


def _print_compared(one: Compared) -> None:
    name = plain(one.mailbox)
    if one.trouble:
        click.echo(f"{mark(False)} {name}: not compared: {plain(one.trouble)}")
        return
    said = [f"{one.known} known"]
    said += [f"{one.waiting} waiting to be taken"] if one.waiting else []
    said += [f"{one.older} older than the first start, or deleted"] if one.older else []
    lying = f"{mark(not one.lost)} {name}, now in the mailbox: {', '.join(said)}, "
    click.echo(lying + f"{one.lost or 'none'} unknown")
    if one.gone:
        click.echo(f"    {counted(one.gone, 'mail')} of the ledger no longer there (tidied away)")
    for folder in one.missing:
        click.echo(f"    no folder {plain(folder)}")
    if one.gaps:
        click.echo(f"\nGaps in the ledger: no line knows these mails ({one.lost})")
        print_most(("FOLDER", "UID", "ARRIVED", "FROM", "SUBJECT"), list(map(_row, one.gaps)))
        first = min(gap.arrived for gap in one.gaps).astimezone()  # as `--since` reads it
        click.echo(f"To take them in: mailtracker resync --since {first:%Y-%m-%d}\n")


def _row(gap: Unknown) -> tuple[str, ...]:
    return gap.folder, str(gap.number), moment(gap.arrived), gap.sender, gap.subject
