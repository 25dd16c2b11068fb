"""A message and its keys → all that the desk may know about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Select,
    bindparam,
    exists,
    literal_column,
    select,
    union_all,
)

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
from mailtracker.desk.facts import NO_NOTICE, Facts, Issued, KeptRating, PressedRating, ToPerson
from mailtracker.desk.ratings.rating_words import read_rating
from mailtracker.desk.repeats import opening_key, words_key
from mailtracker.desk.request import Request
from mailtracker.desk.words.owner_words import Command, Word, read_command
from mailtracker.mail.message import Address, Keys, Message, Proof
from mailtracker.mail.outgoing.ids import ActionKey
from mailtracker.mail.sameness import Delivered, is_same
from mailtracker.record import dataclass
from mailtracker.store import absences, buttons, hints, merged, parts, ratings, spent
from mailtracker.store import issued as issued_mails
from mailtracker.store.columns import Number
from mailtracker.store.pictures import seen_before
from mailtracker.store.prepared import Prepared
from mailtracker.store.receivers import of_receivers, wrote_before
from mailtracker.store.requests import by_ids
from mailtracker.store.tables import ledger, outbox
from mailtracker.store.together import expect as expect_values
from mailtracker.store.together import group_of, is_absent, was_absent

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
    #: A machine answers with it, so it may say that somebody is away.
    by_machine: bool = False

    #: Buttons of ours that it was written to, whether they do anything still or not.
    actions: tuple[ActionKey, ...] = ()
    #: What has the form of a token of ours in its addresses, and was not made with our key.
    guessed: tuple[str, ...] = ()

    @property
    def known_by(self) -> str:
        return self.own_id or self.message.message_id


def facts(conn: Connection, asked: Lookup) -> Facts:
    """All that the store knows about one incoming message."""
    keys, now = asked.keys, asked.now
    seen = _seen(conn, asked)
    equal = seen.equal
    issued, old = issued_mails.issued(conn, keys, now)
    recalled = hints.recalled(conn, asked.message, keys, now)
    known = (*old, *hints.known(conn, keys, asked.mailbox), *recalled)
    pressed = buttons.pressed(conn, asked.actions, now)
    rates = ratings.pressed(conn, asked.actions, now)
    returned = issued_mails.returned(conn, keys, now)
    own = issued_mails.own(conn, asked.known_by, now) if seen.ours else None
    begun = [one.issued for one in (pressed, rates) if one is not None]
    mailed = (*issued, *begun)
    pointed = [one.request_id for one in mailed] + [one.request_id for one in known]
    for back in (returned, own):
        if back is not None and back.request_id is not None:
            pointed.append(back.request_id)
    if equal is not None and equal.request_id is not None:
        pointed.append(equal.request_id)
    found = by_ids(conn, pointed)
    if led := merged.led(found):
        issued, known = merged.through(led, issued), merged.through(led, known)
        returned, own = merged.one_through(led, returned), merged.one_through(led, own)
        found = {**found, **by_ids(conn, led.values())}
    if sequels := hints.sequels(conn, found):
        known = (*known, *sequels)
        found = {**found, **by_ids(conn, [one.request_id for one in sequels])}
    kept_ratings = _ratings(conn, asked, rates, found)
    found = {**found, **{one.complaint.id: one.complaint for one in kept_ratings if one.complaint}}
    mails = (*([returned] if returned else ()), *issued)
    # What points at no request has no word on its first line.
    command = read_command(asked.message.new_text) if found else None
    pictures = seen_before(conn, asked.message, asked.line_id) if found else frozenset()
    return Facts(
        duplicate_of=_called(equal, found),
        duplicate_request=equal.request_id if equal else None,
        own=seen.ours,
        own_mail=own,
        issued=issued,
        returned=returned,
        pressed=pressed,
        rates=rates,
        ratings=kept_ratings,
        guesses=buttons.are_unknown(conn, asked.guessed),
        answers_notice=_notice(conn, asked, points=bool(issued or known)),
        known=known,
        requests=found,
        merges=merged.named(conn, command),
        parts=_parts(conn, command, found),
        spent=_spent(conn, asked, found, issued, seen.told_lately),
        told_lately=seen.told_lately,
        arrived=asked.arrived,
        pictures=pictures,
        wrote_before=wrote_before(conn, asked.message, asked.mailbox),
        absent=absences.facts(
            conn, mails, absences.Concerned(asked.by_machine, asked.message, now)
        ),
    )


def _ratings(
    conn: Connection, asked: Lookup, rates: PressedRating | None, found: Mapping[int, Request]
) -> tuple[KeptRating, ...]:
    """Of a mail that says how it was, or may."""
    says_one = rates is not None or (found and read_rating(asked.message.new_text) is not None)
    return ratings.of(conn, found) if says_one else ()


def _parts(
    conn: Connection, command: Command | None, found: Mapping[int, Request]
) -> tuple[Request, ...]:
    takes_one = command is not None and command.word is Word.PART
    return parts.taken(conn, found) if takes_one else ()


def _notice(conn: Connection, asked: Lookup, points: bool) -> ToPerson:
    """What only counts where the mail `points` at no request, or says who is away."""
    keys = asked.keys
    names_some = bool(keys.tokens or keys.ids)
    counts = names_some and (not points or absences.says_absence(asked.message))
    return issued_mails.to_person(conn, keys, asked.now) if counts else NO_NOTICE


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
    senders = [one.message.sender or _NOBODY for one in mails]
    since = min(now, *(one.arrived for one in mails))
    latest = max(one.arrived for one in mails)
    payers = {(sender.email, sender.domain) for sender in senders}
    asked = {purse for payer in payers for purse in _purses(Payer(*payer))}
    spent.expect(conn, asked, len(mails), now, since)
    wanted = {
        "ids": [one.own_id or one.message.message_id for one in mails],
        "contents": [one.message.content_key for one in mails],
        "senders": [sender.key for sender in senders],
        "written": [one.message.message_id for one in mails],
    }
    wanted = {name: [one for one in values if one] for name, values in wanted.items()}
    rows = _MET.all(conn, wanted | {"lately": since - TEN_MINUTES, "latest": latest})
    for number, (name, column) in enumerate(zip(wanted, _MEETS, strict=True)):
        expect_values(conn, column, wanted[name], [row[1] for row in rows if row[0] == number])


_SHOWN = (ledger.c.id, ledger.c.mailbox, ledger.c.uid, ledger.c.request_id)
_COMPARED = (
    *(ledger.c.sha256, ledger.c.content_key, ledger.c.message_id, ledger.c.sender),
    *(ledger.c.subject, ledger.c.likeness, ledger.c.arrived_at, ledger.c.fetched_at),
)
_LIKE = 4
"""Mails that are compared for each way in which they may be alike: the newest."""


def _one(number: int) -> Select[Any]:
    """A row that stands for a yes, told by its id from those of the ledger."""
    nothing = (literal_column("NULL", one.type).label(one.name) for one in _COMPARED)
    return select(
        literal_column(str(number), Number).label("id"),
        literal_column("''", ledger.c.mailbox.type).label("mailbox"),
        literal_column("0", Number).label("uid"),
        literal_column("NULL", Number).label("request_id"),
        *nothing,
    )


def _like(column: Column[Any], name: str) -> Select[Any]:
    """The newest mails that were handled and have this value; a copy of one says nothing more."""
    found = (
        select(*_SHOWN, *_COMPARED)
        .where(
            column == bindparam(name),
            column != "",
            ledger.c.disposition != Disposition.QUARANTINE,
            ledger.c.disposition != Disposition.DUPLICATE,
            ledger.c.proof.is_distinct_from(Proof.DISPROVEN),
            ledger.c.id != bindparam("but"),
        )
        .order_by(ledger.c.id.desc())
        .limit(_LIKE)
        .subquery()
    )
    return select(found)


_NOBODY = Address("", "")
_TOLD_LATELY, _OURS = -1, 0
_WRITTEN = exists().where(
    outbox.c.recipient_key == bindparam("sender", type_=outbox.c.recipient_key.type),
    outbox.c.created_at < bindparam("arrived", type_=outbox.c.created_at.type),
    outbox.c.created_at > bindparam("lately", type_=outbox.c.created_at.type),
)
_SENT_BY_US = exists().where(outbox.c.message_id == bindparam("id"), outbox.c.message_id != "")
_SEEN = Prepared(
    union_all(
        _like(ledger.c.sha256, "bytes"),
        _like(ledger.c.content_key, "content"),
        _like(ledger.c.message_id, "written"),
        _one(_TOLD_LATELY).where(_WRITTEN),
        _one(_OURS).where(_SENT_BY_US),
    ),
    looks={
        "id": [outbox.c.message_id],
        "bytes": [ledger.c.sha256],
        "content": [ledger.c.content_key],
        "written": [ledger.c.message_id],
        "sender": [outbox.c.recipient_key],
    },
)


_MEETS = (
    *(outbox.c.message_id, ledger.c.content_key),
    *(outbox.c.recipient_key, ledger.c.message_id),
)
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
        select(literal_column("3", Number), ledger.c.message_id)
        .where(ledger.c.message_id.in_(bindparam("written", expanding=True)))
        .distinct(),
    )
)
"""Which mails of a group may be met by `_SEEN`; what changes in a row is not asked here."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """Is it a mail of our own (`ours`); mailbox, uid and request_id of the mail that was handled of
    which it is a copy (`equal`), None without one; did we write to its sender just before it came
    (`told_lately`).
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
        "bytes": message.sha256,
        "content": message.content_key,
        "written": message.message_id,
        "but": asked.line_id,
        "sender": sender,
        "arrived": arrived,
        "lately": arrived - TEN_MINUTES,
    }
    rows = {row.id: row for row in _SEEN.all(conn, given)}
    told_lately, ours = rows.pop(_TOLD_LATELY, None), rows.pop(_OURS, None)
    return _Looked(ours is not None, _equal(asked, rows), told_lately is not None)


