"""A request to an issuer in; its answer, as JSON, out: over TLS, in bounded time, of bounded size,
from where it was sent to and nowhere else. msal and google-auth send theirs by it, too.

Also behind a proxy of the environment's (HTTPS_PROXY, NO_PROXY).
"""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from mailtracker.loopback import is_loopback
from mailtracker.oauth.token import NoAccess
from mailtracker.record import dataclass

MAX_ANSWER = 262_144
"""Bytes; Microsoft's longest page of metadata has some 2,000."""

_PAGE = re.compile(rb"\s*<", re.ASCII)


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What an issuer answered: its `status` of HTTP, its `headers` by small letters, its `body`,
    and by how many seconds this machine's clock is ahead of its own (`ahead`; None: it did not
    say).
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    ahead: float | None

    @property
    def wait(self) -> float:
        """Seconds that it wants us to wait (Retry-After, RFC 9110 10.2.3); 0: it does not say."""
        said = self.headers.get("retry-after", "").strip()
        if re.fullmatch(r"\d{1,9}", said):
            return float(said)
        instant = _instant(said)
        # Both are the issuer's, so that our clock has no say in it.
        now = _instant(self.headers.get("date", "")) or time.time()
        return max(0.0, instant - now) if instant else 0.0


@dataclass(frozen=True, slots=True)
class Web:
    """How issuers are asked: certificate authorities instead of the machine's (`ca_file`), and the
    seconds that any one answer may take (`timeout`). A longer one than is wanted is an error, or is
    cut off there (`cut`).
    """

    ca_file: Path | None
    timeout: float
    cut: bool = False

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> WebAnswer:
        """A form, as token endpoints want it (RFC 6749 B). Raises NoAccess."""
        body = urlencode(form).encode("ascii")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.request(urllib.request.Request(url, body, {**kind, **headers}))  # noqa: S310 only http(s)

    def request(self, request: urllib.request.Request, most: int = MAX_ANSWER) -> WebAnswer:
        """Of whatever status, but none that only says to come again later. Raises NoAccess."""
        where = place_of(request.full_url)
        answer = self.fetch(request, most)
        if answer.status == 429 or answer.status >= 500:
            raise come_again(where, answer)
        if 300 <= answer.status < 400:
            raise _elsewhere(where, answer)
        return answer

    def fetch(self, request: urllib.request.Request, most: int) -> WebAnswer:
        """Of whatever status, with a body of no more than `most` bytes. Raises NoAccess."""
        where = place_of(request.full_url)
        with _Watch(2 * self.timeout) as watch:
            answer = self._answered(where, request, watch, most)
        if watch.over:
            raise _unreached(where, TimeoutError())
        return answer

    def _answered(
        self, where: str, request: urllib.request.Request, watch: _Watch, most: int
    ) -> WebAnswer:
        try:
            return self._answer(request, watch, most)
        except urllib.error.URLError as error:
            reason = error.reason
            cause = reason if isinstance(reason, BaseException) else error
        except (OSError, http.client.HTTPException, ValueError) as error:
            cause = error
        raise _unreached(where, TimeoutError() if watch.over else cause)

    def _answer(self, request: urllib.request.Request, watch: _Watch, most: int) -> WebAnswer:
        opener = urllib.request.OpenerDirector()
        # What is for this machine goes to no other: a proxy would read it in the clear.
        here = is_loopback(urlsplit(request.full_url).hostname or "")
        for handler in (
            urllib.request.ProxyHandler({} if here else None),
            _PlainHttp(watch),
            _OverTls(watch, self._context()),
            urllib.request.UnknownHandler(),
        ):
            opener.add_handler(handler)
        with opener.open(request, timeout=self.timeout) as response:
            body = response.read(most + 1)
            headers = {name.lower(): value for name, value in response.headers.items()}
            status = response.status
        if len(body) > most and not self.cut:
            raise http.client.HTTPException(f"answered with more than {most >> 10} KB")
        return WebAnswer(status, headers, body[:most], _ahead(headers.get("date", "")))

    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError):
            raise NoAccess(f"ca_file {self.ca_file} holds no certificates", final=True) from None


