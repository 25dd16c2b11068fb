"""Somebody else takes a request → new owner, the unanswered mail carried to them,
former owner and requester told.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.assign import pick, stand_in, took_turn
from mailtracker.desk.candidates import Candidates, all_present, away_record
from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.effects import (
    Effect,
    Entrust,
    LogEvent,
    RelayAgain,
    SendLetter,
    SetOwner,
)
from mailtracker.desk.letters import HandedOwner, HandedRequester
from mailtracker.desk.notes import NoteHanded
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.why import HandedBecause
from mailtracker.policy.model import Person, Policy
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who takes it (`new`), why (`because`), and who is told besides them. `by` did it; None for
    time and for an admin. `tell_former`: the former owner hears of it, unless they did it
    themselves. `tell_requester`: the requester hears of it, since somebody owes them an answer.
    `by_admin`: somebody typed it.
    """

    new: Person
    because: HandedBecause
    by: Person | None = None
    tell_former: bool = True
    tell_requester: bool = False
    by_admin: bool = False

    @property
    def by_hand(self) -> bool:
        """Somebody wanted it so. Who says `not mine` names nobody."""
        if self.because == "confided":
            return True
        return self.by_admin or (self.by is not None and self.because not in ("back", "not mine"))


def hand_over(request: Request, handed: HandOver, scene: Scene) -> list[Effect]:
    """The promise stays what it was: a hand-over never resets it."""
    new, by, because = handed.new, handed.by, handed.because
    old = scene.policy.people.get(request.owner)
    late = request.promised_at is not None and scene.now >= request.promised_at
    broken = request.told_by is not None and scene.now >= request.told_by
    by_name = by.name if by else ""
    note = NoteHanded(
        from_name=old.name if old else request.owner,
        because=because,
        by_name=by_name,
        late=late,
        brief=scene.knows_words(new.key),
        passed=_passed_on_by(request, handed, scene.policy),
    )
    told_by = f", by {by_name}" if by else ""
    effects: list[Effect] = [
        SetOwner(new.key, handed.by_hand),
        LogEvent("owner", f"{new.name} has it now ({because}{told_by})"),
        RelayAgain(note, address_of(new), new.key),
    ]
    knows = by is not None and old is not None and by.key == old.key
    if old and handed.tell_former and not knows:
        letter = HandedOwner(new.name, because, by_name, late)
        effects.append(SendLetter(letter, address_of(old), old.key, Lane.REQUESTER))
    if handed.tell_requester:
        key = key_of(scene.policy, request.requester)
        told = HandedRequester(new.name, broken, because)
        effects.append(SendLetter(told, request.requester, key, Lane.OWNER))
    return effects


def _passed_on_by(request: Request, handed: HandOver, policy: Policy) -> Sequence[str]:
    """Where it is theirs because others said `not mine`: who these were."""
    return declined_by(policy, request, request.owner) if handed.because == "not mine" else ()


def declined_by(policy: Policy, request: Request, last: str) -> Sequence[str]:
    """Names of all who said that a request is not theirs, who says so now (`last`) at the end."""
    keys = dict.fromkeys((*(one for one in request.declined if one != last), last))
    return [policy.people[key].name if key in policy.people else key for key in keys]


def owner_now(candidates: Candidates, request: Request) -> tuple[Person, list[Effect]]:
    """The owner; where the people file no longer has that person, they are kept out of it, their
    mailbox is in the wrong hands, or they have left, somebody else, to whom it is handed.
    """
    policy = candidates.policy
    owner = policy.people.get(request.owner)
    if owner is None:
        return _instead_of_nobody(candidates, request)
    if kept_out(policy, request, owner):
        return _instead_of_barred(candidates, request, owner)
    if owner.key in candidates.scene.revoked or has_left(candidates.scene, owner.key):
        return _instead_of_gone(candidates, request, owner)
    return owner, []


def _instead_of_nobody(candidates: Candidates, request: Request) -> tuple[Person, list[Effect]]:
    policy = candidates.policy
    new = pick(candidates, policy.fallback.to)
    return new, [
        LogEvent("owner", f"{request.owner} is no longer in the people file"),
        *away_record(candidates, pick(all_present(candidates), policy.fallback.to), new),
        *took_turn(policy, policy.fallback.to, new),
        *hand_over(request, HandOver(new, "assigned"), candidates.scene),
    ]


def _instead_of_barred(
    candidates: Candidates, request: Request, owner: Person
) -> tuple[Person, list[Effect]]:
    """Who had it is told nothing: any word of ours would say that there is something to know."""
    policy, routed = candidates.policy, request.given.routed_to
    to = routed if routed in (*policy.people, *policy.teams) else policy.fallback.to
    new = pick(candidates, to)
    if candidates.keeps_out(new.key):
        told = f"nobody else is left, so {owner.name} has it all the same"
        return owner, [Entrust(owner.key), LogEvent("confidential", told)]
    handed = HandOver(new, "assigned", tell_former=False, tell_requester=True)
    return new, [*took_turn(policy, to, new), *hand_over(request, handed, candidates.scene)]


def _instead_of_gone(
    candidates: Candidates, request: Request, owner: Person
) -> tuple[Person, list[Effect]]:
    """What was closed when they were revoked, or left, or found nobody then, goes on as soon as it
    moves.
    """
    new = stand_in(candidates, owner.key)
    if new is None or new.key in candidates.scene.revoked:
        return owner, []
    usual = stand_in(all_present(candidates), owner.key)
    handed = HandOver(new, "assigned", tell_former=False, tell_requester=True)
    return new, [
        *away_record(candidates, usual, new),
        *hand_over(request, handed, candidates.scene),
    ]


def owner_who_begins(
    candidates: Candidates, request: Request, tell_requester: bool = False
) -> tuple[Person, list[Effect]]:
    """A promise begins on a request that exists, whatever begins it: its owner, unless that one
    can keep none (`owner_now`) or is away while somebody is there who may (docs/reliability.md,
    V7).
    """
    owner, handed = owner_now(candidates, request)
    return (
        (owner, handed)
        if handed
        else _instead_of_absent(candidates, request, owner, tell_requester)
    )


def _instead_of_absent(
    candidates: Candidates, request: Request, owner: Person, tell_requester: bool
) -> tuple[Person, list[Effect]]:
    if not candidates.away(owner.key):
        return owner, []
    new = stand_in(candidates, owner.key)
    if new is None or candidates.away(new.key):
        return owner, []
    handed = HandOver(new, "away", tell_requester=tell_requester)
    usual = stand_in(all_present(candidates), owner.key)
    return new, [
        *away_record(candidates, usual, new),
        *hand_over(request, handed, candidates.scene),
    ]
