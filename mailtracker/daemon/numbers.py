"""Which numbers of a mailbox are ours, by the ledger: where we began, what has a line already, what
the mailbox was not told of yet.

The ledger's columns call an epoch `uidvalidity` and a number `uid`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.put_away import PutAway
from mailtracker.faults import Point, reach
from mailtracker.mailbox.mailbox import Folder, Mailbox
from mailtracker.store import ledger
from mailtracker.store.ledger import MailboxState
from mailtracker.store.locks import NONE
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

PAUSES = (timedelta(seconds=15), timedelta(minutes=5))
"""After a refusal to put mails away: the first pause, doubled up to the last."""


class Numbers:
    """The numbers of one mailbox, which is connected wherever a method is called.

    Those from `first` on of the present `epoch` are served; `left_older` counts the mails that the
    first start left where they were, as far as they lie there in the present epoch. `refusal` says
    why the mailbox does not let us put mails away, "" where it does; `next_try_at` is when we try
    again, None for at once.
    """

    def __init__(self, runtime: Runtime, config: MailboxConfig, mailbox: Mailbox) -> None:
        self._runtime, self._config, self._mailbox = runtime, config, mailbox
        self.epoch = self.left_older = 0
        self.first = 1
        self.refusal = ""
        self.next_try_at: datetime | None = None
        self._pause = PAUSES[0]

    def begin(self, folder: Folder) -> None:
        """The first start of a mailbox draws the line between old mail, which stays, and new."""
        state = self._state()
        if state is None:
            self._first_start(folder)
            return
        self.epoch, self.first = state.uidvalidity, state.first_uid
        self.left_older = state.left_older
        self.recheck(folder)
        if self.left_older and self._config.start_from == "all":
            self._take_older()

    def _state(self) -> MailboxState | None:
        return self._runtime.write(lambda conn: ledger.mailbox_state(conn, self._config.name))

    def _first_start(self, folder: Folder) -> None:
        now, name = self._runtime.clock.now(), self._config.name
        waiting = self._mailbox.waiting()
        first = self._first_wanted(waiting, folder)
        left = sum(number < first for number in waiting)
        self.epoch, self.first, self.left_older = folder.epoch, first, left
        state = MailboxState(folder.epoch, first, now, left)
        self._runtime.write(lambda conn: ledger.begin_mailbox(conn, name, state))
        log.info(f"first start: {older(left)}" if left else "first start", mailbox=name)

    def _first_wanted(self, waiting: Sequence[int], folder: Folder) -> int:
        match self._config.start_from:
            case "all":
                return 1
            case "now":
                return folder.next_number
            case start:
                return self._first_since(start, waiting, folder)

    def _first_since(self, start: datetime, waiting: Sequence[int], folder: Folder) -> int:
        """The lowest of these numbers whose mail came at `start` or later; where there is none,
        the next to come.
        """
        newer = (item.number for item in self._mailbox.describe(waiting) if item.arrived >= start)
        return min(newer, default=folder.next_number)

    def recheck(self, folder: Folder) -> None:
        """In a new epoch the whole mailbox is read again; what we had is recognised by content."""
        if folder.epoch == self.epoch:
            return
        name, old = self._config.name, self.epoch
        first, left = self._first_of_epoch(folder)
        log.warning("UIDVALIDITY changed", mailbox=name, old=old, new=folder.epoch, left_older=left)
        self.epoch, self.first, self.left_older = folder.epoch, first, left
        self._runtime.write(
            lambda conn: ledger.set_uidvalidity(conn, name, folder.epoch, first, left)
        )
        taken = f"{NUMBERED_ANEW}; {stays(left)}" if left else NUMBERED_ANEW
        self._runtime.beat(part_of(name), ok=True, text=taken)

    def _take_older(self) -> None:
        """The first start left mail, and the config was changed to have it, as we said."""
        name, epoch = self._config.name, self.epoch
        log.info("older mail is taken after all", mailbox=name, count=self.left_older)
        self.first, self.left_older = 1, 0
        self._runtime.write(lambda conn: ledger.set_uidvalidity(conn, name, epoch, 1, 0))

    def _first_of_epoch(self, folder: Folder) -> tuple[int, int]:
        """What the first start left stays left, as far as the time of its arrival tells: where our
        numbers begin, and how many mails stay before them. Servers' clocks may be behind, or their
        zone lost, so that these are never more than were left then: what lies above those came
        later, whatever time it bears.
        """
        state = self._state()
        if state is None or self._config.start_from == "all":
            return 1, 0
        start = state.started_at.replace(microsecond=0)
        waiting = self._mailbox.waiting()
        first = self._first_since(start, waiting, folder)
        before = [number for number in waiting if number < first]
        if len(before) <= state.left_older:
            return first, len(before)
        return before[state.left_older], state.left_older

    def known(self, numbers: Sequence[int]) -> set[int]:
        """Those of `numbers` that have a line in the ledger already."""
        if not numbers:
            return set()
        name, epoch = self._config.name, self.epoch
        return self._runtime.read(lambda conn: ledger.known_uids(conn, name, epoch, numbers))

    def put_away(self) -> None:
        """Tell the mailbox what the ledger knows, after the commit. A crash in between is caught
        up here, and so is what the mailbox refused.
        """
        now = self._runtime.clock.now()
        if self.next_try_at is not None and now < self.next_try_at:
            return
        name, epoch = self._config.name, self.epoch
        lines = self._runtime.read(lambda conn: ledger.not_put_away(conn, name, epoch))
        refusal = self._tell(lines) if lines else ""
        if refusal:
            log.warning("not put away", mailbox=name, text=refusal)
            self.next_try_at = now + self._pause
            self._pause = min(self._pause * 2, PAUSES[1])
        else:
            self.next_try_at, self._pause = None, PAUSES[0]
        self.refusal = refusal

    def _tell(self, lines: Sequence[tuple[int, int, str]]) -> str:
        """Of each its number, its line and its folder. Returns why the mailbox refused some."""
        by_folder: dict[str, list[int]] = {}
        for number, _, folder in lines:
            by_folder.setdefault(folder, []).append(number)
        done: dict[int, PutAway] = {}
        refusal = ""
        for folder, numbers in by_folder.items():
            done |= self._mailbox.put_away(numbers, folder)
            refusal = refusal or self._mailbox.refusal
            reach(Point.AFTER_MOVE, numbers)
        by_how: dict[PutAway, list[int]] = {}
        for number, line_id, _ in lines:
            if number in done:
                by_how.setdefault(done[number], []).append(line_id)

        def mark(conn: Transaction) -> None:
            for how, ids in by_how.items():
                ledger.mark_put_away(conn, ids, how)

        if by_how:
            self._runtime.write(mark, NONE)
        return refusal


NUMBERED_ANEW = "the server numbered all mails anew: the mailbox was read again as a whole"


def part_of(mailbox: str) -> str:
    """What `status` says of its numbers stands under this name."""
    return f"numbers {mailbox}"


def stays(left: int) -> str:
    """Mails from before the first start, counted."""
    if left == 1:
        return "1 older mail stays where it is"
    return f"{left} older mails stay where they are"


def older(left: int) -> str:
    """What the first start leaves, and how to have it."""
    stay = stays(left)
    return f'{stay} (start_from = "all" takes them)'
