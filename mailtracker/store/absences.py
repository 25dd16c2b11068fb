"""Who is away, as we learnt it by mail: rows in, what every decision may look at out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, assert_never

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    exists,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from mailtracker.desk.absence.absence_effects import NoteAbsent, NoteBack, NoteNotice
from mailtracker.desk.absence.absence_said import UNDONE
from mailtracker.desk.absence.absence_words import read_absence_word
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, NoticeSeen, Reach
from mailtracker.desk.facts import NOTHING_ABSENT, AbsentFacts, Issued, Returned
from mailtracker.desk.request import ALIVE, Request
from mailtracker.mail.message import Message
from mailtracker.policy.model import Absence
from mailtracker.record import dataclass
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import by_ids
from mailtracker.store.tables import absence_handed, absence_notices, absences, events, requests
from mailtracker.store.together import known, once
from mailtracker.store.upsert import insert as insert_or

_SLACK = timedelta(days=1)
"""Days are those of each person's own zone: somewhere it is still yesterday."""

_STANDS = select(absences).where(
    absences.c.ended_at.is_(None),
    absences.c.known_by.not_in(
        [literal_column(f"'{one}'") for one in KnownBy if one.stands_elsewhere]
    ),
)
_LEFT = Prepared(
    union_all(
        _STANDS.where(absences.c.last_day >= bindparam("day")),
        _STANDS.where(absences.c.last_day.is_(None)),
    )
)
_INSERT = Prepared(insert(absences).returning(absences.c.id))
_CHANGE = Prepared(
    update(absences)
    .where(absences.c.id == bindparam("which"))
    .values(
        first_day=bindparam("first"),
        last_day=bindparam("last"),
        cover=bindparam("by"),
        digest=bindparam("words"),
        reach=bindparam("how_far"),
    )
)
_END = Prepared(
    update(absences).where(absences.c.id == bindparam("which")).values(ended_at=bindparam("at"))
)
_HANDED = Prepared(
    insert_or(absence_handed).on_conflict_do_nothing(index_elements=["absence_id", "request_id"])
)
_SAID = insert_or(absence_notices)
_SEEN_AGAIN = Prepared(
    _SAID.on_conflict_do_update(
        index_elements=["person", "digest"], set_={"last_at": _SAID.excluded.last_at}
    )
)
_NOTICES = Prepared(
    select(absence_notices)
    .where(absence_notices.c.person == bindparam("who"))
    .order_by(absence_notices.c.last_at.desc())
    .limit(50),
    looks={"who": [absence_notices.c.person]},
)
_UNDO = Prepared(
    update(absence_notices)
    .where(absence_notices.c.person == bindparam("who"))
    .values(undone_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class HeardOf:
    """How we heard of an absence."""

    #: When.
    now: datetime
    #: The request at hand, as it is then; None for none.
    request: Request | None = None
    #: The line of the mail in the ledger, None for none.
    line_id: int | None = None


def running(conn: Connection, now: datetime) -> tuple[KnownAbsence, ...]:
    """Those that are not over and were not undone: they run, or are to come."""
    day = now.date() - _SLACK
    found = once(conn, _LEFT, lambda conn: _running(conn, day))
    return tuple(found)


def _running(conn: Connection, day: date) -> list[KnownAbsence]:
    found = map(of_row, _LEFT.all(conn, {"day": day}))
    return sorted(found, key=attrgetter("id"))


def of_row(row: Any) -> KnownAbsence:
    """As a row has it."""
    return KnownAbsence(
        person=row.person,
        days=Absence(row.first_day, row.last_day),
        known_by=KnownBy(row.known_by),
        cover=row.cover,
        since=row.since,
        request_id=row.request_id,
        line_id=row.line_id,
        digest=row.digest,
        reach=Reach(row.reach),
        id=row.id,
    )


def note_all(conn: Connection, effects: Sequence[object], heard: HeardOf) -> None:
    """What a decision changes of who is away."""
    for effect in effects:
        if isinstance(effect, NoteNotice | NoteAbsent | NoteBack):
            _note(conn, effect, heard)


def _note(conn: Connection, effect: NoteNotice | NoteAbsent | NoteBack, heard: HeardOf) -> None:
    match effect:
        case NoteNotice(person, digest):
            row = {"person": person, "digest": digest, "first_at": heard.now, "last_at": heard.now}
            _SEEN_AGAIN.run_all(conn, [row])
        case NoteAbsent(absence, replaces, handed_to):
            end(conn, replaces, heard.now)
            entered = enter(conn, absence, heard) if absence.id is None else absence
            if absence.id is not None:
                change(conn, absence, heard.now)
            _hand(conn, entered, handed_to, heard)
        case NoteBack(person, ended):
            end(conn, ended, heard.now)
            _UNDO.run(conn, {"who": person, "at": heard.now})
        case _:
            assert_never(effect)


def enter(conn: Connection, absence: KnownAbsence, heard: HeardOf) -> KnownAbsence:
    """With its number, known from now on."""
    told = replace(
        absence,
        since=heard.now,
        line_id=heard.line_id,
        request_id=heard.request.id if heard.request else None,
    )
    row = {
        "person": told.person,
        "first_day": told.days.start,
        "last_day": told.days.end,
        "known_by": told.known_by,
        "cover": told.cover,
        "request_id": told.request_id,
        "line_id": told.line_id,
        "digest": told.digest,
        "reach": told.reach,
        "since": told.since,
    }
    number = int(_INSERT.scalar(conn, row))
    _asked_again(conn, heard.now)
    return replace(told, id=number)


def change(conn: Connection, absence: KnownAbsence, now: datetime) -> None:
    """One that is known, as it is from now on."""
    changed = {
        "which": absence.id,
        "first": absence.days.start,
        "last": absence.days.end,
        "by": absence.cover,
        "words": absence.digest,
        "how_far": absence.reach,
    }
    _CHANGE.run(conn, changed)
    _asked_again(conn, now)


def end(conn: Connection, ended: Sequence[KnownAbsence], now: datetime) -> None:
    """They are undone, or another takes their place."""
    if ended:
        _END.run_all(conn, [{"which": one.id, "at": now} for one in ended])
        _asked_again(conn, now)


def _asked_again(conn: Connection, now: datetime) -> None:
    """What a group knows is kept true."""
    known(conn, _LEFT, list[KnownAbsence])[:] = _running(conn, now.date() - _SLACK)


def _hand(conn: Connection, absence: KnownAbsence, to: str, heard: HeardOf) -> None:
    if heard.request is None or not to:
        return
    row = {
        "absence_id": absence.id,
        "request_id": heard.request.id,
        "person": to,
        "epoch": heard.request.epoch,
        "at": heard.now,
    }
    _HANDED.run_all(conn, [row])


@dataclass(frozen=True, slots=True)
class Concerned:
    """A mail that may change who is away: whether it is `by_machine`, the `message` itself, and
    when it is decided on (`now`).
    """

    by_machine: bool
    message: Message
    now: datetime


def facts(conn: Connection, mails: Sequence[Issued | Returned], mail: Concerned) -> AbsentFacts:
    """`mails` are those of ours that it answers, the first is the one at whose envelope sender it
    arrived, if there is one. Of most mails nobody asks anything.
    """
    first = mails[0] if mails else None
    seen: tuple[NoticeSeen, ...] = ()
    if first is not None and (mail.by_machine or isinstance(first, Returned)):
        named = next((one.person for one in mails if one.person), "")
        seen = notices(conn, named) if named else ()
    if not says_absence(mail.message):
        return AbsentFacts(seen) if seen else NOTHING_ABSENT
    return AbsentFacts(seen, _lent(conn, mail.now))


def says_absence(message: Message) -> bool:
    """Whether `away` or `back` may stand in it."""
    return any(map(read_absence_word, (message.new_text, message.subject)))


def _lent(conn: Connection, now: datetime) -> dict[str, tuple[Request, ...]]:
    """What `back` takes back: of what a program said, whenever that was."""
    taken: dict[str, tuple[Request, ...]] = {}
    for one in running(conn, now):
        lately = one.since is not None and one.since >= now - UNDONE
        if lately or one.known_by is KnownBy.NOTICE:
            taken[one.person] = (*taken.get(one.person, ()), *lent(conn, [one]))
    return taken


def notices(conn: Connection, person: str) -> tuple[NoticeSeen, ...]:
    """Words by which programs said that somebody is away, the latest first."""
    rows = _NOTICES.all(conn, {"who": person})
    return tuple(NoticeSeen(one.digest, one.first_at, one.last_at, one.undone_at) for one in rows)


_ACTED = ("mine", "answer", "team", "owner", "closed", "snoozed")
"""Kinds of events by which somebody did something about a request, or it went elsewhere."""

_LENT = Prepared(
    select(absence_handed.c.request_id)
    .join(requests, requests.c.id == absence_handed.c.request_id)
    .where(
        absence_handed.c.absence_id.in_(bindparam("some", expanding=True)),
        requests.c.owner == absence_handed.c.person,
        requests.c.epoch == absence_handed.c.epoch,
        requests.c.status.in_(ALIVE),
        ~exists().where(
            and_(
                events.c.request_id == absence_handed.c.request_id,
                events.c.at > absence_handed.c.at,
                events.c.kind.in_(_ACTED),
            )
        ),
    )
    .order_by(absence_handed.c.request_id),
    looks={"some": [absence_handed.c.absence_id]},
)


def lent(conn: Connection, some: Sequence[KnownAbsence]) -> tuple[Request, ...]:
    """What went to others for these, is still theirs, and of which nothing was done since."""
    numbers = _LENT.scalars(conn, {"some": [one.id for one in some]})
    return tuple(by_ids(conn, numbers).values())


_TO_HAND = Prepared(
    select(absences).where(
        absences.c.ended_at.is_(None), absences.c.reach == literal_column(f"'{Reach.ALL}'")
    )
)
_HANDED_FOR = Prepared(
    select(absence_handed.c.request_id, absence_handed.c.person)
    .where(absence_handed.c.absence_id == bindparam("which"))
    .order_by(absence_handed.c.request_id),
    looks={"which": [absence_handed.c.absence_id]},
)


def to_hand(conn: Connection) -> list[KnownAbsence]:
    """Those of which all that is open is still to be handed over, when they begin."""
    return sorted(map(of_row, _TO_HAND.all(conn)), key=attrgetter("id"))


def handed_for(conn: Connection, absence: KnownAbsence) -> list[tuple[int, str]]:
    """The requests (numbers) that went to others for it, and to whom (a key)."""
    rows = _HANDED_FOR.all(conn, {"which": absence.id})
    return [(row.request_id, row.person) for row in rows]
