"""A connection for many mails, one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import replace
from functools import lru_cache

from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.mail.address_key import on_the_wire
from mailtracker.smtp.body import Mail
from mailtracker.smtp.connect import Relayhost, connect
from mailtracker.smtp.delivery import Delivery, Phase, SmtpAnswer, line
from mailtracker.smtp.manner import Manner
from mailtracker.smtp.offer import Offer
from mailtracker.smtp.transaction import AtDot, Transaction, nothing
from mailtracker.smtp.wire import Wire
from mailtracker.tls import Certificate

QUIT_SECONDS = 2.0

MAILS_A_CONNECTION = 100

FORBIDDEN = re.compile(r"[\x00-\x20<>\x7f\ud800-\udfff]")
"""What an envelope address may hold in quotes only: it would end the command, or begin another. A
surrogate is no character, and nowhere may it stand.
"""


FROM_NOW_ON = "it offers PIPELINING; from now on it is asked one by one"


@lru_cache(maxsize=1024)
def _spoken(address: str) -> str | None:
    """As it stands in a command; None for what would be more than one. What is no plain address is
    the server's to judge: a bare name, a domain literal.
    """
    if plain := on_the_wire(address):
        return plain
    return None if FORBIDDEN.search(address) else address


class SmtpLink:
    """One connection, opened on demand and reused for many mails. `within`: seconds for a whole
    delivery, from the connection to the last answer; None: as long as its steps take.
    """

    within: float | None = None

    def __init__(self, relayhost: Relayhost) -> None:
        self.relayhost = relayhost
        self._wire: Wire | None = None
        self._manner, self._together = Manner(), False
        self._mails = 0
        self._lock = asyncio.Lock()
        self._patience: asyncio.Timeout | None = None  # of what runs now
        self._stopped = False  # nobody waits any longer

    async def deliver(
        self,
        env_from: str,
        env_to: str,
        mail: Mail,
        at_dot: AtDot = nothing,
        also: str = "",
    ) -> Delivery:
        """Hand over one mail to one recipient; env_from "" is the null return-path. Never raises
        for trouble of the world's. `also` gets it in the same transaction, so that one answer to
        the dot is about both (RFC 5321 4.2.5); where that one is refused, it goes on without.

        Everything up to the final dot is a safe retry. `mail` is sent with CRLF line ends,
        dot-stuffed; a large one is read while it goes out, and where it cannot be, the connection
        ends without a dot. `at_dot` comes immediately before the dot is written; where it
        raises, there is no dot, and the mail may be sent again.
        """
        sender, recipient = _spoken(env_from), _spoken(env_to)
        if sender is None or not recipient:
            said = f"5.1.3 no envelope address: {env_from!r} or {env_to!r}"
            at_fault: Phase = "mail" if sender is None else "rcpt"
            return Delivery("failed", 553, said, False, at_fault)
        transaction = Transaction(sender, recipient, mail, at_dot, _spoken(also) or "")
        async with self._lock:
            try:
                async with asyncio.timeout(self.within) as self._patience:
                    return await self._deliver(transaction)
            except TimeoutError:
                self._drop()
                return transaction.given_up(self._why)
            except BaseException:
                self._drop()
                raise
            finally:
                self._patience = None

    def give_up(self) -> None:
        """Nobody waits for the server any longer: a delivery that runs ends at once, as "uncertain"
        where its dot is written, else as "retry"; `open` raises Unreachable.
        """
        self._stopped = True
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time())

    @property
    def _why(self) -> str:
        if self._stopped or self.within is None:
            return "we stopped"
        return f"its {self.within:.0f} seconds were over"

    @property
    def offer(self) -> Offer:
        """What the server offers on the connection that stands; nothing where none does."""
        return self._wire.offer if self._wire is not None else Offer()

    @property
    def certificate(self) -> Certificate | None:
        """What it showed there; None without TLS."""
        return self._wire.certificate if self._wire is not None else None

    @property
    def is_up(self) -> bool:
        """Whether a connection stands that may carry one more mail."""
        is_free = self._wire is not None and self._wire.is_free
        return is_free and self._mails < MAILS_A_CONNECTION

    @property
    def logged_in_by(self) -> str:
        """How the login of the open connection was done, for people; "" where there was none."""
        return self._wire.logged_in_by if self._wire is not None else ""

    async def _deliver(self, transaction: Transaction) -> Delivery:
        try:
            wire, reused = await self._open(), self._mails > 0
            delivery = await self._converse(wire, transaction)
            left_while_silent = delivery.link and delivery.phase == "mail" and not delivery.is_limit
            if reused and left_while_silent:
                self._drop()
                delivery = await self._converse(await self._open(), transaction)
        except MailtrackerError as error:
            return Delivery("retry", 0, str(error), True, "connect")
        return delivery

    async def _converse(self, wire: Wire, transaction: Transaction) -> Delivery:
        is_fresh, together = self._mails == 0, self._together
        self._mails += 1
        delivery = await transaction.run(wire, self.relayhost.where, together)
        lost_step = delivery.link or delivery.result == "uncertain" or delivery.phase == "body"
        if lost_step or transaction.out_of_step:
            self._drop()
        elif not transaction.ended:
            await self._reset(wire)
        if together:
            return self._learn(delivery, transaction.out_of_step, is_fresh)
        return delivery

    def _learn(self, delivery: Delivery, out_of_step: bool, is_fresh: bool) -> Delivery:
        """From what went out together. A used connection may have ended since its last mail."""
        if delivery.result == "sent":
            self._manner.went()
        if not out_of_step or (delivery.phase == "mail" and not is_fresh):
            return delivery
        self._manner.broke()
        if not delivery.link:
            return delivery
        return replace(delivery, text=f"{delivery.text} ({FROM_NOW_ON})")

    async def _reset(self, wire: Wire) -> None:
        """Forget a transaction that stopped half-way; only then does a mail cost this round
        trip.
        """
        try:
            await wire.ask(b"RSET")
        except OSError:
            self._drop()

    async def _open(self) -> Wire:
        """A connection that may carry one more mail; `_mails` says how many it has carried."""
        if self._wire is not None and self.is_up:
            return self._wire
        await self._leave()
        self._wire = wire = await connect(self.relayhost)
        self._together = self._manner.of_connection(wire.offer.pipelining)
        self._mails = 0
        return wire

    async def open(self) -> None:
        """Make sure that there is a connection: one that is up, or a new one that has said EHLO
        and logged in. Raises Unreachable, Untrusted or LoginRefused.
        """
        async with self._lock:
            try:
                async with asyncio.timeout(None) as self._patience:
                    await self._open()
            except TimeoutError as error:
                raise Unreachable(f"{self.relayhost.where}: we stopped waiting") from error
            finally:
                self._patience = None

    async def ask(self, env_from: str, env_to: str) -> SmtpAnswer:
        """What the server says to this envelope. No DATA follows, so no mail goes out.

        Raises as `open` does.
        """
        async with self._lock:
            wire = await self._open()
            try:
                asked = Transaction(_spoken(env_from) or env_from, _spoken(env_to) or env_to, b"")
                answer = await asked.ask(wire)
                await self._reset(wire)
            except OSError as error:
                self._drop()
                said = f"{self.relayhost.where} broke off: {line(error)}"
                raise Unreachable(said) from error
            return answer

    async def close(self) -> None:
        """Say QUIT and forget the connection. Never raises."""
        async with self._lock:
            await self._leave()
            # asyncio closes each layer of a transport in a round of the loop of its own
            for _ in range(4):
                await asyncio.sleep(0)

    async def _leave(self) -> None:
        if self._wire is not None and self._wire.is_whole:
            with contextlib.suppress(OSError):
                await self._wire.ask(b"QUIT", QUIT_SECONDS)
        self._drop()

    def _drop(self) -> None:
        if self._wire is not None:
            self._wire.abort()
            self._wire = None
