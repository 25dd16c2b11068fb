"""`explain PATH...`: mails from files in; what is understood of each, and the rule that would take it, out."""

from __future__ import annotations

import json
import os
import queue
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.output import paint, plain

if TYPE_CHECKING:
    from mailtracker.mail.message import Classified, Message
    from mailtracker.mail.setting import Setting
    from mailtracker.policy.policy import Policy
    from mailtracker.reader import Reading

READERS = 4
"""Children that read side by side, at most one a processor."""

NO_MAIL = frozenset({".json", ".yaml", ".yml", ".md", ".toml", ".py", ".db", ".log", ".gz", ".zip"})
"""Endings of files that are passed over in a folder; named by themselves they are read."""

SHOWN_LINES = 12
"""Lines of the new text that are printed for people."""


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    envvar="MAILTRACKER_CONFIG",
    metavar="PATH",
    help="The config file. Default: config.toml here, if there is one; without it no rule is looked for.",
)
@click.option(
    "--rules",
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR",
    help="Rules to route by, instead of those that the config names.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line and file, for other programs.")
def explain(paths: tuple[Path, ...], config: Path | None, rules: Path | None, as_json: bool) -> None:
    """Say how mails are understood: who wrote, what kind of mail it is and why, what is new in it, who would get it.

    PATH is a mail as a file, or a folder of such files. Nothing is stored or sent, and no server is asked. The mails are
    read by the daemon's own code, in child processes. The exit code is 1 where a file could not be opened.

    \b
    Examples: mailtracker explain mail.eml
              mailtracker explain --rules rules/ Maildir/cur
              mailtracker explain --json mails/ | jq -r 'select(.kind == "bounce") | .file'
    """
    setting, policy = _house(config, rules)
    failed = False
    try:
        for path, reading, trouble in _readings(list(_files(paths)), setting):
            failed = failed or bool(trouble)
            told = understood(path, reading, policy)
            if as_json:
                click.echo(json.dumps(told, ensure_ascii=False))
            else:
                _print(told, reading, setting)
    except BrokenPipeError:  # `| head` has enough
        sys.stderr.close()
    if failed:
        sys.exit(1)


def _house(config: Path | None, rules: Path | None) -> tuple[Setting, Policy | None]:
    """What is known of the house: all that the config says, or the rules alone, or nothing."""
    from mailtracker.errors import BadFiles
    from mailtracker.mail.setting import Setting

    setting, policy = Setting(languages=ANY_LANGUAGE), None
    if config is None and Path("config.toml").is_file():
        try:
            return _house(Path("config.toml"), rules)
        except BadFiles as error:  # nobody asked for it
            click.echo(f"config.toml here is left out: {error.problems[0]}", err=True)
    if config:
        from mailtracker.cli.options import read_config
        from mailtracker.house import setting_of
        from mailtracker.letters.letters import languages_in

        known = read_config(config)
        setting, rules = setting_of(known, languages_in(known.templates)), rules or known.rules
    if rules:
        from mailtracker.policy.load import load

        policy = load(rules)
    return setting, policy


ANY_LANGUAGE = ("en", "de", "nl", "da", "pt", "fr", "es", "it", "sv", "nb", "pl")
"""Languages told apart where no templates limit the choice."""


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            yield from (Path(folder) / name for name in sorted(names) if _may_be_mail(Path(folder) / name))


def _may_be_mail(path: Path) -> bool:
    """In a folder only files, and not those that go by another ending; in a Maildir the ending is a host's name."""
    other = path.suffix.lower() in NO_MAIL and path.parent.name not in ("new", "cur")
    return not (path.name.startswith(".") or other) and (path.is_file() or path.is_symlink())


