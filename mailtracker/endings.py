"""The config → what its sign-ins are made with that ends on a known day: client secrets, keys and
certificates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mailtracker.config import Config, OAuthConfig
from mailtracker.config.issuers import MicrosoftIssuer
from mailtracker.desk.troubles import EndingKind, SecretOf
from mailtracker.record import dataclass

NOTICE = 30
"""Days before it ends from which people are warned: to renew it takes somebody who may."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What a sign-in is made with (`of`) ends on a `day`: before it, it works."""

    of: SecretOf
    day: date

    @property
    def what(self) -> str:
        """For `status` and `check`, and part of what says that the admins heard of it."""
        return f"the {self.of.kind} of the sign-in {self.of.called}"

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
            yield Ending(SecretOf(_kind_of(oauth), oauth.name), oauth.table.secret_ends)
        if isinstance(oauth.table, MicrosoftIssuer) and oauth.file is not None:
            yield from _certificate(oauth)


def _kind_of(oauth: OAuthConfig) -> EndingKind:
    match oauth.table.issuer:
        case "google":
            return EndingKind.KEY
        case "device":
            return EndingKind.RENEWING
    return EndingKind.CLIENT


def _certificate(oauth: OAuthConfig) -> Iterator[Ending]:
    from mailtracker.oauth.certificate import read_certificate
    from mailtracker.oauth.token import NoAccess

    assert oauth.file is not None
    try:
        found = read_certificate(oauth.file)
    except NoAccess:
        return
    yield Ending(SecretOf(EndingKind.CERTIFICATE, oauth.name), found.ends.date())