def place_of(url: str) -> str:
    """The host of a URL, and its port where one is written; "": it has none. A name and a password
    in it are left out.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.hostname}{port}" if parts.hostname else ""


def json_of(where: str, answer: WebAnswer) -> dict[str, Any]:
    """What an answer says; where it is a refusal, with an `error` (RFC 6749 5.2). Raises NoAccess
    for all else: a page of a proxy, say, or a server that is no token endpoint.
    """
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and (answer.status == 200 or "error" in said):
        return said
    if answer.status in (404, 405):
        raise NoAccess(
            f"{where} answers {answer.status}: there is no such address; check it in config.toml",
            final=True,
        )
    if isinstance(said, dict):
        raise NoAccess(
            f"{where} answers {answer.status} and does not say why: is its address in config.toml "
            f"that of a token endpoint?",
            final=True,
        )
    what = "a page for people" if _PAGE.match(answer.body) else "something else than JSON"
    raise NoAccess(
        f"{where} answers {answer.status} with {what}: perhaps a proxy or a firewall in between "
        f"does; let us pass to {where}",
        final=False,
    )


class _Watch:
    """Ends the connections of one request that takes too long in all: of a server that sends a byte
    now and then no single read ever does.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []
        self.over = False

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def connection(self, kind: Callable[..., Any]) -> Callable[..., Any]:
        """Makes connections of this kind that can be ended."""

        def made(host: str, **options: Any) -> Any:
            connection = kind(host, **options)
            connect = connection.connect

            def noted() -> None:
                connect()
                self._sockets.append(connection.sock)

            connection.connect = noted
            return connection

        return made

    def _hang_up(self) -> None:
        self.over = True
        for one in self._sockets:
            with contextlib.suppress(OSError):
                # Not TLS's own, which would change what the other thread reads from.
                socket.socket.shutdown(one, socket.SHUT_RDWR)


class _PlainHttp(urllib.request.HTTPHandler):
    """For loopback, and to proxies."""

    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._watch.connection(http.client.HTTPConnection), req)


class _OverTls(urllib.request.HTTPSHandler):
    """The same over TLS."""

    def __init__(self, watch: _Watch, context: ssl.SSLContext) -> None:
        super().__init__()
        self._watch, self._tls = watch, context

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        connection = self._watch.connection(http.client.HTTPSConnection)
        return self.do_open(connection, req, context=self._tls)


def _unreached(where: str, error: BaseException) -> NoAccess:
    if isinstance(error, ssl.SSLCertVerificationError):
        return NoAccess(
            f"{where} shows a certificate that we cannot trust: {error.verify_message}; name its "
            f"authority in ca_file",
            final=True,
        )
    if isinstance(error, TimeoutError):
        return NoAccess(f"{where} did not answer in time (`timeout`)", final=False)
    said = " ".join(str(error).split())
    said = re.sub(r"^\[Errno -?\d+\] ", "", said)[:200] or type(error).__name__
    return NoAccess(f"{where} cannot be reached: {said}", final=False)


def come_again(where: str, answer: WebAnswer) -> NoAccess:
    """Why there is no answer to work with, of a server that may have one later."""
    why = "too many requests" if answer.status == 429 else "a trouble of its own"
    again = f"; it wants us to wait {answer.wait:.0f} s" if answer.wait else ""
    text = f"{where} answers {answer.status}, {why}{again}; it is asked again by itself"
    return NoAccess(text, final=False, wait=answer.wait)


def _elsewhere(where: str, answer: WebAnswer) -> NoAccess:
    """Secrets go where the operator said, and not on from there."""
    target = place_of(answer.headers.get("location", ""))
    to = f" to {target}" if target.isprintable() and target else ""
    return NoAccess(
        f"{where} sends us elsewhere{to[:100]}, where no secret goes: write the address itself",
        final=True,
    )


def _instant(said: str) -> float | None:
    """A date of HTTP → seconds since 1970."""
    try:
        return parsedate_to_datetime(said).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def _ahead(date: str) -> float | None:
    theirs = _instant(date)
    return time.time() - theirs if theirs is not None else None
