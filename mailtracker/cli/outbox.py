"""`outbox list|show|resend|drop`: mail of ours that waits, failed or is uncertain, why, and what
becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, open_store, read_config
from mailtracker.cli.output import (
    counted,
    if_any,
    moment,
    plain,
    print_fields,
    print_json,
    print_table,
)
from mailtracker.cli.secrecy import (
    HIDDEN,
    confidential_option,
    reader,
    veiled_mail,
    write_down,
)
from mailtracker.desk.request import State
from mailtracker.errors import MailtrackerError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailtracker.commands import OnMail
    from mailtracker.desk.request import Request
    from mailtracker.store.outbox import Sending

PLENTY = 1_000_000
"""More rows than ever wait."""


@click.group(invoke_without_command=False)
def outbox() -> None:
    """Look at mail of ours that waits, failed, or may not have arrived, and say what becomes of it.
    A running daemon does it within a second.

    \b
    Examples: mailtracker outbox list
              mailtracker outbox show 17
              mailtracker outbox resend 17
              mailtracker outbox drop 17 18
    """


@outbox.command("list")
@config_option
@json_option
@confidential_option
@click.option(
    "--state",
    type=click.Choice([*(one.value for one in State), "all"]),
    help="Those in this state. Without it: what needs a human.",
)
@click.option(
    "--limit",
    default=100,
    show_default=True,
    type=click.IntRange(1),
    help="At most so many, the newest.",
)
def list_outbox(
    path: Path, as_json: bool, confidential: bool, state: str | None, limit: int
) -> None:
    """List mails of ours, the oldest first: those that nobody can prove to have arrived, those that
    failed in the last week (not dropped ones), and those that have waited for half an hour. Of what
    is confidential neither to whom nor why.

    \b
    Examples: mailtracker outbox list
              mailtracker outbox list --state ready
              mailtracker outbox list --state all --json
    """
    with open_store(path, to_write=confidential) as store:
        with store.read() as conn:
            rows = _listed(conn, state, datetime.now(UTC), limit)
            about = _requests_of(conn, rows)
        if confidential:
            write_down(store, about, "outbox list --confidential")
        else:
            rows = [veiled_mail(row, about) for row in rows]
    if as_json:
        print_json(rows)
    elif not rows:
        click.echo("No mail of ours needs anybody." if state is None else "There is no such mail.")
    else:
        named = {request.id: request.reference for request in about}
        cells = [_cells(row, named.get(row.request_id or 0, "")) for row in rows]
        print_table(("ID", "STATE", "WRITTEN", "REQUEST", "MAIL", "TO", "WHY"), cells)


def _listed(conn: Connection, state: str | None, now: datetime, limit: int) -> list[Sending]:
    from mailtracker.cli.status import RECENT
    from mailtracker.store import outbox as table

    if state is not None:
        return table.newest(conn, None if state == "all" else State(state), limit)
    found = [
        *table.newest(conn, State.UNCERTAIN, limit),
        *table.settled(conn, State.FAILED, now - RECENT),
        *table.newest(conn, State.READY, PLENTY),
    ]
    wanted = sorted((row for row in found if needs_human(row, now)), key=lambda row: row.id)
    return wanted[-limit:]


def needs_human(row: Sending, now: datetime) -> bool:
    """Nobody knows what became of it, or it failed lately, or it waits for long."""
    from mailtracker.cli.measured import WAITS_LONG
    from mailtracker.cli.status import RECENT

    match row.state:
        case State.UNCERTAIN:
            return True
        case State.FAILED:
            lately = row.settled_at is not None and now - row.settled_at < RECENT
            return lately and not row.is_dropped
        case State.READY:
            return now - row.created_at > WAITS_LONG
        case State.SENDING | State.SENT:
            return False


def _requests_of(conn: Connection, rows: Sequence[Sending]) -> list[Request]:
    from mailtracker.store import requests

    about = (row.request_id for row in rows if row.request_id is not None)
    return list(requests.by_ids(conn, about).values())


def _cells(row: Sending, reference: str) -> tuple[str, ...]:
    written = moment(row.created_at)
    return str(row.id), str(row.state), written, reference, row.letter, row.recipient, _why(row)


def _why(row: Sending) -> str:
    """The server's last words, and when a waiting one is tried again."""
    words = _words(row)
    if row.state is State.READY:
        return f"next try {moment(row.next_try_at)}" + if_any(": {}", words)
    return words


def _words(row: Sending) -> str:
    code = str(row.code or "")
    known = not row.answer or row.answer.startswith(code)
    return row.answer if known else f"{code} {row.answer}"


