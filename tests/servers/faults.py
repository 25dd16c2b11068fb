"""An SMTP server that breaks at one step in one way, and remembers what it really stored."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Literal, Self

Step = Literal["connect", "ehlo", "secure", "mail", "rcpt", "data", "body", "dot", "stored"]
"""In order. "secure" is STARTTLS where the server has it, else AUTH. "body": half of it has come.
"dot": all has come and nothing is stored; "stored": it is, and no answer has been given.
"""

Action = Literal["close", "reset", "hang", "421", "451", "554", "nonsense"]

SAID = {
    "421": b"421 4.3.2 shutting down\r\n",
    "451": b"451 4.3.0 try again later\r\n",
    "554": b"554 5.6.0 never this one\r\n",
    "nonsense": b"what do you mean?\r\n",
}


class FaultServer:
    """Each connection meets `action` at `step`, once. `stored` is what it keeps, in order, and
    `dots` counts the mails that came whole. `met` is set when the fault begins. It goes on after a
    refusal as if there had been none: DATA is taken without a recipient. `waits` counts how often
    it had answered all that it had and waited for more, which is once a round trip.
    """

    def __init__(
        self,
        step: Step | None,
        action: Action = "close",
        certificate: tuple[str, str] | None = None,
        implicit: bool = False,
        pipelining: bool = False,
    ) -> None:
        self.step, self.action, self.implicit = step, action, implicit
        self.pipelining = pipelining
        self.stored: list[bytes] = []
        self.hangs = 20.0  # seconds
        self.dots = self.waits = 0
        self.met, self.stopped = threading.Event(), threading.Event()
        self.tls: ssl.SSLContext | None = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*certificate)
        # what its system takes unread is small, as that of a server far away
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 128 << 10)
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _start(self, work: object, *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError, _Ended):
            talk = _Talk(self, connection)
            try:
                talk.run()
            finally:
                talk.socket.close()


class _Ended(Exception):
    """This conversation is over."""


class _Talk:
    """One connection."""

    def __init__(self, server: FaultServer, connection: socket.socket) -> None:
        self.server, self.socket = server, connection
        self.buffer = bytearray()
        self.size = 0
        self.has_answered = False  # since it waited last

    def run(self) -> None:
        self.socket.settimeout(10)
        if self.server.implicit:
            self._wrap()
        if not self._meet("connect"):
            self._say(b"220 faults ESMTP\r\n")
        while True:
            line = self._line()
            step, work = self._steps().get(line[:4].upper(), (None, self._fine))
            if step is None or not self._meet(step):
                work(line)

    def _steps(self) -> dict[bytes, tuple[Step | None, Callable[[bytes], None]]]:
        return {
            b"EHLO": ("ehlo", self._offer),
            b"STAR": ("secure", self._start_tls),
            b"AUTH": ("secure", lambda line: self._say(b"235 welcome\r\n")),
            b"MAIL": ("mail", self._begin),
            b"RCPT": ("rcpt", self._fine),
            b"DATA": ("data", self._take),
            b"QUIT": (None, self._leave),
        }

    def _fine(self, line: bytes) -> None:
        self._say(b"250 ok\r\n")

    def _begin(self, line: bytes) -> None:
        found = re.search(rb"SIZE=(\d+)", line)
        self.size = int(found[1]) if found else 0
        self._fine(line)

    def _start_tls(self, line: bytes) -> None:
        self._say(b"220 go\r\n")
        self._wrap()

    def _leave(self, line: bytes) -> None:
        self._say(b"221 bye\r\n")
        raise _Ended

    def _offer(self, line: bytes) -> None:
        secure = isinstance(self.socket, ssl.SSLSocket)
        more = b"AUTH PLAIN LOGIN" if secure or not self.server.tls else b"STARTTLS"
        several = b"250-PIPELINING\r\n" if self.server.pipelining else b""
        self._say(
            b"250-faults\r\n250-SIZE\r\n250-8BITMIME\r\n" + several + b"250 " + more + b"\r\n"
        )

    def _take(self, line: bytes) -> None:
        self._say(b"354 go on\r\n")
        while self.server.step == "body" and len(self.buffer) < self.size // 2:
            self._read(min(65536, self.size // 2 - len(self.buffer)))
        early = self._meet("body")
        while not self.buffer.endswith(b"\r\n.\r\n"):
            self._read(65536)
        mail, self.buffer = bytes(self.buffer[:-3]), bytearray()
        self.server.dots += 1
        if early or self._meet("dot"):
            return
        self.server.stored.append(mail)
        if not self._meet("stored"):
            self._say(b"250 2.0.0 stored\r\n")

    def _meet(self, step: Step) -> bool:
        """Whether the fault stands at this step, and the conversation goes on after it."""
        if self.server.step != step:
            return False
        self.server.met.set()
        match self.server.action:
            case "close":
                self.socket.shutdown(socket.SHUT_RDWR)
                raise _Ended
            case "reset":
                at_once = struct.pack("ii", 1, 0)
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
                raise _Ended
            case "hang":
                self.server.stopped.wait(self.server.hangs)
                raise _Ended
            case said:
                self._say(SAID[said])
                if said == "421":
                    self.socket.shutdown(socket.SHUT_WR)
        return True

    def _wrap(self) -> None:
        assert self.server.tls is not None
        self.socket = self.server.tls.wrap_socket(self.socket, server_side=True)

    def _say(self, reply: bytes) -> None:
        self.has_answered = True
        self.socket.sendall(reply)

    def _line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            self._read(4096)
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return bytes(line)

    def _read(self, most: int) -> None:
        self.server.waits += self.has_answered
        self.has_answered = False
        data = self.socket.recv(most)
        if not data:
            raise _Ended
        self.buffer += data
