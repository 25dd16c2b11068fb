"""A path in; whether a file or a folder is there that we may look at, out. pathlib alone raises
where the system does not let us look, for some of its reasons.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Links are followed."""
    with suppress(OSError):
        return path.is_dir()
    return False


def is_file(path: Path) -> bool:
    """The same of a file."""
    with suppress(OSError):
        return path.is_file()
    return False
