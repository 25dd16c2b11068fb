"""Lines of the log → where stderr leads, without ever raising or waiting for long: a log that
nobody takes costs lines, and never a mail.
"""

from __future__ import annotations

import io
import os
import select
import socket
import stat
from typing import TextIO

from structlog.typing import EventDict

PATIENCE = 1.0
"""Seconds that whoever reads the log may take nothing, before lines are left out."""

PIECE = 4096
"""Bytes that a pipe takes at once where it says that it takes any (POSIX: PIPE_BUF)."""


class Outlet:
    """A stream for a logger that writes a line and then flushes. A line that a full disk, a reader
    that is gone or one that stands still does not take is left out and counted; the next one that
    gets out says how many those were (`lines_lost`).
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._file = stream, _descriptor(stream)
        self._poller = select.poll()
        self._is_socket = False
        if self._file is not None:
            self._poller.register(self._file, select.POLLOUT)
            self._is_socket = stat.S_ISSOCK(os.fstat(self._file).st_mode)
        self._line = ""
        self._is_cut = False
        self._patience = PATIENCE
        self.lost = 0

    def isatty(self) -> bool:
        return self._stream.isatty()

    def write(self, text: str) -> int:
        self._line += text
        return len(text)

    def flush(self) -> None:
        line, self._line = self._line, ""
        try:
            self._put(line)
        except (OSError, ValueError):  # ValueError: the stream was closed
            self.lost += 1
            self._patience = 0.0
        else:
            self.lost, self._patience = 0, PATIENCE

    def _put(self, line: str) -> None:
        if self._file is None:
            self._stream.write(line)
            self._stream.flush()
            return
        begin = "\n" if self._is_cut else ""
        left = memoryview(f"{begin}{line}".encode("utf-8", "backslashreplace"))
        while left:
            left = left[self._taken(self._file, left[:PIECE]) :]
            self._is_cut = bool(left)

    def _taken(self, file: int, piece: memoryview) -> int:
        """How many bytes were. OSError: none will be."""
        if not self._poller.poll(self._patience * 1000):
            raise TimeoutError("nobody takes the log")
        if not self._is_socket:
            return os.write(file, piece)
        with socket.socket(fileno=os.dup(file)) as sock:  # it may have room for less than a piece
            return sock.send(piece, socket.MSG_DONTWAIT)

    def count(self, _: object, __: str, event: EventDict) -> EventDict:
        """A processor of structlog's: what did not get out before this line."""
        return {**event, "lines_lost": self.lost} if self.lost else event


def _descriptor(stream: TextIO) -> int | None:
    """None for a stream in memory."""
    try:
        return stream.fileno()
    except (io.UnsupportedOperation, AttributeError):
        return None
