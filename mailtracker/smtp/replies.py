"""Bytes from a server in, cut anywhere; its replies out (RFC 5321 4.2). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

MOST_BYTES = 32 << 10
"""Of one reply; the longest that servers give, to EHLO, has a few thousand."""


class NoReply(ValueError):
    """These bytes are none: what comes after them answers nothing that we know."""


class Reply(NamedTuple):
    """The answer to one command: `code` is 100 to 599, `text` has as many lines as the reply."""

    code: int
    text: str


class Replies:
    """What has come of them. A reply is whole with its last line, whichever piece that was in."""

    def __init__(self) -> None:
        self._rest = b""  # no whole line yet
        self._lines: list[str] = []  # of a reply that goes on
        self._size = 0

    @property
    def is_between(self) -> bool:
        """No reply has begun and not ended."""
        return not self._rest and not self._lines

    def feed(self, data: bytes) -> Iterator[Reply]:
        """The replies that end in `data`, in order. NoReply where something else stands there, or a
        reply has no end; those before it have been given.
        """
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if reply := self._add(line):
                yield reply
        if len(self._rest) > MOST_BYTES:
            raise NoReply("a reply without end")

    def _add(self, line: bytes) -> Reply | None:
        """None while the reply goes on. Its code is that of its last line."""
        digits, goes_on = line[:3], line[3:4] == b"-"
        if not (len(digits) == 3 and digits.isdigit() and b"100" <= digits < b"600"):
            said = line[:80].decode("utf-8", "replace")
            raise NoReply(f"no SMTP reply: {said!r}")
        self._lines.append(line[4:].decode("utf-8", "replace").strip())
        self._size += len(line)
        if self._size > MOST_BYTES:
            raise NoReply("a reply without end")
        if goes_on:
            return None
        text = "\n".join(self._lines)
        self._lines, self._size = [], 0
        return Reply(int(digits), text)
