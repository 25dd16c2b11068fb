"""Who writes at a time. SQLite has one pen. On PostgreSQL a transaction takes advisory locks before
it looks at anything, which the server frees with it: the pen alone, or a share of the pen and what
it may change (`Locks`). What it meets beyond that it asks for by `need`, and is begun again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection

from mailtracker.record import dataclass

PEN = 0x6D74_0001
"""The first key of the lock that stands for all of the database."""

WITHOUT_PEN = "without_pen"
"""Of a connection's execution options: its transactions write nothing that anybody decides by."""

Key = tuple[int, int]
"""Two numbers of 32 bits, by which the server knows a lock."""

MOST = 400
"""Locks of one transaction. The table of all is shared by everybody, and has 6,400 places where
nobody changed it; whoever wants more than this takes the pen, which is one.
"""


class LockKind(IntEnum):
    """The first key of all locks of a kind. LEASE of `store/leases.py` is none of them."""

    MAILBOXES = 0x6D74_0010
    CONTENTS = 0x6D74_0011
    IDS = 0x6D74_0012
    TEAMS = 0x6D74_0013
    SENDERS = 0x6D74_0014


@dataclass(frozen=True, slots=True)
class Locks:
    """What a transaction may read in order to change it, or have others find. `whole`: the pen."""

    #: names, of those whose requests and lines it may change
    mailboxes: frozenset[str] = frozenset()
    #: content keys of mails that come in
    contents: frozenset[str] = frozenset()
    #: Message-IDs of these
    ids: frozenset[str] = frozenset()
    #: keys, of those who share by load or by turns
    teams: frozenset[str] = frozenset()
    #: keys of addresses, and of purses of which little is left
    senders: frozenset[str] = frozenset()
    #: nobody else writes
    whole: bool = False

    def __or__(self, other: Locks) -> Locks:
        both = {name: getattr(self, name) | getattr(other, name) for name in _NAMES}
        return Locks(**both, whole=self.whole or other.whole)

    def __sub__(self, other: Locks) -> Locks:
        """What of these is not among the others."""
        if other.whole:
            return NONE
        rest = {name: getattr(self, name) - getattr(other, name) for name in _NAMES}
        return Locks(**rest, whole=self.whole)

    def keys(self, ident: str) -> list[Key] | None:
        """In the order in which everybody takes them; None: the pen. `ident`: of the database."""
        named = [(kind, name) for kind, field in _KINDS for name in getattr(self, field) if name]
        if self.whole or len(named) > MOST:
            return None
        return sorted({(int(kind), _hashed(ident, kind, name)) for kind, name in named})


_NAMES = tuple(field.name for field in fields(Locks) if field.name != "whole")
_KINDS = [(kind, kind.name.lower()) for kind in LockKind]
NONE = Locks()
"""A share of the pen: for what touches only rows that nobody decides by, each by its own key."""
WHOLE = Locks(whole=True)


class BeginAgain(BaseException):
    """This transaction is to be undone and begun again, by `Store.carry_out`. No Exception, since
    nobody on the way up may think that it is a mail's fault.
    """


class MoreLocks(BeginAgain):
    """It has met what it has not locked: it must have these `locks` besides, from its beginning,
    since what it has read may be old.
    """

    def __init__(self, locks: Locks) -> None:
        self.locks = locks
        super().__init__(f"more locks: {locks}")


class Collided(BeginAgain):
    """The server undid it, since it collided with another; `doubled`: both wrote one row anew."""

    def __init__(self, said: object, doubled: bool) -> None:
        self.doubled = doubled
        super().__init__(str(said))


class _Holding:
    """What a transaction has (`had`), and what of it was `needed` so far."""

    def __init__(self, had: Locks) -> None:
        self.had, self.needed = had, NONE


_HOLDING: dict[Connection, _Holding] = {}
"""Transactions that `Store.carry_out` can begin again. All others hold the pen."""


@contextmanager
def holding(conn: Connection, had: Locks) -> Iterator[None]:
    """Within, `need` knows what this transaction has locked."""
    _HOLDING[conn] = _Holding(had)
    try:
        yield
    finally:
        del _HOLDING[conn]


def need(conn: Connection, locks: Locks) -> None:
    """It is about to change these, or decides by them. Raises MoreLocks where it has not locked
    them all.
    """
    found = _HOLDING.get(conn) if _HOLDING else None
    if found is not None:
        found.needed |= locks
        if locks - found.had != NONE:
            raise MoreLocks(locks)


def needed(conn: Connection) -> Locks:
    """What this transaction asked for."""
    found = _HOLDING.get(conn)
    return found.needed if found else NONE


def shared_by_others(locks: Locks) -> Locks:
    """Of what one transaction needed that with which the next of its kind does well to begin: what
    it did with the pen is rare.
    """
    return replace(locks, whole=False)


def is_fine(conn: Connection) -> bool:
    """Whether others may write beside this transaction."""
    found = _HOLDING.get(conn) if _HOLDING else None
    return found is not None and not found.had.whole


CROSSINGS = ("40P01", "40001", "55P03")
"""SQLSTATEs of a deadlock, of what cannot be serialized, and of a lock that did not come free for
long: to do it again is all it takes.
"""

DOUBLED = "23505"


def collided(conn: Connection, error: Any) -> Collided | None:
    """What an error of the driver's means to a transaction that can be begun again. That of a row
    that is there already is one where somebody wrote it meanwhile; with the pen it is a bug.
    """
    found = _HOLDING.get(conn) if _HOLDING else None
    if found is None:
        return None
    state = getattr(error, "sqlstate", None)
    doubled = state == DOUBLED and not found.had.whole
    return Collided(error, doubled) if doubled or state in CROSSINGS else None


def take(conn: Connection, keys: Sequence[Key] | None) -> None:
    """At the begin of a transaction, in one statement. None: nobody else writes until it ends."""
    if keys is None:
        conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%(pen)s, 0)", {"pen": PEN})
        return
    kinds, names = [key[0] for key in keys], [key[1] for key in keys]
    conn.exec_driver_sql(_SOME, {"pen": PEN, "kinds": kinds, "names": names})


# Rows come in the order of the lists: everybody takes them in one order, the pen first.
_SOME = """
SELECT pg_advisory_xact_lock_shared(%(pen)s, 0)
UNION ALL
SELECT pg_advisory_xact_lock(kind, name)
FROM unnest(%(kinds)s::int[], %(names)s::int[]) AS some_locks(kind, name)
"""


def _hashed(ident: str, kind: int, name: str) -> int:
    digest = hashlib.sha256(f"{ident}|{kind}|{name}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big", signed=True)
