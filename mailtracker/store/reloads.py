"""`mailtracker reload` asks, the daemon answers: they meet in these rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from mailtracker.store.tables import reloads as table
from mailtracker.store.wakeups import ToDo, note

FORGOTTEN = timedelta(days=1)
"""How long questions stay, answered or not."""


def ask(conn: Connection, now: datetime) -> int:
    """Ask the daemon to read its rules again. The number is what `answer_of` wants."""
    conn.execute(delete(table).where(table.c.asked_at < now - FORGOTTEN))
    note(conn, ToDo.RULES)
    return int(
        conn.execute(
            insert(table).values(asked_at=now, answered_at=None, answer="").returning(table.c.id)
        ).scalar_one()
    )


def waiting(conn: Connection) -> list[int]:
    """Who waits for an answer."""
    return list(
        conn.scalars(select(table.c.id).where(table.c.answered_at.is_(None)).order_by(table.c.id))
    )


def answer(conn: Connection, asked: Sequence[int], text: str, now: datetime) -> None:
    """One answer for all who asked."""
    conn.execute(update(table).where(table.c.id.in_(asked)).values(answered_at=now, answer=text))


def answer_of(conn: Connection, asked: int) -> str | None:
    """None while there is none."""
    return conn.scalar(
        select(table.c.answer).where(table.c.id == asked, table.c.answered_at.is_not(None))
    )
