"""What `list` and `status` ask: the right requests in the right order, and no more rows read than
are wanted.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from mailtracker.desk.effects import Disposition
from mailtracker.desk.request import Request, State, Status
from mailtracker.store import ledger, outbox, requests, statistics
from mailtracker.store.requests import Asked
from mailtracker.store.tables import requests as table
from tests.store.makers import NOW, SQLITE_ONLY, opened, plan

ALIVE = tuple(one for one in Status if one is not Status.CLOSED)
HOUR = timedelta(hours=1)
FAR = NOW + 1000 * HOUR


def one(
    conn: Connection, status: Status, hours: int | None, owner: str = "bo", secret: bool = False
) -> int:
    """A request that is due so many hours from now, None: never."""
    number = opened(conn)
    due = None if hours is None else NOW + hours * HOUR
    values = {
        "status": status,
        "promised_at": due,
        "unanswered_since": None if due is None else NOW,
        "closed_at": NOW if status is Status.CLOSED else None,
        "owner": owner,
        "confidential": secret,
    }
    conn.execute(update(table).where(table.c.id == number).values(values))
    return number


@pytest.fixture
def many(conn: Connection) -> Connection:
    for number, status in enumerate(itertools.chain.from_iterable(itertools.repeat(ALIVE, 4))):
        one(conn, status, (number * 7) % 5 - 2 if number % 4 else None, f"o{number % 2}")
    for number in range(3):
        one(conn, Status.OPEN, number - 1, secret=True)
        one(conn, Status.CLOSED, None, f"o{number % 2}")
    return conn


def urgency(request: Request) -> tuple[bool, datetime, int]:
    return request.status is Status.CLOSED, request.promised_at or FAR, request.id


@pytest.mark.parametrize("limit", [1, 4, 11, 100])
@pytest.mark.parametrize("status", [ALIVE, tuple(Status), (Status.CLOSED,), (Status.WAITING,)])
@pytest.mark.parametrize("owner", [None, "o1", "nobody"])
def test_the_most_urgent_come_first_and_are_counted(
    many: Connection, limit: int, status: tuple[Status, ...], owner: str | None
) -> None:
    every = requests.requests(many, status, owner, 1000)
    asked = Asked(status, owner)
    assert requests.most_urgent(many, asked, limit) == sorted(every, key=urgency)[:limit]
    assert requests.count(many, asked) == len(every)


def test_of_a_confidential_request_nobody_sees_that_it_is_due(many: Connection) -> None:
    seen = requests.most_urgent(many, Asked(ALIVE, veiled=True), 100)
    secret = [each.id for each in seen if each.given.confidential]
    calm = [each.id for each in seen if each.promised_at is None or each.given.confidential]
    assert len(secret) == 3
    assert [each.id for each in seen][-len(calm) :] == sorted(calm)


@pytest.mark.parametrize(("owner", "tag"), [("bo", None), (None, "vip"), ("bo", "vip")])
def test_a_question_for_owner_or_tag_finds_no_confidential_request(
    many: Connection, owner: str | None, tag: str | None
) -> None:
    asked = Asked(ALIVE, owner, tag, veiled=True)
    assert requests.most_urgent(many, asked, 100) == []
    assert requests.count(many, asked) == 0


def test_what_is_late_and_what_is_held_is_found_oldest_first(many: Connection) -> None:
    alive = requests.requests(many, ALIVE, limit=1000)
    for number in (alive[3].id, alive[0].id):
        many.execute(update(table).where(table.c.id == number).values(held_since=NOW))
    late = [each.id for each in alive if each.promised_at and each.promised_at < NOW]
    assert [each.id for each in requests.overdue(many, NOW)] == late
    assert [each.id for each in requests.held(many)] == [alive[0].id, alive[3].id]


def test_the_figures_add_up_to_all_requests(many: Connection) -> None:
    every = Counter(str(each.status) for each in requests.requests(many, None, None, 1000))
    assert statistics.counts(many, NOW).requests == every
    many.execute(update(table).values(status=Status.OPEN, closed_at=None))
    assert statistics.counts(many, NOW).requests == {"open": every.total()}


QUESTIONS: dict[str, Callable[[Connection], object]] = {
    "list": lambda conn: requests.most_urgent(conn, Asked(ALIVE, veiled=True), 1),
    "list --all": lambda conn: requests.most_urgent(conn, Asked(tuple(Status), veiled=True), 1),
    "list --status closed": lambda conn: requests.most_urgent(conn, Asked([Status.CLOSED]), 1),
    "how many": lambda conn: requests.count(conn, Asked(ALIVE, veiled=True)),
    "late": lambda conn: requests.overdue(conn, NOW),
    "held": requests.held,
    "failed": lambda conn: outbox.settled(conn, State.FAILED, NOW),
    "quarantine": lambda conn: ledger.lines(conn, Disposition.QUARANTINE, None, 1000),
    "kept": ledger.count_kept,
    "figures": lambda conn: statistics.counts(conn, NOW),
    "opened by each rule": lambda conn: statistics.taken_by_rule(conn, NOW),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_answers(many: Connection, question: str) -> None:
    steps = plan(many, lambda: QUESTIONS[question](many))
    rows = [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
    assert steps
    assert rows == []


@SQLITE_ONLY
def test_what_was_opened_lately_is_counted_in_the_index_alone(many: Connection) -> None:
    steps = plan(many, lambda: statistics.taken_by_rule(many, NOW))
    assert "SEARCH requests USING COVERING INDEX ix_requests_opened_at (opened_at>?)" in steps


@SQLITE_ONLY
@pytest.mark.parametrize("question", ["list", "list --all", "list --status closed"])
def test_a_list_sorts_nothing(many: Connection, question: str) -> None:
    steps = plan(many, lambda: QUESTIONS[question](many))
    assert not any("TEMP B-TREE" in step for step in steps)
