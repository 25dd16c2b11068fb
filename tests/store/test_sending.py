"""Rows on their way: every legal move, every illegal one, order, retries and what a dead daemon
leaves.
"""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.request import ProvenBy, State
from mailtracker.errors import MailtrackerError
from mailtracker.store import outbox, recovery, sending, states, unproven
from mailtracker.store.database import Store
from mailtracker.store.states import MAIL_OUT
from mailtracker.store.tables import chunks, kept
from mailtracker.store.tables import outbox as table
from tests.store.makers import NOW, RAW, SQLITE_ONLY, claim, opened, outgoing, plan, queue

MINUTE = timedelta(minutes=1)


def next_try(conn: Connection) -> datetime | None:
    instant: datetime | None = conn.scalar(
        select(func.min(table.c.next_try_at)).where(table.c.state == State.READY)
    )
    return instant


def state(conn: Connection, row_id: int) -> State:
    return next(row.state for row in outbox.rows(conn) if row.id == row_id)


def bring(conn: Connection, wanted: State) -> int:
    """A row in that state, by legal moves only."""
    row_id = queue(conn, f"row {wanted}")
    if wanted is not State.READY:
        assert claim(conn) == row_id
    if wanted in (State.SENT, State.FAILED, State.UNCERTAIN):
        sending.settle(conn, row_id, sending.Attempt(wanted.value, None, ""), NOW)  # type: ignore[arg-type]
    assert state(conn, row_id) is wanted
    return row_id


def settling(result: Any) -> Callable[[Connection, int], object]:
    return lambda conn, row_id: sending.settle(
        conn, row_id, sending.Attempt(result, 250, "text"), NOW
    )


def arrived(conn: Connection, row_id: int, wanted: State) -> bool:
    """Whether proof made it so."""
    before = state(conn, row_id)
    return sending.arrived(conn, row_id, ProvenBy.CITED, NOW) is wanted and before is not wanted


def tried_and_arrived(conn: Connection, row_id: int) -> object:
    """A row that waits for its next try."""
    if state(conn, row_id) is State.READY:
        claim(conn)
    sending.settle(conn, row_id, sending.Attempt("retry", 451, "later"), NOW)
    return arrived(conn, row_id, State.SENT)


def after_a_kill(known: bool, *at_dot: int) -> Callable[[Connection, int], object]:
    def recover(conn: Connection, row_id: int) -> object:
        left = recovery.Left(known, [(row_id, attempt) for attempt in at_dot])
        before = state(conn, row_id)
        recovery.recover(conn, left, NOW)
        return state(conn, row_id) is not before

    return recover


MOVES: dict[str, Callable[[Connection, int], object]] = {
    "claim": lambda conn, _: sending.claim(conn, NOW),
    "sent": settling("sent"),
    "retry": settling("retry"),
    "failed": settling("failed"),
    "uncertain": settling("uncertain"),
    "never tried": sending.put_back,
    "link broke": lambda conn, row_id: sending.put_back(conn, row_id, NOW),
    "killed at the dot": after_a_kill(True, 1),
    "killed before the dot": after_a_kill(True, 2),
    "killed, and no slot": after_a_kill(False),
    "arrived": lambda conn, row_id: arrived(conn, row_id, State.SENT),
    "arrived after all": lambda conn, row_id: tried_and_arrived(conn, row_id),
    "send again": lambda conn, row_id: sending.send_again(conn, row_id, NOW),
    "drop": lambda conn, row_id: sending.drop(conn, row_id, NOW),
}
# Where a move leads. What is not here raises; claims, recoveries and proofs pass over the others.
PASSING = ("claim", "killed at the dot", "killed before the dot", "killed, and no slot", "arrived")
LEGAL = {
    (State.READY, "claim"): State.SENDING,
    (State.READY, "arrived after all"): State.SENT,
    (State.READY, "drop"): State.FAILED,
    (State.SENDING, "sent"): State.SENT,
    (State.SENDING, "arrived"): State.SENDING,
    (State.SENDING, "arrived after all"): State.SENT,
    (State.SENDING, "retry"): State.READY,
    (State.SENDING, "failed"): State.FAILED,
    (State.SENDING, "uncertain"): State.UNCERTAIN,
    (State.SENDING, "never tried"): State.READY,
    (State.SENDING, "link broke"): State.READY,
    (State.SENDING, "killed at the dot"): State.UNCERTAIN,
    (State.SENDING, "killed before the dot"): State.READY,
    (State.SENDING, "killed, and no slot"): State.UNCERTAIN,
    (State.UNCERTAIN, "arrived"): State.SENT,
    (State.UNCERTAIN, "send again"): State.READY,
    (State.UNCERTAIN, "drop"): State.FAILED,
    (State.FAILED, "send again"): State.READY,
}


