"""A message and its keys in, all that the desk may know about it out. Also what
the commands list and show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from mailtracker.clock import SystemClock
from mailtracker.desk.effects import Disposition
from mailtracker.desk.facts import Facts, Issued, Known
from mailtracker.desk.request import Lane, Request, State, Status
from mailtracker.mail.message import Keys, Message
from mailtracker.store import ledger as lines
from mailtracker.store import outbox as mails
from mailtracker.store.requests import Event, by_ids, by_reference, history, request, requests
from mailtracker.store.tables import ledger, outbox, turns
from mailtracker.store.tables import requests as table

__all__ = [
    "Counts",
    "Event",
    "by_reference",
    "counts",
    "facts",
    "history",
    "load",
    "request",
    "requests",
    "shares",
    "thread_ids",
]

LATELY, TODAY = timedelta(minutes=10), timedelta(days=1)
MAX_IDS = (
    500  # of one mail's In-Reply-To and References, the newest: a hostile mail may cite any number
)
RECEIPT = "receipt"

# As the partial index has it: SQLite must see its condition in the query, as literals, to take it.
_OWED = table.c.status.not_in([literal_column("'answered'"), literal_column("'closed'")])


# Built once: to build a statement costs more than to run it.
_SHARES = union_all(
    select(
        literal_column("'load'").label("part"), table.c.owner, func.count(), literal_column("''")
    )
    .where(_OWED)
    .group_by(table.c.owner),
    select(literal_column("'turn'"), turns.c.team, literal_column("0"), turns.c.person),
)
_EQUAL = (
    select(ledger.c.mailbox, ledger.c.uid, ledger.c.request_id)
    .where(
        ledger.c.content_key == bindparam("content"),
        ledger.c.content_key != "",
        ledger.c.fate != Disposition.QUARANTINE,
        ledger.c.id != bindparam("but"),
    )
    .order_by(ledger.c.id)
    .limit(1)
)
_RECEIPTS = select(func.count()).where(
    outbox.c.recipient_key == bindparam("sender", type_=outbox.c.recipient_key.type),
    outbox.c.letter == RECEIPT,
    outbox.c.created_at > bindparam("day_ago", type_=outbox.c.created_at.type),
)
_OURS = select(
    exists().where(outbox.c.message_id == bindparam("id"), outbox.c.message_id != ""),
    _RECEIPTS.where(outbox.c.created_at > bindparam("hour_ago")).scalar_subquery(),
    _RECEIPTS.scalar_subquery(),
    _RECEIPTS.with_only_columns(func.count(outbox.c.created_at.distinct()))
    .where(outbox.c.created_at > bindparam("hour_ago"))
    .scalar_subquery(),
    select(func.count(ledger.c.fetched_at.distinct()))
    .where(
        ledger.c.sender == bindparam("sender", type_=ledger.c.sender.type),
        ledger.c.sender != "",
        ledger.c.fetched_at > bindparam("hour_ago", type_=ledger.c.fetched_at.type),
        ledger.c.fate == Disposition.OPENED,
    )
    .scalar_subquery(),
)
_BY_TOKEN = select(outbox).where(
    outbox.c.token.in_(bindparam("some", expanding=True)), outbox.c.request_id.is_not(None)
)
_BY_ID = select(outbox).where(
    outbox.c.message_id.in_(bindparam("some", expanding=True)), outbox.c.request_id.is_not(None)
)
_FILED = (
    select(ledger.c.message_id, ledger.c.request_id)
    .where(
        ledger.c.message_id.in_(bindparam("some", expanding=True)), ledger.c.request_id.is_not(None)
    )
    .distinct()
)
_SAME_CONVERSATION = (
    select(ledger.c.request_id)
    .where(
        ledger.c.thread_index == bindparam("conversation"),
        ledger.c.mailbox == bindparam("mailbox"),
        ledger.c.request_id.is_not(None),
    )
    .distinct()
    .order_by(ledger.c.request_id.desc())
    .limit(20)
)
_SEQUELS = select(table.c.id).where(
    table.c.linked_to.in_(bindparam("some", expanding=True)),
    table.c.status != literal_column("'closed'"),
)
_TAGGED = select(table.c.reference, table.c.id).where(
    table.c.reference.in_(bindparam("some", expanding=True))
)
# What a machine wrote, and doubles, reach nobody: they are no flood.
_LATELY = (
    select(
        ledger.c.request_id,
        func.count().label("today"),
        func.count()
        .filter(
            ledger.c.fetched_at > bindparam("lately"),
            ledger.c.arrived_at > bindparam("arrived_lately"),
        )
        .label("lately"),
    )
    .where(
        ledger.c.request_id.in_(bindparam("some", expanding=True)),
        ledger.c.fate.in_([Disposition.OPENED, Disposition.REPLY, Disposition.HELD]),
        ledger.c.fetched_at > bindparam("since"),
        ledger.c.arrived_at > bindparam("arrived_since"),
    )
    .group_by(ledger.c.request_id)
)
_WHO = bindparam("who", type_=ledger.c.sender.type)
_THREAD = union_all(
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
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many: requests a status, outbox rows a state, ledger lines a
    fate. What is at zero is left out.

    `overdue`: requests whose promise has passed unkept. `held`: requests that wait for a human.
    """

    requests: Mapping[str, int] = field(default_factory=dict)
    outbox: Mapping[str, int] = field(default_factory=dict)
    ledger: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0
    held: int = 0


