"""What one mailbox's loop works on right now, and what it could not take yet: which mails are
worked on together, which alone, which rest, and which have had their tries.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from mailtracker.daemon.runtime import Runtime
from mailtracker.errors import Unreachable
from mailtracker.record import dataclass
from mailtracker.slot import Slot, slot_path
from mailtracker.store import in_hand, ledger
from mailtracker.store.database import file_of
from mailtracker.store.in_hand import Epoch, TriedMail
from mailtracker.store.locks import NONE
from mailtracker.store.transaction import Transaction
from mailtracker.store.working import WorkingRow

log = structlog.get_logger("mailtracker")

PAUSES = (timedelta(minutes=1), timedelta(minutes=9), timedelta(hours=1))
"""From one try of a mail to the next; the last one again and again."""

TRIES = 3
"""After so many a mail goes to quarantine by its number."""

COMMON_TRIES = 6
"""The same while several mails fail and none is given: that looks like the server's trouble."""

DIED = "the daemon ended while it had this mail in hand, {tries} times"


@dataclass(frozen=True, slots=True)
class Plan:
    """What one pass does with the mails that are new: those that are worked on `together`, in
    groups; those `alone`, one by one and last; those that it is `lost` over, with what they were
    tried. The rest is not due yet.
    """

    together: Sequence[int]
    alone: Sequence[int]
    lost: Sequence[TriedMail]


class _InSlot(Protocol):
    """One record, which outlives us: a file beside the database (`slot.Slot`), or a row where other
    daemons go on with it (`store.working.WorkingRow`).
    """

    def write(self, record: Mapping[str, object]) -> None: ...

    def read(self) -> Mapping[str, object] | None: ...

    def close(self) -> None: ...


def _slot_of(runtime: Runtime, mailbox: str) -> _InSlot:
    if runtime.store.is_shared:
        return WorkingRow(runtime.store, mailbox)
    name = f"in-hand-{zlib.crc32(mailbox.encode()):08x}"
    return Slot(slot_path(file_of(runtime.config.store.url), name))


def _nowhere() -> _InSlot:
    return Slot(None)


