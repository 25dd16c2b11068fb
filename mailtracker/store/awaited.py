"""How expected mail stands, in rows: when each is looked at next, what came, whose was missing. Its
cost grows with what is due.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, literal_column, select, update

from mailtracker.desk.awaited import AskStage, Outstanding, TickOff
from mailtracker.desk.disposition import Disposition
from mailtracker.desk.facts import Facts
from mailtracker.policy.expected import Awaiting, Tick, came_by
from mailtracker.record import dataclass
from mailtracker.store import health, ledger, requests
from mailtracker.store.ledger import Line
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import expectations as table
from mailtracker.store.tables import in_hand, ticks
from mailtracker.store.tables import ledger as lines
from mailtracker.store.upsert import insert

BELIEVED = timedelta(days=7)
"""How long before it was fetched a mail may have come, where only its server says so."""


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """How the expectation of that `name` stands (`awaiting`), and when its next mail is due
    (`due_at`). `look_at` is when it is looked at next, `asked` what its people were asked for the
    next due time, `people` who of them owes one for it. `print` tells it from another one of its
    name. `request_id`: that which a missed one opened last.
    """

    name: str
    print: str
    awaiting: Awaiting
    due_at: datetime
    look_at: datetime
    asked: AskStage = AskStage.NOTHING
    people: tuple[str, ...] = ()
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unseen:
    """A mail that we have no words of yet: its `sender` and `subject` as far as they are known, its
    line in the ledger (`line_id`, None: it is still in hand).
    """

    sender: str
    subject: str
    line_id: int | None


@dataclass(frozen=True, slots=True)
class CameIn:
    """A mail that came in: its line in the ledger (`line_id`), and its own `date`, if any."""

    line_id: int
    date: datetime | None = None


_DUE = Prepared(
    select(table.c.name).where(table.c.look_at <= bindparam("now")).order_by(table.c.look_at)
)
_ROW = Prepared(select(table).where(table.c.name == bindparam("which")))
_ALL = Prepared(select(table).order_by(table.c.name))
_OPEN = Prepared(select(table).where(table.c.request_id.is_not(None)))
_NEW = insert(table)
_PUT = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["name"],
        set_={name: _NEW.excluded[name] for name in table.c.keys() if name != "name"},  # noqa: SIM118
    )
)
_FORGET = Prepared(delete(table).where(table.c.name == bindparam("which")))
_ANEW = Prepared(update(table).values(print="", look_at=bindparam("now")))
_TICK = Prepared(insert(ticks))
_TICKS = Prepared(
    select(ticks.c.who, ticks.c.at)
    .where(ticks.c.name == bindparam("which"), ticks.c.at > bindparam("after"))
    .order_by(ticks.c.at, ticks.c.id)
)
_LAST = Prepared(
    select(ticks.c.who, func.max(ticks.c.at), func.max(ticks.c.line_id))
    .where(ticks.c.name == bindparam("which"))
    .group_by(ticks.c.who)
)
_CLEAR = Prepared(
    delete(ticks).where(
        ticks.c.name == bindparam("which"),
        ticks.c.who == bindparam("who"),
        ticks.c.at <= bindparam("until"),
    )
)
_SHELVED = Prepared(
    select(lines.c.id, lines.c.sender, lines.c.subject).where(
        lines.c.disposition == literal_column(f"'{Disposition.QUARANTINE}'"),
        lines.c.arrived_at > bindparam("since"),
    )
)
_TRIED = Prepared(select(in_hand.c.uid).where(in_hand.c.since > bindparam("since")))


def due(conn: Connection, now: datetime) -> list[str]:
    """Names of those to be looked at, the longest due first."""
    return list(_DUE.scalars(conn, {"now": now}))


def row(conn: Connection, name: str) -> ExpectationRow | None:
    """How one stands; None where it was not seen yet."""
    found = _ROW.first(conn, {"which": name})
    return None if found is None else _made(found)


def rows(conn: Connection) -> Mapping[str, ExpectationRow]:
    """How all stand, by name."""
    return {one.name: _made(one) for one in _ALL.all(conn)}


def _made(found: Any) -> ExpectationRow:
    return ExpectationRow(
        name=found.name,
        print=found.print,
        awaiting=Awaiting(found.before_at, frozenset(json.loads(found.absent))),
        due_at=found.due_at,
        look_at=found.look_at,
        asked=AskStage(found.asked),
        people=tuple(json.loads(found.people)),
        request_id=found.request_id,
    )


def put(conn: Connection, one: ExpectationRow) -> None:
    """It stands so from now on, whatever it was."""
    stands = {
        "name": one.name,
        "print": one.print,
        "before_at": one.awaiting.before,
        "absent": json.dumps(sorted(one.awaiting.absent)),
        "due_at": one.due_at,
        "look_at": one.look_at,
        "asked": one.asked,
        "people": json.dumps(one.people),
        "request_id": one.request_id,
    }
    _PUT.run(conn, stands)


def forget(conn: Connection, name: str) -> None:
    """The rules expect it no more. What came is kept: it is said when it was seen last."""
    _FORGET.run(conn, {"which": name})


def begin_again(conn: Connection, now: datetime) -> None:
    """What came lately is not known: each begins anew with its next whole period."""
    _ANEW.run(conn, {"now": now})


def tick(conn: Connection, ticked: TickOff, line_id: int) -> None:
    """An expected mail came."""
    seen = {"name": ticked.name, "who": ticked.who, "at": ticked.at, "line_id": line_id}
    _TICK.later(conn, [seen])


def ticks_after(conn: Connection, name: str, after: datetime) -> list[Tick]:
    """What came later, in order."""
    return [Tick(*found) for found in _TICKS.all(conn, {"which": name, "after": after})]


def last_seen(conn: Connection, name: str) -> Mapping[str, datetime]:
    """When mail of each came last."""
    return {found[0]: found[1] for found in _LAST.all(conn, {"which": name})}


def last_line(conn: Connection, name: str) -> int | None:
    """The line in the ledger of the mail that came last."""
    return max((found[2] for found in _LAST.all(conn, {"which": name})), default=None)


def clear(conn: Connection, name: str, before: datetime) -> None:
    """What was judged is counted no more; the last of each stays, to say when it was seen."""
    for who, last in last_seen(conn, name).items():
        until = min(before, last - timedelta(microseconds=1))
        _CLEAR.run(conn, {"which": name, "who": who, "until": until})


def unseen(conn: Connection, since: datetime) -> list[Unseen]:
    """Mail that came since, and that nobody could read or take yet: it may be anything."""
    given = {"since": since}
    shelved = [Unseen(one.sender, one.subject, one.id) for one in _SHELVED.all(conn, given)]
    return [*shelved, *(Unseen("", "", None) for _ in _TRIED.scalars(conn, given))]


def with_expected(conn: Connection, known: Facts, mail: CameIn, now: datetime) -> Facts:
    """The facts of a mail, and what is known of mail that is expected: when this one came, and
    which requests wait for such mail.
    """
    waiting = {one.name: one for one in map(_made, _OPEN.all(conn)) if one.request_id is not None}
    about = requests.by_ids(conn, [one.request_id for one in waiting.values() if one.request_id])
    awaited = {name: _awaited(conn, one) for name, one in waiting.items()}
    return replace(
        known,
        came=_came(conn, known.arrived, mail, now),
        awaited=awaited,
        requests={**known.requests, **about},
    )


def _awaited(conn: Connection, one: ExpectationRow) -> Outstanding:
    """With who is missing still."""
    assert one.request_id is not None
    since = came_by(ticks_after(conn, one.name, one.awaiting.before), one.awaiting.before)
    return Outstanding(one.request_id, one.awaiting, one.awaiting.absent - since.keys())


def came_later(line: Line) -> datetime:
    """When a mail of the past came, of which it is not known any more when the mailbox was read."""
    believed = line.fetched_at - line.arrived_at < BELIEVED
    return min(line.arrived_at if believed else line.fetched_at, line.fetched_at)


def _came(conn: Connection, arrived: datetime | None, mail: CameIn, now: datetime) -> datetime:
    """When a mail came, as its server says; not before the mailbox was read last, where it was not,
    and not later than now. Some servers say nothing, or have clocks that are wrong: then its own
    date counts, within these bounds. Of a mail that is decided on again (`arrived` None) it is not
    known any more when the mailbox was read.
    """
    line = ledger.line(conn, mail.line_id)
    if line is None:
        return now
    if arrived is None:
        return came_later(line)
    beat = health.of(conn, health.part_of(line.mailbox))
    if beat is None:
        return min(arrived, now)
    read = beat.seen_at if beat.ok else beat.since  # in trouble since: nothing was read later
    if arrived >= read:
        return min(arrived, now)
    said = mail.date
    own = said if said is not None and said.tzinfo is not None else read
    return min(max(own, read), now)
