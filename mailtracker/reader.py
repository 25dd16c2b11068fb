"""Raw bytes → Message and kind, read in a child process with a deadline and a memory limit, so that
no mail can stop us.
"""

from __future__ import annotations

import logging
import multiprocessing
import resource
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Protocol

from mailtracker.errors import Unreadable
from mailtracker.mail.message import Classified, Message
from mailtracker.mail.site import NO_SITE, Site
from mailtracker.mail.understand import understand

# It logs a traceback over every odd mail.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

DEADLINE = 10.0
"""Seconds that reading one mail may take."""

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


class Reader(Protocol):
    """What the loops need of whoever reads."""

    def read(self, raws: Sequence[bytes]) -> list[Reading]:
        """The readings in the order of the mails. Never raises for a bad mail."""

    def close(self) -> None:
        """No more mails will come."""


class InProcessReader:
    """Reads here and now, without protection: for tests of other things, and to measure."""

    def __init__(self, site: Site = NO_SITE) -> None:
        self._site = site

    def read(self, raws: Sequence[bytes]) -> list[Reading]:
        return [read_one(raw, self._site) for raw in raws]

    def close(self) -> None:
        """Nothing to end."""


def read_one(raw: bytes, site: Site) -> Reading:
    """Any bytes in, a reading out."""
    try:
        return Reading(*understand(raw, site))
    except Unreadable as error:
        return Reading(None, None, str(error))
    except MemoryError:
        return Reading(None, None, "needs more memory to read than it may have")
    except Exception as error:  # a bug of ours must not stop the loop; the mail waits in quarantine
        return Reading(None, None, f"{type(error).__name__}: {error}")


class ChildReader:
    """One long-lived child. A mail that takes too long or too much memory costs that child its
    life, and only that.

    Safe in any thread; mails of several threads take turns.
    """

    def __init__(
        self, site: Site = NO_SITE, deadline: float = DEADLINE, memory: int = MEMORY
    ) -> None:
        self._site, self._deadline, self._memory = site, deadline, memory
        self._turn = threading.Lock()
        self._child: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._ready()  # takes a second of its own, in which we read rules and log in

    def read(self, raws: Sequence[bytes]) -> list[Reading]:
        with self._turn:
            return [self._read_one(raw) for raw in raws]

    def _read_one(self, raw: bytes) -> Reading:
        pipe = self._ready()
        try:
            pipe.send_bytes(raw)
            if not pipe.poll(self._deadline):
                self._end()
                return Reading(None, None, f"could not be read within {self._deadline:g} seconds")
            reading: Reading = pipe.recv()
            return reading
        except (EOFError, OSError):
            self._end()
            return Reading(None, None, "the reader died over this mail (out of memory?)")

    def _ready(self) -> Connection:
        if self._pipe is None or self._child is None or not self._child.is_alive():
            self._end()
            spawn = multiprocessing.get_context("spawn")
            self._pipe, theirs = spawn.Pipe()
            args = (theirs, self._site, self._memory)
            self._child = spawn.Process(
                target=_serve, args=args, name="mailtracker-reader", daemon=True
            )
            self._child.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._child is not None:
            self._child.kill()
            self._child.join(5)
        self._pipe = self._child = None

    def close(self) -> None:
        with self._turn:
            self._end()


def _serve(pipe: Connection, site: Site, memory: int) -> None:
    """The child's life: one mail at a time until the pipe closes. Signals are the parent's
    business.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    read_one(_WARM_UP, site)
    while True:
        try:
            raw = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        pipe.send(read_one(raw, site))
