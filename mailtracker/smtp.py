"""One delivery: bytes and an envelope in; sent, retry, failed or uncertain out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import socket
import ssl
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponseException
from aiosmtplib.protocol import SMTPProtocol

from mailtracker import tls
from mailtracker.errors import LoginRefused, MailtrackerError, Unreachable, Untrusted
from mailtracker.mail.address_key import on_the_wire
from mailtracker.mail.outgoing.wire import wire

CONNECT_SECONDS = 30.0

DOT_SECONDS = 600.0
"""A server may think for ten minutes before it answers the final dot (RFC 5321 4.5.3.2.6)."""

QUIT_SECONDS = 2.0

MAILS_A_CONNECTION = 100

GOING_AWAY = frozenset({421, 530, 534, 535, 538})
"""Replies that are no word about this mail: the server leaves (RFC 5321 3.8), or wants a login or
TLS first (RFC 4954 6, RFC 3207 4), so that our settings are wrong.
"""

FORBIDDEN = re.compile(r"[\x00-\x20<>\x7f]")
"""What an envelope address may hold in quotes only: it would end the command, or begin another."""

Result = Literal["sent", "retry", "failed", "uncertain"]


def _is_harmless(address: str) -> bool:
    return bool(on_the_wire(address)) or not FORBIDDEN.search(address)


@dataclass(frozen=True, slots=True)
class Relayhost:
    """The SMTP server at `host` and `port` that takes our mail."""

    host: str
    port: int
    #: "none" with a user works on loopback only
    tls: Literal["implicit", "starttls", "none"]
    #: "" means that there is no login
    user: str = ""
    #: of `user`; never printed
    password: str = field(default="", repr=False)
    #: certificate authorities instead of the system's
    ca_file: str = ""
    #: seconds for any answer but that to the final dot
    timeout: float = 60.0
    #: our own host name; "" means the machine's
    helo: str = ""

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one mail. `result` "retry" is always safe; "uncertain" means that the final
    dot went out and no answer came back: it may have arrived.

    `code` is the SMTP reply code, 0 where there was none; `text` is one line. `link` says that the
    connection, EHLO or AUTH was the trouble: every other mail would have met it too.
    """

    result: Result
    code: int
    text: str
    link: bool


@dataclass(frozen=True, slots=True)
class SmtpAnswer:
    """What a server says to an envelope: the reply's `code`, and code and `text` on one line, at
    RCPT or where MAIL was refused. 250 means that it takes the address now, and no more than that.
    """

    code: int
    text: str


