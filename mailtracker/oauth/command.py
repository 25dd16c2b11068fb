"""A program of the operator's in; the access token that it prints out. It gets a deadline, and what
it prints a limit. What it says on stderr is thrown away: it may hold secrets.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from mailtracker.oauth.token import UNSAID, AccessToken, NoAccess, access_token_of, is_token
from mailtracker.record import dataclass

MAX_PRINTED = 65_536
"""Bytes."""


@dataclass(frozen=True, slots=True)
class TokenCommand:
    """What is run: its `words`, no shell between; in which `folder`; and the seconds that it may
    take (`timeout`).
    """

    words: Sequence[str]
    folder: Path
    timeout: float

    @property
    def patience(self) -> float:
        return self.timeout + 5.0

    @property
    def _what(self) -> str:
        return f"the token command {self.words[0]}"

    def fetch(self) -> AccessToken:
        """See `TokenSource`."""
        printed = self._printed().decode("utf-8", "replace").strip()
        if printed.startswith("{"):
            return self._read(printed)
        if not is_token(printed):
            raise NoAccess(self._hint(f"{self._what} printed no access token"), final=True)
        return AccessToken(printed, UNSAID)

    def _read(self, printed: str) -> AccessToken:
        """Of JSON, as token endpoints answer it."""
        try:
            answer = json.loads(printed)
        except (ValueError, RecursionError):
            raise NoAccess(self._hint(f"{self._what} printed broken JSON"), final=True) from None
        try:
            return access_token_of(answer, self._what)
        except NoAccess as error:
            raise NoAccess(self._hint(str(error)), final=error.final) from None

    def _hint(self, said: str) -> str:
        return f"{said}; run it by hand, as the user who runs mailtracker, to see what it prints"

    def _printed(self) -> bytes:
        try:
            process = subprocess.Popen(
                list(self.words),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no such words"
            raise NoAccess(f"{self._what} cannot be run: {reason}", final=True) from None
        end = time.monotonic() + self.timeout
        try:
            printed = self._collect(process, end)
            status = process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise NoAccess(self._too_slow(), final=False) from None
        finally:
            _end(process)
        if status:
            raise NoAccess(self._hint(f"{self._what} {_ended(status)}"), final=False)
        return printed

    def _collect(self, process: subprocess.Popen[bytes], end: float) -> bytes:
        """All that it prints, until it closes its output."""
        assert process.stdout is not None
        printed = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while (left := end - time.monotonic()) > 0:
                if not selector.select(left):
                    break
                if not (more := os.read(process.stdout.fileno(), MAX_PRINTED)):
                    return bytes(printed)
                printed += more
                if len(printed) > MAX_PRINTED:
                    said = f"{self._what} printed more than {MAX_PRINTED >> 10} KB"
                    raise NoAccess(self._hint(said), final=True)
        raise NoAccess(self._too_slow(), final=False)

    def _too_slow(self) -> str:
        return f"{self._what} did not end within {self.timeout:.0f} s (`timeout`)"


def _end(process: subprocess.Popen[bytes]) -> None:
    """With all that it started, unless it has ended by itself."""
    assert process.stdout is not None
    process.stdout.close()
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _ended(status: int) -> str:
    if status < 0:
        return f"was ended by signal {-status}"
    return f"ended with exit code {status}"
