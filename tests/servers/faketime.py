"""A wall clock of its own for one process (libfaketime), which a test turns while it runs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

NAME = "libfaketime.so.1"


def find_faketime() -> Path | None:
    """What `tools/unpack-debian` unpacked, or the system's."""
    return next(iter(_places()), None)


def _places() -> Iterable[Path]:
    for root in (Path(".venv/debian/root").resolve(), Path("/")):
        yield from sorted((root / "usr/lib").glob(f"*/faketime/{NAME}"))


class FakeTime:
    """Of the processes that get `env`. Monotonic time goes on as it does. (To make all time faster
    is no use: timed waits of Python's threads then never end, libfaketime 0.9.10, Python 3.11.)
    """

    def __init__(self, library: Path, folder: Path) -> None:
        self._file = folder / "faketime"
        self.turn("+0")
        self.env = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def turn(self, by: str) -> None:
        """By "+1h", "-365d", from the world's time."""
        new = self._file.with_suffix(".new")  # replaced at once: the other side reads it all along
        new.write_text(f"{by}\n", encoding="ascii")
        os.replace(new, self._file)
