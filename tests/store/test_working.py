"""What a daemon had in hand is known to who serves the mailbox after it, whoever that is."""

from __future__ import annotations

import pytest

from mailtracker.store.database import Store
from mailtracker.store.tables import working
from mailtracker.store.working import WorkingRow

HELD = {"mailbox": "it", "uidvalidity": 1, "uids": [7, 8]}
NOTHING = {**HELD, "uids": []}


@pytest.fixture
def store(pg_url: str):
    opened = Store.open(pg_url)
    yield opened
    opened.close()


def test_what_one_left_the_next_knows_and_of_its_own_nobody_is_told(store):
    first, second, other = (WorkingRow(store, name) for name in ("it", "it", "hr"))
    assert (first.read(), second.read()) == (None, None)
    first.write(HELD)
    # it lives; another daemon; another mailbox
    assert (first.read(), second.read(), other.read()) == (None, HELD, None)
    second.write(NOTHING)
    assert (first.read(), WorkingRow(store, "it").read()) == (None, None)


def test_who_comes_too_late_takes_nothing_away_from_who_serves_now(store):
    late, now = WorkingRow(store, "it"), WorkingRow(store, "it")
    late.write(HELD)
    now.read()
    now.write(HELD)
    late.write(NOTHING)  # it has heard that the mailbox is not its own any more
    assert WorkingRow(store, "it").read() == HELD
    with store.read() as conn:
        assert len(conn.execute(working.select()).all()) == 2
    third = WorkingRow(store, "it")
    third.read()
    third.write(NOTHING)
    with store.read() as conn:
        assert len(conn.execute(working.select()).all()) == 1


def test_it_waits_for_no_pen(store):
    with store.write() as conn:
        WorkingRow(store, "it").write(HELD)
        assert conn.execute(working.select()).all()
