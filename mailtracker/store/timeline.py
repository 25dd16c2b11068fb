"""On which life of which server the database is written, and what is known to be lost of an earlier
one (docs/reliability.md, J60-J66). Only where it is on a server.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, text

from mailtracker.errors import OtherTimeline
from mailtracker.record import dataclass
from mailtracker.store.tables import daemons, health, settings
from mailtracker.store.upsert import insert

LINE, LOSS = "timeline", "loss"
"""Keys of `settings`."""

_HERE = text(
    """
    SELECT (SELECT system_identifier FROM pg_control_system()) || '.'
           || (SELECT oid FROM pg_database WHERE datname = current_database()) || '/'
           || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS line,
           current_setting('synchronous_standby_names') <> ''
               AND current_setting('synchronous_commit') NOT IN ('off', 'local') AS synchronous,
           (pg_current_wal_flush_lsn() - '0/0')::bigint AS reached
    """
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One life of a database: the numbers of its server, of itself and of the timeline (`line`).
    Whether commits wait for a standby (`synchronous`), and how far the server's log had `reached`
    when somebody looked.
    """

    line: str
    synchronous: bool
    reached: int = 0

    def follows(self, before: Timeline) -> bool:
        """Whether all that was committed is still there, as far as that can be told: the same life,
        further on.
        """
        return self.line == before.line and self.reached >= before.reached

    def is_left(self, met: Timeline) -> bool:
        """Whether the same server has gone on from here to what was `met` since: this one was left
        behind, and came back.
        """
        (server, number), (other, later) = self.line.split("/"), met.line.split("/")
        return server == other and number < later


@dataclass(frozen=True, slots=True)
class Loss:
    """The last commits of a timeline are lost."""

    #: The timeline that goes on.
    line: str
    #: The last that is known to be still there was committed then, by the database's clock.
    since: datetime
    #: When it was found out, by the database's clock.
    until: datetime
    #: Mailboxes that are not compared with the ledger yet.
    left: Sequence[str]
    #: Mails that were read anew.
    taken: int = 0
    #: Prints of mails (`tombstones.print_of_id`) that were answered in what is lost.
    answered: Sequence[str] = ()


def here(conn: Connection) -> Timeline:
    """Raises what SQLAlchemy does; on a standby there is none."""
    return Timeline(**conn.execute(_HERE).mappings().one())


def known(conn: Connection) -> Timeline | None:
    """The one by which the database was written last, as it says itself. None: no daemon has served
    it there.
    """
    found = _value(conn, LINE)
    return Timeline(**found) if found is not None else None


def accept(conn: Connection, line: Timeline) -> None:
    """From now on it is written by this one."""
    # how far it has reached no other server must believe: it may be a copy
    _put(conn, LINE, {"line": line.line, "synchronous": line.synchronous})


def leave(conn: Connection) -> None:
    """It was copied to where it goes on by a life of its own, with all that there was."""
    conn.execute(delete(settings).where(settings.c.key == LINE))


def is_begun(conn: Connection, here: Timeline, met: Timeline | None) -> bool:
    """Whether it was seen to what this timeline may lack; `met` is how we found it last.
    OtherTimeline where it is an old one.
    """
    if met is not None and here.is_left(met):
        raise OtherTimeline(
            f"the server that was left behind has come back (timeline {here.line}, we were on "
            f"{met.line}), and takes commits: nothing is written there; stop it"
        )
    before = known(conn)
    if before is not None and before.line != here.line:
        return False
    if met is None or met.line != here.line or here.follows(met):
        return True
    lost = loss(conn)  # a copy of the server's disks was put back
    return lost is not None and lost.line == here.line


def see_to(conn: Connection, met: Timeline | None) -> None:
    """OtherTimeline where a daemon must first look what was lost."""
    if not is_begun(conn, here(conn), met):
        raise OtherTimeline(
            "the database goes on elsewhere: before anything is written a daemon must look whether "
            "something of it is lost (`mailtracker run`)"
        )


def loss(conn: Connection) -> Loss | None:
    found = _value(conn, LOSS)
    if found is None:
        return None
    instants = {name: datetime.fromisoformat(found[name]) for name in ("since", "until")}
    return Loss(**{**found, **instants})


def put_loss(conn: Connection, lost: Loss | None) -> None:
    """None: all of it was seen to."""
    instants = {} if lost is None else {n: getattr(lost, n).isoformat() for n in ("since", "until")}
    _put(conn, LOSS, None if lost is None else {**asdict(lost), **instants})


def note_answered(conn: Connection, prints: Collection[str]) -> None:
    """Somebody remembers that these mails were answered."""
    lost = loss(conn)
    if lost is not None and prints:
        put_loss(conn, replace(lost, answered=sorted({*lost.answered, *prints})))


def last_word(conn: Connection) -> tuple[datetime, datetime]:
    """When a daemon said last that it lives, or how it is, which is the last commit that we know
    of; and now. Whoever has only just come up has said so on the server that goes on.
    """
    said = func.max(daemons.c.seen_at).filter(daemons.c.seen_at > daemons.c.began_at)
    lives, now = conn.execute(select(said, func.now()).select_from(daemons)).one()
    well = conn.scalar(select(func.max(health.c.seen_at)))
    return max(filter(None, (lives, well)), default=now), now


def now(conn: Connection) -> datetime:
    instant: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
    return instant


def _value(conn: Connection, key: str) -> dict[str, Any] | None:
    value = conn.scalar(select(settings.c.value).where(settings.c.key == key))
    found: dict[str, Any] | None = json.loads(value) if value is not None else None
    return found


def _put(conn: Connection, key: str, value: dict[str, Any] | None) -> None:
    new = insert(settings).values(key=key, value=json.dumps(value).encode())
    set_ = {"value": new.excluded.value}
    conn.execute(new.on_conflict_do_update(index_elements=["key"], set_=set_))
