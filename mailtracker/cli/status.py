"""`status`: whether everything works, and what is late or stuck. The store's rows in,
a page and an exit code out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mailtracker.cli.border import with_border, without_border
from mailtracker.cli.expected import ExpectedState, expected_states, print_expected
from mailtracker.cli.feeds import feed_states
from mailtracker.cli.measured import (
    PartState,
    Room,
    breaker_state,
    daemon_state,
    out_state,
    room_of,
    store_states,
)
from mailtracker.cli.options import config_option, json_option, read_config
from mailtracker.cli.output import (
    counted,
    if_any,
    moment,
    print_json,
    print_judged,
    print_most,
    print_words,
)
from mailtracker.cli.secrecy import keeps_secrets, veiled, veiled_line, veiled_mail
from mailtracker.cli.several import DaemonState, daemon_states, parts_of
from mailtracker.cli.sign_ins import sign_in_states
from mailtracker.errors import LoginRefused, Unreachable, Untrusted
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailtracker.config import Config, HookConfig, MailboxConfig
    from mailtracker.desk.request import Request, State
    from mailtracker.pulse import Pulse
    from mailtracker.store.absences_shown import ShownAbsence
    from mailtracker.store.health import Beat
    from mailtracker.store.ledger import Line
    from mailtracker.store.outbox import Sending
    from mailtracker.store.statistics import Counts

MISSED = 3
"""Looks at a mailbox that may be missed before it counts as silent."""

FULL_LOOK = timedelta(minutes=5)
"""A mailbox is read in full at least that often, however long its `poll` is."""

ALLOWED = timedelta(minutes=1)
"""What one look may take besides: there may be much to read."""

RECENT = timedelta(days=7)
"""Uncertain, failed and quarantined mail makes the exit code 1 for a week;
after that it is only counted.
"""

NEEDS_A_HUMAN = "Something needs a human: see above."

OTHERS = ("clock", "deadlines", "digests", "echo", "failover")
"""Parts of the daemon that say something only when there is something to say."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows."""

    #: Whether a daemon holds the database now.
    running: bool
    #: Mailboxes, the SMTP server, the rules, the border.
    parts: Sequence[PartState]
    #: Requests, mails out and mails in, by state.
    counts: Counts
    #: Requests whose promise has passed unkept.
    overdue: Sequence[Request]
    #: Requests that wait for a human.
    held: Sequence[Request]
    #: Mails of the last days that nobody can prove to have arrived.
    uncertain: Sequence[Sending]
    #: Mails of the last days that were refused for good.
    failed: Sequence[Sending]
    #: Mails of the last days that could not be handled.
    quarantine: Sequence[Line]
    #: Mail that is expected: when it came last, when it is due next, what is open for it.
    expected: Sequence[ExpectedState]
    #: Kept mail by reference of the request that it came to.
    kept: Mapping[str, int]
    #: Mailboxes that get no receipt at the moment, since they had enough.
    muted: int
    #: How many of the requests that were `opened` lately only the fallback took.
    gaps: int
    #: Requests of the last days.
    opened: int
    #: Who is away or soon will be, as we learnt it by mail.
    absences: Sequence[ShownAbsence] = ()
    #: How requests of the last weeks were, by mailbox.
    ratings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    #: Those that share the database; none where it is a file.
    daemons: Sequence[DaemonState] = ()

    @property
    def ok(self) -> bool:
        stuck = (self.overdue, self.held, self.uncertain, self.failed, self.quarantine)
        return all(part.ok for part in self.parts) and not any(stuck)


