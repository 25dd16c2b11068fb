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

from mailtracker import advice, tls
from mailtracker.access import Access
from mailtracker.advice import Cure
from mailtracker.errors import (
    AccessTokenRefused,
    BadFolder,
    LoginRefused,
    MailtrackerError,
    Unreachable,
    Untrusted,
)
from mailtracker.mailbox.enough import enough
from mailtracker.record import dataclass
from mailtracker.sasl import SaslExchange, mechanism_of

CONNECT_SECONDS = 10.0

KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}
"""So that a dead peer shows within two minutes, where the system has these options."""

PLAIN_USER = re.compile(r"[A-Za-z0-9.@_+=/-]+")

_BAD = re.compile(r"^[A-Z]+ command error: BAD (?=\[b['\"])")
"""How imaplib begins what a server says to a command that it does not understand."""

# imapclient logs every line it reads at DEBUG: that would be other people's mail.
logging.getLogger("imapclient.imaplib").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Account:
    """One alias's IMAP login, `user` with `password` or `access` at `host` and `port`, and its
    `folder`.
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
    #: who gives access tokens; with one `password` is empty
    access: Access | None = field(default=None, repr=False)

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


def connect(account: Account) -> Any:
    """Connect, secure and log in; the caller owns the IMAPClient, whose `logged_in_by` says how. A
    refused STARTTLS never falls back to clear text. After a refused access token one more try, with
    another one and on a new connection (docs/reliability.md, L1).
    """
    if account.tls == "none":
        tls.keep_password_in(account.where, account.host)
    if account.access is None:
        return _connected(account)
    first = account.access.access_token()
    try:
        return _connected(account, first)
    except AccessTokenRefused:
        account.access.was_refused(first)
        another = account.access.access_token()
        if another == first:
            raise
    return _connected(account, another)


def _connected(account: Account, access_token: str = "") -> Any:
    client = _reach(account)
    try:
        if account.tls == "starttls":
            _start_tls(client, account)
        client.logged_in_by = _log_in(client, account, access_token)
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
    text = _BAD.sub("", " ".join(str(error).split()))
    text = re.sub(r"^\[?b(['\"])(.*)\1\]?$", r"\2", text)
    return re.sub(r"^\[Errno -?\d+\] ", "", text)[:300].rstrip(".") or type(error).__name__


def parting(client: Any, error: BaseException) -> str:
    """What the server said as it broke off, on one line: its BYE (RFC 3501 7.1.5), which imaplib
    leaves out where it comes in the midst of AUTHENTICATE, and else puts behind words of its own.
    """
    bye = client._imap.untagged_responses.get("BYE") or [b""]
    return " ".join(bye[-1].decode("utf-8", "replace").split())[:300] or said(error)


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
    if refused := distrust or enough(account.where, said(error)):
        return refused
    return Unreachable(f"{account.where} cannot be reached: {said(error)}")


def _log_in(client: Any, account: Account, access_token: str) -> str:
    """Returns how: "a password", or the mechanism that said the access token."""
    try:
        offers = set(client.capabilities())
        if access_token:
            return _authenticate(client, account, offers, access_token)
        _say_login(client, account, offers)
    except LoginError as error:
        raise _login_error(account, error) from error
    except (imaplib.IMAP4.abort, ProtocolError, OSError) as error:
        words = parting(client, error)
        broke = Unreachable(f"{account.where} broke off at the login: {words}")
        raise enough(account.where, words) or broke from error
    except imaplib.IMAP4.error as error:
        raise LoginRefused(
            f"{account.where} refuses the login of {account.user}: {said(error)}"
        ) from error
    return "a password"


def _authenticate(client: Any, account: Account, offers: set[bytes], access_token: str) -> str:
    """By an access token: AUTHENTICATE (RFC 3501 6.2.2) with what the server offers."""
    ways = [one[5:].decode("ascii", "replace") for one in offers if one.startswith(b"AUTH=")]
    mechanism = mechanism_of(ways, account.where)
    exchange = SaslExchange(mechanism, account, access_token)
    try:
        client.sasl_login(mechanism.value, exchange)
    except LoginError as error:
        # from None: what a server repeats may be our access token
        text = parting(client, error)
        if throttled := enough(account.where, exchange.hidden(text)):
            raise throttled from None
        if isinstance(error.__context__, imaplib.IMAP4.abort):
            broke = f"{account.where} broke off at the login: {exchange.hidden(text)}"
            raise Unreachable(broke) from None
        raise exchange.refusal(text) from None
    except ValueError:  # imaplib's reader of base64
        raise Unreachable(f"{account.where}: cannot read its challenge at the login") from None
    return mechanism.value


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
    """imapclient calls everything a LoginError, also a connection that broke."""
    text = said(error)
    if throttled := enough(account.where, text):
        return throttled
    known = advice.at_login(text, "password")
    if isinstance(error.__context__, imaplib.IMAP4.abort):
        return Unreachable(f"{account.where} broke off at the login: {text}")
    kind = Unreachable if known.cure is Cure.WAITING else LoginRefused
    return kind(f"{account.where} refuses the login of {account.user}: {text}; {known.words}")


def not_opened(account: Account, folder: str, error: BaseException) -> MailtrackerError:
    """The error for a folder that the server does not open. Exchange says only here that who has
    logged in may not use the mailbox.
    """
    text = said(error)
    if words := advice.when_not_connected(text):
        return LoginRefused(f"{account.where} lets {account.user} in, but says: {text}; {words}")
    where = f"{account.where}: folder {folder} of {account.user}"
    return enough(account.where, text) or BadFolder(f"{where} cannot be opened: {text}")
