"""A request that nobody may read yet → the letter that asks its requester whom they confide in, now
and again, and the end where no answer comes (docs/reliability.md, K8).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from mailtracker.desk.budgets import Budget, Payer, Purse, Spend, purses
from mailtracker.desk.case import key_of
from mailtracker.desk.closing import ended
from mailtracker.desk.confiding.confidants import Choice, choice_of
from mailtracker.desk.confiding.confiding_letters import (
    AskedBecause,
    Asks,
    ShallTheyRead,
    WhomToTell,
)
from mailtracker.desk.deadlines import after_silence, promise_of
from mailtracker.desk.effects import (
    AskWhether,
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
from mailtracker.mail.message import Address
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
    once = f"{why}.{request.epoch}" if why in ("silent", "away", "cannot") else ""
    return _to_requester(_letter(request, why, scene, closes), request, scene, auto, once)


def ask_whether(
    request: Request, person: Person, scene: Scene, has_it: Person | None
) -> list[Effect]:
    """Shall they read it? A name alone may say whom it is about; only the same name again is that
    choice. None in `has_it`: nobody has it.
    """
    choice = choice_of(request, scene)
    letter = ShallTheyRead(
        who=_names(choice, [person], request, scene)[0],
        had_it=person.key == request.owner,
        has_it=has_it.name if has_it else "",
        people=_names(choice, [one for one in choice.people if one != person], request, scene),
    )
    return [AskWhether(person.key), _to_requester(letter, request, scene)]


def _to_requester(
    letter: Asks,
    request: Request,
    scene: Scene,
    auto: Literal["auto-replied", "auto-generated"] = "auto-generated",
    once: str = "",
) -> SendLetter:
    to = request.requester
    return SendLetter(letter, to, key_of(scene.policy, to), Lane.OWNER, auto, once=once)


def _letter(request: Request, why: AskedBecause, scene: Scene, closes: date | None) -> WhomToTell:
    choice = choice_of(request, scene)
    owner = scene.policy.people.get(request.owner)
    return WhomToTell(
        why=why,
        people=_names(choice, choice.people, request, scene),
        named=_names(choice, choice.named, request, scene),
        away=_names(choice, choice.away, request, scene),
        had_by=owner.name if owner else "",
        closes=closes,
        kept_days=request.given.keep_for,
    )


def _names(
    choice: Choice, people: Sequence[Person], request: Request, scene: Scene
) -> tuple[str, ...]:
    """By which each may be chosen: her own name would be how she signs."""
    asker = scene.policy.person_by_address(request.requester.email)
    known = (scene.policy.people.get(request.owner), asker)
    also = [one.name for one in known if one is not None and one not in people]
    return tuple(choice.said(person, also) for person in people)


def waits(request: Request, scene: Scene) -> list[Effect]:
    """For its requester's choice, from now on: of a closed one, too, and anew where it waited."""
    opened = [SetStatus(Status.OPEN)] if request.status is Status.CLOSED else []
    return [*opened, *wait(scene, request)]


LATER = 1
"""`repeats` of a request whose requester was not asked yet, since enough went to them for now."""

AN_HOUR = timedelta(hours=1)


def waits_unasked(request: Request, scene: Scene) -> list[Effect]:
    """As soon as they may get mail of ours again they are asked."""
    return [
        *waits(request, scene),
        LogEvent("waiting", "its requester is asked later: enough was written to them for now"),
        NextRung(0, scene.now + AN_HOUR, LATER),
    ]


def purses_of_asking(to: Address) -> list[Purse]:
    """All that may have nothing left where somebody gets no receipt now."""
    budgets = (
        *(Budget.RECEIPT_OUTSIDE, Budget.RECEIPT_DOMAIN),
        *(Budget.RECEIPT_INSIDE, Budget.RECEIPT_REACTION),
    )
    payers = [Payer(to.email, to.domain, proven=proven) for proven in (False, True)]
    return [purse for payer in payers for budget in budgets for purse in purses(budget, payer)]


def _asked_late(request: Request, scene: Scene) -> list[Effect]:
    payer = Payer(request.requester.email, request.requester.domain)
    paid = [*purses(Budget.RECEIPT_OUTSIDE, payer), *purses(Budget.RECEIPT_INSIDE, payer)]
    first = after_silence(scene, request, FIRST_ASK)
    return [ask(request, "new", scene), *(Spend(*purse) for purse in paid), NextRung(0, first)]


def left_alone(request: Request, why: AskedBecause, scene: Scene) -> list[Effect]:
    """Who has it cannot read on: nobody has it until its requester has chosen. Who had it is told
    nothing.
    """
    return [*_let_go(request, why, scene), ask(request, why, scene)]


def left_unread(request: Request, owner: Person, scene: Scene) -> list[Effect]:
    """The same where a further mail names who has it."""
    return [*_let_go(request, "named", scene), *ask_whether(request, owner, scene, None)]


def _let_go(request: Request, why: str, scene: Scene) -> list[Effect]:
    told = f"nobody has it until its requester has chosen ({why})"
    return [SetOwner(""), LogEvent("owner", told), *waits(request, scene)]


def whom_else(request: Request, why: AskedBecause, scene: Scene) -> list[Effect]:
    """Who has it keeps it, and its requester may choose somebody else. Nothing where nobody else is
    left.
    """
    choice: Choice = choice_of(request, scene)
    return [ask(request, why, scene)] if choice.people or choice.named else []


def next_ask(request: Request, unsent: bool, muted: bool, scene: Scene) -> list[Effect | Because]:
    """A step of a request that waits for its requester's choice is due. After a downtime the later
    one alone acts, and none is closed that was not asked last whole days before. `unsent`: the
    question has not gone out yet. `muted`: they get no mail of ours now.
    """
    if muted:
        later = NextRung(request.rung, scene.now + AN_HOUR, request.repeats)
        return [Because("enough was written to its requester for now"), later]
    if request.repeats == LATER:
        return [Because("its requester is asked now"), *_asked_late(request, scene)]
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
