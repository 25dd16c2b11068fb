"""Budgets in the store: what was spent counts in its window and for its key alone, a restart
refills nothing, and what counts no more is forgotten.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from mailtracker.desk.budgets import DAY, HOUR, MONTH, TABLE, TEN_MINUTES, Budget, Spend, Spent
from mailtracker.desk.effects import Decision, Release
from mailtracker.store import spent
from mailtracker.store.apply import apply
from mailtracker.store.database import Store
from mailtracker.store.tables import spent as table
from tests.store.makers import NOW, opened, plan

MINUTE = timedelta(minutes=1)
TALK = (Budget.CONVERSATION, "1 proven ann@corp.example")
RECEIPTS = (Budget.RECEIPT_OUTSIDE, "unproven x@example.com")


def spend(conn: Connection, *ago: timedelta, purse: tuple[Budget, str] = TALK) -> None:
    spent.add(conn, [Spend(*purse, NOW - one) for one in ago], NOW)


def test_mails_are_counted_in_each_window_that_they_lie_in(conn: Connection) -> None:
    spend(conn, 0 * MINUTE, 9 * MINUTE, 10 * MINUTE, 59 * MINUTE, HOUR, DAY - MINUTE, DAY)
    spend(conn, MONTH - MINUTE, MONTH)
    found = spent.counts(conn, [TALK], NOW, NOW)
    counted = [found.in_window(*TALK, one) for one in (TEN_MINUTES, HOUR, DAY, MONTH)]
    assert counted == [2, 4, 6, 8]


def test_only_the_purses_that_are_asked_for_are_told_and_each_by_its_own_key(
    conn: Connection,
) -> None:
    spend(conn, 0 * MINUTE)
    spend(conn, 0 * MINUTE, purse=(Budget.CONVERSATION, "2 proven ann@corp.example"))
    spend(conn, 0 * MINUTE, purse=(Budget.DIGEST, TALK[1]))
    assert spent.counts(conn, [TALK, RECEIPTS], NOW, NOW).counts.keys() == {TALK}
    assert spent.counts(conn, [], NOW, NOW) == Spent()


def test_mails_that_came_hours_apart_are_no_flood_however_late_they_are_fetched(
    conn: Connection,
) -> None:
    spend(conn, 3 * HOUR, 2 * HOUR, HOUR)
    at_its_arrival = spent.counts(conn, [TALK], NOW, NOW - 2 * HOUR + MINUTE)
    assert at_its_arrival.in_window(*TALK, TEN_MINUTES) == 2  # its own hour, and what came since


def test_receipts_to_outsiders_go_by_when_we_write(conn: Connection) -> None:
    spent.add(conn, [Spend(*RECEIPTS)], NOW)
    asked = spent.counts(conn, [RECEIPTS], NOW + MINUTE, NOW - DAY)
    assert asked.in_window(*RECEIPTS, HOUR) == 1


def test_a_clock_that_is_ahead_saves_nobody_anything(conn: Connection) -> None:
    spent.add(conn, [Spend(*TALK, NOW + 400 * DAY)], NOW)
    assert spent.counts(conn, [TALK], NOW + HOUR, NOW + HOUR).in_window(*TALK, DAY) == 1
    assert spent.counts(conn, [TALK], NOW + 2 * DAY, NOW + 2 * DAY).in_window(*TALK, DAY) == 0


def test_a_restart_refills_nothing(store_url: str) -> None:
    for _ in range(2):
        store = Store.open(store_url)
        with store.write() as conn:
            spend(conn, 0 * MINUTE)
            number = spent.counts(conn, [TALK], NOW, NOW).in_window(*TALK, DAY)
        store.close()
    assert number == 2


def test_what_no_budget_counts_any_more_is_purged_and_nothing_else(conn: Connection) -> None:
    for budget, terms in TABLE.items():
        spend(conn, terms.longest - MINUTE, terms.longest, purse=(budget, "k"))
    assert spent.purge(conn, NOW) == len(TABLE)
    assert conn.scalar(select(func.count()).select_from(table)) == len(TABLE)


def test_whoever_releases_a_request_forgives_what_came_to_it(conn: Connection) -> None:
    request_id = opened(conn)
    mine = (Budget.CONVERSATION, f"{request_id} proven ann@corp.example")
    others = [
        (Budget.CONVERSATION, f"{request_id}0 proven ann@corp.example"),
        (Budget.RECEIPT_INSIDE, f"{request_id} @corp.example"),
    ]
    for purse in (mine, *others):
        spend(conn, 0 * MINUTE, purse=purse)
    apply(conn, Decision("", (Release(),), request_id), None, NOW)
    assert spent.counts(conn, [mine, *others], NOW, NOW).counts.keys() == set(others)


def test_whoever_has_nothing_left_is_named(conn: Connection) -> None:
    spend(conn, *[0 * MINUTE] * 3, purse=RECEIPTS)
    spend(conn, *[0 * MINUTE] * 2, purse=(Budget.RECEIPT_OUTSIDE, "unproven y@example.com"))
    assert spent.exhausted(conn, [Budget.RECEIPT_OUTSIDE], NOW) == {RECEIPTS[1]}
    assert spent.exhausted(conn, [Budget.RECEIPT_OUTSIDE], NOW + HOUR) == set()


def test_who_asks_for_nothing_runs_no_statement(conn: Connection) -> None:
    assert plan(conn, lambda: spent.counts(conn, [], NOW, NOW)) == []


@pytest.mark.parametrize("asked", [[TALK], [TALK, RECEIPTS]])
def test_counting_is_one_statement_that_scans_no_row(
    conn: Connection, asked: list[tuple[Budget, str]]
) -> None:
    steps = plan(conn, lambda: spent.counts(conn, asked, NOW, NOW))
    assert [step for step in steps if "SCAN spent" in step] == []
    assert any("SEARCH spent USING COVERING INDEX ix_spent_budget" in step for step in steps)