@pytest.mark.parametrize(
    ("before", "move"), [pytest.param(*pair, id="-".join(pair)) for pair in LEGAL]
)
def test_a_legal_move_leads_where_the_table_says(
    conn: Connection, before: State, move: str
) -> None:
    row_id = bring(conn, before)
    MOVES[move](conn, row_id)
    assert state(conn, row_id) is LEGAL[before, move]


ILLEGAL = [pair for pair in itertools.product(State, MOVES) if pair not in LEGAL]


@pytest.mark.parametrize(
    ("before", "move"), [pytest.param(*pair, id="-".join(pair)) for pair in ILLEGAL]
)
def test_an_illegal_move_changes_nothing(conn: Connection, before: State, move: str) -> None:
    row_id = bring(conn, before)
    was = outbox.rows(conn)
    if move in PASSING:
        assert not MOVES[move](conn, row_id)
    else:
        with pytest.raises(MailtrackerError, match=f"row {row_id} is {before}"):
            MOVES[move](conn, row_id)
    assert outbox.rows(conn) == was


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"state": "sent"},
        {"state": "sending", "attempts": 1},
        {"claimed_at": NOW},
        {"attempts": -1},
        {"lane": "everybody"},
    ],
)
def test_the_database_itself_refuses_a_row_that_cannot_be(
    conn: Connection, values: dict[str, object]
) -> None:
    queue(conn, "a")
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        conn.execute(update(table).values(values))


def test_every_move_of_the_table_is_made_by_something() -> None:
    made = {(before, after) for (before, _), after in LEGAL.items() if before is not after}
    table_says = {(move.old, move.new) for move in MAIL_OUT if move.old}
    assert made | {(State.SENDING, State.FAILED)} == table_says


@pytest.mark.parametrize(("old", "new"), list(itertools.product(State, State)))
def test_the_database_itself_refuses_a_move_that_is_none(
    conn: Connection, old: State, new: State
) -> None:
    """Whoever writes past the code."""
    row_id = bring(conn, old)
    fits = {
        "claimed_at": NOW if new is State.SENDING else None,
        "settled_at": None if new in (State.READY, State.SENDING) else NOW,
        "attempts": 1,
    }
    move = update(table).where(table.c.id == row_id).values(was=table.c.state, state=new, **fits)
    if (old, new) in states.LEGAL:
        conn.execute(move)
        return
    with pytest.raises(IntegrityError, match="ck_outbox_move"):
        conn.execute(move)


def test_a_claimed_row_carries_all_that_smtp_needs_and_the_same_bytes_each_time(
    conn: Connection,
) -> None:
    row_id = queue(conn, "a")
    first = sending.claim(conn, NOW)
    assert first == sending.Claimed(
        *(row_id, "", "ann@corp.example", "<k.a@host>", RAW + b"a", 1, None, "receipt", ""),
        next_try_at=NOW,
        claimed_at=NOW,
    )
    sending.settle(conn, row_id, sending.Attempt("retry", 451, "later"), NOW)
    at, again = NOW + 2 * MINUTE, next_try(conn)
    second = replace(first, attempts=2, next_try_at=again, claimed_at=at)
    assert sending.claim(conn, at) == second


def test_the_longest_due_row_goes_first_and_none_before_its_time(conn: Connection) -> None:
    late, early = outgoing("late", at=NOW + MINUTE), outgoing("early", to="bo@corp.example")
    second, first = outbox.queue(conn, late), outbox.queue(conn, early)
    assert claim(conn, NOW + 30 * timedelta(seconds=1)) == first
    assert claim(conn, NOW + 30 * timedelta(seconds=1)) is None
    assert claim(conn, NOW + MINUTE) == second


