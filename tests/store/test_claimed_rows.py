"""Whose a row on its way is, where several daemons claim: every state that a claim can be in, and
what becomes of the row by whoever looks at it.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any, Literal

import pytest
from sqlalchemy import Connection, func, select, update

from mailtracker.desk.request import ProvenBy, State
from mailtracker.store import claims, outbox, recovery, sending
from mailtracker.store.database import Store
from mailtracker.store.recovery import Recovered
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.tables import outbox as table
from tests.store.makers import NOW, opened, queue

WE, OTHER = 7, 8
SENT = Attempt("sent", 250, "queued as 4711")
_NAMES = itertools.count(1)


@pytest.fixture
def store(server_store: Store) -> Store:
    return server_store


Dot = Literal["before the dot", "at the dot", "taken"]
BEFORE: Dot = "before the dot"
AT_DOT: Dot = "at the dot"
TAKEN: Dot = "taken"


def claimed(store: Store, by: int | None = WE, dot: Dot = BEFORE, over: bool = False) -> Claimed:
    """A row in that state."""
    with store.write() as conn:
        queue(conn, f"row {next(_NAMES)}")
        (row,) = sending.claim_all(conn, NOW, 1, by=by)
    if dot != BEFORE:
        assert reached(store, row, by or 0)
    if dot == TAKEN:
        with store.beside() as conn:
            assert not claims.reach_dot(conn, by or 0, replace(row, id=0), [(row, SENT)])
    if over:
        end_lease(store, row.id)
    return row


def end_lease(store: Store, *rows: int) -> None:
    """So much time has passed."""
    with store.beside() as conn:
        ended = update(table).where(table.c.id.in_(rows)).values(lease_until=func.now())
        assert conn.execute(ended).rowcount == len(rows)


def reached(store: Store, row: Claimed, by: int = WE) -> bool:
    with store.beside() as conn:
        return claims.reach_dot(conn, by, row)


def ours(store: Store, row: Claimed, by: int = WE) -> bool:
    with store.write() as conn:
        return claims.claim_of(row) in claims.still_ours(conn, by, [row])


def recovered(store: Store, alive: list[int]) -> Recovered:
    with store.write() as conn:
        return recovery.recover_of(conn, alive, NOW)


def row_of(store: Store, row_id: int) -> Any:
    with store.read() as conn:
        return conn.execute(select(table).where(table.c.id == row_id)).one()


ENDS: dict[tuple[bool, Dot, bool], State] = {  # does its holder live, how far is it, is it over
    (True, BEFORE, False): State.SENDING,
    (True, BEFORE, True): State.READY,
    (True, AT_DOT, False): State.SENDING,
    (True, AT_DOT, True): State.UNCERTAIN,
    (True, TAKEN, False): State.SENDING,
    (True, TAKEN, True): State.SENT,
    (False, BEFORE, False): State.READY,
    (False, BEFORE, True): State.READY,
    (False, AT_DOT, False): State.SENDING,
    (False, AT_DOT, True): State.UNCERTAIN,
    (False, TAKEN, False): State.SENT,
    (False, TAKEN, True): State.SENT,
}


@pytest.mark.parametrize("looker", [WE, OTHER])
@pytest.mark.parametrize(("lives", "dot", "over"), ENDS)
def test_what_becomes_of_a_claimed_row_by_whoever_looks(
    store: Store, lives: bool, dot: Dot, over: bool, looker: int
) -> None:
    """J22. Then its holder goes on, who knows nothing of it."""
    end = ENDS[lives, dot, over]
    row = claimed(store, dot=dot, over=over)
    found = recovered(store, [looker, WE] if lives else [OTHER])
    assert (found.uncertain, found.back) == (end is State.UNCERTAIN, end is State.READY)
    ended = [(one.id, answer) for one, answer in found.ended]
    assert ended == ([(row.id, SENT)] if end is State.SENT else [])
    if ended:  # whoever asked settles it
        with store.write() as conn:
            sending.settle(conn, *ended[0], NOW)
    now = row_of(store, row.id)
    assert (now.state, now.attempts) == (end, 0 if end is State.READY else 1)
    is_free = end is not State.SENDING
    assert is_free == (now.claimed_by is now.lease_until is now.at_dot is now.claimed_at is None)
    assert ours(store, row) is not is_free
    assert reached(store, row) is (end is State.SENDING and dot == BEFORE)


@pytest.mark.parametrize(("lives", "dot", "over"), ENDS)
def test_what_proof_says_counts_whatever_its_holder_did(
    store: Store, lives: bool, dot: Dot, over: bool
) -> None:
    row = claimed(store, dot=dot, over=over)
    with store.write() as conn:
        sending.arrived(conn, row.id, ProvenBy.ECHO, NOW)
    found = recovered(store, [WE] if lives else [])
    end = ENDS[lives, dot, over]
    is_freed = end is not State.SENDING and not found.ended
    assert row_of(store, row.id).state == (State.SENT if is_freed else State.SENDING)


def test_what_nobody_holds_was_claimed_elsewhere_and_is_uncertain(store: Store) -> None:
    """A database that was copied from SQLite after a kill."""
    row = claimed(store, by=None)
    assert recovered(store, [WE]) == Recovered(uncertain=1)
    assert row_of(store, row.id).answer == recovery.UNKNOWN


@pytest.mark.parametrize(
    ("by", "dot", "over", "may"),
    [
        (WE, BEFORE, False, True),
        (WE, AT_DOT, False, False),  # each claim has one dot
        (WE, TAKEN, False, False),
        (WE, BEFORE, True, False),
        (OTHER, BEFORE, False, False),
    ],
)
def test_a_dot_is_written_once_by_who_holds_the_row_while_the_lease_lasts(
    store: Store, by: int, dot: Dot, over: bool, may: bool
) -> None:
    row = claimed(store, dot=dot, over=over)
    before = row_of(store, row.id)
    assert reached(store, row, by) is may
    after = row_of(store, row.id)
    assert (after.lease_until > before.lease_until) is may
    assert after.at_dot == (1 if may else before.at_dot)


def test_a_claim_of_before_is_no_claim_though_the_same_daemon_has_the_row_again(
    store: Store,
) -> None:
    """It stood still, the row was recovered, and it claimed it once more: the same daemon, the
    same row, the same number of the try.
    """
    old = claimed(store, over=True)
    recovered(store, [WE])
    with store.write() as conn:
        (new,) = sending.claim_all(conn, NOW + timedelta(microseconds=1), 1, by=WE)
    assert (old.id, old.attempts) == (new.id, new.attempts)
    assert not reached(store, old)
    assert not ours(store, old)
    assert ours(store, new)
    assert reached(store, new)


def test_only_what_was_at_the_dot_for_us_is_noted_as_taken(store: Store) -> None:
    mine, before, others = claimed(store), claimed(store), claimed(store, by=OTHER, dot=AT_DOT)
    with store.beside() as conn:
        assert claims.reach_dot(conn, WE, mine, [(before, SENT), (others, SENT), (mine, SENT)])
    assert [row_of(store, one.id).at_dot for one in (mine, before, others)] == [1, None, 1]


def test_a_lease_is_by_the_clock_of_the_database(store: Store) -> None:
    """Ours is years behind."""
    row = row_of(store, claimed(store).id)
    with store.read() as conn:
        left = row.lease_until - conn.scalar(select(func.now()))
    assert sending.LEASE - timedelta(minutes=1) < left <= sending.LEASE


def test_who_recovers_waits_for_no_statement_of_anothers(store: Store) -> None:
    """Just now its dot is asked for, or its proof comes: then it is nobody's orphan, and each would
    else wait for the other.
    """
    busy, orphan = claimed(store), claimed(store)
    end_lease(store, busy.id, orphan.id)
    with store.beside() as conn:
        conn.execute(select(table.c.id).where(table.c.id == busy.id).with_for_update())
        assert recovered(store, []) == Recovered(back=1)
    assert recovered(store, []) == Recovered(back=1)


YES_LATER: dict[str, tuple[State, bool]] = {
    "uncertain": (State.SENT, True),
    "again": (State.SENT, True),
    "sent": (State.SENT, False),
    "dropped": (State.FAILED, False),
    "in another's hands": (State.SENDING, False),
}


@pytest.mark.parametrize("meanwhile", YES_LATER)
def test_a_yes_that_comes_too_late_is_true_all_the_same(store: Store, meanwhile: str) -> None:
    """The row was at the dot, and its lease ended before the server answered."""
    row = claimed(store, dot=AT_DOT, over=True)
    recovered(store, [WE])
    with store.write() as conn:
        if meanwhile == "sent":
            sending.arrived(conn, row.id, ProvenBy.CITED, NOW)
        elif meanwhile == "dropped":
            sending.drop(conn, row.id, NOW)
        elif meanwhile != "uncertain":
            sending.send_again(conn, row.id, NOW)
        if meanwhile == "in another's hands":
            sending.claim_all(conn, NOW, 1, by=OTHER)
    end, changes = YES_LATER[meanwhile]
    with store.write() as conn:
        mail = row.id, row.message_id
        assert not claims.took_after_all(conn, (row.id, "<another@corp.example>"), SENT, NOW)
        assert claims.took_after_all(conn, mail, SENT, NOW) is changes
    assert row_of(store, row.id).state == end


# -- several claim at once --------------------------------------------------------------


def test_what_one_has_in_hand_another_passes_by_without_waiting(store: Store) -> None:
    with store.write() as conn:
        rows = [queue(conn, f"row {next(_NAMES)}") for _ in range(4)]
    with store.beside() as one, store.beside() as two:
        first = sending.claim_all(one, NOW, 2, 2, by=WE)
        second = sending.claim_all(two, NOW, 4, 4, by=OTHER)
    assert [row.id for row in first] == rows[:2]
    assert [row.id for row in second] == rows[2:]


def test_mails_of_one_request_to_one_person_keep_their_order_across_daemons(store: Store) -> None:
    """O5."""

    def claim(conn: Connection, by: int) -> list[int]:
        return [row.id for row in sending.claim_all(conn, NOW, 4, 4, by=by)]

    with store.write() as conn:
        request = opened(conn)
        first, later = (queue(conn, f"row {next(_NAMES)}", request) for _ in range(2))
        to_bo = queue(conn, f"row {next(_NAMES)}", request, "bo@corp.example")
    with store.beside() as one, store.beside() as two:
        assert [row.id for row in sending.claim_all(one, NOW, 1, by=WE)] == [first]
        assert claim(two, OTHER) == [to_bo]
    with store.beside() as two:
        assert claim(two, OTHER) == []
    with store.write() as conn:
        sending.settle(conn, first, SENT, NOW)
    with store.beside() as two:
        assert claim(two, OTHER) == [later]


def test_many_who_claim_get_each_row_once(store: Store) -> None:
    daemons, mails = 4, 120
    with store.write() as conn:
        rows = [queue(conn, f"row {next(_NAMES)}") for _ in range(mails)]
    got: dict[int, list[int]] = {number: [] for number in range(daemons)}
    begin = threading.Barrier(daemons)

    def claim(by: int) -> None:
        begin.wait(10)
        while len(got[by]) < mails:
            with store.beside() as conn:
                found = sending.claim_all(conn, NOW, 5, 5, by=by)
            if not found:
                return
            got[by] += [row.id for row in found]

    threads = [threading.Thread(target=claim, args=(by,)) for by in range(daemons)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Counter(itertools.chain(*got.values())) == Counter(rows)


# -- after a failover that may have lost something ---------------------------------------


@pytest.mark.parametrize(("state", "is_proven"), list(product(State, [False, True])))
def test_after_a_failover_whatever_is_not_settled_is_uncertain(
    store: Store, state: State, is_proven: bool
) -> None:
    """J25. What was ready there may have been claimed and sent in the moments that are lost."""
    with store.write() as conn:
        row_id = queue(conn, f"row {next(_NAMES)}")
        if state is not State.READY:
            sending.claim_all(conn, NOW, 1, by=WE)
        if state in (State.SENT, State.FAILED, State.UNCERTAIN):
            sending.settle(conn, row_id, Attempt(state.value, None, ""), NOW)  # type: ignore[arg-type]
        if is_proven:
            conn.execute(update(table).values(proven_by=ProvenBy.ECHO))
        was = outbox.row(conn, row_id)
        found = recovery.recover_all(conn, NOW)
    waits = state in (State.READY, State.SENDING)
    end = State.SENT if is_proven else State.UNCERTAIN
    now = row_of(store, row_id)
    assert now.state == (end if waits else state)
    assert found == (waits and not is_proven)
    if waits and not is_proven:
        assert (now.attempts, now.answer, now.claimed_by) == (1, recovery.NEW_TIMELINE, None)
    elif not waits:
        assert (now.answer, now.attempts) == (was.answer, was.attempts)


def test_after_a_failover_what_a_server_took_for_certain_is_sent(store: Store) -> None:
    row = claimed(store, dot=TAKEN)
    with store.write() as conn:
        assert recovery.recover_all(conn, NOW) == 0
    end = row_of(store, row.id)
    assert (end.state, end.answer, end.at_dot) == (State.SENT, SENT.text, None)
