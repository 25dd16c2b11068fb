"""One mail on an open connection: MAIL, RCPT, DATA, the body, the dot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import aiosmtplib
from aiosmtplib import SMTPException

from mailtracker.faults import Point, reach
from mailtracker.mail.address_key import on_the_wire
from mailtracker.mail.outgoing.seven_bit import seven_bit
from mailtracker.smtp.connect import Relayhost
from mailtracker.smtp.delivery import Delivery, Phase, SmtpAnswer, flat, line, refusal
from mailtracker.smtp.wire import Wire

DOT_SECONDS = 600.0
"""A server may think for ten minutes before it answers the final dot (RFC 5321 4.5.3.2.6)."""


def nothing() -> None:
    """For who does not care when the dot goes."""


class Transaction:
    """MAIL, RCPT, DATA, the body and the dot, one by one: aiosmtplib's own exceptions cannot tell
    these phases apart.

    `phase` is the step that is being taken. `ended`: the server is back where the next MAIL may
    come. `at_dot` is called when the body is out, immediately before the dot is written. `also` is
    a second recipient, "" for none, without whom it goes on.
    """

    def __init__(
        self,
        env_from: str,
        env_to: str,
        mail: bytes,
        at_dot: Callable[[], None] = nothing,
        also: str = "",
    ) -> None:
        # What is no plain address is the server's to judge: a bare name, a domain literal.
        self._from, self._to = on_the_wire(env_from) or env_from, on_the_wire(env_to) or env_to
        self._mail, self._at_dot = mail, at_dot
        self._also, self._said_of_also = on_the_wire(also) or also, ""
        self.phase: Phase = "mail"
        self.ended = False

    async def run(self, client: aiosmtplib.SMTP, relayhost: Relayhost) -> Delivery:
        """Say it all on an open connection."""
        return replace(await self._run(client, relayhost), also=self._said_of_also)

    async def _run(self, client: aiosmtplib.SMTP, relayhost: Relayhost) -> Delivery:
        if unfit := self._fit(client):
            self.ended = True  # it has not begun
            return unfit
        try:
            envelope = self._envelope(client)
        except UnicodeError:
            self.ended = True
            said = "5.6.7 the server cannot take addresses that are not ASCII"
            return Delivery("failed", 553, said, False, self.phase)
        try:
            if refused := await self._announce(client, *envelope):
                return refused
            self.phase = "body"
            wire = Wire(client, relayhost.timeout)
            await wire.send_body(self._mail)
            if early := wire.early_answer():
                return refusal(early.code, early.message, self.phase)
        except (SMTPException, OSError) as error:  # TimeoutError is one
            said = f"{relayhost.where} broke off: {line(error)}"
            return Delivery("retry", 0, said, True, self.phase)
        return await self._finish(wire, relayhost.where)

    def _fit(self, client: aiosmtplib.SMTP) -> Delivery | None:
        """Compare the mail with what EHLO offered, and make it fit. None when it does."""
        if not self._mail.isascii() and not client.supports_extension("8bitmime"):
            plain = seven_bit(self._mail)
            if plain is None:
                said = "5.6.3 the server takes no 8-bit mail, and this one is signed or encrypted"
                return Delivery("failed", 554, said, False, self.phase)
            self._mail = plain
        limit, size = _size_limit(client), len(self._mail)
        if limit and size > limit:
            said = f"5.3.4 the server takes {limit} bytes at most, and this mail has {size}"
            return Delivery("failed", 552, said, False, self.phase)
        return None

    async def ask(self, client: aiosmtplib.SMTP) -> SmtpAnswer:
        """MAIL and RCPT alone. Many servers judge the sender at RCPT only."""
        try:
            env_from, env_to = self._envelope(client)
        except UnicodeError:
            return SmtpAnswer(553, "553 the server cannot take addresses that are not ASCII")
        code, text = await client.execute_command(b"MAIL " + env_from)
        if code // 100 == 2:
            code, text = await client.execute_command(b"RCPT " + env_to)
        return SmtpAnswer(code, flat(f"{code} {text}"))

    def _envelope(self, client: aiosmtplib.SMTP) -> tuple[bytes, bytes]:
        """The arguments of MAIL and RCPT. UnicodeError: it takes SMTPUTF8 and the server lacks it
        (RFC 6531 3.4).
        """
        utf8 = client.supports_extension("smtputf8")
        if not utf8:
            (self._from + self._to).encode("ascii")
        spoken = self._from.encode() + self._to.encode() + _head(self._mail)
        wanted = {
            f" SIZE={len(self._mail)}": client.supports_extension("size"),
            " BODY=8BITMIME": client.supports_extension("8bitmime") and not self._mail.isascii(),
            " SMTPUTF8": utf8 and not spoken.isascii(),
        }
        options = "".join(option for option, wants in wanted.items() if wants)
        return f"FROM:<{self._from}>{options}".encode(), f"TO:<{self._to}>".encode()

    async def _announce(
        self, client: aiosmtplib.SMTP, env_from: bytes, env_to: bytes
    ) -> Delivery | None:
        """MAIL, RCPT and DATA. None when the server now waits for the body."""
        steps: tuple[tuple[Phase, bytes, int], ...] = (
            ("mail", b"MAIL " + env_from, 2),
            ("rcpt", b"RCPT " + env_to, 2),
            ("data", b"DATA", 3),
        )
        for self.phase, command, good in steps:
            code, text = await client.execute_command(command)
            if code // 100 != good:
                self.ended = self.phase == "mail"
                return refusal(code, text, self.phase)
            if self.phase == "rcpt":
                reach(Point.AFTER_RCPT)
                await self._announce_also(client)
        return None

    async def _announce_also(self, client: aiosmtplib.SMTP) -> None:
        """Whatever the server says of it: the mail is for somebody else."""
        if not self._also:
            return
        if not self._also.isascii():
            self._said_of_also = "the second address is not ASCII, so it was not named"
            return
        code, text = await client.execute_command(f"RCPT TO:<{self._also}>".encode())
        self._said_of_also = flat(f"{code} {text}")

    async def _finish(self, wire: Wire, where: str) -> Delivery:
        """The dot. From the moment it is written until the answer is read, the mail may be there
        or not (RFC 1047).
        """
        broke = f"{where} broke off in the middle of the mail"
        if not wire.is_whole:
            return Delivery("retry", 0, broke, True, self.phase)
        try:
            self._at_dot()
        except Exception as error:  # whatever it is: no dot went out
            return Delivery("retry", 0, line(error), False, self.phase)
        if not wire.write_dot():
            return Delivery("retry", 0, broke, True, self.phase)
        self.phase = "dot"
        reach(Point.DOT_SENT)
        try:
            code, text = await wire.answer(DOT_SECONDS)
        except (SMTPException, OSError) as error:
            said = f"{where} did not answer the final dot: {line(error)}"
            return Delivery("uncertain", 0, said, True, self.phase)
        self.ended = True
        match code // 100:
            case 2:
                return Delivery("sent", code, flat(text), False, self.phase)
            case 4 | 5:
                return refusal(code, text, self.phase)
        said = f"strange answer to the final dot: {flat(text)}"
        return Delivery("uncertain", code, said, True, self.phase)

    def given_up(self) -> Delivery:
        """What is known of it where nobody waits any longer."""
        if self.phase == "dot":
            said = "we stopped before the final dot was answered"
            return Delivery("uncertain", 0, said, True, self.phase)
        return Delivery("retry", 0, "we stopped in the middle of it", True, self.phase)


def _size_limit(client: aiosmtplib.SMTP) -> int:
    """Bytes; 0 where the server names none (RFC 1870 4)."""
    said = client.esmtp_extensions.get("size", "").strip()
    return int(said) if re.fullmatch(r"[0-9]{1,18}", said) else 0


def _head(mail: bytes) -> bytes:
    end = re.search(rb"\r?\n\r?\n", mail)
    return mail[: end.start()] if end else mail
