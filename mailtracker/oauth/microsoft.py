"""An app registration of Microsoft Entra ID in; access tokens for Exchange Online out, by msal.

msal has a cache of its own, by the machine's clock, and remembers failures and answers for times of
its own. So each request is one of a new application: what is remembered, and for how long, is
decided in one place (`sign_in`). Its requests go through `web`, which judges every answer first.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from mailtracker.oauth.certificate import read_certificate
from mailtracker.oauth.token import AccessToken, NoAccess, access_token_of
from mailtracker.oauth.web import Web, WebAnswer, json_of, place_of
from mailtracker.oauth.words import refusal
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from msal import ConfidentialClientApplication

SCOPES = {
    "login.microsoftonline.us": "https://outlook.office365.us/.default",
    "login.partner.microsoftonline.cn": "https://partner.outlook.cn/.default",
}
"""Of Exchange Online in national clouds, by the host of their authority."""

SCOPE = "https://outlook.office365.com/.default"

MISSING = "needs the package msal: pip install 'mailtracker[microsoft]'"

# It logs what it gets at DEBUG, and answers that are no JSON at ERROR: either may be a secret.
logging.getLogger("msal").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class MicrosoftApp:
    """A source of access tokens for an application itself."""

    #: Where tokens come from, with no path.
    authority: str
    #: Whose directory it is: its id, or a domain.
    tenant: str
    #: The application's id.
    client_id: str
    #: Its secret; "": it has a certificate.
    secret: str = field(repr=False)
    #: The PEM file with that and its key; None: it has a secret.
    certificate: Path | None
    #: What the certificate's must be; "": any.
    thumbprint: str
    #: What is asked for; "": Exchange Online of the authority's cloud.
    scope: str
    #: How it is reached.
    web: Web

    @property
    def patience(self) -> float:
        return 2 * self.web.timeout + 5.0

    def fetch(self) -> AccessToken:
        """See `TokenSource`."""
        try:
            from msal import ConfidentialClientApplication
        except ImportError:
            raise NoAccess(MISSING, final=True) from None
        client, credential = _MsalClient(self.web, self.secret), self._credential()
        kind = ""
        try:
            application = self._application(ConfidentialClientApplication, client, credential)
            application.acquire_token_for_client([self._scope()])
        except Exception as error:
            # Whatever it raises, its text may hold what was sent; what was answered we know.
            kind = type(error).__name__
        return client.result(self._host, kind)

    @property
    def _host(self) -> str:
        return place_of(self.authority)

    def _scope(self) -> str:
        return self.scope or SCOPES.get(urlsplit(self.authority).hostname or "", SCOPE)

    def _application(
        self,
        kind: type[ConfidentialClientApplication],
        client: _MsalClient,
        credential: str | dict[str, str],
    ) -> ConfidentialClientApplication:
        return kind(
            self.client_id,
            client_credential=credential,
            authority=f"{self.authority.rstrip('/')}/{self.tenant}",
            # The operator wrote the authority: nobody else is asked whether it is known.
            instance_discovery=False,
            http_client=client,
        )

    def _credential(self) -> str | dict[str, str]:
        if self.certificate is None:
            return self.secret
        found = read_certificate(self.certificate, self.thumbprint)
        return {"private_key": found.key, "public_certificate": found.certificate}


class _MsalResponse:
    """What msal reads of an answer."""

    def __init__(self, answer: WebAnswer) -> None:
        self.status_code = answer.status
        self.headers = dict(answer.headers)
        self.text = answer.body.decode("utf-8", "replace")

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise ValueError(self.status_code)


class _MsalClient:
    """What msal sends its requests by. Keeps what came of the one that counts, or why there was
    nothing: msal makes other words of both.
    """

    def __init__(self, web: Web, secret: str) -> None:
        self._web, self._secret = web, secret
        self._said: dict[str, Any] = {}
        self._ahead: float | None = None
        self._failure: NoAccess | None = None

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> _MsalResponse:
        body = data if isinstance(data, str) else urlencode(data or {})
        kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._ask(Request(_with(url, params), body.encode(), kind))  # noqa: S310 https by msal

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> _MsalResponse:
        return self._ask(Request(_with(url, params), headers=dict(headers or {})))  # noqa: S310 as above

    def close(self) -> None:
        """Each request has a connection of its own."""

    def _ask(self, request: Request) -> _MsalResponse:
        try:
            answer = self._web.request(request)
            said = json_of(place_of(request.full_url), answer)
        except NoAccess as error:
            self._failure = error
            raise
        if request.data is not None or "error" in said:  # no metadata, which may come later
            self._said, self._ahead = said, answer.ahead
        return _MsalResponse(answer)

    def result(self, where: str, fault: str) -> AccessToken:
        """What came of it; `fault` names what msal raised, "" for nothing. Raises NoAccess."""
        if self._failure is not None:
            raise self._failure
        if "error" in self._said:
            raise refusal("microsoft", self._said, self._ahead, [self._secret])
        if fault and "access_token" not in self._said:
            said = f"msal cannot use what {where} answers ({fault}): check authority and tenant"
            raise NoAccess(said, final=True)
        return access_token_of(self._said, where)


def _with(url: str, params: Mapping[str, str] | None) -> str:
    if not params:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"
