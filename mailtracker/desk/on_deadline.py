"""A request whose next rung is due → what the ladder does, and when it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.closing import next_of_answered
from mailtracker.desk.confiding.asking import left_alone, next_ask
from mailtracker.desk.confiding.confidants import has_nobody
from mailtracker.desk.deadlines import running_of
from mailtracker.desk.effects import (
    Because,
    Decision,
    Effect,
    LogEvent,
    NextRung,
    RaisePromise,
)
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import owner_now
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request, Status
from mailtracker.desk.rungs import Climb, act, climb_of, fired, said_of, tell_requester
from mailtracker.desk.scene import Scene
from mailtracker.desk.words.snoozing import is_over, reminded
from mailtracker.desk.words.waiting import NOT_AT_HAND, LastWords, next_step
from mailtracker.policy.model import Rung
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """A `request` whose deadline has come. `unsent`: mail to its requester has not gone out yet.
    `words`: what our side wrote to the requester last, where their word is waited for.
    `perhaps`: a mail may have been the answer to the running promise, and did not count as one.
    `muted`: enough was written to its requester for now.
    """

    request: Request
    unsent: bool = False
    words: LastWords = NOT_AT_HAND
    perhaps: bool = False
    muted: bool = False


def on_deadline(deadline: Due, scene: Scene) -> Decision:
    """Only the highest due rung acts; after downtime the ones below it are logged as skipped, but
    for what nobody may miss: a hand-over, the requester's word, a raised promise and posts.

    Where nothing is owed, it was the requester's silence that was waited for.
    """
    return decide(_at_deadline(deadline, scene), deadline.request, scene.policy)


def _at_deadline(deadline: Due, scene: Scene) -> list[Effect | Because]:
    """A snooze that is over, and a step of the request; either, or both."""
    request = deadline.request
    if not is_over(request, scene.now):
        return _step(deadline, scene)
    due = request.due_at is not None and request.due_at <= scene.now
    over = [Because(f"the owner of {request.reference} wanted to be reminded now")]
    step = _step(deadline, scene) if due else over
    return [*step, *reminded(request, step, scene)]


def _step(deadline: Due, scene: Scene) -> list[Effect | Because]:
    request = deadline.request
    if has_nobody(request, scene):
        return _without_confidant(deadline, scene)
    if request.status is Status.WAITING:
        return next_step(request, deadline.unsent, deadline.words, scene)
    climb = climb_of(request, scene)
    if climb is None:
        return next_of_answered(request, deadline.unsent, scene)
    climb = replace(climb, perhaps=deadline.perhaps)
    owner = scene.policy.people.get(request.owner)
    if owner and kept_out(scene.policy, request, owner):  # the step is due at once for the next one
        handed = owner_now(candidates_for(request, scene), request)[1]
        return [Because(f"the owner of {request.reference} is kept out of it"), *handed]
    if not climb.rungs:
        return [Because("nothing is owed"), NextRung(request.rung, None)]
    return _only_the_word(climb) if _is_only_the_word(climb) else _climb(climb)


def _without_confidant(deadline: Due, scene: Scene) -> list[Effect | Because]:
    """Its requester is asked, for the first time where they had chosen somebody who is gone."""
    request = deadline.request
    if not request.owner:
        return next_ask(request, deadline.unsent, deadline.muted, scene)
    gone = Because(f"{request.reference}: who its requester chose is gone")
    return [gone, *left_alone(request, "gone", scene)]


def _climb(climb: Climb) -> list[Effect | Because]:
    request, rungs = climb.request, climb.rungs
    first = min(request.rung, len(rungs) - 1)
    at = first
    while at + 1 < len(rungs) and _is_due(climb, at + 1):
        at += 1
    acts = _with_skipped(rungs[first : at + 1])
    if _word_is_due(climb) and "requester" not in acts.tell:
        acts = replace(acts, tell=(*acts.tell, "requester"))
    acted = act(climb, acts)
    return [
        Because(f"{said_of(rungs[at])} on {request.reference}"),
        *(
            LogEvent("skipped", f"{said_of(rung)}: due while mailtracker was away")
            for rung in rungs[first:at]
        ),
        *acted,
        _next(_as_raised(climb, acted), at),
    ]


def _with_skipped(rungs: Sequence[Rung]) -> Rung:
    """The last of them, which acts; from those below it, which are skipped, comes what nobody may
    miss: that a second person has it, the word to the requester, the raised promise, the posts.
    """
    top = rungs[-1]
    handing = next((rung for rung in reversed(rungs) if rung.hand_to is not None), None)
    raising = next((rung for rung in reversed(rungs) if rung.raise_to), top)
    told = [
        *top.tell,
        *(who for rung in rungs for who in rung.tell if who == "requester"),
        *(who for who in (handing.tell if handing else ()) if who == "owner"),
    ]
    return replace(
        top,
        hand_to=handing.hand_to if handing else None,
        tell=tuple(dict.fromkeys(told)),
        raise_to=raising.raise_to,
        post=tuple(dict.fromkeys(hook for rung in rungs for hook in rung.post)),
    )


def _is_due(climb: Climb, rung: int) -> bool:
    instant = climb.due_at(rung)
    return instant is not None and instant <= climb.scene.now


def _next(climb: Climb, at: int) -> NextRung:
    if at + 1 < len(climb.rungs):
        following = NextRung(at + 1, climb.due_at(at + 1))
    elif not climb.rungs[at].repeat:
        following = NextRung(at + 1, None)
    else:
        repeats = climb.request.repeats + 1
        following = NextRung(at, climb.due_at(at, repeats, climb.scene.now), repeats)
    return _or_the_word(climb, following, at)


def _as_raised(climb: Climb, acted: Sequence[Effect]) -> Climb:
    """The ladder as a rung that raised the promise leaves it."""
    for effect in acted:
        if isinstance(effect, RaisePromise):
            raised = replace(
                climb.request,
                raised=effect.promise,
                promised_at=effect.promised_at,
                told_at=effect.told_at,
            )
            running = running_of(climb.scene.policy, raised)
            return replace(climb, request=raised, running=running or climb.running)
    return climb


# -- the word at the time that the requester was told -------------------------------

# A promise that was raised may be due before that time. What the ladder says to the requester until
# then is no apology; they get theirs when the time has come that they know.


def _or_the_word(climb: Climb, following: NextRung, at: int) -> NextRung:
    """The next step is at that time, if it comes first, and this ladder tells requesters."""
    told_at, due_at = climb.request.told_at, following.due_at
    if told_at is None or told_at <= climb.scene.now:
        return following
    if not any("requester" in rung.tell for rung in climb.rungs[: at + 1]):
        return following
    return replace(following, due_at=min(told_at, due_at) if due_at else told_at)


def _word_is_due(climb: Climb) -> bool:
    """That time has passed since the step before this one."""
    told_at, due_at = climb.request.told_at, climb.request.due_at
    if told_at is None or due_at is None:
        return False
    told = any("requester" in rung.tell for rung in fired(climb))
    return told and due_at <= told_at <= climb.scene.now


def _is_only_the_word(climb: Climb) -> bool:
    """Nothing else is due."""
    request = climb.request
    return _word_is_due(climb) and (request.repeats > 0 or not _is_due(climb, request.rung))


def _only_the_word(climb: Climb) -> list[Effect | Because]:
    request = climb.request
    again = climb.due_at(request.rung, request.repeats, climb.scene.now)
    return [
        Because(f"the time that the requester of {request.reference} was told"),
        LogEvent("rung", "the time that the requester was told"),
        tell_requester(climb),
        NextRung(request.rung, again, request.repeats),
    ]
