"""A web server on loopback that publishes calendars: by path, with what RFC 9110 has for whoever
asks again, and each way in which one may fail.
"""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.servers.certificate import make_certificate


@dataclass(frozen=True)
class Page:
    """What is answered to a path: `status`, `body`, more `headers`, how many bytes it is `said` to
    have (None: as many as it has); before it a pause until `after` is set.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    said: int | None = None
    after: threading.Event | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass
class CalendarServer:
    """What it has can be changed while it runs."""

    #: Where it is: http://localhost:1234
    url: str = ""
    #: Its certificate, which is its own authority; None without TLS.
    ca_file: Path | None = None
    #: What it has, by path.
    pages: dict[str, Page] = field(default_factory=dict)
    #: Paths that it was asked for, each with what the asker knew ("" for nothing).
    asked: list[tuple[str, str]] = field(default_factory=list)
    #: What it answered, in the same order.
    answered: list[int] = field(default_factory=list)

    def address(self, path: str) -> str:
        return f"{self.url}{path}"


@contextmanager
def calendar_server(folder: Path, tls: bool = False) -> Iterator[CalendarServer]:
    """One that runs; its certificate is made in the folder."""
    served = CalendarServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers.get("If-None-Match", "")
            served.asked.append((self.path, known))
            page = served.pages.get(self.path, Page(b"not here", 404))
            if page.after is not None:
                page.after.wait(30)
            if page.status == 200 and known == page.etag:
                page = Page(status=304)
            served.answered.append(page.status)
            self.send_response_only(page.status)
            headers = {"ETag": page.etag, "Content-Type": "text/calendar", **page.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            said = len(page.body) if page.said is None else page.said
            self.send_header("Content-Length", str(said))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Tests ask what was asked."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Who hangs up in the middle is tested, too."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls:
        cert, key = make_certificate(folder)
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
