"""A key of a Google service account in; access tokens for a user of the domain that delegated to it
out, by google-auth.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request

from mailtracker.loopback import is_loopback
from mailtracker.oauth.secret_file import read_secret
from mailtracker.oauth.token import AccessToken, NoAccess, access_token_of
from mailtracker.oauth.web import Web, WebAnswer, json_of, place_of
from mailtracker.oauth.words import refusal
from mailtracker.record import dataclass

MISSING = "needs the package google-auth: pip install 'mailtracker[google]'"


@dataclass(frozen=True, slots=True)
class GoogleServiceAccount:
    """A source of access tokens: of which key (`key_file`, JSON as Google gave it), for which user
    (`subject`), for what (`scope`), and how Google is reached (`web`).
    """

    key_file: Path
    subject: str
    scope: str
    web: Web

    @property
    def patience(self) -> float:
        return self.web.timeout + 5.0

    def fetch(self) -> AccessToken:
        """See `TokenSource`."""
        try:
            from google.oauth2.service_account import Credentials
        except ImportError:
            raise NoAccess(MISSING, final=True) from None
        request = _GoogleRequest(self.web)
        make: Any = Credentials.from_service_account_info  # it has no types
        credentials = self._made(make)
        with contextlib.suppress(Exception):
            # Whatever it raises, its text may hold what was sent; what was answered we know.
            credentials.refresh(request)
        return request.result()

    def _made(self, make: Callable[..., Any]) -> Any:
        key = read_key(self.key_file)
        with contextlib.suppress(Exception):  # as above
            return make(key, scopes=[self.scope], subject=self.subject)
        raise NoAccess(f"{self.key_file} {_NO_KEY}", final=True)


def read_key(path: Path) -> dict[str, Any]:
    """The key of a service account, as Google gave it. Raises NoAccess."""
    try:
        key = json.loads(read_secret(path))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, dict) or not _is_key(key):
        raise NoAccess(f"{path} {_NO_KEY}", final=True)
    if not _is_safe(key["token_uri"]):
        raise NoAccess(f"{path} names a token_uri that is not https", final=True)
    return key


_NO_KEY = (
    "holds no key of a service account: take the JSON file that Google gives when a key is made"
)


def _is_key(key: Mapping[str, Any]) -> bool:
    texts = (key.get(name) for name in ("client_email", "private_key", "token_uri"))
    return key.get("type") == "service_account" and all(isinstance(one, str) for one in texts)


def _is_safe(url: str) -> bool:
    host = place_of(url).partition(":")[0]
    return bool(host) and (url.startswith("https://") or is_loopback(host))


class _GoogleResponse:
    """What google-auth reads of an answer."""

    def __init__(self, answer: WebAnswer) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.data = answer.body


class _GoogleRequest:
    """What google-auth sends its requests by. Keeps the last answer, or why there was none."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._said: dict[str, Any] = {}
        self._where = "google-auth"
        self._failure: NoAccess | None = None

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> _GoogleResponse:
        self._where = place_of(url)
        request = Request(url, body, dict(headers or {}), method=method)  # noqa: S310 see `read_key`
        try:
            answer = self._web.request(request)
            self._said = json_of(self._where, answer)
            if "error" in self._said:
                # Else google-auth asks again at once where that may help.
                raise refusal("google", self._said, answer.ahead)
        except NoAccess as error:
            self._failure = error
            raise
        return _GoogleResponse(answer)

    def result(self) -> AccessToken:
        """What came of it. Raises NoAccess."""
        if self._failure is not None:
            raise self._failure
        return access_token_of(self._said, self._where)
