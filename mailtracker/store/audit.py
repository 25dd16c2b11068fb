"""What the ledger has, by mailbox and epoch, and which of its lines a given mail is: to compare it
with what lies in the mailbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, and_, case, func, literal, or_, select

from mailtracker.desk.effects import Disposition
from mailtracker.record import dataclass
from mailtracker.store.columns import clean
from mailtracker.store.ledger import NO_BYTES
from mailtracker.store.tables import in_hand
from mailtracker.store.tables import ledger as table
from mailtracker.store.tombstones import print_of_id

FILED = (
    Disposition.OPENED,
    Disposition.REPLY,
    Disposition.FLOOD,
    Disposition.ASKED_BACK,
    Disposition.UNVERIFIED,
)
"""With a request, whatever was carried to whom."""

IGNORED = (Disposition.DUPLICATE, Disposition.IGNORED)
"""On purpose, with the reason in the line."""

SAME = "the same mail came before"
"""Why a double is ignored, whichever mail it doubles."""

T = TypeVar("T")
_SOME = 500


@dataclass(frozen=True, slots=True)
class Total:
    """Lines of one `mailbox` and `epoch` (UIDVALIDITY) that became the same (`disposition`): how
    many (`count`), and how many of them do not say which request or why (`unexplained`).
    """

    mailbox: str
    epoch: int
    disposition: Disposition
    count: int
    unexplained: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """So many lines (`count`) of one `mailbox` and `epoch` were ignored for one `reason`: in words,
    or by which rule.
    """

    mailbox: str
    epoch: int
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the ledger (`line_id`) as far as a mail may be its own: when it `arrived`, and its
    `size` in bytes.
    """

    line_id: int
    arrived: datetime
    size: int


def totals(conn: Connection) -> list[Total]:
    """Every line counted once."""
    without = or_(
        and_(table.c.disposition.in_(FILED), table.c.request_id.is_(None)),
        and_(table.c.disposition.not_in(FILED), table.c.reason == ""),
    )
    counted = select(
        table.c.mailbox,
        table.c.uidvalidity,
        table.c.disposition,
        func.count(),
        func.sum(case((without, 1), else_=0)),
    ).group_by(table.c.mailbox, table.c.uidvalidity, table.c.disposition)
    rows = conn.execute(counted.order_by(table.c.mailbox, table.c.uidvalidity)).all()
    return [Total(row[0], row[1], Disposition(row[2]), row[3], row[4]) for row in rows]


def ignored(conn: Connection) -> list[Ignored]:
    """Why mails were ignored. What names one mail alone, its double or the words that a rule found
    in it, is left out.
    """
    reason = case(
        (table.c.disposition == Disposition.DUPLICATE, SAME),
        (table.c.rule != "", literal("rule ") + table.c.rule),
        else_=table.c.reason,
    )
    counted = select(table.c.mailbox, table.c.uidvalidity, reason, func.count())
    grouped = counted.where(table.c.disposition.in_(IGNORED)).group_by(
        table.c.mailbox, table.c.uidvalidity, reason
    )
    return [Ignored(*row) for row in conn.execute(grouped)]


def by_number(conn: Connection, mailbox: str, epoch: int, numbers: Sequence[int]) -> dict[int, int]:
    """Line ids by the number that a mail has where it came in."""
    found: dict[int, int] = {}
    for some in _groups(numbers):
        wanted = select(table.c.uid, table.c.id).where(
            table.c.mailbox == mailbox, table.c.uidvalidity == epoch, table.c.uid.in_(some)
        )
        found.update((row.uid, row.id) for row in conn.execute(wanted))
    return found


def by_message_id(conn: Connection, ids: Iterable[str], key: bytes) -> dict[str, list[Place]]:
    """Lines of any mailbox by Message-ID, or by its print (`key`: the store's); ids that have none
    are absent.
    """
    by_kept: dict[str, list[Place]] = {}
    kept_as = {ident: (clean(ident), print_of_id(key, clean(ident))) for ident in ids}
    for some in _groups(sorted({one for both in kept_as.values() for one in both})):
        wanted = select(table.c.message_id, table.c.id, table.c.arrived_at, table.c.size)
        for row in conn.execute(wanted.where(table.c.message_id.in_(some)).order_by(table.c.id)):
            by_kept.setdefault(row.message_id, []).append(Place(row.id, row.arrived_at, row.size))
    found = {
        ident: [place for one in both for place in by_kept.get(one, ())]
        for ident, both in kept_as.items()
    }
    return {ident: places for ident, places in found.items() if places}


def sizes_unread(conn: Connection) -> set[int]:
    """Of mails whose Message-ID stands in no line: we could not read them, or they had none."""
    return set(conn.scalars(select(table.c.size).where(table.c.message_id == "").distinct()))


def unfetched(conn: Connection, mailbox: str) -> list[Place]:
    """Of mails that this mailbox did not give: nothing of them is known but their size and when
    they came.
    """
    wanted = select(table.c.id, table.c.arrived_at, table.c.size)
    rows = conn.execute(wanted.where(table.c.sha256 == NO_BYTES, table.c.mailbox == mailbox))
    return [Place(row.id, row.arrived_at, row.size) for row in rows]


def by_content(conn: Connection, content_key: str, sha256: str) -> int | None:
    """The line of an equal mail: equal to us, or byte for byte."""
    equal = and_(table.c.content_key == content_key, table.c.content_key != "")
    wanted = select(func.min(table.c.id)).where(or_(equal, table.c.sha256 == sha256))
    found: int | None = conn.scalar(wanted)
    return found


def ids_of_lines(conn: Connection, mailbox: str) -> set[int]:
    """Of every mail that ever came in by it."""
    return set(conn.scalars(select(table.c.id).where(table.c.mailbox == mailbox)))


RESYNCED = 0
"""The epoch of lines whose mail was taken from a folder where it had been put: no mailbox has it
(RFC 3501 2.3.1.1: UIDVALIDITY is never 0), so no number of theirs is one that a new mail can have.
"""


def next_resynced(conn: Connection, mailbox: str) -> int:
    """The number of the next such line."""
    return highest(conn, mailbox, RESYNCED) + 1


def highest(conn: Connection, mailbox: str, epoch: int) -> int:
    """The highest number that was ever taken, 0 for none."""
    wanted = select(func.max(table.c.uid)).where(
        table.c.mailbox == mailbox, table.c.uidvalidity == epoch
    )
    return int(conn.scalar(wanted) or 0)


def newest(conn: Connection, mailbox: str) -> datetime | None:
    """When the last mail that we know of reached the mailbox. None: we know of none."""
    wanted = select(table.c.arrived_at).where(table.c.mailbox == mailbox)
    found: datetime | None = conn.scalar(wanted.order_by(table.c.arrived_at.desc()).limit(1))
    return found


def tried(conn: Connection, mailbox: str, epoch: int) -> set[int]:
    """Numbers of mails that could not be taken yet and are tried again."""
    wanted = select(in_hand.c.uid).where(
        in_hand.c.mailbox == mailbox, in_hand.c.uidvalidity == epoch
    )
    return set(conn.scalars(wanted))


def _groups(things: Sequence[T]) -> Iterable[list[T]]:
    for start in range(0, len(things), _SOME):
        yield list(things[start : start + _SOME])
