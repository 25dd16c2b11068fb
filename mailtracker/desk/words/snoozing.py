"""`snooze 2d`, `until friday` → no reminder before then, and one at that time; the promise stays,
and its requester hears where it is passed (docs/reliability.md, D22).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.closing import close_later, stay_open
from mailtracker.desk.deadlines import promise_of
from mailtracker.desk.effects import Effect, LogEvent, NextRung, SendLetter, SetOwner, Snooze
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.waiting_letters import LaterRequester, SnoozeOver, Snoozes
from mailtracker.desk.words.until import is_exact, until
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import Person, Rung
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass

LONGEST = timedelta(days=92)
"""What is to rest for longer is no request that somebody works on."""

_DAY_FIRST = ("de", "nl", "da", "pt", "fr")
"""Languages in which "5/12" is in December."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What an owner (`person`) asked for: no reminder of the `request` before `until`. `answered`:
    they wrote to the requester with it, so that nothing is owed.
    """

    request: Request
    person: Person
    until: datetime
    answered: bool

    @property
    def passes(self) -> bool:
        """It is later than what was promised."""
        promised_at = None if self.answered else self.request.told_by
        return promised_at is not None and self.until > promised_at


def rest_until(words: str, person: Person, request: Request, scene: Scene) -> datetime | None:
    """The instant that such words mean to this person: a day begins with their working time, a time
    of the day is taken as it is. None for what is not certain, or too far away.
    """
    hours = _hours_of(person, request, scene)
    day_first = person.language.partition("-")[0] in _DAY_FIRST
    found = until(words, scene.now, hours.zone, day_first)
    if found is None or found > scene.now + LONGEST:
        return None
    return found if is_exact(words) else next_open(hours, found)


def _hours_of(person: Person, request: Request, scene: Scene) -> Hours:
    own = scene.policy.hours.get(person.hours)
    return own or promise_of(scene.policy, request).hours


def snooze(rest: Rest, lane: Lane, scene: Scene) -> list[Effect]:
    """From now on. Silence does not close meanwhile what was answered."""
    request, person = rest.request, rest.person
    told = rest.passes and bool(request.requester.email) and not request.quiet
    letter = Snoozes(rest.until, told)
    rests = [NextRung(0, None)] if rest.answered else stay_open(request)
    return [
        LogEvent("snoozed", f"by {person.name}, until {rest.until:%Y-%m-%d %H:%M} UTC"),
        Snooze(rest.until),
        *rests,
        *([_tell_requester(rest, scene)] if told else []),
        SendLetter(letter, address_of(person), person.key, lane),
    ]


def _tell_requester(rest: Rest, scene: Scene) -> SendLetter:
    requester = rest.request.requester
    key = key_of(scene.policy, requester)
    return SendLetter(LaterRequester(rest.until), requester, key, Lane.OWNER)


def is_over(request: Request, now: datetime) -> bool:
    """The time has come that its owner asked for."""
    return request.snoozed_until is not None and request.snoozed_until <= now


def reminded(request: Request, beside: Sequence[Effect | object], scene: Scene) -> list[Effect]:
    """They are reminded: by a letter of its own, unless something else is written to them now
    (`beside`). What was answered may be closed by silence again.
    """
    owner = scene.policy.people.get(request.owner)
    written = {one.person for one in beside if isinstance(one, SendLetter)}
    has_it = not any(isinstance(one, SetOwner) for one in beside)
    effects: list[Effect] = [Snooze(None), LogEvent("snoozed", "the time is over")]
    if owner is not None and has_it and owner.key not in written:
        once = f"snooze.{request.snoozed_until:%Y%m%d%H%M}"
        to = address_of(owner)
        effects.append(SendLetter(SnoozeOver(), to, owner.key, Lane.REQUESTER, once=once))
    if request.status is Status.ANSWERED and request.due_at is None:
        effects += close_later(scene, request)
    return effects


def as_wanted(rung: Rung, request: Request, now: datetime) -> Rung:
    """The rung without what reminds an owner who wants none. From the promised time on all of it
    stays: somebody waits in vain.
    """
    wanted = request.snoozed_until is None or request.snoozed_until <= now
    late = request.promised_at is not None and now >= request.promised_at
    if wanted or late:
        return rung
    others = [tuple(who for who in some if who != "owner") for some in (rung.remind, rung.tell)]
    return replace(rung, remind=others[0], tell=others[1])
