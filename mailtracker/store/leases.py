"""Which mailboxes this process serves, where several daemons share a database: advisory locks of
the one session by which it writes. Whoever loses that session loses them, and can commit nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Select,
    and_,
    column,
    event,
    func,
    literal_column,
    select,
    table,
)

from mailtracker.errors import LeaseLost, Unreachable
from mailtracker.store import schema, timeline

LEASE = 0x6D74_0002
"""The first key of all these locks."""

HOUSE = "#house"
"""The lease of whatever is of no mailbox."""

_LOCKS = table("pg_locks", *map(column, ("locktype", "database", "granted", "pid")))
_lease_key = literal_column("objid::bigint", BigInteger)
_OURS = and_(
    _LOCKS.c.locktype == "advisory",
    literal_column("classid::bigint", BigInteger) == LEASE,
    literal_column("objsubid") == 2,
    _LOCKS.c.granted,
    literal_column("database")
    == literal_column("(SELECT oid FROM pg_database WHERE datname = current_database())"),
)
_HOLDERS = select(_lease_key.label("key"), _LOCKS.c.pid).select_from(_LOCKS).where(_OURS)
_OTHERS = _HOLDERS.where(_LOCKS.c.pid != func.pg_backend_pid())

GONE_WITHIN = 5_000
"""Milliseconds that an ended session is waited for: once it is gone it holds nothing any more."""


def of_daemon(number: int) -> str:
    """The lease by which others see that a daemon lives."""
    return f"#daemon {number}"


def key_of(ident: str, name: str) -> int:
    """The second key of a lease, 32 bits, in the database `ident`."""
    return int.from_bytes(hashlib.sha256(f"{ident}|{name}".encode()).digest()[:4])


def holders(conn: Connection) -> dict[int, int]:
    """The server's process that holds each lease, by key."""
    return {row.key: row.pid for row in conn.execute(_HOLDERS)}


def end_holder(conn: Connection, key: int, pid: int) -> bool:
    """End the session that holds this lease, if it is still the one of that process."""
    return bool(_end(conn, _OTHERS.where(_lease_key == key, _LOCKS.c.pid == pid)))


def end_all(conn: Connection) -> int:
    """End the sessions of all others that hold any; how many those were."""
    return _end(conn, _OTHERS)


def _end(conn: Connection, which: Select[Any]) -> int:
    pids = {row.pid for row in conn.execute(which)}
    return sum(bool(conn.scalar(select(func.pg_terminate_backend(p, GONE_WITHIN)))) for p in pids)


class Leases:
    """Those of one store. `writer` None: nobody shares the database, and all of it is ours.

    The keeper's thread takes and gives back, in the writer's; any thread may ask.
    """

    def __init__(self, ident: str, writer: Engine | None) -> None:
        self.is_shared = writer is not None
        #: the server's process of the session that writes; 0: there is none yet
        self.session = 0
        #: how our keeper found the server last
        self.met: timeline.Timeline | None = None
        self._ident = ident
        self._held: frozenset[str] = frozenset()
        self._leaving: frozenset[str] = frozenset()
        self._turns: Counter[str] = Counter()
        self._is_new = False
        if writer is not None:
            event.listen(writer, "connect", self._begin_anew)
            for gone in ("invalidate", "close"):
                event.listen(writer, gone, self._end)
            writer.dispose()  # one that was made before could not be told from a lost one

    def _begin_anew(self, driver: Any, _: object) -> None:
        """Another session writes from now on: it holds nothing."""
        self.lose()
        self._is_new = True
        with driver.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (self.session,) = cursor.fetchone()
        driver.rollback()

    def _end(self, *_: object) -> None:
        self.lose()

    def lose(self) -> None:
        """Nothing is ours any more."""
        self._held = self._leaving = frozenset()

    @property
    def held(self) -> frozenset[str]:
        return self._held

    def holds(self, name: str) -> bool:
        return not self.is_shared or name in self._held

    def serves(self, name: str) -> bool:
        """Whether it is ours, and something new may be begun for it."""
        return not self.is_shared or (name in self._held and name not in self._leaving)

    def turn(self, name: str) -> int:
        """How often we took it: what was remembered before the last time counts no more."""
        return self._turns[name]

    @property
    def takeovers(self) -> int:
        """How often we took anything."""
        return self._turns.total()

    def key(self, name: str) -> int:
        return key_of(self._ident, name)

    def leave(self, name: str) -> None:
        """Nothing new is begun for it; `give_back` follows once nothing is in hand."""
        self._leaving |= {name}

    def stay(self, name: str) -> None:
        self._leaving -= {name}

    # -- on the connection that writes -----------------------------------------------

    def take(self, conn: Connection, name: str) -> bool:
        """Whether it is ours now. Waits for nobody."""
        if name in self._held:
            return True
        lock = func.pg_try_advisory_lock(LEASE, _signed(self.key(name)))
        if not conn.scalar(select(lock)):
            return False
        self._turns[name] += 1
        self._held |= {name}
        return True

    def give_back(self, conn: Connection, name: str) -> None:
        if name in self._held:
            self._held -= {name}
            self._leaving -= {name}
            conn.scalar(select(func.pg_advisory_unlock(LEASE, _signed(self.key(name)))))

    def see_to(self, conn: Connection, name: str, anew: bool = False) -> None:
        """At the begin of a transaction that holds the pen. LeaseLost where it is for somebody
        (`name`, "" for nobody) whom we do not serve. OtherTimeline where first something else is
        to be done, unless this is it (`anew`).
        """
        if not self.is_shared:
            return
        if self._is_new:
            _see_to_step(conn)
            if not anew:
                timeline.see_to(conn, self.met)
                self._is_new = False
        if name and name not in self._held:
            raise LeaseLost(f"{name.removeprefix('#')} is not served by this daemon now")


def _see_to_step(conn: Connection) -> None:
    """Whoever changes the schema ends all sessions that serve: the next one learns of it here,
    before it writes what the schema does not know.
    """
    found = schema.step(conn, "the database")
    if found != schema.HEAD:
        raise Unreachable(str(schema.wrong_step(found or "0000", "the database")))


def _signed(key: int) -> int:
    """As PostgreSQL takes 32 bits."""
    return key - (1 << 32) if key >> 31 else key
