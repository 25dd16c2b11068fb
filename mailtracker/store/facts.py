"""A message and its keys → all that the desk may know about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, literal_column, select

from mailtracker.desk.effects import Disposition
from mailtracker.desk.facts import BOUNCE_LIFE, TOKEN_LIFE, Facts, Hint, Issued, Known, Returned
from mailtracker.desk.letters import Receipt
from mailtracker.desk.request import Lane, Request, State, Status
from mailtracker.mail.message import Keys, Message
from mailtracker.store.ledger import CARRIED
from mailtracker.store.requests import by_ids
from mailtracker.store.tables import ledger, outbox
from mailtracker.store.tables import requests as table

LATELY, TODAY = timedelta(minutes=10), timedelta(days=1)

MAX_IDS = 500
"""Of one mail's In-Reply-To and References, the newest: a hostile mail may cite any number."""

# Statements stand above the function that runs them. Each is built once: to build one costs more
# than to run it.


@dataclass(frozen=True, slots=True)
class Lookup:
    """An incoming message, whose facts are wanted."""

    #: As read, before anything is decided.
    message: Message
    #: Tokens and ids found in it; that they are quoted proves nothing yet, the desk judges.
    keys: Keys
    #: When it is decided on.
    now: datetime
    #: Its own line in the ledger, which makes it no double of itself. 0: it has none.
    line_id: int = 0
    #: When the mail server got it: mails that came hours apart are no flood, although a downtime
    #: has us fetch them in one go. None: now.
    arrived: datetime | None = None
    #: Name of the mailbox that it came in by.
    mailbox: str = ""


def facts(conn: Connection, asked: Lookup) -> Facts:
    """All that the store knows about one incoming message."""
    message, keys, now = asked.message, asked.keys, asked.now
    equal = _equal(conn, message, asked.line_id)
    issued, old = _issued(conn, keys, now)
    known = (*old, *_known(conn, keys, asked.mailbox))
    returned = _returned(conn, keys, now)
    pointed = [one.request_id for one in issued] + [one.request_id for one in known]
    if returned is not None and returned.request_id is not None:
        pointed.append(returned.request_id)
    if equal is not None and equal.request_id is not None:
        pointed.append(equal.request_id)
    found = by_ids(conn, pointed)
    if sequels := _sequels(conn, found):
        known = (*known, *sequels)
        found = {**found, **by_ids(conn, [one.request_id for one in sequels])}
    own, hour, day, receipt_polls, opened_polls = _ours(conn, message, now)
    lately, today = _filed(conn, found, now, asked.arrived or now)
    return Facts(
        duplicate_of=_called(equal, found),
        duplicate_request=equal.request_id if equal else None,
        own=own,
        issued=issued,
        returned=returned,
        known=known,
        requests=found,
        filed_lately=lately,
        filed_today=today,
        opened_polls=opened_polls,
        receipt_polls=receipt_polls,
        receipts_hour=hour,
        receipts_day=day,
    )


_EQUAL = (
    select(ledger.c.mailbox, ledger.c.uid, ledger.c.request_id)
    .where(
        ledger.c.content_key == bindparam("content"),
        ledger.c.content_key != "",
        ledger.c.disposition != Disposition.QUARANTINE,
        ledger.c.id != bindparam("but"),
    )
    .order_by(ledger.c.id)
    .limit(1)
)


def _equal(conn: Connection, message: Message, line_id: int) -> Any:
    """mailbox, uid and request_id of the first equal mail that was handled, None without one."""
    return conn.execute(_EQUAL, {"content": message.content_key, "but": line_id}).first()


def _called(equal: Any, found: Mapping[int, Request]) -> str:
    if equal is None:
        return ""
    where = f"mail {equal.uid} in {equal.mailbox}"
    return f"{where} ({found[equal.request_id].reference})" if equal.request_id in found else where


_RECEIPTS = select(func.count()).where(
    outbox.c.recipient_key == bindparam("sender", type_=outbox.c.recipient_key.type),
    outbox.c.letter == Receipt.name,
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
        ledger.c.disposition == Disposition.OPENED,
    )
    .scalar_subquery(),
)


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


_ISSUED = select(outbox, ledger.c.sender.label("about_author")).join_from(
    outbox, ledger, ledger.c.id == outbox.c.about_line, isouter=True
)
_BY_TOKEN = _ISSUED.where(
    outbox.c.token.in_(bindparam("some", expanding=True)), outbox.c.request_id.is_not(None)
)
_BY_ID = _ISSUED.where(
    outbox.c.message_id.in_(bindparam("some", expanding=True)), outbox.c.request_id.is_not(None)
)


