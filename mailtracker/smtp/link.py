"""A connection for many mails, one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable

import aiosmtplib
from aiosmtplib import SMTPException

from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.mail.address_key import on_the_wire
from mailtracker.smtp.connect import Relayhost, abort, connect
from mailtracker.smtp.delivery import Delivery, Phase, SmtpAnswer, line
from mailtracker.smtp.transaction import Transaction, nothing

QUIT_SECONDS = 2.0

MAILS_A_CONNECTION = 100

FORBIDDEN = re.compile(r"[\x00-\x20<>\x7f]")
"""What an envelope address may hold in quotes only: it would end the command, or begin another."""


def _is_harmless(address: str) -> bool:
    return bool(on_the_wire(address)) or not FORBIDDEN.search(address)


class SmtpLink:
    """One connection, opened on demand and reused for many mails."""

    def __init__(self, relayhost: Relayhost) -> None:
        self.relayhost = relayhost
        self._client: aiosmtplib.SMTP | None = None
        self._socket: asyncio.WriteTransport | None = None
        self._mails = 0
        self._lock = asyncio.Lock()
        self._patience: asyncio.Timeout | None = None  # of what runs now

    async def deliver(
        self,
        env_from: str,
        env_to: str,
        mail: bytes,
        at_dot: Callable[[], None] = nothing,
        also: str = "",
    ) -> Delivery:
        """Hand over one mail to one recipient; env_from "" is the null return-path. Never raises
        for trouble of the world's. `also` gets it in the same transaction, so that one answer to
        the dot is about both (RFC 5321 4.2.5); where that one is refused, it goes on without.

        Everything up to the final dot is a safe retry. `mail` is sent with CRLF line ends,
        dot-stuffed. `at_dot` is called immediately before the dot is written; where it raises,
        there is no dot, and the mail may be sent again.
        """
        if not env_to or not (_is_harmless(env_from) and _is_harmless(env_to)):
            said = f"5.1.3 no envelope address: {env_from!r} or {env_to!r}"
            at_fault: Phase = "rcpt" if _is_harmless(env_from) else "mail"
            return Delivery("failed", 553, said, False, at_fault)
        also = also if _is_harmless(also) else ""
        transaction = Transaction(env_from, env_to, mail, at_dot, also)
        async with self._lock:
            try:
                async with asyncio.timeout(None) as self._patience:
                    return await self._deliver(transaction)
            except TimeoutError:
                self._drop()
                return transaction.given_up()
            except BaseException:
                self._drop()
                raise
            finally:
                self._patience = None

    def give_up(self) -> None:
        """Nobody waits for the server any longer: a delivery that runs ends at once, as "uncertain"
        where its dot is written, else as "retry"; `open` raises Unreachable.
        """
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time())

    @property
    def is_up(self) -> bool:
        """Whether a connection stands that may carry one more mail."""
        connected = self._client is not None and self._client.is_connected
        return connected and self._mails < MAILS_A_CONNECTION

    async def _deliver(self, transaction: Transaction) -> Delivery:
        try:
            reused = await self._open()
            delivery = await self._converse(transaction)
            left_while_silent = delivery.link and delivery.phase == "mail"
            if reused and left_while_silent:
                self._drop()
                await self._open()
                delivery = await self._converse(transaction)
        except MailtrackerError as error:
            return Delivery("retry", 0, str(error), True, "connect")
        return delivery

    async def _converse(self, transaction: Transaction) -> Delivery:
        client = self._client
        assert client is not None
        self._mails += 1
        delivery = await transaction.run(client, self.relayhost)
        lost_step = delivery.link or delivery.result == "uncertain" or delivery.phase == "body"
        if lost_step:
            self._drop()
        elif not transaction.ended:
            await self._reset(client)
        return delivery

    async def _reset(self, client: aiosmtplib.SMTP) -> None:
        """Forget a transaction that stopped half-way; only then does a mail cost this round
        trip.
        """
        try:
            await client.rset()
        except (SMTPException, OSError):
            self._drop()

    async def _open(self) -> bool:
        """Make sure that there is a connection. True when it served earlier mails."""
        if self.is_up:
            return self._mails > 0
        await self._leave()
        self._client, self._socket = await connect(self.relayhost)
        self._mails = 0
        return False

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
            await self._open()
            client = self._client
            assert client is not None
            try:
                answer = await Transaction(env_from, env_to, b"").ask(client)
                await self._reset(client)
            except (SMTPException, OSError) as error:
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
        client = self._client
        if client is not None and client.is_connected:
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=QUIT_SECONDS)
        self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            abort(self._socket)
            self._client.close()
            self._client = self._socket = None
