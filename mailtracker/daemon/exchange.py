"""What pumps have done → in the store, and what they get to do next: the right side of the drawing
in `daemon/send.py`. A commit costs more than the work, so one transaction settles all that ended
since the last one, and claims a batch (`daemon/batch.py`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from functools import partial
from typing import TypeVar

import structlog

from mailtracker.clock import since_boot
from mailtracker.daemon.batch import HELD, Batch, ToSend
from mailtracker.daemon.doubt import echo_to
from mailtracker.daemon.leased_dot import MAY_WAIT
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.daemon.settling import Done, Settling
from mailtracker.errors import Unreachable
from mailtracker.faults import Point, reach
from mailtracker.record import dataclass
from mailtracker.smtp import Delivery
from mailtracker.store import (
    sending,
)
from mailtracker.store.locks import NONE, WHOLE, Locks
from mailtracker.store.saying import part_of, say
from mailtracker.store.sending import Claimed
from mailtracker.store.transaction import Transaction
from mailtracker.world import World

PICKED_UP = 8
"""Rows that are claimed at most by the transaction that queued them."""

T = TypeVar("T")
log = structlog.get_logger("mailtracker")


class Want(Enum):
    """What a pump asks for."""

    #: To claim a row: its connection stands.
    ROW = "row"
    #: To know whether there is one: then it connects.
    WORD = "word"
    #: Only that its outcome is stored.
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an exchange gives a pump: a claimed row (`given`), or whether any is `due`, where it
    asked for a word.
    """

    given: ToSend | None = None
    due: bool = False


@dataclass(frozen=True, slots=True)
class _Wish:
    """A pump `want`s something of the store, and waits for the `answer`."""

    want: Want
    answer: asyncio.Future[Answer]


@dataclass(frozen=True, slots=True)
class _Turn:
    """One transaction: settle what is `done`, give `back` what nobody began, then say whether any
    is due where somebody wants a `word`, and claim at most so many rows, `least` of them whatever
    they weigh.
    """

    done: Sequence[Done]
    back: list[ToSend]
    word: bool
    #: rows to claim at most
    most: int
    least: int


@dataclass(frozen=True, slots=True)
class Granted:
    """What a turn came to: the `rows` that it claimed, whether any is `due`, and the `outcomes` of
    decisions on mails that failed.
    """

    rows: list[ToSend]
    due: bool
    outcomes: Sequence[Outcome]


