"""Whose a row on its way is, where several daemons claim: each claim is one daemon's for a lease,
by the database's clock, and is told from every other claim of the row by its instant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from mailtracker.desk.request import State
from mailtracker.store.prepared import Prepared
from mailtracker.store.sending import LEASE, Attempt, Claimed, last_words, move
from mailtracker.store.tables import outbox as table

Claim = tuple[int, datetime | None]
"""A row, and when it was claimed."""

_HELD = (table.c.claimed_by == bindparam("by"), table.c.state == State.SENDING)
_OURS = Prepared(
    select(table.c.id, table.c.claimed_at)
    .where(table.c.id.in_(bindparam("some", expanding=True)), *_HELD)
    .order_by(table.c.id)
    .with_for_update()
)
_REACH = Prepared(
    update(table)
    .where(table.c.id == bindparam("which"), table.c.claimed_at == bindparam("since"), *_HELD)
    .where(table.c.at_dot.is_(None), table.c.lease_until > func.now())
    .values(at_dot=table.c.attempts, lease_until=func.now() + LEASE)
)
_TAKEN = Prepared(
    update(table)
    .where(table.c.id == bindparam("which"), table.c.claimed_at == bindparam("since"), *_HELD)
    .where(table.c.at_dot > 0)
    .values(at_dot=-table.c.at_dot)
)
_STATE = Prepared(
    select(table.c.state, table.c.attempts, table.c.settled_at)
    .where(table.c.id == bindparam("which"), table.c.message_id == bindparam("ident"))
    .with_for_update()
)


def claim_of(row: Claimed) -> Claim:
    return row.id, row.claimed_at


def still_ours(conn: Connection, by: int, rows: Sequence[Claimed]) -> Collection[Claim]:
    """Which of these claims are `by`'s still, until this transaction ends: nobody has taken the row
    for an orphan since.
    """
    if not rows:
        return ()
    found = _OURS.all(conn, {"some": [row.id for row in rows], "by": by})
    return {(row.id, row.claimed_at) for row in found}


def reach_dot(
    conn: Connection, by: int, row: Claimed, taken: Sequence[tuple[Claimed, Attempt]] = ()
) -> bool:
    """Its dot is about to be written. False: it must not be, since the claim is over, or has been
    at the dot before. From the commit on the row is uncertain unless somebody settles it. `taken`
    are others of ours that a server took, and that are not settled yet: they say so from then on.
    """
    _TAKEN.run_all(conn, [{**_this(by, one), **last_words(answer)} for one, answer in taken])
    return _REACH.run(conn, _this(by, row)) == 1


def _this(by: int, row: Claimed) -> dict[str, Any]:
    return {"which": row.id, "since": row.claimed_at, "by": by}


def took_after_all(conn: Connection, mail: tuple[int, str], answer: Attempt, now: datetime) -> bool:
    """The server's yes came when the row was not ours any more: it has arrived all the same. False
    where that changes nothing. The `mail` is known by row and Message-ID: after a failover that
    lost commits the row may be missing, or another mail's.
    """
    row_id, message_id = mail
    row = _STATE.first(conn, {"which": row_id, "ident": message_id})
    if row is None:
        return False
    is_tried = row.state == State.READY and row.attempts > 0
    if row.state != State.UNCERTAIN and not is_tried:
        return False
    ended = {"settled_at": row.settled_at or now, "refused_by": "", **last_words(answer)}
    move(conn, row_id, State(row.state), State.SENT, **ended)
    return True
