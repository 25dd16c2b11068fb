"""The receive loop of one mailbox: fetch → read → decide → one transaction →
put away. A thread of its own.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.effects import Dispose, Disposition
from mailtracker.enact import enact_message, tell_admins
from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.mail.parse import SIZE_CAP
from mailtracker.mailbox.imap import Folder, ImapMailbox, Item
from mailtracker.reader import Reading
from mailtracker.store import keep, ledger
from mailtracker.store.ledger import Arrival, PutAway
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, World

log = structlog.get_logger("mailtracker")

GROUP, GROUP_BYTES = 50, 32 << 20
"""Mails that share one transaction (SPEED.md: commit by 50), and their size: two
groups are in memory at a time.
"""

DESCRIBED = 8 * GROUP
"""Mails whose sizes are asked for at once."""

SWEEP = 300.0
"""Seconds after which the folder is looked through in full even while
IDLE is up (RELIABILITY row 8).
"""

BACKOFF = (1.0, 300.0)
"""Seconds between attempts to reach a server: the first, doubled up to the last."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as it came: bytes, when the server got it, and what reading it gave."""

    uid: int
    raw: bytes
    arrived: datetime
    reading: Reading


@dataclass(frozen=True, slots=True)
class Filing:
    """A group on its way into the store."""

    mails: Sequence[Fetched]
    result: Future[list[Outcome]]


