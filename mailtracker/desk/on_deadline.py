"""A request whose next rung is due → who is reminded, who is told, who takes over,
and when the ladder goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailtracker.desk.assign import boss, named, taker
from mailtracker.desk.candidates import Candidates, all_present, away_record, candidates_for
from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.closing import close_by_silence
from mailtracker.desk.deadlines import ladder_of, promise_of
from mailtracker.desk.effects import (
    Because,
    Decision,
    Effect,
    LogEvent,
    NextRung,
    SendLetter,
)
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import HandOver, hand_over, owner_now
from mailtracker.desk.letters import Letter, Reminder, SlippedManager, SlippedRequester
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import LeadOf, Person, PersonKey, Rung, Target
from mailtracker.policy.promise import Running, due
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """A `request` whose deadline has come. `unsent`: mail to its requester has not gone out yet."""

    request: Request
    unsent: bool = False


@dataclass(frozen=True, slots=True)
class _Clock:
    """The running promise of a `request` and its ladder: `since` when, due when (`promised_at`),
    looked at in this `scene`.
    """

    request: Request
    scene: Scene
    since: datetime
    promised_at: datetime

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return ladder_of(self.scene.policy, self.request).rungs

    @property
    def late(self) -> bool:
        """The promised time has passed."""
        return self.scene.now >= self.promised_at

    def due_at(self, rung: int, repeats: int = 0, after: datetime | None = None) -> datetime | None:
        """When a rung is due: for the first time, or again `after` it fired."""
        policy = self.scene.policy
        promise, ladder = promise_of(policy, self.request), ladder_of(policy, self.request)
        first = not self.request.answered_once
        running = Running(promise, first, self.since, self.promised_at)
        return due(running, ladder, rung, repeats, after)


def on_deadline(deadline: Due, scene: Scene) -> Decision:
    """Only the highest due rung acts; after downtime the ones below it are logged as skipped, but
    for a hand-over and the requester's word, which happen all the same.

    Where nothing is owed, it was the requester's silence that was waited for.
    """
    return decide(_at_deadline(deadline, scene), deadline.request, scene.policy)


def _at_deadline(deadline: Due, scene: Scene) -> list[Effect | Because]:
    request = deadline.request
    if request.unanswered_since is None or request.promised_at is None:
        return close_by_silence(request, deadline.unsent, scene)
    owner = scene.policy.people.get(request.owner)
    if owner and kept_out(scene.policy, request, owner):  # the step is due at once for the next one
        handed = owner_now(candidates_for(request, scene), request)[1]
        return [Because(f"the owner of {request.reference} is kept out of it"), *handed]
    clock = _Clock(request, scene, request.unanswered_since, request.promised_at)
    if not clock.rungs:
        return [Because("nothing is owed"), NextRung(request.rung, None)]
    return _climb(clock)


def _climb(clock: _Clock) -> list[Effect | Because]:
    request, rungs = clock.request, clock.rungs
    first = min(request.rung, len(rungs) - 1)
    at = first
    while at + 1 < len(rungs) and _is_due(clock, at + 1):
        at += 1
    missed = "of the promise: due while mailtracker was away"
    return [
        Because(f"{rungs[at].percent}% of the promise on {request.reference}"),
        *(LogEvent("skipped", f"{rung.percent}% {missed}") for rung in rungs[first:at]),
        *_act(clock, _with_skipped(rungs[first : at + 1])),
        _next(clock, at),
    ]


def _with_skipped(rungs: Sequence[Rung]) -> Rung:
    """The last of them, which acts; from those below it, which are skipped, comes what nobody may
    miss: that a second person has it, and the word to the requester.
    """
    top = rungs[-1]
    handing = next((rung for rung in reversed(rungs) if rung.hand_to is not None), None)
    told = [
        *top.tell,
        *(who for rung in rungs for who in rung.tell if who == "requester"),
        *(who for who in (handing.tell if handing else ()) if who == "owner"),
    ]
    hand_to = handing.hand_to if handing else None
    return replace(top, hand_to=hand_to, tell=tuple(dict.fromkeys(told)))


def _is_due(clock: _Clock, rung: int) -> bool:
    instant = clock.due_at(rung)
    return instant is not None and instant <= clock.scene.now


def _next(clock: _Clock, at: int) -> NextRung:
    if at + 1 < len(clock.rungs):
        return NextRung(at + 1, clock.due_at(at + 1))
    if not clock.rungs[at].repeat:
        return NextRung(at + 1, None)
    repeats = clock.request.repeats + 1
    return NextRung(at, clock.due_at(at, repeats, clock.scene.now), repeats)


def _act(clock: _Clock, rung: Rung) -> list[Effect]:
    """A rung's actions in their order: remind, hand over, tell."""
    candidates = candidates_for(clock.request, clock.scene)
    new, handed = _hand_over(clock, candidates, rung)
    return [
        LogEvent("rung", f"{rung.percent}% of the promise"),
        *_remind(clock, candidates, rung),
        *handed,
        *_tell(clock, candidates, rung, new),
    ]


