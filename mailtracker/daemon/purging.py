"""Once a day: words that were kept long enough go, and what no budget counts any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from mailtracker.daemon.runtime import Runtime
from mailtracker.store import keep, purging, spent
from mailtracker.store.transaction import Transaction

EVERY = timedelta(days=1)

LOOK = 500
"""Kept mails that are looked at in one transaction, whether anybody needs their bytes."""

MAILS, REQUESTS = 200, 25
"""Mails, and requests with all their mail, that lose their words in one transaction."""


class Purging:
    """`look` does it when it is time: at the start, and a day after the last time. In small
    transactions, so that no mail waits for it.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._at = datetime.min.replace(tzinfo=UTC)

    def put_off(self) -> None:
        """For a day: the clock may be wrong."""
        self._at = self._runtime.clock.now() + EVERY

    def look(self) -> None:
        now = self._runtime.clock.now()
        if now < self._at:
            return
        self._at = now + EVERY
        kept_for = self._kept_for()
        for mailbox, time in kept_for.items():
            old = partial(purging.purge_requests, mailbox=mailbox, before=now - time, now=now)
            self._until_none(partial(old, limit=REQUESTS))
            lone = partial(purging.purge_lines, mailbox=mailbox, before=now - time)
            self._until_none(partial(lone, limit=MAILS))
        self._until_none(partial(purging.purge_own, now=now, limit=REQUESTS))
        times = kept_for.values()
        # They may tell of any mailbox.
        notices = partial(purging.purge_notices, before=now - min(times), limit=MAILS)
        self._until_none(notices)
        while self._sweep(now - max(times)):  # what was quoted until now goes in the next pass
            pass
        self._runtime.write(lambda conn: spent.purge(conn, now))
        self._runtime.store.empty_log()

    def _kept_for(self) -> dict[str, timedelta]:
        """By mailbox, those among them that the config no longer has."""
        config = self._runtime.config
        usual = config.store.keep_mail
        before = self._runtime.read(purging.served)
        own = {box.name: usual if box.keep is None else box.keep for box in config.mailboxes}
        return dict.fromkeys(before, usual) | own

    def _until_none(self, work: Callable[[Transaction], int]) -> None:
        while not self._runtime.stopping.is_set() and self._runtime.write(work):
            pass

    def _sweep(self, before: datetime) -> int:
        """Bytes that nothing has any more, some at once; of how many mails."""
        gone, last = 0, keep.NOTHING
        while not last.whole and not self._runtime.stopping.is_set():
            last = self._runtime.write(partial(keep.purge, before=before, limit=LOOK, since=last))
            gone += last.gone
        return gone
