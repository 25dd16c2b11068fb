"""How the daemon is, beside the database and not in it: what cannot be written there is told here.

Its room on the disk is taken once and then written over, so that a full disk is told as well.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from mailtracker.record import dataclass
from mailtracker.slot import Slot, slot_path

NAME = "health"
ROOM = 4096
"""Bytes of the file: more than any record has."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a daemon said of itself last."""

    #: when it said so
    at: datetime
    #: when it last wrote to the database; None: not yet
    written_at: datetime | None
    #: why it cannot write there now, "" where it can
    trouble: str = ""
    #: since when it cannot
    since: datetime | None = None
    #: it has ended, and meant to
    ended: bool = False
    #: it makes one pass and ends
    once: bool = False


class Heart:
    """The daemon's side. `wrote` and `failed` are called by the thread that writes to the store,
    `beat` by the watch.
    """

    def __init__(self, database: Path | None) -> None:
        self._path = slot_path(database, NAME)
        #: one pass, and the end
        self.once = False
        self._slot = Slot(self._path)
        self._lock = threading.Lock()
        self._written_at: datetime | None = None
        self._tried = time.monotonic()
        self._trouble = ""
        self._since: datetime | None = None
        self._make_room()

    def _make_room(self) -> None:
        """Where there is none any more, the first beat may fail, which tells enough."""
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                if os.fstat(file).st_size < ROOM:
                    os.posix_fallocate(file, 0, ROOM)
            finally:
                os.close(file)

    @property
    def is_well(self) -> bool:
        """Whether the last write to the store worked."""
        return not self._trouble

    @property
    def trouble(self) -> tuple[str, datetime] | None:
        """Why the store takes nothing, and since when; None: it does."""
        with self._lock:
            return (self._trouble, self._since) if self._since else None

    @property
    def untried_for(self) -> float:
        """Seconds since it was last tried whether there is room."""
        return time.monotonic() - self._tried

    def tried(self) -> None:
        """It is tried now. Other writes are no try: most change little, many nothing at all."""
        self._tried = time.monotonic()

    def wrote(self, now: datetime, proven: bool = False) -> None:
        """A transaction was committed. A small one may work where a mail would not: only one that
        has `proven` that there is room ends a trouble.
        """
        with self._lock:
            self._written_at = now
            if proven:
                self._trouble, self._since = "", None

    def failed(self, why: str, now: datetime) -> None:
        with self._lock:
            self._since = self._since or now
            self._trouble = why

    def beat(self, now: datetime, ended: bool = False) -> None:
        """Write it down; a disk that takes not even that is seen by the age of the last one."""
        with self._lock:
            record = {
                "at": now.isoformat(),
                "written_at": _text(self._written_at),
                "trouble": self._trouble[:1000],
                "since": _text(self._since),
                "ended": ended,
                "once": self.once,
            }
        with contextlib.suppress(OSError):
            self._slot.write(record)

    def close(self) -> None:
        self._slot.close()


def last(database: Path | None) -> Pulse | None:
    """What the daemon of a database said last since the machine started; None: nothing."""
    record = Slot(slot_path(database, NAME)).read()
    try:
        return _pulse(record) if record else None
    except (KeyError, TypeError, ValueError):
        return None


def _pulse(record: Mapping[str, object]) -> Pulse:
    at = _instant(record["at"])
    if at is None:
        raise ValueError("a pulse has a time")
    return Pulse(
        at,
        _instant(record["written_at"]),
        str(record["trouble"]),
        _instant(record["since"]),
        bool(record["ended"]),
        bool(record["once"]),
    )


def _text(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
