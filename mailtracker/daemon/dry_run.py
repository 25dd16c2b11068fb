"""`run --once --dry-run`: reads every mailbox without changing it, decides on a copy of the store,
prints what would happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from mailtracker.clock import SystemClock
from mailtracker.config import Config
from mailtracker.config.site import site_of
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.daemon.watch import Watch
from mailtracker.enact import Enacted
from mailtracker.errors import BadFiles, MailtrackerError
from mailtracker.mail.message import Message
from mailtracker.reader import ChildReader
from mailtracker.start import mailbox_of, start_of
from mailtracker.store.database import Store, version


def show(config: Config) -> int:
    """Prints, for every waiting mail and every due deadline, what a real run would do. Returns 1
    where a mailbox failed.
    """
    troubles = 0
    with _scratch_store(config) as store:
        start = start_of(config, store)
        if start.problems:  # a real run would go on with older rules
            raise BadFiles(list(start.problems))
        world = start.world
        reader = ChildReader(site_of(config, world.letters.languages))
        runtime = Runtime(config, store, SystemClock(), reader, world, _print)
        try:
            for box in config.mailboxes:
                receiver = Receiver(runtime, box, mailbox_of(box))
                try:
                    summary = receiver.rehearse()
                except MailtrackerError as error:
                    troubles += 1
                    click.echo(f"{box.name}: {error}", err=True)
                    continue
                click.echo(f"{box.name}: {summary}")
            Watch(runtime).poll()
        finally:
            runtime.close()
            reader.close()
    click.echo("Nothing was changed: no mail was moved, sent or stored.")
    return 1 if troubles else 0


@contextmanager
def _scratch_store(config: Config) -> Iterator[Store]:
    """A copy of the real store, or an empty one where there is none yet."""
    if version(config.store.url) is None:
        scratch = Store.in_memory()
    else:
        real = Store.open_to_read(config.store.url)
        scratch = real.copy_in_memory()
        real.close()
    try:
        yield scratch
    finally:
        scratch.close()


def _print(outcome: Outcome) -> None:
    click.echo(_line(outcome.message, outcome.enacted))
    for mail in outcome.enacted.queued:
        click.echo(f"    would send {mail.letter} to {mail.to}: {mail.subject}")


def _line(message: Message | None, enacted: Enacted) -> str:
    if message is None:
        return f"deadline: {enacted.decision.reason}"
    sender = message.sender.email if message.sender else "unknown sender"
    return f"{sender}: {message.subject or '(no subject)'}\n    {enacted.decision.reason}"
