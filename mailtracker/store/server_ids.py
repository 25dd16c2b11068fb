"""Message-IDs that servers put in the place of ours, each with the row of the outbox whose mail has
it. They point at a mail of ours, and prove nothing (docs/reliability.md, O16).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, or_, select

from mailtracker.mail.outgoing.server_ids import is_server_id
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import outbox
from mailtracker.store.tables import server_ids as table

MOST = 6
"""Of one mail: it may go out twice, and its copies may differ. Whoever has the mail could else tell
us any number.
"""

_MET = Prepared(
    select(table.c.message_id, table.c.outbox_id).where(
        or_(table.c.message_id == bindparam("ident"), table.c.outbox_id == bindparam("row"))
    )
)
_LEARN = Prepared(insert(table))
_WRITTEN = Prepared(
    select(outbox.c.id, outbox.c.message_id).where(
        outbox.c.message_id.in_(bindparam("ids", expanding=True))
    ),
    looks={"ids": [outbox.c.message_id]},
)


def learn(conn: Connection, row_id: int, ident: str) -> bool:
    """A mail of ours (its row) also has this id. True: that is news. What cannot be one is not
    learnt, nor what another mail has already.
    """
    if not is_server_id(ident):
        return False
    met = _MET.all(conn, {"ident": ident, "row": row_id})
    if len(met) >= MOST or any(row.message_id == ident for row in met):
        return False
    _LEARN.run(conn, {"message_id": ident, "outbox_id": row_id})
    return True


def learn_all(conn: Connection, found: Sequence[tuple[str, str]]) -> int:
    """Copies of mails of ours were seen, each as (the id with which it was written, the one that it
    has). How many ids are news.
    """
    rows = _WRITTEN.all(conn, {"ids": [written for written, _ in found]}) if found else []
    by_id = {row.message_id: row.id for row in rows}
    known = [(by_id[written], ident) for written, ident in found if written in by_id]
    return sum(learn(conn, row_id, ident) for row_id, ident in known)
