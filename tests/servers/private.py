"""What the private mail servers of the tests have in common: as whom they run, how they end, and
who waits for their greeting.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

START_SECONDS = 15.0

# Ends the server and removes its folder when our end of the pipe closes, also when the tests were
# killed
_GUARD = """
exec 3<&0
setsid "$@" & server=$!
(read -r _ <&3; {ending}) 2>/dev/null &
wait "$server"
code=$?
case "$code" in (0 | 137)
    for try in 1 2 3 4 5 6 7 8 9 10; do
        cd / && rm -rf "$HOME" 2>/dev/null && break; sleep 0.1
    done
esac
exit "$code"
"""

GUARD = _GUARD.format(ending='kill "$server"')
"""A server that has to end its children itself: some of them are sessions of their own."""

DROP = _GUARD.format(ending='kill -s KILL -- "-$server"')
"""One that is dropped with all of its session: it would wait for whom nobody will answer, for as
long as half a minute, and nobody looks at what it leaves.
"""


def owner() -> pwd.struct_passwd:
    """As whom a private server runs: as nobody where we are root."""
    return pwd.getpwnam("nobody" if os.getuid() == 0 else getpass.getuser())


def dropped() -> dict[str, Any]:
    """What makes a child process theirs."""
    if os.getuid():
        return {}
    return {"user": owner().pw_uid, "group": owner().pw_gid, "extra_groups": []}


def hand_over(folder: Path) -> None:
    """All in it belongs to them."""
    if os.getuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.lchown(path, owner().pw_uid, owner().pw_gid)


def end(process: subprocess.Popen[bytes], said: IO[bytes], folder: Path) -> None:
    """A server under `GUARD` ends, and its folder goes, with the file of what it said."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    said.close()
    shutil.rmtree(folder, ignore_errors=True)


class Process:
    """A server in a folder of its own, which goes with it. `log` is what it said."""

    def __init__(self, folder: Path, command: Sequence[str | Path], env: dict[str, str]) -> None:
        self.folder = folder
        self._said = (folder / "stderr").open("wb")
        self._process = subprocess.Popen(
            ["sh", "-c", GUARD, "guard", *command],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=self._said,
            env={**env, "HOME": str(folder)},
            **dropped(),
        )

    @property
    def log(self) -> str:
        return (self.folder / "stderr").read_text(errors="replace")

    def await_greeting(self, port: int, greeting: bytes) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", port), 5) as connection,
            ):
                if connection.recv(len(greeting)).startswith(greeting):
                    return
            time.sleep(0.02)
        raise RuntimeError(f"the server on port {port} did not come up:\n{self.log}")

    def stop(self) -> None:
        end(self._process, self._said, self.folder)