@click.command()
@config_option
@json_option
@click.pass_context
def status(ctx: click.Context, path: Path, as_json: bool) -> None:
    """Say whether every mailbox and the SMTP server work, which rules are in use, what waits, what
    is late, held or in quarantine, and which mails may not have arrived.

    The exit code is 1 when something needs a human, so that monitoring can call this. Where the
    database cannot be asked, that is the one part that it tells of.

    \b
    Examples: mailtracker status
              mailtracker status --json | jq .ok
    """
    config = read_config(path)
    try:
        report = _report(config)
    except (Unreachable, LoginRefused, Untrusted) as error:
        away = PartState("database", False, str(error), None)
        if as_json:
            print_json({"ok": False, "parts": [away], "daemons": []})
        else:
            _print_parts([away])
            click.echo(NEEDS_A_HUMAN)
        ctx.exit(1)
    if as_json:
        print_json({"ok": report.ok, **{name: getattr(report, name) for name in Report.__slots__}})
    else:
        _print(report)
    ctx.exit(0 if report.ok else 1)


def _report(config: Config) -> Report:
    from mailtracker.pulse import last
    from mailtracker.store.database import Store, file_of, is_served

    store = Store.open_to_read(config.store.url)
    file = file_of(config.store.url)
    alive = Alive(is_served(config.store.url), last(file), room_of(file))
    try:
        with store.read() as conn:
            return gather(conn, config, datetime.now(UTC), alive)
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class Alive:
    """What is seen from outside the database: whether a daemon holds it (`running`), what one said
    of itself last (`pulse`), and the `room` on the disk; None: not known.
    """

    running: bool
    pulse: Pulse | None = None
    room: Room | None = None


def gather(conn: Connection, config: Config, now: datetime, alive: Alive) -> Report:
    """What the store says at `now`."""
    from mailtracker.desk.budgets import RECEIPTS
    from mailtracker.desk.disposition import Disposition
    from mailtracker.desk.request import State
    from mailtracker.policy.model import FALLBACK
    from mailtracker.store import absences_shown, ledger, ratings_told, requests, spent, statistics

    since = now - RECENT
    taken = statistics.taken_by_rule(conn, since)
    several = daemon_states(conn, config)
    shelved = ledger.lines(conn, Disposition.QUARANTINE, None, 1000)
    shelved = [line for line in shelved if line.fetched_at >= since]
    if shelved and keeps_secrets(config):
        shelved = [veiled_line(line) for line in shelved]
    return Report(
        running=alive.running,
        parts=[*parts_of(several), *_parts(conn, config, now, alive)],
        counts=statistics.counts(conn, now),
        overdue=[veiled(one) for one in requests.overdue(conn, now)],
        held=[veiled(one) for one in requests.held(conn)],
        uncertain=_settled(conn, State.UNCERTAIN, since),
        failed=_settled(conn, State.FAILED, since),
        quarantine=shelved,
        expected=expected_states(conn, now),
        kept=ledger.count_kept(conn),
        muted=len(spent.exhausted(conn, RECEIPTS, now)),
        gaps=taken.get(FALLBACK, 0),
        opened=sum(taken.values()),
        absences=absences_shown.shown(conn, now),
        ratings=ratings_told.totals(conn, now),
        daemons=several,
    )


def _settled(conn: Connection, state: State, since: datetime) -> list[Sending]:
    """Mails that came to this end since then; of what is confidential not to whom."""
    from mailtracker.store import outbox, requests

    late = [row for row in outbox.settled(conn, state, since) if not row.is_dropped]
    about = requests.by_ids(conn, [row.request_id for row in late if row.request_id is not None])
    return [veiled_mail(row, list(about.values())) for row in late]


def _parts(conn: Connection, config: Config, now: datetime, alive: Alive) -> list[PartState]:
    from mailtracker.store import health
    from mailtracker.store.waiting import waiting

    beats = {beat.part: beat for beat in health.read(conn)}
    running = alive.running
    served = daemon_state(alive.pulse, running, now)
    return [
        *([served] if served else []),
        *store_states(alive.pulse, running, alive.room),
        *sign_in_states(config, beats, running, now.date()),
        *(_mailbox(box, beats.get(box.part), now, running) for box in config.mailboxes),
        *_doubled(beats, running),
        _smtp(beats.get("smtp"), running),
        out_state(waiting(conn, now), now),
        *_refused(conn),
        _rules(beats.get("rules"), running),
        *feed_states(conn, now),
        *(_hook(hook, beats.get(hook.part), running) for hook in config.hooks),
        *_others(_names_of_others(config), beats, now),
        breaker_state(conn, config, now),
        *_border(conn, config, now),
    ]


