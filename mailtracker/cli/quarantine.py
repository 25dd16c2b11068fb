"""`quarantine list|show|retry|release|drop`: the mails that could not be handled, why, their bytes,
and what becomes of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, open_store, read_config
from mailtracker.cli.output import (
    moment,
    plain,
    print_block,
    print_fields,
    print_json,
    print_table,
)
from mailtracker.cli.secrecy import (
    confidential_option,
    keeps_secrets,
    veiled_line,
    write_down_quarantine,
)

if TYPE_CHECKING:
    from mailtracker.store.ledger import Line


@click.group(invoke_without_command=False)
def quarantine() -> None:
    """Look at mail that could not be handled. It waits for a human; the mails after it were served.

    \b
    Examples: mailtracker quarantine list
              mailtracker quarantine show 17
              mailtracker quarantine show 17 --raw > mail.eml
              mailtracker quarantine retry 17
    """


@quarantine.command("list")
@config_option
@json_option
@confidential_option
@click.option(
    "--limit",
    default=100,
    show_default=True,
    type=click.IntRange(1),
    help="At most so many, the newest.",
)
def list_quarantine(path: Path, as_json: bool, confidential: bool, limit: int) -> None:
    """List the mails in quarantine, the newest first. Where some rule is for confidential mail,
    each may be one: then neither from whom nor about what.

    \b
    Example: mailtracker quarantine list
    """
    from mailtracker.desk.effects import Disposition
    from mailtracker.store import ledger

    with open_store(path, to_write=confidential) as store:
        with store.read() as conn:
            lines = ledger.lines(conn, Disposition.QUARANTINE, None, limit)
        if lines and keeps_secrets(read_config(path)):
            if confidential:
                write_down_quarantine(store, "quarantine list --confidential")
            else:
                lines = [veiled_line(line) for line in lines]
    if as_json:
        print_json(lines)
    elif not lines:
        click.echo("No mail is in quarantine.")
    else:
        rows = [_row(line) for line in lines]
        print_table(("ID", "SINCE", "MAILBOX", "FROM", "REASON", "SUBJECT"), rows)


def _row(line: Line) -> tuple[str, ...]:
    since = moment(line.fetched_at)
    return str(line.id), since, line.mailbox, line.sender, line.reason, line.subject


@quarantine.command("show")
@config_option
@json_option
@click.argument("number", metavar="ID", type=int)
@confidential_option
@click.option(
    "--raw", is_flag=True, help="Write the mail's bytes, exactly as they came, and nothing else."
)
def show_quarantined(path: Path, as_json: bool, confidential: bool, number: int, raw: bool) -> None:
    """Show why a mail could not be handled, the traceback, and its headers. ID
    is the number that `list` shows. Where some rule is for confidential mail, that it is there.

    \b
    Examples: mailtracker quarantine show 17
              mailtracker quarantine show 17 --raw > mail.eml
    """
    from mailtracker.errors import MailtrackerError
    from mailtracker.store import keep, ledger

    with open_store(path, to_write=confidential) as store:
        with store.read() as conn:
            line = ledger.in_quarantine(conn, number)
            wanted = raw or (line.sha256 != ledger.NO_BYTES and not as_json)
            content = keep.load(conn, line.sha256) if wanted else b""
        if keeps_secrets(read_config(path)):
            if not confidential:
                raise MailtrackerError(
                    f"mail {number} is in quarantine and may be confidential: --confidential shows "
                    "it, and writes down who looked"
                )
            write_down_quarantine(store, f"quarantine show {number} --confidential")
    if raw:
        sys.stdout.buffer.write(content)
    elif as_json:
        print_json(line)
    else:
        _print(line, content)


def _print(line: Line, content: bytes) -> None:
    click.echo(f"Mail {line.id} in quarantine: {plain(line.reason)}")
    arrived = moment(line.arrived_at) if line.arrived_at.year > 1970 else "(unknown)"
    size = f"{line.size} bytes" if line.size else "(unknown)"
    print_fields(
        {
            "mailbox": f"{line.mailbox}, uid {line.uid}",
            "arrived": arrived,
            "since": moment(line.fetched_at),
            "tries": str(line.tries),
            "size": size,
            "from": line.sender,
            "subject": line.subject,
        }
    )
    if line.trouble:
        click.echo("\nTraceback")
        print_block(line.trouble)
    if not content:
        click.echo(_ELSEWHERE.format(line=line))
        return
    click.echo("\nHeaders")
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0][:20_000]
    print_block(head.decode("utf-8", "replace"))
    click.echo(f"\nThe whole mail: mailtracker quarantine show {line.id} --raw > mail.eml")


_ELSEWHERE = """
Only the mailbox has this mail: its server did not give it, or we could not take it. It was left
where it is, so look at it there with a mail program.
To fetch it again:       mailtracker quarantine retry {line.id}
If it needs no answer:   mailtracker quarantine drop {line.id}"""

_NUMBER = click.argument("number", metavar="ID", type=int)


@quarantine.command()
@config_option
@_NUMBER
def retry(path: Path, number: int) -> None:
    """Decide on a mail again, with the rules and the version of now, as if it had just come. What
    is too much stays too much. A mail that only the mailbox has is fetched again first.

    \b
    Example: mailtracker quarantine retry 17
    """
    _take_in(path, number, released=False)


@quarantine.command()
@config_option
@_NUMBER
def release(path: Path, number: int) -> None:
    """Decide on a mail again, however much its sender wrote: you have looked at it.

    \b
    Example: mailtracker quarantine release 17
    """
    _take_in(path, number, released=True)


def _take_in(path: Path, number: int, released: bool) -> None:
    from mailtracker.cli.reading import readers, site_for
    from mailtracker.commands import quarantined, take_in
    from mailtracker.enact import Again, became

    config = read_config(path)
    raw = quarantined(config, number)
    with readers(site_for(config), 1) as read:
        reading = read(raw)
    done = take_in(config, number, reading, Again(released=released))
    # A reason names people: of what may be confidential the ledger's word is enough.
    said = became(done.decision) if keeps_secrets(config) else done.decision.reason
    click.echo(f"Mail {number}: {plain(said)}")
    if done.request is not None:
        click.echo(f"It is of {done.request.reference} now.")


@quarantine.command()
@config_option
@_NUMBER
def drop(path: Path, number: int) -> None:
    """Take a mail out of quarantine that needs no answer. Its line in the ledger stays, and says
    so.

    \b
    Example: mailtracker quarantine drop 17
    """
    from mailtracker.commands import drop as drop_it

    drop_it(read_config(path), number)
    click.echo(f"Mail {number} is out of quarantine. Nobody was answered.")
