"""The name of a file in; its one line, a password or another secret, out. Never from config.toml,
never one that everybody on this machine can read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from mailtracker.enclosed import NoFile, open_file
from mailtracker.present import is_folder
from mailtracker.record import dataclass

CREDENTIALS = "$CREDENTIALS_DIRECTORY/"
"""How the name of a credential of systemd begins."""


class NoPassword(Exception):
    """Why there is none, and at which key of the table. Never quotes what was read."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, slots=True)
class Beside:
    """Where it is looked for: a relative file from `folder`, the one of config.toml; variables in
    `environ`.
    """

    folder: Path
    environ: Mapping[str, str]


def locate(name: str, beside: Beside) -> Path:
    """The file that a key names: it need not be there. Raises NoPassword, with no key."""
    return _locate(name, beside)[0]


def check_file(name: str, beside: Beside) -> Path:
    """The file that a key names, which is there and can be read, by nobody who must not. Raises
    NoPassword, with no key.
    """
    path, trusted = _locate(name, beside)
    os.close(_opened(path, trusted, "put it there, readable only by the account that runs us"))
    return path


def read_line(name: str, beside: Beside, word: str = "password") -> str:
    """What stands in the file; `word` says what that is. Raises NoPassword, with no key."""
    path, trusted = _locate(name, beside)
    with os.fdopen(_opened(path, trusted, _how_to_make(path, word)), "rb") as file:
        try:
            secret = file.read(10_000)
        except OSError as error:
            raise NoPassword("", f"cannot read {path}: {error.strerror}") from None
    text = secret.decode("utf-8", "replace").rstrip("\r\n")
    if not text or not {"\n", "\ufffd"}.isdisjoint(text):
        raise NoPassword("", f"{path} must hold one line, the {word}, in UTF-8")
    return text


def _opened(path: Path, trusted: bool, how_to_make: str) -> int:
    """A link is followed, wherever it leads: the operator's own hand wrote its name, and
    credentials are often links. A pipe is refused, as whoever reads it twice waits for ever.
    """
    try:
        opened = open_file(path)
    except NoFile as error:
        raise NoPassword("", f"{path} {error}") from None
    except FileNotFoundError:
        raise NoPassword("", f"there is no file {path}; {how_to_make}") from None
    except OSError as error:
        raise NoPassword("", f"cannot read {path}: {error.strerror}") from None
    try:
        _check_mode(path, os.fstat(opened), trusted)
    except NoPassword:
        os.close(opened)
        raise
    return opened


def _how_to_make(path: Path, word: str) -> str:
    folder_first = "" if is_folder(path.parent) else f"mkdir -m 700 -p {path.parent}; "
    typed = f"{folder_first}(umask 077; cat > {path})"
    return f"create it with: {typed}, type the {word}, Enter, Ctrl-D"


def _locate(name: str, beside: Beside) -> tuple[Path, bool]:
    """The file, and whether systemd vouches for it (systemd.exec, LoadCredential=)."""
    if not name.startswith(CREDENTIALS):
        return beside.folder / Path(name).expanduser(), False
    if not beside.environ.get("CREDENTIALS_DIRECTORY"):
        raise NoPassword(
            "", "$CREDENTIALS_DIRECTORY is only set where systemd starts us with LoadCredential="
        )
    return Path(beside.environ["CREDENTIALS_DIRECTORY"]) / name.removeprefix(CREDENTIALS), True


def _check_mode(path: Path, status: os.stat_result, trusted: bool) -> None:
    if trusted and status.st_uid == 0:
        return
    if status.st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise NoPassword("", f"everybody on this machine can read {path}; type: chmod 600 {path}")
