"""The config in; whether the database lies where it may, and who else can read or change our
files out.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from mailtracker.config import Config
from mailtracker.doctor.finding import DoctorFinding, doubt, fault, ok
from mailtracker.present import is_folder
from mailtracker.store.database import file_of

MOUNTS = Path("/proc/self/mountinfo")

SHARED = frozenset(
    "9p afs beegfs ceph cifs coda davfs gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 smb3 smbfs "
    "virtiofs".split()
)
"""File systems of other machines: their locks, and memory that processes share, are not what
SQLite's WAL needs (https://www.sqlite.org/wal.html).
"""

GONE_AT_RESTART = frozenset({"tmpfs", "ramfs"})

CONTAINERS = frozenset({"overlay", "aufs"})

NO_WAL = (
    "SQLite needs a disk of this machine: put the database on one ([store] url), with the daemon "
    "stopped, by `mailtracker backup` and `restore`"
)
FOR_WRITERS = "whoever can change it decides what goes out in your name"


def kind_of_disk(folder: Path, mounts: str) -> str:
    """The file system that a folder lies on, by the words of /proc/self/mountinfo (proc(5)); "" for
    none that is named there.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, behind = line.partition(" - ")
        point, name = _plain(before.split(" ")[4:5]), behind.partition(" ")[0]
        if point and folder.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), name
    return kind


def _plain(point: list[str]) -> str:
    r"""Blanks in a mount point stand as \040."""
    return re.sub(r"\\([0-7]{3})", lambda hit: chr(int(hit[1], 8)), "".join(point))


def disk_finding(kind: str) -> DoctorFinding:
    """What a file system means for the database."""
    ident = "disk.kind"
    if not kind:
        return ok(ident, "the kind of its disk is not known here")
    if kind in SHARED or kind == "fuse" or kind.startswith("fuse."):
        said = f"the database lies on {kind}, which other machines or programs serve"
        return fault(ident, said, NO_WAL, kind=kind)
    if kind in GONE_AT_RESTART:
        said = f"the database lies in memory ({kind}) and is gone with the next restart"
        return fault(ident, said, "put it on a disk ([store] url)", kind=kind)
    if kind in CONTAINERS:
        said = f"the database lies in a container's own layer ({kind}) and goes with it"
        return doubt(ident, said, "give it a volume ([store] url)", kind=kind)
    if kind == "fuseblk":
        said = f"the database lies on {kind}, a disk that a program serves"
        return doubt(ident, said, NO_WAL, kind=kind)
    return ok(ident, f"the database lies on {kind}", kind=kind)


def findings_of_machine(config: Config, mounts: Path = MOUNTS) -> Iterator[DoctorFinding]:
    """The disk of the database, and our files' permissions."""
    database = file_of(config.store.url)
    if database is not None:
        words = mounts.read_text("utf-8", "replace") if mounts.exists() else ""
        yield disk_finding(kind_of_disk(_existing(database.resolve().parent), words))
    looked_at = [config.path, *_files(config.templates), *_files(config.rules)]
    changeable = [path for path in looked_at if _can_be_changed(path)]
    yield _changeable(changeable, len(looked_at))


def _existing(folder: Path) -> Path:
    """Or the next above it, where it is not there or we may not look."""
    while not is_folder(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


def _files(folder: Path) -> list[Path]:
    """The folder itself, too: who can write there can put another file in a file's place."""
    below = [path for path in folder.rglob("*") if not path.name.startswith(".")]
    return [folder, *below] if is_folder(folder) else []


def _can_be_changed(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    sticky = stat.S_ISDIR(mode) and mode & stat.S_ISVTX
    return bool(mode & stat.S_IWOTH) and not sticky


def _changeable(found: list[Path], among: int) -> DoctorFinding:
    ident = "files.writers"
    if not found:
        said = f"nobody else can change config, rules and templates ({among} looked at)"
        return ok(ident, said, count=0)
    first = os.fspath(found[0])
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    said = f"everybody on this machine can change {first}{more}"
    typed = " ".join(shlex.quote(os.fspath(path)) for path in found[:3])
    return fault(ident, said, f"{FOR_WRITERS}; type: chmod o-w {typed}", count=len(found))