def _readings(paths: Sequence[Path], setting: Setting) -> Iterator[tuple[Path, Reading, str]]:
    """Each file with its reading, in their order; the last is why a file could not be opened, "" where it could."""
    from mailtracker.reader import ChildReader, Reading

    count = max(1, min(READERS, os.cpu_count() or 1, len(paths) // 20))
    readers = [ChildReader(setting) for _ in range(count)]
    free: queue.SimpleQueue[ChildReader] = queue.SimpleQueue()
    for reader in readers:
        free.put(reader)

    def read(path: Path) -> tuple[Path, Reading, str]:
        reader = free.get()
        try:
            return path, reader.read([path.read_bytes()])[0], ""
        except OSError as error:
            return path, Reading(None, None, f"cannot be opened: {error.strerror}"), str(error)
        finally:
            free.put(reader)

    try:
        with ThreadPoolExecutor(count) as pool:
            yield from pool.map(read, paths)
    finally:
        for reader in readers:
            reader.close()


def understood(path: Path, reading: Reading, policy: Policy | None = None) -> dict[str, object]:
    """All that is known of one mail, as JSON has it. Texts are free of lone surrogates; `route` is None without rules, and
    for mail that opens no request.
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
        rest: dict[str, object] = {"bounce_recipients": [], "language": None, "verified": None, "route": None}
        return {"file": file, "kind": "quarantine", "why": reading.trouble, "receipt": False, **empty, **rest}
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
        "route": _route(message, classified, policy),
    }


def writer(message: Message) -> str:
    """The best reading of who wrote, also where that is in doubt."""
    if message.sender:
        return message.sender.mail
    return next((address.mail for address in message.from_), "")


def names(message: Message) -> list[str]:
    """What the attached files are called, those inside a winmail.dat too."""
    return [*(part.filename for part in message.attachments if part.filename), *message.packed]


def _route(message: Message, classified: Classified, policy: Policy | None) -> dict[str, str] | None:
    from mailtracker.clock import SystemClock
    from mailtracker.desk.opening import mailed
    from mailtracker.mail.message import Kind
    from mailtracker.policy.route import route

    dropped = classified.kind in (Kind.AUTO_REPLY, Kind.BOUNCE) and classified.sure
    if policy is None or dropped or classified.kind is Kind.OWN:
        return None
    found = route(policy, mailed(message, classified, SystemClock().now()))
    return {"rule": found.rule, "to": found.to, "matched": found.matched, "promise": found.promise}


def _print(told: Mapping[str, object], reading: Reading, setting: Setting) -> None:
    click.echo(paint(plain(str(told["file"])), "cyan"))
    for name, text in _rows(told, reading, setting):
        click.echo(f"  {name.ljust(11)}  {plain(text)}")
    words = str(told["reply_text"]).split("\n") if told["reply_text"] else []
    for line in words[:SHOWN_LINES]:
        click.echo(f"  │ {plain(line)}".rstrip())
    if len(words) > SHOWN_LINES:
        click.echo(f"  │ … {len(words) - SHOWN_LINES} more lines")
    click.echo()


def _thread(message: Message, setting: Setting) -> list[str]:
    """By what it may belong to a request that we have; the desk decides, with what the store knows."""
    from mailtracker.mail.keys import keys

    found = keys(message, setting.addresses)
    named = [f"reply token {token}" for token in found.tokens] + [f"answers {one}" for one in found.ids[:3]]
    conversation = [f"conversation {found.conversation[:12]}…"] if found.conversation else []
    return [*named, *conversation, *(f"names {tag}" for tag in found.tags)]


def _rows(told: Mapping[str, object], reading: Reading, setting: Setting) -> Iterator[tuple[str, str]]:
    message, classified = reading.message, reading.classified
    perhaps = "" if classified is None or classified.sure else "; by its words alone, so nothing is dropped"
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
        ("thread", _thread(message, setting)),
        ("bounced", [failure.recipient for failure in message.failures]),
        ("attached", names(message)),
        ("odd", list(message.defects)),
    ):
        if values:
            yield name, ", ".join(dict.fromkeys(values))
    if route := told["route"]:
        assert isinstance(route, dict)
        yield "route", f"{route['to']}, by rule {route['rule']}: {route['matched']}"
