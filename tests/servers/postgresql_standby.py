"""A second PostgreSQL that follows a first one, and may take its place."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.servers.postgresql import ADMIN, USER, PostgresServer, name_in
from tests.servers.private import START_SECONDS


class Standby(PostgresServer):
    """A copy of `primary` that follows it. Of a `synchronous` one a commit waits until it has it,
    for ever where it is gone.
    """

    def __init__(self, primary: PostgresServer, synchronous: bool = False) -> None:
        super().__init__(primary.programs, primary.password, primary.certificate)
        self.settings = primary.settings
        self.primary, self.synchronous = primary, synchronous
        self.name = f"standby_{self.port}"

    def __exit__(self, *_: object) -> None:
        self.release()
        super().__exit__()

    def _make_cluster(self) -> None:
        at = ("-h", self.primary.folder, "-p", str(self.primary.port), "-U", ADMIN)
        self.run("pg_basebackup", *at, "-D", self.data, "-c", "fast", "--no-sync")
        (self.data / "postgresql.auto.conf").write_text("")  # what was `set` there
        (self.data / "standby.signal").touch()

    def _configure(self) -> None:
        at = f"host={self.primary.folder} port={self.primary.port} user={ADMIN}"
        self.settings = {
            **self.settings,
            "primary_conninfo": f"{at} application_name={self.name}",
        }
        super()._configure()

    def _begin(self) -> None:
        if self.synchronous:
            self.primary.set("synchronous_standby_names", self.name)
        state = "SELECT sync_state FROM pg_stat_replication WHERE application_name = %s"
        wanted = [("sync" if self.synchronous else "async",)]
        self._await(lambda: self.primary.execute(state, self.name) == wanted)

    def release(self) -> None:
        """The primary waits for it no more. (Else it could not even drop a database.)"""
        if self.synchronous:
            self.primary.set("synchronous_standby_names", "")

    def fall_behind(self) -> None:
        """From now on it learns nothing of what the other commits."""
        self.set("primary_conninfo", "")
        self._await(lambda: self.execute("SELECT 1 FROM pg_stat_wal_receiver") == [])

    def promote(self) -> None:
        """It takes commits of its own, on a new timeline, whatever the other does."""
        self.run("pg_ctl", "promote", "-s", "-w", "-D", self.data)

    def _await(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not happened():
            if time.monotonic() > deadline:
                raise RuntimeError(f"the standby does not follow:\n{self.log()}")
            time.sleep(0.02)


def failover_url(url: str, *servers: PostgresServer) -> str:
    """The same database on whichever of them takes commits: libpq reads this, and SQLAlchemy."""
    ports = ",".join(str(server.port) for server in servers)
    hosts = ",".join("127.0.0.1" for _ in servers)
    which = f"host={hosts}&port={ports}&target_session_attrs=read-write"
    return f"postgresql+psycopg://{USER}@/{name_in(url)}?{which}"
