"""`list`, `show`, `assign`, `close`, `reopen`: requests as rows and stories, and what an
admin may do to them by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, open_store, read_config
from mailtracker.cli.output import if_any, moment, plain, print_fields, print_json, print_table
from mailtracker.cli.secrecy import (
    confidential_option,
    say_that_it_exists,
    veiled,
    write_down,
)
from mailtracker.desk.request import NO_LONGER_KEPT, State, Status

if TYPE_CHECKING:
    from mailtracker.commands import Order
    from mailtracker.desk.request import Request
    from mailtracker.mail.message import Address
    from mailtracker.policy.worktime import Span
    from mailtracker.store.absences_shown import ShownAbsence
    from mailtracker.store.ledger import Line
    from mailtracker.store.outbox import Sending
    from mailtracker.store.parts import Linked
    from mailtracker.store.ratings_told import ToldRating
    from mailtracker.store.requests import Event

NONE_OPEN = "No open requests. --all lists the closed ones too."


@click.command("list")
@config_option
@json_option
@click.option("--all", "every", is_flag=True, help="Closed requests too.")
@click.option(
    "--status",
    type=click.Choice([str(one) for one in Status]),
    multiple=True,
    help="Only these; may be given several times.",
)
@click.option("--owner", metavar="WHO", help="Only this person's: the key in the people file.")
@click.option("--tag", metavar="TAG", help="Only requests to which the rules gave this tag.")
@confidential_option
@click.option(
    "--limit", default=200, show_default=True, type=click.IntRange(1), help="At most so many."
)
def list_requests(
    path: Path,
    as_json: bool,
    every: bool,
    status: tuple[str, ...],
    owner: str | None,
    tag: str | None,
    confidential: bool,
    limit: int,
) -> None:
    """List requests that are not closed: first those that are late or due soonest, then
    those that owe nobody an answer.

    Of confidential ones it says only that they exist, and nothing to whoever asks for an owner or a
    tag.

    \b
    Examples: mailtracker list
              mailtracker list --owner bo --status open
              mailtracker list --tag vip
              mailtracker list --all --json
    """
    from mailtracker.store import requests

    wanted = [Status(word) for word in status] or [
        one for one in Status if every or one is not Status.CLOSED
    ]
    asked = requests.Asked(wanted, owner, tag, veiled=not confidential)
    with open_store(path, to_write=confidential) as store, store.read() as conn:
        found = requests.most_urgent(conn, asked, limit)
        more = requests.count(conn, asked) - len(found)
        if confidential:
            write_down(store, found, "list --confidential")
    if not confidential:
        found = [veiled(one) for one in found]
    if as_json:
        print_json(found)
    elif found:
        _print_list(found, more)
    else:
        narrowed = any((every, status, owner, tag))
        click.echo("No requests." if narrowed else NONE_OPEN)


def _print_list(found: Sequence[Request], more: int) -> None:
    now = datetime.now(UTC)
    rows = [_row(one, now) for one in found]
    print_table(("REFERENCE", "STATUS", "OWNER", "DUE", "FROM", "SUBJECT"), rows)
    if more:
        click.echo(f"and {more} more: --limit shows them", err=True)


def _row(one: Request, now: datetime) -> tuple[str, ...]:
    status = f"{one.status} (held)" if one.held_since else str(one.status)
    asked = one.requester.email or one.requester.name
    return one.reference, status, one.owner, _listed_due(one, now), asked, one.shown_subject


def _written(who: Address) -> str:
    return f"{who.name} <{who.email}>".strip() if who.email else who.name


def _due(one: Request, now: datetime) -> str:
    late = one.promised_at is not None and one.promised_at < now
    return f"{moment(one.promised_at)}{' LATE' if late else ''}"


def _listed_due(one: Request, now: datetime) -> str:
    """With until when its owner wants no reminder; of what waits, when its requester is asked."""
    if one.status is Status.WAITING:
        return f"{NEXT_ASK[min(one.rung, 2)]} {moment(one.due_at)}"
    if one.ends_at is not None:
        return f"closes {moment(one.ends_at)}"
    return _due(one, now) + if_any(" (snoozed until {})", moment(one.snoozed_until))


NEXT_ASK = ("asks again", "asks again", "closes")
"""What the next step of a waiting request is."""

NEXT_OF_ANSWERED = ("ends if silent", "closes")
"""The same of an answered one."""


@click.command()
@config_option
@json_option
@confidential_option
@click.argument("reference", metavar="REF")
def show(path: Path, as_json: bool, confidential: bool, reference: str) -> None:
    """Show one request: who has it and why, what is due, its history, and every
    mail of it with what became of it. Of a confidential one it says only that it exists.

    \b
    Example: mailtracker show IT-1042
    """
    from mailtracker.store import absences_shown, ledger, outbox, parts, ratings_told, requests

    with open_store(path, to_write=confidential) as store:
        with store.read() as conn:
            request = requests.by_reference(conn, reference)
        if request.given.confidential and not confidential:
            say_that_it_exists(request, as_json)
            return
        write_down(store, [request], "show --confidential")
        with store.read() as conn:
            history = requests.history(conn, request.id)
            received = ledger.lines(conn, None, request.id, 1000)[::-1]
            written = outbox.rows(conn, request_id=request.id, limit=1000)
            away = absences_shown.shown(conn, datetime.now(UTC), request.owner)
            linked = parts.linked(conn, request)
            rated = ratings_told.told(conn, request.id, confidential)
    if as_json:
        told = {"request": request, "history": history, "received": received, "written": written}
        print_json({**told, "owner_away": away, "linked": linked, "ratings": rated})
        return
    _print_request(request, away, linked)
    _print_ratings(rated)
    _print_story(history)
    _print_mails(received, written)


def _print_request(one: Request, away: Sequence[ShownAbsence], linked: Linked) -> None:
    from mailtracker.cli.absent import said_of

    click.echo(f"{one.reference}  {plain(one.shown_subject)}")
    steps = {Status.ANSWERED: NEXT_OF_ANSWERED[min(one.rung, 1)]}
    steps |= {Status.WAITING: NEXT_ASK[min(one.rung, 2)]}
    next_step = steps.get(one.status, "next step")
    print_fields(
        {
            "status": str(one.status),
            "held": _held(one),
            "requester": _written(one.requester),
            "opened by": ", ".join(one.given.opened_by),
            "part of": linked.part_of,
            "parts": ", ".join(linked.parts),
            "in copy": ", ".join(person.email for person in one.copied),
            "owner": _owner(one),
            "not mine": ", ".join(one.declined),
            "owner away": "; ".join(map(said_of, away)),
            "mailbox": one.mailbox,
            **_by_rule(one),
            "promise": one.given.promise + if_any(", raised to {}", one.raised),
            "opened": moment(one.opened_at),
            "answer due": _due(one, datetime.now(UTC)),
            "left of the promise": _left(one.paused_left),
            next_step: moment(one.due_at),
            "says done": one.done_by,
            "snoozed until": moment(one.snoozed_until),
            "closed": moment(one.closed_at),
        }
    )


def _print_ratings(rated: Sequence[ToldRating]) -> None:
    for one in rated:
        looks = if_any("; {} looks into it", one.complaint)
        print_fields(
            {
                f"how {one.reference} was": f"{one.rating} ({moment(one.at)}){looks}",
                "said": " ".join(one.said.split()),
                "done about it": " ".join(one.done.split()),
            }
        )


def _left(left: Span | None) -> str:
    """What runs when the requester writes."""
    if left is None:
        return ""
    hours, minutes = divmod(left.minutes, 60)
    working = "" if left.by_clock else " of working time"
    return f"{hours}:{minutes:02} h{working}"


def _held(one: Request) -> str:
    if one.held_since is None:
        return ""
    return f"since {moment(one.held_since)}; `mailtracker reopen {one.reference}` releases it"


def _owner(one: Request) -> str:
    former = [who for who in one.former_owners if who != one.owner]
    return one.owner + if_any(" (before: {})", ", ".join(former))


def _by_rule(one: Request) -> dict[str, str]:
    """What the rules gave it when it was opened. What another line says already is left out."""
    return {
        "rule": _rule(one),
        "matched": _unless(one.given.matched, one.given.why),
        "routed to": _unless(one.given.routed_to, one.owner),
        "rules digest": one.given.rules_digest[:12],
        "notes": ", ".join(one.given.noted),
        "tags": ", ".join(one.given.tags),
        "watchers": ", ".join(one.given.watching),
        "attached": ", ".join(one.given.attached),
        "asked": " / ".join(one.given.asked),
        "confidential": _confidential(one),
    }


def _unless(text: str, said: str) -> str:
    return "" if text == said else text


def _rule(one: Request) -> str:
    return one.given.rule + if_any(": {}", one.given.why) + if_any(" ({})", one.given.rule_at)


def _confidential(one: Request) -> str:
    given = one.given
    told = if_any(", kept from {}", ", ".join(given.barred))
    told += if_any(", its requester chooses among {}", ", ".join(given.confide_in))
    told += if_any(", kept for {} days", str(given.keep_for or ""))
    return f"yes{told}" if given.confidential else ""


def _print_story(history: Sequence[Event]) -> None:
    rows = [(moment(event.at), event.kind, event.text) for event in history]
    click.echo("\nHistory")
    print_table(("WHEN", "WHAT", ""), rows)


def _print_mails(received: Sequence[Line], written: Sequence[Sending]) -> None:
    came = [(line.fetched_at, *_incoming(line)) for line in received]
    went = [(row.created_at, *_outgoing(row)) for row in written]
    rows = [(moment(at), *rest) for at, *rest in sorted(came + went, key=lambda row: row[0])]
    click.echo("\nMails")
    print_table(("WHEN", "", "FROM OR TO", "STATE", ""), rows)


def _incoming(line: Line) -> tuple[str, str, str, str]:
    """What opened the request is known by its subject, the others by why they joined it."""
    words = line.reason
    if line.disposition == "opened":
        words = NO_LONGER_KEPT if line.purged else line.subject
    return "in", line.sender, str(line.disposition), words


def _outgoing(row: Sending) -> tuple[str, str, str, str]:
    return "out", row.recipient, str(row.state), _words(row)


def _words(row: Sending) -> str:
    """The kind of mail, and the server's answer where that needs looking at."""
    return (
        row.letter if row.state is State.SENT or not row.answer else f"{row.letter}: {row.answer}"
    )


