"""Whoever is away is away with all that they have open: once their absence begins, each request
goes to who covers, a few in each transaction, and when all are through it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from mailtracker.daemon.covering import MAX_OPEN, write_to_covers
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.absence.absences import day_of
from mailtracker.desk.absence.absent import HandedOn, goes_over, on_absent, told
from mailtracker.desk.absence.absent_days import begins_at
from mailtracker.desk.absence.known_absence import KnownAbsence, Reach
from mailtracker.desk.request import ALIVE
from mailtracker.enact import enact, tell
from mailtracker.errors import Unreachable
from mailtracker.store import absences, requests
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause

AT_ONCE = 20
"""Requests that are handed over in one transaction: each is composed whole."""


PATIENCE = timedelta(hours=1)
"""So long it is waited for a mailbox that was not read yet: an answer may lie there."""


def hand_over_all(
    runtime: Runtime, fresh: Callable[[str], bool], failed: Callable[[Exception], None]
) -> list[Outcome]:
    """For each absence that has begun and takes everything along. What fails by a bug of ours is
    said (`failed`), tried again at the next poll, and holds up nobody else's. `fresh`: whether a
    mailbox was read to the end lately.
    """
    with runtime.store.read() as conn:
        waiting = absences.to_hand(conn)
    done: list[Outcome] = []
    for absence in waiting:
        try:
            done += _hand_over(runtime, absence, fresh)
        except Unreachable:  # the store is away
            raise
        except Exception as error:
            failed(error)
    return done


def _hand_over(
    runtime: Runtime, absence: KnownAbsence, fresh: Callable[[str], bool]
) -> list[Outcome]:
    policy, now = runtime.world.policy, runtime.clock.now()
    person = policy.people.get(absence.person)
    today = day_of(policy, person, now) if person else now.date()
    if today < absence.days.start:
        return []
    if person is None or not absence.days.covers(today):  # nobody was there to see it begin
        runtime.write(partial(_set_done, absence=absence, now=now))
        return []
    begins = begins_at(policy, person, absence)
    if now < begins:
        return []
    with runtime.store.read() as conn:
        found = requests.requests(conn, ALIVE, absence.person, MAX_OPEN)
        handed = absences.handed_for(conn, absence)
    theirs = goes_over(absence, person, found, policy)
    if now < begins + PATIENCE and not all(fresh(one.mailbox) for one in theirs):
        return []
    together = _go_together(runtime, absence, {*(n for n, _ in handed), *(r.id for r in theirs)})
    done: list[Outcome] = []
    for first in range(0, len(theirs), AT_ONCE):
        some = [one.id for one in theirs[first : first + AT_ONCE]]
        hand = partial(_hand_some, runtime=runtime, absence=absence, carried=not together)
        done += runtime.write(partial(hand, some=some))
    runtime.write(partial(_finish, runtime=runtime, absence=absence, together=together))
    return done


def _go_together(runtime: Runtime, absence: KnownAbsence, some: set[int]) -> bool:
    """Several go to who covers by one letter, if each may have a reply address of its own there.
    What a program answered has gone already, by itself.
    """
    by_letter = all(alias.subaddressing for alias in runtime.world.aliases.values())
    return by_letter and len(some - {absence.request_id}) > 1


def _still(conn: Transaction, absence: KnownAbsence) -> KnownAbsence | None:
    """As it is now; None where it was undone meanwhile."""
    return next((one for one in absences.to_hand(conn) if one.id == absence.id), None)


def _hand_some(
    conn: Transaction, runtime: Runtime, absence: KnownAbsence, carried: bool, some: list[int]
) -> list[Outcome]:
    standing = _still(conn, absence)
    if standing is None:
        return []
    world, now = runtime.world, runtime.clock.now()
    done: list[Outcome] = []
    for request in requests.by_ids(conn, some).values():
        decision = on_absent(request, standing, scene(conn, world.policy, now), carried)
        cause = Cause(f"a{standing.id}.{request.id}", now)
        done.append(Outcome("absence", enact(conn, world, decision, cause), now))
    return done


def _finish(conn: Transaction, runtime: Runtime, absence: KnownAbsence, together: bool) -> None:
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
    there = scene(conn, world.policy, now)
    for letter in told(done, handed, there, mailbox):
        tell(conn, world, letter, now)
    if together:
        by_letter = [found[one] for one in went if one in found and one != absence.request_id]
        write_to_covers(conn, world, standing, by_letter, there)
    absences.change(conn, done, now)


def _set_done(conn: Transaction, absence: KnownAbsence, now: datetime) -> None:
    if (standing := _still(conn, absence)) is not None:
        absences.change(conn, replace(standing, reach=Reach.DONE), now)
