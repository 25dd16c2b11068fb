"""A program answers a mail of ours for somebody of the owner's side, and says that they are away →
they count as away, what it answered goes to who covers, and all that they have open where that is
sure enough (docs/reliability.md, V1 to V4).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mailtracker.desk.absence.absence_effects import NoteAbsent, NoteNotice
from mailtracker.desk.absence.absences import absence_of, absences_of, day_of, is_away
from mailtracker.desk.absence.absent import HandedOn, hand_on, told
from mailtracker.desk.absence.absent_days import (
    is_working_day_later,
    lasts_a_working_day,
    next_working_day,
)
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, NoticeSeen, Reach
from mailtracker.desk.case import Incoming
from mailtracker.desk.effects import Effect, LogEvent
from mailtracker.desk.facts import Facts, Issued, Returned
from mailtracker.desk.request import ALIVE, Lane, Request
from mailtracker.desk.scene import Scene
from mailtracker.mail.origin.away_dates import DaysAway, days_away
from mailtracker.mail.origin.away_notice import MAX_READ, notice_digest, says_away
from mailtracker.mail.origin.phrases import daemon_address, no_reply, robot_address
from mailtracker.policy.model import Absence, Person
from mailtracker.record import dataclass

STANDING = timedelta(days=7)
"""Words that came so long ago already are no absence: they come week after week."""

MAX_AWAY = timedelta(days=400)
"""How far off the end of an absence may be that a program names: a later one was misread."""


@dataclass(frozen=True, slots=True)
class _ByProgram:
    """What a program says for somebody."""

    #: For whom.
    person: Person
    #: What it answers a mail about, None for nothing.
    request: Request | None
    #: Of its words.
    digest: str
    #: Which days it names.
    days: DaysAway
    #: The date on which it came, where they work.
    written: date
    #: The date there now.
    today: date


def noticed(incoming: Incoming, scene: Scene) -> list[Effect]:
    """Nothing where it says nothing of an absence, or it is not certain whose mail it answers."""
    found = _read(incoming, scene)
    if found is None:
        return []
    seen = incoming.facts.absent.notices
    effects: list[Effect] = [NoteNotice(found.person.key, found.digest)]
    absence = _absence(found, seen, scene)
    if absence is None:
        return effects
    return [*effects, *_away(found, absence, scene)]


def _read(incoming: Incoming, scene: Scene) -> _ByProgram | None:
    message, answered = incoming.message, _answered(incoming, scene)
    person = scene.policy.people.get(answered.person) if answered else None
    if person is None:
        return None
    came = min(incoming.facts.arrived or scene.now, scene.now)  # after a downtime it is old
    written = day_of(scene.policy, person, came)
    days = days_away(message.new_text[:MAX_READ], message.subject, written)
    ends = days.end is not None and days.end >= written
    if not says_away(message.new_text, message.subject, ends or days.for_good):
        return None
    request = _request(incoming.facts, answered)
    digest = notice_digest(message.new_text, request.subject if request else "")
    today = day_of(scene.policy, person, scene.now)
    return _ByProgram(person, request, digest, days, written, today)


def answered_request(incoming: Incoming, scene: Scene) -> int | None:
    """Number of the request that such a notice answers a mail about; None for none."""
    answered = _answered(incoming, scene)
    return answered.request_id if answered else None


def _answered(incoming: Incoming, scene: Scene) -> Issued | Returned | None:
    """The mail of ours to somebody of the owner's side that a program answers: by the address that
    it came to, or by a key of ours and the reader's own address. What was sent to a requester tells
    of nobody who owes an answer.
    """
    facts = incoming.facts
    if incoming.classified.verified is False:
        return None
    back = facts.returned
    if back is not None:
        certain = back.proves and back.lane is not Lane.OWNER
        return back if certain and _may_be_of(back.person, incoming, scene) else None
    sender = incoming.message.sender
    writer = scene.policy.person_by_address(sender.email) if sender else None
    if writer is None:
        return None
    mails = (one for one in facts.issued if one.lane is not Lane.OWNER and not one.server_id)
    return next((one for one in mails if one.person == writer.key), None)


def _may_be_of(person: str, incoming: Incoming, scene: Scene) -> bool:
    """Whether a program may write it for them. Mail is passed on to other mailboxes, and what a
    colleague's program says there is about that colleague.
    """
    sender = incoming.message.sender
    if sender is None:
        return True
    writer = scene.policy.person_by_address(sender.email)
    if writer is not None:
        return writer.key == person
    if sender.domain not in incoming.alias.home:
        return True  # where they have it passed on
    return any(ask(sender.email) for ask in (no_reply, robot_address, daemon_address))


def _request(facts: Facts, answered: Issued | Returned | None) -> Request | None:
    number = answered.request_id if answered else None
    return facts.requests.get(number) if number is not None else None


def _absence(found: _ByProgram, seen: tuple[NoticeSeen, ...], scene: Scene) -> KnownAbsence | None:
    """What it makes of what we knew; None where nobody is away by it."""
    days = _days(found, scene)
    if _is_standing(found, seen, scene) or _is_over(found, days):
        return None
    known = absence_of(scene, found.person.key)
    if known is not None and known.known_by is not KnownBy.NOTICE:
        return known  # they said so themselves, and mean what they said
    fresh = KnownAbsence(found.person.key, days, KnownBy.NOTICE, digest=found.digest)
    before = known or _announced(found, days, scene)
    if before is not None:
        fresh = replace(before, days=_changed(found, before.days, days), digest=found.digest)
    if fresh.reach is Reach.ONE and _is_sure(found, seen, scene):
        fresh = replace(fresh, reach=Reach.ALL)
    return fresh


def _announced(found: _ByProgram, days: Absence, scene: Scene) -> KnownAbsence | None:
    """One that a program named before it began, and means now."""
    named = (one for one in absences_of(scene, found.person) if one.known_by is KnownBy.NOTICE)
    return next((one for one in named if _meet(one.days, days)), None)


def _meet(one: Absence, other: Absence) -> bool:
    return one.covers(other.start) or other.covers(one.start)


def _changed(found: _ByProgram, before: Absence, now: Absence) -> Absence:
    """The end that is named last counts; where none is named, the later one."""
    end = now.end
    if found.days.end is None and before.end is not None and now.end is not None:
        end = max(before.end, now.end)
    return Absence(min(before.start, now.start), end)


def _is_standing(found: _ByProgram, seen: tuple[NoticeSeen, ...], scene: Scene) -> bool:
    """These words came in an earlier week, or their owner said that they are there all the same."""
    same = (one for one in seen if one.digest == found.digest)
    before = scene.now - STANDING
    return any(one.undone_at is not None or one.first_at <= before for one in same)


def _is_over(found: _ByProgram, days: Absence) -> bool:
    """It names an end that has passed (somebody forgot to switch it off), or none and is old."""
    end = days.end
    return end is not None and not found.today <= end <= found.today + MAX_AWAY


def _days(found: _ByProgram, scene: Scene) -> Absence:
    """Where no end is said, until the next working day."""
    start, end = found.days.start or found.written, found.days.end
    if end is None:
        from_day = max(start, found.written)
        end = next_working_day(scene.policy, found.person, from_day) - timedelta(days=1)
    return Absence(min(start, end), end)


def _is_sure(found: _ByProgram, seen: tuple[NoticeSeen, ...], scene: Scene) -> bool:
    """Enough for all that they have open: it names an end a working day off or more, or it is the
    second that says so, a working day after the first.
    """
    policy, person, end = scene.policy, found.person, found.days.end
    if end is not None:
        return lasts_a_working_day(policy, person, found.today, end)
    lately = [one for one in seen if one.undone_at is None and scene.now - one.first_at < STANDING]
    first = (day_of(policy, person, one.first_at) for one in lately)
    return any(is_working_day_later(policy, person, day, found.today) for day in first)


def _away(found: _ByProgram, absence: KnownAbsence, scene: Scene) -> list[Effect]:
    """The request that was answered goes to who covers; all others later, where that is sure."""
    person, request = found.person, found.request
    by_program, new = absence.known_by is KnownBy.NOTICE, absence.id is None
    others = tuple(one for one in scene.absences if new or one.id != absence.id)
    there = replace(scene, absences=(*others, absence) if by_program else scene.absences)
    handed: list[HandedOn] = []
    effects: list[Effect] = []
    if request is not None and is_away(there, person.key) and _has(person, request):
        one, effects = hand_on(request, person, there, tell_former=not (by_program and new))
        handed.append(one)
    to = next((one.to.key for one in handed if one.to), "")
    if request is not None:
        effects.insert(0, LogEvent("away", _said(person, absence)))
    if by_program or not new:
        effects.append(NoteAbsent(absence, handed_to=to))
    if by_program and new and absence.reach is Reach.ONE:
        effects += told(absence, handed, there, request.mailbox if request else "")
    return effects


def _has(person: Person, request: Request) -> bool:
    return request.owner == person.key and request.status in ALIVE


def _said(person: Person, absence: KnownAbsence) -> str:
    """For the history."""
    until = f" until {absence.days.end}" if absence.days.end else ""
    by = "their mail program says" if absence.known_by is KnownBy.NOTICE else absence.known_by
    return f"{person.name} is away{until} ({by})"
