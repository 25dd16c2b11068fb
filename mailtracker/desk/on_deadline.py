"""A request whose next rung is due → who is reminded, who is told, who takes over,
and when the ladder goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mailtracker.desk.assign import boss, named, taker
from mailtracker.desk.candidates import Choice, all_present, away_record, choice_of
from mailtracker.desk.case import address_of
from mailtracker.desk.closing import close_by_silence
from mailtracker.desk.deadlines import ladder_of, promise_of
from mailtracker.desk.effects import Decision, Effect, LogEvent, NextRung, SendLetter
from mailtracker.desk.handing import hand_over
from mailtracker.desk.request import Lane, Request
from mailtracker.policy.model import LeadOf, Person, PersonKey, Policy, Rung, Target
from mailtracker.policy.promise import due


def on_deadline(
    request: Request,
    policy: Policy,
    load: Mapping[str, int],
    now: datetime,
    turns: Mapping[str, str] | None = None,
    unsent: bool = False,
) -> Decision:
    """Only the highest due rung acts; after downtime the ones below it are
    logged as skipped (docs/reliability.md, D3).

    Where nothing is owed, it was the requester's silence that was waited for; `unsent`:
    mail to them has not gone out yet.
    """
    ladder, promise = ladder_of(policy, request), promise_of(policy, request)
    since, promised_at = request.unanswered_since, request.promised_at
    if since is None or promised_at is None:
        return close_by_silence(request, policy, now, unsent)
    if not ladder.rungs:
        return Decision("nothing is owed", (NextRung(request.rung, None),), request.id)
    first = min(request.rung, len(ladder.rungs) - 1)
    at = first
    while at + 1 < len(ladder.rungs) and _is_due(
        due(promise, ladder, since, promised_at, at + 1, 0, None), now
    ):
        at += 1
    skipped = [
        LogEvent(
            "skipped", f"{ladder.rungs[i].percent}% of the promise: due while mailtracker was away"
        )
        for i in range(first, at)
    ]
    choice = choice_of(request, policy, load, turns or {}, now)
    effects = [*skipped, *_act(request, choice, ladder.rungs[at])]
    effects.append(_next(request, policy, at, now))
    return Decision(
        f"{ladder.rungs[at].percent}% of the promise on {request.reference}",
        tuple(effects),
        request.id,
    )


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


def _act(request: Request, choice: Choice, rung: Rung) -> list[Effect]:
    late = request.promised_at is not None and choice.now >= request.promised_at
    effects: list[Effect] = [LogEvent("rung", f"{rung.percent}% of the promise")]
    reminded = _reminded(request, choice, rung)
    for person in reminded:
        lane = Lane.REQUESTER if person.key == request.owner else Lane.TEAM
        effects.append(_write("reminder", person, lane, {"late": late}))
    new = None
    if rung.hand_to is not None:
        new = taker(choice, rung.hand_to, request.owner)
    if new and rung.hand_to is not None:
        effects += away_record(choice, taker(all_present(choice), rung.hand_to, request.owner), new)
        handed = hand_over(
            choice.policy, request, new, "slipped", by=None, owed=True, now=choice.now
        )
        wanted = {
            "handed_owner": "owner" in rung.tell,
            "handed_requester": "requester" in rung.tell,
        }
        effects += [
            e for e in handed if not isinstance(e, SendLetter) or wanted.get(e.letter, True)
        ]
    elif rung.hand_to is not None:
        effects.append(LogEvent("no cover", "nobody else can take it"))
    return effects + _tell(request, choice, rung, new, late)


def _reminded(request: Request, choice: Choice, rung: Rung) -> list[Person]:
    around = replace(choice, former=())
    meant = [named(around, target, request.owner) for target in rung.remind]
    people = list(dict.fromkeys(each for each in meant if each))
    return people or _instead(request, choice, rung.remind)


def _instead(request: Request, choice: Choice, meant: Sequence[Target | PersonKey]) -> list[Person]:
    """Whoever may hear of a confidential request, where everybody whom a
    rung means is kept out of it.
    """
    inside = [target for target in meant if target not in ("owner", "requester")]
    above = boss(choice, request.owner) if choice.barred and inside else None
    return [above] if above else []


def _tell(
    request: Request, choice: Choice, rung: Rung, new: Person | None, late: bool
) -> list[Effect]:
    effects: list[Effect] = []
    if "requester" in rung.tell and not new:
        effects.append(_slipped_requester(request, choice.policy, late))
    people = [
        p
        for target in rung.tell
        if not (target == "owner" and new)
        for p in _hear(request, choice, target)
    ]
    people = people or _instead(request, choice, rung.tell)
    if choice.barred and not people and rung.tell not in ((), ("requester",)):
        effects.append(LogEvent("told nobody", "everybody above is kept out of it"))
    told = [person for person in dict.fromkeys(people) if new is None or person.key != new.key]
    return effects + [_tell_person(request, choice.policy, person, late) for person in told]


def _hear(request: Request, choice: Choice, target: Target | PersonKey) -> list[Person]:
    """Whom a `tell` means. Where that is the requester, or the silent owner,
    somebody above hears of it as well.
    """
    person = named(choice, target, request.owner)
    fits = person is not None and person.key != request.owner
    above = (
        boss(choice, request.owner) if isinstance(target, LeadOf | PersonKey) and not fits else None
    )
    return [each for each in (person, above) if each]


def _slipped_requester(request: Request, policy: Policy, late: bool) -> SendLetter:
    known = policy.person_by_address(request.requester.email)
    key = known.key if known else ""
    return SendLetter(
        "slipped_requester", request.requester, key, Lane.OWNER, "auto-generated", {"late": late}
    )


def _tell_person(request: Request, policy: Policy, person: Person, late: bool) -> SendLetter:
    if person.key == request.owner:
        return _write("reminder", person, Lane.REQUESTER, {"late": late})
    former = [policy.people[k].name for k in request.former_owners if k in policy.people]
    values = {"since": request.unanswered_since, "former": former, "times": request.repeats + 1}
    return _write("slipped_manager", person, Lane.TEAM, values)


def _write(letter: str, person: Person, lane: Lane, values: Mapping[str, object]) -> SendLetter:
    return SendLetter(letter, address_of(person), person.key, lane, "auto-generated", values)
