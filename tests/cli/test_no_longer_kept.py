"""Of a request whose words were purged commands say so, in place of its subject."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from mailtracker.desk.effects import SetStatus, StopClock
from mailtracker.desk.request import NO_LONGER_KEPT, Status
from mailtracker.store import purging
from mailtracker.store.database import Store
from mailtracker.store.tables import requests
from tests.cli.makers import NOW, Run, opened

CLOSED = (StopClock(True), SetStatus(Status.CLOSED))


@pytest.fixture
def purged(store: Store) -> None:
    later = NOW + timedelta(days=100)
    with store.write() as conn:
        opened(conn, "Zq-words", *CLOSED)
        assert purging.purge_requests(conn, "IT help", later, later, 10) == 1
        opened(conn, "", *CLOSED)


@pytest.mark.parametrize(
    ("command", "times"),
    [
        (("list", "--all"), 1),
        (("show", "IT-1001"), 2),  # the request, and the mail that opened it
        (("show", "IT-1002"), 0),  # never had a subject
        (("explain", "IT-1001"), 1),
    ],
)
def test_that_a_subject_is_no_longer_kept_is_said_where_it_stood(
    mailtracker: Run, purged: None, command: tuple[str, ...], times: int
) -> None:
    shown = mailtracker(*command)
    assert shown.exit_code == 0
    assert shown.output.count(NO_LONGER_KEPT) == times
    assert "Zq" not in shown.output


def test_what_was_opened_again_and_is_late_is_listed_so(
    mailtracker: Run, store: Store, purged: None
) -> None:
    late = {"unanswered_since": NOW, "promised_at": NOW - timedelta(hours=1)}
    with store.write() as conn:
        again = {"status": "open", "closed_at": None, **late}
        conn.execute(update(requests).where(requests.c.reference == "IT-1001").values(again))
    assert NO_LONGER_KEPT in mailtracker("status").output
