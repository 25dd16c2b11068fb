"""`export`: somebody's address in, one file with all that is held about them out."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mailtracker.cli.options import config_option, open_store, read_config
from mailtracker.cli.output import counted, to_json
from mailtracker.cli.secrecy import reader
from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import address_key, is_mailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailtracker.policy.model import Policy
    from mailtracker.store.held import AllHeld, HeldMail, Whom

_README = """\
{title}
{line}

held.json
  "requests"  requests that you asked, or in which you stand in copy, with their history
  "had"       requests that you have or had as their owner; what others wrote in them is not here
  "mails"     the mails that you wrote and those that were written to you; where "file" is empty,
              its text was purged, and only these facts are left
  "rules"     lines of the rules files, of every version that served, that have your address
  "rows"      everything else, by the table of the database in which it stands

mails/
  these mails, as they came (in-...) and as they went out (out-...): a mail program opens them

What is not here: what others wrote to each other, also where you are named in it; and confidential
requests of others, whatever they are about{left}. The page docs/privacy.md of mailtracker says
what each thing is for, and how long it is kept.
"""


@click.command()
@config_option
@click.option(
    "--person",
    metavar="KEY",
    default="",
    help="Their key of the people file, where that does not have the address (any more).",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A ZIP file that does not exist yet; without it, one that is named by the address.",
)
@click.argument("address", metavar="ADDRESS")
def export(path: Path, person: str, out: Path | None, address: str) -> None:
    """Write all that is held about somebody into one ZIP file, for them to read: facts as JSON, and
    the mails from them and to them. Only you may read the file; guard it as the mailbox.

    All their addresses count that the people file has. Of confidential requests in which they take
    no part it says nothing, so that nobody learns from it who complained. That you asked is written
    down, with your name.

    \b
    Examples: mailtracker export eva@corp.example
              mailtracker export bo@corp.example --person bo --out bo.zip
    """
    from mailtracker.rules.load import load
    from mailtracker.store import requests
    from mailtracker.store.held import held

    if not is_mailable(address):
        raise click.BadParameter(f"{address} is no address", param_hint="ADDRESS")
    config = read_config(path)
    policy = load(config.rules).at_home(config.own_domains)
    file, now = out or Path(f"{_plain(address)}.zip"), datetime.now(UTC)
    with open_store(path, to_write=True) as store:
        with store.read() as conn:
            found = held(conn, _whom(conn, policy, address, person))
            with _made(file) as archive:
                archive.writestr("README.txt", _readme(address, found, now))
                mails = [*_put_mails(archive, conn, found.mails)]
                archive.writestr("held.json", to_json({**_facts(found), "mails": mails}, indent=2))
        with store.write() as conn:
            secret = [one["id"] for one in found.requests if one["confidential"]]
            requests.note_reading(conn, [None, *secret], f"{reader()}: export", now)
    shown = len(found.requests) + len(found.had)
    whole = sum(1 for mail in mails if mail["file"])
    told = f"{counted(shown, 'request')}, {counted(len(mails), 'mail')} ({whole} with their text)"
    click.echo(f"{file}: {told}. Read it before you hand it on.")
    if not any((shown, mails, found.rows, found.rules, found.withheld)):
        click.echo("Nothing is held about this address: is it the one that they use?")


def _plain(address: str) -> str:
    return "".join(one if one.isalnum() or one in "@.-" else "_" for one in address).lstrip(".")


def _whom(conn: Connection, policy: Policy, address: str, person: str) -> Whom:
    from mailtracker.policy.identity import identity
    from mailtracker.policy.overlay import feeds_of
    from mailtracker.store.held import Whom, spellings

    theirs = policy.people.get(person) or policy.person_by_address(address)
    wanted = {identity(policy, address), *([theirs.key] if theirs else [])}
    spelled = spellings(conn, lambda one: identity(policy, one) in wanted)
    called = {person, *([theirs.key] if theirs else [])} - {""}
    feeds = {use.called for use in feeds_of(policy) if use.owner in called and use.addresses}
    known = {address, address_key(address), *(theirs.addresses if theirs else ())}
    return Whom(frozenset(known | spelled), frozenset(called | feeds))


@contextmanager
def _made(file: Path) -> Iterator[zipfile.ZipFile]:
    """A new file for its owner's eyes only; gone again where it does not become whole."""
    try:
        opened = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise MailtrackerError(f"{file} exists: name another file, or remove it") from None
    except OSError as error:
        raise MailtrackerError(f"cannot write {file}: {error.strerror}") from error
    try:
        with (
            os.fdopen(opened, "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            yield made
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _readme(address: str, found: AllHeld, now: datetime) -> str:
    title = f"What mailtracker holds about {address}, as of {now:%d %b %Y %H:%M} UTC"
    left = ""
    if found.withheld:
        left = f";\n{counted(found.withheld, 'such request')} that you have or had among them"
    return _README.format(title=title, line="=" * len(title), left=left)


def _facts(found: AllHeld) -> dict[str, Any]:
    return {
        "requests": found.requests,
        "had": found.had,
        "rules": found.rules,
        "rows": found.rows,
    }


def _put_mails(
    archive: zipfile.ZipFile, conn: Connection, mails: Sequence[HeldMail]
) -> Iterator[dict[str, Any]]:
    """One after the other: together they may be large."""
    from mailtracker.store import keep

    for mail in mails:
        raw = keep.find(conn, mail.sha256)
        name = "" if raw is None else f"mails/{mail.way}-{mail.id}.eml"
        if raw is not None:
            archive.writestr(name, raw)
        yield {"way": mail.way, "id": mail.id, "file": name}