def _remind(clock: _Clock, candidates: Candidates, rung: Rung) -> list[Effect]:
    owner = clock.request.owner
    around = replace(candidates, former=())
    meant = [named(around, target, owner) for target in rung.remind]
    people = list(dict.fromkeys(person for person in meant if person))
    reminder = Reminder(clock.late)
    return [
        _write(reminder, person, Lane.REQUESTER if person.key == owner else Lane.TEAM)
        for person in people or _instead(clock, candidates, rung.remind)
    ]


def _hand_over(
    clock: _Clock, candidates: Candidates, rung: Rung
) -> tuple[Person | None, list[Effect]]:
    request = clock.request
    if rung.hand_to is None:
        return None, []
    new = taker(candidates, rung.hand_to, request.owner)
    if new is None:
        return None, [LogEvent("no cover", "nobody else can take it")]
    usual = taker(all_present(candidates), rung.hand_to, request.owner)
    handed = HandOver(
        new,
        "slipped",
        tell_former="owner" in rung.tell,
        tell_requester="requester" in rung.tell,
    )
    return new, [
        *away_record(candidates, usual, new),
        *hand_over(request, handed, clock.scene),
    ]


def _instead(
    clock: _Clock, candidates: Candidates, meant: Sequence[Target | PersonKey]
) -> list[Person]:
    """Whoever may hear of a confidential request, where everybody whom a rung means is kept out of
    it.
    """
    inside = any(target not in ("owner", "requester") for target in meant)
    above = boss(candidates, clock.request.owner) if candidates.barred and inside else None
    return [above] if above else []


def _tell(clock: _Clock, candidates: Candidates, rung: Rung, new: Person | None) -> list[Effect]:
    """Who has it now, and the former owner, hear of it by the hand-over."""
    effects: list[Effect] = []
    if "requester" in rung.tell and new is None:
        effects.append(_slipped_requester(clock))
    targets = [target for target in rung.tell if not (target == "owner" and new)]
    people = [person for target in targets for person in _hear(clock, candidates, target)]
    people = people or _instead(clock, candidates, rung.tell)
    if candidates.barred and not people and rung.tell not in ((), ("requester",)):
        effects.append(LogEvent("told nobody", "everybody above is kept out of it"))
    told = [person for person in dict.fromkeys(people) if person != new]
    return effects + [_tell_person(clock, person) for person in told]


def _hear(clock: _Clock, candidates: Candidates, target: Target | PersonKey) -> list[Person]:
    """Whom a `tell` means. Where that is the requester, or the silent owner,
    somebody above hears of it as well.
    """
    owner = clock.request.owner
    person = named(candidates, target, owner)
    fits = person is not None and person.key != owner
    by_name = isinstance(target, LeadOf | PersonKey)
    above = boss(candidates, owner) if by_name and not fits else None
    return [each for each in (person, above) if each]


def _slipped_requester(clock: _Clock) -> SendLetter:
    requester = clock.request.requester
    key = key_of(clock.scene.policy, requester)
    return SendLetter(SlippedRequester(clock.late), requester, key, Lane.OWNER)


def _tell_person(clock: _Clock, person: Person) -> SendLetter:
    request, people = clock.request, clock.scene.policy.people
    if person.key == request.owner:
        return _write(Reminder(clock.late), person, Lane.REQUESTER)
    former = [people[key].name for key in request.former_owners if key in people]
    letter = SlippedManager(clock.since, former, request.repeats + 1)
    return _write(letter, person, Lane.TEAM)


def _write(letter: Letter, person: Person, lane: Lane) -> SendLetter:
    return SendLetter(letter, address_of(person), person.key, lane)
