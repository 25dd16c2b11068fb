"""Whether ladders catch up after a downtime, which a process that ends in the middle of it leaves
to the next one.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from mailtracker.store.tables import settings
from mailtracker.store.upsert import insert

_KEY = "catching up"


def is_on(conn: Connection) -> bool:
    return conn.scalar(select(settings.c.key).where(settings.c.key == _KEY)) is not None


def begin(conn: Connection) -> None:
    conn.execute(insert(settings).values(key=_KEY, value=b"").on_conflict_do_nothing())


def end(conn: Connection) -> None:
    conn.execute(delete(settings).where(settings.c.key == _KEY))
