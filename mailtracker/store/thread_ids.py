"""A request and somebody → the Message-IDs of it that they have seen:
what References is made from.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, literal, select, union_all

from mailtracker.desk.request import State
from mailtracker.mail.address_key import address_key
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import ledger, outbox, server_ids
from mailtracker.store.tables import requests as table

_WHO = bindparam("who", type_=ledger.c.sender.type)
_THREAD = Prepared(
    union_all(
        select(
            literal(0).label("part"),
            table.c.opened_at.label("at"),
            table.c.id,
            table.c.first_id.label("message_id"),
        ).where(table.c.id == bindparam("about")),
        select(literal(1), ledger.c.fetched_at, ledger.c.id, ledger.c.message_id).where(
            ledger.c.request_id == bindparam("about"), ledger.c.sender == _WHO
        ),
        select(literal(2), outbox.c.created_at, outbox.c.id, outbox.c.message_id).where(
            outbox.c.request_id == bindparam("about"),
            outbox.c.recipient_key == _WHO,
            outbox.c.state != State.FAILED,
        ),
        select(literal(3), outbox.c.created_at, outbox.c.id, server_ids.c.message_id)
        .join_from(outbox, server_ids, server_ids.c.outbox_id == outbox.c.id)
        .where(
            outbox.c.request_id == bindparam("about"),
            outbox.c.recipient_key == _WHO,
            outbox.c.state != State.FAILED,
        ),
    ),
    looks={"about": [table.c.id, outbox.c.request_id], "who": [ledger.c.sender]},
)


def thread_ids(conn: Connection, request_id: int, recipient: str) -> list[str]:
    """Message-IDs of this request that the recipient has seen, in order of
    time: what References is made from.

    The first mail's, those of mails that they sent themselves, and those of ours to them that did
    not fail: behind the id with which we wrote one stand those that servers gave it, since it is by
    one of these that they know it.
    """
    rows = _THREAD.all(conn, {"about": request_id, "who": address_key(recipient)})
    told = sorted(rows, key=lambda row: (row.part > 0, row.at, row.part, row.id))
    return list(dict.fromkeys(row.message_id for row in told if row.message_id))
