"""What is to be simulated → all that comes: mail of the past, or of an invented company."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailtracker.cli.output import counted
from mailtracker.cli.reading import Setup, cores, progress, readers
from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from mailtracker.policy.model import Policy
    from mailtracker.simulate.played_mail import KnownSpan, PlayedMail, UnreadMail
    from mailtracker.store.database import Store


@dataclass(frozen=True, slots=True)
class Simulation:
    """So many `days`: of the past, or of a company that writes `a_day` mails on a working day, made
    by the dice of `seed`. `until`: when they end, aware UTC.
    """

    days: int
    a_day: float | None
    seed: int
    until: datetime

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Coming:
    """Mails in the order of time (`arrivals`), how far it is `known` what came, and `notes`, which
    are whole when all have come.
    """

    arrivals: Iterable[PlayedMail | UnreadMail]
    known: KnownSpan
    notes: list[str]


@contextmanager
def coming(setup: Setup, policies: Sequence[Policy], asked: Simulation) -> Iterator[Coming]:
    """By the first of the rule sets, and what any of them expects."""
    found = _invented if asked.a_day is not None else _of_the_past
    with found(setup, policies, asked) as what:
        yield what


@contextmanager
def _invented(setup: Setup, policies: Sequence[Policy], asked: Simulation) -> Iterator[Coming]:
    from mailtracker.simulate.invented import Company, Invention
    from mailtracker.simulate.invented_expected import LATE, NEVER, Correspondents
    from mailtracker.simulate.played_mail import KnownSpan

    known = KnownSpan(asked.since, asked.until)
    company = Company(policies[0], setup.site)
    others = Correspondents(policies, setup.site, known)
    a_day = asked.a_day or 0
    notes = _untried("rules", company.untried) + _untried("expected mail", others.untried)
    if others.writes:
        shares = f"{100 * LATE:.0f} come late and {100 * NEVER:.0f} never"
        notes.append(f"of 100 expected mails that were invented {shares}, by dice")
    wanted = Invention(asked.since.date(), asked.days, a_day, asked.seed)
    with progress(round(asked.days * a_day), "simulating") as tick:
        mails = _ticking(company.arrivals(wanted), tick)
        yield Coming(
            heapq.merge(mails, others.arrivals(asked.seed), key=_when),
            replace(known, without=others.untried),
            notes,
        )


def _untried(what: str, names: Sequence[str]) -> list[str]:
    named = ", ".join(names)
    return [f"no mail came for {what} without a test of their own: {named}"] if names else []


@contextmanager
def _of_the_past(setup: Setup, policies: Sequence[Policy], asked: Simulation) -> Iterator[Coming]:
    from mailtracker.replay import from_lines, openers
    from mailtracker.simulate.past import arrivals, never, past_lines, ticked_by
    from mailtracker.store.awaited import came_later
    from mailtracker.store.database import Store
    from mailtracker.store.spoken import spoken

    if setup.config is None:
        raise MailtrackerError("no mail of the past: name a config with --config, or use --invent")
    notes: list[str] = []
    with closing(Store.open_to_read(setup.config.store.url)) as store:
        with store.read() as conn:
            stories = spoken(conn, asked.since)
        lines = past_lines(store, asked.since, policies)
        plain = from_lines(store, lines.opened)
        perhaps = from_lines(store, lines.perhaps, came_later)
        ignored = from_lines(store, lines.ignored, came_later)
        replies = from_lines(store, lines.replies, came_later)
        sources = (plain, perhaps, ignored, replies)
        total = sum(one.total for one in sources)
        if not total:
            raise MailtrackerError(
                f"no request was opened in these {asked.days} days: --days looks further back, "
                f"--invent MAILS invents a company"
            )
        known = _known(store, [box.name for box in setup.config.mailboxes], asked)
        with readers(setup.site, total) as read, progress(total, "simulating") as tick:
            old = [openers(one, read, cores(), tick) for one in sources]
            yield Coming(
                heapq.merge(
                    arrivals(old[0], stories),
                    arrivals(old[1], stories),
                    arrivals(old[2], {}, ticked_by(policies[0])),
                    arrivals(old[3], {}, never),
                    lines.unread,
                    key=_when,
                ),
                known,
                notes,
            )
        if gone := sum(one.gone for one in sources):
            notes.append(f"{counted(gone, 'mail')} no longer kept: `keep` is shorter")
        if lines.unread:
            unread = counted(len(lines.unread), "mail")
            notes.append(
                f"{unread} that nobody can read any more may have been expected: taken as come"
            )


def _known(store: Store, mailboxes: Sequence[str], asked: Simulation) -> KnownSpan:
    """Not before every mailbox was served, nor after one was read last."""
    from mailtracker.simulate.played_mail import KnownSpan
    from mailtracker.store import past_mail

    with store.read() as conn:
        begun = past_mail.known_since(conn)
        until = past_mail.known_until(conn, mailboxes, asked.until)
    since = asked.since if begun is None else max(begun, asked.since)
    return KnownSpan(since, min(until, asked.until))


def _when(mail: PlayedMail | UnreadMail) -> datetime:
    return mail.at


def _ticking(arrivals: Iterable[PlayedMail], tick: Callable[[int], object]) -> Iterator[PlayedMail]:
    for arrival in arrivals:
        tick(1)
        yield arrival
