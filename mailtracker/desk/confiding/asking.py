"""A request that nobody may read yet → the letter that asks its requester whom they confide in, now
and again, and the end where no answer comes (docs/reliability.md, K8).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from mailtracker.desk.case import key_of
from mailtracker.desk.closing import ended
from mailtracker.desk.confiding.confidants import Choice, choice_of
from mailtracker.desk.confiding.confiding_letters import AskedBecause, WhomToTell
from mailtracker.desk.deadlines import after_silence, promise_of
from mailtracker.desk.effects import (
    Because,
    Effect,
    LogEvent,
    NextRung,
    SendLetter,
    SetOwner,
    SetStatus,
)
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.words.waiting import CLOSING, FIRST_ASK, SECOND_ASK, wait
from mailtracker.policy.model import Person

_PAUSES = (FIRST_ASK, SECOND_ASK, CLOSING)


def ask(
    request: Request,
    why: AskedBecause,
    scene: Scene,
    closes: date | None = None,
    auto: Literal["auto-replied", "auto-generated"] = "auto-generated",
) -> SendLetter:
    """The letter. While somebody has it, it asks once a promise for one reason."""
    letter = _letter(request, why, scene, closes)
    requester = request.requester
    key = key_of(scene.policy, requester)
    once = f"{why}.{request.epoch}" if why in ("silent", "away", "cannot") else ""
    return SendLetter(letter, requester, key, Lane.OWNER, auto, once=once)


def _letter(request: Request, why: AskedBecause, scene: Scene, closes: date | None) -> WhomToTell:
    choice = choice_of(request, scene)
    owner = scene.policy.people.get(request.owner)
    return WhomToTell(
        why=why,
        people=_names(choice.people),
        named=_names(choice.named),
        away=_names(choice.away),
        had_by=owner.name if owner else "",
        closes=closes,
        kept_days=request.given.keep_for,
    )


def _names(people: tuple[Person, ...]) -> tuple[str, ...]:
    return tuple(person.name for person in people)


def waits(request: Request, scene: Scene) -> list[Effect]:
    """For its requester's choice, from now on: of a closed one, too, and anew where it waited."""
    opened = [SetStatus(Status.OPEN)] if request.status is Status.CLOSED else []
    return [*opened, *wait(scene, request)]


def left_alone(request: Request, why: AskedBecause, scene: Scene) -> list[Effect]:
    """Who has it may not read on, or cannot: nobody has it until its requester has chosen. Who had
    it is told nothing.
    """
    return [
        SetOwner(""),
        LogEvent("owner", f"nobody has it until its requester has chosen ({why})"),
        *waits(request, scene),
        ask(request, why, scene),
    ]


def whom_else(request: Request, why: AskedBecause, scene: Scene) -> list[Effect]:
    """Who has it keeps it, and its requester may choose somebody else. Nothing where nobody else is
    left.
    """
    choice: Choice = choice_of(request, scene)
    return [ask(request, why, scene)] if choice.people or choice.named else []


def next_ask(request: Request, unsent: bool, scene: Scene) -> list[Effect | Because]:
    """A step of a request that waits for its requester's choice is due. After a downtime the later
    one alone acts, and none is closed that was not asked last whole days before. `unsent`: the
    question has not gone out yet.
    """
    if unsent:
        again = after_silence(scene, request, _PAUSES[min(request.rung, 2)])
        return [Because("the question is not sent yet"), NextRung(request.rung, again)]
    told = f"whom its requester confides in, of {request.reference}"
    if request.rung == 0:
        second = after_silence(scene, request, SECOND_ASK)
        return [Because(f"asked again {told}"), ask(request, "again", scene), NextRung(1, second)]
    if request.rung == 1:
        closes = after_silence(scene, request, CLOSING)
        letter = ask(request, "last", scene, _day(request, closes, scene))
        return [Because(f"asked for the last time {told}"), letter, NextRung(2, closes)]
    reason = "its requester chose nobody: closed, and nobody has read it"
    letter = ask(request, "closed", scene)
    return [
        Because(f"{request.reference}: {reason}"),
        *ended(scene.policy, request, letter.letter),
        LogEvent("closed", reason),
    ]


def _day(request: Request, at: datetime, scene: Scene) -> date:
    return at.astimezone(promise_of(scene.policy, request).hours.zone).date()
