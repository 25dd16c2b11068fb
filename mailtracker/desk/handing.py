"""Somebody else takes a request → new owner, the unanswered mail carried to them,
former owner and requester told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mailtracker.desk.assign import pick, took_turn
from mailtracker.desk.candidates import Choice, all_present, away_record
from mailtracker.desk.case import address_of
from mailtracker.desk.effects import Effect, LogEvent, RelayAgain, SendLetter, SetOwner
from mailtracker.desk.request import Lane, Request
from mailtracker.policy.model import Person, Policy

Because = Literal["slipped", "assigned", "mine", "undeliverable"]


def hand_over(
    policy: Policy,
    request: Request,
    new: Person,
    because: Because,
    by: Person | None,
    owed: bool,
    now: datetime,
) -> list[Effect]:
    """The promise stays what it was: a hand-over never resets it (docs/reliability.md, D4). `owed`:
    somebody still waits for an answer.

    The former owner is told unless they did it themselves; the requester is told
    unless nothing changed for them.
    """
    old = policy.people.get(request.owner)
    late = request.promised_at is not None and now >= request.promised_at
    told = {
        "from_name": old.name if old else request.owner,
        "because": because,
        "by_name": by.name if by else "",
        "late": late,
    }
    effects: list[Effect] = [
        SetOwner(new.key),
        LogEvent("owner", f"{new.name} has it now ({because}{', by ' + by.name if by else ''})"),
        RelayAgain(address_of(new), new.key, "note_handed", told),
    ]
    if old and old.key != (by.key if by else "") and because != "undeliverable":
        values = {"new_name": new.name, "because": because, "by_name": by.name if by else ""}
        effects.append(
            SendLetter(
                "handed_owner", address_of(old), old.key, Lane.REQUESTER, "auto-generated", values
            )
        )
    if owed:
        effects.append(tell_requester(policy, request, new, because, late))
    return effects


def owner_now(choice: Choice, request: Request) -> tuple[Person, list[Effect]]:
    """The owner; where the people file no longer has that person, somebody of the
    fallback, to whom it is handed.
    """
    policy = choice.policy
    owner = policy.people.get(request.owner)
    if owner:
        return owner, []
    new = pick(choice, policy.fallback.to)
    return new, [
        LogEvent("owner", f"{request.owner} is no longer in the people file"),
        *away_record(choice, pick(all_present(choice), policy.fallback.to), new),
        *took_turn(policy, policy.fallback.to, new),
        *hand_over(policy, request, new, "assigned", by=None, owed=False, now=choice.now),
    ]


def tell_requester(
    policy: Policy, request: Request, new: Person, because: Because, late: bool
) -> SendLetter:
    known = policy.person_by_address(request.requester.email)
    values = {"new_name": new.name, "late": late, "because": because}
    key = known.key if known else ""
    return SendLetter(
        "handed_requester", request.requester, key, Lane.OWNER, "auto-generated", values
    )
