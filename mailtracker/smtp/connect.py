"""A connection to the mail server: TLS, EHLO, the login."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from dataclasses import field
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponseException

from mailtracker import advice, tls
from mailtracker.access import Access
from mailtracker.advice import Cure
from mailtracker.errors import (
    AccessTokenRefused,
    LoginRefused,
    MailtrackerError,
    Throttled,
    Unreachable,
    Untrusted,
)
from mailtracker.mail.origin.refusals import Refused, what_is_refused
from mailtracker.record import dataclass
from mailtracker.smtp.auth import access_token, another, authenticate
from mailtracker.smtp.delivery import line
from mailtracker.smtp.wire import Wire, take_over, under_tls

CONNECT_SECONDS = 30.0

LEFT_ALONE = 300.0
"""Seconds: a server that takes no more logins of ours is not asked for one in between."""


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
    #: who gives access tokens to `user`; with one `password` is empty
    access: Access | None = field(default=None, repr=False)

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


async def connect(relayhost: Relayhost) -> Wire:
    """A connection that has said EHLO and logged in. A refused STARTTLS never falls back to clear
    text. After a refused access token one more try, with another one and on a new connection
    (docs/reliability.md, L1).
    """
    if relayhost.tls == "none" and relayhost.user:
        tls.keep_password_in(relayhost.where, relayhost.host)
    if relayhost.access is None:
        return await _connected(relayhost)
    first = await access_token(relayhost.access)
    try:
        return await _connected(relayhost, first)
    except AccessTokenRefused:
        second = await another(relayhost.access, first)
        if second == first:
            raise
    return await _connected(relayhost, second)


async def _connected(relayhost: Relayhost, token: str = "") -> Wire:
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
    transport: asyncio.WriteTransport | None = None
    try:
        await client.connect(timeout=min(CONNECT_SECONDS, relayhost.timeout))
        assert client.transport is not None
        transport = under_tls(client.transport)
        if relayhost.tls == "starttls":
            await _start_tls(client, relayhost)
        await _greet(client)
        by = await _log_in(client, relayhost, token) if relayhost.user else ""
        return take_over(client, relayhost.timeout, by)
    except (SMTPException, OSError) as error:
        client.close()
        abort(transport)
        raise _refused(relayhost, error) from error
    except BaseException:
        client.close()
        abort(transport)
        raise


def _tls_context(relayhost: Relayhost) -> ssl.SSLContext | None:
    if relayhost.tls == "none":
        return None
    return tls.context(relayhost.where, relayhost.ca_file, str)


def abort(transport: asyncio.BaseTransport | None) -> None:
    """Close now, as `Wire.abort`. The socket's own transport is meant, since aiosmtplib forgets the
    TLS one as soon as it begins its polite end.
    """
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
        raise Untrusted(f"{relayhost.where} refuses STARTTLS: {line(error)}") from error


async def _log_in(client: aiosmtplib.SMTP, relayhost: Relayhost, token: str) -> str:
    """Returns how: "a password", or the mechanism that said the access token."""
    if token:
        try:
            return await authenticate(client, relayhost, token)
        except Unreachable as error:
            raise _for_now(str(error)) from None
    if not client.supported_auth_methods:
        raise LoginRefused(
            f"{relayhost.where} offers no login that we know; leave user empty if it needs none"
        )
    try:
        await client.login(relayhost.user, relayhost.password)
    except SMTPResponseException as error:
        known = advice.at_login(line(error), "password")
        said = f"{relayhost.where} refuses the login of {relayhost.user}: {line(error)}"
        if known.cure is Cure.WAITING:
            raise _for_now(f"{said}; {known.words}" if known.words else said) from error
        raise LoginRefused(f"{said}; {known.words}") from error
    return "a password"


def _for_now(said: str) -> Unreachable:
    """The error for a no that passes by itself."""
    is_limit = what_is_refused(said, "connect") is Refused.LIMIT
    return Throttled(said, LEFT_ALONE) if is_limit else Unreachable(said)


def _refused(relayhost: Relayhost, error: BaseException) -> MailtrackerError:
    """The error for a connection that did not come up."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__
    if distrust := tls.distrust(relayhost.where, cause, str):
        return distrust
    if words := _systems_words(error):
        return Unreachable(f"{relayhost.where} cannot be reached: {words}")
    return _for_now(f"{relayhost.where} cannot be used: {line(error)}")


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
