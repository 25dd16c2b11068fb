"""What tools/unpack-debian made of the packages of a server, copied to where it serves."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

VENV = Path(__file__).parents[2] / ".venv"


@dataclass(frozen=True)
class Unpacked:
    """A server in `root`, and `folders` of libraries below it (LD_LIBRARY_PATH)."""

    root: Path
    folders: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        libraries = ":".join(str(self.root / folder) for folder in self.folders)
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "TZ": "UTC",
            "LD_LIBRARY_PATH": libraries,
        }

    def copied(self, folder: Path) -> Unpacked:
        """In `folder`, so that it serves `nobody`, too, where the checkout is closed to him."""
        unneeded = shutil.ignore_patterns("doc", "man", "locale", "perl5", "lintian", "bitcode")
        root = folder / "copy"
        shutil.copytree(self.root, root, symlinks=True, ignore=unneeded)
        return replace(self, root=root)


def find_unpacked(name: str) -> Unpacked | None:
    """By the name under which the tool knows the server; None where it was not called."""
    target = VENV / f"debian-{name}"
    if not (target / "stamp").exists():
        return None
    return Unpacked(target / "root", tuple((target / "libraries").read_text().split()))
