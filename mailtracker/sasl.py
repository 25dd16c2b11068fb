"""An access token → what a client says by it to an IMAP or SMTP server (SASL, RFC 4422); the
server's challenge → words. No network.

The server's first challenge is empty. To an access token that it does not take it sends one more,
JSON that says why, and waits for an answer to that before it says no (RFC 7628 3.2.3; Google's
description of XOAUTH2). Who does not answer never hears the no.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from mailtracker.advice import Cure, at_login
from mailtracker.errors import (
    AccessTokenRefused,
    LoginRefused,
    MailtrackerError,
    Unreachable,
)

MOST_CHALLENGE = 4096
"""Bytes of a challenge that are read; those of real servers have a hundred or two."""

_RUN = re.compile(r"[A-Za-z0-9+/=._~-]{12,}")
"""What a piece of an access token may look like, as it is or in base64 (RFC 6750 2.1)."""

_DUMMY = {"XOAUTH2": b"", "OAUTHBEARER": b"\x01"}
"""The answer to the challenge of a refusal: an empty line, or what RFC 7628 3.2.3 has."""


class Mechanism(StrEnum):
    """How an access token is said, in the order in which we like it: the first is what both large
    providers describe, and Exchange Online knows no other.
    """

    XOAUTH2 = "XOAUTH2"
    OAUTHBEARER = "OAUTHBEARER"


class Login(Protocol):
    """As whom, and at which server; `where` is the server's name for people."""

    @property
    def user(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def where(self) -> str: ...


_ERRORS = {
    Cure.WAITING: Unreachable,
    Cure.ANOTHER_TOKEN: AccessTokenRefused,
    Cure.A_PERSON: LoginRefused,
}


def mechanism_of(offered: Iterable[str], where: str) -> Mechanism:
    """One that the server at `where` offers, by names in any case. Raises LoginRefused where it
    takes no access token.
    """
    names = {name.upper() for name in offered}
    for one in Mechanism:
        if one in names:
            return one
    raise LoginRefused(
        f"{where} takes no access token, neither by XOAUTH2 nor by OAUTHBEARER (it offers "
        f"{', '.join(sorted(names)) or 'no login'}): give a password instead of `oauth`"
    )


class SaslExchange:
    """One AUTHENTICATE or AUTH: challenges in, answers out, neither of them in base64; or why the
    server lets nobody in.

    `first` is the answer to the empty challenge. `said` is what the server told by the challenge of
    a refusal, "" where it told nothing.
    """

    def __init__(self, mechanism: Mechanism, login: Login, access_token: str) -> None:
        self.mechanism = mechanism
        self.said = ""
        self._login = login
        self._access_token = access_token
        self.first = _FIRST[mechanism](login, access_token).encode()
        self._asked = 0

    def __call__(self, challenge: bytes) -> bytes | None:
        """None breaks the exchange off: no server has a third challenge."""
        self._asked += 1
        if self._asked == 1:
            return self.first
        self.said = self.said or challenge_words(challenge)
        return _DUMMY[self.mechanism] if self._asked == 2 else None

    def refusal(self, text: str) -> MailtrackerError:
        """The error for a server's no: AccessTokenRefused, LoginRefused or Unreachable. `text` is
        what it said, on one line, as `advice.at_login` wants it.
        """
        known = at_login(text, "access token")
        why = f" ({self.said})" if self.said else ""
        words = f"{self._login.where} refuses the login of {self._login.user}: {text}{why}"
        words += f"; {known.words}" if known.words else ""
        return _ERRORS[known.cure](self.hidden(words))

    def hidden(self, text: str) -> str:
        """`text` without anything of the access token: some servers repeat what they were sent."""
        secrets = (self._access_token, base64.b64encode(self.first).decode())

        def kept(found: re.Match[str]) -> str:
            is_of_it = any(found[0] in one or one in found[0] for one in secrets)
            return "..." if is_of_it else found[0]

        return _RUN.sub(kept, text)


def _xoauth2(login: Login, access_token: str) -> str:
    return f"user={login.user}\x01auth=Bearer {access_token}\x01\x01"


def _oauthbearer(login: Login, access_token: str) -> str:
    """RFC 7628 3.1; the name as RFC 5801 4 has it."""
    name = login.user.replace("=", "=3D").replace(",", "=2C")
    where = f"host={login.host}\x01port={login.port}"
    return f"n,a={name},\x01{where}\x01auth=Bearer {access_token}\x01\x01"


_FIRST = {Mechanism.XOAUTH2: _xoauth2, Mechanism.OAUTHBEARER: _oauthbearer}


def decoded(line: str | bytes) -> bytes:
    """A challenge as it stands on the wire, in base64; what is none is empty."""
    try:
        return base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""


def challenge_words(challenge: bytes) -> str:
    """Why an access token is refused: "status 401, scope https://mail.google.com/". "" where the
    server does not say it in JSON (RFC 7628 3.2.2).
    """
    try:
        told = json.loads(challenge[:MOST_CHALLENGE])
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    named = ((key, told.get(key)) for key in ("status", "scope"))
    return ", ".join(f"{key} {_flat(str(value))}" for key, value in named if value)


def _flat(text: str) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:100]
