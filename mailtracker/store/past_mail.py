"""Mail of the past that may be expected, and from when until when all mail is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from mailtracker.desk.disposition import Disposition
from mailtracker.store import health
from mailtracker.store.ledger import Line, line_of
from mailtracker.store.tables import kept
from mailtracker.store.tables import ledger as table

_PERHAPS = (Disposition.IGNORED, Disposition.REPLY, Disposition.QUARANTINE)
_AT_ONCE = 500


def opened_nothing(conn: Connection, since: datetime) -> list[Line]:
    """What came since then, opened no request and met no rule, and may have been expected."""
    wanted = select(table).where(table.c.fetched_at >= since, table.c.disposition.in_(_PERHAPS))
    found = conn.execute(wanted.where(table.c.rule == "").order_by(table.c.id))
    return [line_of(row) for row in found]


def with_bytes(conn: Connection, names: Sequence[str]) -> set[str]:
    """Whose bytes (sha256) are still kept."""
    found: set[str] = set()
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        found.update(conn.scalars(select(kept.c.sha256).where(kept.c.sha256.in_(some))))
    return found


def known_since(conn: Connection) -> datetime | None:
    """Every mailbox that has ever had mail was read by then; None: there was none."""
    firsts = select(func.min(table.c.fetched_at)).group_by(table.c.mailbox)
    return max(conn.scalars(firsts), default=None)


def known_until(conn: Connection, mailboxes: Iterable[str], now: datetime) -> datetime:
    """Every one of these was read to its end then."""
    beats = [health.of(conn, health.part_of(name)) for name in mailboxes]
    read = [one.seen_at if one.ok else one.since for one in beats if one is not None]
    return min(read, default=now)
