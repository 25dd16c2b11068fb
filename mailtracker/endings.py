"""The config → what its sign-ins are made with that ends on a known day: client secrets, keys and
certificates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mailtracker.config import Config, OAuthConfig
from mailtracker.config.issuers import MicrosoftIssuer
from mailtracker.record import dataclass

NOTICE = 30
"""Days before it ends from which people are warned: to renew it takes somebody who may."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Something of a sign-in (`what`) ends on a `day`: before it, it works."""

    what: str
    day: date

    def left(self, today: date) -> int:
        """Days until then; 0 or less: it has ended."""
        return (self.day - today).days

    def is_near(self, today: date) -> bool:
        return self.left(today) <= NOTICE

    def said(self, today: date) -> str:
        """For people."""
        left = self.left(today)
        if left <= 0:
            return f"ended on {self.day}"
        return f"ends on {self.day}, in {left} {'day' if left == 1 else 'days'}"


def endings(config: Config) -> Iterator[Ending]:
    """Of every sign-in, in the config's order. Of a certificate that cannot be read nothing: the
    sign-in itself says why.
    """
    for oauth in config.oauth:
        if oauth.table.secret_ends is not None:
            yield Ending(
                f"{_secret_of(oauth)} of the sign-in {oauth.name}", oauth.table.secret_ends
            )
        if isinstance(oauth.table, MicrosoftIssuer) and oauth.file is not None:
            yield from _certificate(oauth)


def _secret_of(oauth: OAuthConfig) -> str:
    match oauth.table.issuer:
        case "google":
            return "the key"
        case "device":
            return "the refresh token"
    return "the secret"


def _certificate(oauth: OAuthConfig) -> Iterator[Ending]:
    from mailtracker.oauth.certificate import read_certificate
    from mailtracker.oauth.token import NoAccess

    assert oauth.file is not None
    try:
        found = read_certificate(oauth.file)
    except NoAccess:
        return
    yield Ending(f"the certificate of the sign-in {oauth.name}", found.ends.date())
