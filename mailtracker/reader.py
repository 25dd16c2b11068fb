"""Raw bytes → Message and kind, read in a child process with a deadline and limits of memory and
processor time, so that no mail can stop us.
"""

from __future__ import annotations

import contextlib
import logging
import math
import multiprocessing
import pickle
import resource
import select
import signal
import socket
import struct
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from typing import Protocol

from mailtracker.errors import Unreachable, Unreadable
from mailtracker.mail.message import Classified, Message
from mailtracker.mail.site import NO_SITE, Site

# It logs a traceback over every odd mail.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

DEADLINE = 10.0
"""Seconds that reading one mail may take, from our first byte to the child's last one."""

PROCESSOR = 10.0
"""Seconds of processor time that it may take. A busy machine makes a mail slow, never this."""

TRIES = 3
"""Children that may fail over one mail before that is the mail's fault: one may die or stand still
for a reason of its own, such as a machine that has no memory left.
"""

START = 60.0
"""Seconds that a child may take until it is ready. One that never is says nothing about a mail."""

END = 5.0
"""Seconds that the end of a child may take."""

LOOK_EVERY = 0.2
"""Seconds between two looks whether the reading shall be given up."""

_SIZE = struct.Struct("!Q")
"""Goes before all that is said between us and the child: how many bytes follow."""

_WARM_UP = b"Subject: Drucker\n\nMein Drucker druckt nicht mehr.\n"
"""Read once before the first mail, so that this one does not wait for the language models."""

MEMORY = 512 << 20
"""Bytes of address space for the child. A mail of 195 MB takes 481 MB of it at the peak (November
2026).
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail, read: either `message` and `classified`, which says who wrote it and why, or
    `trouble`, which says why it could not be read.
    """

    message: Message | None
    classified: Classified | None
    trouble: str = ""


class ReadingGivenUp(Exception):
    """Somebody said `until`, or closed the reader: nothing is known about these mails."""


class Reader(Protocol):
    """What the loops need of whoever reads."""

    def read(self, raws: Sequence[bytes], until: threading.Event | None = None) -> list[Reading]:
        """The readings in the order of the mails. Never raises for a bad mail; ReadingGivenUp once
        `until` is set, Unreachable where nothing can be read at the moment.
        """

    def close(self) -> None:
        """No more mails will come."""


class InProcessReader:
    """Reads here and now, without protection: for tests of other things, and to measure."""

    def __init__(self, site: Site = NO_SITE) -> None:
        self._site = site

    def read(self, raws: Sequence[bytes], until: threading.Event | None = None) -> list[Reading]:
        _look(until)
        return [read_one(raw, self._site) for raw in raws]

    def close(self) -> None:
        """Nothing to end."""


def _look(*events: threading.Event | None) -> None:
    """Raises ReadingGivenUp where one of them is set."""
    if any(event is not None and event.is_set() for event in events):
        raise ReadingGivenUp


_NO_MEMORY = "needs more memory to read than it may have"


def read_one(raw: bytes, site: Site) -> Reading:
    """Any bytes in, a reading out."""
    from mailtracker.mail.understand import understand  # the parent reads nothing

    try:
        return Reading(*understand(raw, site))
    except Unreadable as error:
        return Reading(None, None, str(error))
    except MemoryError:
        return Reading(None, None, _NO_MEMORY)
    except Exception as error:  # a bug of ours must not stop the loop; the mail waits in quarantine
        return Reading(None, None, f"{type(error).__name__}: {error}")


class _Failed(Exception):
    """This child did not read this mail; the text says why. `certain`: nor will another one."""

    def __init__(self, why: str, certain: bool = False) -> None:
        super().__init__(why)
        self.certain = certain


