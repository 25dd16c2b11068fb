"""Who is away is kept until it is over or undone, and every decision sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from mailtracker.desk.absence.absence_effects import NoteAbsent, NoteBack, NoteNotice
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, NoticeSeen
from mailtracker.desk.effects import (
    Decision,
    Effect,
    LogEvent,
    SetOwner,
    SetStatus,
    StopClock,
)
from mailtracker.desk.facts import NO_NOTICE
from mailtracker.desk.request import Status
from mailtracker.mail.message import Keys
from mailtracker.policy.model import Absence
from mailtracker.store import absences, outbox
from mailtracker.store.absences import Concerned, HeardOf
from mailtracker.store.apply import apply
from mailtracker.store.issued import to_person
from mailtracker.store.scene import scene
from mailtracker.store.together import together
from tests.desk.makers import message, policy
from tests.store.makers import NOW, opened, outgoing

__all__ = ["policy"]

TODAY, DAY, HOUR = NOW.date(), timedelta(days=1), timedelta(hours=1)


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


def noted(conn: Connection, *effects: Effect, about: int | None = None, at=NOW) -> None:
    apply(conn, Decision("", effects, about), None, at)


def test_each_text_is_remembered_from_its_first_time_on(conn: Connection) -> None:
    noted(conn, NoteNotice("bo", "a"))
    noted(conn, NoteNotice("bo", "a"), at=NOW + DAY)
    noted(conn, NoteNotice("sam", "a"))
    (seen,) = absences.notices(conn, "bo")
    assert seen == NoticeSeen("a", NOW, NOW + DAY)


def test_back_undoes_whatever_programs_said_of_that_person(conn: Connection) -> None:
    one = absences.enter(conn, gone(TODAY, None), HeardOf(NOW))
    noted(conn, NoteNotice("bo", "a"), NoteNotice("bo", "b"), NoteNotice("sam", "a"))
    noted(conn, NoteBack("bo", (one,)), at=NOW + DAY)
    assert [seen.undone_at for seen in absences.notices(conn, "bo")] == [NOW + DAY] * 2
    assert [seen.undone_at for seen in absences.notices(conn, "sam")] == [None]
    assert absences.running(conn, NOW) == ()


def lent_for(conn: Connection, *then: Effect, later=HOUR) -> list[int]:
    """What may be given back, once `then` happened to what was handed on."""
    one, other = opened(conn), opened(conn)
    absence = absences.enter(conn, gone(TODAY, None), HeardOf(NOW))
    for number in (one, other):
        noted(conn, SetOwner("sam"), NoteAbsent(absence, handed_to="sam"), about=number)
    noted(conn, *then, about=one, at=NOW + later)
    return [request.id - one + 1 for request in absences.lent(conn, [absence])]


@pytest.mark.parametrize(
    ("then", "left"),
    [
        ((), [1, 2]),
        ((LogEvent("rung", "reminded"),), [1, 2]),
        ((LogEvent("mine", "Sam has it"),), [2]),
        ((LogEvent("answer", "by Sam"),), [2]),
        ((LogEvent("snoozed", "by Sam, until Friday"),), [2]),
        ((SetOwner("ana"),), [2]),
        ((SetStatus(Status.CLOSED),), [2]),
        ((StopClock(answered=True),), [2]),  # another promise
    ],
)
def test_what_was_touched_since_is_not_given_back(conn: Connection, then, left) -> None:
    assert lent_for(conn, *then) == left


@pytest.mark.parametrize(
    ("by", "ago", "given"),
    [
        (KnownBy.NOTICE, timedelta(days=9), True),
        (KnownBy.MAIL, timedelta(hours=23), True),
        (KnownBy.MAIL, timedelta(hours=25), False),
    ],
)
def test_back_asks_for_what_a_program_gave_away_or_went_within_a_day(
    conn: Connection, by, ago, given
) -> None:
    number = opened(conn)
    absence = absences.enter(conn, replace(gone(TODAY, None), known_by=by), HeardOf(NOW - ago))
    noted(conn, SetOwner("sam"), NoteAbsent(absence, handed_to="sam"), about=number, at=NOW - ago)
    mail = Concerned(False, message("bo@corp.example", "x", "back"), NOW)
    assert bool(absences.facts(conn, (), mail).lent) is given


def to_bo(conn: Connection, key: str, **more) -> None:
    changed = {"person": "bo", "token": f"tok{key}", **more}
    row = replace(outgoing(key, to="bo@corp.example"), **changed)
    assert outbox.queue(conn, row) is not None


def test_a_letter_about_no_request_is_known_by_its_keys_for_half_a_year(conn: Connection) -> None:
    to_bo(conn, "a")
    to_bo(conn, "b", created_at=NOW - timedelta(days=181))
    to_bo(conn, "c", request_id=opened(conn))
    to_bo(conn, "d", person="")
    by_token = {key: Keys((f"tok{key}",), (), ()) for key in "abcd"}
    by_id = {key: Keys((), (f"<k.{key}@host>",), ()) for key in "abcd"}
    for keys in (by_token, by_id):
        told = {key: to_person(conn, one, NOW).person for key, one in keys.items()}
        assert told == {"a": "bo", "b": "", "c": "", "d": ""}
    outbox.revoke(conn, {"toka"}, set())
    assert to_person(conn, by_id["a"], NOW) == NO_NOTICE
