"""Calendars that the rules name, as `status` and `check` tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailtracker.cli.finding import CheckFinding, beside, broken
from mailtracker.cli.measured import PartState
from mailtracker.cli.options import store_if_any
from mailtracker.cli.output import if_any, moment
from mailtracker.errors import Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailtracker.config import Config
    from mailtracker.feeds.asking import FeedAsker
    from mailtracker.policy.feed import Entry, FeedReading, FeedUse
    from mailtracker.policy.model import Policy
    from mailtracker.store.feeds import FeedState


def feed_states(conn: Connection, now: datetime) -> Iterator[PartState]:
    """A line for each calendar that the daemon asked for."""
    from mailtracker.store import feeds

    for state in feeds.states(conn):
        well = not state.trouble or (state.seen_at is not None and not state.is_old(now))
        yield PartState(state.called, well, _said_of(state), state.tried_at)


def _said_of(state: FeedState) -> str:
    if state.seen_at is None:
        return f"{state.trouble} (since {moment(state.since)}): nothing of it counts"
    copy = f"{_count(state.count)}, as of {moment(state.seen_at)}"
    if state.trouble:
        return f"{state.trouble} (since {moment(state.since)}); {copy}"
    return copy + if_any("; {}", state.remarks)


def _count(entries: int) -> str:
    return "1 entry counts" if entries == 1 else f"{entries} entries count"


def with_copies(policy: Policy, config: Config | None) -> Policy:
    """The rules, with what the daemon read last of the calendars that they name."""
    from mailtracker.policy.overlay import feeds_of, with_feeds
    from mailtracker.store import feeds

    if not feeds_of(policy):
        return policy
    with store_if_any(config) as store:
        if store is None:
            return policy
        with store.read() as conn:
            return with_feeds(policy, feeds.copies(conn))


def check_feeds(
    policy: Policy, config: Config | None, folder: Path, strict: bool, offline: bool
) -> Iterator[CheckFinding]:
    """Each is asked for once; with `offline` the files alone."""
    from mailtracker.policy.overlay import feeds_of

    uses = [use for use in feeds_of(policy) if not offline or _is_file(use)]
    if not uses:
        return
    with _asker(config, folder) as asker:
        for use in uses:
            yield _finding(use, _read(asker, policy, use), strict)


def _is_file(use: FeedUse) -> bool:
    from mailtracker.policy.feed import FeedFrom

    return use.feed.source is FeedFrom.FILE


def _finding(use: FeedUse, reading: FeedReading, strict: bool) -> CheckFinding:
    if reading.trouble:
        return broken(use.called, [_problem(use, reading.trouble, warning=False)])
    warnings = tuple(_problem(use, text, warning=True) for text in reading.remarks())
    said = f"{_count(len(reading.entries))}{beside(len(warnings))}"
    return CheckFinding(use.called, said, warnings, ok=not (strict and warnings))


def _problem(use: FeedUse, text: str, warning: bool) -> Problem:
    """Where the rules name it."""
    file, _, line = use.feed.place.rpartition(":")
    return Problem(file, int(line or 0), 0, f"{use.feed.shown}: {text}", warning=warning)


def read_now(
    policy: Policy, config: Config | None, folder: Path
) -> tuple[Policy, Sequence[Problem]]:
    """The rules with what calendars of days off say now, or said last; and why some do not."""
    from mailtracker.policy.feed import FeedOf
    from mailtracker.policy.overlay import feeds_of, with_feeds

    uses = [use for use in feeds_of(policy) if use.says is FeedOf.HOURS]
    if not uses:
        return policy, ()
    problems: list[Problem] = []
    copies: dict[str, Sequence[Entry]] = dict(_kept(config))
    with _asker(config, folder) as asker:
        for use in uses:
            reading = _read(asker, policy, use)
            if reading.trouble:
                problems.append(_problem(use, reading.trouble, warning=True))
            else:
                copies[use.key] = reading.entries
    return with_feeds(policy, copies), problems


def _kept(config: Config | None) -> Mapping[str, Sequence[Entry]]:
    from mailtracker.store import feeds

    with store_if_any(config) as store:
        if store is None:
            return {}
        with store.read() as conn:
            return feeds.copies(conn)


@contextmanager
def _asker(config: Config | None, folder: Path) -> Iterator[FeedAsker]:
    from mailtracker.config.config import CalendarsConfig
    from mailtracker.feeds.asking import FeedAsker
    from mailtracker.feeds.reading import FeedReader
    from mailtracker.oauth.web import Web

    calendars = config.calendars if config else CalendarsConfig()
    reader = FeedReader()
    try:
        yield FeedAsker(folder, Web(calendars.ca_file, calendars.timeout), reader)
    finally:
        reader.close()


def _read(asker: FeedAsker, policy: Policy, use: FeedUse) -> FeedReading:
    reading = asker.ask(policy, use, datetime.now(UTC)).reading
    assert reading is not None  # nothing was known of it, so it cannot be what it was
    return reading
