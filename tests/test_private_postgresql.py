"""What the tests of several daemons rely on: databases that know nothing of each other, and a
server that keeps what was committed.
"""

from __future__ import annotations

import psycopg
import pytest

from tests.need import need
from tests.servers.pgbouncer import Mode, PgBouncer, find_pgbouncer
from tests.servers.postgresql import PostgresServer, find_postgresql
from tests.servers.postgresql_standby import Standby, failover_url


def connected(url: str, **more: str) -> psycopg.Connection[tuple[object, ...]]:
    address = url.replace("+psycopg", "")
    return psycopg.connect(address, autocommit=True, **more)  # type: ignore[arg-type]


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


LATER = pytest.mark.proof(part="postgresql")


@LATER
def test_a_standby_has_what_was_committed_until_it_falls_behind(
    postgresql: PostgresServer, pg_url: str
) -> None:
    with Standby(postgresql, synchronous=True) as second:
        with connected(pg_url) as one, connected(failover_url(pg_url, second, postgresql)) as same:
            one.execute("CREATE TABLE kept AS SELECT 1 AS n")
            assert same.execute("SELECT n FROM kept").fetchone() == (1,)
            second.release()
            second.fall_behind()
            one.execute("CREATE TABLE lost AS SELECT 1 AS n")
        second.promote()
        with connected(failover_url(pg_url, second, postgresql)) as other:
            assert other.execute("SELECT n FROM kept").fetchone() == (1,)
            assert other.execute("SELECT to_regclass('lost')").fetchone() == (None,)


@LATER
def test_a_pool_of_transactions_forgets_whose_lock_it_is(
    postgresql: PostgresServer, pg_url: str
) -> None:
    found = find_pgbouncer()
    need("PgBouncer (run tools/unpack-debian pgbouncer)", found)
    assert found is not None
    taken = "SELECT pg_try_advisory_lock(7)"
    modes: list[tuple[Mode, bool]] = [("session", False), ("transaction", True)]
    for mode, twice in modes:
        with PgBouncer(found, postgresql, mode) as pool:
            first, second = connected(pool.url(pg_url)), connected(pool.url(pg_url))
            assert first.execute(taken).fetchone() == (True,)
            assert second.execute(taken).fetchone() == (twice,), mode
            first.close()
            second.close()


@LATER
def test_password_and_tls_are_asked_for(certificate: tuple[str, str]) -> None:
    programs = find_postgresql()
    need("PostgreSQL (run tools/unpack-debian postgresql)", programs)
    assert programs is not None
    with PostgresServer(programs, "secret words", certificate) as server:
        for more in ({"password": "wrong"}, {}, {"password": "secret words", "sslmode": "disable"}):
            with pytest.raises(psycopg.OperationalError):
                connected(server.url(), **more)
        how = {"sslmode": "verify-full", "sslrootcert": certificate[0]}
        with connected(server.url(), password="secret words", **how) as one:
            assert one.execute(
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            ).fetchone() == (True,)