def test_mails_of_one_request_to_one_person_keep_their_order(conn: Connection) -> None:
    request_id = opened(conn)
    first, second = queue(conn, "a", request_id), queue(conn, "b", request_id, "Ann@Corp.example")
    assert claim(conn) == first
    assert claim(conn) is None
    sending.settle(conn, first, sending.Attempt("retry", 451, "later"), NOW)
    assert claim(conn, NOW + timedelta(seconds=30)) is None
    assert claim(conn, NOW + 2 * MINUTE) == first
    sending.settle(conn, first, sending.Attempt("uncertain", None, "link lost"), NOW)
    assert claim(conn, NOW + 2 * MINUTE) == second


def test_another_person_or_request_never_waits(conn: Connection) -> None:
    one, other = opened(conn), opened(conn)
    rows = [
        queue(conn, "a", one),
        queue(conn, "b", one, "bo@corp.example"),
        queue(conn, "c", other),
        queue(conn, "d"),
        queue(conn, "e"),
    ]
    assert [claim(conn) for _ in range(6)] == [*rows, None]


@pytest.mark.parametrize(
    ("megabytes", "least", "claimed"),
    [
        ([1, 1, 1], 1, 3),
        ([1, 1, 1, 1, 1, 1], 1, 4),
        ([9, 1, 1], 1, 1),
        ([1, 9, 1], 1, 1),
        ([9, 9, 9], 2, 2),
        ([1, 1, 1, 1, 1], 5, 5),
    ],
)
def test_of_mails_that_nobody_waits_for_only_so_much_is_claimed_at_once(
    conn: Connection, megabytes: list[int], least: int, claimed: int
) -> None:
    """4 MB; whoever waits has one of any size."""
    rows = [queue(conn, f"{number}") for number in range(len(megabytes))]
    for row, size in zip(outbox.rows(conn), megabytes, strict=True):
        conn.execute(update(kept).where(kept.c.sha256 == row.sha256).values(size=size << 20))
    found = sending.claim_all(conn, NOW, 100, least)
    assert [row.id for row in found] == rows[:claimed]
    assert [state(conn, row) for row in rows[claimed:]] == [State.READY] * (len(rows) - claimed)


def test_what_one_slot_has_at_the_dot_is_not_what_an_older_one_says_of_it(
    conn: Connection,
) -> None:
    """A try that was taken back has the number of the next one."""
    row_id = queue(conn, "a")
    claim(conn)
    refused = sending.Attempt("retry", 421, "leaving")
    left = recovery.Left(True, [(row_id, 1)], [((row_id, 1), refused)])
    assert recovery.recover(conn, left, NOW) == recovery.Recovered(uncertain=1)
    assert state(conn, row_id) is State.UNCERTAIN


def test_the_last_answer_and_the_next_claim_fit_in_one_transaction(store: Store) -> None:
    with store.write() as conn:
        first, second = queue(conn, "a"), queue(conn, "b")
        sending.claim(conn, NOW)
    with store.write() as conn:
        assert (
            sending.settle(conn, first, sending.Attempt("sent", 250, "queued as 4711"), NOW)
            is State.SENT
        )
        assert claim(conn) == second
    with store.read() as conn:
        done, doing = outbox.rows(conn)
    assert (done.state, done.code, done.answer, done.settled_at) == (
        State.SENT,
        250,
        "queued as 4711",
        NOW,
    )
    assert (doing.state, doing.claimed_at, doing.attempts) == (State.SENDING, NOW, 1)


def test_a_refused_row_waits_a_minute_then_twice_as_long_up_to_four_hours(conn: Connection) -> None:
    waits = [sending.pause(17, attempts) for attempts in range(1, 12)]
    plain = [min(MINUTE * 2**n, timedelta(hours=4)) for n in range(11)]
    assert all(low <= wait <= low * 1.1 for low, wait in zip(plain, waits, strict=True))
    assert sending.pause(17, 10_000) <= timedelta(hours=4.4)
    row_id = queue(conn, "a")
    sending.claim(conn, NOW)
    assert (
        sending.settle(conn, row_id, sending.Attempt("retry", 451, "greylisted"), NOW)
        is State.READY
    )
    assert next_try(conn) == NOW + sending.pause(row_id, 1)


