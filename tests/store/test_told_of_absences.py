"""What was done and told of absences is kept; a reply address of a letter about several requests is
about one of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from mailtracker.desk.absence.absence_kinds import AbsenceTold, KnownBy, Reach
from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.desk.request import Lane
from mailtracker.mail.message import Keys
from mailtracker.policy.model import Absence
from mailtracker.store import absences, outbox, request_tokens, told_of_absences
from mailtracker.store.absences import HeardOf
from mailtracker.store.absences_shown import shown
from mailtracker.store.issued import issued
from mailtracker.store.requests import request
from tests.store.makers import NOW, opened, outgoing

TODAY, DAY = NOW.date(), timedelta(days=1)


def enter(conn: Connection, first: int, last: int | None, by: KnownBy) -> KnownAbsence:
    end = None if last is None else TODAY + last * DAY
    days = Absence(TODAY + first * DAY, end)
    return absences.enter(conn, KnownAbsence("bo", days, by, reach=Reach.ALL), HeardOf(NOW))


def by_token(token: str) -> Keys:
    return Keys(tokens=(token,), ids=(), tags=())


def ids(found: list[KnownAbsence]) -> list[int | None]:
    return [one.id for one in found]


@pytest.mark.parametrize("by", [KnownBy.PEOPLE_FILE, KnownBy.FEED])
def test_what_the_files_say_has_a_row_that_makes_nobody_away(conn: Connection, by: KnownBy) -> None:
    one = enter(conn, -1, 3, by)
    assert absences.running(conn, NOW) == ()  # the files say it
    assert shown(conn, NOW) == []
    assert ids(absences.to_hand(conn)) == [one.id]
    assert ids(told_of_absences.on_file(conn, TODAY)) == [one.id]


def test_each_is_announced_once_and_again_with_other_days(conn: Connection) -> None:
    one = enter(conn, 1, 3, KnownBy.PEOPLE_FILE)
    enter(conn, 1, 3, KnownBy.MAIL)  # told in the answer to that mail
    assert ids(told_of_absences.to_announce(conn, TODAY)) == [one.id]
    for _ in range(2):
        told_of_absences.tell(conn, [one], AbsenceTold.ANNOUNCED, NOW)
    assert told_of_absences.to_announce(conn, TODAY) == []
    told_of_absences.untell(conn, [one])
    assert ids(told_of_absences.to_announce(conn, TODAY)) == [one.id]
    absences.end(conn, [one], NOW)
    assert told_of_absences.to_announce(conn, TODAY) == []


@pytest.mark.parametrize(
    ("last", "stands"),
    [(-90, False), (-59, True), (-1, True), (1, True), (2, False), (None, False)],
)
def test_who_is_back_is_told_for_a_while(conn: Connection, last: int | None, stands: bool) -> None:
    one = enter(conn, -99, last, KnownBy.NOTICE)
    assert ids(told_of_absences.to_welcome(conn, NOW)[0]) == [one.id] * stands
    told_of_absences.tell(conn, [one], AbsenceTold.BACK, NOW)
    assert told_of_absences.to_welcome(conn, NOW) == ([], [])


def test_what_somebody_ended_or_another_took_the_place_of_is_told_as_well(
    conn: Connection,
) -> None:
    one = enter(conn, -9, 9, KnownBy.MAIL)
    absences.end(conn, [one], NOW)
    assert [ids(some) for some in told_of_absences.to_welcome(conn, NOW)] == [[], [one.id]]
    assert told_of_absences.to_welcome(conn, NOW + timedelta(days=61)) == ([], [])
    told_of_absences.tell(conn, [one], AbsenceTold.BACK, NOW)
    assert told_of_absences.to_welcome(conn, NOW) == ([], [])


def test_what_went_over_is_told_once_however_many_absences_there_were(conn: Connection) -> None:
    one, other = (enter(conn, -3, -1, by) for by in (KnownBy.PEOPLE_FILE, KnownBy.MAIL))
    about = request(conn, opened(conn))
    for absence in (one, other):
        absences._hand(conn, absence, "sam", HeardOf(NOW, about))
    assert told_of_absences.went(conn, [one, other]) == [about.id]
    assert told_of_absences.went(conn, []) == []


def test_a_reply_address_of_the_letter_leads_to_its_own_request(conn: Connection) -> None:
    first, second = opened(conn), opened(conn)
    letter = replace(outgoing("letter", to="sam@corp.example"), person="sam", lane=Lane.TEAM)
    row = outbox.queue(conn, letter)
    request_tokens.add(conn, letter.row_key, {"Tok1": first, "tok2": second})
    (found,), known = issued(conn, by_token("TOK2"), NOW)
    assert (found.request_id, found.recipient, found.person) == (second, letter.recipient, "sam")
    assert (found.lane, found.by_token, found.outbox_id) == (Lane.REQUESTER, True, row)
    assert known == ()
    assert request_tokens.requests_in(conn, found.outbox_id) == [first, second]
    outbox.revoke(conn, ["tok2"], [])  # somebody else has read it
    assert issued(conn, by_token("tok2"), NOW) == ((), ())
    (found,), _ = issued(conn, by_token("tok1"), NOW)
    assert found.request_id == first
    far = NOW + timedelta(days=2000)
    found_late, old = issued(conn, by_token("tok1"), far)
    assert (found_late, [one.request_id for one in old]) == ((), [first])


def test_other_mail_is_about_no_other_request(conn: Connection) -> None:
    row = outbox.queue(conn, outgoing("letter"))
    assert row is not None
    assert request_tokens.requests_in(conn, row) == []
