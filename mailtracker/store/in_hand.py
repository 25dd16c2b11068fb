"""Mails that could not be taken yet: how often each was tried, when next, and what went wrong. A
row goes when its mail has a line in the ledger, or is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, func, select

from mailtracker.record import dataclass
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import in_hand as table
from mailtracker.store.tables import ledger
from mailtracker.store.upsert import insert


@dataclass(frozen=True, slots=True)
class Epoch:
    """A `mailbox`, by name, for as long as its numbers count (`uidvalidity`)."""

    mailbox: str
    uidvalidity: int


@dataclass(frozen=True, slots=True)
class TriedMail:
    """A mail that could not be taken: its number (`uid`), how many `tries` there were `since` the
    first, when is the next (`next_try_at`), and the last `trouble`, for people. Instants are UTC.
    """

    uid: int
    tries: int
    since: datetime
    next_try_at: datetime
    trouble: str


_OF_EPOCH = and_(
    table.c.mailbox == bindparam("mailbox"), table.c.uidvalidity == bindparam("uidvalidity")
)
_TRIED = Prepared(select(*(table.c[name] for name in TriedMail.__slots__)).where(_OF_EPOCH))
_FORGET = Prepared(
    delete(table).where(_OF_EPOCH, table.c.uid.in_(bindparam("uids", expanding=True)))
)


def tried(conn: Connection, epoch: Epoch) -> dict[int, TriedMail]:
    """All of a mailbox, by number."""
    rows = _TRIED.all(conn, asdict(epoch))
    return {row.uid: TriedMail(**row._asdict()) for row in rows}


def count_try(conn: Connection, epoch: Epoch, failed: TriedMail) -> None:
    """The row becomes this, whatever it was."""
    row = {"mailbox": epoch.mailbox, "uidvalidity": epoch.uidvalidity}
    row |= {name: getattr(failed, name) for name in TriedMail.__slots__}
    stated = insert(table).values(row)
    changed = {name: stated.excluded[name] for name in ("tries", "next_try_at", "trouble")}
    key = ["mailbox", "uidvalidity", "uid"]
    conn.execute(stated.on_conflict_do_update(index_elements=key, set_=changed))


def forget(conn: Connection, epoch: Epoch, uids: Iterable[int]) -> None:
    """These were taken, or are gone."""
    wanted = list(uids)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        _FORGET.run(conn, {**asdict(epoch), "uids": some})


def forget_older(conn: Connection, epoch: Epoch) -> None:
    """What was tried in another epoch of this mailbox means nothing any more."""
    other = and_(table.c.mailbox == epoch.mailbox, table.c.uidvalidity != epoch.uidvalidity)
    conn.execute(delete(table).where(other))


def given_since(conn: Connection, epoch: Epoch, since: datetime) -> bool:
    """Whether the mailbox gave us some mail since then."""
    given = select(func.max(ledger.c.fetched_at)).where(
        ledger.c.mailbox == epoch.mailbox,
        ledger.c.uidvalidity == epoch.uidvalidity,
        ledger.c.sha256 != "",
        ledger.c.fetched_at >= since,
    )
    return conn.scalar(given) is not None
