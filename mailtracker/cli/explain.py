"""`explain PATH...`: mails from files in; what is understood of each, and the
rule that would take it, out.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.explain_request import REFERENCE, explain_request, print_step
from mailtracker.cli.output import paint, plain
from mailtracker.cli.reading import readers, seen_by_rules, setup_of, setup_options, side_by_side

if TYPE_CHECKING:
    from mailtracker.mail.message import Message
    from mailtracker.mail.site import Site
    from mailtracker.policy.model import Policy
    from mailtracker.reader import Reading

NO_MAIL = frozenset({".json", ".yaml", ".yml", ".md", ".toml", ".py", ".db", ".log", ".gz", ".zip"})
"""Endings of files that are passed over in a folder; named by themselves they are read."""

OLDEST = 1990
"""The first year that is believed of a mail's Date."""

SHOWN_LINES = 12
"""Lines of the new text that are printed for people."""


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
    "as_json",
    is_flag=True,
    help="Print one JSON object a line and file, for other programs.",
)
def explain(
    what: tuple[str, ...], config: Path | None, rules: Path | None, at: str | None, as_json: bool
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
        explain_request(config or Path("config.toml"), reference, as_json)
    paths = [_path(word) for word in what if word not in references]
    if not paths:
        return
    setup = setup_of(config, rules)
    given = _instant(at) if at else None
    failed = False
    try:
        for path, reading, trouble in _readings(list(_files(paths)), setup.site):
            failed = failed or bool(trouble)
            told = understood(path, reading, setup.policy, given or _date(reading))
            if as_json:
                click.echo(json.dumps(told, ensure_ascii=False))
            else:
                _print(told, reading, setup.site, ruled=setup.policy is not None)
    except BrokenPipeError:  # `| head` has enough
        sys.stderr.close()
    if failed:
        sys.exit(1)


def _path(word: str) -> Path:
    path = Path(word)
    if not path.exists():
        raise click.BadParameter(
            f"{word!r} is no file or folder here, and no request", param_hint="PATH|REF..."
        )
    return path


def _date(reading: Reading) -> datetime:
    """Rules see a mail when it comes: at its own date, else now."""
    date = reading.message.date if reading.message else None
    now = datetime.now(UTC)
    return min(date.astimezone(UTC), now) if date and date.tzinfo and date.year >= OLDEST else now


def _instant(text: str) -> datetime:
    from mailtracker.rules.values import read_instant

    try:
        return read_instant(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from None


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            yield from (
                Path(folder) / name for name in sorted(names) if _may_be_mail(Path(folder) / name)
            )


def _may_be_mail(path: Path) -> bool:
    """In a folder only files, and not those that go by another ending; in a Maildir
    the ending is a host's name.
    """
    other = path.suffix.lower() in NO_MAIL and path.parent.name not in ("new", "cur")
    return not (path.name.startswith(".") or other) and (path.is_file() or path.is_symlink())


def _readings(paths: Sequence[Path], site: Site) -> Iterator[tuple[Path, Reading, str]]:
    """Each file with its reading, in their order; the last is why a file could not
    be opened, "" where it could.
    """
    from mailtracker.reader import Reading

    with readers(site, len(paths)) as read:

        def opened(path: Path) -> tuple[Path, Reading, str]:
            try:
                return path, read(path.read_bytes()), ""
            except OSError as error:
                return path, Reading(None, None, f"cannot be opened: {error.strerror}"), str(error)

        yield from side_by_side(opened, paths)


def understood(
    path: Path, reading: Reading, policy: Policy | None = None, now: datetime | None = None
) -> dict[str, object]:
    """All that is known of one mail, as JSON has it. Texts are free of lone surrogates; `route` is
    None without rules, and for mail that opens no request. `now` is when it comes.
    """
    message, classified = reading.message, reading.classified
    file = os.fsencode(path).decode("utf-8", "replace")
    if message is None or classified is None:
        empty: dict[str, object] = {
            "from": "",
            "identified": False,
            "subject": "",
            "text": "",
            "reply_text": "",
            "attachments": [],
        }
        rest: dict[str, object] = {
            "bounce_recipients": [],
            "language": None,
            "verified": None,
            "route": None,
        }
        return {
            "file": file,
            "kind": "quarantine",
            "why": reading.trouble,
            "receipt": False,
            **empty,
            **rest,
        }
    return {
        "file": file,
        "kind": str(classified.kind),
        "why": classified.reason,
        "receipt": classified.receipt,
        "from": writer(message),
        "identified": message.sender is not None,
        "subject": message.subject,
        "text": message.text,
        "reply_text": message.new_text,
        "attachments": names(message),
        "bounce_recipients": [failure.recipient for failure in message.failures],
        "language": classified.language or None,
        "verified": classified.verified,
        "route": _route(reading, policy, now) if policy and now else None,
    }


def writer(message: Message) -> str:
    """The best reading of who wrote, also where that is in doubt."""
    if message.sender:
        return message.sender.email
    return next((address.email for address in message.from_), "")


def names(message: Message) -> list[str]:
    """What the attached files are called, those inside a winmail.dat too."""
    return [*(part.filename for part in message.attachments if part.filename), *message.packed]


def _route(reading: Reading, policy: Policy, now: datetime) -> dict[str, object] | None:
    """Who would get it, and every rule that was asked. None for mail that opens no request."""
    from mailtracker.policy.route import explain as asked

    mail, classified = seen_by_rules(reading, now), reading.classified
    if mail is None or classified is None or classified.opens_nothing:
        return None
    found, steps = asked(policy, mail)
    return {
        "rule": found.rule,
        "at": found.where,
        "to": found.to,
        "matched": found.matched,
        "why": found.why,
        "promise": found.promise,
        "notes": [name for name, _ in found.notes],
        "tags": found.extras.tags,
        "watch": found.extras.watch,
        "attach": found.extras.attach,
        "ask": [question.said_in(classified.language) for question in found.extras.ask],
        "confidential": found.extras.confidential,
        "asked": [
            {"rule": step.rule, "at": step.where, "took": step.took, "told": step.told}
            for step in steps
        ],
    }


def _print(told: Mapping[str, object], reading: Reading, site: Site, ruled: bool) -> None:
    click.echo(paint(plain(str(told["file"])), "cyan"))
    for name, text in _rows(told, reading, site, ruled):
        click.echo(f"  {name.ljust(11)}  {plain(text)}")
    if isinstance(told["route"], dict):
        for step in told["route"]["asked"]:
            print_step(step["rule"], step["at"], step["took"], step["told"])
    words = str(told["reply_text"]).split("\n") if told["reply_text"] else []
    for line in words[:SHOWN_LINES]:
        click.echo(f"  │ {plain(line)}".rstrip())
    if len(words) > SHOWN_LINES:
        click.echo(f"  │ … {len(words) - SHOWN_LINES} more lines")
    click.echo()


def _thread(message: Message, site: Site) -> list[str]:
    """By what it may belong to a request that we have; the desk
    decides, with what the store knows.
    """
    from mailtracker.mail.thread_keys import keys

    found = keys(message, site.addresses)
    named = [f"reply token {token}" for token in found.tokens] + [
        f"answers {one}" for one in found.ids[:3]
    ]
    conversation = [f"conversation {found.conversation[:12]}…"] if found.conversation else []
    return [*named, *conversation, *(f"names {tag}" for tag in found.tags)]


def _rows(
    told: Mapping[str, object], reading: Reading, site: Site, ruled: bool
) -> Iterator[tuple[str, str]]:
    message, classified = reading.message, reading.classified
    perhaps = (
        ""
        if classified is None or classified.sure
        else "; by its words alone, so nothing is dropped"
    )
    yield "kind", f"{told['kind']}: {told['why']}{perhaps}"
    if message is None or classified is None:
        return
    doubt = f" (in doubt: {message.sender_doubt})" if message.sender is None else ""
    behind = f", through our list {message.passed_list}" if message.passed_list else ""
    yield "from", f"{told['from'] or 'nobody'}{behind}{doubt}"
    proven = {True: "verified", False: "NOT genuine", None: "not known"}[classified.verified]
    yield "genuine", f"{proven}: {classified.verdict}"
    yield "subject", message.subject or "(none)"
    yield "receipt", "yes" if classified.receipt else "no"
    yield "language", classified.language or "not certain"
    for name, values in (
        ("thread", _thread(message, site)),
        ("bounced", [failure.recipient for failure in message.failures]),
        ("attached", names(message)),
        ("odd", list(message.defects)),
    ):
        if values:
            yield name, ", ".join(dict.fromkeys(values))
    if route := told["route"]:
        assert isinstance(route, dict)
        yield "route", f"{route['to']}, by rule {route['rule']}: {route['matched']}"
        for name in ("notes", "tags", "watch", "attach", "ask"):
            if route[name]:
                yield name, ", ".join(route[name])
        if route["confidential"]:
            yield "confidential", "yes"
    elif ruled:
        yield "route", "none: it opens no request"
