"""Exim as the mail system of one absent person: it delivers a mail to them, runs their filter file,
and sends what that writes by SMTP. Each delivery is a process of its own, no daemon runs.

Exim refuses to run without the user that Debian's package would make, so it sees a list of users of
its own; only root may show it one. It does not pipeline: it would send QUIT with the dot and close
its half of the connection, and aiosmtpd then hangs up before the mail is kept.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.servers.unpacked import Unpacked

USER, NUMBER = "Debian-exim", 64533
CONF = """\
exim_user = {user}
exim_group = {user}
exim_path = {d}/exim
deliver_drop_privilege = true
keep_environment = LD_LIBRARY_PATH
spool_directory = {d}/spool
log_file_path = {d}/log/%slog
primary_hostname = mail.corp.example
local_from_check = false
trusted_users = root
begin routers
filter:
  driver = redirect
  local_parts = {local}
  domains = {domain}
  file = {d}/filter
  allow_filter
  reply_transport = answer
  user = {user}
  no_verify
  unseen
person:
  driver = accept
  local_parts = {local}
  domains = {domain}
  transport = inbox
others:
  driver = manualroute
  route_list = * 127.0.0.1
  transport = smtp
  self = send
begin transports
answer:
  driver = autoreply
inbox:
  driver = appendfile
  file = {d}/mail/inbox
  user = {user}
smtp:
  driver = smtp
  port = {port}
  hosts_avoid_pipelining = *
"""
RUN = """\
#!/bin/sh
LD_LIBRARY_PATH={libraries} exec {exim} "$@"
"""
# A user and a group more than the machine has, seen by nobody else.
INSIDE = (
    'mount --make-rprivate / && mount --bind "$1/passwd" /etc/passwd'
    ' && mount --bind "$1/group" /etc/group && shift && exec "$@"'
)


class Exim:
    """Of the person at `address`. What it sends goes to `port`; `filter_file` is theirs, an Exim
    filter.
    """

    def __init__(self, unpacked: Unpacked, address: str, port: int, filter_file: str) -> None:
        self._unpacked, self._address, self._port = unpacked, address, port
        self._filter = filter_file

    def __enter__(self) -> Exim:
        # not pytest's tmp_path: its parent is closed to other users
        self.folder = Path(tempfile.mkdtemp(prefix="x", dir="/tmp"))
        self.folder.chmod(0o755)
        copy = self._unpacked.copied(self.folder)
        program = copy.root / "usr/sbin/exim4"
        program.chmod(0o755)  # with the set-uid bit it would not find its libraries
        local, _, domain = self._address.partition("@")
        values = {"d": self.folder, "user": USER, "local": local, "domain": domain}
        self._write("conf", CONF.format(port=self._port, **values))
        self._write("filter", self._filter)
        libraries = copy.environment()["LD_LIBRARY_PATH"]
        self._write("exim", RUN.format(libraries=libraries, exim=program)).chmod(0o755)
        for name, line in (
            ("passwd", f"x:{NUMBER}:{NUMBER}::/:/bin/false"),
            ("group", f"x:{NUMBER}:"),
        ):
            known = Path("/etc", name).read_text()
            self._write(name, f"{known}{USER}:{line}\n")
        for name in ("spool", "log", "mail"):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, NUMBER, NUMBER)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)

    def deliver(self, env_from: str, raw: bytes) -> None:
        """It comes to them, and what their filter writes is on its way when this returns."""
        command: list[str | Path] = [
            self.folder / "exim",
            "-C",
            self.folder / "conf",
            "-odi",
            "-oi",
        ]
        command += ["-f", env_from, self._address]
        subprocess.run(
            ["unshare", "-m", "sh", "-c", INSIDE, "sh", self.folder, *command],
            input=raw.replace(b"\r\n", b"\n"),
            check=True,
            timeout=60,
        )

    def _write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        return path
