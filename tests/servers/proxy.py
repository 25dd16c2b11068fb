"""Loopback TCP proxies in front of a real server: one that breaks connections
on demand, one that adds TLS.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable

DEADLINE = 10.0


class ChaosProxy:
    """Passes bytes on until told otherwise.

    `stall` (an Event) holds all bytes back while set. `refuse` closes new connections at once.
    `cut()` resets all connections now, `cut_after(n)` when n more bytes have come from the server,
    `cut_on = b"LOGIN"` the connection whose client says these words, once, and does not pass them
    on. `sent` is all that clients said. `rewrites` are words of the server and what is said in
    their place: of a poorer server, say. `meddle` gets what a client says and returns what is
    passed on, and what the client is answered at once; None for the first resets the connection.
    `overhear` is told all that the server says.
    """

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.stall = threading.Event()
        self.refuse = False
        self.cut_on = b""
        self.sent = bytearray()
        self.rewrites: dict[bytes, bytes] = {}
        self.meddle: Callable[[bytes], tuple[bytes | None, bytes]] | None = None
        self.overhear: Callable[[bytes], object] = len
        self.connections = 0
        self._budget: int | None = None
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._changed = threading.Condition()
        self._closed = False

    def __enter__(self) -> ChaosProxy:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self.stall.clear()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(DEADLINE)

    def cut(self) -> None:
        """Reset every open connection, as a firewall or a dying server does."""
        with self._changed:
            victims = list(self._open)
        for sock in victims:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                sock.shutdown(socket.SHUT_RDWR)

    def say(self, words: bytes) -> None:
        """To every client, as if its server said it by itself."""
        with self._changed:
            clients = [sock for sock in self._open if sock.getsockname()[1] == self.port]
        for sock in clients:
            with contextlib.suppress(OSError):
                sock.sendall(words)

    def cut_after(self, count: int) -> None:
        """Cut the connection that carries the byte after the next `count` bytes from the server."""
        self._budget = count

    def await_sent(self, words: bytes) -> None:
        """Until some client has said `words`."""
        with self._changed:
            assert self._changed.wait_for(lambda: words in self.sent, DEADLINE), (
                f"nobody said {words!r}"
            )

    def _start(self, work, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.refuse:
                client.close()
                continue
            self.connections += 1
            try:
                self._join(client)
            except OSError:
                client.close()

    def _join(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self.target_port))
        pair = _Pair(client, server)
        with self._changed:
            self._open |= {client, server}
        for sock in (client, server):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._start(self._pump, pair, client, server)
        self._start(self._pump, pair, server, client)

    def _pump(self, pair: _Pair, source: socket.socket, target: socket.socket) -> None:
        passes = self._from_client if source is pair.client else self._from_server
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                while self.stall.is_set() and not self._closed:
                    threading.Event().wait(0.005)
                passed = passes(data, source, target)
                if passed is None:
                    break
                target.sendall(passed)
        pair.finish(self._open)

    def _from_client(self, data: bytes, source: socket.socket, _: socket.socket) -> bytes | None:
        """What of it is passed on; None resets the connection."""
        with self._changed:
            self.sent += data
            self._changed.notify_all()
        if self.cut_on and self.cut_on in data:
            self.cut_on = b""
            return None
        if self.meddle is None:
            return data
        passed, answer = self.meddle(data)
        source.sendall(answer)
        return passed

    def _from_server(self, data: bytes, _: socket.socket, target: socket.socket) -> bytes | None:
        if self._budget is not None:
            data, self._budget = data[: self._budget], self._budget - len(data)
            if self._budget < 0:
                self._budget = None
                target.sendall(data)
                return None
        self.overhear(data)
        for said, instead in self.rewrites.items():
            data = data.replace(said, instead)
        return data


class _Pair:
    """Two joined sockets; the second pump to end closes them."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self._left = 2
        self._lock = threading.Lock()

    def finish(self, registry: set[socket.socket]) -> None:
        for sock in (self.client, self.server):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._left -= 1
            last = self._left == 0
        if last:
            for sock in (self.client, self.server):
                registry.discard(sock)
                sock.close()


class TlsFront:
    """TLS in front of a plain IMAP server, by a certificate of the test.

    mode "implicit": TLS from the first byte. "starttls": offered by CAPABILITY and taken. "refuse":
    offered, answered NO. "hidden": not offered. "preauth": greets as if logged in already, so that
    STARTTLS has no place any more.
    """

    def __init__(self, target_port: int, certificate: tuple[str, str], mode: str) -> None:
        self.target_port, self.mode = target_port, mode
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*certificate)
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self.clear = bytearray()  # what clients said before TLS

    def __enter__(self) -> TlsFront:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        for sock in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(DEADLINE)
        for sock in self._open:
            sock.close()

    def _start(self, work, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(client)
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.mode != "implicit" and not self._talk_in_clear(client):
                client.shutdown(socket.SHUT_RDWR)
                return
            secure = self._context.wrap_socket(client, server_side=True)
            self._open.append(secure)
            server = socket.create_connection(("127.0.0.1", self.target_port))
            self._open.append(server)
            if self.mode != "implicit":
                self._skip_greeting(server)
            self._start(_copy, server, secure)
            _copy(secure, server)

    def _skip_greeting(self, server: socket.socket) -> None:
        while not server.recv(4096).endswith(b"\r\n"):
            pass

    def _talk_in_clear(self, client: socket.socket) -> bool:
        """The lines before TLS. True when STARTTLS was taken."""
        offer = b"" if self.mode == "hidden" else b" STARTTLS"
        client.sendall(b"* PREAUTH hello\r\n" if self.mode == "preauth" else b"* OK ready\r\n")
        for line in client.makefile("rb"):
            self.clear += line
            tag, _, command = line.strip().partition(b" ")
            if command.upper() == b"CAPABILITY":
                client.sendall(b"* CAPABILITY IMAP4rev1" + offer + b"\r\n" + tag + b" OK done\r\n")
            elif command.upper() == b"STARTTLS" and self.mode == "starttls":
                client.sendall(tag + b" OK go\r\n")
                return True
            else:
                client.sendall(tag + b" NO not here\r\n")
        return False


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError, ValueError):
        while data := source.recv(65536):
            target.sendall(data)
    for sock in (source, target):
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