def test_rows_that_failed_together_do_not_come_back_together() -> None:
    waits = {sending.pause(row_id, 3) for row_id in range(1, 101)}
    assert len(waits) > 90


def test_after_two_days_of_refusals_a_row_has_failed(conn: Connection) -> None:
    row_id, now, tries = queue(conn, "a"), NOW, 0
    while claim(conn, now) == row_id:
        tries += 1
        after = sending.settle(conn, row_id, sending.Attempt("retry", 451, "still no"), now)
        if after is State.FAILED:
            break
        now = next_try(conn) or now
    (row,) = outbox.rows(conn, State.FAILED)
    assert timedelta(hours=48) <= now - NOW < timedelta(hours=53)
    assert (row.answer, row.attempts, row.settled_at) == ("still no", tries, now)
    assert tries < 30
    assert next_try(conn) is None


def test_a_year_that_only_the_clock_went_by_fails_no_mail(conn: Connection) -> None:
    row_id = queue(conn, "a")
    later = NOW + timedelta(days=365)
    assert claim(conn, later) == row_id
    refused = sending.Attempt("retry", 451, "not now")
    assert sending.settle(conn, row_id, refused, later) is State.READY


def test_trouble_with_the_connection_lets_the_mail_rest_a_little_and_never_fails_it(
    conn: Connection,
) -> None:
    row_id, now = queue(conn, "a"), NOW
    rests = []
    for _ in range(7):
        assert claim(conn, now) == row_id
        sending.put_back(conn, row_id, now)
        rests.append(round(((next_try(conn) or now) - now).total_seconds()))
        now = next_try(conn) or now
    assert rests == [5] * 7
    assert claim(conn, NOW + timedelta(days=30)) == row_id
    sending.put_back(conn, row_id, NOW + timedelta(days=30))
    assert state(conn, row_id) is State.READY
    assert outbox.rows(conn)[0].attempts == 0, "nothing is counted against it"


def test_a_mail_over_which_a_connection_broke_stands_back_for_the_others(conn: Connection) -> None:
    poison, other = queue(conn, "a"), queue(conn, "b")
    assert claim(conn) == poison
    sending.put_back(conn, poison, NOW)
    assert claim(conn) == other


def break_over(conn: Connection, row_id: int, now: datetime) -> State:
    """The connection breaks over this row, at the instant at which it is due."""
    claimed = sending.claim(conn, now)
    assert claimed is not None
    assert claimed.id == row_id
    return sending.broke(conn, claimed, sending.Attempt("retry", 0, "broke off"), now)


def goes_out(conn: Connection, name: str, now: datetime) -> None:
    """Another mail gets through."""
    row_id = queue(conn, name)
    conn.execute(
        update(table).where(table.c.id == row_id).values(next_try_at=NOW - timedelta(hours=1))
    )
    assert claim(conn, now) == row_id
    sending.settle(conn, row_id, sending.Attempt("sent", 250, "ok"), now)


def test_a_mail_over_which_connections_break_while_others_go_out_rests_longer_and_is_given_up(
    conn: Connection,
) -> None:
    row_id, now, rests = queue(conn, "a"), NOW, []
    became = break_over(conn, row_id, now)
    for number in range(100):
        goes_out(conn, f"other {number}", now)
        due = next_try(conn)
        assert due is not None
        rests.append(due - now)
        now = due
        became = break_over(conn, row_id, now)
        if became is State.FAILED:
            break
    (row,) = outbox.rows(conn, State.FAILED)
    for minutes, rest in zip((1, 2, 4, 8, 16, 32, 60, 60), rests[1:], strict=False):
        assert 1 <= rest / timedelta(minutes=minutes) <= 1.1
    assert max(rests) < timedelta(minutes=66), "an hour and a tenth"
    assert timedelta(hours=48) <= now - NOW < timedelta(hours=50)
    assert row.attempts >= sending.MIN_TRIES
    assert row.answer == f"broke off {sending.SAID_ALONE}"


