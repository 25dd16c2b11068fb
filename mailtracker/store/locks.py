"""Who writes at a time. SQLite has one pen; on PostgreSQL a transaction takes advisory locks, which
the server frees with it.
"""

from __future__ import annotations

from sqlalchemy import Connection

PEN = 0x6D74_0001
"""The first key of the lock that stands for all of the database."""


def take_pen(conn: Connection) -> None:
    """Nobody else writes until this transaction ends."""
    conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({PEN}, 0)")