class ChildReader:
    """One long-lived child. A mail that takes too long or too much costs that child its life, and
    only that. What fails is tried in three children (`TRIES`), each new, before it is given up.

    Safe in any thread; mails of several threads take turns.
    """

    def __init__(
        self, site: Site = NO_SITE, deadline: float = DEADLINE, memory: int = MEMORY
    ) -> None:
        self._site, self._deadline, self._memory = site, deadline, memory
        self._turn = threading.Lock()
        self._closed = threading.Event()
        self._child: SpawnProcess | None = None
        self._line: _Wire | None = None
        self._is_ready = False
        self._start()  # takes a second of its own, in which we read rules and log in

    def read(self, raws: Sequence[bytes], until: threading.Event | None = None) -> list[Reading]:
        with self._turn:
            return [self._read_one(raw, until or self._closed) for raw in raws]

    def _read_one(self, raw: bytes, until: threading.Event) -> Reading:
        for left in reversed(range(TRIES)):
            line = self._ready(until)
            try:
                return self._ask(line, raw, until)
            except _Failed as error:
                self._end()
                if error.certain or not left:
                    return Reading(None, None, str(error))
            except BaseException:
                self._end()  # half a mail was said: the next one needs another child
                raise
        raise AssertionError("the last try answers")

    def _ask(self, line: _Wire, raw: bytes, until: threading.Event) -> Reading:
        deadline = time.monotonic() + self._deadline
        given_up = (until, self._closed)
        try:
            line.say(raw, deadline, given_up)
            answer = line.hear(deadline, given_up)
            reading: Reading | None = pickle.loads(answer)  # noqa: S301 - our own child's
        except TimeoutError:
            raise _Failed(f"could not be read within {self._deadline:g} seconds") from None
        except OSError:
            raise self._death() from None
        if reading is None:
            raise _Failed(_NO_MEMORY)
        return reading

    def _death(self) -> _Failed:
        """Of what the child died."""
        _look(self._closed)
        assert self._child is not None
        self._child.join(END)
        if self._child.exitcode == -signal.SIGXCPU:
            said = f"takes more than {PROCESSOR:g} seconds of processor time to read"
            return _Failed(said, certain=True)
        return _Failed("the reader died over this mail, each time (out of memory?)")

    def _ready(self, until: threading.Event) -> _Wire:
        """A child that has said that it is ready, a new one if need be."""
        for _ in range(TRIES):
            _look(self._closed)
            if self._line is None or self._child is None or not self._child.is_alive():
                self._end()
                self._start()
            assert self._line is not None
            try:
                if not self._is_ready:
                    self._line.hear(time.monotonic() + START, (until, self._closed))
                    self._is_ready = True
                return self._line
            except OSError:
                self._end()
        raise Unreachable("the process that reads mail does not start, so no mail can be read")

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        args = (theirs, self._site, self._memory)
        spawn = multiprocessing.get_context("spawn")
        self._child = spawn.Process(
            target=_serve, args=args, name="mailtracker-reader", daemon=True
        )
        self._child.start()
        theirs.close()
        self._line, self._is_ready = _Wire(ours), False

    def _end(self) -> None:
        line, child, self._line, self._child = self._line, self._child, None, None
        if child is not None:
            child.kill()
            child.join(END)
        if line is not None:
            line.close()

    def close(self) -> None:
        """Within seconds, whatever the child does: a reading that is under way is given up."""
        self._closed.set()
        with self._turn:
            self._end()


class _Wire:
    """Our end of the line to the child. Nothing said or heard on it takes longer than its deadline,
    an instant of the monotonic clock (TimeoutError), or goes on once one of `given_up` is set
    (ReadingGivenUp). OSError: the child is gone.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        sock.setblocking(False)

    def say(self, data: bytes, deadline: float, given_up: Sequence[threading.Event]) -> None:
        left = memoryview(_SIZE.pack(len(data)) + data)
        while left:
            self._wait(select.POLLOUT, deadline, given_up)
            with contextlib.suppress(BlockingIOError):
                left = left[self._sock.send(left) :]

    def hear(self, deadline: float, given_up: Sequence[threading.Event]) -> bytes:
        (size,) = _SIZE.unpack(self._take(_SIZE.size, deadline, given_up))
        return self._take(size, deadline, given_up)

    def _take(self, size: int, deadline: float, given_up: Sequence[threading.Event]) -> bytes:
        found = bytearray()
        while len(found) < size:
            self._wait(select.POLLIN, deadline, given_up)
            with contextlib.suppress(BlockingIOError):
                piece = self._sock.recv(min(size - len(found), 1 << 20))
                if not piece:
                    raise ConnectionResetError("the child is gone")
                found += piece
        return bytes(found)

    def _wait(self, what: int, deadline: float, given_up: Sequence[threading.Event]) -> None:
        poller = select.poll()
        poller.register(self._sock, what)
        while True:
            _look(*given_up)
            left = deadline - time.monotonic()
            if poller.poll(max(0.0, min(left, LOOK_EVERY)) * 1000):
                return
            if left <= 0:
                raise TimeoutError

    def close(self) -> None:
        self._sock.close()


def _serve(sock: socket.socket, site: Site, memory: int) -> None:
    """The child's life: one mail at a time until the line closes, at whatever moment: nobody is
    left then who wants an answer. Signals are the parent's business.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    if read_one(_WARM_UP, site).message is None:
        return  # then no mail can be read here: that is not the mail's fault
    with contextlib.suppress(ConnectionError), sock, sock.makefile("rb") as heard:
        _answer(sock, b"")
        while size := heard.read(_SIZE.size):
            raw = heard.read(*_SIZE.unpack(size))
            used = resource.getrusage(resource.RUSAGE_SELF)
            _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + PROCESSOR))
            reading = read_one(raw, site)
            _answer(sock, pickle.dumps(None if reading.trouble == _NO_MEMORY else reading))


def _limit(what: int, most: int) -> None:
    """Never above what we may have ourselves; the system's own limit stays as it is."""
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _answer(sock: socket.socket, data: bytes) -> None:
    sock.sendall(_SIZE.pack(len(data)) + data)
