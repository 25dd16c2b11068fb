"""Once a day: words that were kept long enough go, and what no budget counts any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice

from mailtracker.daemon.runtime import Runtime
from mailtracker.store import keep, purging, spent
from mailtracker.store.transaction import Transaction

EVERY = timedelta(days=1)

LOOK = 500
"""Kept mails that are looked at in one transaction, whether anybody needs their bytes."""

MAILS, REQUESTS = 200, 25
"""Mails, and requests with all their mail, that lose their words in one transaction."""

AT_ONCE = 40
"""Transactions of one look: ladders wait meanwhile. What is left is for the next one."""


class Purging:
    """`look` does it when it is time: at the start, and a day after the last time. In small
    transactions, so that no mail waits for it.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._at = datetime.min.replace(tzinfo=UTC)
        self._steps: Iterator[None] = iter(())

    def put_off(self) -> None:
        """For a day: the clock may be wrong."""
        self._at, self._steps = self._runtime.clock.now() + EVERY, iter(())

    def look(self) -> None:
        now = self._runtime.clock.now()
        if now >= self._at:
            self._at, self._steps = now + EVERY, self._all(now)
        for _ in islice(self._steps, AT_ONCE):
            if self._runtime.stopping.is_set():
                return

    def _all(self, now: datetime) -> Iterator[None]:
        """A step is a transaction."""
        kept_for, key = self._kept_for(), self._runtime.store.key
        for mailbox, time in kept_for.items():
            old = partial(purging.purge_requests, mailbox=mailbox, before=now - time, now=now)
            yield from self._until_none(partial(old, limit=REQUESTS))
            lone = partial(purging.purge_lines, key=key, mailbox=mailbox, before=now - time)
            yield from self._until_none(partial(lone, limit=MAILS))
        yield from self._until_none(partial(purging.purge_own, now=now, limit=REQUESTS))
        times = kept_for.values()
        # They may tell of any mailbox.
        notices = partial(purging.purge_notices, before=now - min(times), limit=MAILS)
        yield from self._until_none(notices)
        yield from self._sweep(now - max(times))
        self._runtime.write(lambda conn: spent.purge(conn, now))
        while not self._runtime.store.empty_log():
            yield

    def _kept_for(self) -> dict[str, timedelta]:
        """By mailbox, those among them that the config no longer has."""
        config = self._runtime.config
        usual = config.store.keep_mail
        before = self._runtime.read(purging.served)
        own = {box.name: usual if box.keep is None else box.keep for box in config.mailboxes}
        return dict.fromkeys(before, usual) | own

    def _until_none(self, work: Callable[[Transaction], int]) -> Iterator[None]:
        while self._runtime.write(work):
            yield

    def _sweep(self, before: datetime) -> Iterator[None]:
        """Bytes that nothing has any more; what they quote goes in the next round."""
        gone = 1
        while gone:
            gone, last = 0, keep.NOTHING
            while not last.whole:
                look = partial(keep.purge, before=before, limit=LOOK, since=last)
                last = self._runtime.write(look)
                gone += last.gone
                yield
