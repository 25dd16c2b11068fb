"""An account in, a logged-in IMAP connection out, or one clear error: Unreachable, Untrusted or
LoginRefused.
"""

from __future__ import annotations

import contextlib
import imaplib
import logging
import re
import socket
import ssl
from dataclasses import field
from typing import Any, Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError, ProtocolError

from mailtracker import tls
from mailtracker.access import Access
from mailtracker.errors import LoginRefused, MailtrackerError, Unreachable, Untrusted
from mailtracker.record import dataclass

CONNECT_SECONDS = 10.0

KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}
"""So that a dead peer shows within two minutes, where the system has these options."""

PLAIN_USER = re.compile(r"[A-Za-z0-9.@_+=/-]+")

# imapclient logs every line it reads at DEBUG: that would be other people's mail.
logging.getLogger("imapclient.imaplib").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Account:
    """One alias's IMAP login, `user` and `password` at `host` and `port`, and its `folder`. Where
    `access` is given, it takes the password's place.
    """

    host: str
    port: int
    #: "none" works on loopback only
    tls: Literal["implicit", "starttls", "none"]
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    #: what becomes of a mail that we have: it moves to `handled`, or is marked by a keyword
    after: Literal["move", "keyword"] = "move"
    #: the folder of mails that we have
    handled: str = "Handled"
    #: certificate authorities instead of the system's
    ca_file: str = ""
    #: seconds for any one answer of the server
    timeout: float = 30.0
    #: whether it is asked for new mail ten times a second, instead of waiting for its word
    fast_poll: bool = False
    access: Access | None = field(default=None, repr=False)

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


def connect(account: Account) -> Any:
    """Connect, secure and log in; the caller owns the IMAPClient. A refused STARTTLS never falls
    back to clear text.
    """
    if account.tls == "none":
        tls.keep_password_in(account.where, account.host)
    client = _reach(account)
    try:
        if account.tls == "starttls":
            _start_tls(client, account)
        _log_in(client, account)
    except BaseException:
        hang_up(client)
        raise
    client.normalise_times = False
    client._imap.debug = 0  # else imaplib writes each mail out for the log, twice, also for none
    return client


def hang_up(client: Any) -> None:
    """Close the socket without a word: the connection's state is unknown. Never raises."""
    with contextlib.suppress(Exception):
        client.shutdown()


def said(error: BaseException) -> str:
    """What the server said, on one line, without the library's decoration."""
    text = re.sub(r"^b(['\"])(.*)\1$", r"\2", " ".join(str(error).split()))
    return re.sub(r"^\[Errno -?\d+\] ", "", text)[:300].rstrip(".") or type(error).__name__


def _reach(account: Account) -> Any:
    timeout = SocketTimeout(min(CONNECT_SECONDS, account.timeout), account.timeout)
    implicit = account.tls == "implicit"
    context = _tls_context(account) if implicit else None
    try:
        client = IMAPClient(
            account.host, account.port, ssl=implicit, ssl_context=context, timeout=timeout
        )
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        raise _refused(account, error) from error
    sock = client.socket()
    # Else Nagle and delayed ACK cost 40 ms a command.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE.items():
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return client


def _tls_context(account: Account) -> ssl.SSLContext:
    return tls.context(account.where, account.ca_file, said)


def _start_tls(client: Any, account: Account) -> None:
    try:
        client.starttls(_tls_context(account))
    except CapabilityError as error:
        raise Untrusted(
            f"{account.where} does not offer STARTTLS; we log in by TLS only"
        ) from error
    except OSError as error:
        raise _refused(account, error) from error
    except imaplib.IMAP4.abort as error:
        raise Unreachable(f"{account.where} broke off at STARTTLS: {said(error)}") from error
    except imaplib.IMAP4.error as error:
        raise Untrusted(f"{account.where} refuses STARTTLS: {said(error)}") from error


def _refused(account: Account, error: BaseException) -> MailtrackerError:
    """The error for a connection that did not come up, TLS handshake included."""
    distrust = tls.distrust(account.where, error, said)
    return distrust or Unreachable(f"{account.where} cannot be reached: {said(error)}")


def _log_in(client: Any, account: Account) -> None:
    try:
        _say_login(client, account, set(client.capabilities()))
    except LoginError as error:
        raise _login_error(account, error) from error
    except (imaplib.IMAP4.abort, ProtocolError, OSError) as error:
        raise Unreachable(f"{account.where} broke off at the login: {said(error)}") from error
    except imaplib.IMAP4.error as error:
        raise LoginRefused(
            f"{account.where} refuses the login of {account.user}: {said(error)}"
        ) from error


def _say_login(client: Any, account: Account, offers: set[bytes]) -> None:
    if not _is_simple(account):
        if b"AUTH=PLAIN" not in offers:
            raise LoginRefused(
                f"{account.where} cannot take this user or password: it lacks AUTH=PLAIN"
            )
        client.plain_login(account.user, account.password)
        return
    if b"LOGINDISABLED" in offers:
        raise Untrusted(
            f'{account.where} wants TLS before a login; use tls = "implicit" or "starttls"'
        )
    client.login(account.user, account.password)


def _is_simple(account: Account) -> bool:
    """imaplib's LOGIN can say it: it does not quote the user, and speaks ASCII only."""
    password = account.password
    simple_user = PLAIN_USER.fullmatch(account.user) is not None
    return simple_user and password.isascii() and password.isprintable()


def _login_error(account: Account, error: Exception) -> MailtrackerError:
    """imapclient calls everything a LoginError, also a connection that broke; RFC 5530 names a
    passing trouble.
    """
    text = said(error)
    if isinstance(error.__context__, imaplib.IMAP4.abort) or "[UNAVAILABLE]" in text.upper():
        return Unreachable(f"{account.where} broke off at the login: {text}")
    return LoginRefused(
        f"{account.where} refuses the login of {account.user}: {text}; check the user and the "
        f"password"
    )
