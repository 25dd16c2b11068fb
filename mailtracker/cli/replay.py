"""`replay`: mail of the past and the rules as they are now in, what would change and for whom
out. Nothing is sent or stored.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import json_option
from mailtracker.cli.output import counted, moment, print_json, print_table
from mailtracker.cli.reading import Setup, cores, readers, rules_of, setup_of, setup_options
from mailtracker.errors import MailtrackerError

if TYPE_CHECKING:
    from mailtracker.desk.ask_replay import Replayed, Share, Treatment
    from mailtracker.mailbox.mailbox import Mailbox
    from mailtracker.replay import Source

CHANGED = 5
"""Exit code where something would change."""

SHOWN = 50
"""Changes that are printed for people."""

PLENTY = 10_000
"""Mails from which on every reader is worth starting, where nobody knows how many there are."""


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
    setup, begin = setup_of(config, None), _since(since)
    found, gone = _replay(setup, rules, paths, imap, folder, begin)
    if paths and not found:
        raise MailtrackerError(
            f"no mail since {moment(begin)} there that would open a request: --since looks further "
            f"back"
        )
    weighty = [one for one in found if _is_weighty(one)]
    if as_json:
        print_json(_as_json(found, gone, begin))
    else:
        _print(
            found,
            weighty,
            gone,
            begin,
            compares=not (paths or imap) or bool(rules and setup.policy),
        )
    ctx.exit(CHANGED if weighty else 0)


def _since(text: str) -> datetime:
    from mailtracker.config.schema import parse_duration

    try:
        return datetime.now(UTC) - parse_duration(text)
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            "write 30d, 12w, or a date such as 2026-10-01", param_hint="--since"
        ) from None
    return found if found.tzinfo else found.astimezone()


def _replay(
    setup: Setup,
    rules: Path | None,
    paths: Sequence[Path],
    imap: str | None,
    folder: str | None,
    since: datetime,
) -> tuple[list[Replayed], int]:
    """Every mail with what became and would become of it, and how many are no longer kept."""
    from mailtracker.desk.ask_replay import Replay
    from mailtracker.replay import replayed
    from mailtracker.rules.load import load

    now = load(rules) if rules else rules_of(setup)
    with _source(setup, paths, imap, folder, since) as source:
        asked = Replay(now, reference=setup.policy if paths or imap else None)
        with (
            readers(setup.site, source.total or PLENTY) as read,
            _progress(source.total) as tick,
        ):
            found = list(replayed(source, read, asked, cores(), tick))
    return found, source.gone


@contextmanager
def _source(
    setup: Setup, paths: Sequence[Path], imap: str | None, folder: str | None, since: datetime
) -> Iterator[Source]:
    from mailtracker.replay import from_files, from_folder, from_store
    from mailtracker.store.database import Store

    if paths:
        yield from_files(paths, since)
        return
    if setup.config is None:
        raise MailtrackerError("no mail to replay: name a config with --config, or files")
    if imap is not None:
        box = _mailbox(setup, imap, folder)
        try:
            yield from_folder(box, since)
        finally:
            box.close()
        return
    store = Store.open(setup.config.store.url, create=False)
    try:
        yield from_store(store, since)
    finally:
        store.close()


def _mailbox(setup: Setup, name: str, folder: str | None) -> Mailbox:
    from mailtracker.start import mailbox_of

    assert setup.config is not None
    boxes = {box.name.casefold(): box for box in setup.config.mailboxes}
    if name.casefold() not in boxes:
        known = ", ".join(box.name for box in setup.config.mailboxes)
        raise MailtrackerError(f"no mailbox is called {name!r}; the config has {known}")
    box = boxes[name.casefold()]
    return mailbox_of(replace(box, folder=folder or box.handled))


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], object]]:
    """On a terminal only, and on its error side."""
    if not sys.stderr.isatty() or not total:
        yield lambda _: None
        return
    with click.progressbar(length=total, label="replaying", file=sys.stderr) as bar:
        yield bar.update


def _is_weighty(one: Replayed) -> bool:
    from mailtracker.desk.ask_replay import WEIGHTY

    return bool(WEIGHTY & set(one.changed))


def _as_json(found: Sequence[Replayed], gone: int, since: datetime) -> dict[str, object]:
    from mailtracker.desk.ask_replay import shares

    changed = [one for one in found if one.changed]
    return {
        "since": since,
        "mails": len(found),
        "gone": gone,
        "changed": changed,
        "shares": shares(found),
    }


def _print(
    found: Sequence[Replayed],
    weighty: Sequence[Replayed],
    gone: int,
    since: datetime,
    compares: bool,
) -> None:
    from mailtracker.desk.ask_replay import shares

    if compares:
        _print_changes(weighty)
    else:
        _print_rules(found)
    moved = [share for share in shares(found) if share.before != share.after or not compares]
    if moved:
        print_table(("PERSON", "BEFORE", "AFTER", "CHANGE"), [_load(share) for share in moved])
        click.echo()
    lost = f"; {counted(gone, 'mail')} no longer kept" if gone else ""
    smaller = sum(bool(one.changed) for one in found) - len(weighty)
    beside = f", {smaller} in rule or tags only" if smaller else ""
    said = (
        f"{len(weighty)} would change{beside}"
        if compares
        else "nothing to compare with: no other rules are known"
    )
    click.echo(f"{counted(len(found), 'mail')} since {moment(since)}: {said}{lost}")


def _print_changes(weighty: Sequence[Replayed]) -> None:
    if weighty:
        rows = [_row(one) for one in weighty[:SHOWN]]
        print_table(("REQUEST", "WHEN", "OWNER", "PROMISE", "HELP", "RULE", "SUBJECT"), rows)
        if len(weighty) > SHOWN:
            click.echo(f"and {len(weighty) - SHOWN} more: --json lists them all")
        click.echo()


def _print_rules(found: Sequence[Replayed]) -> None:
    """What each rule takes, where there is nothing to compare with."""
    taken = Counter(one.after.rule for one in found)
    print_table(("RULE", "MAILS"), [(rule, str(count)) for rule, count in taken.most_common()])
    click.echo()


def _row(one: Replayed) -> tuple[str, ...]:
    before, after = one.before, one.after
    return (
        one.name,
        moment(one.at),
        _arrow(_who(before), _who(after)),
        _arrow(before.promise, after.promise),
        _arrow(", ".join(before.help), ", ".join(after.help)) if before.help != after.help else "",
        _arrow(before.rule, after.rule),
        one.subject,
    )


def _who(given: Treatment) -> str:
    return given.owner or given.to


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before or '-'} → {after or '-'}"


def _load(share: Share) -> tuple[str, ...]:
    return share.person, str(share.before), str(share.after), f"{share.after - share.before:+d}"
