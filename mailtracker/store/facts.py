"""A message and its keys → all that the desk may know about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, literal_column, select, union_all

from mailtracker.desk.budgets import (
    TEN_MINUTES,
    Budget,
    Payer,
    Purse,
    Spent,
    purses,
    purses_of,
)
from mailtracker.desk.effects import Disposition
from mailtracker.desk.facts import BOUNCE_LIFE, TOKEN_LIFE, Facts, Hint, Issued, Known, Returned
from mailtracker.desk.repeats import opening_key, words_key
from mailtracker.desk.request import Lane, Request, State, Status
from mailtracker.mail.message import Keys, Message, Proof
from mailtracker.record import dataclass
from mailtracker.store import outbox as sending
from mailtracker.store import spent
from mailtracker.store.columns import Number
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import by_ids
from mailtracker.store.tables import ledger, outbox
from mailtracker.store.tables import requests as table
from mailtracker.store.together import expect as expect_values
from mailtracker.store.together import group_of, is_absent, was_absent

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
    #: By which Message-ID it would be a mail of ours; "": by the one that it has.
    own_id: str = ""

    @property
    def known_by(self) -> str:
        return self.own_id or self.message.message_id


def facts(conn: Connection, asked: Lookup) -> Facts:
    """All that the store knows about one incoming message."""
    keys, now = asked.keys, asked.now
    seen = _seen(conn, asked)
    equal = seen.equal
    issued, old = _issued(conn, keys, now)
    known = (*old, *_known(conn, keys, asked.mailbox))
    returned = _returned(conn, keys, now)
    own = _own(conn, asked.known_by, now) if seen.ours else None
    pointed = [one.request_id for one in issued] + [one.request_id for one in known]
    for back in (returned, own):
        if back is not None and back.request_id is not None:
            pointed.append(back.request_id)
    if equal is not None and equal.request_id is not None:
        pointed.append(equal.request_id)
    found = by_ids(conn, pointed)
    if sequels := _sequels(conn, found):
        known = (*known, *sequels)
        found = {**found, **by_ids(conn, [one.request_id for one in sequels])}
    return Facts(
        duplicate_of=_called(equal, found),
        duplicate_request=equal.request_id if equal else None,
        own=seen.ours,
        own_mail=own,
        issued=issued,
        returned=returned,
        known=known,
        requests=found,
        spent=_spent(conn, asked, found, issued, seen.told_lately),
        told_lately=seen.told_lately,
        arrived=asked.arrived,
    )


@dataclass(frozen=True, slots=True)
class Ahead:
    """A `message` that will be looked up within a group, which the mail server got when it
    `arrived`. `own_id` as in `Lookup`.
    """

    message: Message
    arrived: datetime
    own_id: str = ""


FEW = 3
"""Mails for which it does not pay to ask ahead."""


def expect(conn: Connection, mails: Sequence[Ahead], now: datetime) -> None:
    """What all these will be asked for is asked at once; a group (`store/together.py`) keeps it
    true, so that each of them gets the facts that it would get alone.
    """
    if len(mails) < FEW or group_of(conn) is None:
        return
    senders = [one.message.sender for one in mails if one.message.sender]
    since = min(now, *(one.arrived for one in mails))
    latest = max(one.arrived for one in mails)
    payers = {(sender.email, sender.domain) for sender in senders}
    asked = {purse for payer in payers for purse in _purses(Payer(*payer))}
    spent.expect(conn, asked, len(mails), now, since)
    wanted = {
        "ids": [one.own_id or one.message.message_id for one in mails],
        "contents": [one.message.content_key for one in mails],
        "senders": [sender.key for sender in senders],
    }
    wanted = {name: [one for one in values if one] for name, values in wanted.items()}
    rows = _MET.all(conn, wanted | {"lately": since - TEN_MINUTES, "latest": latest})
    for number, (name, column) in enumerate(zip(wanted, _MEETS, strict=True)):
        expect_values(conn, column, wanted[name], [row[1] for row in rows if row[0] == number])


def _one(number: int) -> Select[int, str, int, int]:
    """A row that stands for a yes, told by its id from those of the ledger."""
    return select(
        literal_column(str(number), Number).label("id"),
        literal_column("''", ledger.c.mailbox.type).label("mailbox"),
        literal_column("0", Number).label("uid"),
        literal_column("NULL", Number).label("request_id"),
    )


_TOLD_LATELY, _OURS = -1, 0
_EQUAL = select(ledger.c.id, ledger.c.mailbox, ledger.c.uid, ledger.c.request_id).where(
    ledger.c.content_key == bindparam("content"),
    ledger.c.content_key != "",
    ledger.c.disposition != Disposition.QUARANTINE,
    ledger.c.proof.is_distinct_from(Proof.DISPROVEN),
    ledger.c.id != bindparam("but"),
)
_WRITTEN = exists().where(
    outbox.c.recipient_key == bindparam("sender", type_=outbox.c.recipient_key.type),
    outbox.c.created_at < bindparam("arrived", type_=outbox.c.created_at.type),
    outbox.c.created_at > bindparam("lately", type_=outbox.c.created_at.type),
)
_SENT_BY_US = exists().where(outbox.c.message_id == bindparam("id"), outbox.c.message_id != "")
_SEEN = Prepared(
    union_all(
        _one(_TOLD_LATELY).where(_WRITTEN),
        _one(_OURS).where(
            exists().where(outbox.c.message_id == bindparam("id"), outbox.c.message_id != "")
        ),
        _EQUAL,
    )
    .order_by("id")
    .limit(3),
    looks={
        "id": [outbox.c.message_id],
        "content": [ledger.c.content_key],
        "sender": [outbox.c.recipient_key],
    },
)


_MEETS = (outbox.c.message_id, ledger.c.content_key, outbox.c.recipient_key)
_MET = Prepared(
    union_all(
        select(literal_column("0", Number), outbox.c.message_id)
        .where(outbox.c.message_id.in_(bindparam("ids", expanding=True)))
        .distinct(),
        select(literal_column("1", Number), ledger.c.content_key)
        .where(ledger.c.content_key.in_(bindparam("contents", expanding=True)))
        .distinct(),
        select(literal_column("2", Number), outbox.c.recipient_key)
        .where(
            outbox.c.recipient_key.in_(bindparam("senders", expanding=True)),
            outbox.c.created_at < bindparam("latest", type_=outbox.c.created_at.type),
            outbox.c.created_at > bindparam("lately", type_=outbox.c.created_at.type),
        )
        .distinct(),
    )
)
"""Which mails of a group may be met by `_SEEN`; what changes in a row is not asked here."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """Is it a mail of our own (`ours`); mailbox, uid and request_id of the first `equal` mail that
    was handled, None without one; did we write to its sender just before it came (`told_lately`).
    """

    ours: bool
    equal: Any
    told_lately: bool


def _seen(conn: Connection, asked: Lookup) -> _Looked:
    message, arrived = asked.message, asked.arrived or asked.now
    sender = message.sender.key if message.sender else ""
    if _is_new(conn, asked, sender, before_us=arrived <= asked.now):
        return _Looked(ours=False, equal=None, told_lately=False)
    given = {
        "id": asked.known_by,
        "content": message.content_key,
        "but": asked.line_id,
        "sender": sender,
        "arrived": arrived,
        "lately": arrived - TEN_MINUTES,
    }
    rows = {row.id: row for row in _SEEN.all(conn, given)}
    told_lately, ours = rows.pop(_TOLD_LATELY, None), rows.pop(_OURS, None)
    first = rows[min(rows)] if rows else None
    return _Looked(ours is not None, first, told_lately is not None)


def _is_new(conn: Connection, asked: Lookup, sender: str, before_us: bool) -> bool:
    """Whether a group knows that nothing is to be found. What it writes itself is no mail that its
    reader had when they wrote (`before_us`).
    """
    looked_for = zip(_MEETS, (asked.known_by, asked.message.content_key), strict=False)
    alone = all(not value or is_absent(conn, column, value) for column, value in looked_for)
    return alone and _unwritten(conn, sender, before_us)


def _unwritten(conn: Connection, sender: str, before_us: bool) -> bool:
    if not sender:
        return True
    ask = was_absent if before_us else is_absent
    return ask(conn, _MEETS[2], sender)


def _called(equal: Any, found: Mapping[int, Request]) -> str:
    if equal is None:
        return ""
    where = f"mail {equal.uid} in {equal.mailbox}"
    return f"{where} ({found[equal.request_id].reference})" if equal.request_id in found else where


def _spent(
    conn: Connection,
    asked: Lookup,
    found: Mapping[int, Request],
    issued: Iterable[Issued],
    told_lately: bool,
) -> Spent:
    sender = asked.message.sender
    if sender is None:
        return Spent()
    words = words_key(asked.message) if found else ""
    # Only a mail that comes just after one of ours pays by how it begins (`desk/limits.py`).
    opening = opening_key(asked.message) if told_lately else ""
    payer = Payer(
        email=sender.email,
        domain=sender.domain,
        words=words,
        opening=opening,
        requests={number: request.owner for number, request in found.items()},
        answered=tuple(one.recipient for one in issued),
    )
    arrived = min(asked.arrived or asked.now, asked.now)
    return spent.counts(conn, _purses(payer), asked.now, arrived)


def _purses(payer: Payer) -> list[Purse]:
    """What an answer to them is paid from is counted with the rest: `breaker.py` asks next."""
    return [*purses_of(payer), purses(Budget.ANSWERED, payer)[0], (Budget.BREAKER, "")]


_ISSUED = select(outbox, ledger.c.sender.label("about_author")).join_from(
    outbox, ledger, ledger.c.id == outbox.c.about_line, isouter=True
)
_BY_TOKEN = Prepared(
    _ISSUED.where(
        outbox.c.token.in_(bindparam("some", expanding=True)), outbox.c.request_id.is_not(None)
    ),
    looks={"some": [outbox.c.token]},
    follows=[ledger],
)
_BY_ID = Prepared(
    _ISSUED.where(
        outbox.c.message_id.in_(bindparam("some", expanding=True)), outbox.c.request_id.is_not(None)
    ),
    looks={"some": [outbox.c.message_id]},
    follows=[ledger],
)


_BY_BOUNCE = Prepared(
    select(outbox).where(outbox.c.bounce.in_(bindparam("some", expanding=True))),
    looks={"some": [outbox.c.bounce]},
)


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
            sent_at = _about_sent_at(conn, row.about_line)
            found.setdefault(row.id, _issue(row, by_token, sent_at))
        else:
            old.append(Known(row.request_id, Hint.OLD_MAIL))
    return tuple(found.values()), tuple(dict.fromkeys(old))


def _named(conn: Connection, keys: Keys) -> Iterable[tuple[Row[Any], bool]]:
    """Rows of the outbox, and whether by their token."""
    if tokens := [token.lower() for token in keys.tokens[:MAX_IDS]]:
        by_token = {row.token: row for row in _BY_TOKEN.all(conn, {"some": tokens})}
        yield from ((row, True) for row in _in_order(tokens, by_token))
    if ids := list(keys.ids[:MAX_IDS]):
        by_id = {row.message_id: row for row in _BY_ID.all(conn, {"some": ids})}
        yield from ((row, False) for row in _in_order(ids, by_id))


def _about_sent_at(conn: Connection, line_id: int | None) -> datetime | None:
    if line_id is None:
        return None
    return sending.all_sent_at(conn, sending.confirmed(line_id))


def _proves(row: Row[Any], now: datetime, life: timedelta) -> bool:
    """Whether what only few know of a mail of ours still says who writes."""
    return not row.revoked and now - row.created_at <= life


def _returned(conn: Connection, keys: Keys, now: datetime) -> Returned | None:
    """The first mail of ours that was sent from one of these addresses."""
    tokens = [token.lower() for token in keys.bounces[:MAX_IDS]]
    if not tokens:
        return None
    by_token = {row.bounce: row for row in _BY_BOUNCE.all(conn, {"some": tokens})}
    row = next(iter(_in_order(tokens, by_token)), None)
    return None if row is None else _back(row, now)


_BY_OWN_ID = Prepared(
    select(outbox).where(outbox.c.message_id == bindparam("id")),
    looks={"id": [outbox.c.message_id]},
)


def _own(conn: Connection, message_id: str, now: datetime) -> Returned:
    return _back(_BY_OWN_ID.first(conn, {"id": message_id}), now)


def _back(row: Row[Any], now: datetime) -> Returned:
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


def _issue(row: Row[Any], by_token: bool, about_sent_at: datetime | None) -> Issued:
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
        about_sent_at=about_sent_at,
    )


_FILED = Prepared(
    select(ledger.c.message_id, ledger.c.request_id)
    .where(
        ledger.c.message_id.in_(bindparam("some", expanding=True)), ledger.c.request_id.is_not(None)
    )
    .distinct(),
    looks={"some": [ledger.c.message_id]},
)
_SAME_CONVERSATION = Prepared(
    select(ledger.c.request_id)
    .where(
        ledger.c.thread_index == bindparam("conversation"),
        ledger.c.mailbox == bindparam("mailbox"),
        ledger.c.request_id.is_not(None),
    )
    .distinct()
    .order_by(ledger.c.request_id.desc())
    .limit(20),
    looks={"conversation": [ledger.c.thread_index]},
)
_TAGGED = Prepared(
    select(table.c.reference, table.c.id).where(
        table.c.reference.in_(bindparam("some", expanding=True))
    ),
    looks={"some": [table.c.reference]},
)


def _known(conn: Connection, keys: Keys, mailbox: str) -> tuple[Known, ...]:
    """Requests that are named without proof: by ids of other people's mails, in the order of the
    ids, then by tags, then by Outlook's conversation within the mailbox, the newest first.
    """
    found: list[Known] = []
    if ids := list(keys.ids[:MAX_IDS]):
        order = {message_id: index for index, message_id in reversed(list(enumerate(ids)))}
        rows = sorted(_FILED.all(conn, {"some": ids}), key=lambda row: (order[row[0]], row[1]))
        found += [Known(row.request_id, Hint.MESSAGE_ID) for row in rows]
    if tags := [tag.upper() for tag in keys.tags[:MAX_IDS]]:
        by_tag = {row.reference: row.id for row in _TAGGED.all(conn, {"some": tags})}
        found += [Known(by_tag[tag], Hint.REFERENCE) for tag in tags if tag in by_tag]
    if keys.conversation:
        asked = {"conversation": keys.conversation, "mailbox": mailbox}
        found += [Known(row[0], Hint.CONVERSATION) for row in _SAME_CONVERSATION.all(conn, asked)]
    return tuple(dict.fromkeys(found))


_SEQUELS = Prepared(
    select(table.c.id).where(
        table.c.linked_to.in_(bindparam("some", expanding=True)),
        table.c.status != literal_column("'closed'"),
    ),
    looks={"some": [table.c.linked_to]},
)


def _sequels(conn: Connection, found: Mapping[int, Request]) -> tuple[Known, ...]:
    """Open requests that were linked to a closed one which the mail names: whoever
    writes there again means these.
    """
    closed = [request.id for request in found.values() if request.status is Status.CLOSED]
    if not closed:
        return ()
    return tuple(Known(row[0], Hint.SEQUEL) for row in _SEQUELS.all(conn, {"some": closed}))
