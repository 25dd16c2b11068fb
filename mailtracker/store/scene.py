"""How the work is spread just now → the Scene of a decision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, literal_column, select, union_all

from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Policy
from mailtracker.store import revoked
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import requests as table
from mailtracker.store.tables import turns

# As the partial index has it: SQLite must see its condition in the query, as literals, to take it.
_OWED = table.c.status.not_in([literal_column("'answered'"), literal_column("'closed'")])

# Built once: to build a statement costs more than to run it.
_SHARES = Prepared(
    union_all(
        select(
            literal_column("'load'").label("part"),
            table.c.owner,
            func.count(),
            literal_column("''"),
        )
        .where(_OWED)
        .group_by(table.c.owner),
        select(literal_column("'turn'"), turns.c.team, literal_column("0"), turns.c.person),
    )
)


def scene(conn: Connection, policy: Policy, now: datetime) -> Scene:
    """What every decision of this transaction may look at."""
    load, turns = shares(conn)
    return Scene(policy, now, load, turns, frozenset(revoked.people(conn)))


def shares(conn: Connection) -> tuple[dict[str, int], dict[str, str]]:
    """Requests in which something is open (neither answered nor closed), per owner; who got the
    last one, per team with turns.
    """
    rows = _SHARES.all(conn)
    load = {row[1]: row[2] for row in rows if row[0] == "load"}
    return load, {row[1]: row[3] for row in rows if row[0] == "turn"}
