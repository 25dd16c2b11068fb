"""The receive loop of one mailbox: fetch → read → decide → one transaction → put away. A thread of
its own.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

import structlog

from mailtracker.config import MailboxConfig
from mailtracker.daemon.behind import Behind
from mailtracker.daemon.fetching import Fetcher
from mailtracker.daemon.filing import Fetched, Filer, Filing, Lost
from mailtracker.daemon.in_hand import InHand
from mailtracker.daemon.numbers import Numbers, older
from mailtracker.daemon.regaining import Regaining
from mailtracker.daemon.rivalry import Rivalry
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.sent_folder import SentFolder
from mailtracker.errors import LeaseLost, MailtrackerError, Throttled, Unreachable
from mailtracker.faults import Point, reach
from mailtracker.mail.message import SIZE_CAP
from mailtracker.mailbox.mailbox import Folder, Item, Mailbox, Presences, Shelves
from mailtracker.reader import Reading, ReadingGivenUp
from mailtracker.spool import RawMail
from mailtracker.store import passes
from mailtracker.store.in_hand import TriedMail
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

GROUP, GROUP_BYTES = 50, 32 << 20
"""Mails that share one transaction, and their size: a commit costs more than the work in it. Two
groups are in memory at a time where both together are not more.
"""

UNKNOWN_BYTES = 1 << 20
"""What a mail counts in its group whose size the mailbox does not say."""

DESCRIBED = 8 * GROUP
"""Mails whose sizes are asked for at once."""

SWEEP = 300.0
"""Seconds after which the mailbox is read in full, even where it tells of new mail by itself."""

LIVED = 60.0
"""Seconds after which the end of a connection that waits for mail is no trouble yet: servers end
those of who is silent, or whose access token has ended (docs/reliability.md, L2).
"""

LOOK_BACK = "--since 30d shows what would become of the last month's"
"""What a dry run says where it leaves mails out."""

BACKOFF = (1.0, 300.0)
"""Seconds between attempts to reach a server: the first, doubled up to the last."""


class Receiver:
    """Owns one mailbox. `run` is the thread's whole life; `once` one pass for `run --once` and for
    tests.
    """

    def __init__(
        self,
        runtime: Runtime,
        config: MailboxConfig,
        mailbox: Mailbox,
        shelves: Shelves | None = None,
        presences: Presences | None = None,
    ) -> None:
        self._runtime, self._config, self._mailbox = runtime, config, mailbox
        self._behind = Behind(runtime, config, shelves) if shelves else None
        self._regaining = Regaining(runtime, config, shelves)
        self._rivalry = Rivalry(runtime, config, presences) if presences else None
        self._alias = runtime.world.aliases[config.name]
        self._numbers = Numbers(runtime, config, mailbox)
        self._filer = Filer(runtime, self._alias)
        self._fetcher = Fetcher(mailbox, self._reconnect)
        self._in_hand = InHand(runtime, config.name)
        self._sent = SentFolder(runtime, config, mailbox)
        self._filing: Filing | None = None
        self._up = False
        self._rehearsal = False
        self._swept_at = self._connected_at = -math.inf
        self._read_since: datetime | None = None  # when the last full pass began
        self._turn = threading.Event()
        self.is_at_rest = True

    @property
    def part(self) -> str:
        return self._config.part

    @property
    def name(self) -> str:
        return self._config.name

    def wake(self) -> None:
        """Somebody wants us to stop, to begin, or to look."""
        self._turn.set()
        self._mailbox.wake()

    def _may_go_on(self) -> bool:
        return not self._runtime.stopping.is_set() and self._runtime.leases.serves(self.name)

    def fresh(self, seconds: float, mailbox: str = "") -> bool:  # noqa: ARG002
        """Whether a full pass ended less than so many seconds ago: only then may silence be called
        silence.
        """
        return time.monotonic() - self._swept_at <= seconds

    # -- the loop ------------------------------------------------------------------

    def run(self) -> None:
        """While it is ours."""
        while not self._runtime.stopping.is_set():
            self._turn.clear()
            if self._runtime.leases.serves(self.name):
                self.is_at_rest = False
                with self._runtime.under(self.name):
                    self._serve_on()
                self.is_at_rest = True
            else:
                self._turn.wait()
        self._in_hand.close()

    def _serve_on(self) -> None:
        """Whatever we remember of it is from before somebody else served it."""
        self._in_hand.begin_again()
        if self._rivalry is not None:
            self._rivalry.begin_again()
        pause = BACKOFF[0]
        while self._may_go_on():
            self._up, at_least = False, 0.0
            try:
                self._serve()
            except LeaseLost as error:
                log.info("mailbox left to others", mailbox=self._config.name, text=str(error))
            except MailtrackerError as error:
                self._trouble(str(error))
                at_least = error.seconds if isinstance(error, Throttled) else 0.0
            except Exception as error:  # the loop of a mailbox never ends by a bug
                log.exception("receive loop failed", mailbox=self._config.name)
                self._stumbled()
                self._trouble(type(error).__name__)  # what it says may quote a mail
            self._in_hand.release()
            self._mailbox.close()
            pause = BACKOFF[0] if self._up else min(pause * 2, BACKOFF[1])
            if self._may_go_on():
                self._runtime.rest(max(pause, at_least))

    def _stumbled(self) -> None:
        try:
            self._in_hand.stumbled()
        except Unreachable as error:
            self._runtime.away.say(error)

    def _trouble(self, text: str) -> None:
        log.warning("mailbox trouble", mailbox=self._config.name, text=text)
        try:
            self._runtime.beat(self.part, ok=False, text=text, alias=self._alias)
        except Unreachable as error:  # the store itself is away
            self._runtime.away.say(error)

    def _serve(self) -> None:
        """Connect, then pass after pass until told to stop."""
        self._look_back()
        self.begin(self._mailbox.connect())
        self._connected_at = time.monotonic()
        while self._may_go_on():
            self.sweep()
            self._up = True
            self._say_how_it_is()
            self._look_around()
            self._wait()
            if not self._may_go_on():
                return
            self._numbers.recheck(self._mailbox.refresh())

    def _wait(self) -> None:
        """For mail, or until it is time to look. A connection that has lived is made anew at once,
        and only where that fails something is wrong.
        """
        try:
            self._mailbox.wait(self._pause())
        except Unreachable as error:
            if time.monotonic() - self._connected_at < LIVED or not self._may_go_on():
                raise
            text = str(error)
            log.info("connection ended, connecting again", mailbox=self._config.name, text=text)
            self._reconnect()
            self._connected_at = time.monotonic()

    def _say_how_it_is(self) -> None:
        """Well, or what waits in the mailbox that we cannot take or cannot put away."""
        text = "; ".join(filter(None, (self._in_hand.trouble, self._numbers.refusal)))
        ended = self._ended_pass() if self._runtime.leases.is_shared else None
        self._runtime.beat(self.part, not text, text, self._alias, ended)

    def _ended_pass(self) -> Callable[[Transaction], None] | None:
        """What others must know of it."""
        began, self._read_since = self._read_since, None
        looked = self._runtime.looked.get(self.name)
        sent = looked is not None and looked.sent
        if began is None:
            return None
        ended = passes.PassOf(self.name, self._runtime.me, began, sent)
        return partial(passes.note, of=ended)

    def _pause(self) -> float:
        """Seconds until the mailbox is looked at again, new mail or not."""
        return min(
            self._config.poll,
            SWEEP,
            self._until(self._in_hand.next_try_at),
            self._until(self._numbers.next_try_at),
        )

    def _until(self, instant: datetime | None) -> float:
        """Seconds, at least one."""
        if instant is None:
            return math.inf
        return max(1.0, (instant - self._runtime.clock.now()).total_seconds())

    def once(self) -> int:
        """One connection, one full pass. Returns how many mails were taken."""
        with self._runtime.under(self.name):
            return self._once()

    def _once(self) -> int:
        try:
            self._look_back()
            self.begin(self._mailbox.connect())
            taken = self.sweep()
            self._say_how_it_is()
            self._look_around()
            return taken
        except MailtrackerError as error:
            self._runtime.beat(self.part, ok=False, text=str(error), alias=self._alias)
            raise
        finally:
            self._in_hand.close()
            self._mailbox.close()

    def rehearse(self) -> str:
        """A full pass that opens the mailbox read-only and puts nothing away. Returns one line
        about it.
        """
        self._only_rehearse()
        try:
            self.begin(self._mailbox.connect(readonly=True))
            taken = self.sweep()
        finally:
            self._mailbox.close()
        left = self._numbers.left_older
        return f"{_mails(taken)} would be taken" + (f"; {older(left)}; {LOOK_BACK}" if left else "")

    def rehearse_since(self, since: datetime, travel: Callable[[datetime], object]) -> str:
        """The mails that came since an instant and lie there still, one after the other, each when
        it came: `travel` turns our clock. The store is new to the mailbox. Returns one line about
        it.
        """
        self._only_rehearse()
        try:
            self.begin(self._mailbox.connect(readonly=True))
            recent = self._fetcher.recent(self._mailbox.waiting(), since)
            for item in recent.items:
                travel(item.arrived)
                self._go_on([item])
                self._finish()
        finally:
            self._mailbox.close()
        said = f"{_mails(len(recent.items))} came since {since:%Y-%m-%d} and would have been taken"
        return said if recent.whole else f"{said}: the newest; older ones were not looked at"

    def _only_rehearse(self) -> None:
        self._rehearsal = True
        self._in_hand = InHand(self._runtime, self._config.name, rehearsal=True)

    # -- one pass ------------------------------------------------------------------

    def _look_back(self) -> None:
        """Before any reference is given."""
        self._regaining.look()
        if self._behind is not None:
            self._behind.look_back()

    def _look_around(self) -> None:
        """After a pass: word of ours may need a mail that was just put away."""
        if self._rivalry is not None:
            self._rivalry.look()

    def begin(self, folder: Folder) -> None:
        self._numbers.begin(folder)
        self._in_hand.begin(self._numbers.epoch)

    def _reconnect(self) -> None:
        """In the middle of a pass. Raises Unreachable where the mails at hand have other numbers
        now.
        """
        if self._mailbox.connect(self._rehearsal).epoch != self._numbers.epoch:
            raise Unreachable("the mailbox has numbered its mails anew")

    def sweep(self) -> int:
        """Take every waiting mail, in groups, and those over which something went wrong one by one.
        Mails that are in the ledger already are only put away.
        """
        self._in_hand.begin(self._numbers.epoch)
        began = self._runtime.clock.now()
        waiting = self._mailbox.waiting(self._numbers.first)
        known = self._numbers.known(waiting)
        fresh = [number for number in waiting if number not in known]
        self._in_hand.taken(known)
        plan = self._in_hand.plan(fresh)
        if known or not plan.together:  # else with the first group
            self._put_away()
        try:
            whole = self._take(plan.together) and self._take_alone(plan.alone)
        except ReadingGivenUp:  # told to stop: what was fetched waits in the mailbox
            return 0
        self._shelve(plan.lost)
        if whole:
            if not self._rehearsal:
                self._sent.look(began)
            self._swept_at, self._read_since = time.monotonic(), began
        return len(fresh)

    def _take(self, numbers: Sequence[int]) -> bool:
        """Group after group: one is fetched and read while the one before is filed, unless both
        together are too much. False: told to stop half-way.
        """
        try:
            for items in self._groups(numbers):
                if not self._may_go_on():
                    return False
                if self._in_memory + sum(item.size for item in items) > GROUP_BYTES:
                    self._finish()
                self._hold(items)
                self._go_on(items)
        finally:
            self._finish()
        self._in_hand.hold([])
        return True

    def _go_on(self, items: Sequence[Item]) -> None:
        """Nobody else holds these mails: a large one is gone when it is filed."""
        mails = self._fetch(items)
        self._finish()
        self._filing = self._filer.start(mails)

    @property
    def _in_memory(self) -> int:
        """Bytes of mails that are being filed."""
        return sum(len(mail.raw) for mail in self._filing.mails) if self._filing else 0

    def _take_alone(self, numbers: Sequence[int]) -> bool:
        """Nothing else is in hand while one of these is."""
        for number in numbers:
            if not self._may_go_on():
                return False
            self._in_hand.hold([number])
            self._go_on(self._fetcher.describe([number]))
            self._finish()
            self._in_hand.hold([])
        return True

    def _hold(self, items: Sequence[Item]) -> None:
        before = self._filing.numbers if self._filing is not None else []
        self._in_hand.hold([*before, *(item.number for item in items)])

    def _shelve(self, lost: Sequence[TriedMail]) -> None:
        """Quarantine by number: only the mailbox has these."""
        for one in lost:
            (item,) = self._fetcher.describe([one.uid])
            trouble = f"not taken in {one.tries} tries: {one.trouble}"
            self._filer.shelve(Lost(self._numbers.epoch, one.uid, item, trouble))
            self._in_hand.taken([one.uid])
            self._runtime.wake()

    def _groups(self, numbers: Sequence[int]) -> Iterator[list[Item]]:
        for start in range(0, len(numbers), DESCRIBED):
            group: list[Item] = []
            size = 0
            described = self._fetcher.describe(numbers[start : start + DESCRIBED])
            for item in self._without_those_again(described):
                if group and (len(group) == GROUP or size + item.size > GROUP_BYTES):
                    yield group
                    group, size = [], 0
                group.append(item)
                size += item.size or UNKNOWN_BYTES
            if group:
                yield group

    def _without_those_again(self, items: list[Item]) -> list[Item]:
        """Not fetched is what the mailbox itself says that we have."""
        again = self._filer.come_again(self._numbers.epoch, items)
        if not again:
            return items
        log.info("came again", mailbox=self._config.name, count=len(again))
        self._in_hand.taken(again)
        self._put_away()
        return [item for item in items if item.number not in again]

    def _fetch(self, items: Sequence[Item]) -> list[Fetched]:
        """Those that the mailbox gives, read; of the others it is written down that they failed."""
        found = {item.number: item for item in items}
        reach(Point.BEFORE_FETCH, found)
        given = self._fetcher.fetch(list(found))
        broken = self._fetcher.broken
        reach(Point.AFTER_FETCH, found)
        self._shelve(self._in_hand.failed(given.troubles))
        if broken is not None:
            raise broken
        huge = {number: _unread(raw, found[number]) for number, raw in given.raws.items()}
        small = [raw for number, raw in given.raws.items() if huge[number] is None]
        readings = iter(self._runtime.reader.read(small, self._runtime.stopping))
        epoch = self._numbers.epoch
        return [
            Fetched(
                *(epoch, number, raw, found[number].arrived, huge[number] or next(readings)),
                found[number].lasting_id,
            )
            for number, raw in given.raws.items()
        ]

    def _finish(self) -> None:
        """What was being filed is in the store, and put away."""
        filing, self._filing = self._filing, None
        if filing is None or not filing.mails:
            return
        outcomes = self._filer.outcomes(filing)
        numbers = filing.numbers
        del filing  # its mails may be large
        reach(Point.AFTER_COMMIT, numbers)
        self._in_hand.taken(numbers)
        for outcome in outcomes:
            self._runtime.tell(outcome)
        self._put_away()

    def _put_away(self) -> None:
        if not self._rehearsal:
            self._numbers.put_away()


def _unread(raw: RawMail, item: Item) -> Reading | None:
    """None for a mail that can be read."""
    size = max(item.size, len(raw))
    if size <= SIZE_CAP:
        return None
    said = f"larger than {SIZE_CAP >> 20} MB ({size >> 20} MB)"
    trouble = f"{said}: only its beginning was fetched, the whole is in the mailbox"
    return Reading(None, None, trouble)


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"