_BY_BOUNCE = select(outbox).where(outbox.c.bounce.in_(bindparam("some", expanding=True)))


def _issued(
    conn: Connection, keys: Keys, now: datetime
) -> tuple[tuple[Issued, ...], tuple[Known, ...]]:
    """Mails of ours that the keys name: by token first, then by id in the order of the ids. Each
    once. Those that prove nothing any more only point at their requests.
    """
    found: dict[int, Issued] = {}
    old: list[Known] = []
    for row, by_token in _named(conn, keys):
        if _proves(row, now, TOKEN_LIFE):
            found.setdefault(row.id, _issue(row, by_token))
        else:
            old.append(Known(row.request_id, Hint.OLD_MAIL))
    return tuple(found.values()), tuple(dict.fromkeys(old))


def _named(conn: Connection, keys: Keys) -> Iterable[tuple[Row[Any], bool]]:
    """Rows of the outbox, and whether by their token."""
    if tokens := [token.lower() for token in keys.tokens[:MAX_IDS]]:
        by_token = {row.token: row for row in conn.execute(_BY_TOKEN, {"some": tokens})}
        yield from ((row, True) for row in _in_order(tokens, by_token))
    if ids := list(keys.ids[:MAX_IDS]):
        by_id = {row.message_id: row for row in conn.execute(_BY_ID, {"some": ids})}
        yield from ((row, False) for row in _in_order(ids, by_id))


def _proves(row: Row[Any], now: datetime, life: timedelta) -> bool:
    """Whether what only few know of a mail of ours still says who writes."""
    return not row.revoked and now - row.created_at <= life


def _returned(conn: Connection, keys: Keys, now: datetime) -> Returned | None:
    """The first mail of ours that was sent from one of these addresses."""
    tokens = [token.lower() for token in keys.bounces[:MAX_IDS]]
    if not tokens:
        return None
    by_token = {row.bounce: row for row in conn.execute(_BY_BOUNCE, {"some": tokens})}
    row = next(iter(_in_order(tokens, by_token)), None)
    if row is None:
        return None
    return Returned(
        outbox_id=row.id,
        request_id=row.request_id,
        recipient=row.recipient,
        letter=row.letter,
        state=State(row.state),
        proves=_proves(row, now, BOUNCE_LIFE),
    )


def _in_order(wanted: Iterable[str], found: Mapping[str, Row[Any]]) -> list[Row[Any]]:
    return [found[key] for key in wanted if key in found]


def _issue(row: Row[Any], by_token: bool) -> Issued:
    return Issued(
        outbox_id=row.id,
        request_id=row.request_id,
        recipient=row.recipient,
        person=row.person,
        lane=Lane(row.lane),
        letter=row.letter,
        message_id=row.message_id,
        state=State(row.state),
        by_token=by_token,
        about_line=row.about_line,
        about_author=row.about_author or "",
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
_TAGGED = select(table.c.reference, table.c.id).where(
    table.c.reference.in_(bindparam("some", expanding=True))
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
        found += [Known(row.request_id, Hint.MESSAGE_ID) for row in rows]
    if tags := [tag.upper() for tag in keys.tags[:MAX_IDS]]:
        by_tag = {row.reference: row.id for row in conn.execute(_TAGGED, {"some": tags})}
        found += [Known(by_tag[tag], Hint.REFERENCE) for tag in tags if tag in by_tag]
    if keys.conversation:
        asked = {"conversation": keys.conversation, "mailbox": mailbox}
        found += [
            Known(row[0], Hint.CONVERSATION) for row in conn.execute(_SAME_CONVERSATION, asked)
        ]
    return tuple(dict.fromkeys(found))


_SEQUELS = select(table.c.id).where(
    table.c.linked_to.in_(bindparam("some", expanding=True)),
    table.c.status != literal_column("'closed'"),
)


def _sequels(conn: Connection, found: Mapping[int, Request]) -> tuple[Known, ...]:
    """Open requests that were linked to a closed one which the mail names: whoever
    writes there again means these.
    """
    closed = [request.id for request in found.values() if request.status is Status.CLOSED]
    if not closed:
        return ()
    return tuple(Known(row[0], Hint.SEQUEL) for row in conn.execute(_SEQUELS, {"some": closed}))


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
        ledger.c.disposition.in_(CARRIED),
        ledger.c.fetched_at > bindparam("since"),
        ledger.c.arrived_at > bindparam("arrived_since"),
    )
    .group_by(ledger.c.request_id)
)


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
