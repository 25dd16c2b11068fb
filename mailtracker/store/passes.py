"""Which mailbox was read to its end when, and by whom: silence counts only after that, for other
daemons as well. Only where several share a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from mailtracker.record import dataclass
from mailtracker.store.tables import passes as table
from mailtracker.store.upsert import insert


@dataclass(frozen=True, slots=True)
class PassOf:
    """A full pass over a `mailbox`, begun by the clock of the `daemon` that read it (`began_at`);
    its Sent folder was looked into (`sent`).
    """

    mailbox: str
    daemon: int
    began_at: datetime
    sent: bool


@dataclass(frozen=True, slots=True)
class EndedPass:
    """The last one `of` a mailbox, and when it ended, by the database's clock (`ended_at`)."""

    of: PassOf
    ended_at: datetime


def note(conn: Connection, of: PassOf) -> None:
    """It has ended, with all that it found in the store."""
    row = {"daemon": of.daemon, "began_at": of.began_at, "sent": of.sent, "ended_at": func.now()}
    new = insert(table).values(mailbox=of.mailbox, **row)
    set_ = {name: new.excluded[name] for name in row}
    conn.execute(new.on_conflict_do_update(index_elements=["mailbox"], set_=set_))


def ended(conn: Connection) -> Sequence[EndedPass]:
    return [
        EndedPass(PassOf(row.mailbox, row.daemon, row.began_at, row.sent), row.ended_at)
        for row in conn.execute(select(table))
    ]