def facts(
    conn: Connection,
    message: Message,
    keys: Keys,
    now: datetime,
    but: int | None = None,
    arrived: datetime | None = None,
    mailbox: str = "",
) -> Facts:
    """All that the store knows about one incoming message, which came in by `mailbox`. `but` is the
    ledger line just entered for it.

    `arrived` is when the mail server got it: mails that came hours apart are no flood, although a
    downtime has us fetch them in one go. Tokens and ids are those found in the mail; that they are
    quoted proves nothing yet, the desk judges.
    """
    equal = _equal(conn, message, but)
    issued = _issued(conn, keys)
    known = _known(conn, keys, mailbox)
    pointed = [one.request_id for one in issued] + [one.request_id for one in known]
    if equal is not None and equal.request_id is not None:
        pointed.append(equal.request_id)
    found = by_ids(conn, pointed)
    if sequels := _sequels(conn, found):
        known = (*known, *sequels)
        found = {**found, **by_ids(conn, [one.request_id for one in sequels])}
    own, hour, day, receipt_polls, opened_polls = _ours(conn, message, now)
    lately, today = _filed(conn, found, now, arrived or now)
    busy, whose_turn = shares(conn)
    return Facts(
        duplicate_of=_called(equal, found),
        duplicate_request=equal.request_id if equal else None,
        own=own,
        issued=issued,
        known=known,
        requests=found,
        filed_lately=lately,
        filed_today=today,
        opened_polls=opened_polls,
        receipt_polls=receipt_polls,
        receipts_hour=hour,
        receipts_day=day,
        load=busy,
        turns=whose_turn,
    )


def shares(conn: Connection) -> tuple[dict[str, int], dict[str, str]]:
    """How the work is spread: requests in which something is open, per owner; who got the
    last one, per team with turns.
    """
    rows = conn.execute(_SHARES).all()
    return {r[1]: r[2] for r in rows if r[0] == "load"}, {
        r[1]: r[3] for r in rows if r[0] == "turn"
    }


def load(conn: Connection) -> dict[str, int]:
    """Requests in which something is open, per owner: neither answered nor closed."""
    return shares(conn)[0]


def counts(conn: Connection, now: datetime | None = None) -> Counts:
    """The figures of `status`. `now` decides what is overdue; the machine's clock when left out."""
    late = table.c.promised_at.is_not(None) & (table.c.promised_at < (now or SystemClock().now()))
    return Counts(
        requests=_numbers(conn, table.c.status),
        outbox=mails.count_states(conn),
        ledger=lines.count_fates(conn),
        overdue=conn.scalar(select(func.count()).select_from(table).where(late)) or 0,
        held=conn.scalar(
            select(func.count()).select_from(table).where(table.c.held_since.is_not(None))
        )
        or 0,
    )


def taken_by_rule(conn: Connection, since: datetime) -> dict[str, int]:
    """How many requests each rule opened since then, the fallback among them."""
    counted = (
        select(table.c.rule, func.count()).where(table.c.opened_at >= since).group_by(table.c.rule)
    )
    return {row[0]: row[1] for row in conn.execute(counted)}


def thread_ids(conn: Connection, request_id: int, recipient: str) -> list[str]:
    """Message-IDs of this request that the recipient has seen, in order of
    time: what References is made from.

    The first mail's, those of mails that they sent themselves, and those of
    ours to them that did not fail.
    """
    rows = conn.execute(_THREAD, {"about": request_id, "who": recipient.casefold()}).all()
    told = sorted(rows, key=lambda row: (row.part > 0, row.at, row.part, row.id))
    return list(dict.fromkeys(row.message_id for row in told if row.message_id))


def _equal(conn: Connection, message: Message, but: int | None) -> Any:
    """mailbox, uid and request_id of the first equal mail that was handled, None without one."""
    return conn.execute(_EQUAL, {"content": message.content_key, "but": but or 0}).first()


