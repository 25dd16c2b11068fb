"""A small disk of its own: a tmpfs that can be filled to its last byte, or its last file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

BLOCK = 1 << 16


class SmallDisk:
    """Mounted at `folder`, with `megabytes` and `files` (inodes) in all. `is_mounted` is False
    where the system does not allow it.
    """

    def __init__(self, folder: Path, megabytes: int = 64, files: int = 300) -> None:
        self.folder, self._filler = folder, folder / "filler"
        self._options = f"size={megabytes}m,nr_inodes={files},mode=700"
        self.is_mounted = False

    def __enter__(self) -> Self:
        self.folder.mkdir()
        words = ["mount", "-t", "tmpfs", "-o", self._options, "small-disk", str(self.folder)]
        try:
            self.is_mounted = not subprocess.run(words, capture_output=True, check=False).returncode
        except FileNotFoundError:
            self.is_mounted = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)

    @property
    def free(self) -> int:
        """Bytes."""
        disk = os.statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize

    def fill(self, leave: int = 0) -> None:
        """To its last byte, or but for so many, by somebody else's file."""
        with self._filler.open("ab", buffering=0) as file:
            while (left := self.free - leave) > 0:
                file.write(bytes(min(BLOCK, left)))

    def empty(self) -> None:
        """There is room again."""
        self._filler.unlink(missing_ok=True)
        for path in self.folder.glob("file-*"):
            path.unlink()

    def fill_with_files(self, leave: int = 0) -> None:
        """No more files but for so many, though there is room."""
        for number in range(max(0, os.statvfs(self.folder).f_favail - leave)):
            (self.folder / f"file-{number}").touch()
