"""A proxy that pools transactions, not sessions, takes from us what holds several daemons apart:
locks and LISTEN of a session. It is found out, and refused.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from mailtracker.errors import MailtrackerError

ROUNDS = 12
"""Each finds a pooling proxy out for certain where nobody else uses it, and hardly ever not where
many do; one that keeps sessions apart is never taken for another.
"""

_PID = text("SELECT pg_backend_pid()")

POOLED = (
    "is behind a proxy that gives each transaction another session of the server, so that locks "
    "would not hold: have it pool sessions (PgBouncer: pool_mode=session), or name the server "
    "itself in [store] url"
)


def refuse_pooler(engine: Engine, where: str) -> None:
    """Raises MailtrackerError. The engine needs two connections."""
    if is_pooled(engine):
        raise MailtrackerError(f"{where} {POOLED}")


def is_pooled(engine: Engine) -> bool:
    """Whether transactions of one connection are in one session of the server.

    A server tells each client the number of its session when it comes; a proxy must tell a number
    of its own. Where the two are one nobody stands between. Else two connections ask, twice each in
    turn: a session has one number for good, and no other connection has it.
    """
    with engine.connect() as first:
        if _told(first) == _session(first):
            return False
        with engine.connect() as second:
            ours, theirs = {_session(first)}, {_session(second)}
            for _ in range(ROUNDS):
                ours |= {_session(first), _session(first)}
                theirs |= {_session(second), _session(second)}
                if len(ours) > 1 or len(theirs) > 1 or ours & theirs:
                    return True
    return False


def _told(conn: Connection) -> int:
    driver: object = conn.connection.dbapi_connection
    return int(driver.pgconn.backend_pid)  # type: ignore[attr-defined]


def _session(conn: Connection) -> int:
    """Of a transaction of its own."""
    number = conn.scalar(_PID)
    conn.rollback()
    return int(number or 0)
