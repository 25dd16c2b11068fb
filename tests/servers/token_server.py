"""An issuer of access tokens on loopback, with TLS: what Microsoft's and Google's do, as far as our
side can tell, and each way in which one may fail.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers.certificate import make_certificate

HTML = b"<!DOCTYPE html><html><body>Please sign in to the proxy</body></html>"


@dataclass(frozen=True)
class Reply:
    """What is answered instead of an access token: a `status`, a `body` (JSON, or bytes as they
    are), more `headers`; before it a pause until `after` is set.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    after: threading.Event | None = None


def error(code: str, words: str = "", status: int = 400, **more: Any) -> Reply:
    """A refusal (RFC 6749 5.2)."""
    return Reply(status, {"error": code, "error_description": words, **more})


@dataclass
class TokenServer:
    """What it does can be changed while it runs."""

    #: Where it is: https://localhost:1234
    url: str = ""
    #: Its certificate, which is its own authority.
    ca_file: Path = Path()
    #: Seconds that its access tokens live; None: it does not say.
    life: float | None = 3600
    #: What is answered next, each once.
    replies: deque[Reply] = field(default_factory=deque)
    #: Forms that it was sent, with the header Authorization as "authorization".
    asked: list[dict[str, str]] = field(default_factory=list)
    #: Paths that it was asked for.
    paths: list[str] = field(default_factory=list)
    #: How its access tokens begin, before their number.
    begins: str = "AT-"
    #: Access tokens that it gave.
    given: list[str] = field(default_factory=list)
    #: The refresh token that is valid; "" where it knows none.
    refresh_token: str = ""
    #: Whether each use of that makes another one.
    rotates: bool = False
    #: By how many seconds its clock is ahead of ours.
    ahead: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def token_url(self) -> str:
        return f"{self.url}/token"

    def answer(self, path: str, form: dict[str, str]) -> Reply:
        with self._lock:
            self.paths.append(path)
            if path.endswith("/.well-known/openid-configuration"):
                return self._metadata(path)
            self.asked.append(form)
            if self.replies:
                return self.replies.popleft()
            if path == "/device":
                return self._device_code()
            return self._token(form)

    def _metadata(self, path: str) -> Reply:
        tenant = f"{self.url}/{path.split('/')[1]}"
        found = {
            "issuer": f"{tenant}/v2.0",
            "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{tenant}/oauth2/v2.0/token",
        }
        return Reply(200, found)

    def _device_code(self) -> Reply:
        found = {
            "device_code": "DC-s3cret",
            "user_code": "WDJB-MJHT",
            "verification_uri": f"{self.url}/enter",
            "expires_in": 900,
            "interval": 5,
        }
        return Reply(200, found)

    def _token(self, form: dict[str, str]) -> Reply:
        refreshes = form.get("grant_type") == "refresh_token"
        if refreshes and form.get("refresh_token") != self.refresh_token:
            return error("invalid_grant", "Token is not active")
        self.given.append(f"{self.begins}{len(self.given) + 1}")
        answer: dict[str, Any] = {"access_token": self.given[-1], "token_type": "Bearer"}
        if self.life is not None:
            answer["expires_in"] = self.life
        if self.refresh_token and (self.rotates or not refreshes):
            if refreshes:
                self.refresh_token = f"RT-{len(self.given) + 1}"
            answer["refresh_token"] = self.refresh_token
        return Reply(200, answer)


@contextmanager
def token_server(
    folder: Path, tls: bool = True, names: str = "DNS:localhost,IP:127.0.0.1"
) -> Iterator[TokenServer]:
    """One that runs; its certificate, for these names, is made in the folder."""
    served = TokenServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            said = {name: values[0] for name, values in parse_qs(form).items()}
            said["authorization"] = self.headers.get("Authorization", "")
            self._send(served.answer(urlsplit(self.path).path, said))

        def do_GET(self) -> None:
            self._send(served.answer(urlsplit(self.path).path, {}))

        def _send(self, reply: Reply) -> None:
            if reply.after is not None:
                reply.after.wait(30)
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response_only(reply.status)
            headers = {"Date": formatdate(time.time() + served.ahead, usegmt=True)}
            headers["Content-Type"] = "text/html" if body[:1] == b"<" else "application/json"
            for name, value in {**headers, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests ask what was asked."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Who hangs up in the middle is tested, too."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls:
        cert, key = make_certificate(folder, names)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        served.ca_file = Path(cert)
    served.url = f"http{'s' if tls else ''}://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def basic(form: Mapping[str, str]) -> str:
    """What the header Authorization says, in the clear."""
    return base64.b64decode(form["authorization"].removeprefix("Basic ")).decode()
