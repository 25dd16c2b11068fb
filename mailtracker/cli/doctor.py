"""`doctor`: the config in; what an installation really does out, a line each, with what to do."""

from __future__ import annotations

import ipaddress
import secrets
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.check import findings_of
from mailtracker.cli.finding import CheckFinding
from mailtracker.cli.measured import room_of, store_states
from mailtracker.cli.options import config_option, json_option, read_config
from mailtracker.cli.output import counted, paint, plain, print_json
from mailtracker.doctor.finding import DoctorFinding, Level, doubt, fault, ok
from mailtracker.errors import MailtrackerError, Problem
from mailtracker.postgres_url import is_postgres
from mailtracker.present import is_folder
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.config import Config

KEY_BYTES = 32

UNKNOWN_KEY = (
    "the daemon knows our mails by the database's key: see to that first (a file that may not be "
    "read wants the user that the daemon runs as), or use --no-mail"
)

NARROW, WIDE = 40, 100
"""Columns of the page, at least and at most."""

SIGNS = {Level.OK: ("✓", "ok", "green"), Level.DOUBT: ("?", "?", "yellow")}
SIGNS |= {Level.FAULT: ("✗", "BAD", "red")}

SHOWN_BY_MAIL = ("reply addresses", "senders", "the null sender")
"""Of `check`: what it asks the server that takes our mail."""

Group = tuple[str, Sequence[DoctorFinding]]
"""A heading, and what stands below it."""


@dataclass(frozen=True, slots=True)
class Examination:
    """How much is tried: what connects (`online`), what sends mail (`mails`), for how many seconds
    a mail is waited for (`wait`), whom to ask for MX records (`nameserver`, "" for the usual), and
    whether a person looks on (`tells`).
    """

    online: bool
    mails: bool
    wait: float
    nameserver: str
    tells: bool


@click.command()
@config_option
@json_option
@click.option("--offline", is_flag=True, help="Look at this machine only; connect to nothing.")
@click.option("--no-mail", is_flag=True, help="Connect, but send no mail.")
@click.option(
    "--wait",
    type=click.FloatRange(1, 600),
    default=60,
    metavar="SECONDS",
    help="How long a mail to ourselves may take. Default: 60.",
)
@click.option(
    "--nameserver",
    default="",
    metavar="ADDRESS[:PORT]",
    help="Ask this DNS server for MX records, to see them as others do.",
)
@click.pass_context
def doctor(
    ctx: click.Context,
    path: Path,
    as_json: bool,
    offline: bool,
    no_mail: bool,
    wait: float,
    nameserver: str,
) -> None:
    """Try everything that mail needs against the real servers, and say of each thing whether it is
    well, doubtful or faulty, and what to do.

    It does what `check` does, and then sends up to three mails from each alias to itself: whether
    they arrive, how fast, what the servers make of their headers, and whether new mail is
    announced. They are removed again. Nobody else gets a mail, no other mail is touched, and
    `mailtracker run` may serve the mailbox meanwhile: no request is opened by them.

    The exit code is 1 when there is a fault; a doubt alone is none.

    \b
    Examples: mailtracker doctor
              mailtracker doctor --no-mail
              mailtracker doctor --json | jq '.findings[] | select(.level == "fault")'
    """
    asked = Examination(
        online=not offline,
        mails=not no_mail,
        wait=wait,
        nameserver=_nameserver(nameserver),
        tells=not as_json and sys.stderr.isatty(),
    )
    found: list[DoctorFinding] = []
    for title, group in _groups(path, asked):
        found += group
        if group and not as_json:
            _print(title, group)
    faults, doubts = (
        sum(one.level is level for one in found) for level in (Level.FAULT, Level.DOUBT)
    )
    if as_json:
        print_json({"ok": not faults, "faults": faults, "doubts": doubts, "findings": found})
    else:
        _print_sum(len(found), faults, doubts)
    ctx.exit(1 if faults else 0)


def _nameserver(said: str) -> str:
    if said:
        try:
            _split(said)
        except ValueError:
            raise click.BadParameter(
                "an IP address such as 9.9.9.9, [2620:fe::9]:53 or 127.0.0.1:5353",
                param_hint="--nameserver",
            ) from None
    return said


def _split(said: str) -> tuple[str, int]:
    """Address and port. Raises ValueError."""
    address, port = said, "53"
    if said.startswith("["):
        address, _, behind = said[1:].partition("]")
        port = behind.removeprefix(":") or port
    elif said.count(":") == 1:
        address, _, port = said.partition(":")
    return str(ipaddress.ip_address(address)), int(port)


# -- what is tried ---------------------------------------------------------------------------------


def _groups(path: Path, asked: Examination) -> Iterator[Group]:
    """In the order in which it is needed, each group as soon as it is known."""
    checked = list(findings_of(path, offline=True))
    config = read_config(path) if checked[0].ok else None
    there = list(_database(config)) if config and asked.online else []
    files = [one for one in checked if not (there and one.what == "database")]
    yield "Files", [_of_check(one) for one in files]
    if config is None:
        return
    yield "This machine", list(_machine(config))
    yield "Database", there
    if asked.online:
        yield "Names", list(_names(config, asked.nameserver))
        yield from _servers(config, asked)


