"""`merge IT-1040` → the request that it stands on is closed into that one, or why it is not; and
what that one takes over: the sooner promise, and who may not hear of it (docs/reliability.md, W3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.authors import shown
from mailtracker.desk.candidates import still_watching
from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.confidential import secrecy_of, with_secrecy
from mailtracker.desk.deadlines import ladder_of, promise_of, running_of
from mailtracker.desk.effects import (
    Because,
    CallIn,
    Decision,
    Effect,
    LogEvent,
    MergeInto,
    NextRung,
    NoteBystanders,
    RaisePromise,
    SendLetter,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.gate import decide
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.said import TeamMail
from mailtracker.desk.scene import Scene
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.word_letters import MergedOwner, MergedRequester
from mailtracker.mail.message import Address
from mailtracker.policy.identity import identities, identity, same
from mailtracker.policy.model import Ladder, Policy
from mailtracker.policy.promise import Running, due, first_time


def doubt_of_merge(said: TeamMail) -> KeptBecause | None:
    """What keeps the two apart. Whoever has no right on the other learns nothing of it, not even
    that it exists.
    """
    request, other, policy = said.request, said.case.facts.merges, said.case.policy
    if other is None or not _is_theirs(said, other):
        return "no request"
    if other.id == request.id:
        return "same request"
    if Status.CLOSED in (request.status, other.status):
        return "closed request"
    if not _asked_both(policy, request, other):
        return "other requester"
    if request.given.confide_in or other.given.confide_in:
        return "confided"
    if request.given.complains_of or other.given.complains_of:
        return "complaint"
    if _would_read_along(request, other):
        return "read along"
    changed, _ = _with_secrecy_of(policy, other, request)
    return "no request" if kept_out(policy, changed, said.person) else None


def _is_theirs(said: TeamMail, other: Request) -> bool:
    """Both have one owner, and came in by one alias."""
    return other.owner == said.person.key and other.mailbox == said.request.mailbox


def _asked_both(policy: Policy, request: Request, other: Request) -> bool:
    """Nobody reads what somebody else asked: who is in doubt is nobody's equal."""
    asks = identity(policy, request.requester)
    return bool(asks) and same(policy, request.requester, other.requester)


def _would_read_along(request: Request, other: Request) -> bool:
    """Nobody is in copy of what is confidential from the first (`opening.py`), nor comes to be so
    by a merge. The other way round they stay outside.
    """
    return request.given.confidential and not other.given.confidential and bool(other.copied)


def merge(said: TeamMail, answered: bool) -> list[Effect]:
    """What becomes of the request that the word stands on. `answered`: by what stands below it."""
    request, other, person = said.request, said.case.facts.merges, said.person
    policy = said.case.policy
    if other is None:
        raise AssertionError("what nobody found is asked back")
    owed = replace(request, unanswered_since=None, promised_at=None) if answered else request
    left = [shown(policy, one) for one in only_in(policy, request.copied, other)]
    told = MergedOwner(other.reference, left, told=not other.quiet)
    return [
        StopClock(answered=False),
        SetStatus(Status.CLOSED),
        LogEvent("merged", f"into {other.reference}, by {person.name}"),
        MergeInto(other.id, owed),
        SendLetter(told, address_of(person), person.key, Lane.REQUESTER),
    ]


def on_merged(other: Request, merged: MergeInto, scene: Scene) -> Decision:
    """What becomes of the request that a second one was merged into."""
    policy, was = scene.policy, merged.was
    changed, secrecy = _with_secrecy_of(policy, other, was)
    told, key = MergedRequester(was.reference), key_of(policy, other.requester)
    effects = [
        Because(f"{was.reference} is part of {other.reference} now"),
        LogEvent("merged", f"{was.reference} is part of it now"),
        *secrecy,
        *_with_promise_of(scene, changed, was),
        NoteBystanders(only_in(policy, (*was.copied, *was.bystanders), other)),
        *_who_watched(policy, was, changed),
        SendLetter(told, other.requester, key, Lane.OWNER),
    ]
    return decide(effects, other, policy)


def _with_secrecy_of(policy: Policy, other: Request, was: Request) -> tuple[Request, list[Effect]]:
    """It only grows."""
    return with_secrecy(policy, other, secrecy_of(other).joined(secrecy_of(was)))


def only_in(policy: Policy, people: Sequence[Address], other: Request) -> tuple[Address, ...]:
    """Those who take no part in the other. Nobody joins by a merge: they stand beside it, and its
    owner may take them in.
    """
    there = identities(policy, other.parties)
    return tuple(one for one in people if identity(policy, one) not in there)


def _who_watched(policy: Policy, was: Request, other: Request) -> list[Effect]:
    if other.given.confidential:
        return []
    fresh = [key for key in still_watching(policy, was) if key not in other.given.watching]
    return [CallIn(was.mailbox, key) for key in fresh]


def _with_promise_of(scene: Scene, other: Request, was: Request) -> list[Effect]:
    """Of two promises the sooner one. A step that has come does not come again."""
    since, by = was.unanswered_since, was.promised_at
    if since is None or by is None:
        return []
    if other.promised_at is not None and other.promised_at <= by:
        return []
    told = min(filter(None, (was.told_by, other.told_by)))
    running = replace(
        other,
        unanswered_since=min(since, other.unanswered_since or since),
        promised_at=by,
        told_at=told if told > by else None,
        raised=_raised(scene.policy, other, was),
    )
    step = _next_step(scene.policy, running, was)
    return [
        SetStatus(Status.OPEN),
        StartClock(running.unanswered_since or since, by, step.due_at),
        RaisePromise(running.raised, by, running.told_at),
        step,
    ]


def _next_step(policy: Policy, running: Request, was: Request) -> NextRung:
    """The first one that has not come, of either: who has it was handed it by one of them."""
    ladder, runs = ladder_of(policy, running), running_of(policy, running)
    if runs is None:
        return NextRung(0, None)
    owed = running.status is Status.OPEN
    here = NextRung(running.rung, running.due_at, running.repeats) if owed else NextRung(0, None)
    there = NextRung(was.rung, was.due_at, was.repeats)
    if ladder_of(policy, was) != ladder:
        there = NextRung(_steps_come(policy, runs, ladder, was), None)
    step = max(here, there, key=lambda one: (one.rung, one.repeats))
    return step if step.repeats else NextRung(step.rung, due(runs, ladder, step.rung, 0, None))


def _steps_come(policy: Policy, runs: Running, ladder: Ladder, was: Request) -> int:
    """How many of the ladder stand no later than what had come of the other one."""
    had, ran = ladder_of(policy, was).rungs[: was.rung], running_of(policy, was)
    if ran is None or not had:
        return 0
    last = max(first_time(ran, each) for each in had)
    return sum(first_time(runs, each) <= last for each in ladder.rungs)


def _raised(policy: Policy, other: Request, was: Request) -> str:
    brought = promise_of(policy, was).key
    return other.raised if promise_of(policy, other).key == brought else brought
