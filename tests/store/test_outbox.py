"""The outbox: every legal move, every illegal one, order, retries and what a dead daemon leaves."""

from __future__ import annotations

import itertools
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.request import Lane, State
from mailtracker.errors import MailtrackerError
from mailtracker.store import outbox
from mailtracker.store.database import Store
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tables import outbox as table
from tests.store.makers import NOW, opened, plan

MINUTE = timedelta(minutes=1)
RAW = b"Subject: We have it\r\n\r\nBo answers by noon.\r\n"


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    yield opened
    opened.close()


@pytest.fixture
def conn(store: Store) -> Iterator[Connection]:
    with store.write() as conn:
        yield conn


def outgoing(
    key: str, request_id: int | None = None, to: str = "ann@corp.example", at: datetime = NOW
) -> Outgoing:
    return Outgoing(
        row_key=key,
        request_id=request_id,
        letter="receipt",
        lane=Lane.REQUESTER,
        recipient=to,
        person="",
        message_id=f"<k.{key}@host>",
        token=f"T{key}",
        env_from="",
        raw=RAW + key.encode(),
        created_at=at,
    )


def queue(
    conn: Connection, key: str, request_id: int | None = None, to: str = "ann@corp.example"
) -> int:
    row_id = outbox.queue(conn, outgoing(key, request_id, to))
    assert row_id is not None
    return row_id


def next_try(conn: Connection) -> datetime | None:
    instant: datetime | None = conn.scalar(
        select(func.min(table.c.next_try_at)).where(table.c.state == State.READY)
    )
    return instant


def claim(conn: Connection, now: datetime = NOW) -> int | None:
    claimed = outbox.claim(conn, now)
    return claimed.id if claimed else None


def state(conn: Connection, row_id: int) -> State:
    return next(row.state for row in outbox.rows(conn) if row.id == row_id)


def bring(conn: Connection, wanted: State) -> int:
    """A row in that state, by legal moves only."""
    row_id = queue(conn, f"row {wanted}")
    if wanted is not State.READY:
        assert claim(conn) == row_id
    if wanted in (State.SENT, State.FAILED, State.UNCERTAIN):
        outbox.settle(conn, row_id, outbox.Attempt(wanted.value, None, ""), NOW)  # type: ignore[arg-type]
    assert state(conn, row_id) is wanted
    return row_id


def settling(result: Any) -> Callable[[Connection, int], object]:
    return lambda conn, row_id: outbox.settle(
        conn, row_id, outbox.Attempt(result, 250, "text"), NOW
    )


