"""A prefix in, the next reference out; the counter moved on where numbers may be in use."""

from __future__ import annotations

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import counters

FIRST_NUMBER = 1001

# The first number of a prefix is given where it has no counter yet.
_COUNT = Prepared(
    insert(counters)
    .values(next=FIRST_NUMBER + 1)
    .on_conflict_do_update(index_elements=["prefix"], set_={"next": counters.c.next + 1})
    .returning(counters.c.next)
)


def next_reference(conn: Connection, prefix: str) -> str:
    """PREFIX-1001, PREFIX-1002, ... The counter is undone with its transaction."""
    following: int = _COUNT.scalar(conn, {"prefix": prefix})
    return f"{prefix}-{following - 1}"


def give_from(conn: Connection, prefix: str, number: int) -> bool:
    """No reference below `number` is given any more. False: the counter is beyond it already."""
    ahead = counters.c.prefix == prefix
    following = conn.scalar(select(counters.c.next).where(ahead)) or FIRST_NUMBER
    if following >= number:
        return False
    moved = update(counters).where(ahead).values(next=number)
    if not conn.execute(moved).rowcount:
        conn.execute(insert(counters), {"prefix": prefix, "next": number})
    return True


def next_number(conn: Connection, prefix: str) -> int:
    """Of the next reference with this prefix."""
    return conn.scalar(select(counters.c.next).where(counters.c.prefix == prefix)) or FIRST_NUMBER
