"""What the daemon does that is of no mailbox: expected mail, absences, daily digests, weekly words,
words that were kept long enough, the border. Where several daemons share a database one of them
does, and whoever takes it over begins anew from the store.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from mailtracker.daemon.absent import hand_over_all
from mailtracker.daemon.announcing import Announcer
from mailtracker.daemon.celebrating import Celebrating
from mailtracker.daemon.declining import WeeklyWord
from mailtracker.daemon.expecting import Expecting
from mailtracker.daemon.mornings import Mornings
from mailtracker.daemon.purging import Purging
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.admin_letters import Trouble
from mailtracker.desk.troubles import OurPart, PartKind
from mailtracker.enact import tell_admins
from mailtracker.notices import Notice
from mailtracker.store.border import border_troubles
from mailtracker.store.leases import HOUSE
from mailtracker.store.transaction import Transaction

BORDER_EVERY = timedelta(hours=1)
"""How often it is looked at whether our border does its work."""

Beside = Callable[[str, Callable[[], list[int]]], list[int]]
"""Does some part of it, called so; where that fails, the others go on."""


class House:
    """Of the watch loop's thread. `fresh` tells whether a mailbox was read to its end lately."""

    def __init__(self, runtime: Runtime, fresh: Callable[[str], bool]) -> None:
        self._runtime, self._fresh = runtime, fresh
        self._begin()

    def _begin(self) -> None:
        runtime = self._runtime
        self._turn = runtime.leases.turn(HOUSE)
        self._expecting, self._weekly = Expecting(runtime), WeeklyWord(runtime)
        self._celebrating, self._purging = Celebrating(runtime), Purging(runtime)
        self._announcer = Announcer(runtime)
        self._mornings = Mornings(runtime, self._fresh)
        self._border_at = datetime.min.replace(tzinfo=UTC)

    def is_ours(self) -> bool:
        """Whether we keep it now."""
        leases = self._runtime.leases
        if not leases.serves(HOUSE):
            return False
        if leases.turn(HOUSE) != self._turn:
            self._begin()
        return True

    def after_turn(self) -> None:
        """The clock was turned."""
        self._purging.put_off()
        self._expecting.begin_again()
        self._mornings.begin_again()

    def expected(self) -> list[Outcome]:
        """What came of mail that is due."""
        return self._expecting.look()

    def tell(self, beside: Beside) -> int:
        """Whoever is to hear something now; how much was told."""
        told = sum(beside("absences", self._follow_absences))
        # After the absences: who is away since this morning has nothing any more.
        told += sum(beside("daily digests", self._tell_mornings))
        told += sum(beside("weekly word", self._weekly.look))
        return told + sum(beside("celebration", self._celebrating.look))

    def _tell_mornings(self) -> list[int]:
        written = self._mornings.look()
        for outcome in written:
            self._runtime.tell(outcome)
        return [len(written)]

    def _follow_absences(self) -> list[int]:
        done = self._announcer.enter()
        handed = hand_over_all(self._runtime, self._fresh, self._announcer.failed)
        for outcome in handed:
            self._runtime.tell(outcome)
        return [done, len(handed), self._announcer.tell()]

    def purge(self) -> None:
        """What was kept for long enough."""
        self._purging.look()

    def look_at_border(self) -> None:
        """The admins hear once a week of each thing that is wrong; `status` says it always."""
        now, config = self._runtime.clock.now(), self._runtime.config
        if now < self._border_at or not config.authserv_ids:
            return
        self._border_at = now + BORDER_EVERY
        with self._runtime.store.read() as conn:
            found = border_troubles(conn, config.own_domains, now)
        for trouble in found:
            letter = Trouble(OurPart(PartKind.BORDER), trouble.wrong, trouble.since, stops=False)
            notice = Notice(letter, f"border.{trouble.what}.{now:%G%V}", now)
            self._runtime.write(partial(self._tell_admins, notice))

    def _tell_admins(self, notice: Notice, conn: Transaction) -> None:
        world = self._runtime.world
        tell_admins(conn, world, world.any_alias, notice)
