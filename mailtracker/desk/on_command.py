"""What an admin types at the command line → the same effects as if a mail had asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailtracker.desk.assign import find_somebody, took_turn_as
from mailtracker.desk.candidates import choice_of
from mailtracker.desk.case import address_of
from mailtracker.desk.closing import close, stay_open
from mailtracker.desk.deadlines import start_again
from mailtracker.desk.effects import (
    Decision,
    Effect,
    LogEvent,
    Release,
    SendLetter,
    SetStatus,
    StopClock,
)
from mailtracker.desk.handing import hand_over, owner_now
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.errors import MailtrackerError
from mailtracker.policy.model import Policy


def assign(
    request: Request,
    who: str,
    policy: Policy,
    load: Mapping[str, int],
    now: datetime,
    turns: Mapping[str, str] | None = None,
) -> Decision:
    """`who` is a key, an address, a name or a team. Only here may a confidential request go to
    somebody who is kept out of it.
    """
    found = find_somebody(choice_of(request, policy, load, turns or {}, now), who)
    if not found:
        raise MailtrackerError(
            f"nobody in the people file is called {who!r}: use a key, an address or a team of "
            f"rules/"
        )
    if len(found) > 1:
        raise MailtrackerError(
            f"{who!r} may be {' or '.join(p.name for p in found)}: use the key or the address"
        )
    new = found[0]
    if request.requester.key in new.addresses:
        raise MailtrackerError(f"{new.name} asked for it: nobody owes an answer to themselves")
    if new.key == request.owner:
        return Decision(f"{new.name} has {request.reference} already", (), request.id)
    owed = request.unanswered_since is not None
    effects = hand_over(policy, request, new, "assigned", by=None, owed=owed, now=now)
    effects += [*took_turn_as(policy, who, new), *stay_open(request)]
    barred = (
        ", who was kept out of it because it is confidential" if new.key in request.barred else ""
    )
    return Decision(f"{new.name} has {request.reference} now{barred}", tuple(effects), request.id)


def close_it(request: Request, policy: Policy) -> Decision:
    if request.status is Status.CLOSED:
        return Decision(f"{request.reference} is closed already", (), request.id)
    effects = close(policy, request, by=None, confirm=False)
    return Decision(
        f"{request.reference} is closed; {request.requester.email} gets a closing mail",
        tuple(effects),
        request.id,
    )


def reopen(
    request: Request,
    policy: Policy,
    load: Mapping[str, int],
    now: datetime,
    turns: Mapping[str, str] | None = None,
) -> Decision:
    """Opens a closed or answered request again for its owner, who is
    told, and releases a held one.
    """
    effects: list[Effect] = []
    if request.held_since is not None:
        effects += [Release(), LogEvent("released", "by an admin")]
    if request.status is not Status.OPEN:
        effects += [
            StopClock(answered=False),
            SetStatus(Status.OPEN),
            start_again(policy, request, now),
        ]
        effects.append(LogEvent("reopened", "by an admin"))
        owner, handed = owner_now(choice_of(request, policy, load, turns or {}, now), request)
        told = SendLetter(
            "reminder",
            address_of(owner),
            owner.key,
            Lane.REQUESTER,
            "auto-generated",
            {"late": False},
        )
        effects += handed or [told]
    if not effects:
        return Decision(f"{request.reference} is open already", (), request.id)
    return Decision(f"{request.reference} is open again", tuple(effects), request.id)
