"""TLS to a mail server, as IMAP and SMTP both want it: who vouches for the server, what a failure
means, and that no password goes out in the clear.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable

from mailtracker.errors import Untrusted
from mailtracker.loopback import is_loopback

LOST = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""The connection went away, whatever the name says: no reason for distrust."""

Words = Callable[[BaseException], str]
"""An error on one line, in the words of who speaks the protocol."""


def keep_password_in(where: str, host: str) -> None:
    """Without TLS a password may only go to this machine."""
    if not is_loopback(host):
        raise Untrusted(
            f'{where}: tls = "none" would send the password in the clear; use "implicit" '
            f'or "starttls"'
        )


def context(where: str, ca_file: str, words: Words) -> ssl.SSLContext:
    """`ca_file` replaces the system's certificate authorities, "" leaves them."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise Untrusted(f"{where}: ca_file {ca_file} cannot be used: {words(error)}") from error


def distrust(where: str, error: BaseException | None, words: Words) -> Untrusted | None:
    """Why this server cannot be trusted; None where the error is of another kind."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Untrusted(
            f"{where} shows a certificate that we cannot trust: {error.verify_message}; "
            f"name its authority in ca_file"
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, LOST):
        reason = error.reason or words(error)
        return Untrusted(f"{where}: TLS failed: {reason}; check tls and port")
    return None
