"""Connections to a real PostgreSQL, and what is said when it is not as it should be."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert, text

from mailtracker.errors import LoginRefused, MailtrackerError, Unreachable, Untrusted
from mailtracker.store.database import Store
from mailtracker.store.pg.engine import PgSession, engine_of
from mailtracker.store.pg.pooling import is_pooled
from mailtracker.store.pg.server import PgServer, in_words, server_of
from mailtracker.store.prepared import Prepared
from tests.need import need
from tests.servers.pgbouncer import Mode, PgBouncer, find_pgbouncer
from tests.servers.postgresql import USER, PostgresServer, find_postgresql, name_in

Made = Callable[..., Engine]
READER, WRITER = (
    PgSession(read_only=True, application_name="looks"),
    PgSession(application_name="writes"),
)


@pytest.fixture
def made() -> Iterator[Made]:
    with ExitStack() as ends:

        def make(url: str, manner: PgSession = WRITER) -> Engine:
            engine = engine_of(url, manner)
            ends.callback(engine.dispose)
            return engine

        yield make


def asked(engine: Engine, url: str, statement: str = "SELECT 1") -> object:
    with in_words(url), engine.begin() as conn:
        done = conn.execute(text(statement))
        return done.scalar() if done.returns_rows else None


def seen(engine: Engine) -> PgServer:
    with engine.connect() as conn:
        return server_of(conn)


def refusal(make: Made, url: str, kind: type[MailtrackerError] = MailtrackerError) -> str:
    with pytest.raises(kind) as refused:
        asked(make(url), url)
    assert type(refused.value) is kind
    return str(refused.value)


def test_a_session_is_as_we_want_it(pg_url: str, made: Made) -> None:
    shows = {
        "transaction_isolation": ("read committed", "repeatable read"),
        "transaction_read_only": ("off", "on"),
        "TimeZone": ("UTC", "UTC"),
        "synchronous_commit": ("on", "off"),  # who only reads waits for nothing
        "lock_timeout": ("30s", "30s"),
        "idle_in_transaction_session_timeout": ("1min", "10min"),
        "client_connection_check_interval": ("5s", "5s"),
        "application_name": ("writes", "looks"),
        "client_encoding": ("UTF8", "UTF8"),
    }
    pg = pg_url + "?options=-csynchronous_commit%3Doff%20-cTimeZone%3DAsia/Kolkata"
    for number, manner in enumerate((WRITER, READER)):
        with made(pg, manner).connect() as conn:
            found = {name: conn.scalar(text(f"SHOW {name}")) for name in shows}
        assert found == {name: both[number] for name, both in shows.items()}


def test_the_server_says_what_it_is(postgresql: PostgresServer, pg_url: str, made: Made) -> None:
    found = seen(made(pg_url))
    assert found.version.startswith(f"{postgresql.version()}.")
    assert (found.role, found.schema, found.may_create) == (USER, "public", True)
    assert (found.in_recovery, found.synchronous, found.has_tables) == (False, False, False)
    assert found.timeline == "00000001"
    assert not found.durable  # as the tests have it: fsync is off
    assert not found.encrypted
    assert not found.clocks_apart
    nowhere = seen(made(f"{pg_url}?options=-csearch_path%3Dnowhere"))
    assert (nowhere.schema, nowhere.may_create) == ("", False)


def test_the_clocks_are_compared(pg_url: str, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = time.time
    with made(pg_url).connect() as conn:
        for wrong in (-60.0, 60.0):
            monkeypatch.setattr(time, "time", lambda wrong=wrong: ours() + wrong)
            assert server_of(conn).ahead == pytest.approx(-wrong, abs=2.0)
            assert server_of(conn).clocks_apart


def test_a_killed_session_is_followed_by_another(
    postgresql: PostgresServer, pg_url: str, made: Made
) -> None:
    engine = made(pg_url)
    assert asked(engine, pg_url) == 1
    assert postgresql.kill_sessions("writes") == 1
    with pytest.raises(Unreachable, match="is shutting down"):
        asked(engine, pg_url)
    assert asked(engine, pg_url) == 1


def test_a_session_that_is_lost_in_the_middle_says_so_in_our_words_alone(
    postgresql: PostgresServer, pg_url: str, made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    engine, table = made(pg_url), Table("numbers", MetaData(), Column("n", Integer))

    def lose() -> None:
        with in_words(pg_url), engine.begin() as conn:
            table.create(conn)
            postgresql.kill_sessions("writes")
            Prepared(insert(table)).run_all(conn, [{"n": 1}, {"n": 2}])

    with pytest.raises(Unreachable):
        lose()
    assert caplog.records == []


def test_who_takes_all_connections_is_told_so(
    pg_url: str, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = made(pg_url)
    monkeypatch.setattr(engine.pool, "_timeout", 0.01)
    with engine.connect(), pytest.raises(Unreachable, match="our own connections are all in use"):
        asked(engine, pg_url)


def test_a_server_that_only_reads_is_left(
    postgresql: PostgresServer, pg_url: str, made: Made
) -> None:
    """As after a failover to a standby: the connection stands, and is of no use."""
    engine = made(pg_url)
    pid = asked(engine, pg_url, "CREATE TABLE t (n int); SELECT pg_backend_pid()")
    name = name_in(pg_url)
    postgresql.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    postgresql.kill_sessions("writes")
    with pytest.raises(Unreachable):
        asked(engine, pg_url)
    prepared = Prepared(insert(Table("t", MetaData(), Column("n", Integer))))
    with (
        pytest.raises(Unreachable, match="is a standby, or read-only"),
        in_words(pg_url),
        engine.begin() as conn,
    ):
        prepared.run(conn, {"n": 1})
    postgresql.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    assert asked(engine, pg_url, "SELECT pg_backend_pid()") != pid
    with in_words(pg_url), engine.begin() as conn:
        assert prepared.run(conn, {"n": 1}) == 1


def test_what_is_not_there_is_named(
    postgresql: PostgresServer, pg_url: str, made: Made, tmp_path: Path
) -> None:
    here, name = f"127.0.0.1:{postgresql.port}", name_in(pg_url)
    head = "postgresql+psycopg://"
    said = refusal(made, f"{head}{USER}@{here}/nowhere")
    assert said.startswith(f"database nowhere on {here} is not there; ")
    said = refusal(made, f"{head}nobody@{here}/{name}", LoginRefused)
    assert said.startswith(f"database {name} on {here} does not let us in (no pg_hba.conf entry ")
    said = refusal(made, f"{head}{USER}@127.0.0.1:1/{name}", Unreachable)
    assert "nobody listens there" in said
    said = refusal(made, f"{head}{USER}@/{name}?host={tmp_path}", Unreachable)
    assert "nobody listens there" in said
    said = refusal(made, f"{head}{USER}@no-such.invalid/{name}", Unreachable)
    assert "the name of its host is not known" in said
    said = refusal(made, f"{pg_url}?sslmode=verify-full", Untrusted)
    assert "speaks no TLS" in said
    assert 'invalid connection option "nix"' in refusal(made, f"{pg_url}?nix=1")


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, made: Made) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MailtrackerError, match=r"pip install 'mailtracker\[postgresql\]'"):
        made("postgresql+psycopg://mt@127.0.0.1:1/x")


def test_letters_that_a_database_lacks_are_missed_at_once(
    postgresql: PostgresServer, made: Made
) -> None:
    postgresql.execute(
        "CREATE DATABASE old ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0 OWNER mt"
    )
    try:
        assert "keeps its text in LATIN1" in refusal(made, postgresql.url("old"))
    finally:
        postgresql.drop("old")


def test_a_stopped_server_is_waited_for(made: Made) -> None:
    with a_server() as server, server.database() as url:
        engine = made(url)
        assert asked(engine, url) == 1
        server.stop()
        for _ in range(2):  # the connection is lost, then there is none to be had
            with pytest.raises(Unreachable):
                asked(engine, url)
        server.start()
        assert asked(engine, url) == 1


def a_server(password: str = "", certificate: tuple[str, str] | None = None) -> PostgresServer:
    programs = find_postgresql()
    need("PostgreSQL (run tools/unpack-debian postgresql)", programs)
    assert programs is not None
    return PostgresServer(programs, password, certificate)


def test_password_and_certificate_are_proven(
    made: Made, certificate: tuple[str, str], tmp_path: Path
) -> None:
    file, (ca_file, _) = tmp_path / "password", certificate
    tls = f"?sslmode=verify-full&sslrootcert={ca_file}"
    with a_server("first", certificate) as server, server.database() as name:
        assert "there is none" in refusal(made, name + tls, LoginRefused)
        url = f"{name}{tls}&password_file={file}"
        assert f"there is no file {file}" in refusal(made, url, LoginRefused)
        file.write_text("wrong\n")
        file.chmod(0o644)
        assert "everybody on this machine can read" in refusal(made, url, LoginRefused)
        file.chmod(0o600)
        assert "with this password" in refusal(made, url, LoginRefused)
        with pytest.raises(Unreachable, match="with this password"), in_words(url, serving=True):
            made(url).connect()
        file.write_text("first\n")
        engine = made(url)
        assert asked(engine, url) == 1
        assert seen(engine).encrypted
        server.execute(f"ALTER ROLE {USER} PASSWORD 'second'")
        server.kill_sessions("writes")
        file.write_text("second\n")  # nobody was stopped for it
        with pytest.raises(Unreachable):
            asked(engine, url)
        assert asked(engine, url) == 1
        other = url.replace(ca_file, "/nowhere.pem")
        assert "cannot be verified" in refusal(made, other, Untrusted)


@pytest.mark.proof(part="postgresql")
def test_a_proxy_that_pools_transactions_is_found_out(
    postgresql: PostgresServer, pg_url: str, made: Made
) -> None:
    found = find_pgbouncer()
    need("PgBouncer (run tools/unpack-debian pgbouncer)", found)
    assert found is not None
    two = PgSession(pool_size=2)
    assert not is_pooled(made(pg_url, two))
    modes: list[tuple[Mode, bool]] = [("session", False), ("transaction", True)]
    for mode, pooled in modes:
        with PgBouncer(found, postgresql, mode) as proxy:
            assert is_pooled(made(proxy.url(pg_url), two)) is pooled, mode
            assert seen(made(proxy.url(pg_url))).role == USER
            if pooled:
                with pytest.raises(MailtrackerError, match="is behind a proxy that gives each"):
                    Store.open(proxy.url(pg_url))
            else:
                Store.open(proxy.url(pg_url)).close()
