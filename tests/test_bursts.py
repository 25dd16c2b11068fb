"""However many mails are forged, or however long we were away: one person gets a handful of each
kind, and a digest of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from mailtracker.bursts import spare
from mailtracker.desk.effects import SendLetter, SetOwner
from mailtracker.desk.letters import Gap, HandedOwner, Reminder, SlippedRequester
from mailtracker.desk.request import Lane
from mailtracker.mail.message import Address
from mailtracker.store import digests, requests
from mailtracker.store.database import Store
from mailtracker.store.tables import digest_lines
from tests.store.makers import NOW, opened

BO = Address("Bo", "bo@corp.example")
GAP = SendLetter(Gap("eve@example.com", "x"), BO, "bo", Lane.TEAM)
REMINDER = SendLetter(Reminder(True), BO, "bo", Lane.REQUESTER)
WORD = SendLetter(SlippedRequester(True), Address("", "eva@corp.example"), "", Lane.OWNER)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        yield conn
    store.close()


def gathered(conn: Connection) -> int:
    return int(conn.scalar(select(func.count()).select_from(digest_lines)) or 0)


def told(conn: Connection, effect: SendLetter, times: int, burst: bool = False) -> int:
    """How many of so many go by themselves."""
    request = requests.request(conn, opened(conn))
    return sum(len(spare(conn, request, [effect], NOW, burst)) for _ in range(times))


def test_a_thousand_forged_mails_are_ten_reports_and_a_digest(conn: Connection) -> None:
    assert told(conn, GAP, 1000) == 10
    assert gathered(conn) == 990
    later = NOW + timedelta(days=1)
    assert digests.due(conn, NOW, 10) == []
    assert digests.due(conn, later, 10) == [(None, "bo", "gaps")]


def test_of_ladders_three_in_ten_minutes_go_by_themselves(conn: Connection) -> None:
    assert told(conn, REMINDER, 20) == 3
    assert gathered(conn) == 17


def test_in_a_burst_none_does_but_each_requester_has_a_word(conn: Connection) -> None:
    assert told(conn, REMINDER, 20, burst=True) == 0
    assert told(conn, WORD, 20, burst=True) == 20
    assert gathered(conn) == 20


def test_who_has_it_no_more_is_not_reminded_of_it(conn: Connection) -> None:
    number = opened(conn)
    owned = requests.request(conn, number)
    for person in ("bo", "dana"):  # who has it, and who only hears that it is late
        for _ in range(4):
            spare(conn, owned, [replace(REMINDER, person=person)], NOW, burst=False)
    assert gathered(conn) == 2
    handed = SendLetter(HandedOwner("Sam", "slipped", ""), BO, "bo", Lane.TEAM)
    sams = replace(owned, owner="sam", former_owners=(*owned.former_owners, "bo"))
    spare(conn, sams, [SetOwner("sam", by_hand=False), handed], NOW, burst=False)
    assert digests.due(conn, NOW + timedelta(hours=1), 10) == [(None, "dana", "late")]
    spare(conn, sams, [SetOwner("sam", by_hand=False), handed], NOW, burst=True)
    assert gathered(conn) == 2


def test_that_somebody_handed_it_over_is_told_at_once_but_in_a_burst(conn: Connection) -> None:
    handed = SendLetter(HandedOwner("Sam", "slipped", ""), BO, "bo", Lane.TEAM)
    assert told(conn, handed, 20) == 20
    assert told(conn, handed, 20, burst=True) == 0