@outbox.command("show")
@config_option
@json_option
@click.argument("number", metavar="ID", type=int)
@confidential_option
def show_mail(path: Path, as_json: bool, number: int, confidential: bool) -> None:
    """Show what became of one mail of ours: who gets it, how often it was tried, the server's last
    words, and what proved that it arrived. ID is the number that `list` shows.

    \b
    Example: mailtracker outbox show 17
    """
    from mailtracker.store import outbox as table

    with open_store(path, to_write=confidential) as store:
        with store.read() as conn:
            row = table.row(conn, number)
            about = _requests_of(conn, [row])
        if any(request.given.confidential for request in about):
            if not confidential:
                raise MailtrackerError(
                    f"mail {number} is about a confidential request: --confidential shows it, and "
                    "writes down who looked"
                )
            write_down(store, about, f"outbox show {number} --confidential")
    if as_json:
        print_json(row)
    else:
        _print(row, about[0].reference if about else "")


def _print(row: Sending, reference: str) -> None:
    click.echo(f"Mail {row.id} is {_STANDS[row.state]}")
    print_fields(
        {
            "to": row.recipient + if_any(" ({})", row.person),
            "mail": row.letter,
            "request": reference,
            "written": moment(row.created_at),
            "tries": str(row.attempts),
            "sent again": str(row.resent or ""),
            "since": moment(row.settled_at or row.claimed_at),
            "held by": _holder(row),
            "next try": moment(row.next_try_at) if row.state is State.READY else "",
            "refused by": row.refused_by,
            "last words": _words(row),
            "proven by": row.proven_by,
            "id": row.message_id,
        }
    )
    if hint := _HINTS.get(row.state, ""):
        click.echo(f"\n{hint.format(id=row.id)}")


def _holder(row: Sending) -> str:
    """Where several daemons send: whoever it is, and what is certain after it."""
    if row.claimed_by is None:
        return ""
    at_dot = row.at_dot or 0
    where = ", at the final dot" * (at_dot > 0) + ", taken by the server" * (at_dot < 0)
    return f"daemon {row.claimed_by}, until {moment(row.lease_until)}{where}"


_STANDS = {
    State.READY: "ready: it waits to be sent",
    State.SENDING: "being sent right now",
    State.SENT: "sent",
    State.FAILED: "failed: it goes out no more",
    State.UNCERTAIN: "uncertain: nobody knows whether it arrived",
}

_AGAIN = "Send it once more: mailtracker outbox resend {id}"
_HINTS = {
    State.READY: "Keep it from going out: mailtracker outbox drop {id}",
    State.FAILED: _AGAIN,
    State.UNCERTAIN: f"The log of your mail server knows. {_AGAIN}\nLet it be: mailtracker outbox "
    "drop {id}",
}

_NUMBERS = click.argument("numbers", metavar="ID...", type=int, nargs=-1, required=True)


@outbox.command()
@config_option
@_NUMBERS
@click.pass_context
def resend(ctx: click.Context, path: Path, numbers: tuple[int, ...]) -> None:
    """Send mails once more that are uncertain or failed, word for word and with the same id.
    Whoever has an uncertain one already gets it twice; most mail programs show it once.

    \b
    Example: mailtracker outbox resend 17
    """
    from mailtracker.commands import send_again

    ctx.exit(_each(path, numbers, send_again, _resent))


def _resent(row: Sending, to: str) -> str:
    if row.state is State.UNCERTAIN:
        return f"goes to {to} once more: if the first one arrived, they get it twice"
    said = "" if to == HIDDEN else if_any(": {}", _words(row))
    return f"goes to {to} once more; it failed before{said}"


@outbox.command()
@config_option
@_NUMBERS
@click.pass_context
def drop(ctx: click.Context, path: Path, numbers: tuple[int, ...]) -> None:
    """Keep mails from going out that wait, or from going out again that are uncertain. An owner
    whose answer that was hears so.

    \b
    Example: mailtracker outbox drop 17 18
    """
    from mailtracker.commands import drop_mail

    ctx.exit(_each(path, numbers, drop_mail, _dropped))


def _dropped(row: Sending, to: str) -> str:
    if row.state is State.UNCERTAIN:
        return f"does not go to {to} again: nobody knows whether they have it"
    return f"does not go out: {to} does not get it"


def _each(
    path: Path,
    numbers: Sequence[int],
    order: OnMail,
    told: Callable[[Sending, str], str],
) -> int:
    """Each by itself; 1 where something could not be done, and why."""
    from mailtracker.commands import act_on_mail

    config, refused = read_config(path), 0
    for number in dict.fromkeys(numbers):
        try:
            row = act_on_mail(config, number, reader(), order)
        except MailtrackerError as error:
            if len(numbers) == 1:
                raise
            refused += 1
            click.echo(f"mailtracker: {error}", err=True)
        else:
            click.echo(f"Mail {number} {plain(told(row, _shown(path, row)))}.")
    if refused:
        click.echo(f"{counted(refused, 'mail')} of {len(numbers)} left as it was.", err=True)
    return 1 if refused else 0


def _shown(path: Path, row: Sending) -> str:
    """To whom, unless that is confidential."""
    with open_store(path) as store, store.read() as conn:
        return veiled_mail(row, _requests_of(conn, [row])).recipient