def _of_check(found: CheckFinding, part: str = "") -> DoctorFinding:
    """What `check` says, as it says it: a warning is a doubt. Below the heading of its `part` it
    need not say again what it is about.
    """
    ident, problems = "check", found.problems
    about = found.what.removeprefix(part).lstrip(", ") if part else found.what
    said = f"{about}: {found.said}" if about else found.said
    todo = _todo_of(problems[0], part) if problems else found.todo
    if len(problems) > 1:
        todo = "`mailtracker check` shows each, and where it stands"
    if not found.ok:
        return fault(ident, said, todo)
    return doubt(ident, said, todo) if problems else ok(ident, said)


def _todo_of(problem: Problem, part: str) -> str:
    """A server's own trouble stands in no line of a file: its words are all there is to say."""
    return problem.message if part and not problem.line else str(problem)


def _machine(config: Config) -> Iterator[DoctorFinding]:
    from mailtracker.doctor.machine import findings_of_machine
    from mailtracker.store.database import file_of

    yield from findings_of_machine(config)
    file = file_of(config.store.url)
    room = room_of(file) if file and is_folder(file.parent) else None
    for state in store_states(None, False, room):
        low = room is not None and room.is_low
        todo = "mail waits where it is once the disk is full: make room"
        judged = ok("disk.room", state.text)
        if not state.ok:
            judged = fault("disk.room", state.text, todo)
        elif low:
            judged = doubt("disk.room", state.text, todo)
        yield judged


def _database(config: Config) -> Iterator[DoctorFinding]:
    """Of one on a server; a file is looked at with the others."""
    from mailtracker.cli.check_postgres import check_postgres

    if is_postgres(config.store.url):
        found = check_postgres(config, strict=False, offline=False)
        yield from (_of_check(one, "database") for one in found)


def _names(config: Config, nameserver: str) -> Iterator[DoctorFinding]:
    from mailtracker.doctor.names import Nameserver, findings_of_names

    named = Nameserver(*_split(nameserver)) if nameserver else Nameserver()
    yield from findings_of_names(config, named)


def _servers(config: Config, asked: Examination) -> Iterator[Group]:
    """What `check` finds of a server, and behind it what was tried."""
    from mailtracker.cli.check_servers import findings_of_servers
    from mailtracker.doctor.examine import Doctor

    key, trouble = _key_of(config)
    mails = asked.mails and not trouble
    if asked.mails and trouble:
        yield "Mail", [fault("probe.trouble", f"no mail was sent: {trouble}", UNKNOWN_KEY)]
    checked = list(findings_of_servers(config, strict=False))
    tell = _tell if asked.tells else _say_nothing
    parts = Doctor(config, key, asked.wait, mails, tell).servers()
    for part, tried in parts:
        mine = [one for one in checked if _is_about(one, part)]
        shown = [one for one in mine if not (mails and _is_tried(one))]
        yield part, [*(_of_check(one, part) for one in shown), *tried]


def _key_of(config: Config) -> tuple[bytes, str]:
    """By which a daemon knows our probes, else why it would not. Before there is a database none
    can have filed one, and a key of our own is as good.
    """
    from mailtracker.store.database import Store, is_missing

    try:
        if is_missing(config.store.url):
            return secrets.token_bytes(KEY_BYTES), ""
        store = Store.open_to_read(config.store.url)
    except MailtrackerError as error:
        return b"", str(error)
    with closing(store):
        return store.key, ""


def _is_about(found: CheckFinding, part: str) -> bool:
    """ "imap it, moving" is about "imap it"; all that is said of smtp is about that."""
    if part == "smtp":
        return found.what.startswith("smtp")
    return not found.what.startswith("smtp") and found.what.partition(",")[0] == part


def _is_tried(found: CheckFinding) -> bool:
    """What the server says yes to, and what a mail shows better."""
    return found.ok and not found.problems and found.what.endswith(SHOWN_BY_MAIL)


def _tell(words: str) -> None:
    for line in _wrapped(plain(words), "  ... ", 6):
        click.echo(paint(line), err=True)


def _say_nothing(_: str) -> None:
    """For programs."""


# -- the page --------------------------------------------------------------------------------------


def _print(title: str, group: Sequence[DoctorFinding]) -> None:
    click.echo(paint(title, bold=True))
    for line in chain.from_iterable(map(_lines, group)):
        click.echo(line)


def _lines(one: DoctorFinding) -> Iterator[str]:
    """What was found, and below it what to do."""
    sign = _sign(one.level)
    yield from _wrapped(plain(one.said), f"  {sign} ", 4)
    if one.todo:
        yield from _wrapped(plain(one.todo), "    → " if _can_draw("→") else "    > ", 6)


def _wrapped(words: str, first: str, indent: int) -> Iterator[str]:
    """Colours have no width, so the first line is measured without them."""
    width = min(max(shutil.get_terminal_size((80, 24)).columns, NARROW), WIDE)
    lines = textwrap.wrap(
        words, width - indent, break_long_words=False, break_on_hyphens=False
    ) or [""]
    yield first + lines[0]
    yield from (" " * indent + line for line in lines[1:])


def _sign(level: Level) -> str:
    sign, word, colour = SIGNS[level]
    return paint(sign if _can_draw(sign) else word, colour)


def _can_draw(sign: str) -> bool:
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _print_sum(count: int, faults: int, doubts: int) -> None:
    told = [counted(faults, "fault")] if faults else []
    told += [counted(doubts, "doubt")] if doubts else []
    things = counted(count, "thing")
    said = f"{' and '.join(told)} among {things} that were tried: see above."
    for line in _wrapped(said if told else f"All well: {things} tried.", "", 0):
        click.echo(line)
