"""A PostgreSQL database in which something was deleted → tables without any byte of that.

The server leaves deleted rows where they lay, and `VACUUM` only makes their place free: the bytes
stay until others come there. `VACUUM FULL` writes a table anew. Its write-ahead log, archives of
that and backups are the server's, and keep what was for as long as it is told to.
"""

from __future__ import annotations

import time

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from mailtracker.errors import MailtrackerError
from mailtracker.store.home import Rewritten
from mailtracker.store.pg.engine import PgSession, engine_of
from mailtracker.store.tables import metadata

TRIES, PAUSE = 5, 0.2
"""How often those are waited for who still see what was before, and seconds between."""

WAIT = "3s"
"""How long all others wait behind us for a table that somebody has in hand."""
LOCK_NOT_AVAILABLE = "55P03"

_NOW = text("SELECT pg_current_xact_id()::xid::text")
_SEES_WHAT_WAS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND age(backend_xmin) >= age(CAST(:now AS xid))"
)
_NOT_OURS = text(
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    " AND NOT pg_has_role(tableowner, 'USAGE')"
)


def rewrite_tables(url: str) -> Rewritten:
    """Each is locked meanwhile: whoever reads or writes waits. Raises MailtrackerError where it is
    not ours to do, and what SQLAlchemy does.
    """
    engine = engine_of(url, PgSession(application_name="mailtracker rewriting"))
    try:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as conn:
            if others := conn.scalars(_NOT_OURS).all():
                raise MailtrackerError(
                    f"the rows are gone, and their bytes lie in tables still that are not ours to "
                    f"write anew: have their owner run VACUUM FULL for {', '.join(others)}"
                )
            conn.execute(text(f"SET lock_timeout = '{WAIT}'"))
            done = [_is_seen_by_nobody(conn), *(_anew(conn, one) for one in metadata.tables)]
    finally:
        engine.dispose()
    return Rewritten(all(done), aside=())


def _anew(conn: Connection, table: str) -> bool:
    """False where somebody has it in hand for longer than all others shall wait behind us."""
    try:
        conn.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


def _is_seen_by_nobody(conn: Connection) -> bool:
    """Rows that somebody may still see are copied like all others."""
    now = conn.scalar(_NOW)
    for left in reversed(range(TRIES)):
        if not conn.scalar(_SEES_WHAT_WAS, {"now": now}):
            return True
        if left:
            time.sleep(PAUSE)
    return False
