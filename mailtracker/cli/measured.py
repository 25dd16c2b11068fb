"""What `status` measures at the moment of asking, and does not remember: whether a daemon is
alive, the disk has room, the database takes what is written, and mail goes out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailtracker.cli.output import moment
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from mailtracker.config import Config
    from mailtracker.pulse import Pulse
    from mailtracker.store.waiting import Waiting

STALE = timedelta(seconds=60)
"""A daemon says something of itself every five seconds; twelve times that without a word is
trouble.
"""

TAKEN_WITHIN = timedelta(minutes=5)
"""Mail that may go out is taken within a second; a server in trouble is tried every minute."""

WAITS_LONG = timedelta(minutes=30)
"""Greylisting takes a few minutes, and up to half an hour."""

LITTLE, NOTHING = 200 << 20, 20 << 20
"""Bytes: below the first the disk runs low, below the second it counts as full."""

FEW_FILES = 16
"""Files: the database and what stands beside it are some ten."""

LITTLE_OF = 0.05
"""Share of a disk below which it runs low."""


@dataclass(frozen=True, slots=True)
class PartState:
    """A `part` ("imap it", "smtp", "rules") as people are told of it: whether it is `ok`, the
    `text` that it says of itself, and when it did so last (`seen_at`; None: never).
    """

    part: str
    ok: bool
    text: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of the disk that the database lies on: `free` for us, and in all (`size`). `files`: how
    many more it may hold; None where it has no such limit.
    """

    free: int
    size: int
    files: int | None = None

    @property
    def is_low(self) -> bool:
        return self.free < max(LITTLE, min(self.size * LITTLE_OF, LITTLE * 10))


def room_of(database: Path | None) -> Room | None:
    """None for a database in memory."""
    if database is None:
        return None
    disk = os.statvfs(database.parent)
    files = disk.f_favail if disk.f_files else None  # Btrfs and ZFS make them as they need them
    return Room(disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize, files)


def daemon_state(pulse: Pulse | None, running: bool, now: datetime) -> PartState | None:
    """None where nothing is known of one: it never ran here, or not since the machine started."""
    if pulse is None:
        return None
    if running and now - pulse.at > STALE:
        said = f"holds the database and has said nothing since {moment(pulse.at)}: is it stopped?"
        return PartState("daemon", False, said, pulse.at)
    if running and pulse.at - now > STALE:
        said = f"spoke at {moment(pulse.at)}, which is still to come: the clock was turned back"
        return PartState("daemon", False, said, pulse.at)
    if running or (pulse.once and pulse.ended):
        return PartState("daemon", True, "runs" if running else "made one pass", pulse.at)
    how = "was stopped at" if pulse.ended else "was last heard of at"
    return PartState("daemon", False, f"none is running: it {how} {moment(pulse.at)}", pulse.at)


def store_states(pulse: Pulse | None, running: bool, room: Room | None) -> Iterator[PartState]:
    """The disk and the database."""
    if room is not None:
        yield _disk(room)
    if pulse is None:
        return
    if running and pulse.trouble:
        since = f" (since {moment(pulse.since)})" if pulse.since else ""
        said = f"{pulse.trouble}{since}; mail waits where it is until that is over"
        yield PartState("database", False, said, pulse.at)
    elif pulse.written_at:
        said = f"written to at {moment(pulse.written_at)}"
        yield PartState("database", True, said, pulse.written_at)


def _disk(room: Room) -> PartState:
    free = f"{_size(room.free)} of {_size(room.size)} free"
    if room.free < NOTHING:
        return PartState("disk", False, f"full: {free} where the database lies", None)
    if room.files is not None and room.files < FEW_FILES:
        said = f"full: {room.files} more files fit where the database lies (no inodes left)"
        return PartState("disk", False, said, None)
    return PartState("disk", True, f"running low: {free}" if room.is_low else free, None)


def out_state(waiting: Waiting, now: datetime) -> PartState:
    """Whether mail that could go out is taken, and none waits for long."""
    if waiting.due_since and now - waiting.due_since > TAKEN_WITHIN:
        said = f"has been due since {moment(waiting.due_since)}, and nobody takes it"
        return PartState("mail out", False, f"{said} ({waiting.count} wait)", waiting.due_since)
    if waiting.oldest and now - waiting.oldest > WAITS_LONG:
        why = f": {waiting.answer}" if waiting.answer else ""
        said = f"{waiting.count} wait, the oldest since {moment(waiting.oldest)}{why}"
        return PartState("mail out", False, said, waiting.oldest)
    return PartState("mail out", True, f"{waiting.count or 'nothing'} waiting", None)


def breaker_state(conn: Connection, config: Config, now: datetime) -> PartState:
    """Counted now, not remembered: it is over when the hour is."""
    from mailtracker.desk.budgets import HOUR, Budget
    from mailtracker.store import spent

    purse, most = (Budget.BREAKER, ""), config.automatic_per_hour
    count = spent.counts(conn, [purse], now, now).in_window(*purse, HOUR)
    told = f"{count} in the last hour, beyond the first to each person"
    if count < most:
        return PartState("automatic mail", True, told, None)
    held = f"{told}: no more than {most} are written (`automatic_per_hour`); people's words go on"
    return PartState("automatic mail", False, held, None)


def _size(count: int) -> str:
    for unit, size in (("GB", 1 << 30), ("MB", 1 << 20)):
        if count >= size:
            return f"{count / size:.1f} {unit}" if count < 10 * size else f"{count // size} {unit}"
    return f"{count >> 10} kB"
