"""A requester asks how it stands, or says that it presses → a letter that tells them, without a
word to anybody else; nothing where it is an ordinary mail (docs/reliability.md, W12 to W15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailtracker.desk.absence.absence_effects import Tell
from mailtracker.desk.askers.asker_letters import Stands, StatusLine, StatusOfAll, StatusOfOne
from mailtracker.desk.askers.asker_words import AskerWord, SaidToUs
from mailtracker.desk.askers.hearing import heard_alone, heard_on
from mailtracker.desk.case import Case, key_of
from mailtracker.desk.deadlines import promise_of
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.limits import receipt_spends, why_no_receipt
from mailtracker.desk.receipt import called
from mailtracker.desk.request import ALIVE, Lane, Request, Status
from mailtracker.desk.rights import Act, may
from mailtracker.desk.thread import Thread
from mailtracker.desk.tongue import speak
from mailtracker.policy.model import Person, Policy

MAX_LINES = 20
"""Requests that one letter tells of."""

JUST_TOLD = "was told within the last ten minutes how it stands"


def stands(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """What a mail on a request asks that says nothing but `status?`. Of what is answered or closed
    somebody asks because it is not over for them: that is an ordinary mail.
    """
    if request.status not in ALIVE or not _may_be_told(case, request, found):
        return []
    if not _asks(case, heard_on(case, request), request):
        return []
    if case.facts.status_lately:
        return _just_told(case, Disposition.REPLY)
    if why_no_receipt(case) is not None:
        return []
    return [
        Because(f"{request.reference}: its requester asks how it stands"),
        LogEvent("status", f"asked by {case.sender.email}"),
        *_letter(case, request, carried=False),
        Dispose(Disposition.REPLY, f"asks how it stands: {found.why}"),
    ]


def stands_for(case: Case, request: Request, found: Thread) -> list[Effect]:
    """Once a promise the same, beside a mail that says nothing but that it presses; who has it gets
    that mail. Not where the time has passed: of that they hear anyway.
    """
    late = request.told_by is not None and request.told_by <= case.now
    if late or request.status is Status.CLOSED or not _may_be_told(case, request, found):
        return []
    asked = heard_on(case, request)
    if asked is None or asked.word.closes or not _knows(case, asked, request):
        return []
    if case.facts.status_lately or why_no_receipt(case) is not None:
        return []
    return _letter(case, request, carried=True)


def all_stand(case: Case) -> list[Effect | Because]:
    """What a mail about no request asks that says nothing but `status?`: it opens none."""
    if not case.colleague or not _asks(case, heard_alone(case)):
        return []
    if case.facts.status_lately:
        return _just_told(case, Disposition.IGNORED)
    if why_no_receipt(case) is not None:
        return []
    theirs = _theirs(case)
    lines = _lines(case, theirs)
    letter = StatusOfAll(lines[:MAX_LINES], len(lines[MAX_LINES:]))
    message = case.message
    once = f"status.{message.sha256}"
    return [
        Because("somebody asks how their requests stand"),
        Tell(letter, _reader(case, theirs), once, case.alias.name, answers=message.message_id),
        *receipt_spends(case),
        Dispose(Disposition.IGNORED, "asks how their requests stand, and is told"),
    ]


def _just_told(case: Case, filed: Disposition) -> list[Effect | Because]:
    return [Because(f"{case.sender.email} {JUST_TOLD}"), Dispose(filed, JUST_TOLD)]


def _may_be_told(case: Case, request: Request, found: Thread) -> bool:
    """The requester alone, by an answer to a mail of ours or as a colleague who is proven."""
    if request.quiet or not may(found.role, Act.ASK, request):
        return False
    return found.proof is not None or case.colleague


def _asks(case: Case, asked: SaidToUs | None, request: Request | None = None) -> bool:
    """Nothing but how it stands."""
    if asked is None or asked.word is not AskerWord.STATUS:
        return False
    return _knows(case, asked, request)


def _knows(case: Case, asked: SaidToUs, request: Request | None) -> bool:
    """Whether each request that is named is one of theirs."""
    theirs = {one.reference for one in _theirs(case)}
    return asked.about <= theirs | ({request.reference} if request else set())


def _theirs(case: Case) -> list[Request]:
    """Those that this very person asked, by whatever address, and that are not closed."""
    return [one for one in case.facts.asks if case.is_from(one.requester)]


def _letter(case: Case, request: Request, carried: bool) -> list[Effect]:
    others = [one for one in _theirs(case) if one.id != request.id and one.status in ALIVE]
    lines = _lines(case, others)
    letter = StatusOfOne(
        carried=carried,
        until=_taken_up(request, case.now),
        others=lines[:MAX_LINES],
        more=len(lines[MAX_LINES:]),
    )
    to = request.requester
    key = key_of(case.policy, to)
    once = f"pressed.{request.epoch}" if carried else ""
    told = SendLetter(letter, to, key, Lane.OWNER, "auto-replied", once=once)
    return [told, *receipt_spends(case)]


def _reader(case: Case, theirs: Sequence[Request]) -> Person:
    """Who asks, at the address that they wrote from. What nobody knows of them, when they work and
    what they speak, is as in their latest request.
    """
    known = case.person or Person("", called(case).name, ())
    hours, spoken = known.hours, speak(case)
    for latest in theirs[-1:]:
        hours = hours or _hours(case.policy, latest)
        spoken = known.language or latest.language
    return replace(known, addresses=(case.sender.email,), language=spoken, hours=hours)


def _hours(policy: Policy, request: Request) -> str:
    """The key of those by which its promise counts."""
    counted = promise_of(policy, request).hours
    return next((key for key, one in policy.hours.items() if one == counted), "")


def _lines(case: Case, requests: Sequence[Request]) -> tuple[StatusLine, ...]:
    """The most urgent first."""
    found = (_line(case, one) for one in requests)
    return tuple(sorted(found, key=_urgency))


_ORDER: tuple[Stands, ...] = (
    *("late", "promised", "later", "waiting", "open"),
    *("ends", "answered"),
)


def _urgency(line: StatusLine) -> tuple[int, float]:
    return _ORDER.index(line.stands), line.at.timestamp() if line.at else 0


def _line(case: Case, request: Request) -> StatusLine:
    how, at = _how(request, case.now)
    subject = "" if request.given.confidential else request.subject
    return StatusLine(request.reference, subject, _owner_name(case.policy, request), how, at)


def _owner_name(policy: Policy, request: Request) -> str:
    owner = policy.people.get(request.owner)
    return owner.name if owner else request.owner


def _how(request: Request, now: datetime) -> tuple[Stands, datetime | None]:
    if request.status is Status.WAITING:
        return "waiting", None
    if request.status is Status.ANSWERED:
        return ("ends", request.ends_at) if request.ends_at else ("answered", None)
    if request.told_by is None:
        return "open", None
    if (until := _taken_up(request, now)) is not None:
        return "later", until
    return ("late" if request.told_by <= now else "promised"), request.told_by


def _taken_up(request: Request, now: datetime) -> datetime | None:
    """When its owner takes it up, where they asked for a later time than the promised one."""
    until, promised = request.snoozed_until, request.told_by
    if until is None or promised is None:
        return None
    return until if until > max(promised, now) else None