def _act(path: Path, reference: str, order: Order) -> None:
    from mailtracker.commands import act

    click.echo(act(read_config(path), reference, order).decision.reason)


@click.command()
@config_option
@click.argument("reference", metavar="REF")
@click.argument("who", metavar="WHO")
def assign(path: Path, reference: str, who: str) -> None:
    """Give a request to somebody else. WHO is a key, a name, an address or a team of the rules.

    The new owner gets the whole request by mail; the promise does not start anew. A
    running daemon sends the mails.

    \b
    Examples: mailtracker assign IT-1042 sam
              mailtracker assign IT-1042 network
    """
    from mailtracker.desk.on_command import Assign

    _act(path, reference, partial(Assign, who=who))


@click.command()
@config_option
@click.argument("reference", metavar="REF")
def close(path: Path, reference: str) -> None:
    """Close a request. The requester gets the closing mail; an answer
    to it opens the request again.

    \b
    Example: mailtracker close IT-1042
    """
    from mailtracker.desk.on_command import Close

    _act(path, reference, Close)


@click.command()
@config_option
@click.argument("reference", metavar="REF")
def reopen(path: Path, reference: str) -> None:
    """Open a closed or answered request again, for the same owner, with a new
    promise. Also releases a held one.

    \b
    Example: mailtracker reopen IT-1042
    """
    from mailtracker.desk.on_command import Reopen

    _act(path, reference, Reopen)
