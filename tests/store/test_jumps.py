"""A clock that was turned leaves nothing asleep and gives nothing up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from mailtracker.clock import GAP, NOTICED, DrivenClock, Passage, Passed
from mailtracker.desk.request import Lane
from mailtracker.store import health, jumps, outbox, sending
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tables import digest_lines, in_hand, spent
from mailtracker.store.tables import outbox as rows
from tests.store.makers import NOW, claim, queue

YEAR = timedelta(days=365)
HOUR = timedelta(hours=1)
MAIL = Outgoing(
    row_key="a",
    request_id=None,
    letter="receipt",
    lane=Lane.REQUESTER,
    recipient="ann@corp.example",
    person="",
    message_id="<a@host>",
    token="ta",
    env_from="",
    raw=b"Subject: x\r\n\r\nx\r\n",
    created_at=NOW,
)


def test_what_waits_for_a_time_that_was_never_true_is_due_now(conn: Connection) -> None:
    later = NOW + YEAR
    outbox.queue(conn, MAIL)
    conn.execute(update(rows).values(next_try_at=later, created_at=later))
    conn.execute(
        insert(in_hand).values(
            mailbox="it", uidvalidity=1, uid=1, tries=1, since=later, next_try_at=later, trouble=""
        )
    )
    line = {"person": "bo", "kind": "answers", "text": "x", "at": later, "due_at": later}
    conn.execute(insert(digest_lines).values(**line))
    conn.execute(insert(spent).values(budget="receipts inside", key="a@b.example", at=later))
    health.beat(conn, "smtp", True, "", later)
    assert jumps.bring_back(conn, NOW) == 9
    assert sending.claim(conn, NOW) is not None
    assert conn.scalars(select(in_hand.c.next_try_at)).all() == [NOW]
    assert conn.scalars(select(digest_lines.c.due_at)).all() == [NOW]
    assert conn.scalars(select(spent.c.at)).all() == [NOW]
    assert [beat.seen_at for beat in health.read(conn)] == [NOW]


def test_ordinary_pauses_are_left_alone(conn: Connection) -> None:
    outbox.queue(conn, MAIL)
    conn.execute(update(rows).values(next_try_at=NOW + sending.LONGEST_PAUSE, created_at=NOW))
    assert jumps.bring_back(conn, NOW) == 0


@pytest.mark.parametrize("by", [HOUR, -HOUR, YEAR, -YEAR, NOTICED * 2])
def test_a_turned_clock_is_seen_at_the_next_look_and_once(by: timedelta) -> None:
    clock = DrivenClock(NOW)
    passage = Passage(clock)
    clock.travel(timedelta(seconds=1))
    assert passage.look() == Passed()
    clock.turn(by)
    assert passage.look() == Passed(turned=by)
    assert passage.look() == Passed()


def test_time_that_passes_is_no_turn_and_seconds_are_nothing() -> None:
    clock = DrivenClock(NOW)
    passage = Passage(clock)
    clock.turn(timedelta(seconds=30))
    clock.turn(timedelta(seconds=-30))
    assert passage.look() == Passed()
    clock.travel(GAP + timedelta(seconds=1))
    assert passage.look() == Passed(slept=True)


def test_a_clock_that_is_turned_back_makes_no_wait_longer(conn: Connection) -> None:
    """By an hour, which is less than what some rows wait anyway."""
    queue(conn, "a")
    row_id = claim(conn, NOW)
    assert row_id is not None
    sending.settle(conn, row_id, sending.Attempt("retry", 451, "later"), NOW)
    before = NOW - timedelta(hours=1)
    jumps.bring_back(conn, before)
    assert not sending.is_due(conn, before)
    jumps.bring_back(conn, before, -timedelta(hours=1))
    assert sending.is_due(conn, before)
