"""What PostgreSQL reads whole: nothing that grows. Which index it takes is a matter of its
statistics; that one can serve each question is ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection

from mailtracker.desk.request import State
from mailtracker.store import (
    daily,
    deadlines,
    outbox,
    purging,
    recovery,
    requests,
    sending,
    statistics,
)
from tests.store.makers import NOW, opened, plan, queue

pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)

LATER = NOW + timedelta(days=200)

Question = Callable[[Connection], object]
QUESTIONS: dict[str, Question] = {
    "deadlines": lambda conn: deadlines.due(conn, NOW),
    "one's own": lambda conn: daily.open_with(conn, ["bo"], NOW),
    "by number": lambda conn: requests.by_ids(conn, [1, 2]),
    "a claim": lambda conn: sending.claim_all(conn, NOW, most=10),
    "those of one cause": lambda conn: sending.wake(conn, "rcpt 550", NOW),
    "orphans": lambda conn: recovery.recover_of(conn, [1], NOW),
    "what each rule opened": lambda conn: statistics.taken_by_rule(conn, NOW),
    "old requests": lambda conn: purging.purge_requests(conn, "it", LATER, LATER, limit=9),
    "old lines": lambda conn: purging.purge_lines(conn, bytes(32), "it", LATER, limit=9),
    "old notices": lambda conn: purging.purge_notices(conn, LATER, limit=9),
    "how many mails": outbox.count_states,
    **{f"{state} mails": partial(outbox.rows, state=state) for state in State},
}


def test_no_question_reads_a_table_whole(conn: Connection) -> None:
    queue(conn, "a", opened(conn))
    queue(conn, "b")
    whole = {
        name: [step for step in plan(conn, partial(ask, conn)) if _is_whole(step)]
        for name, ask in QUESTIONS.items()
    }
    assert {name: steps for name, steps in whole.items() if steps} == {}


def _is_whole(step: str) -> bool:
    return step.startswith("SCAN") and "INDEX" not in step


def test_a_table_that_is_read_whole_is_seen(conn: Connection) -> None:
    steps = plan(conn, lambda: conn.exec_driver_sql("SELECT id FROM requests WHERE why = ''"))
    assert [step for step in steps if _is_whole(step)] == ["SCAN requests"]
