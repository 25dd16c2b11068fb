"""A rung that acts → who is reminded, who takes over, who is told, which promise it is from now on,
and which hooks hear of it.

Who works at other hours than the promise is written to when they do (docs/reliability.md, D12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeGuard

from mailtracker.desk.assign import all_named, boss, taker, took_turn
from mailtracker.desk.candidates import Candidates, all_present, away_record, candidates_for
from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.confiding.asking import whom_else
from mailtracker.desk.deadlines import ladder_of, promise_of, running_of, sooner
from mailtracker.desk.effects import (
    Effect,
    LogEvent,
    NextRung,
    PostToHook,
    RaisePromise,
    RelayAgain,
    SendLetter,
)
from mailtracker.desk.handing import HandOver, hand_over
from mailtracker.desk.letters import (
    HandedOwner,
    Letter,
    Reminder,
    SlippedManager,
    SlippedRequester,
)
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.words.snoozing import as_wanted
from mailtracker.policy.hours import opening
from mailtracker.policy.model import Person, PersonKey, Rung, Target, TeamOf
from mailtracker.policy.promise import Running, due
from mailtracker.record import dataclass

_REMINDED_AND_MORE = 2  # rungs: a ladder that only reminds goes on doing so


@dataclass(frozen=True, slots=True)
class Climb:
    """The ladder of a `request` whose promise is `running`, looked at in this `scene`. `perhaps`: a
    mail may have been the answer, and did not count as one.
    """

    request: Request
    scene: Scene
    running: Running
    perhaps: bool = False

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return ladder_of(self.scene.policy, self.request).rungs

    @property
    def late(self) -> bool:
        """The promised time has passed."""
        return self.scene.now >= self.running.promised_at

    @property
    def broken(self) -> bool:
        """The time that the requester was told has passed."""
        told = self.request.told_by
        return told is not None and self.scene.now >= told

    def due_at(self, rung: int, repeats: int = 0, after: datetime | None = None) -> datetime | None:
        """When a rung is due: for the first time, or again `after` it fired."""
        ladder = ladder_of(self.scene.policy, self.request)
        return due(self.running, ladder, rung, repeats, after)

    def opening(self, person: Person) -> datetime | None:
        """When who is not at work now will be; None: they are, or the promise is for every minute,
        or nobody knows their hours, or they have none in the next year.
        """
        policy, now = self.scene.policy, self.scene.now
        hours = policy.hours.get(person.hours)
        if hours is None or promise_of(policy, self.request).hours.always:
            return None
        opens = opening(hours, now)
        return opens if opens and opens > now else None


def climb_of(request: Request, scene: Scene) -> Climb | None:
    """None: nothing is owed."""
    running = running_of(scene.policy, request)
    return Climb(request, scene, running) if running else None


def said_of(rung: Rung) -> str:
    """ "75% of the promise", "2 working hours before the promised time"."""
    return f"{rung.said} {'of the promise' if isinstance(rung.at, int) else 'the promised time'}"


def act(climb: Climb, full: Rung) -> list[Effect]:
    """A rung's actions in their order: remind, hand over, tell, raise, post."""
    rung = as_wanted(full, climb.request, climb.scene.now)
    candidates = candidates_for(climb.request, climb.scene)
    if climb.request.given.confide_in:
        new, told = None, _confided(climb, candidates, rung)
    else:
        new, handed = _hand_over(climb, candidates, rung)
        told = [
            *_remind(climb, candidates, rung),
            *handed,
            *_tell(climb, candidates, rung, new),
        ]
    return [
        LogEvent("rung", said_of(rung)),
        *_one_each(told),
        *_raise(climb, rung),
        *_post(climb, rung, new),
    ]


def _confided(climb: Climb, candidates: Candidates, rung: Rung) -> list[Effect]:
    """Where a second person would have it, or hear of it, its requester is asked whether one shall:
    nobody else hears a word.
    """
    reminded = _remind(climb, candidates, rung)
    brings_another = rung.hand_to is not None or any(map(_is_second, rung.tell))
    asked = whom_else(climb.request, "silent", climb.scene) if brings_another else []
    if "requester" in rung.tell and not asked:
        asked = [tell_requester(climb)]
    owner = climb.scene.policy.people.get(climb.request.owner)
    told = [_tell_person(climb, owner)] if owner and "owner" in rung.tell else []
    return [*reminded, *asked, *told]


