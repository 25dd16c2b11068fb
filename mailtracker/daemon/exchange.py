"""What pumps have done → in the store, and what they get to do next: the right side of the drawing
in `daemon/send.py`. A commit costs more than the work, so one transaction settles all that ended
since the last one, and claims a batch (`daemon/batch.py`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from functools import partial
from typing import TypeVar

import structlog

from mailtracker.daemon import refused_us
from mailtracker.daemon.batch import HELD, Batch, ToSend
from mailtracker.daemon.doubt import echo_to
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.effects import LoseList
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import State
from mailtracker.enact import enact, lose_list
from mailtracker.errors import Unreachable
from mailtracker.faults import Point, reach
from mailtracker.lost import lost_mail
from mailtracker.mail.address_key import address_key, domain_of
from mailtracker.mail.origin.refusals import enhanced_in
from mailtracker.mail.outgoing.server_ids import id_named
from mailtracker.record import dataclass
from mailtracker.smtp import Delivery
from mailtracker.store import (
    merged,
    outbox,
    refusals,
    sending,
    server_ids,
)
from mailtracker.store.scene import scene
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, World

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
class Done:
    """A `delivery` that has ended and is not stored yet, and the `row` that was claimed for it."""

    row: Claimed
    delivery: Delivery
    #: the envelope sender that it was tried with
    env_from: str = ""

    @property
    def is_servers_trouble(self) -> bool:
        """Not the mail's: every other one would have met it too."""
        return self.delivery.link and self.delivery.result == "retry"

    @property
    def attempt(self) -> Attempt:
        delivery = self.delivery
        return Attempt(delivery.result, delivery.code, delivery.text, self._cause)

    @property
    def _cause(self) -> str:
        """What refused it for now: phase and codes, at RCPT with the recipient's domain."""
        delivery = self.delivery
        if delivery.result != "retry" or delivery.link:
            return ""
        where = domain_of(self.row.recipient) if delivery.phase == "rcpt" else ""
        words = (delivery.phase, str(delivery.code), enhanced_in(delivery.text), where)
        if delivery.is_of_us:
            limit = sending.LIMITED if delivery.is_limit else ""
            return refusals.cause_of_us(refused_us.form_of(self.env_from), limit, *words)
        return " ".join(word for word in words if word)


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
        if want is Want.NOTHING or (done is not None and done.is_servers_trouble):
            self._gives_back = True
        if not (store_first or self._gives_back) and self._batch:
            if self._batch.is_low:
                self._turn_soon()
            return Answer(self._batch.take()) if want is Want.ROW else Answer(due=True)
        wish = _Wish(want, asyncio.get_running_loop().create_future())
        self._waiting.append(wish)
        self._turn_soon()
        return await wish.answer

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
            with conn.begin_nested():
                return self._grant(conn, turn)
        except Exception:
            log.exception("could not claim what was just queued")
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
            granted = await write(self._runtime, lambda conn: self._grant(conn, turn))
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
                await write(self._runtime, partial(self._settle, done=done))
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
        self._settle_sent(conn, [one for one in turn.done if one.delivery.result == "sent"])
        outcomes: list[Outcome] = []
        for one in turn.done:
            if one.delivery.result != "sent":
                outcomes += self.settle(conn, world, one)
        for given in turn.back:
            sending.put_back(conn, given.row.id)
        due = turn.word and sending.is_due(conn, self._runtime.clock.now())
        rows, damaged = self._claim(conn, world, turn)
        given_rows = [ToSend(row, self._also(conn, world, row)) for row in rows]
        return Granted(given_rows, due, [*outcomes, *damaged])

    def _claim(
        self, conn: Transaction, world: World, turn: _Turn
    ) -> tuple[list[Claimed], list[Outcome]]:
        """Rows, and what came of those that can only fail."""
        rows: list[Claimed] = []
        outcomes: list[Outcome] = []
        while len(rows) < turn.most:
            most, least = turn.most - len(rows), max(turn.least - len(rows), 0)
            found = sending.claim_all(conn, self._runtime.clock.now(), most, least)
            whole = [row for row in found if not row.damage]
            for row in found:
                outcomes += self.settle(conn, world, Done(row, _damaged(row))) if row.damage else []
            rows += whole
            if len(whole) == len(found):
                break
        return rows, outcomes

    def _settle_sent(self, conn: Transaction, done: Sequence[Done]) -> None:
        """What a server took, all at once; what waited for the same is due."""
        now = self._runtime.clock.now()
        sending.settle_sent(conn, [(one.row.id, one.attempt) for one in done], now)
        for one in done:
            self._taken(conn, one, now)
            _log(one, State.SENT)

    def _also(self, conn: Transaction, world: World, row: Claimed) -> str:
        if not self._runtime.config.smtp.echo:
            return ""
        return echo_to(conn, world, row)

    def settle(self, conn: Transaction, world: World, done: Done) -> list[Outcome]:
        """A mail of a request that failed, or of several, is the desk's matter. Whatever is wrong
        there, the mail has ended.
        """
        if self._settle(conn, done) is not State.FAILED:
            return []
        own = done.row.request_id
        try:
            with conn.begin_nested():
                if own is None:
                    return self._lose_list(conn, world, done)
                return [self._decide(conn, world, done, own)]
        except Exception:
            log.exception("could not tell anybody that a mail failed", row=done.row.id)
            return []

    def _decide(self, conn: Transaction, world: World, done: Done, request_id: int) -> Outcome:
        now = self._runtime.clock.now()
        request = merged.leading(conn, request_id)
        alias = world.alias(request.mailbox)
        failed = Failed(
            request=request,
            letter=done.row.letter,
            recipient=address_key(done.row.recipient),
            answer=outbox.row(conn, done.row.id).answer,
            refused=done.delivery.refused,
            admins=alias.admins,
            mail=lost_mail(conn, alias, done.row.id, done.delivery.refused),
        )
        decision = on_undelivered(failed, scene(conn, world.policy, now))
        enacted = enact(conn, world, decision, Cause(f"u{done.row.id}", now))
        return Outcome("undelivered", enacted, now)

    def _lose_list(self, conn: Transaction, world: World, done: Done) -> list[Outcome]:
        """A letter about no request, or several: to the admins nobody is told that it failed."""
        now, row = self._runtime.clock.now(), outbox.row(conn, done.row.id)
        if not row.person:
            return []
        recipient, refused = address_key(row.recipient), done.delivery.refused
        lost = LoseList(row.id, row.letter, row.person, recipient, row.answer, refused)
        found = lose_list(conn, world, lost, Cause(f"u{row.id}", now))
        return [Outcome("undelivered", one, now) for one in found]

    def _settle(self, conn: Transaction, done: Done) -> State:
        """Over the server's trouble no mail fails."""
        row, now = done.row, self._runtime.clock.now()
        if done.is_servers_trouble and done.delivery.is_limit:
            state = sending.rest(conn, row, now, sending.LIMITED)
        elif done.is_servers_trouble:
            state = sending.broke(conn, row, done.attempt, now)
        else:
            state = sending.settle(conn, row.id, done.attempt, now)
        if state is State.READY and done.is_servers_trouble:
            return state
        if state is State.SENT:
            self._taken(conn, done, now)
        if done.delivery.is_of_us and state is State.READY:
            said = done.delivery.text
            refused_us.begun(conn, self._runtime.world, done.attempt.cause, said, now)
        _log(done, state)
        return state

    def _taken(self, conn: Transaction, done: Done, now: datetime) -> None:
        """What the server says of its id is learnt. What kept this mail back is over, unless it
        went out by another way.
        """
        host, others = self._runtime.config.smtp.host, (done.row.recipient, done.env_from)
        if ident := id_named(done.delivery.text, host, others):
            server_ids.learn(conn, done.row.id, ident)
        cause = done.row.refused_by
        if not refusals.is_of_us(cause):
            sending.wake(conn, cause, now)
        elif refusals.form_in(cause) == refused_us.form_of(done.env_from):
            late = 1 + sending.wake(conn, cause, now)
            refused_us.over(conn, self._runtime.world, cause, late, now)


def _log(done: Done, state: State) -> None:
    row = done.row
    log.info(f"mail {state}", row=row.id, letter=row.letter, code=done.delivery.code)


def _damaged(row: Claimed) -> Delivery:
    return Delivery("failed", 0, row.damage, False, "connect")


async def write(runtime: Runtime, work: Callable[[Transaction], T]) -> T:
    """In the writer's thread, before groups that wait; waited for in the event loop's."""
    return await asyncio.wrap_future(runtime.submit(work, urgent=True))