def _names_of_others(config: Config) -> list[str]:
    of_each = [f"{word} {box.name}" for box in config.mailboxes for word in ("numbers", "sent")]
    return [*OTHERS, *of_each]


def _others(names: Sequence[str], beats: Mapping[str, Beat], now: datetime) -> Iterator[PartState]:
    """What speaks up when it is in trouble: the clock, deadlines, digests, sources of proof, and
    numbers that were given anew. What was well again is told for a week.
    """
    for name in names:
        beat = beats.get(name)
        if beat is not None and (not beat.ok or now - beat.since < RECENT):
            yield PartState(name, beat.ok, _said(beat, running=True), beat.seen_at)


def _border(conn: Connection, config: Config, now: datetime) -> Iterator[PartState]:
    """Whether senders can be proven, and what is wrong with who should prove them."""
    from mailtracker.store.border import border_troubles

    if not config.authserv_ids:
        yield PartState("border", True, without_border(config), None)
        return
    troubles = border_troubles(conn, config.own_domains, now)
    yield from (PartState("border", False, one.text, None) for one in troubles)
    if not troubles:
        yield PartState("border", True, f"senders are proven by {with_border(config)}", None)


def _mailbox(box: MailboxConfig, beat: Beat | None, now: datetime, running: bool) -> PartState:
    """What was well long ago need not be so now: a mailbox says so after each look."""
    name = box.part
    if beat is None:
        return PartState(name, False, "never served: is `mailtracker run` running?", None)
    every = min(timedelta(seconds=box.poll), FULL_LOOK)
    if beat.ok and now - beat.seen_at > MISSED * every + ALLOWED:
        silent = f"silent since {moment(beat.seen_at)}: is `mailtracker run` running?"
        return PartState(name, False, silent, beat.seen_at)
    return PartState(name, beat.ok, _said(beat, running), beat.seen_at)


def _doubled(beats: Mapping[str, Beat], running: bool) -> Iterator[PartState]:
    """Mailboxes that know more than the database does, or that another one serves too; machines
    whose clock is not the database's.
    """
    for name, beat in beats.items():
        if name.startswith(("ledger ", "served twice ", "clock of ")) and not beat.ok:
            yield PartState(name, False, _said(beat, running), beat.seen_at)


def _smtp(beat: Beat | None, running: bool) -> PartState:
    """It is only spoken to when there is something to send."""
    if beat is None:
        return PartState("smtp", True, "nothing was sent yet", None)
    return PartState("smtp", beat.ok, _said(beat, running), beat.seen_at)


def _hook(hook: HookConfig, beat: Beat | None, running: bool) -> PartState:
    """It is only spoken to when a rung posts."""
    if beat is None:
        return PartState(hook.part, True, "nothing was posted yet", None)
    return PartState(hook.part, beat.ok, _said(beat, running), beat.seen_at)


def _refused(conn: Connection) -> Iterator[PartState]:
    """What waits since the server refuses us, and no mail."""
    from mailtracker.store.refusals import form_in, kept

    for one in kept(conn):
        waits = f"{counted(one.count, 'mail')} from {form_in(one.cause)}"
        told = f"we are refused since {moment(one.since)}, with {waits} waiting"
        yield PartState("mail server", False, told + if_any(": {}", one.text), one.since)


def _rules(beat: Beat | None, running: bool) -> PartState:
    """Which rules serve, or why not those on the disk. They speak up only when they change."""
    if beat is None:
        return PartState("rules", True, "not read yet: `mailtracker run` reads them", None)
    if not beat.ok:
        return PartState("rules", False, _said(beat, running), beat.seen_at)
    now = f"in use since {moment(beat.since)}"
    then = f"in use when the daemon ran last ({moment(beat.seen_at)})"
    return PartState("rules", True, f"{beat.text}, {now if running else then}", beat.seen_at)