def _one_each(told: Sequence[Effect]) -> list[Effect]:
    """One mail of a rung to each of our people: whoever takes it over, or lost it, reads of that
    alone.
    """
    seen = {effect.person for effect in told if _is_of_hand_over(effect)}
    kept: list[Effect] = []
    for effect in told:
        if isinstance(effect, SendLetter) and isinstance(effect.letter, Reminder | SlippedManager):
            if effect.person in seen:
                continue
            seen.add(effect.person)
        kept.append(effect)
    return kept


def _is_of_hand_over(effect: Effect) -> TypeGuard[RelayAgain | SendLetter]:
    if isinstance(effect, SendLetter):
        return isinstance(effect.letter, HandedOwner)
    return isinstance(effect, RelayAgain)


def _remind(climb: Climb, candidates: Candidates, rung: Rung) -> list[Effect]:
    owner = climb.request.owner
    around = replace(candidates, former=())
    heard = [person for target in rung.remind for person in _hear(around, owner, target)]
    reminder = Reminder(climb.late)
    return [
        _write(climb, reminder, person, Lane.REQUESTER if person.key == owner else Lane.TEAM)
        for person in dict.fromkeys(heard)
    ]


def _hand_over(
    climb: Climb, candidates: Candidates, rung: Rung
) -> tuple[Person | None, list[Effect]]:
    """At its time, whoever works then: it is the request that is carried, and no word about it.
    Where nobody can take it, a second person hears of it all the same.
    """
    request, policy = climb.request, climb.scene.policy
    if rung.hand_to is None:
        return None, []
    new = taker(candidates, rung.hand_to, request.owner)
    if new is None:
        nobody = LogEvent("no cover", "nobody else can take it")
        above = boss(candidates, request.owner)
        return None, [nobody, *([_tell_person(climb, above)] if above else [])]
    usual = taker(all_present(candidates), rung.hand_to, request.owner)
    handed = HandOver(
        new,
        "slipped",
        tell_former="owner" in rung.tell,
        tell_requester="requester" in rung.tell,
    )
    turns = took_turn(policy, rung.hand_to.team, new) if isinstance(rung.hand_to, TeamOf) else []
    return new, [
        *away_record(candidates, usual, new),
        *turns,
        *(_in_hours(climb, effect) for effect in hand_over(request, handed, climb.scene)),
    ]


def _tell(climb: Climb, candidates: Candidates, rung: Rung, new: Person | None) -> list[Effect]:
    """Who has it now, and the former owner, hear of it by the hand-over."""
    effects: list[Effect] = []
    owner = climb.request.owner
    if "requester" in rung.tell and new is None:
        effects.append(tell_requester(climb))
    targets = [target for target in rung.tell if not (target == "owner" and new)]
    people = [person for target in targets for person in _hear(candidates, owner, target)]
    second = any(person.key != owner for person in people)
    if not second and any(map(_is_second, rung.tell)):
        why = (
            "everybody above is kept out of it" if candidates.is_secret else "there is nobody else"
        )
        effects.append(LogEvent("told nobody", why))
    told = [person for person in dict.fromkeys(people) if person != new]
    return effects + [_tell_person(climb, person) for person in told]


def _is_second(target: Target | PersonKey) -> bool:
    """Whether it means somebody besides the two who know already."""
    return target not in ("owner", "requester")


def _hear(candidates: Candidates, owner: str, target: Target | PersonKey) -> list[Person]:
    """Whom a target means. Where that is a second person, and is the requester, the silent owner or
    nobody, somebody above hears of it as well.
    """
    people = all_named(candidates, target, owner)
    fits = any(person.key != owner for person in people)
    above = None if fits or not _is_second(target) else boss(candidates, owner)
    return [*people, *([above] if above else [])]


def tell_requester(climb: Climb) -> Effect:
    """The requester's one word of how it stands: never later than it is due. None where an answer
    may be on its way: it would be a false alarm.
    """
    if climb.perhaps:
        return LogEvent("told nobody", "a mail may be the answer: no word to the requester")
    requester = climb.request.requester
    key = key_of(climb.scene.policy, requester)
    return SendLetter(SlippedRequester(climb.broken), requester, key, Lane.OWNER)


