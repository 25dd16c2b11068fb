"""The path of a database in; its files made for their owner's eyes only, and what others on this
machine could do with them out.

They hold people's mail, and the key that reply addresses are made with.
"""

from __future__ import annotations

import errno
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from mailtracker.errors import MailtrackerError, Problem

OWNER_ONLY = 0o600

BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite's files of one database end in. It gives those that it makes the first one's mode."""

_LINKS = frozenset({errno.ELOOP, errno.EMLINK})
"""What systems answer where O_NOFOLLOW meets a link."""


def create(path: Path) -> None:
    """An empty file, unless there is one; whatever the umask says. Raises MailtrackerError."""
    try:
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWNER_ONLY)
    except FileExistsError:
        if path.exists():  # another process was quicker
            return
        raise MailtrackerError(f"the database {path} is a link to nothing") from None
    except OSError as error:
        raise MailtrackerError(f"cannot create the database {path}: {error.strerror}") from error
    _close_to_others(made)
    os.close(made)


def is_there(path: Path) -> bool:
    """Whether there is such a file. Raises MailtrackerError where the system does not let us look:
    in a folder of somebody else there may be one or none.
    """
    try:
        return path.exists()
    except OSError as error:
        hint = "; ask as the user that runs the daemon" if error.errno == errno.EACCES else ""
        told = f"cannot look at the database {path}: {error.strerror}{hint}"
        raise MailtrackerError(told) from None


def check_kind(path: Path) -> None:
    """A pipe or a device would be waited for, or written to. Raises MailtrackerError."""
    if is_there(path) and not path.is_file():
        raise MailtrackerError(f"the database {path} is not a file")


def open_lock(path: Path) -> int:
    """A descriptor of the lock file, made where it is missing. Raises MailtrackerError.

    A link is never followed: whoever can place one would have us empty the file at its end.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        opened = os.open(path, flags, OWNER_ONLY)
    except OSError as error:
        if error.errno in _LINKS:
            raise MailtrackerError(f"{path} is a link, not our lock file: remove it") from None
        raise MailtrackerError(f"cannot open {path}: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise MailtrackerError(f"{path} is not a file: remove it")
    _close_to_others(opened)
    return opened


def _close_to_others(opened: int) -> None:
    """The umask may have taken more than it should, or an older mode is left."""
    status = os.fstat(opened)
    if status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) != OWNER_ONLY:
        os.fchmod(opened, OWNER_ONLY)


def exposed(path: Path) -> list[Problem]:
    """What others could read or change: an error for each file that is open to them, a warning for
    a folder in which they could put others in their place. None while there is no database.
    """
    real = path.resolve()  # SQLite keeps the others beside the real one
    files = (real.with_name(real.name + ending) for ending in BESIDE)
    return [*filter(None, map(_open_to_others, files)), *_replaceable(real.parent)]


def _open_to_others(path: Path) -> Problem | None:
    try:
        mode = stat.S_IMODE(path.lstat().st_mode)
    except OSError:
        return None
    rights = [said for bit, said in ((0o044, "read"), (0o022, "change")) if mode & bit]
    if not rights:
        return None
    told = f"others on this machine can {' and '.join(rights)} it (mode {mode:04o})"
    return Problem(str(path), 0, 0, f"{told}; type: chmod 600 {shlex.quote(str(path))}")


def _replaceable(folder: Path) -> Iterator[Problem]:
    try:
        mode = folder.stat().st_mode
    except OSError:
        return
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        typed = f"chmod o-w {shlex.quote(str(folder))}"
        told = f"everybody on this machine can replace files in it; type: {typed}"
        yield Problem(str(folder), 0, 0, told, warning=True)
