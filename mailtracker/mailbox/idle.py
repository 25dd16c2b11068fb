"""One IMAP IDLE on an open socket: how long to wait in, whether the folder got new mail out (RFC
2177).

Spoken on the socket itself. imapclient's `idle_check` never reports a dead peer, breaks on a line
that arrives in two TCP segments, and cannot see an answer that came in the same segment as the
server's go-ahead.
"""

from __future__ import annotations

import math
import select
import socket
import ssl
import time
from enum import Enum, auto

SOON = 1.0
"""Seconds after the go-ahead in which a server may tell what it knew before."""

TAG = b"mt1"  # imaplib's own tags are upper-case letters, so the two cannot be mixed up
MAX_LINE = 1 << 20


class Heard(Enum):
    """What the server says in the course of one IDLE."""

    GO_AHEAD = auto()
    NEWS = auto()
    END = auto()


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
    alone. Afterwards `was_woken` says that the wake socket had a byte, and `was_pushed` that the
    server told by itself of something that changed meanwhile.
    """

    soon = SOON

    def __init__(self, sock: socket.socket, wake: socket.socket, timeout: float) -> None:
        self._sock, self._wake, self._timeout = sock, wake, timeout
        self._buffer = b""
        self._heard: set[Heard] = set()
        self._began = math.inf  # on the steady clock: the go-ahead
        self._is_leaving = False
        self.was_woken = self.was_pushed = False

    def wait(self, seconds: float) -> bool:
        """Idle until new mail is announced, the wake socket has a byte, or `seconds` are over.
        True = new mail.
        """
        before = self._sock.gettimeout()
        try:
            self._send(TAG + b" IDLE\r\n")
            self._read(Heard.GO_AHEAD, time.monotonic() + self._timeout)
            self._began = time.monotonic()
            self._read(Heard.NEWS, self._began + seconds)
            self._is_leaving = True
            self._send(b"DONE\r\n")
            self._read(Heard.END, time.monotonic() + self._timeout)
            return Heard.NEWS in self._heard
        finally:
            self._sock.settimeout(before)

    @property
    def has_settled(self) -> bool:
        """What is told from now on, the server noticed while we idle. Any thread."""
        return time.monotonic() - self._began > self.soon

    def _send(self, line: bytes) -> None:
        self._sock.settimeout(self._timeout)
        self._sock.sendall(line)

    def _read(self, goal: Heard, deadline: float) -> None:
        """Take in lines until `goal` was heard. News are not owed to us: a wake-up or the deadline
        ends the wait for them.
        """
        owed = goal is not Heard.NEWS
        while goal not in self._heard:
            left = deadline - time.monotonic()
            if left <= 0 and owed:
                raise TimeoutError("no answer to IDLE")
            if left <= 0:
                return
            readable = self._poll(left, wakeable=not owed)
            if self._wake.fileno() in readable:
                self.was_woken = True
                return
            if self._sock.fileno() in readable:
                self._receive()

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
            self._heard.add(Heard.GO_AHEAD)
        elif words[0] == TAG:
            if words[1:2] != [b"OK"]:
                raise IdleRefused(line.decode("utf-8", "replace"))
            self._heard |= {Heard.GO_AHEAD, Heard.END}
        elif words[:2] == [b"*", b"BYE"]:
            raise ConnectionResetError(line.decode("utf-8", "replace"))
        elif len(words) == 3 and words[1].isdigit():
            self._note_change(words[2].upper())

    def _note_change(self, what: bytes) -> None:
        """Of one mail, or their number."""
        by_itself = not self._is_leaving and self.has_settled
        self.was_pushed = self.was_pushed or by_itself
        if what == b"EXISTS":
            self._heard.add(Heard.NEWS)
