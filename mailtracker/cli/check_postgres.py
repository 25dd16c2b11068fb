"""The part of `check` that asks a PostgreSQL server: whether it can be reached and trusted, what it
is, and whether it keeps what the daemons need. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtracker.cli.finding import CheckFinding, beside
from mailtracker.errors import MailtrackerError, Problem
from mailtracker.postgres_url import PostgresUrl, parsed

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.store.pg.server import PgServer

UNVERIFIED = (
    "sslmode=require encrypts, and asks nobody who the server is: say sslmode=verify-full, and "
    "the authority of its certificate by sslrootcert"
)
UNSURE = (
    "fsync or full_page_writes is off there: where its machine loses power, mails are lost that "
    "were acknowledged; switch both on"
)


def check_postgres(config: Config, strict: bool, offline: bool) -> Iterator[CheckFinding]:
    """A line, with all that is wrong."""
    there = parsed(config.store.url)
    if offline:
        yield CheckFinding("database", f"{there.where}; not asked")
        return
    try:
        server = _asked(config.store.url, there)
    except MailtrackerError as error:
        yield CheckFinding("database", str(error), ok=False)
        return
    told = [*_wrong_with(server, there), *_of_other_version(config.store.url, server)]
    found = tuple(
        Problem(str(config.path), 0, 0, message, warning=warning) for message, warning in told
    )
    ok = all(problem.warning for problem in found) and not (strict and found)
    warnings = sum(problem.warning for problem in found)
    yield CheckFinding("database", f"{_told(server, there)}{beside(warnings)}", found, ok=ok)


def _asked(url: str, there: PostgresUrl) -> PgServer:
    from mailtracker.store.pg.engine import PgSession, engine_of
    from mailtracker.store.pg.pooling import refuse_pooler
    from mailtracker.store.pg.server import in_words, server_of

    engine = engine_of(url, PgSession(application_name="mailtracker check", pool_size=2))
    try:
        with in_words(url):
            refuse_pooler(engine, there.where)
            with engine.connect() as conn:
                return server_of(conn)
    finally:
        engine.dispose()


def _told(server: PgServer, there: PostgresUrl) -> str:
    way = "TLS" if server.encrypted else "no TLS"
    if server.encrypted:
        way += ", verified" if there.is_verified else ", not verified"
    kept = "has our tables" if server.has_tables else "its tables will be made by the first run"
    standby = "; each commit waits for a standby" if server.synchronous else ""
    one = f", of which {server.at} answers" if len(there.hosts) > 1 else ""
    return (
        f"{there.where}{one}, PostgreSQL {server.version} as {server.role}, {way}{standby}; {kept}"
    )


def _wrong_with(server: PgServer, there: PostgresUrl) -> Iterator[tuple[str, bool]]:
    """(what, whether it only is a warning)."""
    if server.in_recovery:
        yield "it is a standby, where nobody can write: name the primary", False
    if not server.schema:
        yield "no schema of search_path is there: make one, or set it for our role", False
    elif not server.may_create and not server.has_tables:
        yield (
            f"{server.role} may not make tables in schema {server.schema}: an administrator says "
            f"GRANT CREATE ON SCHEMA {server.schema} TO {server.role}, or makes it the owner of "
            f"the database",
            False,
        )
    if server.clocks_apart:
        yield (
            f"its clock is {abs(server.ahead):.0f} s {'ahead of' if server.ahead > 0 else 'behind'}"
            f" ours: set both by NTP. Leases are by its clock, promises by ours",
            True,
        )
    if there.unverified:
        yield UNVERIFIED, True
    if not server.durable:
        yield UNSURE, True


def _of_other_version(url: str, server: PgServer) -> Iterator[tuple[str, bool]]:
    from mailtracker.store.database import Store

    try:
        if server.has_tables:
            Store.open_to_read(url).close()
    except MailtrackerError as error:
        yield str(error), False
