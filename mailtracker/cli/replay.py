"""`replay`: mail of the past and the rules as they are now in, what would change and for whom
out. Nothing is sent or stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, if_any, moment, print_json, print_most, print_table
from mailtracker.cli.reading import (
    Setup,
    cores,
    progress,
    readers,
    rules_of,
    setup_of,
    setup_options,
    since_of,
)
from mailtracker.cli.secrecy import veiled_replay
from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.desk.ask_replay import Replayed, Share, Treatment
    from mailtracker.mailbox.mailbox import Mailbox
    from mailtracker.replay import PastMails

CHANGED = 5
"""Exit code where something would change."""

PLENTY = 10_000
"""Mails from which on every reader is worth starting, where nobody knows how many there are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mails of the past: those in files at `paths`, those in a `folder` (None: that of
    handled mail) of the mailbox called `imap`, or else those in the store; none older than `since`.
    """

    paths: tuple[Path, ...]
    imap: str | None
    folder: str | None
    since: datetime

    @property
    def outside(self) -> bool:
        """Not from the store: nobody knows what was decided about them."""
        return bool(self.paths) or self.imap is not None


@dataclass(frozen=True, slots=True)
class Preview:
    """Every mail that was `found` with what became and would become of it, how many are `gone`
    since their bytes were purged, `since` when they were looked for, and whether it `compares`
    anything: with mails from outside only where two rule sets are known.
    """

    found: Sequence[Replayed]
    gone: int
    since: datetime
    compares: bool

    @property
    def changed(self) -> list[Replayed]:
        return [one for one in self.found if one.changed]

    @property
    def weighty(self) -> list[Replayed]:
        """Where people would feel the change."""
        from mailtracker.desk.ask_replay import WEIGHTY

        return [one for one in self.found if not WEIGHTY.isdisjoint(one.changed)]


@click.command()
@click.argument(
    "paths", metavar="[PATH...]", nargs=-1, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--since",
    default="30d",
    show_default=True,
    metavar="TIME",
    help="How far back: 30d, 12w, or 2026-10-01.",
)
@click.option(
    "--imap",
    metavar="MAILBOX",
    help="Read that mailbox's folder of handled mail instead of the store; read-only.",
)
@click.option("--folder", metavar="NAME", help="Another folder of it, for --imap.")
@setup_options
@json_option
@click.pass_context
def replay(
    ctx: click.Context,
    paths: tuple[Path, ...],
    since: str,
    imap: str | None,
    folder: str | None,
    config: Path | None,
    rules: Path | None,
    as_json: bool,
) -> None:
    """Put mail of the past through the rules: which requests would get another owner, promise or
    help, and who would have more to do. Nothing is sent or stored.

    Without PATH the mails are those that the store keeps (`keep_mail`), and what was decided then
    is compared with the rules as they are now, or with those of --rules. PATH is a mail, an mbox, a
    Maildir or a folder of mails; then the config's rules are compared with those of --rules, and
    every mail counts as new.

    The exit code is 5 when an owner, a promise or help would change, 0 when none would: for CI.

    \b
    Examples: mailtracker replay --since 30d
              mailtracker replay --rules ../new-rules --json
              mailtracker replay --rules new-rules archive.mbox --since 2026-01-01
    """
    setup = setup_of(config, None)
    wanted = Wanted(paths, imap, folder, since_of(since))
    result = _replay(setup, rules, wanted)
    if paths and not result.found:
        raise MailtrackerError(
            f"no mail since {moment(wanted.since)} there that would open a request: --since looks "
            f"further back"
        )
    if as_json:
        print_json(_as_json(result))
    else:
        _print(result)
    ctx.exit(CHANGED if result.weighty else 0)


def _replay(setup: Setup, rules: Path | None, wanted: Wanted) -> Preview:
    from mailtracker.desk.ask_replay import Replay
    from mailtracker.replay import replayed
    from mailtracker.rules.load import load

    now = load(rules) if rules else rules_of(setup)
    before = setup.policy if wanted.outside else None
    with _source(setup, wanted) as source:
        count = source.total or PLENTY
        with readers(setup.site, count) as read, progress(source.total, "replaying") as tick:
            replay = replayed(source, read, Replay(now, before), cores(), tick)
            found = [veiled_replay(one) for one in replay]
    compares = not wanted.outside or (rules is not None and before is not None)
    return Preview(found, source.gone, wanted.since, compares)


@contextmanager
def _source(setup: Setup, wanted: Wanted) -> Iterator[PastMails]:
    from mailtracker.replay import from_files, from_folder, from_store
    from mailtracker.store.database import Store

    if wanted.paths:
        yield from_files(wanted.paths, wanted.since)
    elif setup.config is None:
        raise MailtrackerError("no mail to replay: name a config with --config, or files")
    elif wanted.imap is not None:
        with closing(_mailbox(setup.config, wanted.imap, wanted.folder)) as box:
            yield from_folder(box, wanted.since)
    else:
        with closing(Store.open_to_read(setup.config.store.url)) as store:
            yield from_store(store, wanted.since)


def _mailbox(config: Config, name: str, folder: str | None) -> Mailbox:
    from mailtracker.start import mailbox_of

    for box in config.mailboxes:
        if box.name.casefold() == name.casefold():
            return mailbox_of(replace(box, folder=folder or box.handled))
    known = ", ".join(box.name for box in config.mailboxes)
    raise MailtrackerError(f"no mailbox is called {name!r}; the config has {known}")


def _as_json(result: Preview) -> dict[str, object]:
    from mailtracker.desk.ask_replay import shares

    return {
        "since": result.since,
        "mails": len(result.found),
        "gone": result.gone,
        "changed": result.changed,
        "shares": shares(result.found),
    }


def _print(result: Preview) -> None:
    if result.compares:
        _print_changes(result.weighty)
    else:
        _print_rules(result.found)
    _print_shares(result)
    mails = f"{counted(len(result.found), 'mail')} since {moment(result.since)}"
    lost = f"; {counted(result.gone, 'mail')} no longer kept" if result.gone else ""
    click.echo(f"{mails}: {_summary(result)}{lost}")


def _summary(result: Preview) -> str:
    if not result.compares:
        return "nothing to compare with: no other rules are known"
    smaller = len(result.changed) - len(result.weighty)
    beside = if_any(", {} in rule or tags only", smaller)
    return f"{len(result.weighty)} would change{beside}"


def _print_shares(result: Preview) -> None:
    """Whose work would grow or shrink; where nothing is compared, who has how much."""
    from mailtracker.desk.ask_replay import shares

    moved = [one for one in shares(result.found) if one.before != one.after or not result.compares]
    if moved:
        print_table(("PERSON", "BEFORE", "AFTER", "CHANGE"), [_load(share) for share in moved])
        click.echo()


def _print_changes(weighty: Sequence[Replayed]) -> None:
    if not weighty:
        return
    columns = ("REQUEST", "WHEN", "OWNER", "PROMISE", "HELP", "RULE", "SUBJECT")
    print_most(columns, list(map(_row, weighty)))
    click.echo()


def _print_rules(found: Sequence[Replayed]) -> None:
    """What each rule takes, where there is nothing to compare with."""
    taken = Counter(one.after.rule for one in found)
    print_table(("RULE", "MAILS"), [(rule, str(count)) for rule, count in taken.most_common()])
    click.echo()


def _row(one: Replayed) -> tuple[str, ...]:
    before, after = one.before, one.after
    helped = (", ".join(before.help), ", ".join(after.help))
    return (
        one.name,
        moment(one.at),
        _arrow(_who(before), _who(after)),
        _arrow(before.promise, after.promise),
        _arrow(*helped) if "help" in one.changed else "",
        _arrow(before.rule, after.rule),
        one.subject,
    )


def _who(given: Treatment) -> str:
    return given.owner or given.to


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before or '-'} → {after or '-'}"


def _load(share: Share) -> tuple[str, ...]:
    return share.person, str(share.before), str(share.after), f"{share.after - share.before:+d}"
