"""`explain PATH...`: mails from files in; what is understood of each, and the
rule that would take it, out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.explain_request import REFERENCE, explain_request, print_step
from mailtracker.cli.output import if_any, paint, plain, to_json
from mailtracker.cli.reading import (
    Setup,
    as_configured,
    readers,
    setup_of,
    setup_options,
    side_by_side,
)
from mailtracker.cli.secrecy import confidential_option
from mailtracker.cli.understood import Routed, Understood, as_json, understood

if TYPE_CHECKING:
    from mailtracker.mail.message import Message
    from mailtracker.mail.site import Site
    from mailtracker.reader import Reading

NO_MAIL = frozenset({".json", ".yaml", ".yml", ".md", ".toml", ".py", ".db", ".log", ".gz", ".zip"})
"""Endings of files that are passed over in a folder; named by themselves they are read."""

OLDEST = 1990
"""The first year that is believed of a mail's Date."""

SHOWN_LINES = 12
"""Lines of the new text that are printed for people."""

Show = Callable[["Understood", "Reading", "Setup"], None]

PROVEN = {True: "verified", False: "NOT genuine", None: "not known"}
"""What our border says of a sender, in words."""


@click.command()
@click.argument("what", metavar="PATH|REF...", nargs=-1, required=True)
@setup_options
@click.option(
    "--at",
    metavar="TIME",
    help='When it comes, instead of its Date: "2026-11-25 22:00 Europe/Berlin".',
)
@click.option(
    "--json",
    "for_programs",
    is_flag=True,
    help="Print one JSON object a line and file, for other programs.",
)
@confidential_option
def explain(
    what: tuple[str, ...],
    config: Path | None,
    rules: Path | None,
    at: str | None,
    for_programs: bool,
    confidential: bool,
) -> None:
    """Say how mails are understood: who wrote, what kind of mail it is and why, what
    is new in it, who would get it.

    PATH is a mail as a file, or a folder of such files. With rules it shows for each of them the
    first clause that failed, and the text that was seen. REF is a request, such as IT-1042: why it
    went where it went, by the rules of that time. Nothing is stored or sent, and no server is
    asked. The mails are read by the daemon's own code, in child processes. The exit code is 1 where
    a file could not be opened.

    \b
    Examples: mailtracker explain mail.eml
              mailtracker explain IT-1042
              mailtracker explain --rules rules/ Maildir/cur
              mailtracker explain --json mails/ | jq -r 'select(.kind == "bounce") | .file'
    """
    references = [word for word in what if REFERENCE.fullmatch(word) and not Path(word).exists()]
    for reference in references:
        explain_request(config or Path("config.toml"), reference, for_programs, confidential)
    paths = [_path(word) for word in what if word not in references]
    if not paths:
        return
    setup = setup_of(config, rules)
    show = _print_json if for_programs else _print
    if not _explain_files(paths, setup, _instant(at) if at else None, show):
        sys.exit(1)


def _explain_files(paths: Sequence[Path], setup: Setup, at: datetime | None, show: Show) -> bool:
    """Whether every file could be opened. `at`: when their mails come, instead of their dates."""
    opened = True
    try:
        for path, reading, could_be_opened in _readings(list(_files(paths)), setup.site):
            opened &= could_be_opened
            reading = as_configured(reading, setup)
            told = understood(path, reading, setup.policy, at or _date(reading))
            show(told, reading, setup)
    except BrokenPipeError:  # `| head` has enough
        sys.stderr.close()
    return opened


def _path(word: str) -> Path:
    path = Path(word)
    if not path.exists():
        raise click.BadParameter(
            f"{word!r} is no file or folder here, and no request", param_hint="PATH|REF..."
        )
    return path


def _date(reading: Reading) -> datetime:
    """Rules see a mail when it comes: at its own date, else now."""
    date, now = reading.message.date if reading.message else None, datetime.now(UTC)
    if date is None or date.tzinfo is None or date.year < OLDEST:
        return now
    return min(date.astimezone(UTC), now)


def _instant(text: str) -> datetime:
    from mailtracker.rules.values import read_instant

    try:
        return read_instant(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from None


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from filter(_may_be_mail, _below(path))
        else:
            yield path


def _below(folder: Path) -> Iterator[Path]:
    """Everything that is in a folder and in those below it: names of files in their order, then
    folder by folder.
    """
    for here, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(here) / name for name in sorted(names))


def _may_be_mail(path: Path) -> bool:
    """In a folder only files, and not those that go by another ending; in a Maildir
    the ending is a host's name.
    """
    if path.name.startswith("."):
        return False
    if path.suffix.lower() in NO_MAIL and path.parent.name not in ("new", "cur"):
        return False
    return path.is_file() or path.is_symlink()


