"""What was read of the calendars that the rules name: the last good copy of each, and what is wrong
with it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, case, delete, func, select, update

from mailtracker.policy.feed import Entry
from mailtracker.record import dataclass
from mailtracker.store.tables import feeds as table
from mailtracker.store.upsert import insert

OLD = timedelta(days=7)
"""So old a copy may grow before the admins hear of it."""

NEVER = timedelta(days=1)
"""So long a feed may be without any copy before they do."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as it was asked for last."""

    #: `FeedUse.key`.
    key: str
    #: For people.
    called: str
    #: `FeedUse.way` in which the copy was read.
    way: str
    #: By which its source knows the copy.
    etag: str
    #: As above.
    modified: str
    #: How many times of it count.
    count: int
    #: What is worth to be told of it, for people.
    remarks: str
    #: When the copy was read. None: there is none.
    read_at: datetime | None
    #: When its source said last that this is what it has. None: as above.
    seen_at: datetime | None
    #: When it was asked for last.
    tried_at: datetime
    #: Why that gave nothing, for people; "" where it did.
    trouble: str
    #: Since when it is in trouble, or is not.
    since: datetime
    #: When the admins heard of the trouble. None: they have not.
    told_at: datetime | None

    def is_old(self, now: datetime) -> bool:
        """Whether what is known of it is too old to be silent about it."""
        if not self.trouble:
            return False
        if self.seen_at is None:
            return now - self.since >= NEVER
        return now - self.seen_at >= OLD


@dataclass(frozen=True, slots=True)
class FeedCopy:
    """What was read of a feed now: `way`, `etag`, `modified` and `remarks` as `FeedState` has them,
    and the `entries` that count.
    """

    way: str
    etag: str
    modified: str
    entries: tuple[Entry, ...]
    remarks: str


_SAID = insert(table)
_TOOK = _SAID.on_conflict_do_update(
    index_elements=["key"],
    set_={
        **{
            name: _SAID.excluded[name]
            for name in ("called", "way", "etag", "modified", "entries", "remarks", "count")
        },
        **{name: _SAID.excluded[name] for name in ("read_at", "seen_at", "tried_at", "trouble")},
        "since": case((table.c.trouble == "", table.c.since), else_=_SAID.excluded.since),
        "told_at": None,
    },
)
_FAILED = _SAID.on_conflict_do_update(
    index_elements=["key"],
    set_={
        "called": _SAID.excluded.called,
        "tried_at": _SAID.excluded.tried_at,
        "trouble": _SAID.excluded.trouble,
        "since": case((table.c.trouble == "", _SAID.excluded.since), else_=table.c.since),
    },
)


def took(conn: Connection, key: str, called: str, copy: FeedCopy, now: datetime) -> bool:
    """This is the last good copy from now on. Whether it says something else than the one
    before.
    """
    entries = stored(copy.entries)
    before = conn.scalar(select(table.c.entries).where(table.c.key == key))
    conn.execute(
        _TOOK,
        {
            "key": key,
            "called": called,
            "way": copy.way,
            "etag": copy.etag,
            "modified": copy.modified,
            "entries": entries,
            "remarks": copy.remarks,
            "count": len(copy.entries),
            **dict.fromkeys(("read_at", "seen_at", "tried_at", "since"), now),
            "trouble": "",
            "told_at": None,
        },
    )
    return entries != (before or stored(()))


def unchanged(conn: Connection, key: str, now: datetime) -> None:
    """Its source says that it has what the copy was read of."""
    well = {"trouble": "", "told_at": None, "seen_at": now, "tried_at": now}
    since = case((table.c.trouble == "", table.c.since), else_=now)
    conn.execute(update(table).where(table.c.key == key).values(**well, since=since))


def failed(conn: Connection, key: str, called: str, why: str, now: datetime) -> None:
    """There is no newer copy; the one before stays as it is."""
    nothing = dict.fromkeys(("way", "etag", "modified", "remarks"), "")
    conn.execute(
        _FAILED,
        {
            "key": key,
            "called": called,
            **nothing,
            "entries": stored(()),
            "count": 0,
            **dict.fromkeys(("read_at", "seen_at", "told_at"), None),
            **dict.fromkeys(("tried_at", "since"), now),
            "trouble": why,
        },
    )


def told(conn: Connection, key: str, now: datetime) -> None:
    """The admins know of the trouble."""
    conn.execute(update(table).where(table.c.key == key).values(told_at=now))


def keep_only(conn: Connection, keys: Collection[str]) -> None:
    """Forgets what no rules name any more."""
    conn.execute(delete(table).where(table.c.key.not_in(sorted(keys))))


def states(conn: Connection) -> list[FeedState]:
    """Every feed that was ever asked for, by what people call it."""
    said = [column for column in table.c if column is not table.c.entries]
    rows = conn.execute(select(*said).order_by(table.c.called, table.c.key))
    return [FeedState(**row._mapping) for row in rows]


def copies(conn: Connection) -> dict[str, tuple[Entry, ...]]:
    """What to lay over the rules (`overlay.Copies`)."""
    rows = conn.execute(select(table.c.key, table.c.entries).where(table.c.read_at.is_not(None)))
    return {row.key: restored(row.entries) for row in rows}


def stored(entries: Sequence[Entry]) -> str:
    """As JSON: ["2026-12-24", "2026-12-27", "Christmas"], or instants."""
    rows = [(one.begins.isoformat(), one.ends.isoformat(), one.title) for one in entries]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def restored(text: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(_moment(first), _moment(last), title) for first, last, title in json.loads(text)
    )


def _moment(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def stamp(conn: Connection) -> tuple[object, ...]:
    """Another one after each time that a copy was read, or was dropped."""
    return tuple(conn.execute(select(func.count(), func.max(table.c.read_at))).one())
