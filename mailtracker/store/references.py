"""A prefix in, the next reference out; the counter moved on where numbers may be in use."""

from __future__ import annotations

from sqlalchemy import Connection, Table, bindparam, func, select, update

from mailtracker.record import dataclass
from mailtracker.store.columns import Number
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
_LAST = {table.name: Prepared(select(func.max(table.c.id))) for table in (requests, ledger)}
_TAKEN = {
    table.name: Prepared(
        select(func.nextval(f"{table.name}_id_seq")).select_from(
            func.generate_series(1, bindparam("most", type_=Number))
        )
    )
    for table in (requests, ledger)
}


@dataclass(slots=True)
class _Ids:
    """Of a table's rows: those that this group `gave`, and those that it may give next, the first
    at the end (`left`).
    """

    gave: set[int]
    left: list[int]


def next_id(conn: Connection, table: Table) -> int | None:
    """The id of the next row of `requests` or `ledger` in a group, None outside, where the database
    gives it.
    """
    group = group_of(conn)
    if group is None:
        return None
    ids: _Ids | None = group.known.get(table.name)
    if ids is None:
        ids = group.known[table.name] = _Ids(set(), [])
        for one in (ledger, outbox):
            group.remember(one.name)
    if not ids.left:
        ids.left = _fresh(conn, table, ids, group.size)[::-1]
    number = ids.left.pop()
    ids.gave.add(number)
    return number


def _fresh(conn: Connection, table: Table, ids: _Ids, most: int) -> list[int]:
    """Ids that nobody else gives. SQLite has the only pen; on PostgreSQL a sequence gives a block
    of them: what is not used is missing for ever, and nothing counts by them.
    """
    if conn.dialect.name == "postgresql":
        return sorted(_TAKEN[table.name].scalars(conn, {"most": most}))
    last = max(ids.gave) if ids.gave else _LAST[table.name].scalar(conn) or 0
    return [last + 1]


def is_ours(conn: Connection, table: Table, number: int) -> bool:
    """Whether this group gave the id: whatever names it was written by this group."""
    group = group_of(conn)
    ids: _Ids | None = group.known.get(table.name) if group else None
    return ids is not None and number in ids.gave


def next_reference(conn: Connection, prefix: str) -> str:
    """PREFIX-1001, PREFIX-1002, ... The counter is undone with its transaction."""
    group = group_of(conn)
    if group is None:
        following: int = _COUNT.scalar(conn, {"prefix": prefix})
        return f"{prefix}-{following - 1}"
    if (_MOVED, prefix) in group.known:
        following = group.known[_MOVED, prefix] + 1
        _MOVED.later(conn, [{"prefix": prefix, "next": following}])
    else:  # counted at once, it keeps others from this prefix until we end
        following = _COUNT.scalar(conn, {"prefix": prefix})
    group.known[_MOVED, prefix] = following
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
