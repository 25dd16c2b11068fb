"""The outbox: what is queued once, and how it is listed and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.request import State
from mailtracker.store import outbox, revoked, sending
from mailtracker.store.together import together
from tests.store.makers import NOW, SQLITE_ONLY, claim, opened, outgoing, plan, queue

MINUTE = timedelta(minutes=1)


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


@SQLITE_ONLY
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
    assert sending.claim(conn, NOW) is not None
    assert outbox.is_unsent(conn, number, "ann@corp.example")
    sending.settle(conn, row, sending.Attempt("sent", 250, "ok"), NOW)
    assert not outbox.is_unsent(conn, number, "ann@corp.example")


def test_keys_that_somebody_else_has_read_are_voided_and_no_others(conn: Connection) -> None:
    for number in (1, 2, 3):
        outbox.queue(
            conn,
            replace(outgoing(f"k{number}"), token=f"1tok{number}", message_id=f"<k{number}@x>"),
        )
    assert outbox.revoke(conn, ["1TOK1"], ["<k3@x>", "<none@x>"]) == 2
    assert [row.revoked for row in outbox.rows(conn)] == [True, False, True]


def test_what_is_written_to_whom_is_revoked_proves_nothing_from_the_start(conn: Connection) -> None:
    revoked.revoke(conn, "ann", ["ann@corp.example"])
    theirs = [outgoing("one", to="Ann@corp.example"), outgoing("two", to="bo@corp.example")]
    with together(conn):
        outbox.queue_all(conn, theirs)
        outbox.queue(conn, replace(outgoing("three", to="ann@home.example"), person="ann"))
    assert revoked.undo(conn, "ann")
    queue(conn, "four")
    assert [row.revoked for row in outbox.rows(conn)] == [True, False, True, False]


@pytest.mark.parametrize("state", [None, State.READY, State.SENT])
def test_the_newest_are_given_and_the_oldest_of_them_first(
    conn: Connection, state: State | None
) -> None:
    rows = [queue(conn, f"k{number}") for number in range(5)]
    if state is State.SENT:
        for row_id in rows:
            assert claim(conn) == row_id
            sending.settle(conn, row_id, sending.Attempt("sent", 250, "ok"), NOW)
    assert [row.id for row in outbox.newest(conn, state, 3)] == rows[2:]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], None),
        ([None], None),
        (["sent"], NOW),
        (["sent", "sent"], NOW + MINUTE),
        (["sent", None], None),
        (["failed", "sent"], NOW + MINUTE),
        (["failed"], None),
        (["uncertain"], None),
    ],
)
def test_a_kept_mail_has_gone_when_nothing_of_it_waits_any_more(
    conn: Connection, results: list[str | None], expected: datetime | None
) -> None:
    """Neither what another kept mail came to counts, nor one with a longer number."""
    cause = outbox.confirmed(9)
    for other in (outbox.confirmed(99), "m9.released", "m9"):
        assert sending.settle(conn, _claimed(conn, f"{other}/note/x"), SENT, NOW) is State.SENT
    for number, result in enumerate(results):
        key = f"{cause}/note_owner/{number}@corp.example"
        if result is None:
            queue(conn, key)
            continue
        attempt = sending.Attempt(result, None, "")  # type: ignore[arg-type]
        sending.settle(conn, _claimed(conn, key), attempt, NOW + number * MINUTE)
    assert outbox.all_sent_at(conn, cause) == expected


SENT = sending.Attempt("sent", 250, "")


def _claimed(conn: Connection, key: str) -> int:
    row_id = queue(conn, key)
    assert claim(conn) == row_id
    return row_id
