"""A decision in, its effects in the tables out. Composing what it wants written
or carried is the caller's part.

What a request becomes is worked out on plain data first; then the
difference is stored, in few statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar, assert_never

from sqlalchemy import Connection, bindparam, delete, insert, update

from mailtracker.desk.absence.absence_effects import (
    GiveBack,
    NoteAbsent,
    NoteBack,
    NoteNotice,
    Tell,
)
from mailtracker.desk.budgets import Spend
from mailtracker.desk.daily.due import TellDaily
from mailtracker.desk.digests import Gather
from mailtracker.desk.effects import (
    AddParticipant,
    AskWhether,
    Bar,
    CallAgain,
    CallIn,
    Confide,
    ConfirmDelivery,
    Decision,
    Decline,
    Dispose,
    DropParticipant,
    Effect,
    Entrust,
    Hold,
    Judged,
    LogEvent,
    LoseList,
    MergeInto,
    NextRung,
    NoteBystanders,
    NoteEntry,
    NoteServerId,
    OpenPart,
    OpenRequest,
    Pause,
    PostToHook,
    RaisePromise,
    Relay,
    RelayAgain,
    Release,
    RuleAnew,
    SendLetter,
    SetLanguage,
    SetOwner,
    SetRequester,
    SetStatus,
    Snooze,
    StartClock,
    StopClock,
    TakeUp,
    TellAdmins,
    TickOff,
    Turn,
    UseButton,
)
from mailtracker.desk.gate import opened
from mailtracker.desk.kept_thanks import KeepThanks
from mailtracker.desk.ratings.rating_effects import KeepDone, KeepRating
from mailtracker.desk.request import Given, Request
from mailtracker.errors import MailtrackerError
from mailtracker.store import (
    absences,
    awaited,
    buttons,
    declined,
    digests,
    given,
    ledger,
    posts,
    ratings,
    sending,
    server_ids,
    spent,
    thanks,
)
from mailtracker.store.columns import clean
from mailtracker.store.grown import OfGiven, asked_by, grown
from mailtracker.store.prepared import Prepared
from mailtracker.store.promising import OfPromise, promising
from mailtracker.store.references import next_id, next_reference
from mailtracker.store.requests import changed, of_requester
from mailtracker.store.requests import request as load
from mailtracker.store.scene import count, take_turn
from mailtracker.store.standing import cleaned, in_copy, joined, taking_part
from mailtracker.store.tables import copied, deadlines, events, former_owners
from mailtracker.store.tables import requests as table

# What stands in the request's own row and may change; the rest has tables of its own.
_COLUMNS = [
    field.name
    for field in fields(Request)
    if field.name in table.c and field.name not in ("id", "reference")
]

_INSERT, _ENTER = Prepared(insert(table).returning(table.c.id)), Prepared(insert(table))
_CHANGE = Prepared(
    update(table).where(table.c.id == bindparam("which")), looks={"which": [table.c.id]}
)
_HAS_WORDS = Prepared(
    update(table).where(table.c.id == bindparam("which")).values(texts=True),
    looks={"which": [table.c.id]},
)
_COPIED, _FORMER = Prepared(insert(copied)), Prepared(insert(former_owners))
_EVENTS, _ARM = Prepared(insert(events)), Prepared(insert(deadlines))
_STANDING = Prepared(
    update(copied)
    .where(copied.c.request_id == bindparam("which"), copied.c.address_key == bindparam("who"))
    .values(standing=bindparam("standing")),
    looks={"which": [copied.c.request_id]},
)

_DISARM = Prepared(
    delete(deadlines).where(deadlines.c.request_id == bindparam("which")),
    looks={"which": [deadlines.c.request_id]},
)


def apply(
    conn: Connection, decision: Decision, line_id: int | None, now: datetime
) -> Request | None:
    """Carry out every effect but SendLetter, Relay and RelayAgain, in order; the request as it
    is then, None if there is none.

    `line_id` is the ledger line of the message that was decided on, None where no message was.
    """
    before = None if decision.request_id is None else load(conn, decision.request_id)
    after = before
    for effect in decision.effects:
        after = become(after, effect, now)
    if before is None and after is not None:
        after = _insert(conn, after, decision)
    elif before is not None and after is not None and before != after:
        _store(conn, before, after)
        declined.follow(conn, before, after, now)
    if before is not None and before.purged_at is not None:
        _HAS_WORDS.run(conn, {"which": before.id})
    count(conn, before, after)
    _do_beside(conn, decision.effects, after, line_id, now)
    return after


def become(request: Request | None, effect: Effect, now: datetime) -> Request | None:
    """What the effect makes of the request."""
    match effect:
        case OpenRequest():
            if request is not None:
                raise MailtrackerError("a decision opens a request or is about one, not both")
            return _opened(effect, now)
        case (
            Dispose()
            | Judged()
            | TickOff()
            | KeepThanks()
            | Spend()
            | Gather()
            | LogEvent()
            | Turn()
            | ConfirmDelivery()
            | NoteServerId()
            | SendLetter()
            | Relay()
            | RelayAgain()
            | TakeUp()
            | UseButton()
            | KeepRating()
            | KeepDone()
            | NoteNotice()
            | NoteAbsent()
            | NoteBack()
            | GiveBack()
            | LoseList()
            | OpenPart()
            | Tell()
            | TellAdmins()
            | TellDaily()
            | PostToHook()
        ):
            return request
        case _:
            if request is None:
                raise MailtrackerError(f"{type(effect).__name__} needs a request")
            return _changed(request, effect, now)


_OfAll = Hold | Release | MergeInto
_OfAsker = SetRequester | CallAgain | SetLanguage
_OfPeople = SetOwner | Decline | _OfAsker | AddParticipant | NoteBystanders | DropParticipant


def _changed(
    request: Request, effect: OfPromise | OfGiven | _OfPeople | _OfAll, now: datetime
) -> Request:
    match effect:
        case SetOwner() | Decline():
            return _owned(request, effect)
        case SetRequester() | CallAgain() | SetLanguage():
            return asked_by(request, effect)
        case SetStatus() | StartClock() | StopClock() | NextRung() | RaisePromise():
            return promising(request, effect, now)
        case Pause() | Snooze():
            return promising(request, effect, now)
        case Bar() | Entrust() | Confide() | AskWhether() | NoteEntry() | CallIn() | RuleAnew():
            return replace(request, given=grown(request.given, effect))
        case AddParticipant() | NoteBystanders() | DropParticipant():
            return taking_part(request, effect)
        case MergeInto(into):
            return replace(request, merged_into=into)
        case Hold() | Release():
            return replace(request, held_since=_held(request, effect, now))
        case _:
            assert_never(effect)


def _held(request: Request, effect: Hold | Release, now: datetime) -> datetime | None:
    return None if isinstance(effect, Release) else request.held_since or now


def _opened(effect: OpenRequest, now: datetime) -> Request:
    """Not yet numbered: id 0, no reference. As it will be read again: what no database can hold is
    gone from its texts.
    """
    fit = {
        "subject": clean(effect.subject),
        "requester": cleaned(effect.requester),
        "copied": (),
        "first_id": clean(effect.first_id),
        "given": _storable(effect.given),
    }
    fresh = opened(_with(effect, fit), now)
    for person in effect.copied:
        fresh = joined(fresh, person)
    return fresh


_T = TypeVar("_T", OpenRequest, Given)


def _with(record: _T, values: Mapping[str, Any]) -> _T:
    """The record with these values: itself, where it has them, as nearly always."""
    had = ((name, value, getattr(record, name)) for name, value in values.items())
    changed = {name: value for name, value, old in had if value is not old and value != old}
    return replace(record, **changed) if changed else record


_GIVEN = [field.name for field in fields(Given)]


def _storable(rules_gave: Given) -> Given:
    """Texts without what no database can hold, and each value of a list once."""
    fit: dict[str, Any] = {}
    for name in _GIVEN:
        value = getattr(rules_gave, name)
        if isinstance(value, str):
            fit[name] = clean(value)
        elif value and isinstance(value, tuple):
            fit[name] = given.each_once(value)
    return _with(rules_gave, fit)


def _owned(request: Request, effect: SetOwner | Decline) -> Request:
    if isinstance(effect, Decline):
        said = dict.fromkeys((*request.declined, effect.person))
        return replace(request, declined=tuple(said))
    return replace(_handed(request, effect.owner), by_hand=effect.by_hand)


def _handed(request: Request, owner: str) -> Request:
    if owner == request.owner:
        return request
    had = (request.owner,) if request.owner else ()  # nobody had it yet
    former = tuple(dict.fromkeys((*request.former_owners, *had)))
    left = tuple(one for one in request.declined if one != owner)
    return replace(request, owner=owner, former_owners=former, declined=left, snoozed_until=None)


def _row(request: Request) -> dict[str, Any]:
    row = {name: getattr(request, name) for name in _COLUMNS}
    return row | of_requester(request.requester) | given.to_columns(request.given)


def _insert(conn: Connection, fresh: Request, decision: Decision) -> Request:
    """The request with its number and its reference."""
    (opening,) = (effect for effect in decision.effects if isinstance(effect, OpenRequest))
    reference = next_reference(conn, opening.prefix.upper())
    row = _row(fresh) | {
        "reference": reference,
        "linked_to": opening.linked_to,
    }
    numbered = replace(fresh, id=_numbered(conn, row), reference=reference)
    _store_lists(conn, None, numbered)
    given.enter(conn, numbered.id, numbered.given)
    _arm(conn, numbered)
    return numbered


def _numbered(conn: Connection, row: dict[str, Any]) -> int:
    """The id of the row, which is written now or with others."""
    number = next_id(conn, table)
    if number is None:
        return int(_INSERT.scalar(conn, row))
    _ENTER.later(conn, [{"id": number, **row}])
    return number


def _store(conn: Connection, before: Request, after: Request) -> None:
    """What differs, and nothing else."""
    changed(conn)
    old, new = _row(before), _row(after)
    if differs := {name: value for name, value in new.items() if value != old[name]}:
        _CHANGE.run(conn, {"which": after.id, **differs})
    _store_lists(conn, before, after)
    if after.given != before.given:
        given.grow(conn, after.id, after.given)
    if (before.due_at, before.epoch, before.rung) != (after.due_at, after.epoch, after.rung):
        _DISARM.run(conn, {"which": after.id})
        _arm(conn, after)


def _store_lists(conn: Connection, before: Request | None, after: Request) -> None:
    """What is new on the lists; `before` is None for a new request. None of them loses a name: of
    those in copy the standing may change.
    """
    formers = len(before.former_owners) if before else 0
    stood = {one.key: (one, how) for one, how in in_copy(before).items()} if before else {}
    stands = {one.key: (one, how) for one, how in in_copy(after).items()}
    fresh = [stands[key] for key in stands if key not in stood]
    people = [
        {
            "request_id": after.id,
            "seq": seq,
            "address": who.email,
            "address_key": who.key,
            "name": who.name,
            "standing": standing,
        }
        for seq, (who, standing) in enumerate(fresh, len(stood))
    ]
    moved = [
        {"which": after.id, "who": key, "standing": stands[key][1]}
        for key in stands
        if key in stood and stood[key][1] is not stands[key][1]
    ]
    owners = [
        {"request_id": after.id, "seq": seq, "owner": owner}
        for seq, owner in enumerate(after.former_owners[formers:], formers)
    ]
    if people:
        _COPIED.later(conn, people)
    if moved:
        _STANDING.run_all(conn, moved)
    if owners:
        _FORMER.later(conn, owners)


def _arm(conn: Connection, request: Request) -> None:
    if request.due_at is not None:
        row = {
            "request_id": request.id,
            "epoch": request.epoch,
            "rung": request.rung,
            "due_at": request.due_at,
        }
        _ARM.later(conn, [row])


def _do_beside(
    conn: Connection,
    effects: Sequence[Effect],
    after: Request | None,
    line_id: int | None,
    now: datetime,
) -> None:
    """The effects that are about other rows than the request's, which is as it stands `after`."""
    about = after.id if after else None
    told: list[dict[str, Any]] = []
    proof = next((effect.proof for effect in effects if isinstance(effect, Judged)), None)
    for effect in effects:
        match effect:
            case Dispose():
                ledger.dispose(conn, _line(line_id), effect, about, proof)
            case TickOff():
                awaited.tick(conn, effect, _line(line_id))
            case LogEvent(kind, text):
                told.append({"request_id": about, "at": now, "kind": kind, "text": text})
            case Turn(team, person):
                take_turn(conn, team, person)
            case ConfirmDelivery() | NoteServerId():
                _note_of_mail(conn, effect, now)
            case _:
                pass
    if told:
        _EVENTS.later(conn, told)
    absences.note_all(conn, effects, absences.HeardOf(now, after, line_id))
    spent.add(conn, [effect for effect in effects if isinstance(effect, Spend)], now)
    buttons.use(conn, [effect for effect in effects if isinstance(effect, UseButton)], about, now)
    thanks.keep(conn, [effect for effect in effects if isinstance(effect, KeepThanks)], about, now)
    posts.add(conn, [effect for effect in effects if isinstance(effect, PostToHook)], about, now)
    ratings.keep_all(conn, effects, after, now)
    _gather(conn, [effect for effect in effects if isinstance(effect, Gather)], about, now)
    if about is not None and any(isinstance(effect, Release) for effect in effects):
        spent.forgive(conn, about)


def _line(line_id: int | None) -> int:
    if line_id is None:
        raise MailtrackerError("what became of a mail needs a ledger line")
    return line_id


def _note_of_mail(conn: Connection, effect: ConfirmDelivery | NoteServerId, now: datetime) -> None:
    if isinstance(effect, ConfirmDelivery):
        sending.arrived(conn, effect.outbox_id, effect.by, now)
    else:
        server_ids.learn(conn, effect.outbox_id, effect.message_id)


def _gather(conn: Connection, gathered: Sequence[Gather], about: int | None, now: datetime) -> None:
    if gathered and about is None:
        raise MailtrackerError("Gather needs a request")
    if about is not None:
        digests.add(conn, about, gathered, now)


def note(conn: Connection, request_id: int, told: Sequence[LogEvent], now: datetime) -> None:
    """Lines of a request's history that belong to no decision."""
    if told:
        rows = [
            {"request_id": request_id, "at": now, "kind": one.kind, "text": one.text}
            for one in told
        ]
        _EVENTS.later(conn, rows)
