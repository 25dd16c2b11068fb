"""Requests, mails and lines of the ledger, as a command found them → as it shows them: of what is
confidential only that it exists. Who asks for more is written down.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from mailtracker.cli.output import print_json
from mailtracker.errors import BadFiles

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.desk.ask_replay import Replayed
    from mailtracker.desk.request import Request
    from mailtracker.store.database import Store
    from mailtracker.store.ledger import Line
    from mailtracker.store.outbox import Sending

HIDDEN = "(confidential)"
"""What stands instead of words and names."""


def confidential_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Passed on as `confidential`."""
    return click.option(
        "--confidential",
        is_flag=True,
        help="What is confidential, too. That you looked is written down, with your name.",
    )(command)


def veiled(one: Request) -> Request:
    """A request as it may be seen by everybody; one that is not confidential whole."""
    from mailtracker.desk.request import Given
    from mailtracker.mail.message import Address

    if not one.given.confidential:
        return one
    return replace(
        one,
        subject=HIDDEN,
        requester=Address("", ""),
        copied=(),
        bystanders=(),
        dropped=(),
        language="",
        owner="",
        former_owners=(),
        first_id="",
        given=Given(rule="", why="", promise="", ladder="", confidential=True),
        unanswered_since=None,
        promised_at=None,
        due_at=None,
        paused_left=None,
        snoozed_until=None,
        closed_at=None,
    )


def say_that_it_exists(one: Request, as_json: bool) -> None:
    """Instead of all that a command would show of it."""
    if as_json:
        print_json({"request": veiled(one)})
    else:
        click.echo(f"{one.reference} is confidential: --confidential shows it, and writes down who")


def veiled_mail(one: Sending, requests: Sequence[Request]) -> Sending:
    """A mail of ours; `requests` are those that such mails are about."""
    secret = {request.id for request in requests if request.given.confidential}
    if one.request_id not in secret:
        return one
    nobody = replace(one, recipient=HIDDEN, person="", answer="", env_from="", message_id="")
    return replace(nobody, row_key=HIDDEN, token=None, bounce=None, refused_by="")


def veiled_line(one: Line) -> Line:
    """A mail that nobody could handle: it may be anything."""
    return replace(one, sender=HIDDEN, subject=HIDDEN, reason=HIDDEN, trouble="", message_id="")


def veiled_replay(one: Replayed) -> Replayed:
    from mailtracker.desk.ask_replay import Treatment

    if not (one.before.confidential or one.after.confidential):
        return one
    hidden = Treatment("", "", "", "", confidential=True)
    return replace(one, sender="", subject=HIDDEN, matched="", before=hidden, after=hidden)


def keeps_secrets(config: Config) -> bool:
    """Whether a mail may be confidential by the rules; also where they cannot be read."""
    from mailtracker.letters.languages import languages_in
    from mailtracker.rules.load import load

    try:
        return load(config.rules, languages=languages_in(config.templates)).keeps_secrets
    except BadFiles:
        return True


def write_down(store: Store, found: Sequence[Request], command: str) -> None:
    """In the history of each that is confidential: who looked at it."""
    from mailtracker.store import requests

    secret = [one.id for one in found if one.given.confidential]
    if secret:
        with store.write() as conn:
            requests.note_reading(conn, secret, f"{reader()}: {command}", datetime.now(UTC))


def write_down_quarantine(store: Store, command: str) -> None:
    """What is about no request yet."""
    from mailtracker.store import requests

    with store.write() as conn:
        requests.note_reading(conn, [None], f"{reader()}: {command}", datetime.now(UTC))


def reader() -> str:
    """Who runs this, as the operating system knows them: "ana (as root)"."""
    name = _user(os.getuid())
    behind = os.environ.get("SUDO_USER", "")
    return f"{behind} (as {name})" if behind and behind != name else name


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
