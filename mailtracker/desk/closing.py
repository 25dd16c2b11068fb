"""Closing a request, by hand, by word or by silence → the closing mail to the requester,
and a word to who closed it.
"""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.case import address_of
from mailtracker.desk.deadlines import after_silence, promise_of
from mailtracker.desk.effects import (
    Decision,
    Effect,
    LogEvent,
    NextRung,
    SendLetter,
    SetStatus,
    StopClock,
)
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.policy.model import Person, Policy
from mailtracker.policy.worktime import Hours, Span


def close(policy: Policy, request: Request, by: Person | None, confirm: bool) -> list[Effect]:
    """`by` is the owner who wrote `done`, or None for an admin. A request that is closed
    already gets no second mail.
    """
    return _close(
        policy, request, f"by {by.name if by else 'an admin'}", False, by if confirm else None
    )


def close_later(policy: Policy, request: Request, now: datetime) -> list[Effect]:
    """An answer was given: from now on silence closes the request, where its rule says so.
    The next promise ends that.
    """
    if request.close_after is None:
        return []
    return [NextRung(0, after_silence(policy, request, request.close_after, now))]


def stay_open(request: Request) -> list[Effect]:
    """Somebody on the owner's side still works on what was answered: silence does not close it."""
    waits = request.status is Status.ANSWERED and request.due_at is not None
    return [NextRung(request.rung, None)] if waits else []


def close_by_silence(request: Request, policy: Policy, now: datetime, unsent: bool) -> Decision:
    """`close_after` is over. Whatever is no longer answered, or was never
    to be closed so, is left alone.

    `unsent`: the answer waits in our outbox, so nobody could be silent
    about it: the time begins again.
    """
    length = request.close_after
    if request.status is not Status.ANSWERED or length is None:
        return Decision("nothing is owed", (NextRung(request.rung, None),), request.id)
    if unsent:
        return Decision(
            "the answer is not sent yet", tuple(close_later(policy, request, now)), request.id
        )
    reason = f"no word for {_said(length, promise_of(policy, request).hours)} after the answer"
    effects = _close(policy, request, reason, True, None)
    return Decision(f"{request.reference} is closed: {reason}", tuple(effects), request.id)


def _said(length: Span, hours: Hours) -> str:
    """ "5 working days", "30 minutes"."""
    minutes = length.minutes
    if length.days:
        number, unit = length.days, "day"
    else:
        number, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return f"{number}{'' if hours.always else ' working'} {unit}{'' if number == 1 else 's'}"


def _close(
    policy: Policy, request: Request, why: str, silent: bool, by: Person | None
) -> list[Effect]:
    """`by` gets a confirmation."""
    values = {"word": "done", "did": "closed", "new_name": ""}
    confirmation: list[Effect] = (
        [SendLetter("confirm", address_of(by), by.key, Lane.REQUESTER, "auto-generated", values)]
        if by
        else []
    )
    if request.status is Status.CLOSED:
        return confirmation
    known = policy.person_by_address(request.requester.email)
    return [
        StopClock(answered=False),
        SetStatus(Status.CLOSED),
        SendLetter(
            "closed",
            request.requester,
            known.key if known else "",
            Lane.OWNER,
            "auto-generated",
            {"silent": silent},
        ),
        *confirmation,
        LogEvent("closed", why),
    ]
