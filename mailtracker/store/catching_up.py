"""Whether ladders catch up after a downtime, which a process that ends in the middle of it leaves
to the next one: of all mailboxes, or, where several daemons serve them, of each.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, select

from mailtracker.store.tables import settings
from mailtracker.store.upsert import insert

ALL = frozenset({""})


def _keys(whose: Collection[str]) -> list[str]:
    return [f"catching up {name}".rstrip() for name in sorted(whose)]


def is_on(conn: Connection, whose: Collection[str] = ALL) -> bool:
    """Of any of these."""
    found = select(settings.c.key).where(settings.c.key.in_(_keys(whose)))
    return conn.scalar(found.limit(1)) is not None


def begin(conn: Connection, whose: Collection[str] = ALL) -> None:
    for key in _keys(whose):
        conn.execute(insert(settings).values(key=key, value=b"").on_conflict_do_nothing())


def end(conn: Connection, whose: Collection[str] = ALL) -> None:
    conn.execute(delete(settings).where(settings.c.key.in_(_keys(whose))))
