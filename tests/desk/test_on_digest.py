"""A digest that is due goes to whoever may read it by then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailtracker.desk.digests import MAX_LINES, OF_A_PERSON, Digested, DigestLine, Gathered
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.letters import AnswersGiven, Denied
from mailtracker.desk.on_digest import on_digest, put_off, to_person
from mailtracker.desk.request import Lane
from mailtracker.desk.several import SEVERAL
from mailtracker.policy.worktime import EVERY_MINUTE
from tests.desk.makers import NOW, request, scene

LINE = DigestLine("Eva Lund (eva@corp.example)", ("It is still down.",), NOW)


OF_ONE_READER = (Digested.CLAIMS, Digested.UNASKED, Digested.WAITS, *OF_A_PERSON)
FOR_THE_OWNER = [kind for kind in Digested if kind not in OF_ONE_READER]


def sent(policy, kind=Digested.FLOOD, person="bo", lines=(LINE,), **on):
    decision = on_digest(Gathered(request(**on), person, kind, lines), scene(policy))
    return [e for e in decision.effects if isinstance(e, SendLetter)]


def test_the_owner_gets_all_lines_in_one_letter_and_its_reply_goes_to_the_requester(policy):
    (letter,) = sent(policy, lines=(LINE, LINE))
    assert (letter.person, letter.lane, letter.letter.kind) == ("bo", Lane.REQUESTER, "flood")
    assert (letter.letter.lines, letter.letter.more) == ((LINE, LINE), 0)


def test_of_very_many_lines_the_first_are_shown_and_the_rest_is_counted(policy):
    (letter,) = sent(policy, lines=(LINE,) * (MAX_LINES + 7))
    assert (len(letter.letter.lines), letter.letter.more) == (MAX_LINES, 7)


@pytest.mark.parametrize("kind", FOR_THE_OWNER)
def test_it_follows_the_request_to_whoever_has_it_by_then(policy, kind):
    assert [e.person for e in sent(policy, kind, "bo", owner="sam")] == ["sam"]


def test_claims_go_to_whose_name_they_bear(policy):
    (letter,) = sent(policy, Digested.CLAIMS, "ana")
    assert (letter.person, letter.lane) == ("ana", Lane.TEAM)


@pytest.mark.parametrize("kind", [kind for kind in Digested if kind not in OF_A_PERSON])
def test_nobody_who_is_kept_out_reads_a_line(policy, kind):
    assert [e.person for e in sent(policy, kind, "ana", barred=("ana",))] in ([], ["bo"])


def test_an_owner_who_left_the_people_file_is_replaced_first(policy):
    assert {e.person for e in sent(policy, owner="gone")} <= set(policy.people)


NIGHT = NOW + timedelta(hours=14)
"""Eleven in the evening in Copenhagen."""


def late(policy, *requests, now=NIGHT, kind=Digested.LATE, person="bo"):
    lines = tuple(DigestLine(f"IT-{n}", (), NOW) for n in range(len(requests)))
    return put_off(Gathered(None, person, kind, lines, requests), scene(policy, now))


def test_what_ladders_tell_of_many_requests_waits_for_its_readers_hours(policy):
    found = late(policy, request(), request(id=2))
    opens = NOW + timedelta(hours=23)
    assert [(about, line.person, line.due_at) for about, line in found] == [
        (1, "bo", opens),
        (2, "bo", opens),
    ]


def test_but_not_where_one_of_them_is_promised_by_every_minute(policy):
    always = replace(policy.promises["normal"], hours=EVERY_MINUTE)
    urgent = replace(policy, promises={**policy.promises, "urgent": always})
    assert late(urgent, request(), request(id=2, promise="urgent")) == []


@pytest.mark.parametrize(
    ("about", "more"),
    [
        ([request()], {"now": NOW}),  # at work
        ([request()], {"kind": Digested.GAPS}),
        ([request()], {"person": "gone"}),
        ([request(unanswered_since=None, promised_at=None)], {}),  # nothing is left to tell
        ([None], {}),
    ],
)
def test_nor_where_nothing_has_to_wait(policy, about, more):
    assert late(policy, *about, **more) == []


OVER_ALL = {Digested.ANSWERS: AnswersGiven, Digested.DISPROVEN: Denied}


def over_all(policy, kind, *requests, person="bo"):
    lines = tuple(DigestLine(f"line {n}", (), NOW) for n in range(len(requests)))
    return to_person(Gathered(None, person, kind, lines, requests), scene(policy))


@pytest.mark.parametrize("kind", sorted(OVER_ALL))
def test_of_a_persons_digest_they_read_no_line_of_what_they_are_kept_out_of(policy, kind):
    secret = request(id=2, owner="sam", confidential=True, barred=("bo",))
    person, letter = over_all(policy, kind, request(), secret, None)
    assert (person.key, type(letter)) == ("bo", OVER_ALL[kind])
    assert [line.who for line in letter.lines] == ["line 0", "line 2"]
    assert over_all(policy, kind, secret) is None
    assert over_all(policy, kind, request(), person="gone") is None
    _, long = over_all(policy, kind, *(request(),) * (MAX_LINES + 7), secret)
    assert (len(long.lines), long.more) == (MAX_LINES, 7)


@pytest.mark.parametrize("kind", sorted(SEVERAL))
def test_of_several_requests_they_read_none_that_they_are_kept_out_of(policy, kind):
    secret = request(id=2, owner="sam", confidential=True, barred=("bo",), promised_at=NOW)
    theirs = request(owner="sam" if kind is Digested.MOVED else "bo", promised_at=NOW)
    person, letter = over_all(policy, kind, theirs, secret, None)
    assert (person.key, [line.reference for line in letter.lines]) == ("bo", ["IT-1001"])
    assert over_all(policy, kind, secret) is None
    assert over_all(policy, kind, theirs, person="gone") is None


def test_each_digest_over_all_requests_has_a_letter():
    assert {*OVER_ALL, *SEVERAL} == OF_A_PERSON
