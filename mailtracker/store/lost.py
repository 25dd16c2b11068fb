"""A mail of ours that did not arrive → what it was, where the mail lies that it carries, and what
its reader owes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from mailtracker.desk.put_away import PutAway
from mailtracker.desk.request import ALIVE, Request
from mailtracker.record import dataclass
from mailtracker.store import request_tokens
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import by_ids, requests
from mailtracker.store.tables import ledger, outbox

MAX_OWED = 50
"""Requests that are decided on where a letter about all of somebody's is lost. What more they owe
follows with the next mail about it.
"""

_ROW = Prepared(
    select(outbox.c.row_key, outbox.c.sha256, outbox.c.created_at, outbox.c.person).where(
        outbox.c.id == bindparam("row")
    )
)
_LINE = Prepared(select(ledger.c.put_away, ledger.c.folder).where(ledger.c.id == bindparam("line")))
_OF_A_MAIL = re.compile(r"m(\d{1,18})/")
"""How the key of a row begins whose cause is one mail, as it came."""


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row of the outbox that did not arrive: by which its bytes are kept (`sha256`), when it was
    written (`written_at`), and whom it was for (`person`, a key, "" for who has none). `moved`: the
    mail that it carries lies in another folder by now, which is the usual one where `folder` is "".
    """

    sha256: str
    written_at: datetime
    person: str
    moved: bool
    folder: str


def row(conn: Connection, outbox_id: int) -> LostRow:
    found = _ROW.first(conn, {"row": outbox_id})
    line = _OF_A_MAIL.match(found.row_key)
    put = _LINE.first(conn, {"line": int(line[1])}) if line else None
    moved = put is not None and put.put_away == PutAway.MOVED
    folder = put.folder if put is not None else ""
    return LostRow(found.sha256, found.created_at, found.person, moved, folder)


def owed(conn: Connection, outbox_id: int, person: str) -> Sequence[Request]:
    """What a letter is about, and what else its reader (a key) owes an answer, each once."""
    listed = by_ids(conn, request_tokens.requests_in(conn, outbox_id)).values()
    theirs = requests(conn, ALIVE, person, limit=MAX_OWED)
    running = [one for one in theirs if one.unanswered_since is not None]
    both = {one.id: one for one in (*listed, *running) if one.owner == person}
    return list(both.values())[:MAX_OWED]
