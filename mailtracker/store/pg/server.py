"""A connection in; what the server at its other end is, out. And whether one is there at all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, TimeoutError

from mailtracker.errors import Unreachable
from mailtracker.postgres_url import parsed
from mailtracker.record import dataclass
from mailtracker.store.pg.troubles import UnfitServer, trouble

if TYPE_CHECKING:
    import psycopg

APART = 5.0
"""Seconds that our clock and the server's may be apart. Leases are by the server's, all else by
ours.
"""

_ASKED = text(
    """
    SELECT pg_is_in_recovery() AS in_recovery,
           CASE WHEN NOT pg_is_in_recovery()
                THEN substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline,
           current_setting('synchronous_standby_names') <> ''
               AND current_setting('synchronous_commit') NOT IN ('off', 'local') AS synchronous,
           current_setting('fsync') = 'on'
               AND current_setting('full_page_writes') = 'on' AS durable,
           current_user AS role,
           coalesce(current_schema(), '') AS schema,
           coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
           to_regclass('alembic_version') IS NOT NULL AS has_tables
    """
)
_CLOCK = text("SELECT extract(epoch FROM clock_timestamp())")


@dataclass(frozen=True, slots=True)
class PgServer:
    """What there is at the other end."""

    #: Its host and port, or the folder of its socket: of several that the URL names the one.
    at: str
    #: As people call it: 15.4.
    version: str
    #: It is a standby.
    in_recovery: bool
    #: Eight hex digits; another one after each failover. None on a standby.
    timeline: str | None
    #: A commit of ours waits until a standby has it.
    synchronous: bool
    #: What is committed survives a crash of the server's machine.
    durable: bool
    #: As whom we are in.
    role: str
    #: Where our tables are, or would be; "": nowhere.
    schema: str
    #: We may make tables there.
    may_create: bool
    #: There are some already.
    has_tables: bool
    #: The connection is encrypted.
    encrypted: bool
    #: Seconds that its clock is ahead of ours, for certain; 0.0 where that cannot be told.
    ahead: float

    @property
    def clocks_apart(self) -> bool:
        return abs(self.ahead) > APART


def server_of(conn: Connection) -> PgServer:
    """Raises what SQLAlchemy does."""
    driver = cast("psycopg.Connection[Any]", conn.connection.dbapi_connection)
    found = conn.execute(_ASKED).mappings().one()
    number = driver.info.server_version
    return PgServer(
        **found,
        at=f"{driver.info.host}:{driver.info.port}",
        version=f"{number // 10_000}.{number % 10_000}",
        encrypted=bool(driver.pgconn.ssl_in_use),
        ahead=_ahead(conn),
    )


def _ahead(conn: Connection) -> float:
    """Its answer was true at some moment between our question and its arrival."""
    asked = time.time()
    its = float(conn.scalar(_CLOCK) or 0.0)
    answered = time.time()
    if its > answered:
        return its - answered
    return min(its - asked, 0.0)


@contextmanager
def in_words(url: str, serving: bool = False) -> Iterator[None]:
    """What PostgreSQL says becomes a MailtrackerError that names the database, while we are
    `serving` always an Unreachable; what is a mistake of ours stays what it is.
    """
    try:
        yield
    except (DBAPIError, UnfitServer) as error:
        known = trouble(error)
        if known is None:
            raise
        raise known.error(parsed(url).where, serving) from error
    except TimeoutError as error:
        raise Unreachable(f"{parsed(url).where}: our own connections are all in use") from error
