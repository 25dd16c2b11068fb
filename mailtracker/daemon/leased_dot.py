"""Before the dot, where several daemons serve a database: the row says that it is at the dot, by a
statement that changes it only while the claim is ours. So whoever was paused for longer than the
lease, or has lost the claim, hears so before the dot and not behind it (docs/reliability.md, J21).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from mailtracker.clock import since_boot
from mailtracker.daemon.runtime import Runtime
from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.faults import Point, reach
from mailtracker.store import claims, daemons
from mailtracker.store.recovery import Recovered, recover_of
from mailtracker.store.sending import LEASE, Attempt, Claimed
from mailtracker.store.transaction import Transaction

ANSWERS_IN = 30.0
"""Seconds. Who hears later that a row is at the dot does not write it: we were paused meanwhile, or
the database is as good as away.
"""

MAY_WAIT = 30.0
"""Seconds that a claimed row may wait until it is begun; then it goes back untried."""

ASKING = 4
"""Connections that ask at once, for whatever number of those to the mail server."""

DELIVERED_IN = LEASE.total_seconds() - MAY_WAIT - ANSWERS_IN
"""Seconds: so a delivery ends, whatever holds it up, before its claim does."""

LOOK_EVERY = 10.0
"""Seconds between two looks at what others left."""


Taken = Sequence[tuple[Claimed, Attempt]]


class NotOurs(MailtrackerError):
    """The claim of a row is over."""


class LeasedDots:
    """`dots.Dots`."""

    within: float | None = DELIVERED_IN
    look_every: float | None = LOOK_EVERY

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._threads: ThreadPoolExecutor | None = None

    def recovery(self) -> Callable[[Transaction, datetime], Recovered]:
        ident = self._runtime.store.ident
        return lambda conn, now: recover_of(conn, daemons.alive(conn, ident), now)

    def begin(self, count: int) -> Sequence[LeasedDot]:
        """Again after `close`: a single run sends in several passes."""
        self._threads = ThreadPoolExecutor(ASKING, thread_name_prefix="dot")
        return [LeasedDot(self._reach) for _ in range(count)]

    async def _reach(self, row: Claimed, taken: Taken) -> None:
        """Raises where the dot must not be written. The row may say `at_dot` all the same, and is
        uncertain where we cannot settle it.
        """
        asked = since_boot()
        try:
            async with asyncio.timeout(ANSWERS_IN):
                loop = asyncio.get_running_loop()
                is_ours = await loop.run_in_executor(self._threads, self._ask, row, taken)
        except TimeoutError:
            raise Unreachable("the database does not say whether a mail is still ours") from None
        if not is_ours:
            raise NotOurs("its claim is over")
        if since_boot() - asked > ANSWERS_IN:
            raise Unreachable("we stood still while we asked whether a mail is still ours")

    def _ask(self, row: Claimed, taken: Taken) -> bool:
        with self._runtime.store.beside() as conn:
            is_ours = claims.reach_dot(conn, self._runtime.me, row, taken)
        reach(Point.SLOT_WRITTEN)
        return is_ours

    def close(self) -> None:
        """Who is asked still may be a database that is away: it is not waited for."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)


class LeasedDot:
    """`dots.Dot`. What a server took is noted with the next dot, in the same transaction; whatever
    else ended is settled before it: nothing else would tell after a kill that it was answered.
    """

    def __init__(self, reach: Callable[[Claimed, Taken], Awaitable[None]]) -> None:
        self._reach = reach
        self._taken: dict[claims.Claim, tuple[Claimed, Attempt]] = {}
        self._others: set[claims.Claim] = set()

    @property
    def is_full(self) -> bool:
        return bool(self._others)

    async def reached(self, row: Claimed) -> None:
        taken = list(self._taken.items())
        await self._reach(row, [one for _, one in taken])
        for claim, _ in taken:
            self._taken.pop(claim, None)

    def became(self, row: Claimed, attempt: Attempt) -> None:
        if attempt.result == "sent":
            self._taken[claims.claim_of(row)] = row, attempt
        else:
            self._others.add(claims.claim_of(row))

    def came_to_nothing(self, row: Claimed) -> None:
        """The row says `at_dot` until it is settled."""

    def stored(self, row: Claimed, again: bool) -> None:  # noqa: ARG002
        self._taken.pop(claims.claim_of(row), None)
        self._others.discard(claims.claim_of(row))

    def close(self) -> None: ...
