"""How the work is spread just now → the Scene of a decision; and how a decision changed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, literal_column, select, union_all

from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.shares import moved
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.store import absences, revoked
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import loads, turns
from mailtracker.store.together import known, once
from mailtracker.store.upsert import insert

# Built once: to build a statement costs more than to run it.
_SHARES = Prepared(
    union_all(
        select(
            literal_column("'load'").label("part"),
            loads.c.owner,
            loads.c.still_open,
            loads.c.given,
            literal_column("''"),
        ),
        select(
            literal_column("'turn'"),
            turns.c.team,
            literal_column("0"),
            literal_column("0"),
            turns.c.person,
        ),
    )
)
_MORE = insert(loads)
_COUNT = Prepared(
    _MORE.on_conflict_do_update(
        index_elements=["owner"],
        set_={
            "still_open": loads.c.still_open + _MORE.excluded.still_open,
            "given": loads.c.given + _MORE.excluded.given,
        },
    )
)
_TURN_OF = insert(turns)
_TURN = Prepared(
    _TURN_OF.on_conflict_do_update(
        index_elements=["team"], set_={"person": _TURN_OF.excluded.person}
    )
)


@dataclass(frozen=True, slots=True)
class Shares:
    """How the work is spread: of each owner the requests in which something is open, neither
    answered nor closed (`load`), and all that they were ever given (`given`); of each team with
    turns who got the last one (`turns`).
    """

    load: dict[str, int]
    given: dict[str, int]
    turns: dict[str, str]


def scene(conn: Connection, policy: Policy, now: datetime) -> Scene:
    """What every decision of this transaction may look at."""
    now_open = shares(conn)
    return Scene(
        policy=policy,
        now=now,
        load=now_open.load,
        turns=now_open.turns,
        revoked=frozenset(revoked.people(conn)),
        given=now_open.given,
        absences=absences.running(conn, now),
    )


def shares(conn: Connection) -> Shares:
    """As it is now; what comes later does not change it."""
    found = once(conn, _SHARES, _shares)
    load = {owner: count for owner, count in found.load.items() if count > 0}
    return Shares(load, dict(found.given), dict(found.turns))


def _nobody() -> Shares:
    return Shares({}, {}, {})


def _shares(conn: Connection) -> Shares:
    rows = _SHARES.all(conn)
    loaded = [row for row in rows if row[0] == "load"]
    return Shares(
        load={row[1]: row[2] for row in loaded},
        given={row[1]: row[3] for row in loaded},
        turns={row[1]: row[4] for row in rows if row[0] == "turn"},
    )


def count(conn: Connection, before: Request | None, after: Request | None) -> None:
    """A request was opened, or is not as it was."""
    changes = moved(before, after)
    if not changes:
        return
    rows = [
        {"owner": owner, "still_open": one.still_open, "given": one.given}
        for owner, one in changes.items()
    ]
    _COUNT.later(conn, rows)
    found = known(conn, _SHARES, _nobody)
    for owner, one in changes.items():
        found.load[owner] = found.load.get(owner, 0) + one.still_open
        found.given[owner] = found.given.get(owner, 0) + one.given


def take_turn(conn: Connection, team: str, person: str) -> None:
    """Somebody of a team got its last request."""
    _TURN.later(conn, [{"team": team, "person": person}])
    known(conn, _SHARES, _nobody).turns[team] = person
