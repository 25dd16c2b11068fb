"""The login of a person by a code (RFC 8628): where to type which code out; then, when they did,
the refresh token.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from mailtracker.oauth.endpoint import OAuthClient, first_refresh_token
from mailtracker.oauth.kept import KeptToken
from mailtracker.oauth.token import NoAccess, seconds_of
from mailtracker.oauth.web import json_of
from mailtracker.oauth.words import scrubbed
from mailtracker.record import dataclass

GRANT = "urn:ietf:params:oauth:grant-type:device_code"

SLOWER = 5.0
"""Seconds more between two requests where we ask too often (RFC 8628 3.5)."""

SHORTEST, MAX_INTERVAL = 1.0, 60.0
"""Seconds between two requests, whatever the issuer says."""

LONGEST = 1800.0
"""Seconds for the whole login."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person is told: to type `user_code` at `url` within so many seconds (`life`). `code`
    is what we ask by meanwhile, every so many seconds (`interval`).
    """

    user_code: str
    url: str
    life: float
    interval: float
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceLogin:
    """Where a login begins (`device_url`), who asks (`client`), where the refresh token goes
    (`kept`).
    """

    device_url: str
    client: OAuthClient
    kept: KeptToken

    def begin(self) -> DeviceCode:
        """Raises NoAccess."""
        form = {"client_id": self.client.client_id, "scope": self.client.scope}
        answer = self.client.web.post(self.device_url, form, {"Accept": "application/json"})
        said = json_of(self.client.where, answer)
        if answer.status != 200 or "error" in said:
            raise self.client.refusal(said, answer.ahead, {})
        return _code_of(said)

    def finish(self, code: DeviceCode, wait: Callable[[float], object]) -> None:
        """Once the person typed it, the refresh token is kept. `wait` waits for so many seconds.
        Raises NoAccess where nobody did, or they said no.
        """
        interval, left = code.interval, code.life
        while left > 0:
            wait(interval)
            left -= interval
            form = {"grant_type": GRANT, "device_code": code.code}
            said, ahead = self.client.try_to(form)
            match said.get("error"):
                case None:
                    self._keep(said)
                    return
                case "authorization_pending":
                    pass
                case "slow_down":
                    interval += SLOWER
                case _:
                    raise self.client.refusal(said, ahead, form)
        raise NoAccess("the code was not typed in time: try again", final=True)

    def _keep(self, said: Mapping[str, Any]) -> None:
        token = first_refresh_token(said)
        with self.kept.alone(self.client.web.timeout):
            try:
                self.kept.keep(token)
            except OSError as error:
                text = f"cannot write {self.kept.path}: {error.strerror}"
                raise NoAccess(text, final=True) from None


def _code_of(said: Mapping[str, Any]) -> DeviceCode:
    """Some issuers call the address `verification_url`."""
    url = said.get("verification_uri", said.get("verification_url"))
    words = (said.get("user_code"), url, said.get("device_code"))
    user_code, url, code = (word if isinstance(word, str) else "" for word in words)
    if not (user_code and url and code):
        raise NoAccess("the issuer answered, but not with a code to type", final=True)
    life, interval = seconds_of(said.get("expires_in")), seconds_of(said.get("interval"))
    return DeviceCode(
        user_code=scrubbed(user_code),
        url=" ".join("".join(c for c in url if c.isprintable()).split())[:200],
        life=min(life or LONGEST, LONGEST),
        interval=min(max(interval or SLOWER, SHORTEST), MAX_INTERVAL),
        code=code,
    )
