"""`status`: whether everything works, and what is late or stuck. The store's rows in,
a page and an exit code out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtracker.cli.options import config_option, json_option, read_config
from mailtracker.cli.output import mark, moment, plain, print_json, print_table
from mailtracker.errors import MailtrackerError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailtracker.config import Config
    from mailtracker.desk.request import Request
    from mailtracker.store.health import Beat
    from mailtracker.store.ledger import Line
    from mailtracker.store.outbox import Sending
    from mailtracker.store.statistics import Counts

SILENT = timedelta(minutes=10)
"""A mailbox says that it is well at least every five minutes; twice
that without a word is trouble.
"""

RECENT = timedelta(days=7)
"""Uncertain, failed and quarantined mail makes the exit code 1 for a week;
after that it is only counted.
"""

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A mailbox, the SMTP server or the rules, as people are told."""

    part: str
    ok: bool
    text: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows. `running`: a daemon holds the database now. `gaps`: of the requests
    that were `opened` lately, those that only the fallback took.
    """

    running: bool
    parts: Sequence[Part]
    counts: Counts
    overdue: Sequence[Request]
    held: Sequence[Request]
    uncertain: Sequence[Sending]
    failed: Sequence[Sending]
    quarantine: Sequence[Line]
    gaps: int
    opened: int

    @property
    def ok(self) -> bool:
        stuck = self.overdue or self.held or self.uncertain or self.failed or self.quarantine
        return all(part.ok for part in self.parts) and not stuck


@click.command()
@config_option
@json_option
@click.pass_context
def status(ctx: click.Context, path: Path, as_json: bool) -> None:
    """Say whether every mailbox and the SMTP server work, which rules are in use, what waits, what
    is late, held or in quarantine, and which mails may not have arrived.

    The exit code is 1 when something needs a human, so that monitoring can call this.

    \b
    Examples: mailtracker status
              mailtracker status --json | jq .ok
    """
    from mailtracker.store.database import Store

    config = read_config(path)
    store = Store.open(config.store.url, create=False)
    running = is_served(config)
    try:
        with store.read() as conn:
            report = gather(conn, config, datetime.now(UTC), running)
    finally:
        store.close()
    if as_json:
        print_json({"ok": report.ok, **{name: getattr(report, name) for name in Report.__slots__}})
    else:
        _print(report)
    ctx.exit(0 if report.ok else 1)


def is_served(config: Config) -> bool:
    """Whether a daemon holds the database's lock: a killed one still has fresh words
    in the store for ten minutes.
    """
    from mailtracker.store.database import lock

    try:
        with lock(config.store.url):
            return False
    except MailtrackerError:  # held, or not ours to open
        return True


def gather(conn: Connection, config: Config, now: datetime, running: bool) -> Report:
    """What the store says at `now`."""
    from mailtracker.desk.effects import Disposition
    from mailtracker.desk.request import State, Status
    from mailtracker.policy.route import FALLBACK
    from mailtracker.store import ledger, outbox, requests, statistics

    alive = requests.requests(
        conn, status=[one for one in Status if one is not Status.CLOSED], limit=1_000_000
    )
    since = now - RECENT
    taken = statistics.taken_by_rule(conn, since)
    return Report(
        running=running,
        parts=_parts(conn, config, now, running),
        counts=statistics.counts(conn, now),
        overdue=[one for one in alive if one.promised_at and one.promised_at < now],
        held=[one for one in alive if one.held_since],
        uncertain=[
            row
            for row in outbox.rows(conn, State.UNCERTAIN, limit=1_000_000)
            if (row.settled_at or now) >= since
        ],
        failed=[
            row
            for row in outbox.rows(conn, State.FAILED, limit=1_000_000)
            if (row.settled_at or now) >= since
        ],
        quarantine=[
            line
            for line in ledger.lines(conn, Disposition.QUARANTINE, None, 1000)
            if line.fetched_at >= since
        ],
        gaps=taken.get(FALLBACK, 0),
        opened=sum(taken.values()),
    )


def _parts(conn: Connection, config: Config, now: datetime, running: bool) -> list[Part]:
    from mailtracker.store import health

    beats = {beat.part: beat for beat in health.read(conn)}
    parts = []
    for name in [*(box.part for box in config.mailboxes), "smtp"]:
        beat = beats.get(name)
        if beat is None:
            # SMTP is only spoken to when there is something to send
            text = (
                "nothing was sent yet"
                if name == "smtp"
                else "never served: is `mailtracker run` running?"
            )
            parts.append(Part(name, name == "smtp", text, None))
        elif beat.ok and name != "smtp" and now - beat.seen_at > SILENT:
            parts.append(
                Part(
                    name,
                    False,
                    f"silent since {moment(beat.seen_at)}: is `mailtracker run` running?",
                    beat.seen_at,
                )
            )
        else:
            parts.append(Part(name, beat.ok, _said(beat, running), beat.seen_at))
    return [*parts, _rules(beats.get("rules"), running)]


def _rules(beat: Beat | None, running: bool) -> Part:
    """Which rules serve, or why not those on the disk. They speak up only when they change."""
    if beat is None:
        return Part("rules", True, "not read yet: `mailtracker run` reads them", None)
    since = (
        f"in use since {moment(beat.since)}"
        if running
        else f"in use when the daemon ran last ({moment(beat.seen_at)})"
    )
    return Part(
        "rules", beat.ok, f"{beat.text}, {since}" if beat.ok else _said(beat, running), beat.seen_at
    )


def _said(beat: Beat, running: bool) -> str:
    if not beat.ok:
        return f"{beat.text or 'does not work'} (since {moment(beat.since)})"
    return beat.text or ("works" if running else f"worked at {moment(beat.seen_at)}")


def _print(report: Report) -> None:
    for part in report.parts:
        click.echo(f"{mark(part.ok)} {part.part}: {plain(part.text)}")
    for title, numbers in (
        ("requests", report.counts.requests),
        ("outbox", report.counts.outbox),
        ("mail in", report.counts.ledger),
    ):
        words = (
            ", ".join(f"{number} {word}" for word, number in sorted(numbers.items()) if number)
            or "none"
        )
        click.echo(f"  {title}: {words}")
    if report.gaps:
        click.echo(
            f"  no rule took: {report.gaps} of {report.opened} requests in {RECENT.days} days, so "
            f"the fallback did"
        )
    _section(
        "Late: the promised answer has not been given",
        ("REFERENCE", "OWNER", "PROMISED", "SUBJECT"),
        [
            (one.reference, one.owner, moment(one.promised_at), one.subject)
            for one in report.overdue
        ],
    )
    _section(
        "Held: too much mail in too short a time; `mailtracker reopen REF` releases",
        ("REFERENCE", "SINCE", "FROM", "SUBJECT"),
        [
            (one.reference, moment(one.held_since), one.requester.email, one.subject)
            for one in report.held
        ],
    )
    _section(
        "Uncertain: probably arrived, but nobody can prove it; not sent again",
        ("TO", "WRITTEN", "MAIL", "WHY"),
        [
            (row.recipient, moment(row.created_at), row.letter, row.answer)
            for row in report.uncertain
        ],
    )
    _section(
        "Failed: refused for good",
        ("TO", "WRITTEN", "MAIL", "ANSWER"),
        [(row.recipient, moment(row.created_at), row.letter, row.answer) for row in report.failed],
    )
    _section(
        "Quarantine: `mailtracker quarantine show ID`",
        ("ID", "SINCE", "FROM", "REASON"),
        [
            (str(line.id), moment(line.fetched_at), line.sender, line.reason)
            for line in report.quarantine
        ],
    )
    if not report.running:
        click.echo("No daemon is running: `mailtracker run` starts it.")
    click.echo("All well." if report.ok else "Something needs a human: see above.")


def _section(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    click.echo(f"\n{title} ({len(rows)})")
    print_table(columns, rows[:SHOWN])
    if len(rows) > SHOWN:
        click.echo(f"and {len(rows) - SHOWN} more: --json lists them all")
