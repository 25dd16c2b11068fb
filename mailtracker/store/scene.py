"""How the work is spread just now → the Scene of a decision; and how a decision changed it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, literal_column, select, union_all
from sqlalchemy.dialects.sqlite import insert

from mailtracker.desk.request import Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Policy
from mailtracker.store import revoked
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import loads, turns
from mailtracker.store.together import known, once

# Built once: to build a statement costs more than to run it.
_SHARES = Prepared(
    union_all(
        select(
            literal_column("'load'").label("part"),
            loads.c.owner,
            loads.c.still_open,
            literal_column("''"),
        ).where(loads.c.still_open > 0),
        select(literal_column("'turn'"), turns.c.team, literal_column("0"), turns.c.person),
    )
)
_MORE = insert(loads)
_COUNT = Prepared(
    _MORE.on_conflict_do_update(
        index_elements=["owner"],
        set_={"still_open": loads.c.still_open + _MORE.excluded.still_open},
    )
)
_TURN_OF = insert(turns)
_TURN = Prepared(
    _TURN_OF.on_conflict_do_update(
        index_elements=["team"], set_={"person": _TURN_OF.excluded.person}
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
    load, turns = once(conn, _SHARES, _shares)
    return {owner: count for owner, count in load.items() if count > 0}, dict(turns)


def _nobody() -> tuple[dict[str, int], dict[str, str]]:
    return {}, {}


def _shares(conn: Connection) -> tuple[dict[str, int], dict[str, str]]:
    rows = _SHARES.all(conn)
    load = {row[1]: row[2] for row in rows if row[0] == "load"}
    return load, {row[1]: row[3] for row in rows if row[0] == "turn"}


def count(conn: Connection, before: Request | None, after: Request | None) -> None:
    """A request was opened, or is not as it was."""
    moved: Counter[str] = Counter()
    for request, number in ((before, -1), (after, 1)):
        if request is not None and request.status not in (Status.ANSWERED, Status.CLOSED):
            moved[request.owner] += number
    rows = [{"owner": owner, "still_open": n} for owner, n in moved.items() if n]
    if not rows:
        return
    _COUNT.later(conn, rows)
    load, _ = known(conn, _SHARES, _nobody)
    for owner, number in moved.items():
        load[owner] = load.get(owner, 0) + number


def take_turn(conn: Connection, team: str, person: str) -> None:
    """Somebody of a team got its last request."""
    _TURN.later(conn, [{"team": team, "person": person}])
    _, taken = known(conn, _SHARES, _nobody)
    taken[team] = person
