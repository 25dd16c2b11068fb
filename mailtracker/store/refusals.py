"""What the mail server refuses because of us: by cause, since when, and how much waits for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, func, literal_column, select, union_all

from mailtracker.record import dataclass
from mailtracker.store import health
from mailtracker.store.health import Beat
from mailtracker.store.sending import OF_US
from mailtracker.store.tables import outbox as table

PART = "refused "
"""Before the cause, as a part of `health`."""

# As the partial indexes have them, and one after the other: of an "or" SQLite reads all rows.
_READY = and_(
    table.c.state == literal_column("'ready'"), table.c.refused_by != literal_column("''")
)
_WAITS = union_all(
    *(
        select(table.c.refused_by, table.c.created_at).where(
            which, table.c.refused_by.startswith(OF_US)
        )
        for which in (_READY, table.c.claimed_at.is_not(None))
    )
).subquery()
_BY_CAUSE = (
    select(_WAITS.c.refused_by, func.count(), func.min(_WAITS.c.created_at))
    .group_by(_WAITS.c.refused_by)
    .order_by(_WAITS.c.refused_by)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """That `count` mails wait for a `cause` that is we, refused like that since `since` with that
    `text`.
    """

    cause: str
    count: int
    since: datetime
    text: str


def cause_of_us(form: str, *words: str) -> str:
    """As `refused_by` of rows that wait for it: the `form` of our envelope sender, and what else
    tells refusals apart.
    """
    return " ".join(word for word in (f"{OF_US}{form}", *words) if word)


def is_of_us(cause: str) -> bool:
    return cause.startswith(OF_US)


def form_in(cause: str) -> str:
    """Which envelope sender is refused."""
    return cause.split(" ")[1]


def begin(conn: Connection, cause: str, text: str, now: datetime) -> bool:
    """Whether that is new; what it said first stays."""
    if health.of(conn, PART + cause) is not None:
        return False
    health.beat(conn, PART + cause, False, text, now)
    return True


def end(conn: Connection, cause: str) -> Beat | None:
    """How it was; None where it had not begun."""
    beat = health.of(conn, PART + cause)
    health.forget(conn, PART + cause)
    return beat


def present(conn: Connection) -> list[str]:
    """The causes that have begun and not ended."""
    beats = health.read(conn)
    return [beat.part.removeprefix(PART) for beat in beats if beat.part.startswith(PART)]


def tidy(conn: Connection) -> None:
    """A cause for which nothing waits any more has ended without a word."""
    waiting = {row[0] for row in conn.execute(_BY_CAUSE)}
    for cause in present(conn):
        if cause not in waiting:
            health.forget(conn, PART + cause)


def kept(conn: Connection) -> list[Kept]:
    """What waits now, measured."""
    found = []
    for cause, count, oldest in conn.execute(_BY_CAUSE):
        beat = health.of(conn, PART + cause)
        since, text = (beat.since, beat.text) if beat else (oldest, "")
        found.append(Kept(cause, count, since, text))
    return found
