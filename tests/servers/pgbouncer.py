"""A private PgBouncer before a private PostgreSQL: it lends the sessions of the server out, each
for a client's whole session or for one transaction.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import Literal

import psycopg

from tests.servers.dovecot import free_port
from tests.servers.postgresql import USER, PostgresServer, name_in
from tests.servers.private import START_SECONDS, Process, hand_over
from tests.servers.unpacked import find_unpacked

CONF = """\
[databases]
* = host={socket} port={server_port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
admin_users = {user}
pool_mode = {mode}
default_pool_size = 20
"""


Mode = Literal["session", "transaction"]


def find_pgbouncer() -> tuple[Path, dict[str, str]] | None:
    """(the program, its environment): the installed one, else what tools/unpack-debian made."""
    if found := shutil.which("pgbouncer", path="/usr/sbin:/usr/bin"):
        return Path(found), {}
    if unpacked := find_unpacked("pgbouncer"):
        return unpacked.root / "usr/sbin/pgbouncer", unpacked.environment()
    return None


class PgBouncer:
    """Running on `port`, before all databases of `server`."""

    def __init__(
        self,
        found: tuple[Path, dict[str, str]],
        server: PostgresServer,
        mode: Mode = "session",
    ) -> None:
        self.found, self.server, self.mode = found, server, mode
        self.port = free_port()

    def __enter__(self) -> PgBouncer:
        folder = Path(tempfile.mkdtemp(prefix="pb", dir="/tmp"))
        conf = {"server_port": self.server.port, "socket": self.server.folder, "user": USER}
        conf |= {"port": self.port, "mode": self.mode, "folder": folder}
        (folder / "users").write_text(f'"{USER}" ""\n')
        (folder / "conf").write_text(CONF.format(**conf))
        program, env = self.found
        shutil.copy(program, folder / "pgbouncer")  # where nobody may read the checkout
        hand_over(folder)
        self.process = Process(folder, [folder / "pgbouncer", folder / "conf"], env)
        try:
            self._await_greeting()
        except BaseException:
            self.process.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(psycopg.OperationalError):  # asked otherwise it waits for clients
            self.execute("SHUTDOWN")
        self.process.stop()

    def _await_greeting(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.execute("SHOW VERSION")
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"PgBouncer did not come up:\n{self.process.log}") from error
                time.sleep(0.02)
            else:
                return

    def url(self, url: str) -> str:
        """The same database, through it."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{name_in(url)}"

    def execute(self, command: str) -> None:
        """On its own console, such as PAUSE, RESUME, KILL name."""
        at = f"host=127.0.0.1 port={self.port} user={USER} dbname=pgbouncer"
        with contextlib.closing(psycopg.connect(at, autocommit=True)) as console:
            console.execute(command)
