"""A server's table in, its password out: from a file, a systemd credential or the
environment, never from config.toml.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from mailtracker.enclosed import NoFile, open_file

_CREDENTIALS = "$CREDENTIALS_DIRECTORY/"


class NoPassword(Exception):
    """Why there is none, and at which key of the table. Never quotes what was read."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_password(table: Mapping[str, Any], folder: Path, environ: Mapping[str, str]) -> SecretStr:
    """The password that `password_file` or `password_env` names. Raises NoPassword.

    A relative file is looked up from `folder`, the one of config.toml.
    """
    if table.get("password_file") is not None and table.get("password_env") is not None:
        raise NoPassword("password_env", "give password_file or password_env, not both")
    for key, read in (("password_file", _from_file), ("password_env", _from_environment)):
        name = table.get(key)
        if isinstance(name, str) and name:
            return SecretStr(read(name, folder, environ))
    raise NoPassword("", "password_file (or password_env) is missing: where is the password?")


def _from_environment(variable: str, _folder: Path, environ: Mapping[str, str]) -> str:
    if not environ.get(variable):
        raise NoPassword("password_env", f"the environment variable {variable} is not set")
    return environ[variable]


def _from_file(name: str, folder: Path, environ: Mapping[str, str]) -> str:
    """A link is followed, wherever it leads: the operator's own hand wrote its name, and
    credentials are often links. A pipe is refused, as whoever reads it twice waits for ever.
    """
    path, trusted = _locate(name, folder, environ)
    try:
        with os.fdopen(open_file(path), "rb") as file:
            _check_mode(path, os.fstat(file.fileno()), trusted)
            secret = file.read(10_000)
    except NoFile as error:
        raise NoPassword("password_file", f"{path} {error}") from None
    except FileNotFoundError:
        raise NoPassword(
            "password_file", f"there is no file {path}; {_how_to_make(path)}"
        ) from None
    except OSError as error:
        raise NoPassword("password_file", f"cannot read {path}: {error.strerror}") from None
    text = secret.decode("utf-8", "replace").rstrip("\r\n")
    if not text or not {"\n", "\ufffd"}.isdisjoint(text):
        raise NoPassword("password_file", f"{path} must hold one line, the password, in UTF-8")
    return text


def _how_to_make(path: Path) -> str:
    folder_first = "" if path.parent.is_dir() else f"mkdir -m 700 -p {path.parent}; "
    typed = f"{folder_first}(umask 077; cat > {path})"
    return f"create it with: {typed}, type the password, Enter, Ctrl-D"


def _locate(name: str, folder: Path, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """The file, and whether systemd vouches for it (systemd.exec, LoadCredential=)."""
    if not name.startswith(_CREDENTIALS):
        return folder / Path(name).expanduser(), False
    if not environ.get("CREDENTIALS_DIRECTORY"):
        raise NoPassword(
            "password_file",
            "$CREDENTIALS_DIRECTORY is only set where systemd starts us with LoadCredential=",
        )
    return Path(environ["CREDENTIALS_DIRECTORY"]) / name.removeprefix(_CREDENTIALS), True


def _check_mode(path: Path, status: os.stat_result, trusted: bool) -> None:
    if trusted and status.st_uid == 0:
        return
    if status.st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise NoPassword(
            "password_file", f"everybody on this machine can read {path}; type: chmod 600 {path}"
        )
