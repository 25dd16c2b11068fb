"""A refresh token and its file: read, and kept anew when the issuer replaces it, whole or not at
all, for the eyes of its owner alone. One process at a time uses it: many issuers void a refresh
token that is used twice, and all that came of it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mailtracker.oauth.secret_file import read_secret
from mailtracker.oauth.token import NoAccess, is_token
from mailtracker.record import dataclass

OURS = 0o600
LOOK_EVERY = 0.1
"""Seconds."""


@dataclass(frozen=True, slots=True)
class KeptToken:
    """Where a refresh token is (`path`), and what to do where it is not (`hint`)."""

    path: Path
    hint: str

    def read(self) -> str:
        """Raises NoAccess."""
        text = read_secret(self.path, self.hint).strip()
        if not is_token(text):
            raise NoAccess(f"{self.path} holds no refresh token: {self.hint}", final=True)
        return text

    def keep(self, token: str) -> None:
        """Raises OSError, and then the old one stands there."""
        path = Path(os.path.realpath(self.path))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()  # of somebody who was killed; we alone are here
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OURS)
        with os.fdopen(opened, "wb") as file:
            file.write(f"{token}\n".encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """No other process uses it meanwhile. Raises NoAccess where one does for that long."""
        path = Path(os.path.realpath(self.path))
        lock = path.with_name(f".{path.name}.lock")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            opened = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OURS)
        except OSError as error:
            said = f"cannot write beside {self.path}: {error.strerror}; a new refresh token of the "
            raise NoAccess(f"{said}issuer could not be kept", final=True) from None
        try:
            self._wait(opened, time.monotonic() + seconds)
            yield
        finally:
            os.close(opened)

    def _wait(self, opened: int, end: float) -> None:
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() >= end:
                    said = f"another process uses the refresh token in {self.path}"
                    raise NoAccess(said, final=False) from None
                time.sleep(LOOK_EVERY)
