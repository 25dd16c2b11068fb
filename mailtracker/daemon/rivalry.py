"""Whether another database serves our mailbox: looked for after the first pass and once an hour.
Word of ours is left each time. It is told, and stops nothing: an installation may have moved.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.admin_letters import Trouble
from mailtracker.desk.troubles import OurPart, PartKind, ServedTwice
from mailtracker.enact import tell_admins
from mailtracker.errors import MailtrackerError
from mailtracker.mailbox.mailbox import Presence, Presences
from mailtracker.notices import Notice
from mailtracker.reconcile.rivals import TWICE, part_of, rivals
from mailtracker.store import health
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

EVERY = timedelta(hours=1)


class Rivalry:
    """Of one mailbox, `box`, by what databases leave in it (`presences`)."""

    def __init__(self, runtime: Runtime, box: MailboxConfig, presences: Presences) -> None:
        self._runtime, self._box, self._presences = runtime, box, presences
        self._looked_at: datetime | None = None
        self._left_at: datetime | None = None

    def begin_again(self) -> None:
        """Another daemon of our database may have left word meanwhile."""
        self._left_at = None

    def look(self) -> None:
        """Logged, shown by `status`, told to the admins once a day. Between two looks nothing is
        done, and nothing that goes wrong here keeps the mailbox from being served.
        """
        now = self._runtime.clock.now()
        if self._looked_at is not None and abs(now - self._looked_at) < EVERY:
            return
        self._looked_at = now
        try:
            self._tell(self._found(now), now)
        except MailtrackerError as error:
            log.warning("not looked for others", mailbox=self._box.name, text=str(error))
        except Exception:  # an odd server, or a bug
            log.exception("not looked for others", mailbox=self._box.name)

    def _found(self, now: datetime) -> list[Presence]:
        own = self._runtime.store.ident
        with closing(self._presences) as presences:
            presences.connect(readonly=True)
            seen = presences.seen(now)
            presences.leave(own, now)
            left_at = _last(presences.seen(now), own)
        found = [*rivals(seen, own, now), *self._copies(seen, own)]
        self._left_at = left_at
        return found

    def _copies(self, seen: list[Presence], own: str) -> list[Presence]:
        """Word of ours that is newer than what we left in this turn: the mailbox is served by us
        alone (database or lease are locked), so a copy of the database is served elsewhere.
        """
        left_at = self._left_at
        return [one for one in seen if left_at and one.ident == own and one.at > left_at][:1]

    def _tell(self, found: list[Presence], now: datetime) -> None:
        name, part, world = self._box.name, part_of(self._box.name), self._runtime.world

        def work(conn: Transaction) -> None:
            if not found and not any(beat.part == part for beat in health.read(conn)):
                return
            since = health.beat(conn, part, not found, TWICE if found else "", now)
            if found:
                trouble = Trouble(
                    OurPart(PartKind.MAILBOX, name), ServedTwice(), since, stops=False
                )
                notice = Notice(trouble, f"twice.{name}.{now:%F}", now)
                tell_admins(conn, world, world.aliases[name], notice)

        self._runtime.write(work)
        if found:
            log.error(TWICE, mailbox=name, databases=[one.ident for one in found])


def _last(seen: list[Presence], ident: str) -> datetime | None:
    return max((one.at for one in seen if one.ident == ident), default=None)
