"""Who is away is kept until it is over or undone, and every decision sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from mailtracker.desk.known_absence import KnownAbsence, KnownBy
from mailtracker.policy.model import Absence
from mailtracker.store import absences
from mailtracker.store.absences import HeardOf
from mailtracker.store.scene import scene
from mailtracker.store.together import together
from tests.desk.makers import policy
from tests.store.makers import NOW

__all__ = ["policy"]

TODAY, DAY = NOW.date(), timedelta(days=1)


def gone(start: date, end: date | None, person: str = "bo", cover: str = "") -> KnownAbsence:
    return KnownAbsence(person, Absence(start, end), KnownBy.NOTICE, cover, digest="d")


def days(conn: Connection, now=NOW) -> list[tuple[str, Absence]]:
    return [(one.person, one.days) for one in absences.running(conn, now)]


@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [
        (-9, -2, False),
        (-9, -1, True),  # somewhere it is still yesterday
        (-9, 0, True),
        (3, 5, True),  # to come
        (-9, None, True),
    ],
)
def test_what_is_over_is_not_looked_at(
    conn: Connection, first: int, last: int | None, stands: bool
) -> None:
    end = None if last is None else TODAY + last * DAY
    absences.enter(conn, gone(TODAY + first * DAY, end), HeardOf(NOW))
    assert bool(days(conn)) is stands


def test_it_is_read_as_it_was_written(conn: Connection) -> None:
    one = gone(TODAY, TODAY + 3 * DAY, cover="sam")
    found = absences.enter(conn, one, HeardOf(NOW, line_id=7))
    assert found.id is not None
    assert found.since == NOW
    assert absences.running(conn, NOW) == (found,)
    assert (found.person, found.days, found.cover) == ("bo", one.days, "sam")
    assert (found.known_by, found.digest, found.line_id) == (KnownBy.NOTICE, "d", 7)


def test_what_is_undone_is_gone_from_every_decision(conn: Connection, policy) -> None:
    one = absences.enter(conn, gone(TODAY, None), HeardOf(NOW))
    other = absences.enter(conn, gone(TODAY, None, "sam"), HeardOf(NOW))
    assert scene(conn, policy, NOW).absences == (one, other)
    absences.end(conn, [one], NOW)
    assert scene(conn, policy, NOW).absences == (other,)


def test_the_second_mail_of_a_group_sees_what_the_first_one_did(conn: Connection, policy) -> None:
    with together(conn):
        assert scene(conn, policy, NOW).absences == ()
        one = absences.enter(conn, gone(TODAY, None), HeardOf(NOW))
        assert scene(conn, policy, NOW).absences == (one,)
        absences.end(conn, [one], NOW)
        assert scene(conn, policy, NOW).absences == ()
