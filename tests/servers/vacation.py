"""The `vacation` program of Debian, run as a delivery agent runs it for a user's `.forward`. What
it hands in goes nowhere: tests send it on.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import formatdate, make_msgid
from pathlib import Path

from tests.servers.unpacked import Unpacked

SENDMAIL = """\
#!/bin/sh
echo "$*"
exec cat
"""
# The program knows no other place for it, so it sees a /usr/sbin of its own. Nobody else does.
INSIDE = 'mount --make-rprivate / && mount --bind "$1" /usr/sbin && shift && exec "$@"'


def separate() -> list[str]:
    """Before a command that may mount what only it sees."""
    return ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]


def may_run() -> bool:
    return subprocess.run([*separate(), "true"], check=False, timeout=30).returncode == 0


@dataclass(frozen=True)
class Answer:
    """What the program handed in, as a mail system takes it."""

    env_from: str
    env_to: str
    raw: bytes


class VacationProgram:
    """Of one person, in a folder of its own. `message`: what they have written for it, headers
    first; `options` as in their `.forward`.
    """

    def __init__(
        self, unpacked: Unpacked, folder: Path, address: str, message: str, options: str = ""
    ) -> None:
        self._unpacked, self._folder, self._address = unpacked, folder, address
        self._options = options.split()
        (folder / "sbin").mkdir(parents=True)
        sendmail = folder / "sbin" / "sendmail"
        sendmail.write_text(SENDMAIL)
        sendmail.chmod(0o755)
        self.write(message)
        self._run([self._program, "-i", "-r", "7", *self._database, self._user], b"")

    @property
    def _program(self) -> Path:
        return self._unpacked.root / "usr/bin/vacation"

    @property
    def _database(self) -> list[str]:
        return ["-f", str(self._folder / "seen")]

    @property
    def _user(self) -> str:
        return pwd.getpwuid(os.getuid()).pw_name

    def write(self, message: str) -> None:
        (self._folder / "message").write_text(message)

    def deliver(self, env_from: str, raw: bytes) -> Answer | None:
        """A mail comes, with the line that its delivery adds (RFC 5321 section 4.4)."""
        command: list[str | Path] = [self._program, "-a", self._address]
        command += [*self._options, *self._database]
        command += ["-m", str(self._folder / "message"), self._user]
        handed_in = self._run(command, b"Return-Path: <" + env_from.encode() + b">\r\n" + raw)
        if not handed_in:
            return None
        arguments, _, mail = handed_in.partition(b"\n")
        sender, _, recipient = arguments.decode().removeprefix("-f ").partition(" -- ")
        env_from = "" if sender == "<>" else f"{sender}@mail.corp.example"
        return Answer(env_from, recipient, self._completed(mail))

    def _completed(self, mail: bytes) -> bytes:
        """With what sendmail adds where it is missing."""
        whole = message_from_bytes(mail)
        added = {"Date": formatdate(), "Message-ID": make_msgid(domain="mail.corp.example")}
        for name, value in {**added, "From": f"{self._user}@mail.corp.example"}.items():
            if name not in whole:
                whole[name] = value
        return whole.as_bytes()

    def _run(self, command: list[str | Path], mail: bytes) -> bytes:
        """What was handed in meanwhile. The program does not wait for it, whoever reads does."""
        done = subprocess.run(
            [*separate(), "sh", "-c", INSIDE, "sh", self._folder / "sbin", *command],
            input=mail.replace(b"\r\n", b"\n"),
            env=self._unpacked.environment(),
            check=True,
            timeout=30,
            stdout=subprocess.PIPE,
        )
        return done.stdout
