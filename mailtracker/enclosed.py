"""A folder and a name in; the file's bytes out, or why there are none. Nothing outside the folder
is ever opened, whatever links, pipes and devices somebody put into it.

Who may write into a folder of rules or templates need not be allowed to read what this process can
read. So a link may lead anywhere inside the folder, and nowhere else.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from enum import Enum, auto
from pathlib import Path

from mailtracker.record import dataclass

MAX_DEPTH, MAX_FOUND = 8, 10_000
"""How far below a folder `walk` looks, and how many files and folders it finds: it is asked every
second.
"""

_USUAL = 1 << 16
"""Bytes that nearly no file has."""

_TO_PASS = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
_TO_LIST = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_TO_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Unread(Enum):
    """Why a file was not read."""

    MISSING = auto()
    OUTSIDE = auto()  # it is a link that leads out of the folder, or lies behind one
    NO_FILE = auto()  # a folder, a pipe, a socket, a device, a link to nothing
    TOO_LARGE = auto()
    FAILED = auto()  # the system says no


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read: `why`, and what is `said` of it to people, behind its name."""

    why: Unread
    said: str


MISSING = Refusal(Unread.MISSING, "is not there")
OUTSIDE = Refusal(Unread.OUTSIDE, "leads out of the folder: put the file itself there")

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NoFile(Exception):
    """It is there, but is no regular file. The text is said behind its name."""


def read(folder: Path, name: str, most: int) -> bytes | Refusal:
    """The bytes of the file called `name` below `folder`, if they are no more than `most`: of a
    larger one, or one that grows meanwhile, no more than that is read.

    The folder itself may be a link. Never raises for trouble of the world's.
    """
    try:
        data = _read(folder, _plain(name), most)
    except (NoFile, OSError, ValueError):  # a link stands in the way, perhaps
        try:
            data = _read(folder, _steps(folder, name) or ["."], most)
        except (_Outside, NoFile, OSError, ValueError) as error:
            return _refusal(folder, name, error)
    if len(data) > most:
        return Refusal(Unread.TOO_LARGE, f"is larger than {most >> 20} MB")
    return data


def _read(folder: Path, steps: list[str], most: int) -> bytes:
    with ExitStack() as ends:
        inside = _enter(folder, steps[:-1], ends)
        file = ends.enter_context(os.fdopen(open_file(steps[-1], inside), "rb"))
        data = file.read(min(_USUAL, most + 1))  # room for all of it costs more than a template
        return data if len(data) < _USUAL else data + file.read(most + 1 - len(data))


def names(folder: Path, below: str = "") -> list[str] | Refusal:
    """What lies in the folder, or in the one called `below` inside it, sorted; hidden names too."""
    try:
        with ExitStack() as ends:
            inside = _enter(folder, _steps(folder, below), ends)
            listed = _opened(".", _TO_LIST, inside, ends)
            return sorted(os.listdir(listed))
    except (_Outside, OSError, ValueError) as error:
        return _refusal(folder, below, error)


def walk(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The folder and those below it, each with the names of its files; nothing that is hidden.

    A folder is entered once, by whatever links it is reached, and none outside is. Ends in silence
    after `MAX_FOUND` names: who has more sees changes late, and nothing else depends on it.
    """
    root, found = os.path.realpath(folder), 0
    entered: set[str] = set()
    for where, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(where)
        depth = len(Path(where).relative_to(folder).parts)
        if real in entered or depth >= MAX_DEPTH:
            folders.clear()
            continue
        entered.add(real)
        # Before they are listed: a link out may lead to a whole disk, or to a dead server.
        folders[:] = [name for name in _shown(folders) if is_inside(root, f"{where}/{name}")]
        yield where, _shown(files)[: MAX_FOUND - found]
        found += len(folders) + len(files)
        if found >= MAX_FOUND:
            return


def _shown(found: list[str]) -> list[str]:
    return sorted(name for name in found if not name.startswith("."))


def state_of(folder: Path, path: str) -> tuple[int, int, int, int]:
    """What changes when the file at this path, found by `walk`, does: inode, size and instants of
    change in nanoseconds. Of a link out of the folder it is the link's own.
    """
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode) and is_inside(os.path.realpath(folder), path):
            status = os.stat(path)
    except OSError:
        return 0, 0, 0, 0
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def is_inside(root: str, path: str) -> bool:
    """Whether a path leads into `root`, which has no links in it any more."""
    real = os.path.realpath(path)
    return real == root or real.startswith(_slashed(root))


def open_file(path: str | Path, folder: int | None = None) -> int:
    """A descriptor of a regular file, to be read. `path` may be a link, but in a `folder` (a
    descriptor) nothing is followed.

    A pipe, a socket or a device is refused by NoFile before it is opened, since that may wait for
    ever or set something going; should one take the file's place in that moment, it is opened
    without waiting and refused all the same. Raises OSError.
    """
    follow = folder is None
    _check_kind(os.stat(path, dir_fd=folder, follow_symlinks=follow))
    flags = _TO_READ if follow else _TO_READ | os.O_NOFOLLOW
    opened = os.open(path, flags, dir_fd=folder)
    try:
        _check_kind(os.fstat(opened))
    except BaseException:
        os.close(opened)
        raise
    return opened


def _check_kind(status: os.stat_result) -> None:
    kind = stat.S_IFMT(status.st_mode)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if kind != stat.S_IFREG:
        raise NoFile("is not a file" + (f", but {_KINDS[kind]}" if kind in _KINDS else ""))


class _Outside(Exception):
    """A name that leads out of its folder."""


def _plain(name: str) -> list[str]:
    """The names to go through where none of them is a link, as nearly always: to ask where each
    leads takes three times as long as to read a template. Raises ValueError for other steps.
    """
    steps = name.split("/")
    if any(step in ("", ".", "..") for step in steps):
        raise ValueError(name)
    return steps


def _steps(folder: Path, name: str) -> list[str]:
    """The names to go through, from the real folder on, once all links are followed."""
    root = os.path.realpath(folder)
    if not is_inside(root, f"{root}/{name}"):
        raise _Outside
    below = os.path.realpath(f"{root}/{name}").removeprefix(root)
    return [step for step in below.split("/") if step]


def _enter(folder: Path, way: list[str], ends: ExitStack) -> int:
    """A descriptor of the folder at the end of the way.

    Each is opened from the one before and none may be a link now: so whoever turns a link after
    `_steps` looked at it has us fail, and not go elsewhere.
    """
    inside = _opened(os.path.realpath(folder), _TO_PASS, None, ends)
    for step in way:
        inside = _opened(step, _TO_PASS | os.O_NOFOLLOW, inside, ends)
    return inside


def _opened(path: str, flags: int, folder: int | None, ends: ExitStack) -> int:
    opened = os.open(path, flags, dir_fd=folder)
    ends.callback(os.close, opened)
    return opened


def _slashed(root: str) -> str:
    return root.rstrip("/") + "/"


def _refusal(folder: Path, name: str, error: Exception) -> Refusal:
    match error:
        case _Outside():
            return OUTSIDE
        case NoFile():
            return Refusal(Unread.NO_FILE, str(error))
        case IsADirectoryError():
            return Refusal(Unread.NO_FILE, "is not a file")
        case FileNotFoundError() | NotADirectoryError():
            there = os.path.lexists(f"{os.path.realpath(folder)}/{name}")
            return Refusal(Unread.NO_FILE, "is not a file") if there else MISSING
        case OSError():
            return Refusal(Unread.FAILED, f"cannot be read: {error.strerror}")
    return Refusal(Unread.FAILED, "cannot be read: no file has such a name")
