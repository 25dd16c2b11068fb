"""Requests that are open, and the rules as they are now → which of them would go elsewhere: a plan,
which changes nothing; and that plan carried out, some in each transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from mailtracker.commands import carry_out
from mailtracker.desk.case import Incoming
from mailtracker.desk.facts import Facts
from mailtracker.desk.on_command import Reroute
from mailtracker.desk.request import ALIVE, Request
from mailtracker.desk.rerouting import (
    Course,
    LeftBecause,
    course_of,
    differs,
    goes_to,
    why_left,
)
from mailtracker.desk.scene import Scene
from mailtracker.policy.model import Person
from mailtracker.reader import Reading
from mailtracker.record import dataclass
from mailtracker.replay import Read
from mailtracker.store import requests
from mailtracker.store.database import Store
from mailtracker.store.opening_mail import opening_mail
from mailtracker.store.scene import scene
from mailtracker.world import World

MAX_REQUESTS = 100_000
"""Requests that are looked at, at most."""

READ_AT_ONCE = 100
"""Mails in memory at once."""

AT_ONCE = 10
"""Requests that one transaction moves: a daemon that runs beside waits no longer than that."""


@dataclass(frozen=True, slots=True)
class WhichRequests:
    """Which requests: of this `rule` before or after, this `owner` (a person key) and this
    `mailbox` ("": any), opened `since` then (None: whenever); also those that somebody took or
    was given by hand (`also_handed`).
    """

    rule: str = ""
    owner: str = ""
    mailbox: str = ""
    since: datetime | None = None
    also_handed: bool = False

    def fits(self, request: Request) -> bool:
        """As far as the request itself tells."""
        of_mailbox = not self.mailbox or request.mailbox.casefold() == self.mailbox.casefold()
        return of_mailbox and (self.since is None or request.opened_at >= self.since)

    def fits_course(self, request: Request, course: Course) -> bool:
        """Whoever asks by rule or by owner learns of nothing that is confidential."""
        if (self.rule or self.owner) and is_secret(request, course):
            return False
        return not self.rule or self.rule in (request.given.rule, course.found.rule)


def is_secret(request: Request, course: Course) -> bool:
    """Whether a request is confidential, or would be by today's rules."""
    return request.given.confidential or course.secrecy.confidential


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A `request` that would change by its `course`; `new` would have it, who may have it now."""

    request: Request
    course: Course
    new: Person

    @property
    def is_confidential(self) -> bool:
        return is_secret(self.request, self.course)

    @property
    def said(self) -> tuple[str, ...]:
        """What a plan says of it, but for who of a team would have it: that depends on the hour."""
        found = self.course.found
        secret = str(self.course.secrecy.confidential)
        stays = str(self.new.key == self.request.owner)
        return (
            *(self.request.reference, self.request.owner, stays),
            *(found.rule, found.to, found.promise, found.ladder, secret),
        )


@dataclass(frozen=True, slots=True)
class ReroutePlan:
    """What would be done under the rules of this `digest`: the `moves` in the order of the
    requests, and what is `left` where it is, and why.
    """

    digest: str
    moves: Sequence[PlannedMove]
    left: Sequence[tuple[Request, LeftBecause]]

    @property
    def id(self) -> str:
        """Of equal plans under equal rules the same."""
        told = repr((self.digest, [one.said for one in self.moves]))
        return sha256(told.encode()).hexdigest()[:8]


@dataclass(slots=True)
class Rerouted:
    """What came of a plan: the references of what was `moved`, and what was `left` after all."""

    moved: list[str] = field(default_factory=list)
    left: list[tuple[Request, LeftBecause]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadBy:
    """What reads a mail's bytes (`read`), and in how many `threads` at once."""

    read: Read
    threads: Executor


def plan(
    store: Store, world: World, wanted: WhichRequests, readers: ReadBy, now: datetime
) -> ReroutePlan:
    """Writes nothing."""
    with store.read() as conn:
        at = scene(conn, world.policy, now)
        # What was answered is its owner's until somebody writes again.
        alive = requests.requests(conn, ALIVE, wanted.owner or None, MAX_REQUESTS)
    planner = _PlanMaker(world, wanted, at)
    found = list(filter(wanted.fits, alive))
    for first in range(0, len(found), READ_AT_ONCE):
        some = found[first : first + READ_AT_ONCE]
        with store.read() as conn:
            raws = [opening_mail(conn, one) for one in some]
        readings = readers.threads.map(lambda raw: readers.read(raw) if raw else None, raws)
        for request, reading in zip(some, readings, strict=True):
            planner.add(request, reading)
    return ReroutePlan(world.policy.digest, planner.moves, planner.left)


class _PlanMaker:
    """Decides in the order of the requests: who has got much already gets less."""

    def __init__(self, world: World, wanted: WhichRequests, at: Scene) -> None:
        self._world, self._wanted, self._scene = world, wanted, at
        self.moves: list[PlannedMove] = []
        self.left: list[tuple[Request, LeftBecause]] = []

    def add(self, request: Request, reading: Reading | None) -> None:
        """`reading` None: the mail is gone."""
        why = _why_not_read(request, reading)
        if why is not None:
            self.left.append((request, why))
            return
        assert reading is not None
        course = self._course(request, reading)
        new = goes_to(request, course, self._scene)
        stays = why_left(request, course, new, self._wanted.also_handed)
        if not self._wanted.fits_course(request, course):
            return
        if new is None or stays is not None:
            self.left.append((request, stays or "kept out"))
        elif differs(request, course, new):
            self.moves.append(PlannedMove(request, course, new))
            self._scene = _after(self._scene, request, new)

    def _course(self, request: Request, reading: Reading) -> Course:
        assert reading.message is not None
        assert reading.classified is not None
        alias = self._world.alias(request.mailbox)
        mail = Incoming(reading.message, reading.classified, Facts(), alias, alias.name)
        return course_of(request, mail, self._scene)


def _why_not_read(request: Request, reading: Reading | None) -> LeftBecause | None:
    if request.given.expected:
        return "expected"
    if reading is None:
        return "gone"
    return "unread" if reading.message is None or reading.classified is None else None


def _after(at: Scene, request: Request, new: Person) -> Scene:
    """As the work is spread then."""
    load = dict(at.load)
    load[request.owner] = max(load.get(request.owner, 0) - 1, 0)
    load[new.key] = load.get(new.key, 0) + 1
    return replace(at, load=load)


def carry_out_plan(
    store: Store, world: World, made: ReroutePlan, now: datetime, also_handed: bool = False
) -> Rerouted:
    """Each as it is by then: what somebody has changed since the plan was made stays."""
    done = Rerouted()
    for first in range(0, len(made.moves), AT_ONCE):
        with store.write() as conn:
            for move in made.moves[first : first + AT_ONCE]:
                request = requests.by_reference(conn, move.request.reference)
                why = _why_not(move, request, scene(conn, world.policy, now), also_handed)
                if why is not None:
                    done.left.append((request, why))
                    continue
                order = partial(Reroute, course=move.course, also_handed=also_handed)
                carry_out(conn, world, request.reference, order, now)
                done.moved.append(request.reference)
    return done


def _why_not(
    move: PlannedMove, request: Request, at: Scene, also_handed: bool
) -> LeftBecause | None:
    planned = move.request
    before = (planned.owner, planned.status, planned.epoch, planned.given)
    if before != (request.owner, request.status, request.epoch, request.given):
        return "changed"
    new = goes_to(request, move.course, at)
    return why_left(request, move.course, new, also_handed)
