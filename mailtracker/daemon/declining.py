"""Once a week, when the working week of who reads of gaps begins: which rules gave requests to
somebody who said that they are not theirs. What was told stands in the store, so that neither a
restart nor a downtime tells it twice, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.declined_week import (
    DeclinedSpan,
    OneDeclined,
    begins_at,
    monday_of,
    reader_of,
    reads_now,
    wrongly_given,
)
from mailtracker.desk.request import Request
from mailtracker.desk.rule_tests import as_tested
from mailtracker.desk.rule_view import mail_view
from mailtracker.enact import tell_admins
from mailtracker.notices import Notice
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Person
from mailtracker.record import dataclass
from mailtracker.store import declined, keep
from mailtracker.store.opening_mail import opening_line
from mailtracker.store.transaction import Transaction
from mailtracker.world import World

LOOK_EVERY = timedelta(minutes=10)
"""How often it is looked at whether there is something to tell."""

MAX_MAIL = 1_000_000
"""Bytes of a mail that is read for a test of it; of a larger one its subject will do."""


class WeeklyWord:
    """`look` writes it where it is time; how many letters that were."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._looked = datetime.min.replace(tzinfo=UTC)

    def look(self) -> list[int]:
        """Not at each call."""
        now, world = self._runtime.clock.now(), self._runtime.world
        if abs(now - self._looked) < LOOK_EVERY:
            return []
        self._looked = now
        reader = reader_of(world.policy, world.any_alias.admins)
        if not reads_now(world.policy, reader, now):
            return []
        monday = begins_at(world.policy, reader, monday_of(world.policy, reader, now))
        with self._runtime.store.read() as conn:
            untold = declined.untold(conn, monday)
            found = declined.requests_of(conn, untold)
        if not untold:
            return []
        mails = {one.id: self._mail_of(world, one) for one in found}
        return [self._runtime.write(_Letter(world, reader, now, mails).write)]

    def _mail_of(self, world: World, request: Request) -> MailView | None:
        """The mail that opened it, read as all mail is."""
        if request.given.confidential:
            return None
        several = len(world.aliases) > 1
        to = [world.alias(request.mailbox).address] if several else []
        with self._runtime.store.read() as conn:
            line = opening_line(conn, request)
            if line is None:
                return None
            plain = MailView(line.sender, (), line.subject, "")
            raw = keep.find(conn, line.sha256) if line.size <= MAX_MAIL else None
        if raw is None:
            return as_tested(plain, to)
        (read,) = self._runtime.reader.read([raw])
        if read.message is None or read.classified is None:
            return as_tested(plain, to)
        return as_tested(mail_view(read.message, read.classified, request.opened_at), to)


@dataclass(frozen=True, slots=True)
class _Letter:
    """What is told `now` by this `world`, in the week of its `reader`. `mails`: those that opened
    the requests, by the ids of these.
    """

    world: World
    reader: Person | None
    now: datetime
    mails: Mapping[int, MailView | None]

    def write(self, conn: Transaction) -> int:
        """As it stands now: somebody may have it by now who gave it away before."""
        policy, monday = self.world.policy, monday_of(self.world.policy, self.reader, self.now)
        until = begins_at(policy, self.reader, monday)
        left = [one for one in declined.untold(conn, until) if one.request_id in self.mails]
        found = declined.requests_of(conn, left)
        if not found:
            return 0
        span = DeclinedSpan(monday_of(policy, self.reader, left[0].at), monday)
        since = begins_at(policy, self.reader, span.since)
        given = declined.given_by_rules(conn, since, until, besides=found)
        told = [OneDeclined(one, self.mails[one.id]) for one in found]
        notice = Notice(
            wrongly_given(told, given, span, policy),
            f"not theirs.{monday}",
            self.now,
            policy.people.get(policy.fallback.report_to),
        )
        tell_admins(conn, self.world, self.world.any_alias, notice)
        declined.tell(conn, left, self.now)
        return 1
