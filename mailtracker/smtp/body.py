"""What DATA carries: a mail that is in memory, or a large one that is read while it goes out. And
what must be known of either before MAIL is said.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator

from mailtracker.mail.outgoing.seven_bit import seven_bit
from mailtracker.mail.outgoing.wire import wire, wire_pieces
from mailtracker.record import dataclass

_HEAD_END = re.compile(rb"\r?\n\r?\n")

_HELD = 3
"""Bytes of the end of a piece in which the end of a head may have begun."""


@dataclass(frozen=True, slots=True)
class LargeMail:
    """A mail of `size` bytes that nobody holds whole. `pieces` reads it, from the beginning and
    always the same; it is called and asked in threads, since it may wait for a disk. What it raises
    is a MailtrackerError: Unreachable where it may be read later.
    """

    size: int
    pieces: Callable[[], Iterator[bytes]]


Mail = bytes | LargeMail


@dataclass(frozen=True, slots=True)
class MailShape:
    """Of a mail: its `size` in bytes, whether all of it `is_ascii`, and whether its head is
    (`head_is_ascii`).
    """

    size: int
    is_ascii: bool
    head_is_ascii: bool


NO_MAIL = MailShape(0, True, True)
"""Where only addresses are asked about."""


async def known(mail: Mail) -> MailShape:
    """Of a large mail that is one reading more. Raises what `LargeMail.pieces` raises."""
    if not isinstance(mail, bytes):
        return await asyncio.to_thread(lambda: known_of(mail.pieces()))
    return MailShape(len(mail), True, True) if mail.isascii() else known_of([mail])


def known_of(pieces: Iterable[bytes]) -> MailShape:
    """Of the mail that is cut into these, wherever it is cut."""
    size, is_ascii, head_is_ascii = 0, True, True
    before: bytes | None = b""  # the last bytes, None behind the head
    for piece in pieces:
        size += len(piece)
        is_ascii = is_ascii and piece.isascii()
        if before is not None:
            joined = before + piece
            end = _HEAD_END.search(joined)
            head = joined[: end.start()] if end else joined
            head_is_ascii = head_is_ascii and head.isascii()
            before = None if end else joined[-_HELD:]
    return MailShape(size, is_ascii, head_is_ascii)


async def carried(mail: Mail) -> AsyncIterator[bytes]:
    """In pieces, as DATA has it."""
    if isinstance(mail, bytes):
        for data in wire(mail):
            yield data
        return
    pieces = wire_pieces(mail.pieces())
    while (read := await asyncio.to_thread(next, pieces, None)) is not None:
        yield read


async def in_seven_bit(mail: Mail) -> bytes | None:
    """As `seven_bit`, which takes the whole of it, also of a large one: few servers are so old."""
    if isinstance(mail, bytes):
        return seven_bit(mail)
    return await asyncio.to_thread(lambda: seven_bit(b"".join(mail.pieces())))