class Exchange:
    """One for all pumps. What ended is its own from then on: it is settled with the next turn, and
    kept while the store is away. `stored` hears of it when it is.
    """

    def __init__(
        self,
        runtime: Runtime,
        connections: int,
        stored: Callable[[Sequence[Done]], object] = lambda _: None,
    ) -> None:
        self._runtime, self._stored = runtime, stored
        self.settling = Settling(runtime)
        self._batch = Batch(connections)
        self._done: list[Done] = []
        self._waiting: list[_Wish] = []
        self._gives_back = False  # with the next turn, what nobody has begun
        self._committer: asyncio.Task[None] | None = None
        self._look: asyncio.TimerHandle | None = None
        self._resting: list[asyncio.Event] = []

    @property
    def has_more(self) -> bool:
        """Rows wait for whoever is free."""
        return bool(self._batch)

    async def __call__(self, done: Done | None, want: Want, store_first: bool = False) -> Answer:
        """At once, where the batch at hand has it; not where what ended must be stored first: for
        one, since the server is in trouble, which may be all rows' trouble. Raises Unreachable
        where the store is away.
        """
        if done is not None:
            self._done.append(done)
        troubled = done is not None and done.is_servers_trouble
        if want is Want.NOTHING or troubled or self._waited_too_long:
            self._gives_back = True
        if not (store_first or self._gives_back) and self._batch:
            if self._batch.is_low:
                self._turn_soon()
            return Answer(self._batch.take()) if want is Want.ROW else Answer(due=True)
        wish = _Wish(want, asyncio.get_running_loop().create_future())
        self._waiting.append(wish)
        self._turn_soon()
        return await wish.answer

    @property
    def _waited_too_long(self) -> bool:
        """We stood still with claimed rows, which others may have by now."""
        oldest = self._batch.oldest
        shared = self._runtime.store.is_shared
        return shared and oldest is not None and since_boot() - oldest > MAY_WAIT

    async def close(self) -> None:
        """Nobody asks any more: one last turn for what is left, where the store is there."""
        if self._batch or self._done:
            self._gives_back = True
            await self._turn_soon()
        self._look_no_more()

    @contextmanager
    def resting(self, bell: asyncio.Event) -> Iterator[None]:
        """Meanwhile a pump with an open connection rests; `bell` calls it to rows."""
        self._resting.append(bell)
        try:
            yield
        finally:
            self._resting.remove(bell)

    def pick_up(self, conn: Transaction) -> Granted | None:
        """In the writer's thread, at the end of a transaction that may have queued mail: rows for
        the pumps that rest, which so need no transaction of their own. Once it is committed,
        `take_over`. What goes wrong here is no trouble of what was queued.
        """
        if not self._resting or self._runtime.stopping.is_set():
            return None
        turn = _Turn((), [], False, PICKED_UP, len(self._resting))
        try:
            with part_of(conn):
                return self._grant(conn, turn)
        except Exception as error:
            say(conn, log.error, "could not claim what was just queued", exc_info=error)
            return None

    def take_over(self, granted: Granted) -> None:
        """Rows for whoever is free. A stop cannot come between `pick_up` and this: the last turn of
        a pump stands behind that transaction.
        """
        self._batch.add(granted.rows, PICKED_UP, time.monotonic())
        self._has_stored((), granted.outcomes)
        for bell in self._resting[: len(granted.rows)]:
            bell.set()
        if self._look is None:
            self._look = asyncio.get_running_loop().call_later(HELD, self._look_again)

    def _turn_soon(self) -> asyncio.Task[None]:
        if self._committer is None or self._committer.done():
            self._committer = asyncio.create_task(self._commit())
        return self._committer

    def _look_no_more(self) -> None:
        if self._look is not None:
            self._look.cancel()

    def _look_again(self) -> None:
        """A while after a turn: what then is not begun goes back, and what has ended is settled,
        whatever holds the others up.
        """
        self._look = None
        if self._batch or self._done:
            self._gives_back = True
            self._turn_soon()

    async def _commit(self) -> None:
        """At least once; then while somebody waits, or rows shall go back."""
        while True:
            wishes, self._waiting = self._waiting, []
            await self._commit_these(wishes)
            if not (self._waiting or self._gives_back):
                return

    async def _commit_these(self, wishes: list[_Wish]) -> None:
        self._look_no_more()
        turn = self._turn(wishes)
        try:
            granted = await write(self._runtime, lambda conn: self._grant(conn, turn), NONE)
        except Unreachable as error:
            self._done[:0] = turn.done
            self._batch.restore(turn.back)
            for wish in wishes:
                wish.answer.set_exception(error)
        except Exception:
            log.exception("could not store what became of mails")
            await self._settle_alone(turn)
            for wish in wishes:
                wish.answer.set_result(Answer())
        else:
            self._batch.add(granted.rows, turn.most, time.monotonic())
            self._has_stored(turn.done, granted.outcomes)
            for wish in wishes:
                wish.answer.set_result(self._answer(wish, granted.due))
        finally:
            self._look = asyncio.get_running_loop().call_later(HELD, self._look_again)

    def _turn(self, wishes: Sequence[_Wish]) -> _Turn:
        """A row for each who waits for one, since others may take what is at hand meanwhile."""
        done, self._done = self._done, []
        back = self._batch.give_back() if self._gives_back else []
        self._gives_back = False
        least = sum(wish.want is Want.ROW for wish in wishes)
        wanted = self._batch.lacks(time.monotonic()) if least or self._batch.is_low else 0
        word = any(wish.want is Want.WORD for wish in wishes) and not self._batch
        return _Turn(done, back, word, max(wanted, least), least)

    def _answer(self, wish: _Wish, due: bool) -> Answer:
        if wish.want is Want.ROW:
            return Answer(self._batch.take())
        return Answer(due=wish.want is Want.WORD and (due or bool(self._batch)))

    def _has_stored(self, done: Sequence[Done], outcomes: Sequence[Outcome]) -> None:
        self._stored(done)
        for outcome in outcomes:
            self._runtime.tell(outcome)
        for _ in done:
            reach(Point.SETTLED)

    async def _settle_alone(self, turn: _Turn) -> None:
        """After a bug of ours with one mail: the others must not suffer. That one stays with its
        connection's slot until the next start, so that it does not come back before.
        """
        for done in turn.done:
            try:
                await write(self._runtime, partial(self.settling.alone, done=done), NONE)
            except Unreachable:
                self._done.append(done)
            except Exception:
                log.exception("could not even store that a mail has ended", row=done.row.id)
            else:
                self._has_stored([done], ())
        self._batch.restore(turn.back)

    # -- in the transaction ----------------------------------------------------------

    def _grant(self, conn: Transaction, turn: _Turn) -> Granted:
        """What was done is settled first, so that what waited for it may be claimed."""
        world = self._runtime.world  # once: a reload must not come between decision and effects
        outcomes = self.settling.all(conn, world, turn.done, [given.row for given in turn.back])
        due = turn.word and sending.is_due(conn, self._runtime.clock.now())
        rows, damaged = self._claim(conn, world, turn)
        claimed = since_boot()
        given_rows = [ToSend(row, self._also(conn, world, row), claimed) for row in rows]
        return Granted(given_rows, due, [*outcomes, *damaged])

    def _claim(
        self, conn: Transaction, world: World, turn: _Turn
    ) -> tuple[list[Claimed], list[Outcome]]:
        """Rows, and what came of those that can only fail."""
        rows: list[Claimed] = []
        outcomes: list[Outcome] = []
        while len(rows) < turn.most:
            most, least = turn.most - len(rows), max(turn.least - len(rows), 0)
            found = sending.claim_all(
                conn, self._runtime.clock.now(), most, least, self.settling.me
            )
            whole = [row for row in found if not row.damage]
            for row in found:
                if row.damage:
                    outcomes += self.settling.one(conn, world, Done(row, _damaged(row)))
            rows += whole
            if len(whole) == len(found):
                break
        return rows, outcomes

    def _also(self, conn: Transaction, world: World, row: Claimed) -> str:
        if not self._runtime.config.smtp.echo:
            return ""
        return echo_to(conn, world, row)


def _damaged(row: Claimed) -> Delivery:
    return Delivery("failed", 0, row.damage, False, "connect")


async def write(runtime: Runtime, work: Callable[[Transaction], T], locks: Locks = WHOLE) -> T:
    """In the writer's thread, before groups that wait; waited for in the event loop's."""
    return await asyncio.wrap_future(runtime.submit(work, urgent=True, locks=locks))
