"""A program on loopback that rungs post to: it keeps what it is told, and answers as bidden."""

from __future__ import annotations

import json
import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.servers.certificate import make_certificate


@dataclass(frozen=True)
class HookReply:
    """What it answers: a `status`, more `headers`, so many bytes (`size`); before it a pause until
    `after` is set.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    after: threading.Event | None = None


@dataclass
class HookServer:
    """What it does can be changed while it runs."""

    #: Where it is: http://localhost:1234/secret-path
    url: str = ""
    #: Its certificate, which is its own authority.
    ca_file: Path | None = None
    #: What is answered next, each once; else 200.
    replies: deque[HookReply] = field(default_factory=deque)
    #: What it was told, in order: each JSON.
    told: list[dict[str, Any]] = field(default_factory=list)
    #: The headers of each, by small letters.
    headers: list[dict[str, str]] = field(default_factory=list)
    #: Paths that were asked for, with their methods.
    asked: list[str] = field(default_factory=list)


@contextmanager
def hook_server(folder: Path | None = None) -> Iterator[HookServer]:
    """One that runs; with TLS where it has a folder for its certificate."""
    served = HookServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            served.asked.append(f"{self.command} {self.path}")
            served.headers.append({name.lower(): value for name, value in self.headers.items()})
            served.told.append(json.loads(body))
            reply = served.replies.popleft() if served.replies else HookReply()
            if reply.after is not None:
                reply.after.wait(30)
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(reply.size))
            self.end_headers()
            self.wfile.write(b"x" * reply.size)

        def do_GET(self) -> None:
            served.asked.append(f"{self.command} {self.path}")
            self.send_response_only(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Tests ask what was asked."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Who hangs up in the middle is tested, too."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if folder is not None:
        cert, key = make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        served.ca_file = Path(cert)
    scheme = "http" if folder is None else "https"
    served.url = f"{scheme}://localhost:{server.server_address[1]}/s3cret-path"
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
