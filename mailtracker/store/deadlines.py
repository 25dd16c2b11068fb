"""An instant in, the requests whose next step is due out. Its cost grows with what is
due, not with what is open.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from mailtracker.desk.request import Request
from mailtracker.store import requests as rows
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import deadlines, requests

# The epoch keeps a rung of a settled promise from firing (docs/reliability.md, D1). The clock of a
# held request runs on: whoever floods it must not stop its ladder.
_FIRES = (requests.c.id == deadlines.c.request_id) & (requests.c.epoch == deadlines.c.epoch)

_DUE = Prepared(
    select(deadlines.c.request_id)
    .join(requests, _FIRES)
    .where(deadlines.c.due_at <= bindparam("now"))
    .order_by(deadlines.c.due_at, deadlines.c.request_id)
    .limit(bindparam("most"))
)


# An owner wanted to be reminded by then.
_REMINDED = Prepared(
    select(requests.c.id)
    .where(requests.c.snoozed_until <= bindparam("now"))
    .order_by(requests.c.snoozed_until, requests.c.id)
    .limit(bindparam("most"))
)


def due(conn: Connection, now: datetime, limit: int = 100) -> list[Request]:
    """Requests with `due_at` or `snoozed_until` at or before `now`, the longest due first; then
    those whose owner is to be reminded. Up to `limit` of each.
    """
    asked = {"now": now, "most": limit}
    ids = list(dict.fromkeys([*_DUE.scalars(conn, asked), *_REMINDED.scalars(conn, asked)]))
    found = rows.by_ids(conn, ids)
    return [found[request_id] for request_id in ids]
