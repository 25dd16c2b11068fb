"""The loop that asks for the calendars that the rules name → the last good copy of each in the
store, and whoever replaces the rules lays them over these.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

import structlog

from mailtracker.child import GivenUp
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.admin_letters import OldCalendar
from mailtracker.desk.troubles import CalendarOf, Quoted
from mailtracker.enact import tell_admins
from mailtracker.errors import LeaseLost, Unreachable
from mailtracker.feeds.reading import FeedReader
from mailtracker.notices import Notice
from mailtracker.policy.feed import FeedFrom, FeedOf, FeedUse
from mailtracker.policy.overlay import feeds_of
from mailtracker.store import feeds
from mailtracker.store.feeds import FeedCopy, FeedState
from mailtracker.store.leases import HOUSE
from mailtracker.store.saying import say
from mailtracker.store.transaction import Transaction

if TYPE_CHECKING:
    from mailtracker.feeds.asking import FeedAnswer, FeedAsker
    from mailtracker.feeds.fetch import FileState, KnownCopy

log = structlog.get_logger("mailtracker")

TICK = 5.0
"""Seconds between two looks whether a feed is due: rules may name a new one, a file may change."""

EVERY, JITTER = timedelta(minutes=55), timedelta(minutes=10)
"""After so long a feed is asked for again, and by so much later at most: its own share of that, so
that not all of one server's are asked for at once.
"""

READ_AGAIN = timedelta(days=7)
"""After so long it is read anew even if it is what it was: series are followed up to a day that
moves on.
"""


class FeedKeeper:
    """`run` is the thread's whole life, `look` one pass of it. `changed` is called where a copy
    says something else than before.
    """

    def __init__(self, runtime: Runtime, changed: Callable[[], None]) -> None:
        self._runtime, self._changed = runtime, changed
        self._reader = FeedReader()
        self._prints: dict[str, FileState] = {}
        self._hurried = threading.Event()
        self._is_idle = False
        runtime.on_hurry(self._hurried.set)

    @cached_property
    def _asker(self) -> FeedAsker:
        """Made when rules name a calendar: most know none, and what speaks HTTP is large."""
        from mailtracker.feeds.asking import FeedAsker
        from mailtracker.oauth.web import Web

        config = self._runtime.config
        web = Web(config.calendars.ca_file, config.calendars.timeout)
        return FeedAsker(config.rules, web, self._reader)

    def run(self) -> None:
        stopping = self._runtime.stopping
        while not stopping.is_set():
            self.once()
            stopping.wait(TICK)

    def once(self) -> None:
        """One look of whoever keeps the house; whatever goes wrong in it, there is a next one."""
        if not self._runtime.leases.serves(HOUSE):
            return
        try:
            with self._runtime.under(HOUSE):
                if self.look():
                    self._changed()
        except (LeaseLost, GivenUp):
            return
        except Unreachable as error:
            self._runtime.away.say(error)
        except Exception:  # no bug ends this loop
            if not self._runtime.stopping.is_set():
                log.exception("calendar loop failed")
        finally:
            self._reader.close()

    def end(self) -> None:
        """What is being read is given up."""
        self._reader.close()

    def look(self) -> bool:
        """Asks for every feed that is due. Whether what the copies say is not what it was."""
        hurried = self._hurried.is_set()
        self._hurried.clear()
        uses = {use.key: use for use in feeds_of(self._runtime.world.policy)}
        if not uses and self._is_idle:
            return False
        self._is_idle = not uses
        known = {state.key: state for state in self._runtime.read(feeds.states)}
        changed = False
        if known.keys() - uses.keys():
            self._runtime.write(lambda conn: feeds.keep_only(conn, uses))
        for key, use in uses.items():
            state = known.get(key)
            if self._is_due(use, state, hurried):
                changed |= self._ask(use, state)
        self._tell(uses)
        return changed

    def _is_due(self, use: FeedUse, state: FeedState | None, hurried: bool) -> bool:
        if state is None or state.way not in ("", use.way):
            return True
        if use.feed.source is FeedFrom.FILE and self._has_changed(use):
            return True
        if hurried:
            return True
        since = self._runtime.clock.now() - state.tried_at
        return since >= EVERY + _share(use) or since < -JITTER  # the clock was turned back

    def _has_changed(self, use: FeedUse) -> bool:
        from mailtracker.feeds.fetch import state_of

        seen = state_of(use.feed, self._runtime.config.rules)
        before, self._prints[use.key] = self._prints.get(use.key), seen
        return before != seen

    def _ask(self, use: FeedUse, state: FeedState | None) -> bool:
        runtime = self._runtime
        now = runtime.clock.now()
        known = _known(use, state, now)
        answer = self._asker.ask(runtime.world.policy, use, now, known, runtime.stopping)
        now = runtime.clock.now()
        return runtime.write(lambda conn: _keep(conn, use, answer, now))

    def _tell(self, uses: dict[str, FeedUse]) -> None:
        """The admins hear of what grows old."""
        now = self._runtime.clock.now()
        for state in self._runtime.read(feeds.states):
            if state.key in uses and state.told_at is None and state.is_old(now):
                self._runtime.write(partial(self._write, uses[state.key], state, now))
                self._runtime.wake()

    def _write(self, use: FeedUse, state: FeedState, now: datetime, conn: Transaction) -> None:
        world = self._runtime.world
        letter = OldCalendar(_told(use), Quoted(state.trouble), state.since, state.seen_at)
        once = f"calendar.{state.key}.{state.since.timestamp():.0f}"
        tell_admins(conn, world, world.any_alias, Notice(letter, once, now))
        feeds.told(conn, state.key, now)


def _told(use: FeedUse) -> CalendarOf:
    return CalendarOf(use.says is FeedOf.PERSON, use.owner, use.feed.shown)


def _share(use: FeedUse) -> timedelta:
    """The same each time, another one for each feed."""
    return JITTER * (int(use.key[:4], 16) / 0xFFFF)


def _known(use: FeedUse, state: FeedState | None, now: datetime) -> KnownCopy:
    """By which its source may say that nothing is new; nothing where it shall be read anew."""
    from mailtracker.feeds.fetch import UNKNOWN, KnownCopy

    if state is None or state.read_at is None or state.way != use.way:
        return UNKNOWN
    if now - state.read_at >= READ_AGAIN:
        return UNKNOWN
    return KnownCopy(state.etag, state.modified)


def _keep(conn: Transaction, use: FeedUse, answer: FeedAnswer, now: datetime) -> bool:
    """Whether the copy says something else from now on."""
    reading, known = answer.reading, answer.known
    if reading is None:
        feeds.unchanged(conn, use.key, now)
        return False
    if reading.trouble:
        say(conn, log.warning, "calendar trouble", calendar=use.called, text=reading.trouble)
        feeds.failed(conn, use.key, use.called, reading.trouble, now)
        return False
    remarks = "; ".join(reading.remarks())
    copy = FeedCopy(use.way, known.etag, known.modified, reading.entries, remarks)
    count = len(reading.entries)
    say(conn, log.info, "calendar read", calendar=use.called, entries=count, text=remarks)
    return feeds.took(conn, use.key, use.called, copy, now)