class InHand:
    """Of one mailbox. What is in hand stands in a slot that outlives a kill, so that who serves the
    mailbox next knows over which mails we died: those are worked on alone, each with a try counted.
    """

    def __init__(self, runtime: Runtime, mailbox: str, rehearsal: bool = False) -> None:
        self._runtime, self._mailbox = runtime, mailbox
        self._slot = _nowhere() if rehearsal else _slot_of(runtime, mailbox)
        self._epoch: Epoch | None = None
        self._held: list[int] = []
        self._apart: set[int] = set()
        self._fatal: set[int] = set()
        self._tried: dict[int, TriedMail] = {}

    # -- what is in hand ---------------------------------------------------------

    def begin_again(self) -> None:
        """The mailbox is ours from now on: what was tried stands in the store."""
        self._epoch = None

    def begin(self, uidvalidity: int) -> None:
        """The mailbox is open. The first time: what the process before us died over is counted."""
        first, epoch = self._epoch is None, Epoch(self._mailbox, uidvalidity)
        if epoch == self._epoch:
            return
        self._epoch = epoch
        self._apart, self._fatal = set(), set()
        suspects = self._suspects(epoch) if first else []

        def work(conn: Transaction) -> dict[int, TriedMail]:
            in_hand.forget_older(conn, epoch)
            known = ledger.known_uids(conn, epoch.mailbox, epoch.uidvalidity, suspects)
            self._count(conn, {uid: "" for uid in suspects if uid not in known}, died=True)
            return in_hand.tried(conn, epoch)

        self._tried = self._runtime.write(work, NONE)
        died = [one for one in self._tried.values() if one.uid in suspects]
        self._fatal = {one.uid for one in died if one.tries >= TRIES}
        self._write([])
        if died:
            log.warning("died over mails in hand", mailbox=self._mailbox, mails=len(died))

    def _suspects(self, epoch: Epoch) -> list[int]:
        record = self._slot.read() or {}
        place = (record.get("mailbox"), record.get("uidvalidity"))
        uids = record.get("uids")
        if place != (epoch.mailbox, epoch.uidvalidity) or not isinstance(uids, list):
            return []
        return [uid for uid in uids if isinstance(uid, int)]

    def hold(self, numbers: Collection[int]) -> None:
        """Work on these begins; on all others it has ended."""
        if list(numbers) != self._held:
            self._write(list(numbers))

    def release(self) -> None:
        """Nothing is in hand: a pass has ended, if with trouble. Never raises: at worst mails are
        worked on alone that need not be.
        """
        if self._epoch is not None:
            with contextlib.suppress(Unreachable):
                self._write([])

    def _write(self, numbers: list[int]) -> None:
        assert self._epoch is not None
        place = {"mailbox": self._mailbox, "uidvalidity": self._epoch.uidvalidity}
        try:
            self._slot.write({**place, "uids": numbers})
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise Unreachable(f"cannot write beside the database: {why}") from error
        self._held = numbers

    def stumbled(self) -> None:
        """The pass ended by a bug: what was in hand is worked on alone from now on, and what was
        alone has had a try.
        """
        held, self._apart = self._held, self._apart | set(self._held)
        if len(held) == 1:
            self.failed({held[0]: "we stumbled over this mail, which is a bug of ours"})

    # -- what could not be taken ---------------------------------------------------

    def plan(self, fresh: Sequence[int]) -> Plan:
        """For the mails of a full look at the mailbox that have no line in the ledger."""
        now, there = self._runtime.clock.now(), set(fresh)
        self._forget(self._tried.keys() - there)
        self._apart &= there
        odd = self._tried.keys() | self._apart
        due = [uid for uid in odd if uid not in self._tried or self._tried[uid].next_try_at <= now]
        lost = [self._tried[uid] for uid in due if uid in self._fatal and uid in self._tried]
        alone = [uid for uid in due if uid not in self._fatal]
        alone.sort(key=lambda uid: (self._tries(uid), uid))
        return Plan([uid for uid in fresh if uid not in odd], alone, lost)

    def _tries(self, uid: int) -> int:
        return self._tried[uid].tries if uid in self._tried else 0

    def failed(self, troubles: Mapping[int, str]) -> list[TriedMail]:
        """These could not be taken, each with its trouble. Returns those that had their tries."""
        if not troubles:
            return []
        epoch = self._epoch
        assert epoch is not None

        def work(conn: Transaction) -> list[TriedMail]:
            self._count(conn, troubles)
            self._tried = in_hand.tried(conn, epoch)
            return [
                one
                for uid in troubles
                if (one := self._tried[uid]).tries >= TRIES and self._is_lost(conn, epoch, one)
            ]

        lost = self._runtime.write(work, NONE)
        for uid, text in troubles.items():
            tries = self._tried[uid].tries
            log.warning("mail not taken", mailbox=self._mailbox, number=uid, tries=tries, text=text)
        return lost

    def _is_lost(self, conn: Transaction, epoch: Epoch, one: TriedMail) -> bool:
        """Others were given, or no other fails: then it is this mail."""
        if one.tries >= COMMON_TRIES or len(self._tried) == 1:
            return True
        return in_hand.given_since(conn, epoch, one.since)

    def _count(self, conn: Transaction, troubles: Mapping[int, str], died: bool = False) -> None:
        assert self._epoch is not None
        now = self._runtime.clock.now()
        before = in_hand.tried(conn, self._epoch)
        for uid, text in troubles.items():
            tries = before[uid].tries + 1 if uid in before else 1
            pause = timedelta(0) if died else PAUSES[min(tries, len(PAUSES)) - 1]
            said = DIED.format(tries=tries) if died else text
            since = before[uid].since if uid in before else now
            failed = TriedMail(uid, tries, since, now + pause, said)
            in_hand.count_try(conn, self._epoch, failed)

    def taken(self, numbers: Collection[int]) -> None:
        """These have a line in the ledger now."""
        self._apart -= set(numbers)
        self._forget(self._tried.keys() & set(numbers))

    def _forget(self, numbers: Collection[int]) -> None:
        epoch = self._epoch
        if not numbers or epoch is None:
            return
        gone = list(numbers)
        self._runtime.write(lambda conn: in_hand.forget(conn, epoch, gone), NONE)
        self._tried = {uid: one for uid, one in self._tried.items() if uid not in numbers}

    @property
    def trouble(self) -> str:
        """What waits and cannot be taken, in words; "" for nothing."""
        if not self._tried:
            return ""
        last = max(self._tried.values(), key=lambda one: one.next_try_at)
        count = len(self._tried)
        who = f"mail {last.uid} was" if count == 1 else f"{count} mails were"
        return f"{who} not taken yet and will be tried again: {last.trouble}"

    @property
    def next_try_at(self) -> datetime | None:
        """When the next mail is due again."""
        return min((one.next_try_at for one in self._tried.values()), default=None)

    def close(self) -> None:
        """The loop ends in good order: what was begun is filed, or waits as before."""
        self.release()
        self._slot.close()
