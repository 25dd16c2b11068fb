"""What became of mails → in the store: the row, who hears of a failure, and what is learnt of a
server's yes. All in the transaction of an exchange (`exchange.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from mailtracker.daemon import refused_us
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.effects import LoseList
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import State
from mailtracker.enact import enact, lose_list
from mailtracker.lost import lost_mail
from mailtracker.mail.address_key import address_key, domain_of
from mailtracker.mail.origin.refusals import enhanced_in
from mailtracker.mail.outgoing.server_ids import id_named
from mailtracker.record import dataclass
from mailtracker.smtp import Delivery
from mailtracker.store import claims, merged, outbox, refusals, sending, server_ids
from mailtracker.store.saying import part_of, say
from mailtracker.store.scene import scene
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, World

log = structlog.get_logger("mailtracker")


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


class Settling:
    """`me`: which of several daemons has what it settles, None where there is one."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    @property
    def me(self) -> int | None:
        return self._runtime.me if self._runtime.store.is_shared else None

    def all(
        self, conn: Transaction, world: World, done: Sequence[Done], back: Sequence[Claimed]
    ) -> list[Outcome]:
        """What is `done`, and rows that nobody began go `back`: of those that are ours still."""
        ours = self._ours(conn, [*(one.row for one in done), *back])
        for one in done:
            if not ours(one.row):
                self._not_ours(conn, one)
        mine = [one for one in done if ours(one.row)]
        self._settle_sent(conn, [one for one in mine if one.delivery.result == "sent"])
        outcomes: list[Outcome] = []
        for one in mine:
            if one.delivery.result != "sent":
                outcomes += self.one(conn, world, one)
        for row in back:
            if ours(row):
                sending.put_back(conn, row.id)
        return outcomes

    def alone(self, conn: Transaction, done: Done) -> None:
        """Only its row."""
        if self._ours(conn, [done.row])(done.row):
            self._settle(conn, done)
        else:
            self._not_ours(conn, done)

    def one(self, conn: Transaction, world: World, done: Done) -> list[Outcome]:
        """A mail of a request that failed, or of several, is the desk's matter. Whatever is wrong
        there, the mail has ended.
        """
        if self._settle(conn, done) is not State.FAILED:
            return []
        own = done.row.request_id
        try:
            with part_of(conn):
                if own is None:
                    return self._lose_list(conn, world, done)
                return [self._decide(conn, world, done, own)]
        except Exception as error:
            text = "could not tell anybody that a mail failed"
            say(conn, log.error, text, row=done.row.id, exc_info=error)
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
        _say(conn, done, state)
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

    def _ours(self, conn: Transaction, rows: Sequence[Claimed]) -> Callable[[Claimed], bool]:
        """Which of them are ours still, until this transaction ends."""
        if self.me is None:
            return lambda _: True
        ours = claims.still_ours(conn, self.me, rows)
        return lambda row: claims.claim_of(row) in ours

    def _not_ours(self, conn: Transaction, done: Done) -> None:
        """Somebody took the row for an orphan, and goes on with it. A yes is true all the same."""
        row, now = done.row, self._runtime.clock.now()
        is_sent, this = done.delivery.result == "sent", (row.id, row.message_id)
        if is_sent and claims.took_after_all(conn, this, done.attempt, now):
            self._taken(conn, done, now)
        text = "a mail that ended is not ours any more"
        say(conn, log.warning, text, row=row.id, result=done.delivery.result)

    def _settle_sent(self, conn: Transaction, done: Sequence[Done]) -> None:
        """What a server took, all at once; what waited for the same is due."""
        now = self._runtime.clock.now()
        sending.settle_sent(conn, [(one.row.id, one.attempt) for one in done], now)
        for one in done:
            self._taken(conn, one, now)
            _say(conn, one, State.SENT)


def _say(conn: Transaction, done: Done, state: State) -> None:
    row, code = done.row, done.delivery.code
    say(conn, log.info, f"mail {state}", row=row.id, letter=row.letter, code=code)