def _readings(paths: Sequence[Path], site: Site) -> Iterator[tuple[Path, Reading, bool]]:
    """Each file with its reading, in their order, and whether it could be opened."""
    from mailtracker.reader import Reading

    with readers(site, len(paths)) as read:

        def opened(path: Path) -> tuple[Path, Reading, bool]:
            try:
                return path, read(path.read_bytes()), True
            except OSError as error:
                trouble = f"cannot be opened: {error.strerror}"
                return path, Reading(None, None, trouble), False

        yield from side_by_side(opened, paths)


def _print_json(told: Understood, _reading: Reading, _setup: Setup) -> None:
    click.echo(to_json(as_json(told)))


def _print(told: Understood, reading: Reading, setup: Setup) -> None:
    click.echo(paint(plain(told.file), "cyan"))
    for name, text in _rows(told, reading, setup):
        click.echo(f"  {name.ljust(11)}  {plain(text)}")
    for step in told.route.asked if told.route else ():
        print_step(step)
    if told.reply_text:
        _print_words(told.reply_text.split("\n"))
    click.echo()


def _print_words(lines: Sequence[str]) -> None:
    for line in lines[:SHOWN_LINES]:
        click.echo(f"  │ {plain(line)}".rstrip())
    if len(lines) > SHOWN_LINES:
        click.echo(f"  │ … {len(lines) - SHOWN_LINES} more lines")


Row = tuple[str, str]
"""The name of something that is known of a mail, and what."""


def _rows(told: Understood, reading: Reading, setup: Setup) -> Iterator[Row]:
    message, classified = reading.message, reading.classified
    if message is None or classified is None:
        yield "kind", f"{told.kind}: {told.why}"
        return
    perhaps = "" if classified.sure else "; by its words alone, so nothing is dropped"
    yield "kind", f"{told.kind}: {told.why}{perhaps}"
    yield "from", f"{told.sender or 'nobody'}{_beside_the_sender(message)}"
    genuine = "from inside" if classified.inside else PROVEN[classified.verified]
    yield "genuine", f"{genuine}: {classified.verdict}"
    yield "subject", message.subject or "(none)"
    yield "receipt", "yes" if classified.receipt else "no"
    yield "language", classified.language or "not certain"
    yield from _listed(
        ("thread", _thread(message, setup.site)),
        ("bounced", told.bounce_recipients),
        ("attached", told.attachments),
        ("odd", message.defects),
    )
    if told.expected:
        yield "expected", f"{told.expected}: it is ticked off, and opens no request"
    elif told.route:
        yield from _route_rows(told.route)
    elif setup.policy:
        yield "route", "none: it opens no request"


def _beside_the_sender(message: Message) -> str:
    behind = if_any(", through the list {}", message.passed_list)
    doubt = f" (in doubt: {message.sender_doubt})" if message.sender is None else ""
    return behind + doubt


def _route_rows(route: Routed) -> Iterator[Row]:
    yield "route", f"{route.to}, by rule {route.rule}: {route.matched}"
    yield from _listed(
        ("notes", route.notes),
        ("tags", route.tags),
        ("watch", route.watch),
        ("attach", route.attach),
        ("ask", route.ask),
    )
    if route.confidential:
        yield "confidential", "yes"
    yield from _listed(("its requester chooses", route.confide_in))
    if route.machine:
        yield "machine", "yes, by the rule: no receipt and no notice"
    if route.requester:
        yield "requester", f"{route.requester}, whom the form's Reply-To names"


def _listed(*lists: tuple[str, Sequence[str]]) -> Iterator[Row]:
    """What there is several of, each once; an empty list has no row."""
    for name, values in lists:
        if values:
            yield name, ", ".join(dict.fromkeys(values))


def _kind_of(token: str) -> str:
    from mailtracker.mail.outgoing.ids import ACTION

    return "action token" if ACTION.fullmatch(token) else "reply token"


def _thread(message: Message, site: Site) -> list[str]:
    """By what it may belong to a request that we have; the desk
    decides, with what the store knows.
    """
    from mailtracker.mail.thread_keys import keys

    found = keys(message, site.addresses)
    conversation = if_any("conversation {}…", found.conversation[:12])
    return [
        *(f"{_kind_of(token)} {token}" for token in found.tokens),
        *map("answers {}".format, found.ids[:3]),
        *filter(None, [conversation]),
        *map("names {}".format, found.tags),
    ]
