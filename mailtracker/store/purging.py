"""What is older than its mailbox keeps it (`keep`) loses its words: requests that have been at rest
for so long, with all their mail, and mails that no request came of. What figures are made of stays:
instants, states, who had it (docs/reliability.md, X1 and X2). `personal.py` says of each column
which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from mailtracker.desk.request import State, Status
from mailtracker.store import keep
from mailtracker.store.personal import PERSONAL, Fate
from mailtracker.store.tables import deadlines, ledger, mailboxes, metadata, outbox, requests
from mailtracker.store.tombstones import print_of_id

GONE = "no longer kept"
"""What stands in the ledger for why something became of a mail: every line says it of its mail."""

_SETTLED = (State.SENT, State.FAILED)
# As the partial indexes say it.
_HAS_TEXTS: ColumnElement[bool] = literal_column("requests.texts")
_HAS_OWN: ColumnElement[bool] = literal_column("requests.keep_for IS NOT NULL")
_LONE_LINE: ColumnElement[bool] = literal_column("ledger.request_id IS NULL AND NOT ledger.purged")
_LONE_MAIL: ColumnElement[bool] = literal_column("outbox.request_id IS NULL AND NOT outbox.purged")


def _wordless(table: Table) -> dict[str, Any]:
    """What of a row is purged, with nothing in its place."""
    held = PERSONAL.get(table.name, {})
    return {name: "" for name, one in held.items() if one.fate is Fate.PURGED}


_AFTERWARDS = {
    table: {**values, "purged": True} if "purged" in table.c else values
    for table in metadata.sorted_tables
    if "request_id" in table.c and (values := _wordless(table))
}
"""Tables with words of requests, and what a row has then."""
_NAMED_ANEW = (
    update(ledger).where(ledger.c.id == bindparam("line")).values(message_id=bindparam("print"))
)
_AFTERWARDS[ledger]["reason"] = case((ledger.c.reason == "", ""), else_=GONE)


def served(conn: Connection) -> list[str]:
    """Names of all mailboxes that ever were, also of those that the config no longer has."""
    return list(conn.scalars(select(mailboxes.c.name).order_by(mailboxes.c.name)))


def purge_requests(
    conn: Connection, mailbox: str, before: datetime, now: datetime, limit: int
) -> int:
    """At most so many requests of a mailbox lose their words: those that were closed before an
    instant, or answered for good, and about which nobody has written since. How many did. Without
    those that are kept for a time of their own.
    """
    usual = and_(requests.c.mailbox == mailbox, requests.c.keep_for.is_(None))
    return _purge(conn, list(conn.scalars(_at_rest(usual, before).limit(limit))), now)


def purge_own(conn: Connection, now: datetime, limit: int) -> int:
    """The same of those that are kept for a time of their own (`Given.keep_for`)."""
    times = select(requests.c.keep_for).where(_HAS_OWN, _HAS_TEXTS).distinct()
    gone = 0
    for days in list(conn.scalars(times)):
        own = and_(_HAS_OWN, requests.c.keep_for == days)
        found = _at_rest(own, now - timedelta(days=days)).limit(limit)
        gone += _purge(conn, list(conn.scalars(found)), now)
    return gone


def _purge(conn: Connection, ids: Sequence[int], now: datetime) -> int:
    if not ids:
        return 0
    names = _names(conn, ledger, ids) + _names(conn, outbox, ids)
    own = {**_wordless(requests), "texts": False, "purged_at": now}
    conn.execute(update(requests).where(requests.c.id.in_(ids)).values(own))
    for table, wordless in _AFTERWARDS.items():
        conn.execute(update(table).where(table.c.request_id.in_(ids)).values(wordless))
    keep.drop(conn, names)
    return len(ids)


def _at_rest(which: ColumnElement[bool], before: datetime) -> Any:
    """Ids of these. One that was merged into another keeps its words for as long as that does, and
    one that has a part for as long as the part: whoever takes that over reads its mails.
    """
    young = exists().where(ledger.c.request_id == requests.c.id, ledger.c.fetched_at >= before)
    unsent = exists().where(outbox.c.request_id == requests.c.id, outbox.c.state.not_in(_SETTLED))
    due = exists().where(deadlines.c.request_id == requests.c.id)
    whole = requests.alias("whole")
    read = exists().where(whole.c.id == requests.c.merged_into, literal_column("whole.texts"))
    part = requests.alias("part")
    handed_on = exists().where(
        part.c.part_of == requests.c.id, part.c.merged_into.is_(None), literal_column("part.texts")
    )
    closed = and_(requests.c.status == Status.CLOSED, requests.c.closed_at < before)
    return (
        select(requests.c.id)
        .where(
            _HAS_TEXTS,
            which,
            requests.c.opened_at < before,
            or_(closed, requests.c.status == Status.ANSWERED),
            requests.c.held_since.is_(None),
            not_(or_(young, unsent, due, read, handed_on)),
        )
        .order_by(requests.c.opened_at)
    )


def _names(conn: Connection, table: Any, ids: Sequence[int]) -> list[str]:
    return list(conn.scalars(select(table.c.sha256).where(table.c.request_id.in_(ids))))


def purge_lines(conn: Connection, key: bytes, mailbox: str, before: datetime, limit: int) -> int:
    """At most so many mails of which no request came, and that were fetched before an instant, lose
    their words, who wrote them, and what their program called them (`key`: the store's). What waits
    for a human stays. How many did.
    """
    wanted = (
        select(ledger.c.id, ledger.c.sha256, ledger.c.message_id)
        .where(
            _LONE_LINE,
            ledger.c.mailbox == mailbox,
            ledger.c.fetched_at < before,
            ledger.c.disposition.not_in(keep.WAITING),
        )
        .order_by(ledger.c.fetched_at)
        .limit(limit)
    )
    rows = conn.execute(wanted).all()
    if rows:
        wordless = _AFTERWARDS[ledger] | {"sender": "", "thread_index": None}
        lines = ledger.c.id.in_([row.id for row in rows])
        conn.execute(update(ledger).where(lines).values(wordless))
        ids = [{"line": row.id, "print": print_of_id(key, row.message_id)} for row in rows]
        conn.execute(_NAMED_ANEW, ids)
        keep.drop(conn, [row.sha256 for row in rows])
    return len(rows)


def purge_notices(conn: Connection, before: datetime, limit: int) -> int:
    """At most so many mails of ours that are about no one request, as daily digests and what admins
    are told, and were written before an instant. How many they were.
    """
    wanted = (
        select(outbox.c.id, outbox.c.sha256)
        .where(_LONE_MAIL, outbox.c.created_at < before, outbox.c.state.in_(_SETTLED))
        .order_by(outbox.c.created_at)
        .limit(limit)
    )
    rows = conn.execute(wanted).all()
    if rows:
        mails = outbox.c.id.in_([row.id for row in rows])
        conn.execute(update(outbox).where(mails).values(_AFTERWARDS[outbox]))
        keep.drop(conn, [row.sha256 for row in rows])
    return len(rows)
