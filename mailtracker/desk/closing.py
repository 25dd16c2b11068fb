"""Closing a request → the closing mail to the requester, and a word to who closed it."""

from __future__ import annotations

from mailtracker.desk.case import address_of
from mailtracker.desk.decision import Effect, Record, SetStatus, StopClock, Write
from mailtracker.desk.facts import Lane, Request, Status
from mailtracker.policy.policy import Person, Policy


def close(policy: Policy, request: Request, by: Person | None, confirm: bool) -> list[Effect]:
    """`by` is the owner who wrote `done`, or None for an admin. A request that is closed already gets no second mail."""
    who = by.name if by else "an admin"
    values = {"word": "done", "did": "closed", "new_name": ""}
    confirmation: list[Effect] = (
        [Write("confirm", address_of(by), by.key, Lane.REQUESTER, "auto-generated", values)] if by and confirm else []
    )
    if request.status is Status.CLOSED:
        return confirmation
    known = policy.person_by_mail(request.requester.mail)
    return [
        StopClock(answered=False),
        SetStatus(Status.CLOSED),
        Write("closed", request.requester, known.key if known else "", Lane.OWNER, "auto-generated"),
        *confirmation,
        Record("closed", f"by {who}"),
    ]
