"""What an admin types at the command line → the same effects as if a mail had asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailtracker.desk.assign import find_somebody
from mailtracker.desk.case import address_of
from mailtracker.desk.closing import close
from mailtracker.desk.decision import Decision, Effect, Record, Release, SetStatus, StopClock, Write
from mailtracker.desk.facts import Lane, Request, Status
from mailtracker.desk.handing import hand_over, owner_now
from mailtracker.desk.promising import start_again
from mailtracker.errors import MailtrackerError
from mailtracker.policy.policy import Policy


def assign(request: Request, who: str, policy: Policy, load: Mapping[str, int], now: datetime) -> Decision:
    """`who` is a key, an address, a name or a team."""
    found = find_somebody(policy, who, load, now, request.requester)
    if not found:
        raise MailtrackerError(
            f"nobody in the people file is called {who!r}: use a key, an address or a team of rules/"
        )
    if len(found) > 1:
        raise MailtrackerError(f"{who!r} may be {' or '.join(p.name for p in found)}: use the key or the address")
    new = found[0]
    if request.requester.key in new.mails:
        raise MailtrackerError(f"{new.name} asked for it: nobody owes an answer to themselves")
    if new.key == request.owner:
        return Decision(f"{new.name} has {request.reference} already", (), request.id)
    owed = request.unanswered_since is not None
    effects = hand_over(policy, request, new, "assigned", by=None, owed=owed, now=now)
    return Decision(f"{new.name} has {request.reference} now", tuple(effects), request.id)


def close_it(request: Request, policy: Policy) -> Decision:
    if request.status is Status.CLOSED:
        return Decision(f"{request.reference} is closed already", (), request.id)
    effects = close(policy, request, by=None, confirm=False)
    return Decision(
        f"{request.reference} is closed; {request.requester.mail} gets a closing mail", tuple(effects), request.id
    )


def reopen(request: Request, policy: Policy, load: Mapping[str, int], now: datetime) -> Decision:
    """Opens a closed or answered request again for its owner, who is told, and releases a held one."""
    effects: list[Effect] = []
    if request.held_since is not None:
        effects += [Release(), Record("released", "by an admin")]
    if request.status is not Status.OPEN:
        effects += [StopClock(answered=False), SetStatus(Status.OPEN), start_again(policy, request, now)]
        effects.append(Record("reopened", "by an admin"))
        owner, handed = owner_now(policy, request, load, now)
        told = Write("reminder", address_of(owner), owner.key, Lane.REQUESTER, "auto-generated", {"late": False})
        effects += handed or [told]
    if not effects:
        return Decision(f"{request.reference} is open already", (), request.id)
    return Decision(f"{request.reference} is open again", tuple(effects), request.id)