class SmtpLink:
    """One connection, opened on demand and reused for many mails."""

    def __init__(self, relayhost: Relayhost) -> None:
        self.relayhost = relayhost
        self._client: aiosmtplib.SMTP | None = None
        self._mails = 0
        self._lock = asyncio.Lock()

    async def deliver(self, env_from: str, env_to: str, mail: bytes) -> Delivery:
        """Hand over one mail to one recipient; env_from "" is the null return-path. Never raises
        for trouble of the world's.

        Everything up to the final dot is a safe retry. `mail` is sent with CRLF line ends,
        dot-stuffed.
        """
        if not env_to or not (_is_harmless(env_from) and _is_harmless(env_to)):
            said = f"5.1.3 no envelope address: {env_from!r} or {env_to!r}"
            return Delivery("failed", 553, said, False)
        async with self._lock:
            try:
                return await self._deliver(env_from, env_to, mail)
            except BaseException:
                self._drop()
                raise

    @property
    def _is_up(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def _deliver(self, env_from: str, env_to: str, mail: bytes) -> Delivery:
        try:
            reused = await self._open()
            transaction, delivery = await self._converse(env_from, env_to, mail)
            left_while_silent = delivery.link and not transaction.sender_accepted
            if reused and left_while_silent:
                self._drop()
                await self._open()
                _, delivery = await self._converse(env_from, env_to, mail)
        except MailtrackerError as error:
            return Delivery("retry", 0, str(error), True)
        return delivery

    async def _converse(
        self, env_from: str, env_to: str, mail: bytes
    ) -> tuple[Transaction, Delivery]:
        client = self._client
        assert client is not None
        self._mails += 1
        transaction = Transaction(env_from, env_to, mail)
        delivery = await transaction.run(client, self.relayhost)
        if delivery.link or delivery.result == "uncertain":
            self._drop()
        elif not transaction.ended:
            await self._reset(client)
        return transaction, delivery

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
        if self._is_up and self._mails < MAILS_A_CONNECTION:
            return self._mails > 0
        await self._leave()
        self._client = await connect(self.relayhost)
        self._mails = 0
        return False

    async def probe(self) -> None:
        """Connect, EHLO and log in as a delivery would. Raises Unreachable, Untrusted or
        LoginRefused.
        """
        async with self._lock:
            await self._open()

    async def ask(self, env_from: str, env_to: str) -> SmtpAnswer:
        """What the server says to this envelope. No DATA follows, so no mail goes out.

        Raises as `probe` does.
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
                said = f"{self.relayhost.where} broke off: {_line(error)}"
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
            transport = client.transport  # QUIT forgets it
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=QUIT_SECONDS)
            _abort(transport)
        self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            _abort(self._client.transport)
            self._client.close()
            self._client = None


async def connect(relayhost: Relayhost) -> aiosmtplib.SMTP:
    """A connection that has said EHLO and logged in. A refused STARTTLS never falls back to clear
    text.
    """
    if relayhost.tls == "none" and relayhost.user:
        tls.keep_password_in(relayhost.where, relayhost.host)
    client = aiosmtplib.SMTP(
        hostname=relayhost.host,
        port=relayhost.port,
        timeout=relayhost.timeout,
        local_hostname=relayhost.helo or own_name(),
        use_tls=relayhost.tls == "implicit",
        start_tls=False,  # None would mean "if it is offered": we ask ourselves, or not at all
        validate_certs=True,
        tls_context=_tls_context(relayhost),
    )
    try:
        await client.connect(timeout=min(CONNECT_SECONDS, relayhost.timeout))
        if relayhost.tls == "starttls":
            await _start_tls(client, relayhost)
        await _greet(client)
        if relayhost.user:
            await _log_in(client, relayhost)
    except (SMTPException, OSError) as error:
        client.close()
        raise _refused(relayhost, error) from error
    except BaseException:
        client.close()
        raise
    return client


def _tls_context(relayhost: Relayhost) -> ssl.SSLContext | None:
    if relayhost.tls == "none":
        return None
    return tls.context(relayhost.where, relayhost.ca_file, str)


def _abort(transport: asyncio.BaseTransport | None) -> None:
    """Close now: the polite end of a TLS connection waits up to 30 s for the other side."""
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


def own_name() -> str:
    """Our name for EHLO: the host's when it is a whole one, else an address literal (RFC 5321
    4.1.4).
    """
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not client.is_connected:  # 421: it is no EHLO that it minds
            raise
        await client.helo()


async def _start_tls(client: aiosmtplib.SMTP, relayhost: Relayhost) -> None:
    await _greet(client)
    if not client.supports_extension("starttls"):
        raise Untrusted(f"{relayhost.where} does not offer STARTTLS; we send by TLS only")
    try:
        await client.starttls()
    except SMTPResponseException as error:
        raise Untrusted(f"{relayhost.where} refuses STARTTLS: {_line(error)}") from error


async def _log_in(client: aiosmtplib.SMTP, relayhost: Relayhost) -> None:
    if not client.supported_auth_methods:
        raise LoginRefused(
            f"{relayhost.where} offers no login that we know; leave user empty if it needs none"
        )
    try:
        await client.login(relayhost.user, relayhost.password)
    except SMTPResponseException as error:
        if 400 <= error.code < 500:
            raise
        raise LoginRefused(
            f"{relayhost.where} refuses the login of {relayhost.user}: {_line(error)}; check the "
            f"user and the password"
        ) from error


def _refused(relayhost: Relayhost, error: BaseException) -> MailtrackerError:
    """The error for a connection that did not come up."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__
    if distrust := tls.distrust(relayhost.where, cause, str):
        return distrust
    if words := _systems_words(error):
        return Unreachable(f"{relayhost.where} cannot be reached: {words}")
    return Unreachable(f"{relayhost.where} cannot be used: {_line(error)}")


def _systems_words(error: BaseException) -> str:
    """What the system said, such as "Connection refused", which the libraries dress up in words of
    theirs; "" where it said nothing.
    """
    if not isinstance(error, aiosmtplib.SMTPConnectError):
        return ""
    match error.__cause__:
        case socket.gaierror(strerror=words):
            return str(words)
        case OSError(errno=int(number)):
            return os.strerror(number)
    return ""