class Receiver:
    """Owns one IMAP connection. `run` is the thread's whole life; `once` one pass for
    `run --once` and for tests.
    """

    def __init__(self, runtime: Runtime, config: MailboxConfig, mailbox: ImapMailbox) -> None:
        self._runtime, self._config, self._mailbox = runtime, config, mailbox
        self._alias = runtime.world.aliases[config.name]
        self._epoch = 0
        self._first_uid = 1
        self._up = False
        self._rehearsal = False
        self.left_older = 0
        self.swept_at: float | None = None

    @property
    def part(self) -> str:
        return f"imap {self._config.name}"

    def wake(self) -> None:
        self._mailbox.wake()

    def fresh(self, seconds: float) -> bool:
        """Whether a full pass ended less than so many seconds ago: only then
        may silence be called silence.
        """
        return self.swept_at is not None and time.monotonic() - self.swept_at <= seconds

    def run(self) -> None:
        pause = BACKOFF[0]
        while not self._runtime.stopping.is_set():
            self._up = False
            try:
                self._serve()
            except MailtrackerError as error:
                self._trouble(str(error))
            except Exception as error:  # the loop of a mailbox never ends by a bug
                log.exception("receive loop failed", mailbox=self._config.name)
                self._trouble(f"{type(error).__name__}: {error}")
            self._mailbox.close()
            pause = BACKOFF[0] if self._up else min(pause * 2, BACKOFF[1])
            self._runtime.stopping.wait(pause)

    def _trouble(self, text: str) -> None:
        log.warning("mailbox trouble", mailbox=self._config.name, text=text)
        try:
            self._runtime.beat(self.part, ok=False, text=text, alias=self._alias)
        except Unreachable as error:  # the store itself is away
            log.warning("the store is away", text=str(error))

    def _serve(self) -> None:
        """Connect, then pass after pass until told to stop."""
        self.begin(self._mailbox.connect())
        while not self._runtime.stopping.is_set():
            self.sweep()
            self._up = True
            self._runtime.beat(self.part, ok=True)
            self._mailbox.wait(min(self._config.poll, SWEEP))
            if self._runtime.stopping.is_set():
                return
            self._recheck(self._mailbox.refresh())

    def once(self) -> int:
        """One connection, one full pass. Returns how many mails were taken."""
        try:
            self.begin(self._mailbox.connect())
            taken = self.sweep()
            self._runtime.beat(self.part, ok=True)
            return taken
        except MailtrackerError as error:
            self._runtime.beat(self.part, ok=False, text=str(error), alias=self._alias)
            raise
        finally:
            self._mailbox.close()

    def rehearse(self) -> str:
        """A full pass that opens the folder read-only and puts nothing
        away. Returns one line about it.
        """
        self._rehearsal = True
        try:
            self.begin(self._mailbox.connect(readonly=True))
            taken = self.sweep()
        finally:
            self._mailbox.close()
        older = f"; {_older(self.left_older)}" if self.left_older else ""
        return f"{_mails(taken)} would be taken{older}"

    def begin(self, folder: Folder) -> None:
        """The first start of a mailbox draws the line between old mail, which
        stays, and new (DESIGN §4).
        """
        state = self._runtime.write(lambda conn: ledger.mailbox_state(conn, self._config.name))
        if state is None:
            self._first_start(folder)
        else:
            self._epoch, self._first_uid, self.left_older = (
                state.uidvalidity,
                state.first_uid,
                state.left_older,
            )
            self._recheck(folder)

    def _first_start(self, folder: Folder) -> None:
        now, start = self._runtime.clock.now(), self._config.start_from
        waiting = self._mailbox.waiting(1)
        if start == "all":
            first_uid, left = 1, 0
        elif start == "now":
            first_uid, left = folder.uidnext, len(waiting)
        else:
            first_uid = self._first_since(start, waiting, folder)
            left = sum(uid < first_uid for uid in waiting)
        self._epoch, self._first_uid, self.left_older = folder.uidvalidity, first_uid, left
        name = self._config.name
        self._runtime.write(
            lambda conn: ledger.begin_mailbox(conn, name, folder.uidvalidity, first_uid, now, left)
        )
        log.info(f"first start: {_older(left)}" if left else "first start", mailbox=name)

    def _first_since(self, start: datetime, waiting: Sequence[int], folder: Folder) -> int:
        """The lowest of these UIDs that arrived at `start` or later; where
        there is none, the next to come.
        """
        newer = (item.uid for item in self._mailbox.describe(waiting) if item.arrived >= start)
        return min(newer, default=folder.uidnext)

    def _recheck(self, folder: Folder) -> None:
        """A new UIDVALIDITY renumbers the folder: all of it is read again and recognised
        by content (RELIABILITY 2b).
        """
        if folder.uidvalidity == self._epoch:
            return
        log.warning(
            "UIDVALIDITY changed",
            mailbox=self._config.name,
            old=self._epoch,
            new=folder.uidvalidity,
        )
        state = self._runtime.write(lambda conn: ledger.mailbox_state(conn, self._config.name))
        first = 1
        if state is not None and self._config.start_from != "all":
            first = self._first_since(
                state.started_at.replace(microsecond=0), self._mailbox.waiting(1), folder
            )
        self._epoch, self._first_uid = folder.uidvalidity, first
        name = self._config.name
        self._runtime.write(
            lambda conn: ledger.set_uidvalidity(conn, name, folder.uidvalidity, first)
        )

    def sweep(self) -> int:
        """Take every waiting mail, in groups. Mails that are in the
        ledger already are only put away.
        """
        name, epoch = self._config.name, self._epoch
        waiting = self._mailbox.waiting(self._first_uid)
        known = (
            self._runtime.write(lambda conn: ledger.known_uids(conn, name, epoch, waiting))
            if waiting
            else set()
        )
        fresh = [uid for uid in waiting if uid not in known]
        if known:
            self._put_away()
        if self._take(fresh):
            self.swept_at = time.monotonic()
        return len(fresh)

    def _take(self, uids: Sequence[int]) -> bool:
        """Group after group: one is fetched and read while the one before is filed.
        False: told to stop half-way.
        """
        filing: Filing | None = None
        try:
            for items in self._groups(uids):
                if self._runtime.stopping.is_set():
                    return False
                mails = self._fetch(items)
                before, filing = filing, None
                self._finish(before)
                filing = self._start(mails)
        finally:
            self._finish(filing)
        return True

    def _groups(self, uids: Sequence[int]) -> Iterator[list[Item]]:
        for start in range(0, len(uids), DESCRIBED):
            group: list[Item] = []
            size = 0
            for item in self._mailbox.describe(uids[start : start + DESCRIBED]):
                if group and (len(group) == GROUP or size + item.size > GROUP_BYTES):
                    yield group
                    group, size = [], 0
                group.append(item)
                size += item.size
            if group:
                yield group

    def _fetch(self, items: Sequence[Item]) -> list[Fetched]:
        found = {item.uid: item for item in items}
        pairs = list(self._mailbox.fetch(list(found)))
        huge = {
            uid: Reading(None, None, _huge(item))
            for uid, item in found.items()
            if item.size > SIZE_CAP
        }
        readings = iter(self._runtime.reader.read([raw for uid, raw in pairs if uid not in huge]))
        return [
            Fetched(uid, raw, found[uid].arrived, huge.get(uid) or next(readings))
            for uid, raw in pairs
        ]

    def _start(self, mails: Sequence[Fetched]) -> Filing:
        """One transaction for all, in the writer's own time."""
        now = (
            self._runtime.clock.now()
        )  # one instant for the group: the limits count polls, not mails

        def file(conn: Transaction) -> list[Outcome]:
            world = self._runtime.world  # once: the rules of one moment decide all of it
            names = keep.keep_all(conn, [(mail.raw, now) for mail in mails])
            pairs = zip(mails, names, strict=True)
            return [
                told for mail, name in pairs for told in self._file(conn, world, mail, name, now)
            ]

        return Filing(mails, self._runtime.submit(file))

    def _finish(self, filing: Filing | None) -> None:
        if filing is None:
            return
        for told in self._filed(filing):
            self._runtime.tell(told)
        self._runtime.wake()
        self._put_away()

    def _filed(self, filing: Filing) -> list[Outcome]:
        """What the transaction came to; if it failed, one for each mail, so that only the
        bad one goes to quarantine.
        """
        mails = filing.mails
        try:
            return filing.result.result()
        except Unreachable:  # the database is away or full: the mail stays where it is
            raise
        except Exception as error:
            if len(mails) > 1:
                return [told for mail in mails for told in self._filed(self._start([mail]))]
            log.exception("quarantined", mailbox=self._config.name, uid=mails[0].uid)
            reason, trouble = f"{type(error).__name__}: {error}", traceback.format_exc()
            return self._runtime.write(
                lambda conn: self._quarantine(conn, self._runtime.world, mails[0], reason, trouble)
            )

    def _file(
        self, conn: Transaction, world: World, mail: Fetched, sha256: str, now: datetime
    ) -> list[Outcome]:
        """Ledger line, facts, decision, effects: all or nothing."""
        message, classified = mail.reading.message, mail.reading.classified
        if message is None or classified is None:
            return self._quarantine(conn, world, mail, mail.reading.trouble, mail.reading.trouble)
        line_id = self._enter(conn, mail, sha256, classified.kind, now)
        if line_id is None:
            return []
        cause = Cause(f"m{line_id}", now, line_id, message, mail.raw)
        enacted = enact_message(conn, world, self._alias, message, classified, cause, mail.arrived)
        if any(
            isinstance(e, Dispose) and e.fate is Disposition.QUARANTINE
            for e in enacted.decision.effects
        ):
            self._tell_quarantine(conn, world, mail, line_id, enacted.decision.reason, now)
        return [Outcome("message", enacted, now, message)]

    def _enter(
        self, conn: Transaction, mail: Fetched, sha256: str, kind: str, now: datetime
    ) -> int | None:
        arrival = Arrival(
            self._config.name, self._epoch, mail.uid, mail.arrived, sha256, len(mail.raw)
        )
        return ledger.enter(conn, arrival, mail.reading.message, kind, now)

    def _quarantine(
        self, conn: Transaction, world: World, mail: Fetched, reason: str, trouble: str
    ) -> list[Outcome]:
        now = self._runtime.clock.now()
        line_id = self._enter(conn, mail, keep.keep(conn, mail.raw, now), "", now)
        if line_id is not None:
            ledger.quarantine(conn, line_id, reason, trouble)
            self._tell_quarantine(conn, world, mail, line_id, reason, now)
        return []

    def _tell_quarantine(
        self,
        conn: Transaction,
        world: World,
        mail: Fetched,
        line_id: int,
        reason: str,
        now: datetime,
    ) -> None:
        """Once an hour at most (DESIGN §4)."""
        message = mail.reading.message
        values = {
            "count": 1,
            "subject_line": message.subject if message else "",
            "from_": message.from_[0].email if message and message.from_ else "",
            "reason": reason,
            "line_id": line_id,
        }
        tell_admins(
            conn, world, self._alias, "quarantined", values, f"quarantine.{now:%Y%m%d%H}", now
        )

    def _put_away(self) -> None:
        """Tell the mailbox what the ledger knows, after the commit. A crash
        in between is caught up here.
        """
        if self._rehearsal:
            return
        name, epoch = self._config.name, self._epoch
        lines = dict(self._runtime.write(lambda conn: ledger.not_put_away(conn, name, epoch)))
        if not lines:
            return
        done = self._mailbox.put_away(list(lines))
        by_how: dict[PutAway, list[int]] = {}
        for uid, line_id in lines.items():
            by_how.setdefault(done.get(uid, "left"), []).append(line_id)

        def mark(conn: Transaction) -> None:
            for how, ids in by_how.items():
                ledger.mark_put_away(conn, ids, how)

        self._runtime.write(mark)


def _huge(item: Item) -> str:
    return f"larger than {SIZE_CAP >> 20} MB ({item.size >> 20} MB): only its beginning was fetched, the whole is in the mailbox"


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"


def _older(left: int) -> str:
    """What the first start leaves, and how to have it."""
    stay = (
        "1 older mail stays where it is" if left == 1 else f"{left} older mails stay where they are"
    )
    return f'{stay} (start_from = "all" takes them)'
