"""What is open with somebody is found by an index, and the day for which they were told stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from mailtracker.desk.effects import Decision, Effect, Pause, SetOwner, SetStatus, Snooze
from mailtracker.desk.request import Lane, Status
from mailtracker.mail.message import Keys
from mailtracker.policy.worktime import Span
from mailtracker.store import daily, outbox, request_tokens
from mailtracker.store.apply import apply
from mailtracker.store.issued import issued
from tests.store.makers import NOW, SQLITE_ONLY, opened, outgoing, plan

DAY = timedelta(days=1)


def becomes(conn: Connection, *effects: Effect) -> int:
    """A request of Bo's to which this happens."""
    number = opened(conn)
    apply(conn, Decision("", effects, number), None, NOW)
    return number


def test_all_that_is_neither_answered_nor_closed_is_open_and_what_rests(conn: Connection) -> None:
    there = [
        opened(conn),
        becomes(conn, Pause(Span(minutes=60)), SetStatus(Status.WAITING)),
        becomes(conn, SetStatus(Status.ANSWERED), Snooze(NOW + DAY)),
    ]
    becomes(conn, SetStatus(Status.ANSWERED))
    becomes(conn, SetStatus(Status.CLOSED))
    becomes(conn, SetStatus(Status.ANSWERED), Snooze(NOW - DAY))
    sams = becomes(conn, SetOwner("sam"))
    assert [one.id for one in daily.open_with(conn, ["bo"], NOW)] == there
    assert [one.id for one in daily.open_with(conn, ["bo", "sam"], NOW)] == [*there, sams]
    assert daily.open_with(conn, ["ana"], NOW) == []
    assert daily.owners_who_rest(conn, NOW) == {"bo"}


@SQLITE_ONLY
def test_it_is_found_by_who_has_it(conn: Connection) -> None:
    opened(conn)
    steps = plan(conn, lambda: daily.open_with(conn, ["bo"], NOW))
    assert any("ix_requests_owner (owner=? AND status=?)" in step for step in steps)
    assert any("ix_requests_snoozed_until" in step for step in steps)
    assert not any(step.startswith("SCAN requests") for step in steps)


def test_the_last_day_counts(conn: Connection) -> None:
    today = NOW.date()
    daily.note(conn, {"bo": today, "sam": today})
    daily.note(conn, {"bo": today + DAY})
    assert daily.days(conn) == {"bo": today + DAY, "sam": today}


def test_a_line_reaches_whom_its_address_is_for(conn: Connection) -> None:
    first, second = opened(conn), opened(conn)
    letter = outgoing("letter", to="ana@corp.example")
    outbox.queue(conn, letter)
    request_tokens.add(conn, letter.row_key, {"tok1": first})
    request_tokens.add(conn, letter.row_key, {"tok2": second}, Lane.TEAM)
    for token, about, lane in (("tok1", first, Lane.REQUESTER), ("tok2", second, Lane.TEAM)):
        ((found,), _) = issued(conn, Keys(tokens=(token,), ids=(), tags=()), NOW)
        assert (found.request_id, found.lane) == (about, lane)
