"""TLS to a mail server, as IMAP and SMTP both want it: who vouches for the server, what a failure
means, and that no password goes out in the clear.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from mailtracker.errors import Untrusted
from mailtracker.loopback import is_loopback
from mailtracker.record import dataclass

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


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server showed, and we trusted: its own certificate `ends` then (UTC). `version` is the
    protocol's, as OpenSSL calls it ("TLSv1.3").
    """

    ends: datetime
    version: str


def certificate_of(peer: Mapping[str, Any] | None, version: str | None) -> Certificate | None:
    """Of what `ssl` tells of a connection; None where that is no TLS."""
    ends = (peer or {}).get("notAfter")
    if not ends:
        return None
    seconds = ssl.cert_time_to_seconds(str(ends))
    return Certificate(datetime.fromtimestamp(seconds, UTC), version or "TLS")


def why_untrusted(error: BaseException) -> int:
    """OpenSSL's number of what is wrong with a certificate (`openssl verify`): 10 for one that has
    expired, say; 0 where it was not the certificate.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_code
        cause = cause.__cause__
    return 0
