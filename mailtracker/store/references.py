"""A prefix in, the next reference out; the counter moved on where numbers may be in use."""

from __future__ import annotations

from sqlalchemy import Connection, Table, bindparam, func, select, update

from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import counters, ledger, outbox, requests
from mailtracker.store.together import group_of
from mailtracker.store.upsert import insert

FIRST_NUMBER = 1001

# The first number of a prefix is given where it has no counter yet.
_COUNT = Prepared(
    insert(counters)
    .values(next=FIRST_NUMBER + 1)
    .on_conflict_do_update(index_elements=["prefix"], set_={"next": counters.c.next + 1})
    .returning(counters.c.next)
)

_MOVE = insert(counters)
_MOVED = Prepared(
    _MOVE.on_conflict_do_update(index_elements=["prefix"], set_={"next": _MOVE.excluded.next})
)
_NEXT = Prepared(select(counters.c.next).where(counters.c.prefix == bindparam("which")))
_FIRST = "first"
_LAST = {table.name: Prepared(select(func.max(table.c.id))) for table in (requests, ledger)}


def next_id(conn: Connection, table: Table) -> int | None:
    """The id of the next row of `requests` or `ledger` in a group, None outside, where the database
    gives it. A transaction holds the only pen: nobody else gives the same.
    """
    group = group_of(conn)
    if group is None:
        return None
    last = group.known.get(table.name)
    if last is None:
        last = _LAST[table.name].scalar(conn) or 0
        group.known[_FIRST, table.name] = last + 1
        for one in (ledger, outbox):
            group.remember(one.name)
    number: int = last + 1
    group.known[table.name] = number
    return number


def is_ours(conn: Connection, table: Table, number: int) -> bool:
    """Whether this group gave the id: whatever names it was written by this group."""
    group = group_of(conn)
    if group is None or table.name not in group.known:
        return False
    first, last = group.known[_FIRST, table.name], group.known[table.name]
    return number in range(first, last + 1)


def next_reference(conn: Connection, prefix: str) -> str:
    """PREFIX-1001, PREFIX-1002, ... The counter is undone with its transaction."""
    group = group_of(conn)
    if group is None:
        following: int = _COUNT.scalar(conn, {"prefix": prefix})
        return f"{prefix}-{following - 1}"
    following = group.known.get((_MOVED, prefix)) or next_number(conn, prefix)
    following += 1
    group.known[_MOVED, prefix] = following
    _MOVED.later(conn, [{"prefix": prefix, "next": following}])
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
    return _NEXT.scalar(conn, {"which": prefix}) or FIRST_NUMBER