def _equal(asked: Lookup, rows: Mapping[int, Any]) -> Any:
    """The newest mail of these of which it is a copy; None for none."""
    if not rows:
        return None
    message = asked.message
    later = Delivered(
        sha256=message.sha256,
        content_key=message.content_key,
        message_id=message.message_id,
        sender=message.sender.key if message.sender else "",
        subject=message.subject,
        likeness=message.likeness,
        arrived=asked.arrived or asked.now,
        fetched=asked.now,
    )
    newest = sorted(rows.items(), reverse=True)
    return next((row for _, row in newest if is_same(_delivered(row), later, message)), None)


def _delivered(row: Any) -> Delivered:
    return Delivered(
        sha256=row.sha256,
        content_key=row.content_key,
        message_id=row.message_id,
        sender=row.sender,
        subject=row.subject,
        likeness=row.likeness,
        arrived=row.arrived_at,
        fetched=row.fetched_at,
    )


def _is_new(conn: Connection, asked: Lookup, sender: str, before_us: bool) -> bool:
    """Whether a group knows that nothing is to be found. What it writes itself is no mail that its
    reader had when they wrote (`before_us`).
    """
    message = asked.message
    looked_for: tuple[tuple[Column[Any], str], ...] = (
        *((outbox.c.message_id, asked.known_by), (ledger.c.content_key, message.content_key)),
        (ledger.c.message_id, message.message_id),
    )
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
    sender = asked.message.sender or _NOBODY  # what is in doubt is paid for together
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
    wanted = [*_purses(payer), *of_receivers(asked.message)]
    return spent.counts(conn, wanted, asked.now, arrived)


def _purses(payer: Payer) -> list[Purse]:
    """What an answer to them is paid from is counted with the rest: `breaker.py` asks next."""
    return [*purses_of(payer), purses(Budget.ANSWERED, payer)[0], (Budget.BREAKER, "")]
