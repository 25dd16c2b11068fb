"""How each part of the daemon is: the daemon writes it, `status` reads it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, or_, select, update

from mailtracker.record import dataclass
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import health as table
from mailtracker.store.tables import settings
from mailtracker.store.upsert import insert

ROOM = 1 << 18
"""Bytes that must fit for the database to count as writable again."""

_PROBE = "room for a mail"


_SAID = insert(table)
_NEWS = or_(table.c.ok != _SAID.excluded.ok, table.c.text != _SAID.excluded.text)
_BEAT = Prepared(
    _SAID.on_conflict_do_update(
        index_elements=["part"],
        set_={
            "ok": _SAID.excluded.ok,
            "text": _SAID.excluded.text,
            "since": case((_NEWS, _SAID.excluded.since), else_=table.c.since),
            "seen_at": _SAID.excluded.seen_at,
        },
    ).returning(table.c.since)
)


_OF = Prepared(select(table).where(table.c.part == bindparam("which")))


@dataclass(frozen=True, slots=True)
class Beat:
    """The last word of a `part` ("imap it", "smtp", "rules"): whether it is `ok`, and a `text` for
    people. It stands like this since `since` and said so last at `seen_at`.
    """

    part: str
    ok: bool
    text: str
    since: datetime
    seen_at: datetime


def beat(conn: Connection, part: str, ok: bool, text: str, now: datetime) -> datetime:
    """A part says how it is. Returns since when it says so: that moves
    only when what it says is new.
    """
    row = {"part": part, "ok": ok, "text": text, "since": now, "seen_at": now}
    since: datetime = _BEAT.scalar(conn, row)
    return since


def part_of(mailbox: str) -> str:
    """How a mailbox calls itself here, as the config does (`MailboxConfig.part`)."""
    return f"imap {mailbox}"


def of(conn: Connection, part: str) -> Beat | None:
    """A part's last word; None where it has said nothing."""
    row = _OF.first(conn, {"which": part})
    return None if row is None else Beat(**row._asdict())


def forget(conn: Connection, part: str) -> None:
    """As if it had said nothing."""
    conn.execute(delete(table).where(table.c.part == part))


def touch(conn: Connection) -> None:
    """A write that changes nothing: whether the database takes one."""
    conn.execute(update(table).values(part=table.c.part))


def probe(conn: Connection) -> None:
    """Whether there is room for a mail: it is written, and gone with the transaction."""
    conn.execute(insert(settings).values(key=_PROBE, value=bytes(ROOM)))
    conn.execute(delete(settings).where(settings.c.key == _PROBE))


def read(conn: Connection) -> list[Beat]:
    """Every part's last word, by name."""
    return [Beat(**row._mapping) for row in conn.execute(select(table).order_by(table.c.part))]