def test_while_nobody_gets_through_nothing_is_counted_however_long_it_is(conn: Connection) -> None:
    row_id, now = queue(conn, "a"), NOW
    goes_out(conn, "before", now - timedelta(seconds=1))
    for hour in range(24 * 30):
        now = max(NOW + timedelta(hours=hour), next_try(conn) or now)
        assert break_over(conn, row_id, now) is State.READY
    assert outbox.rows(conn, State.READY)[0].attempts == 0
    sent_at = now + timedelta(seconds=1)
    goes_out(conn, "after", sent_at)
    assert break_over(conn, row_id, now + timedelta(seconds=5)) is State.READY
    assert outbox.rows(conn, State.READY)[0].attempts == 1, "and then it is"


def test_a_break_after_a_refusal_is_not_this_mails_fault_yet(conn: Connection) -> None:
    row_id = queue(conn, "a")
    claim(conn)
    sending.settle(conn, row_id, sending.Attempt("retry", 451, "later"), NOW)
    goes_out(conn, "other", NOW + timedelta(seconds=30))
    assert break_over(conn, row_id, next_try(conn) or NOW) is State.READY
    assert outbox.rows(conn, State.READY)[0].attempts == 1


REFUSED = sending.Attempt("retry", 451, "4.3.2 not now", cause="mail 451 4.3.2")


def refuse_all(conn: Connection, count: int, answer: sending.Attempt = REFUSED) -> None:
    """A queue that was tried `count` times each, over hours."""
    now = NOW
    for _ in range(count):
        while (row_id := claim(conn, now)) is not None:
            sending.settle(conn, row_id, answer, now)
        now += timedelta(hours=5)


def test_of_all_that_one_cause_keeps_back_one_looks_whether_it_has_ended(conn: Connection) -> None:
    for number in range(20):
        queue(conn, f"row {number}")
    refuse_all(conn, 5)
    last = NOW + timedelta(hours=20)
    waits = sorted(row.next_try_at - last for row in outbox.rows(conn, State.READY))
    assert waits[0] == sending.SCOUT_EVERY
    assert waits[1] > timedelta(minutes=10)


def test_where_a_limit_is_reached_one_looks_more_seldom(conn: Connection) -> None:
    for number in range(20):
        queue(conn, f"row {number}")
    cause = f"{sending.OF_US}it-help@corp.example {sending.LIMITED} dot 550 5.4.5"
    refuse_all(conn, 5, replace(REFUSED, cause=cause))
    last = NOW + timedelta(hours=20)
    waits = sorted(row.next_try_at - last for row in outbox.rows(conn, State.READY))
    assert waits[0] == sending.LIMIT_SCOUT_EVERY
    assert waits[1] > waits[0]


def test_where_we_were_too_many_nothing_is_counted_however_many_others_go(conn: Connection) -> None:
    row_id, now = queue(conn, "a"), NOW
    for number in range(20):
        claimed = sending.claim(conn, now)
        assert claimed is not None
        assert claimed.id == row_id
        assert sending.rest(conn, claimed, now, sending.LIMITED) is State.READY
        goes_out(conn, f"other {number}", now)
        now = next_try(conn) or now
    (row,) = outbox.rows(conn, State.READY)
    assert (row.attempts, row.refused_by) == (0, sending.LIMITED)
    assert break_over(conn, row_id, now) is State.READY, "the first break is nobody's fault"
    assert outbox.rows(conn, State.READY)[0].attempts == 0


def test_the_first_success_wakes_what_the_same_cause_kept_back_and_nothing_else(
    conn: Connection,
) -> None:
    for number in range(6):
        queue(conn, f"row {number}")
    other = sending.Attempt("retry", 452, "4.2.2 full", cause="rcpt 452 4.2.2 corp.example")
    for number in range(6):
        row_id = claim(conn)
        assert row_id is not None
        sending.settle(conn, row_id, other if number % 2 else REFUSED, NOW)
    scout = sending.claim(conn, NOW + timedelta(seconds=46))
    assert scout is not None
    sending.settle(conn, scout.id, sending.Attempt("sent", 250, "ok"), NOW)
    assert sending.wake(conn, scout.refused_by, NOW) == 2
    due = {row.refused_by for row in outbox.rows(conn, State.READY) if row.next_try_at <= NOW}
    assert due == {REFUSED.cause}
    assert sending.wake(conn, "", NOW) == 0
    # Of 20,000 that are awake already none is touched by each that goes out behind it.
    later = NOW + timedelta(seconds=1)
    assert sending.wake(conn, scout.refused_by, later) == 0