MOVES: dict[str, Callable[[Connection, int], object]] = {
    "claim": lambda conn, _: outbox.claim(conn, NOW),
    "sent": settling("sent"),
    "retry": settling("retry"),
    "failed": settling("failed"),
    "uncertain": settling("uncertain"),
    "requeue": outbox.requeue,
    "orphans": lambda conn, _: outbox.orphans(conn, NOW),
    "arrived": outbox.arrived,
}
# Where a move leads. What is not here raises; claim and orphans pass over rows that are not theirs.
LEGAL = {
    (State.READY, "claim"): State.SENDING,
    (State.SENDING, "sent"): State.SENT,
    (State.SENDING, "retry"): State.READY,
    (State.SENDING, "failed"): State.FAILED,
    (State.SENDING, "uncertain"): State.UNCERTAIN,
    (State.SENDING, "requeue"): State.READY,
    (State.SENDING, "orphans"): State.UNCERTAIN,
    (State.UNCERTAIN, "arrived"): State.SENT,
    (State.SENT, "arrived"): State.SENT,
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
    if move in ("claim", "orphans"):
        assert not MOVES[move](conn, row_id)
    else:
        with pytest.raises(MailtrackerError, match=f"outbox row {row_id} is {before}"):
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
    with pytest.raises(IntegrityError, match="CHECK"):
        conn.execute(update(table).values(values))


def test_a_row_key_is_queued_once_so_that_a_cause_may_run_twice(conn: Connection) -> None:
    assert outbox.queue(conn, outgoing("receipt IT-1001")) is not None
    assert (
        outbox.queue(
            conn, replace(outgoing("receipt IT-1001"), message_id="<other@host>", token="u")
        )
        is None
    )
    assert len(outbox.rows(conn)) == 1


def test_no_two_rows_share_a_message_id_or_a_token(conn: Connection) -> None:
    queue(conn, "a")
    for clash in (
        replace(outgoing("b"), message_id="<k.a@host>"),
        replace(outgoing("c"), token="ta"),
    ):
        with pytest.raises(IntegrityError), conn.begin_nested():
            outbox.queue(conn, clash)
    assert outbox.queue(conn, replace(outgoing("d"), token=None)) is not None
    assert outbox.queue(conn, replace(outgoing("e"), token=None)) is not None


def test_a_claimed_row_carries_all_that_smtp_needs_and_the_same_bytes_each_time(
    conn: Connection,
) -> None:
    row_id = queue(conn, "a")
    first = outbox.claim(conn, NOW)
    assert first == outbox.Claimed(
        row_id, "", "ann@corp.example", "<k.a@host>", RAW + b"a", 1, None, "receipt"
    )
    outbox.settle(conn, row_id, outbox.Attempt("retry", 451, "later"), NOW)
    assert outbox.claim(conn, NOW + 2 * MINUTE) == replace(first, attempts=2)


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
    outbox.settle(conn, first, outbox.Attempt("retry", 451, "later"), NOW)
    assert claim(conn, NOW + timedelta(seconds=30)) is None
    assert claim(conn, NOW + 2 * MINUTE) == first
    outbox.settle(conn, first, outbox.Attempt("uncertain", None, "link lost"), NOW)
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


def test_the_last_answer_and_the_next_claim_fit_in_one_transaction(store: Store) -> None:
    with store.write() as conn:
        first, second = queue(conn, "a"), queue(conn, "b")
        outbox.claim(conn, NOW)
    with store.write() as conn:
        assert (
            outbox.settle(conn, first, outbox.Attempt("sent", 250, "queued as 4711"), NOW)
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
    waits = [outbox.pause(17, attempts) for attempts in range(1, 12)]
    plain = [min(MINUTE * 2**n, timedelta(hours=4)) for n in range(11)]
    assert all(low <= wait <= low * 1.1 for low, wait in zip(plain, waits, strict=True))
    assert outbox.pause(17, 10_000) <= timedelta(hours=4.4)
    row_id = queue(conn, "a")
    outbox.claim(conn, NOW)
    assert (
        outbox.settle(conn, row_id, outbox.Attempt("retry", 451, "greylisted"), NOW) is State.READY
    )
    assert next_try(conn) == NOW + outbox.pause(row_id, 1)


def test_rows_that_failed_together_do_not_come_back_together() -> None:
    waits = {outbox.pause(row_id, 3) for row_id in range(1, 101)}
    assert len(waits) > 90


def test_after_two_days_of_refusals_a_row_has_failed(conn: Connection) -> None:
    row_id, now, tries = queue(conn, "a"), NOW, 0
    while claim(conn, now) == row_id:
        tries += 1
        after = outbox.settle(conn, row_id, outbox.Attempt("retry", 451, "still no"), now)
        if after is State.FAILED:
            break
        now = next_try(conn) or now
    (row,) = outbox.rows(conn, State.FAILED)
    assert timedelta(hours=48) <= now - NOW < timedelta(hours=53)
    assert (row.answer, row.attempts, row.settled_at) == ("still no", tries, now)
    assert tries < 30
    assert next_try(conn) is None


def test_connection_trouble_is_not_counted_against_the_mail(conn: Connection) -> None:
    row_id = queue(conn, "a")
    for _ in range(3):
        outbox.claim(conn, NOW)
        outbox.requeue(conn, row_id)
    (row,) = outbox.rows(conn)
    assert (row.attempts, row.state, row.next_try_at) == (0, State.READY, NOW)


def test_what_a_dead_daemon_had_in_hand_is_uncertain_and_never_sent_again(conn: Connection) -> None:
    queue(conn, "a")
    queue(conn, "b")
    claim(conn)
    assert outbox.orphans(conn, NOW) == 1
    assert outbox.orphans(conn, NOW) == 0
    assert claim(conn) is not None
    assert claim(conn, NOW + timedelta(days=365)) is None
    assert [row.state for row in outbox.rows(conn)] == [State.UNCERTAIN, State.SENDING]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from mailtracker.store import outbox
from mailtracker.store.database import Store
store = Store.open(sys.argv[1])
now = datetime(2026, 3, 2, 9, tzinfo=UTC)
with store.write() as conn:
    claimed = outbox.claim(conn, now)
    if sys.argv[2] == "before the claim is stored": os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "before the answer is stored": os.kill(os.getpid(), signal.SIGKILL)
with store.write() as conn:
    outbox.settle(conn, claimed.id, outbox.Attempt("sent", 250, "ok"), now)
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
    tmp_path: Path, point: str, found: State
) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    store = Store.open(url)
    with store.write() as conn:
        queue(conn, "a")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url, point], check=False, capture_output=True, text=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with store.write() as conn:
        outbox.orphans(conn, NOW)
        assert [row.state for row in outbox.rows(conn)] == [found]
    store.close()