def _called(equal: Any, found: Mapping[int, Request]) -> str:
    if equal is None:
        return ""
    where = f"mail {equal.uid} in {equal.mailbox}"
    return f"{where} ({found[equal.request_id].reference})" if equal.request_id in found else where


def _ours(conn: Connection, message: Message, now: datetime) -> tuple[bool, int, int, int, int]:
    """Is it a mail of our own; receipts to its sender in the last hour and day; in how many polls
    of the hour we sent one, and found a new request.
    """
    given = {
        "id": message.message_id,
        "sender": message.sender.key if message.sender else "",
        "hour_ago": now - timedelta(hours=1),
        "day_ago": now - timedelta(days=1),
    }
    row = conn.execute(_OURS, given).one()
    return bool(row[0]), row[1], row[2], row[3], row[4]


def _issued(conn: Connection, keys: Keys) -> tuple[Issued, ...]:
    """Mails of ours that the keys name: by token first, then by id in the
    order of the ids. Each once.
    """
    found: dict[int, Issued] = {}
    if tokens := [token.lower() for token in keys.tokens[:MAX_IDS]]:
        by_token = {row.token: row for row in conn.execute(_BY_TOKEN, {"some": tokens})}
        for row in _in_order(tokens, by_token):
            found.setdefault(row.id, _issue(row, by_token=True))
    if ids := list(keys.ids[:MAX_IDS]):
        by_id = {row.message_id: row for row in conn.execute(_BY_ID, {"some": ids})}
        for row in _in_order(ids, by_id):
            found.setdefault(row.id, _issue(row, by_token=False))
    return tuple(found.values())


def _in_order(wanted: Iterable[str], found: Mapping[str, Row[Any]]) -> list[Row[Any]]:
    return [found[key] for key in wanted if key in found]


def _issue(row: Row[Any], by_token: bool) -> Issued:
    return Issued(
        outbox_id=row.id,
        request_id=row.request_id,
        recipient=row.recipient,
        person=row.person,
        lane=Lane(row.lane),
        kind=row.letter,
        message_id=row.message_id,
        state=State(row.state),
        by_token=by_token,
    )


def _known(conn: Connection, keys: Keys, mailbox: str) -> tuple[Known, ...]:
    """Requests that are named without proof: by ids of other people's mails, in the order of the
    ids, then by tags, then by Outlook's conversation within the mailbox, the newest first.
    """
    found: list[Known] = []
    if ids := list(keys.ids[:MAX_IDS]):
        order = {message_id: index for index, message_id in reversed(list(enumerate(ids)))}
        rows = sorted(
            conn.execute(_FILED, {"some": ids}).all(), key=lambda row: (order[row[0]], row[1])
        )
        found += [Known(row.request_id, "message-id") for row in rows]
    if tags := [tag.upper() for tag in keys.tags[:MAX_IDS]]:
        by_tag = {row.reference: row.id for row in conn.execute(_TAGGED, {"some": tags})}
        found += [Known(by_tag[tag], "reference") for tag in tags if tag in by_tag]
    if keys.conversation:
        asked = {"conversation": keys.conversation, "mailbox": mailbox}
        found += [Known(row[0], "conversation") for row in conn.execute(_SAME_CONVERSATION, asked)]
    return tuple(dict.fromkeys(found))


def _sequels(conn: Connection, found: Mapping[int, Request]) -> tuple[Known, ...]:
    """Open requests that were linked to a closed one which the mail names: whoever
    writes there again means these.
    """
    closed = [request.id for request in found.values() if request.status is Status.CLOSED]
    if not closed:
        return ()
    return tuple(Known(row[0], "sequel") for row in conn.execute(_SEQUELS, {"some": closed}))


def _filed(
    conn: Connection, ids: Iterable[int], now: datetime, arrived: datetime
) -> tuple[dict[int, int], dict[int, int]]:
    """Mails filed to each of these requests in the last ten minutes, and in the last day."""
    lately, today = dict.fromkeys(ids, 0), dict.fromkeys(ids, 0)
    if today:
        since = {"since": now - TODAY, "arrived_since": arrived - TODAY}
        since |= {"lately": now - LATELY, "arrived_lately": arrived - LATELY}
        for row in conn.execute(_LATELY, {"some": list(today), **since}):
            lately[row.request_id], today[row.request_id] = row.lately, row.today
    return lately, today


def _numbers(conn: Connection, column: ColumnElement[str]) -> dict[str, int]:
    return {row[0]: row[1] for row in conn.execute(select(column, func.count()).group_by(column))}
