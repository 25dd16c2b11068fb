"""One IMAP IDLE on an open socket: how long to wait in, whether the folder got new mail out (RFC
2177).

Spoken on the socket itself. imapclient's `idle_check` never reports a dead peer, breaks on a line
that arrives in two TCP segments, and cannot see an answer that came in the same segment as the
server's go-ahead.
"""

from __future__ import annotations

import select
import socket
import ssl
import time

TAG = b"mt1"  # imaplib's own tags are upper-case letters, so the two cannot be mixed up
MAX_LINE = 1 << 20


class IdleRefused(Exception):
    """The server answered NO or BAD to IDLE."""


def readable(seconds: float, *socks: socket.socket) -> set[int]:
    """Which of these have something to read, as file numbers; waits for the first at most
    `seconds`.
    """
    poller = select.poll()
    for sock in socks:
        poller.register(sock.fileno(), select.POLLIN)
    return {number for number, _ in poller.poll(max(1, seconds * 1000))}


class Idle:
    """The conversation from IDLE to the tagged answer to DONE. Raises OSError on a dead or silent
    peer.

    `timeout` (seconds) limits every answer we are owed; waiting for news is limited by `wait`
    alone.
    """

    def __init__(self, sock: socket.socket, wake: socket.socket, timeout: float) -> None:
        self._sock, self._wake, self._timeout = sock, wake, timeout
        self._buffer = b""
        self._news = self._ready = self._ended = False

    def wait(self, seconds: float) -> bool:
        """Idle until new mail is announced, the wake socket has a byte, or `seconds` are over.
        True = new mail.
        """
        before = self._sock.gettimeout()
        try:
            self._send(TAG + b" IDLE\r\n")
            self._read(time.monotonic() + self._timeout, until_ready=True)
            self._read(time.monotonic() + seconds)
            self._send(b"DONE\r\n")
            self._read(time.monotonic() + self._timeout, until_end=True)
            return self._news
        finally:
            self._sock.settimeout(before)

    def _send(self, line: bytes) -> None:
        self._sock.settimeout(self._timeout)
        self._sock.sendall(line)

    def _read(self, deadline: float, until_ready: bool = False, until_end: bool = False) -> None:
        """Take in lines until the goal. With no goal: until news or a wake-up; the deadline is then
        no error.
        """
        owed = until_ready or until_end
        while not self._reached(until_ready, until_end):
            left = deadline - time.monotonic()
            if left <= 0:
                if owed:
                    raise TimeoutError("no answer to IDLE")
                return
            readable = self._poll(left, wakeable=not owed)
            if self._wake.fileno() in readable:
                return
            if self._sock.fileno() in readable:
                self._receive()

    def _reached(self, until_ready: bool, until_end: bool) -> bool:
        if until_ready:
            return self._ready
        if until_end:
            return self._ended
        return self._news

    def _poll(self, seconds: float, wakeable: bool) -> set[int]:
        if isinstance(self._sock, ssl.SSLSocket) and self._sock.pending():
            return {self._sock.fileno()}
        return readable(seconds, self._sock, *([self._wake] if wakeable else []))

    def _receive(self) -> None:
        self._sock.settimeout(0)  # readable may mean half a TLS record: never block here
        try:
            data = self._sock.recv(65536)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        if not data:
            raise ConnectionResetError("the server closed the connection")
        self._buffer += data
        *lines, self._buffer = self._buffer.split(b"\r\n")
        if len(self._buffer) > MAX_LINE:
            raise ConnectionAbortedError("the server sends an endless line")
        for line in lines:
            self._note(line)

    def _note(self, line: bytes) -> None:
        words = line.split(b" ", 2)
        if words[0] == b"+":
            self._ready = True
        elif words[0] == TAG:
            if words[1:2] != [b"OK"]:
                raise IdleRefused(line.decode("utf-8", "replace"))
            self._ready = self._ended = True
        elif words[:2] == [b"*", b"BYE"]:
            raise ConnectionResetError(line.decode("utf-8", "replace"))
        elif len(words) == 3 and words[2].upper() == b"EXISTS":
            self._news = True
