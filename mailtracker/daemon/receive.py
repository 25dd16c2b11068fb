"""The receive loop of one mailbox: fetch → read → decide → one transaction → put away. A thread of
its own.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.filing import Fetched, Filer, Filing
from mailtracker.daemon.numbers import Numbers, older
from mailtracker.daemon.runtime import Runtime
from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.faults import Point, reach
from mailtracker.mail.parse import SIZE_CAP
from mailtracker.mailbox.mailbox import Folder, Item, Mailbox
from mailtracker.reader import Reading

log = structlog.get_logger("mailtracker")

GROUP, GROUP_BYTES = 50, 32 << 20
"""Mails that share one transaction, and their size: a commit costs more than the work in it, and
two groups are in memory at a time.
"""

DESCRIBED = 8 * GROUP
"""Mails whose sizes are asked for at once."""

SWEEP = 300.0
"""Seconds after which the mailbox is read in full, even where it tells of new mail by itself."""

BACKOFF = (1.0, 300.0)
"""Seconds between attempts to reach a server: the first, doubled up to the last."""


class Receiver:
    """Owns one mailbox. `run` is the thread's whole life; `once` one pass for `run --once` and for
    tests.
    """

    def __init__(self, runtime: Runtime, config: MailboxConfig, mailbox: Mailbox) -> None:
        self._runtime, self._config, self._mailbox = runtime, config, mailbox
        self._alias = runtime.world.aliases[config.name]
        self._numbers = Numbers(runtime, config, mailbox)
        self._filer = Filer(runtime, self._alias)
        self._up = False
        self._rehearsal = False
        self._swept_at = -math.inf

    @property
    def part(self) -> str:
        return self._config.part

    def wake(self) -> None:
        self._mailbox.wake()

    def fresh(self, seconds: float) -> bool:
        """Whether a full pass ended less than so many seconds ago: only then may silence be called
        silence.
        """
        return time.monotonic() - self._swept_at <= seconds

    # -- the loop ------------------------------------------------------------------

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
                self._trouble(type(error).__name__)  # what it says may quote a mail
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
            self._numbers.recheck(self._mailbox.refresh())

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
        """A full pass that opens the mailbox read-only and puts nothing away. Returns one line
        about it.
        """
        self._rehearsal = True
        try:
            self.begin(self._mailbox.connect(readonly=True))
            taken = self.sweep()
        finally:
            self._mailbox.close()
        left = self._numbers.left_older
        return f"{_mails(taken)} would be taken" + (f"; {older(left)}" if left else "")

    # -- one pass ------------------------------------------------------------------

    def begin(self, folder: Folder) -> None:
        self._numbers.begin(folder)

    def sweep(self) -> int:
        """Take every waiting mail, in groups. Mails that are in the ledger already are only put
        away.
        """
        waiting = self._mailbox.waiting(self._numbers.first)
        known = self._numbers.known(waiting)
        fresh = [number for number in waiting if number not in known]
        if known:
            self._put_away()
        if self._take(fresh):
            self._swept_at = time.monotonic()
        return len(fresh)

    def _take(self, numbers: Sequence[int]) -> bool:
        """Group after group: one is fetched and read while the one before is filed. False: told to
        stop half-way.
        """
        filing: Filing | None = None
        try:
            for items in self._groups(numbers):
                if self._runtime.stopping.is_set():
                    return False
                mails = self._fetch(items)
                before, filing = filing, None
                self._finish(before)
                filing = self._filer.start(mails)
        finally:
            self._finish(filing)
        return True

    def _groups(self, numbers: Sequence[int]) -> Iterator[list[Item]]:
        for start in range(0, len(numbers), DESCRIBED):
            group: list[Item] = []
            size = 0
            for item in self._mailbox.describe(numbers[start : start + DESCRIBED]):
                if group and (len(group) == GROUP or size + item.size > GROUP_BYTES):
                    yield group
                    group, size = [], 0
                group.append(item)
                size += item.size
            if group:
                yield group

    def _fetch(self, items: Sequence[Item]) -> list[Fetched]:
        found = {item.number: item for item in items}
        reach(Point.BEFORE_FETCH, found)
        pairs = list(self._mailbox.fetch(list(found)))
        reach(Point.AFTER_FETCH, found)
        huge = {item.number: _unread(item) for item in items if item.size > SIZE_CAP}
        small = [raw for number, raw in pairs if number not in huge]
        readings = iter(self._runtime.reader.read(small))
        epoch = self._numbers.epoch
        return [
            Fetched(epoch, number, raw, found[number].arrived, huge.get(number) or next(readings))
            for number, raw in pairs
        ]

    def _finish(self, filing: Filing | None) -> None:
        if filing is None:
            return
        outcomes = self._filer.outcomes(filing)
        reach(Point.AFTER_COMMIT, filing.numbers)
        for outcome in outcomes:
            self._runtime.tell(outcome)
        self._runtime.wake()
        self._put_away()

    def _put_away(self) -> None:
        if not self._rehearsal:
            self._numbers.put_away()


def _unread(item: Item) -> Reading:
    said = f"larger than {SIZE_CAP >> 20} MB ({item.size >> 20} MB)"
    trouble = f"{said}: only its beginning was fetched, the whole is in the mailbox"
    return Reading(None, None, trouble)


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"
