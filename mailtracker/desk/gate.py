"""What a door wants, and the request that it is about → a Decision in which nothing reaches anybody
who is kept out of a confidential request, or nobody at all. No door makes a Decision but here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import assert_never

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
from mailtracker.desk.doubtful import without_reader
from mailtracker.desk.effects import (
    AddParticipant,
    AskWhether,
    Bar,
    Because,
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
from mailtracker.desk.kept_thanks import KeepThanks
from mailtracker.desk.ratings.rating_effects import KeepDone, KeepRating
from mailtracker.desk.readers import is_kept_from_some, kept_out
from mailtracker.desk.request import Request, Status
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person, Policy

JOINING = "would have taken part"


def decide(
    effects: Iterable[Effect | Because], request: Request | None, policy: Policy
) -> Decision:
    """What a door answers, made of what the rooms behind it wanted. `request` is the existing one
    that they are about, None where they open one, or touch none.
    """
    wanted = list(effects)
    (reason,) = [effect.reason for effect in wanted if isinstance(effect, Because)]
    rest = [without_reader(one) for one in wanted if not isinstance(one, Because)]
    return Decision(reason, _let_through(rest, request, policy), request.id if request else None)


def _let_through(
    effects: Sequence[Effect], request: Request | None, policy: Policy
) -> tuple[Effect, ...]:
    """Whom any of the effects bars is barred for all of them, whatever their order."""
    if not _bars(effects, request):
        return tuple(effects)
    effects = _chosen_alone(effects, request)
    about = _as_it_will_be(effects, request)
    if about is None or not is_kept_from_some(about.given):
        return tuple(effects)
    return tuple(passed for effect in effects for passed in _passed(effect, about, policy))


def _chosen_alone(effects: Sequence[Effect], request: Request | None) -> Sequence[Effect]:
    """What a requester confides goes to somebody new by their own word alone: not back to whom they
    chose before.
    """
    if request is None or not request.given.confide_in:
        return effects
    chosen = {one.person for one in effects if isinstance(one, Confide)}
    may = {"", request.owner, *chosen}
    return [
        LogEvent("kept from", f"{one.owner}: would have it")
        if isinstance(one, SetOwner) and one.owner not in may
        else one
        for one in effects
    ]


def _bars(effects: Sequence[Effect], request: Request | None) -> bool:
    """Whether anybody may be kept out at all: of most requests nobody ever is."""
    if request is not None and is_kept_from_some(request.given):
        return True
    return any(
        isinstance(effect, Bar)
        or (isinstance(effect, OpenRequest) and is_kept_from_some(effect.given))
        for effect in effects
    )


def _as_it_will_be(effects: Sequence[Effect], request: Request | None) -> Request | None:
    """As far as it matters here: who has it, who is barred, who is entrusted."""
    for effect in effects:
        if isinstance(effect, OpenRequest):
            request = opened(effect)
        elif request is not None:
            request = _after(effect, request)
    return request


def _after(effect: Effect, request: Request) -> Request:
    given = request.given
    match effect:
        case SetOwner(owner, _):
            return replace(request, owner=owner)
        case Bar(people):
            return replace(request, given=replace(given, barred=(*given.barred, *people)))
        case Entrust(person):
            return replace(request, given=replace(given, entrusted=(*given.entrusted, person)))
        case Confide(person):
            return replace(request, given=replace(given, confidants=(*given.confidants, person)))
        case _:
            return request


_NEVER = datetime.min.replace(tzinfo=UTC)


def opened(effect: OpenRequest, at: datetime = _NEVER) -> Request:
    """What is known of a request before the store has numbered it."""
    return Request(
        id=0,
        reference="",
        mailbox=effect.mailbox,
        subject=effect.subject,
        status=Status.OPEN,
        requester=effect.requester,
        copied=effect.copied,
        language=effect.language,
        owner=effect.owner,
        former_owners=(),
        opened_at=at,
        first_id=effect.first_id,
        given=effect.given,
        quiet=effect.quiet,
        part_of=effect.part_of,
    )


def _passed(effect: Effect, request: Request, policy: Policy) -> list[Effect]:
    """The effect; what stands in history instead, where it would make a reader of somebody who is
    kept out.
    """
    if isinstance(effect, OpenRequest):
        out = [one for one in effect.copied if kept_out(policy, request, one)]
        left = tuple(one for one in effect.copied if one not in out)
        return [replace(effect, copied=left), *(_kept_from(one, JOINING) for one in out)]
    for reader in _readers(effect, policy):
        if kept_out(policy, request, reader):
            return [_kept_from(reader, _what(effect))]
    return [effect]


def _kept_from(who: Address | Person, what: str) -> LogEvent:
    shown = who.name or (who.key if isinstance(who, Person) else who.email)
    return LogEvent("kept from", f"{shown}: {what}")


def _readers(effect: Effect, policy: Policy) -> list[Address | Person]:
    """Whom an effect makes a reader. A new effect has to say it here."""
    match effect:
        case SendLetter() | Relay() | RelayAgain():
            person = policy.people.get(effect.person)
            return [effect.to, person] if person else [effect.to]
        case AddParticipant(who) | SetRequester(who):
            return [who]
        case SetOwner(key) | CallIn(_, key):
            return [policy.people[key]] if key in policy.people else []
        case OpenRequest() | NoteBystanders() | DropParticipant() | Bar() | Entrust() | Confide():
            return []
        case (
            AskWhether()
            | SetStatus()
            | StartClock()
            | StopClock()
            | NextRung()
            | RaisePromise()
            | RuleAnew()
            | CallAgain()
            | PostToHook()
            | Hold()
            | Release()
        ):
            return []
        case (
            Turn()
            | ConfirmDelivery()
            | NoteServerId()
            | LogEvent()
            | Dispose()
            | Pause()
            | MergeInto()
            | OpenPart()  # which passes here again, as a decision about that one
            | Snooze()
            | TickOff()
        ):
            return []
        case (
            Judged()
            | TakeUp()
            | NoteEntry()
            | Decline()
            | NoteNotice()
            | NoteAbsent()
            | NoteBack()
            | SetLanguage()
        ):
            return []
        case (
            Spend()
            | Gather()
            | UseButton()
            | KeepRating()
            | KeepDone()
            | GiveBack()
            | LoseList()
            | Tell()
            | TellDaily()
            | TellAdmins()
            | KeepThanks()
        ):
            # What is gathered passes here again, as a letter, when it is due; so does what is given
            # back, or lost with a list. `Tell` and `TellDaily` name no request that their reader is
            # kept out of (`absent.py`, `on_daily.py`), and `TellAdmins` none at all. Of a request
            # that anybody is kept out of no thanks are kept (`thanks_kept.py`).
            return []
        case _:
            assert_never(effect)


def _what(effect: Effect) -> str:
    match effect:
        case SendLetter(letter):
            return letter.name
        case Relay(note) | RelayAgain(note):
            return note.name
        case AddParticipant():
            return JOINING
        case _:
            return "would have it"