@SQLITE_ONLY
def test_what_is_awake_already_is_not_read_either(conn: Connection) -> None:
    (step,) = plan(conn, lambda: sending.wake(conn, REFUSED.cause, NOW))
    assert "ix_outbox_refused (refused_by=? AND next_try_at>?)" in step


def test_a_row_that_is_sent_or_failed_keeps_no_cause(conn: Connection) -> None:
    queue(conn, "a")
    refuse_all(conn, 1)
    row_id = claim(conn, NOW + timedelta(hours=1))
    assert row_id is not None
    sending.settle(conn, row_id, sending.Attempt("sent", 250, "ok"), NOW)
    assert outbox.rows(conn)[0].refused_by == ""


def test_a_damaged_row_says_so_and_the_next_goes_out(conn: Connection) -> None:
    broken, cut, whole = queue(conn, "a"), queue(conn, "b"), queue(conn, "c")
    named = {row.id: row.sha256 for row in outbox.rows(conn)}
    conn.execute(delete(chunks).where(chunks.c.sha256 == named[broken]))
    conn.execute(update(chunks).where(chunks.c.sha256 == named[cut]).values(data=b"half"))
    claimed = [sending.claim(conn, NOW) for _ in range(3)]
    assert [one.id for one in claimed if one] == [broken, cut, whole]
    assert [bool(one.damage) for one in claimed if one] == [True, True, False]
    assert "damaged" in (claimed[1].damage if claimed[1] else "")


def test_only_the_try_at_the_dot_is_uncertain_after_a_kill(conn: Connection) -> None:
    rows = [queue(conn, f"row {number}") for number in range(5)]
    for _ in rows:
        claim(conn)
    answered = sending.Attempt("sent", 250, "queued as 4711")
    left = recovery.Left(
        known=True,
        at_dot=[(rows[0], 1), (rows[1], 7)],  # the second slot tells of a try long ago
        became=[((rows[2], 1), answered), ((rows[3], 9), answered)],
    )
    found = recovery.recover(conn, left, NOW)
    assert found.uncertain == 1
    assert [(row.id, became) for row, became in found.ended] == [(rows[2], answered)]
    assert [row.state for row in outbox.rows(conn)] == [
        State.UNCERTAIN,
        State.READY,
        State.SENDING,  # whoever asked settles it
        State.READY,
        State.READY,
    ]
    assert [row.attempts for row in outbox.rows(conn, State.READY)] == [0, 0, 0]


def test_what_a_dead_daemon_had_in_hand_is_uncertain_where_no_slot_tells(conn: Connection) -> None:
    queue(conn, "a")
    queue(conn, "b")
    claim(conn)
    unknown = recovery.Left(known=False)
    assert recovery.recover(conn, unknown, NOW).uncertain == 1
    assert recovery.recover(conn, unknown, NOW).uncertain == 0
    assert claim(conn) is not None
    assert claim(conn, NOW + timedelta(days=365)) is None
    assert [row.state for row in outbox.rows(conn)] == [State.UNCERTAIN, State.SENDING]


def test_an_uncertain_mail_waits_for_its_proof_and_goes_again_once(conn: Connection) -> None:
    row_id = queue(conn, "a")
    claim(conn)
    sending.settle(conn, row_id, sending.Attempt("uncertain", None, "no answer"), NOW)
    later = NOW + unproven.PROOF_AFTER
    assert in_doubt(conn, later - timedelta(seconds=1)) == []
    assert in_doubt(conn, later) == [(row_id, 0)]
    before = sending.claim(conn, later)
    sending.send_again(conn, row_id, later)
    again = sending.claim(conn, later)
    assert before is None
    assert again is not None
    assert (again.message_id, again.raw) == ("<k.a@host>", RAW + b"a")
    sending.settle(conn, row_id, sending.Attempt("uncertain", None, "no answer"), later)
    assert in_doubt(conn, later + unproven.PROOF_AFTER) == [(row_id, 1)]