def _tell_person(climb: Climb, person: Person) -> SendLetter:
    request, people = climb.request, climb.scene.policy.people
    if person.key == request.owner:
        return _write(climb, Reminder(climb.late), person, Lane.REQUESTER)
    former = [people[key].name for key in request.former_owners if key in people]
    letter = SlippedManager(climb.running.since, former, request.repeats + 1)
    return _write(climb, letter, person, Lane.TEAM)


def _write(climb: Climb, letter: Letter, person: Person, lane: Lane) -> SendLetter:
    opening = climb.opening(person)
    return SendLetter(letter, address_of(person), person.key, lane, not_before=opening)


def _in_hours(climb: Climb, effect: Effect) -> Effect:
    """What tells the former owner of a hand-over waits for their hours."""
    if not isinstance(effect, SendLetter) or not isinstance(effect.letter, HandedOwner):
        return effect
    person = climb.scene.policy.people.get(effect.person)
    return replace(effect, not_before=climb.opening(person)) if person else effect


def _raise(climb: Climb, rung: Rung) -> list[Effect]:
    """From here on the promise is another one. It never buys time: the promised time stays, or
    comes sooner; and the requester was told the one that they were told.
    """
    request, running = climb.request, climb.running
    if not rung.raise_to or rung.raise_to == request.raised:
        return []
    by = sooner(climb.scene, request, rung.raise_to)
    if by is None:
        return [LogEvent("promise", f"not raised to {rung.raise_to}: it is no sooner")]
    promised_at, told = min(running.promised_at, by), request.told_by
    told_at = told if told and told > promised_at else request.told_at
    return [
        RaisePromise(rung.raise_to, promised_at, told_at),
        LogEvent("promise", f"raised to {rung.raise_to}"),
    ]


def _post(climb: Climb, rung: Rung, new: Person | None) -> list[Effect]:
    """Of a confidential request no more than its reference and its deadline."""
    request, policy = climb.request, climb.scene.policy
    owner = new or policy.people.get(request.owner)
    number = f"{request.reference}.{request.epoch}.{request.rung}.{request.repeats}"
    plain = PostToHook("", number, request.reference, climb.running.promised_at)
    if not request.given.confidential:
        name = owner.name if owner else request.owner
        key = owner.key if owner else request.owner
        plain = replace(plain, owner=key, owner_name=name, rung=rung.said)
    return [replace(plain, hook=hook) for hook in rung.post]


def acknowledged(request: Request, person: Person, scene: Scene) -> list[Effect]:
    """Who says that they have it need not be reminded of it first: that step is left out where it
    does nothing else. All after it stay.
    """
    climb = climb_of(request, scene)
    if climb is None or request.rung > 0 or len(climb.rungs) < _REMINDED_AND_MORE:
        return []
    first = climb.rungs[0]
    if first != Rung(first.at, remind=("owner",)):
        return []
    told = LogEvent("skipped", f"{said_of(first)}: {person.name} has it")
    return [told, NextRung(1, climb.due_at(1))]


# -- what waited for its reader's working time --------------------------------------


def waited(request: Request, person: Person, since: datetime, scene: Scene) -> SendLetter | None:
    """What the ladder tells somebody now that they are at work, where it wanted to write to them
    at `since`. None: nothing any more, since somebody answered or it is not their matter.
    """
    climb = climb_of(request, scene)
    if climb is None or since < climb.running.since:
        return None
    candidates = candidates_for(request, scene)
    for full in reversed(fired(climb)):
        rung = as_wanted(full, request, scene.now)
        wanted = [*_remind(climb, candidates, rung), *_tell(climb, candidates, rung, None)]
        letters = [effect for effect in wanted if isinstance(effect, SendLetter)]
        theirs = [one for one in letters if one.person == person.key and one.lane is not Lane.OWNER]
        if theirs:
            return theirs[0]
    if person.key not in request.former_owners or person.key == request.owner:
        return None
    if person.key in request.declined:  # they gave it away themselves
        return None
    owner = scene.policy.people.get(request.owner)
    letter = HandedOwner(owner.name if owner else request.owner, "slipped", "", climb.late)
    return _write(climb, letter, person, Lane.REQUESTER)


def fired(climb: Climb) -> Sequence[Rung]:
    """The rungs that have acted."""
    request = climb.request
    return climb.rungs[: request.rung + (request.repeats > 0)]
