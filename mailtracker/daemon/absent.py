"""Whoever is away is away with all that they have open: once their absence begins, each request
goes to who covers, a few in each transaction, and when all are through it is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.absences import day_of
from mailtracker.desk.absent import ALIVE, HandedOn, on_absent, told
from mailtracker.desk.known_absence import KnownAbsence, Reach
from mailtracker.enact import enact, tell
from mailtracker.errors import Unreachable
from mailtracker.store import absences, requests
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause

log = structlog.get_logger("mailtracker")

AT_ONCE = 20
"""Requests that are handed over in one transaction: each is composed whole."""

MAX_OPEN = 10_000
"""Open requests of one person."""


def hand_over_all(runtime: Runtime) -> list[Outcome]:
    """For each absence that has begun and takes everything along. What fails by a bug of ours is
    tried again at the next poll, and holds up nobody else's.
    """
    with runtime.store.read() as conn:
        waiting = absences.to_hand(conn)
    done: list[Outcome] = []
    for absence in waiting:
        try:
            done += _hand_over(runtime, absence)
        except Unreachable:  # the store is away
            raise
        except Exception as error:
            log.exception("absence failed", absence=absence.id)
            runtime.beat("absences", ok=False, text=f"{type(error).__name__}: {error}")
    return done


def _hand_over(runtime: Runtime, absence: KnownAbsence) -> list[Outcome]:
    policy, now = runtime.world.policy, runtime.clock.now()
    person = policy.people.get(absence.person)
    today = day_of(policy, person, now) if person else now.date()
    if today < absence.days.start:
        return []
    if person is None or not absence.days.covers(today):  # nobody was there to see it begin
        runtime.write(partial(_set_done, absence=absence, now=now))
        return []
    with runtime.store.read() as conn:
        theirs = requests.requests(conn, ALIVE, absence.person, MAX_OPEN)
    done: list[Outcome] = []
    for first in range(0, len(theirs), AT_ONCE):
        some = [one.id for one in theirs[first : first + AT_ONCE]]
        done += runtime.write(partial(_hand_some, runtime=runtime, absence=absence, some=some))
    runtime.write(partial(_finish, runtime=runtime, absence=absence))
    return done


def _still(conn: Transaction, absence: KnownAbsence) -> KnownAbsence | None:
    """As it is now; None where it was undone meanwhile."""
    return next((one for one in absences.to_hand(conn) if one.id == absence.id), None)


def _hand_some(
    conn: Transaction, runtime: Runtime, absence: KnownAbsence, some: list[int]
) -> list[Outcome]:
    standing = _still(conn, absence)
    if standing is None:
        return []
    world, now = runtime.world, runtime.clock.now()
    done: list[Outcome] = []
    for request in requests.by_ids(conn, some).values():
        decision = on_absent(request, standing, scene(conn, world.policy, now))
        cause = Cause(f"a{standing.id}.{request.id}", now)
        done.append(Outcome("absence", enact(conn, world, decision, cause), now))
    return done


def _finish(conn: Transaction, runtime: Runtime, absence: KnownAbsence) -> None:
    """Told in the transaction that says that all are through."""
    standing = _still(conn, absence)
    if standing is None:
        return
    world, now = runtime.world, runtime.clock.now()
    went = dict(absences.handed_for(conn, standing))
    stayed = [one.id for one in requests.requests(conn, ALIVE, standing.person, MAX_OPEN)]
    found = requests.by_ids(conn, [*went, *stayed])
    people = world.policy.people
    handed = [HandedOn(one, people.get(went.get(number, ""))) for number, one in found.items()]
    mailbox = handed[0].request.mailbox if handed else ""
    done = replace(standing, reach=Reach.DONE)
    for letter in told(done, handed, scene(conn, world.policy, now), mailbox):
        tell(conn, world, letter, now)
    absences.change(conn, done, now)


def _set_done(conn: Transaction, absence: KnownAbsence, now: datetime) -> None:
    if (standing := _still(conn, absence)) is not None:
        absences.change(conn, replace(standing, reach=Reach.DONE), now)
