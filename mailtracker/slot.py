"""A small file beside the database that outlives a killed process: what is in hand right now.

It is written before the act and costs no transaction and no fsync (a killed process leaves what it
wrote in the system's cache). After a crash of the whole machine, which the boot id tells, nothing
in it counts.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

PAGE = 4096
"""Bytes that a kill never tears: the system takes them from us in one piece."""


class Slot:
    """One record at a time, a mapping that JSON can hold; writing replaces it. `path` None: the
    database is in memory and dies with us, and so does this.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: int | None = None
        self._before = 0  # bytes of the record that lies there

    def write(self, record: Mapping[str, object]) -> None:
        """In one write of the system's, so that a kill leaves this record or the one before: up to
        a PAGE for certain; of a longer one it may leave none. Raises OSError where the disk is full
        or gone: then the act must not follow.
        """
        self.write_json(json.dumps(record))

    def write_json(self, record: str) -> None:
        """`write` for a record that is a JSON object already, for who writes parts of it again."""
        if self._path is None:
            return
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            self._before = os.fstat(self._file).st_size
        line = f'{{"boot": "{_boot()}"{"" if record == "{}" else ", "}{record[1:]}'.encode()
        data = b"%08x %d %s\n" % (zlib.crc32(line), len(line), line)
        length, data = len(data), data.ljust(self._before)  # no end of a longer one stays behind
        if os.pwrite(self._file, data, 0) != len(data):
            raise OSError(f"could not write all of {self._path.name}")
        self._before = length

    def read(self) -> Mapping[str, object] | None:
        """What an earlier process of this boot had in hand. None: nobody knows."""
        if self._path is None:
            return None
        try:
            return _record(self._path.read_bytes())
        except (OSError, ValueError):
            return None

    def close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None


def slot_path(database: Path | None, name: str) -> Path | None:
    """Where the slot called `name` of a database lies; None for one in memory."""
    return database and database.with_name(f"{database.name}.{name}")


def _record(data: bytes) -> Mapping[str, object] | None:
    """ValueError: cut, or never written whole."""
    crc, length, rest = data.split(b" ", 2)
    line = rest[: int(length)]
    if int(crc, 16) != zlib.crc32(line):
        return None
    record: dict[str, object] = json.loads(line)
    return record if record.pop("boot", None) == _boot() else None


@cache
def _boot() -> str:
    """Of the running system, which outlives us: read once. "" where it has none, and then every
    record counts.
    """
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
