"""A request that is open, and what today's rules make of the mail that opened it → where it would
go, and what moves it there (docs/reliability.md, W20 to W24).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from mailtracker.desk.assign import pick, took_turn
from mailtracker.desk.called_in import route_here
from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import Case, Incoming
from mailtracker.desk.confidential import Secrecy, called, secrecy_of, secrecy_of_new
from mailtracker.desk.deadlines import ladder_of, running_of
from mailtracker.desk.digests import SOON, Digested, DigestLine, Gather
from mailtracker.desk.doubtful import nobody_certain
from mailtracker.desk.effects import (
    Bar,
    Because,
    DropParticipant,
    Effect,
    LogEvent,
    NextRung,
    RuleAnew,
)
from mailtracker.desk.handing import HandOver, hand_over
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Given, Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.silent import as_configured
from mailtracker.desk.words.on_behalf import as_asked
from mailtracker.policy.model import NOBODY, Person, Route
from mailtracker.policy.promise import due
from mailtracker.record import dataclass

LeftBecause = Literal[
    "gone",  # the mail that opened it is no longer kept
    "unread",  # it cannot be read any more
    "expected",  # expected mail did not come: no mail opened it
    "by hand",  # its owner took it, or was given it by somebody
    "nobody",  # by these rules nobody answers it
    "kept out",  # nobody is left who may have it
    "confided",  # its requester chooses who reads it
    "held",  # too much mail holds it
    "changed",  # somebody has it, closed it or answered it since the plan was made
]
"""Why a request stays where it is."""


@dataclass(frozen=True, slots=True)
class Course:
    """What today's rules make of a request: which one takes it (`found`), and who must not hear of
    it by that (`secrecy`).
    """

    found: Route
    secrecy: Secrecy


def course_of(request: Request, incoming: Incoming, scene: Scene) -> Course:
    """`incoming` is the mail that opened it. Rules see it as when it came, and as its requester's
    where another opened it for them.
    """
    incoming = as_configured(incoming, scene.policy)
    sender = incoming.message.sender or nobody_certain(incoming.message)
    case = as_asked(Case(incoming, sender, replace(scene, now=request.opened_at)), request)
    found, _ = route_here(case)
    return Course(found, secrecy_of_new(case, found.extras.confidential))


def goes_to(request: Request, course: Course, scene: Scene) -> Person | None:
    """Who would have it. None: nobody is wanted, or nobody is left who may."""
    policy, found = scene.policy, course.found
    if found.to == NOBODY:
        return None
    owner = policy.people.get(request.owner)
    secrecy = secrecy_of(request).joined(course.secrecy)
    candidates = replace(candidates_for(request, scene), barred=secrecy.barred, routed_to=found.to)
    keeps = owner is not None and not candidates.keeps_out(owner.key)
    keeps = keeps and request.owner not in request.declined  # nobody else was there then
    team = policy.teams.get(found.to)
    meant = (*team.members, team.lead) if team else (found.to,)
    if keeps and (found.to == request.given.routed_to or request.owner in meant):
        return owner  # who of a team had it was chance, and so it stays
    new = pick(candidates, found.to)
    return None if candidates.keeps_out(new.key) else new


def why_left(
    request: Request, course: Course, new: Person | None, also_handed: bool
) -> LeftBecause | None:
    """Why it stays as it is. None: it may move."""
    if request.given.confide_in:
        return "confided"
    if request.held_since is not None:
        return "held"
    if course.found.to == NOBODY:
        return "nobody"
    if new is None:
        return "kept out"
    moves = new.key != request.owner
    return "by hand" if moves and request.by_hand and not also_handed else None


def differs(request: Request, course: Course, new: Person) -> bool:
    """Whether anything would change that people know of."""
    given, found = request.given, course.found
    same = (given.rule, given.promise, given.ladder) == (found.rule, found.promise, found.ladder)
    secret = course.secrecy.confidential and not given.confidential
    return not same or secret or new.key != request.owner


def rerouted(request: Request, course: Course, new: Person, scene: Scene) -> list[Effect | Because]:
    """What moves it. The promise that runs stays what it was; the next one is by the new rule."""
    policy, given = scene.policy, _given_anew(request.given, course.found, scene.policy.digest)
    after = replace(request, given=given)
    told = f"{request.given.rule} → {given.rule}, {request.owner} → {new.key}"
    effects: list[Effect | Because] = [
        Because(f"{request.reference}: {told}"),
        RuleAnew(given),
        LogEvent("rerouted", f"by an admin, under today's rules: {told}"),
        *_kept_from(request, course, scene),
    ]
    if new.key != request.owner:
        owed = request.unanswered_since is not None
        handed = HandOver(new, "assigned", tell_former=False, tell_requester=owed)
        effects += [*took_turn(policy, course.found.to, new), *hand_over(after, handed, scene)]
        effects += _told_former(request, course, scene)
    return [*effects, *_next_rung(request, after, scene)]


def _given_anew(given: Given, found: Route, digest: str) -> Given:
    return replace(
        given,
        rule=found.rule,
        why=found.why,
        promise=found.promise,
        ladder=found.ladder,
        routed_to=found.to,
        rule_at=found.where,
        rules_digest=digest,
        matched=found.matched,
        close_after=found.close_after,
        ending=found.ending,
    )


def _kept_from(request: Request, course: Course, scene: Scene) -> Iterator[Effect]:
    """It is confidential by these rules: who is kept out of it takes no part any more."""
    before = secrecy_of(request)
    after = before.joined(course.secrecy)
    if after == before:
        return
    yield Bar(after.barred)
    secret = replace(request, given=replace(request.given, confidential=True, barred=after.barred))
    gone = [one for one in request.copied if kept_out(scene.policy, secret, one)]
    yield from map(DropParticipant, gone)
    names = called(scene.policy, after.barred) or "nobody else"
    yield LogEvent("confidential", f"kept from {names}")


def _told_former(request: Request, course: Course, scene: Scene) -> Sequence[Gather]:
    """Who had it hears of all that went in one letter; of nothing who is kept out of it by now, or
    who is there no more.
    """
    candidates = replace(candidates_for(request, scene), barred=course.secrecy.barred)
    gone = request.owner not in scene.policy.people or request.owner in scene.revoked
    if gone or candidates.keeps_out(request.owner):
        return []
    line = DigestLine(request.reference)
    return [Gather(request.owner, Digested.MOVED, line, scene.now + SOON)]


def _next_rung(request: Request, after: Request, scene: Scene) -> list[NextRung]:
    """Of another ladder, or promise: its first rung that is still to come. Where all have passed
    the last one acts at once, so that silence reaches somebody.
    """
    of_rule = (request.given.promise, request.given.ladder)
    runs = running_of(scene.policy, after)
    ladder = ladder_of(scene.policy, after)
    same = of_rule == (after.given.promise, after.given.ladder)
    if same or runs is None or not ladder.rungs:
        return []
    times = [due(runs, ladder, rung, 0, None) for rung in range(len(ladder.rungs))]
    to_come = [(rung, at) for rung, at in enumerate(times) if at is not None and at > scene.now]
    rung, at = to_come[0] if to_come else (len(times) - 1, times[-1])
    return [NextRung(rung, at)]