def in_doubt(conn: Connection, now: datetime) -> list[tuple[int, int]]:
    return [(one.id, one.resent) for one in unproven.doubts(conn, now)]


def test_a_doubt_knows_its_mailbox_where_it_is_about_a_request(conn: Connection) -> None:
    request_id = opened(conn)
    for key, about in (("a", request_id), ("b", None)):
        row_id = queue(conn, key, about)
        claim(conn)
        sending.settle(conn, row_id, sending.Attempt("uncertain", None, ""), NOW)
    found = unproven.doubts(conn, NOW + unproven.PROOF_AFTER)
    assert [one.mailbox for one in found] == ["it", ""]
    assert [one.request_id for one in found] == [request_id, None]


ENDS: dict[str, Callable[[Connection, int], object]] = {
    "no answer to the dot": settling("uncertain"),
    "refused for now": settling("retry"),
    "the connection broke": lambda conn, row_id: sending.put_back(conn, row_id, NOW),
    "killed at the dot": after_a_kill(True, 1),
    "killed before the dot": after_a_kill(True, 2),
    "killed, and no slot": after_a_kill(False),
}


@pytest.mark.parametrize("end", ENDS)
def test_proof_that_comes_while_a_mail_is_in_hand_is_not_lost(conn: Connection, end: str) -> None:
    """The server may leave the dot unanswered for ten minutes; people answer sooner."""
    row_id = queue(conn, "a")
    claim(conn)
    assert sending.arrived(conn, row_id, ProvenBy.ECHO, NOW) is State.SENDING
    ENDS[end](conn, row_id)
    (row,) = outbox.rows(conn)
    assert (row.state, row.proven_by) == (State.SENT, ProvenBy.ECHO)
    assert sending.claim(conn, NOW + timedelta(days=1)) is None


def test_what_the_server_refused_for_good_stays_failed(conn: Connection) -> None:
    row_id = queue(conn, "a")
    claim(conn)
    sending.arrived(conn, row_id, ProvenBy.CITED, NOW)
    sending.settle(conn, row_id, sending.Attempt("failed", 550, "no"), NOW)
    assert state(conn, row_id) is State.FAILED


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from mailtracker.store import sending, sending
from mailtracker.store.database import Store
store = Store.open(sys.argv[1])
now = datetime(2026, 3, 2, 9, tzinfo=UTC)
with store.write() as conn:
    claimed = sending.claim(conn, now)
    if sys.argv[2] == "before the claim is stored": os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "before the answer is stored": os.kill(os.getpid(), signal.SIGKILL)
with store.write() as conn:
    sending.settle(conn, claimed.id, sending.Attempt("sent", 250, "ok"), now)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    ("point", "found"),
    [
        ("before the claim is stored", State.READY),
        ("before the answer is stored", State.UNCERTAIN),
        ("after the answer is stored", State.SENT),
    ],
)
def test_a_kill_between_the_steps_of_sending_ends_as_promised(
    store: Store, store_url: str, point: str, found: State
) -> None:
    with store.write() as conn:
        queue(conn, "a")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, store_url, point],
        check=False,
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with store.write() as conn:
        recovery.recover(conn, recovery.Left(known=False), NOW)
        assert [row.state for row in outbox.rows(conn)] == [found]


def test_a_servers_endless_or_hostile_answer_is_cut_and_cleaned(conn: Connection) -> None:
    row_id = queue(conn, "a")
    claim(conn)
    sending.settle(conn, row_id, sending.Attempt("failed", 550, "no\x00\udcff" + "x" * 5000), NOW)
    (row,) = outbox.rows(conn)
    assert row.answer.startswith("no\ufffd\ufffdxxx")
    assert len(row.answer) == sending.ANSWER_LIMIT


@SQLITE_ONLY
def test_a_claim_is_found_by_the_partial_index_whatever_was_sent_before(conn: Connection) -> None:
    steps = plan(conn, lambda: sending.claim(conn, NOW))
    assert "SEARCH outbox USING INDEX ix_outbox_ready (next_try_at<?)" in steps
    assert any(
        step.startswith("SEARCH earlier USING INDEX ix_outbox_request_id") for step in steps
    ), steps
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in steps), steps
