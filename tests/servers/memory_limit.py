"""A control group of its own: what is started in it may use so much memory in all, as with
systemd's MemoryMax; beyond that the system kills one of it.
"""

from __future__ import annotations

import contextlib
import os
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

ROOTS = (
    (Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes", "memory.max_usage_in_bytes"),
    (Path("/sys/fs/cgroup"), "memory.max", "memory.peak"),
)
"""Version 1, version 2: the folder, the file of the limit, the file of the peak."""


class MemoryLimit:
    """`command` is put before the words of a command. `is_made` is False where the system does not
    let us.
    """

    def __init__(self, megabytes: int) -> None:
        self._bytes = megabytes << 20
        self._folder: Path | None = None
        self._peak = ""

    def __enter__(self) -> Self:
        for root, limit, peak in ROOTS:
            folder = root / f"mailtracker-{uuid.uuid4().hex[:8]}"
            with contextlib.suppress(OSError):
                folder.mkdir()
                if (folder / limit).exists():
                    (folder / limit).write_text(str(self._bytes))
                    self._folder, self._peak = folder, peak
                    return self
                folder.rmdir()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for _ in range(100):  # what was killed is still leaving
            with contextlib.suppress(OSError):
                if self._folder is not None:
                    os.rmdir(self._folder)
                return
            time.sleep(0.05)

    @property
    def is_made(self) -> bool:
        return self._folder is not None

    @property
    def command(self) -> list[str]:
        script = f'echo $$ > {self._folder}/cgroup.procs && exec "$@"'
        return ["sh", "-c", script, "sh"]

    @property
    def peak(self) -> int:
        """Megabytes, with what the system keeps of files."""
        assert self._folder is not None
        file = self._folder / self._peak
        return int(file.read_text()) >> 20 if file.exists() else 0