def _line(error: BaseException) -> str:
    """An error or a reply as one line."""
    text = str(error)
    if isinstance(error, SMTPResponseException):
        text = f"{error.code} {error.message}"
    return _flat(text) or type(error).__name__


class Transaction:
    """MAIL, RCPT, DATA, the body and the dot, one by one: aiosmtplib's own exceptions cannot tell
    these phases apart.

    `sender_accepted`: MAIL was answered with 250. `ended`: the server is back where the next MAIL
    may come.
    """

    def __init__(self, env_from: str, env_to: str, mail: bytes) -> None:
        # What is no plain address is the server's to judge: a bare name, a domain literal.
        self._from, self._to = on_the_wire(env_from) or env_from, on_the_wire(env_to) or env_to
        self._mail = mail
        self.sender_accepted = self.ended = False

    async def run(self, client: aiosmtplib.SMTP, relayhost: Relayhost) -> Delivery:
        """Say it all on an open connection."""
        try:
            envelope = self._envelope(client)
        except UnicodeError:
            said = "5.6.7 the server cannot take addresses that are not ASCII"
            return Delivery("failed", 553, said, False)
        try:
            if refusal := await self._announce(client, *envelope):
                return refusal
            await _send_body(client, self._mail, relayhost.timeout)
        except (SMTPException, OSError) as error:  # TimeoutError is one
            return Delivery("retry", 0, f"{relayhost.where} broke off: {_line(error)}", True)
        return await self._finish(client, relayhost)

    async def ask(self, client: aiosmtplib.SMTP) -> SmtpAnswer:
        """MAIL and RCPT alone. Many servers judge the sender at RCPT only."""
        try:
            env_from, env_to = self._envelope(client)
        except UnicodeError:
            return SmtpAnswer(553, "553 the server cannot take addresses that are not ASCII")
        code, text = await client.execute_command(b"MAIL " + env_from)
        if code // 100 == 2:
            code, text = await client.execute_command(b"RCPT " + env_to)
        return SmtpAnswer(code, _flat(f"{code} {text}"))

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
        for command, good in ((b"MAIL " + env_from, 2), (b"RCPT " + env_to, 2), (b"DATA", 3)):
            code, text = await client.execute_command(command)
            if code // 100 != good:
                self.ended = command.startswith(b"MAIL")
                return _refusal(code, text)
            self.sender_accepted = True
        return None

    async def _finish(self, client: aiosmtplib.SMTP, relayhost: Relayhost) -> Delivery:
        """The dot. From the moment it is written until the answer is read, the mail may be there
        or not (RFC 1047).
        """
        where = relayhost.where
        if not client.is_connected:
            return Delivery("retry", 0, f"{where} broke off in the middle of the mail", True)
        try:
            code, text = await client.execute_command(b".", timeout=DOT_SECONDS)
        except (SMTPException, OSError) as error:
            said = f"{where} did not answer the final dot: {_line(error)}"
            return Delivery("uncertain", 0, said, True)
        self.ended = True
        match code // 100:
            case 2:
                return Delivery("sent", code, _flat(text), False)
            case 4 | 5:
                return _refusal(code, text)
        return Delivery("uncertain", code, f"strange answer to the final dot: {_flat(text)}", True)


def _refusal(code: int, text: str) -> Delivery:
    """A reply that is no yes. A code that is no refusal either means that we lost step."""
    if code in GOING_AWAY or code // 100 not in (4, 5):
        return Delivery("retry", code, _flat(text), True)
    return Delivery("failed" if code // 100 == 5 else "retry", code, _flat(text), False)


def _flat(text: str) -> str:
    return " ".join(text.split())[:300]


def _head(mail: bytes) -> bytes:
    end = re.search(rb"\r?\n\r?\n", mail)
    return mail[: end.start()] if end else mail


async def _send_body(client: aiosmtplib.SMTP, mail: bytes, seconds: float) -> None:
    """Write the mail without its dot and wait until the system has taken every byte.

    The one place that uses what aiosmtplib keeps to itself: its public call writes body and dot in
    one go.
    """
    protocol = client.protocol
    if protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("Connection lost")
    assert isinstance(protocol.transport, asyncio.WriteTransport)
    # 0 makes asyncio's TLS transport pause for ever
    protocol.transport.set_write_buffer_limits(high=1)
    for data in wire(mail):
        protocol.write(data)
        await _drain(protocol, seconds)


async def _drain(protocol: SMTPProtocol, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await protocol._drain_helper()
