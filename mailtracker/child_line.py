"""What a child and we say to each other: bytes or anything picklable, each behind a head that says
which and how much; and our end of the line, on which nothing waits that need not.
"""

from __future__ import annotations

import copyreg
import math
import pickle
import select
import socket
import struct
from collections import deque
from collections.abc import Iterable, Iterator
from enum import Enum, IntEnum
from io import BytesIO
from itertools import islice
from typing import Any

from mailtracker.errors import Unspooled
from mailtracker.spool import Spooled, SpooledPart


class ChildFault(Enum):
    """Why there is no answer to a question."""

    #: None within the deadline.
    TIME = "time"
    #: It takes too much processor time.
    PROCESSOR = "processor"
    #: It takes too much memory.
    MEMORY = "memory"
    #: The child died over it, of what nobody knows.
    DEATH = "death"
    #: What answers raised an exception.
    ERROR = "error"
    #: Somebody withdrew it.
    WITHDRAWN = "withdrawn"


class NotAnswered(Exception):
    """This question has no answer: `fault` says why, and the text for `ChildFault.ERROR` more."""

    def __init__(self, fault: ChildFault, text: str = "") -> None:
        super().__init__(text or fault.value)
        self.fault = fault


HEAD = struct.Struct("!BQ")
"""Goes before all that is said between us and the child: of what `Spoken` kind it is, and how many
bytes follow.
"""

_PIECE = 1 << 18
"""Bytes taken from the line at once."""

_VECTOR = 16
"""Pieces given to the line at once."""


class Spoken(IntEnum):
    """What the bytes are that follow."""

    READY = 0
    #: Bytes, as they are.
    BYTES = 1
    #: Anything else, pickled.
    PICKLED = 2
    NO_MEMORY = 3
    #: The text of an exception.
    ERROR = 4
    #: Bytes that a pickle behind them names and does not hold.
    APART = 5


Said = bytes | memoryview | Spooled
"""What can go there. A spooled mail arrives as its bytes."""


def asked(value: object) -> list[tuple[Spoken, Said]]:
    """As `spoken`, without a copy of the spooled mails in `value`, and of what it pickles as a
    `PickleBuffer`: these go before.
    """
    if isinstance(value, bytes | Spooled):
        return [(Spoken.BYTES, value)]
    apart: list[Said] = []

    def is_spooled(mail: Spooled) -> tuple[Any, tuple[pickle.PickleBuffer]]:
        apart.append(mail)
        return _arrived, (_BEFORE,)

    def stands_apart(buffer: pickle.PickleBuffer) -> None:
        if buffer is not _BEFORE:
            apart.append(buffer.raw())

    told = BytesIO()
    pickler = pickle.Pickler(told, pickle.HIGHEST_PROTOCOL, buffer_callback=stands_apart)
    pickler.dispatch_table = {**copyreg.dispatch_table, Spooled: is_spooled}
    pickler.dump(value)
    return [*((Spoken.APART, one) for one in apart), (Spoken.PICKLED, told.getvalue())]


_BEFORE = pickle.PickleBuffer(b"")
"""Stands for what went before just now."""


def _arrived(mail: bytes) -> bytes:
    """At the other end."""
    return mail


def spoken(value: object) -> tuple[Spoken, bytes]:
    if isinstance(value, bytes):
        return Spoken.BYTES, value
    return Spoken.PICKLED, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def meant(said: int, data: bytes, apart: Iterable[bytes] = ()) -> Any:
    """`apart`: what went before it. Raises NotAnswered."""
    if said == Spoken.ERROR:
        raise NotAnswered(ChildFault.ERROR, data.decode())
    if said == Spoken.BYTES:
        return data
    return pickle.loads(data, buffers=apart)  # noqa: S301 - our own child's


class ChildLine:
    """Our end of the line to one child. Nothing waits but `wait`."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._out: deque[memoryview | SpooledPart] = deque()
        self._in = bytearray()
        self._room = memoryview(bytearray(_PIECE))
        self._poller = select.poll()
        sock.setblocking(False)

    def say(self, data: Said) -> None:
        """Sent by `push`, which reads a spooled mail part by part."""
        if isinstance(data, Spooled):
            self._out.extend(data.parts())
        elif data:
            self._out.append(memoryview(data))

    def push(self) -> None:
        """As much as the line takes. That the child is gone is for `take` to say, behind the last
        answers.
        """
        try:
            while self._out:
                self._sent(self._sock.sendmsg(self._some()))
        except BlockingIOError:
            return
        except OSError:
            self._out.clear()
        except Unspooled:  # the child would wait for the rest
            self._out.clear()
            self._sock.shutdown(socket.SHUT_RDWR)

    def _some(self) -> Iterator[memoryview]:
        first = self._out[0]
        if isinstance(first, SpooledPart):
            self._out[0] = memoryview(first.read())
        for one in islice(self._out, _VECTOR):
            if not isinstance(one, memoryview):
                return
            yield one

    def _sent(self, size: int) -> None:
        while size:
            first = self._out.popleft()
            assert isinstance(first, memoryview)
            if size < len(first):
                self._out.appendleft(first[size:])
            size -= min(size, len(first))

    def take(self) -> Iterator[tuple[int, bytes]]:
        """All that is there. OSError: the child is gone."""
        while self._sock.fileno() >= 0:
            try:
                size = self._sock.recv_into(self._room)
            except BlockingIOError:
                return
            if not size:
                raise ConnectionResetError("the child is gone")
            self._in += self._room[:size]
            yield from self._whole()
            if size < _PIECE:
                return

    def _whole(self) -> Iterator[tuple[int, bytes]]:
        while len(self._in) >= HEAD.size:
            said, size = HEAD.unpack_from(self._in)
            end = HEAD.size + size
            if len(self._in) < end:
                return
            data = bytes(memoryview(self._in)[HEAD.size : end])
            del self._in[:end]
            yield said, data

    def wait(self, seconds: float) -> bool:
        """Whether there is something to take, or room for what is left to say."""
        self._poller.register(self._sock, select.POLLIN | (select.POLLOUT if self._out else 0))
        return bool(self._poller.poll(math.ceil(seconds * 1000)))

    def close(self) -> None:
        self._sock.close()