def test_a_servers_endless_or_hostile_answer_is_cut_and_cleaned(conn: Connection) -> None:
    row_id = queue(conn, "a")
    claim(conn)
    outbox.settle(conn, row_id, outbox.Attempt("failed", 550, "no\x00\udcff" + "x" * 5000), NOW)
    (row,) = outbox.rows(conn)
    assert row.answer.startswith("no\ufffd\ufffdxxx")
    assert len(row.answer) == outbox.ANSWER_LIMIT


def test_a_claim_is_found_by_the_partial_index_whatever_was_sent_before(conn: Connection) -> None:
    steps = plan(conn, lambda: outbox.claim(conn, NOW))
    assert "SEARCH outbox USING INDEX ix_outbox_ready (next_try_at<?)" in steps
    assert any(
        step.startswith("SEARCH earlier USING INDEX ix_outbox_request_id") for step in steps
    ), steps
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in steps), steps


@pytest.mark.parametrize("state", State)
def test_listing_and_counting_walk_no_more_rows_than_they_tell_of(
    conn: Connection, state: State
) -> None:
    steps = plan(conn, lambda: outbox.rows(conn, state)) + plan(
        conn, lambda: outbox.count_states(conn)
    )
    assert not [step for step in steps if "INDEX" not in step], steps


def test_rows_are_listed_by_state_and_by_request(conn: Connection) -> None:
    request_id = opened(conn)
    first, second = queue(conn, "a"), queue(conn, "b", request_id)
    claim(conn)
    assert [row.id for row in outbox.rows(conn, State.READY)] == [second]
    assert [row.id for row in outbox.rows(conn, request_id=request_id)] == [second]
    assert [row.id for row in outbox.rows(conn, limit=1)] == [first]
    assert outbox.rows(conn)[1].token == "tb"


def test_a_mail_is_unsent_until_it_went_out_and_only_for_whom_it_is(conn: Connection) -> None:
    number = opened(conn)
    row = queue(conn, "one", number, "Ann@corp.example")
    assert outbox.is_unsent(conn, number, "ann@corp.example")
    assert not outbox.is_unsent(conn, number, "bo@corp.example")
    assert not outbox.is_unsent(conn, number + 1, "ann@corp.example")
    assert outbox.claim(conn, NOW) is not None
    assert outbox.is_unsent(conn, number, "ann@corp.example")
    outbox.settle(conn, row, outbox.Attempt("sent", 250, "ok"), NOW)
    assert not outbox.is_unsent(conn, number, "ann@corp.example")


def test_keys_that_somebody_else_has_read_are_voided_and_no_others(conn: Connection) -> None:
    for number in (1, 2, 3):
        outbox.queue(
            conn,
            replace(outgoing(f"k{number}"), token=f"1tok{number}", message_id=f"<k{number}@x>"),
        )
    assert outbox.revoke(conn, ["1TOK1"], ["<k3@x>", "<none@x>"]) == 2
    assert [row.revoked for row in outbox.rows(conn)] == [True, False, True]
