"""`run --once --dry-run`: reads every mailbox without changing it, decides on a copy of the store,
prints what would happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

import click

from mailtracker.clock import DrivenClock, SystemClock
from mailtracker.config import Config, MailboxConfig
from mailtracker.config.site import site_of
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.daemon.watch import Watch
from mailtracker.errors import BadFiles, MailtrackerError
from mailtracker.reader import ChildReader
from mailtracker.start import mailbox_of, start_of
from mailtracker.store.database import Store, version


def show(config: Config, since: datetime | None = None) -> int:
    """Prints, for every waiting mail and every due deadline, what a real run would do; with
    `since` what a first run would have done then, with the mails that came from then on. Returns 1
    where a mailbox failed.
    """
    with _scratch_store(config) if since is None else closing(Store.in_memory()) as store:
        start = start_of(config, store)
        if start.problems:  # a real run would go on with older rules
            raise BadFiles(list(start.problems))
        world = start.world
        reader = ChildReader(site_of(config, world.letters.languages))
        runtime = Runtime(config, store, SystemClock(), reader, world, _print)
        try:
            troubles = sum(not _shown(runtime, box, since) for box in config.mailboxes)
            if since is None:
                Watch(runtime).poll()
        finally:
            runtime.close()
            reader.close()
    if since is not None:
        click.echo(ALONE)
    click.echo("Nothing was changed: no mail was moved, sent or stored.")
    return 1 if troubles else 0


ALONE = (
    "Each mail was looked at as if it were the day it came, and nobody had answered anything: "
    "requests stay open, and no promise is followed to its end."
)


def _shown(runtime: Runtime, box: MailboxConfig, since: datetime | None) -> bool:
    """One mailbox; False where it failed."""
    try:
        summary = _rehearsed(runtime, Receiver(runtime, box, mailbox_of(box)), since)
    except MailtrackerError as error:
        click.echo(f"{box.name}: {error}", err=True)
        return False
    click.echo(f"{box.name}: {summary}")
    return True


def _rehearsed(runtime: Runtime, receiver: Receiver, since: datetime | None) -> str:
    """With `since` from then on, whatever time it was when another mailbox was done."""
    if since is None:
        return receiver.rehearse()
    clock = DrivenClock(since)
    runtime.clock = clock
    return receiver.rehearse_since(since, clock.travel)


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
    request = outcome.enacted.request
    if request is not None and request.given.confidential:
        click.echo(f"(confidential)\n    a mail about {request.reference}")
        return
    click.echo(_line(outcome))
    for mail in outcome.enacted.queued:
        click.echo(f"    would send {mail.letter} to {mail.to}: {mail.subject}")


def _line(outcome: Outcome) -> str:
    message, reason = outcome.message, outcome.enacted.decision.reason
    if message is None:
        return f"{outcome.what}: {reason}"
    sender = message.sender.email if message.sender else "unknown sender"
    return f"{sender}: {message.subject or '(no subject)'}\n    {reason}"
