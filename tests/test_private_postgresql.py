"""What the tests of several daemons rely on: databases that know nothing of each other, and a
server that keeps what was committed.
"""

from __future__ import annotations

import psycopg
import pytest

from tests.servers.postgresql import PostgresServer


def connected(url: str, **more: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True, **more)  # type: ignore[arg-type]


def test_each_database_has_locks_of_its_own(postgresql: PostgresServer, pg_url: str) -> None:
    lock = "SELECT pg_try_advisory_lock(7)"
    with postgresql.database() as second, connected(pg_url) as one, connected(second) as other:
        assert one.execute(lock).fetchone() == (True,)
        assert other.execute(lock).fetchone() == (True,)
        with connected(pg_url) as third:
            assert third.execute(lock).fetchone() == (False,)


def test_a_killed_session_is_told_so(postgresql: PostgresServer, pg_url: str) -> None:
    with connected(pg_url, application_name="first") as first, connected(pg_url) as second:
        assert postgresql.kill_sessions("first") == 1
        with pytest.raises(psycopg.errors.AdminShutdown):
            first.execute("SELECT 1")
        assert second.execute("SELECT 1").fetchone() == (1,)


def test_a_crash_keeps_what_was_committed(postgresql: PostgresServer, pg_url: str) -> None:
    with connected(pg_url) as one:
        one.execute("CREATE TABLE kept AS SELECT 1 AS n")
        postgresql.crash()
        postgresql.start()
    with connected(pg_url) as again:
        assert again.execute("SELECT n FROM kept").fetchone() == (1,)
