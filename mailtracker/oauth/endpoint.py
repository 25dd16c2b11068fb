"""A token endpoint (RFC 6749) in; access tokens out: by client credentials, or by a refresh token
that is kept in a file.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal
from urllib.parse import quote_plus

from mailtracker.oauth.kept import KeptToken
from mailtracker.oauth.token import AccessToken, NoAccess, access_token_of, is_token
from mailtracker.oauth.web import Web, json_of, place_of
from mailtracker.oauth.words import refusal
from mailtracker.record import dataclass

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """Who asks a token endpoint, and how."""

    #: Where it is.
    url: str
    #: Who we are there.
    client_id: str
    #: By what we prove it; "": by nothing.
    secret: str = field(repr=False)
    #: Whether the secret goes in a header or in the body (RFC 6749 2.3.1).
    client_auth: Literal["basic", "post"]
    #: What is asked for; "": what the issuer gives.
    scope: str
    #: Which table of words is meant.
    kind: str
    #: How it is reached.
    web: Web

    @property
    def where(self) -> str:
        return place_of(self.url)

    def ask(self, form: Form) -> dict[str, Any]:
        """The answer, which is no error. Raises NoAccess."""
        wanted = {"scope": self.scope} if self.scope else {}
        said, ahead = self.try_to({**form, **wanted})
        if "error" in said:
            raise self.refusal(said, ahead, form)
        return said

    def try_to(self, form: Form) -> tuple[dict[str, Any], float | None]:
        """The answer, also one with an `error`, and by how many seconds our clock is ahead. Raises
        NoAccess where there is none.
        """
        answer = self.web.post(self.url, self._filled(form), self._headers())
        return json_of(self.where, answer), answer.ahead

    def refusal(self, said: Mapping[str, Any], ahead: float | None, form: Form) -> NoAccess:
        """Why the answer to this form is an error."""
        return refusal(self.kind, said, ahead, [self.secret, *form.values()])

    def _filled(self, form: Form) -> Form:
        filled = dict(form)
        if not self.secret or self.client_auth == "post":
            filled["client_id"] = self.client_id
        if self.secret and self.client_auth == "post":
            filled["client_secret"] = self.secret
        return filled

    def _headers(self) -> Mapping[str, str]:
        headers = {"Accept": "application/json"}
        if self.secret and self.client_auth == "basic":
            pair = f"{quote_plus(self.client_id)}:{quote_plus(self.secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return headers


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """A source of access tokens for the `client` itself (RFC 6749 4.4)."""

    client: OAuthClient

    @property
    def patience(self) -> float:
        return self.client.web.timeout + 5.0

    def fetch(self) -> AccessToken:
        """See `TokenSource`."""
        answer = self.client.ask({"grant_type": "client_credentials"})
        return access_token_of(answer, self.client.where)


class RefreshToken:
    """A source of access tokens for whoever a refresh token is of (RFC 6749 6)."""

    def __init__(self, client: OAuthClient, kept: KeptToken) -> None:
        self._client, self._kept = client, kept
        self._unkept = ""

    @property
    def patience(self) -> float:
        return self._client.web.timeout + 5.0

    def fetch(self) -> AccessToken:
        """See `TokenSource`. A refresh token that the issuer gives is kept before the access token
        is told; where that fails it is used on, and `trouble` says so.
        """
        with self._kept.alone(self._client.web.timeout):
            token = self._unkept or self._kept.read()
            answer = self._client.ask({"grant_type": "refresh_token", "refresh_token": token})
            given = access_token_of(answer, self._client.where)
            trouble = self._keep(answer.get("refresh_token"), token)
        return AccessToken(given.value, given.life, trouble)

    def _keep(self, fresh: object, used: str) -> str:
        """What is wrong with keeping it; "": nothing."""
        wanted = fresh if isinstance(fresh, str) and is_token(fresh) else used
        if wanted == used and not self._unkept:
            return ""
        try:
            self._kept.keep(wanted)
        except OSError as error:
            self._unkept = wanted
            said = f"the issuer's new refresh token cannot be kept in {self._kept.path}"
            return f"{said}: {error.strerror}; after a restart nobody can sign in with the old one"
        self._unkept = ""
        return ""


def first_refresh_token(answer: Mapping[str, Any]) -> str:
    """The one that a login brought. Raises NoAccess."""
    token = answer.get("refresh_token")
    if not isinstance(token, str) or not is_token(token):
        hint = "ask for `offline_access` in scope, where the issuer knows that"
        raise NoAccess(f"the issuer gave no refresh token: {hint}", final=True)
    return token