def _said(beat: Beat, running: bool) -> str:
    if not beat.ok:
        return f"{beat.text or 'does not work'} (since {moment(beat.since)})"
    return beat.text or ("works" if running else f"worked at {moment(beat.seen_at)}")


def _print(report: Report) -> None:
    _print_parts(report.parts)
    _print_numbers("requests", report.counts.requests)
    _print_numbers("outbox", report.counts.outbox)
    _print_numbers("mail in", report.counts.ledger)
    if report.muted:
        click.echo(f"  enough receipts for now: {report.muted} correspondents")
    if report.gaps:
        of = f"{report.gaps} of {report.opened} requests in {RECENT.days} days"
        print_words("  no rule took: ", f"{of}, so the fallback did")
    for mailbox, numbers in report.ratings.items():
        _print_numbers(f"ratings of {mailbox}, 30 days", numbers)
    from mailtracker.cli.absent import said_of

    for absence in report.absences:
        print_words("  away: ", f"{absence.person} {said_of(absence)}")
    for section in SECTIONS:
        _print_section(section, report)
    print_expected(report.expected)
    for reference, number in report.kept.items():
        click.echo(f"  {reference}: {number} mails kept")
    if not report.running:
        click.echo("No daemon is running: `mailtracker run` starts it.")
    click.echo("All well." if report.ok else NEEDS_A_HUMAN)


def _print_parts(parts: Sequence[PartState]) -> None:
    for part in parts:
        print_judged(part.ok, part.part, part.text)


def _print_numbers(title: str, numbers: Mapping[str, int]) -> None:
    words = [f"{number} {word}" for word, number in sorted(numbers.items()) if number]
    print_words(f"  {title}: ", ", ".join(words) or "none")


@dataclass(frozen=True, slots=True)
class Section:
    """Something that needs a human: its `title`, the `columns` of its table, which `rows` of the
    report it shows, and how each of these becomes `cells`.
    """

    title: str
    columns: tuple[str, ...]
    rows: Callable[[Report], Sequence[Any]]
    cells: Callable[[Any], tuple[str, ...]]


def _overdue(one: Request) -> tuple[str, ...]:
    promised = moment(one.promised_at) + if_any(" (snoozed until {})", moment(one.snoozed_until))
    return one.reference, one.owner, promised, one.shown_subject


def _held(one: Request) -> tuple[str, ...]:
    return (
        one.reference,
        moment(one.held_since),
        one.requester.email or one.requester.name,
        one.shown_subject,
    )


def _mail(row: Sending) -> tuple[str, ...]:
    return str(row.id), row.recipient, moment(row.created_at), row.letter, row.answer


def _shelved(line: Line) -> tuple[str, ...]:
    return str(line.id), moment(line.fetched_at), line.sender, line.reason


SECTIONS = (
    Section(
        "Late: the promised answer has not been given",
        ("REFERENCE", "OWNER", "PROMISED", "SUBJECT"),
        lambda report: report.overdue,
        _overdue,
    ),
    Section(
        "Held: too much mail in too short a time; `mailtracker reopen REF` releases",
        ("REFERENCE", "SINCE", "FROM", "SUBJECT"),
        lambda report: report.held,
        _held,
    ),
    Section(
        "Uncertain: nobody knows whether it arrived; `mailtracker outbox show ID`",
        ("ID", "TO", "WRITTEN", "MAIL", "WHY"),
        lambda report: report.uncertain,
        _mail,
    ),
    Section(
        "Failed: it goes out no more; `mailtracker outbox show ID`",
        ("ID", "TO", "WRITTEN", "MAIL", "ANSWER"),
        lambda report: report.failed,
        _mail,
    ),
    Section(
        "Quarantine: `mailtracker quarantine show ID`",
        ("ID", "SINCE", "FROM", "REASON"),
        lambda report: report.quarantine,
        _shelved,
    ),
)


def _print_section(section: Section, report: Report) -> None:
    rows = section.rows(report)
    if not rows:
        return
    click.echo(f"\n{section.title} ({len(rows)})")
    print_most(section.columns, list(map(section.cells, rows)))
