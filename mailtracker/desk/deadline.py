"""A request whose next rung is due → who is reminded, who is told, who takes over, and when the ladder goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailtracker.desk.assign import boss, named, taker
from mailtracker.desk.case import address_of
from mailtracker.desk.decision import Decision, Effect, NextRung, Record, Write
from mailtracker.desk.facts import Lane, Request
from mailtracker.desk.handing import hand_over
from mailtracker.desk.promising import ladder_of, promise_of
from mailtracker.policy.policy import LeadOf, Person, PersonKey, Policy, Rung, Target
from mailtracker.policy.promise import due


def on_deadline(request: Request, policy: Policy, load: Mapping[str, int], now: datetime) -> Decision:
    """Only the highest due rung acts; after downtime the ones below it are logged as skipped (DESIGN §4)."""
    ladder, promise = ladder_of(policy, request), promise_of(policy, request)
    since, promised_at = request.unanswered_since, request.promised_at
    if since is None or promised_at is None or not ladder.rungs:
        return Decision("nothing is owed", (NextRung(request.rung, None),), request.id)
    first = min(request.rung, len(ladder.rungs) - 1)
    at = first
    while at + 1 < len(ladder.rungs) and _is_due(due(promise, ladder, since, promised_at, at + 1, 0, None), now):
        at += 1
    skipped = [
        Record("skipped", f"{ladder.rungs[i].percent}% of the promise: due while mailtracker was away")
        for i in range(first, at)
    ]
    effects = [*skipped, *_act(request, policy, ladder.rungs[at], load, now)]
    effects.append(_next(request, policy, at, now))
    return Decision(f"{ladder.rungs[at].percent}% of the promise on {request.reference}", tuple(effects), request.id)


def _is_due(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


def _next(request: Request, policy: Policy, at: int, now: datetime) -> NextRung:
    ladder, promise = ladder_of(policy, request), promise_of(policy, request)
    since, promised_at = request.unanswered_since, request.promised_at
    assert since is not None
    assert promised_at is not None
    if at + 1 < len(ladder.rungs):
        return NextRung(at + 1, due(promise, ladder, since, promised_at, at + 1, 0, None))
    if not ladder.rungs[at].repeat:
        return NextRung(at + 1, None)
    repeats = request.repeats + 1
    return NextRung(at, due(promise, ladder, since, promised_at, at, repeats, now), repeats)


def _act(request: Request, policy: Policy, rung: Rung, load: Mapping[str, int], now: datetime) -> list[Effect]:
    late = request.promised_at is not None and now >= request.promised_at
    effects: list[Effect] = [Record("rung", f"{rung.percent}% of the promise")]
    meant = [named(policy, target, request.owner, request.requester) for target in rung.remind]
    for person in dict.fromkeys(each for each in meant if each):
        lane = Lane.REQUESTER if person.key == request.owner else Lane.TEAM
        effects.append(_write("reminder", person, lane, {"late": late}))
    new = None
    if rung.hand_to is not None:
        new = taker(policy, rung.hand_to, request.owner, request.requester, request.former_owners, load, now)
    if new:
        handed = hand_over(policy, request, new, "slipped", by=None, owed=True, now=now)
        wanted = {"handed_owner": "owner" in rung.tell, "handed_requester": "requester" in rung.tell}
        effects += [e for e in handed if not isinstance(e, Write) or wanted.get(e.letter, True)]
    elif rung.hand_to is not None:
        effects.append(Record("no cover", "nobody else can take it"))
    return effects + _tell(request, policy, rung, new, late)


def _tell(request: Request, policy: Policy, rung: Rung, new: Person | None, late: bool) -> list[Effect]:
    effects: list[Effect] = []
    told: set[str] = {new.key} if new else set()
    for target in rung.tell:
        if target == "requester":
            effects += [] if new else [_slipped_requester(request, policy, late)]
        elif not (target == "owner" and new):
            for person in _hear(request, policy, target):
                if person.key not in told:
                    told.add(person.key)
                    effects.append(_tell_person(request, policy, person, late))
    return effects


def _hear(request: Request, policy: Policy, target: Target | PersonKey) -> list[Person]:
    """Whom a `tell` means. Where that is the requester, or the silent owner, somebody above hears of it as well."""
    person = named(policy, target, request.owner, request.requester, request.former_owners)
    fits = person is not None and person.key != request.owner
    above = None
    if isinstance(target, LeadOf | PersonKey) and not fits:
        above = boss(policy, request.owner, request.requester, request.former_owners)
    return [each for each in (person, above) if each]


def _slipped_requester(request: Request, policy: Policy, late: bool) -> Write:
    known = policy.person_by_mail(request.requester.mail)
    key = known.key if known else ""
    return Write("slipped_requester", request.requester, key, Lane.OWNER, "auto-generated", {"late": late})


def _tell_person(request: Request, policy: Policy, person: Person, late: bool) -> Write:
    if person.key == request.owner:
        return _write("reminder", person, Lane.REQUESTER, {"late": late})
    former = [policy.people[k].name for k in request.former_owners if k in policy.people]
    values = {"since": request.unanswered_since, "former": former, "times": request.repeats + 1}
    return _write("slipped_manager", person, Lane.TEAM, values)


def _write(letter: str, person: Person, lane: Lane, values: Mapping[str, object]) -> Write:
    return Write(letter, address_of(person), person.key, lane, "auto-generated", values)
