"""Rows whose holder let go of them without a word: what becomes of each. No row goes out again
that may have reached a final dot (docs/reliability.md, O3, J22).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from mailtracker.desk.request import State
from mailtracker.record import dataclass
from mailtracker.store.sending import FREE, Attempt, Claimed, has_arrived, known, move, put_back
from mailtracker.store.tables import outbox as table

AT_DOT = "the daemon stopped while the server had the whole mail and said nothing yet"
UNKNOWN = "the daemon or the machine stopped while sending"
NEW_TIMELINE = "the database lost its last moments: whether this went out in them nobody knows"

_CLAIMED = table.c.claimed_at.is_not(None)


@dataclass(frozen=True, slots=True)
class Left:
    """What dead processes left in their slots (`daemon/at_dot.py`): which tries, as (row, attempt),
    were `at_dot`, and what `became` of others whose outcome the store has not heard. `known` False:
    nobody can tell, since a slot is missing or of another boot.
    """

    known: bool
    at_dot: Collection[tuple[int, int]] = ()
    became: Sequence[tuple[tuple[int, int], Attempt]] = ()


@dataclass(frozen=True, slots=True)
class Recovered:
    """Rows that were in somebody's hands who is gone: how many are `uncertain`, how many go out
    again (`back`), since they never came to the dot; and those that had `ended`, still claimed, for
    whoever settles them.
    """

    uncertain: int = 0
    back: int = 0
    ended: Sequence[tuple[Claimed, Attempt]] = ()


def recover(conn: Connection, left: Left, now: datetime) -> Recovered:
    """At a start, where there is one daemon. Only a try at the dot is uncertain; where nobody can
    tell, each is: of 742 rows that were claimed at a kill 260 had never reached the server
    (docs/reliability.md, O4).
    """
    became = dict(left.became)
    ended: list[tuple[Claimed, Attempt]] = []
    ends: list[State] = []
    for row in conn.execute(select(table).where(_CLAIMED)).all():
        this = (row.id, row.attempts)
        if this in became and this not in left.at_dot:
            ended.append((_without_bytes(row), became[this]))
        elif left.known:
            ends.append(_freed(conn, row, AT_DOT if this in left.at_dot else "", now))
        else:
            ends.append(_freed(conn, row, UNKNOWN, now))
    return Recovered(ends.count(State.UNCERTAIN), ends.count(State.READY), tuple(ended))


def recover_of(conn: Connection, alive: Collection[int], now: datetime) -> Recovered:
    """What others left, where several daemons claim; `alive` are those that live. Before the dot a
    row is free when its holder is dead or its lease over: whoever holds it still hears so before
    the dot (`claims.reach_dot`). At the dot it is uncertain, but not before its lease is over: the
    server may answer until then; what it took by then has ended. What nobody holds was claimed on
    SQLite, by whom no slot tells.
    """
    over = or_(table.c.lease_until.is_(None), table.c.lease_until <= func.now())
    dead = or_(table.c.at_dot.is_(None), table.c.at_dot < 0) & table.c.claimed_by.not_in(alive)
    # Whom a statement of another holds just now is somebody's: to wait here could end in a circle.
    orphans = select(table).where(_CLAIMED, or_(over, dead)).order_by(table.c.id)
    rows = conn.execute(orphans.with_for_update(skip_locked=True)).all()
    ended, ends = [], []
    for row in rows:
        if row.at_dot is not None and row.at_dot < 0:
            ended.append((_without_bytes(row), Attempt("sent", row.code, row.answer)))
        else:
            ends.append(_freed(conn, row, _doubt(row), now))
    return Recovered(ends.count(State.UNCERTAIN), ends.count(State.READY), tuple(ended))


def _without_bytes(row: Row[Any]) -> Claimed:
    return Claimed(raw=b"", **known(row))


def _doubt(row: Row[Any]) -> str:
    """Why a row may have gone out, "" where it cannot."""
    if row.claimed_by is None:
        return UNKNOWN
    return AT_DOT if row.at_dot is not None else ""


def _freed(conn: Connection, row: Row[Any], doubt: str, now: datetime) -> State:
    if row.proven_by:
        has_arrived(conn, row, now)
        return State.SENT
    if not doubt:
        put_back(conn, row.id)
        return State.READY
    why = {"settled_at": now, "answer": doubt, **FREE}
    return move(conn, row.id, State.SENDING, State.UNCERTAIN, **why)


def recover_all(conn: Connection, now: datetime) -> int:
    """After a failover that may have lost the last commits: what had been claimed and sent in them
    stands here as ready, so whatever is not settled is uncertain. How many are.
    """
    waiting = table.c.state == State.READY
    claimed = {"state": State.SENDING, "attempts": table.c.attempts + 1, "claimed_at": now}
    conn.execute(update(table).where(waiting).values(was=table.c.state, **claimed))
    ended = {"settled_at": now, "refused_by": "", **FREE}
    free = update(table).values(was=table.c.state, **ended)
    arrived = or_(table.c.proven_by != "", table.c.at_dot < 0)
    conn.execute(free.where(_CLAIMED, arrived).values(state=State.SENT))
    doubted = free.where(_CLAIMED).values(state=State.UNCERTAIN, answer=NEW_TIMELINE)
    return conn.execute(doubted).rowcount


def doubted(conn: Connection) -> int:
    """How many of these nothing has proven yet."""
    still = (table.c.state == State.UNCERTAIN, table.c.answer == NEW_TIMELINE)
    return int(conn.scalar(select(func.count()).select_from(table).where(*still)) or 0)
