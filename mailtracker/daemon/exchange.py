"""What a pump has done → in the store, and what it gets to do next: the right side of the drawing
in `daemon/send.py`. Exchanges that coincide share a transaction: a commit costs more than the work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeVar

import structlog

from mailtracker.daemon import refused_us
from mailtracker.daemon.doubt import echo_to
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.alias import Alias
from mailtracker.desk.on_undelivered import Failed, on_undelivered
from mailtracker.desk.request import Request, State
from mailtracker.enact import enact
from mailtracker.errors import Unreachable
from mailtracker.mail.address_key import address_key, domain_of
from mailtracker.mail.origin.refusals import enhanced_in
from mailtracker.smtp import Delivery
from mailtracker.store import outbox, refusals, requests, sending
from mailtracker.store.scene import scene
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.transaction import Transaction
from mailtracker.transcript import contents
from mailtracker.world import Cause, World

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
            return refusals.cause_of_us(refused_us.form_of(self.env_from), *words)
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an exchange gives a pump: the `row` that it claimed, and whom else the mail goes to in
    the same transaction (`also`, "" for nobody); whether any is `due`, where it asked for a word;
    and the `outcomes` of decisions on mails that failed.
    """

    row: Claimed | None = None
    also: str = ""
    due: bool = False
    outcomes: Sequence[Outcome] = ()


@dataclass(frozen=True, slots=True)
class _Wish:
    """A pump's side of an exchange: settle `done`, then give what it may `want`. Who commits fills
    in the `answer`.
    """

    done: Done | None
    want: Want
    answer: asyncio.Future[Answer]


class Exchange:
    """One for all pumps."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._waiting: list[_Wish] = []
        self._committer: asyncio.Task[None] | None = None

    async def __call__(self, done: Done | None, want: Want) -> Answer:
        """Raises Unreachable where the store is away; nothing was settled or claimed then."""
        wish = _Wish(done, want, asyncio.get_running_loop().create_future())
        self._waiting.append(wish)
        if self._committer is None or self._committer.done():
            self._committer = asyncio.create_task(self._commit())
        return await wish.answer

    async def _commit(self) -> None:
        while self._waiting:
            wishes, self._waiting = self._waiting, []
            await self._commit_these(wishes)

    async def _commit_these(self, wishes: list[_Wish]) -> None:
        try:
            answers = await write(self._runtime, lambda conn: self._grant_all(conn, wishes))
        except Unreachable as error:
            for wish in wishes:
                wish.answer.set_exception(error)
        except Exception:
            log.exception("could not store what became of a mail")
            for wish in wishes:
                await self._settle_alone(wish)
        else:
            for wish, answer in zip(wishes, answers, strict=True):
                wish.answer.set_result(answer)

    async def _settle_alone(self, wish: _Wish) -> None:
        """After a bug of ours with one mail: the others must not suffer, and that one must not
        come back.
        """
        done = wish.done
        try:
            if done is not None:
                await write(self._runtime, lambda conn: self._settle(conn, done))
        except Exception as error:  # a pump that is never answered would stand still for good
            log.exception("could not even store that a mail has ended")
            wish.answer.set_exception(Unreachable(str(error)))
        else:
            wish.answer.set_result(Answer())

    # -- in the transaction ----------------------------------------------------------

    def _grant_all(self, conn: Transaction, wishes: Sequence[_Wish]) -> list[Answer]:
        """What was done is settled first, so that what waited for it may be claimed."""
        world = self._runtime.world  # once: a reload must not come between decision and effects
        done = [wish.done for wish in wishes if wish.done]
        self._settle_sent(conn, [one for one in done if one.delivery.result == "sent"])
        rest = [one for one in done if one.delivery.result != "sent"]
        outcomes = {one.row.id: self.settle(conn, world, one) for one in rest}
        now = self._runtime.clock.now()
        due = any(wish.want is Want.WORD for wish in wishes) and sending.is_due(conn, now)
        wanted = sum(wish.want is Want.ROW for wish in wishes)
        rows, damaged = self._claim(conn, world, wanted)
        claimed = iter(rows)
        answers = []
        for wish in wishes:
            row = next(claimed, None) if wish.want is Want.ROW else None
            told = outcomes.get(wish.done.row.id, []) if wish.done else []
            word = due and wish.want is Want.WORD
            answers.append(Answer(row, self._also(conn, world, row), word, [*told, *damaged]))
            damaged = []
        return answers

    def _claim(
        self, conn: Transaction, world: World, wanted: int
    ) -> tuple[list[Claimed], list[Outcome]]:
        """Rows for so many connections, and what came of those that can only fail."""
        rows: list[Claimed] = []
        outcomes: list[Outcome] = []
        while len(rows) < wanted:
            found = sending.claim_all(conn, self._runtime.clock.now(), wanted - len(rows))
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

    def _also(self, conn: Transaction, world: World, row: Claimed | None) -> str:
        if row is None or not self._runtime.config.smtp.echo:
            return ""
        return echo_to(conn, world, row)

    def settle(self, conn: Transaction, world: World, done: Done) -> list[Outcome]:
        """A mail of a request that failed is the desk's matter. Whatever is wrong there, the mail
        has ended.
        """
        if self._settle(conn, done) is not State.FAILED or done.row.request_id is None:
            return []
        try:
            with conn.begin_nested():
                return [self._decide(conn, world, done, done.row.request_id)]
        except Exception:
            log.exception("could not tell anybody that a mail failed", row=done.row.id)
            return []

    def _decide(self, conn: Transaction, world: World, done: Done, request_id: int) -> Outcome:
        now = self._runtime.clock.now()
        request = requests.request(conn, request_id)
        words = outbox.row(conn, done.row.id).answer
        failed = _failed(request, done, words, world.alias(request.mailbox))
        decision = on_undelivered(failed, scene(conn, world.policy, now))
        enacted = enact(conn, world, decision, Cause(f"u{done.row.id}", now))
        return Outcome("undelivered", enacted, now)

    def _settle(self, conn: Transaction, done: Done) -> State:
        """Over the server's trouble no mail fails."""
        row, now = done.row, self._runtime.clock.now()
        if done.is_servers_trouble:
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
        """What kept this mail back is over, unless it went out by another way."""
        cause = done.row.refused_by
        if not refusals.is_of_us(cause):
            sending.wake(conn, cause, now)
        elif refusals.form_in(cause) == refused_us.form_of(done.env_from):
            late = 1 + sending.wake(conn, cause, now)
            refused_us.over(conn, self._runtime.world, cause, late, now)


def _log(done: Done, state: State) -> None:
    row = done.row
    log.info(f"mail {state}", row=row.id, letter=row.letter, code=done.delivery.code)


def _failed(request: Request, done: Done, words: str, alias: Alias) -> Failed:
    """What our own server refuses is certain. `words` are the server's, and ours where they say too
    little.
    """
    row, delivery = done.row, done.delivery
    refused = delivery.refused
    return Failed(
        request=request,
        letter=row.letter,
        recipient=address_key(row.recipient),
        answer=words,
        refused=refused,
        admins=alias.admins,
        contents=contents(row.raw, alias) if refused.is_of_the_mail else None,
    )


def _damaged(row: Claimed) -> Delivery:
    return Delivery("failed", 0, row.damage, False, "connect")


async def write(runtime: Runtime, work: Callable[[Transaction], T]) -> T:
    """In the writer's thread, waited for in the event loop's."""
    return await asyncio.wrap_future(runtime.submit(work))
