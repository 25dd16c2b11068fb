"""What ladders and gaps would say to one person in many mails is told in one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mailtracker.desk.budgets import TABLE
from mailtracker.desk.digests import MAX_LINES, OF_A_PERSON, Digested
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.letters import Gap, Letter, Reminder, SlippedManager, SlippedRequester
from mailtracker.desk.request import Lane
from mailtracker.desk.several import SPARED, several, sparing_of
from mailtracker.desk.waiting_letters import SnoozeOver
from tests.desk.makers import NOW, address, request, scene

LATE = NOW - timedelta(hours=1)

BY_ITSELF = {
    "a requester's word": SendLetter(
        SlippedRequester(True), address("eva@corp.example"), "", Lane.OWNER
    ),
    "the same to a requester of the people file": SendLetter(
        SlippedRequester(True), address("ana@corp.example"), "ana", Lane.OWNER
    ),
    "a ladder's letter to nobody of the people file": SendLetter(
        Reminder(True), address("x@corp.example"), "", Lane.TEAM
    ),
}
GATHERED: dict[str, tuple[Letter, Digested]] = {
    "a reminder": (Reminder(True), Digested.LATE),
    "a manager's word": (SlippedManager(LATE, [], 1), Digested.LATE),
    "a gap": (Gap("eve@example.com", "x"), Digested.GAPS),
}


@pytest.mark.parametrize("case", BY_ITSELF)
def test_what_one_person_alone_waits_for_goes_by_itself(case):
    assert sparing_of(BY_ITSELF[case]) is None


@pytest.mark.parametrize("case", GATHERED)
def test_what_may_come_by_hundreds_is_gathered(case):
    letter, kind = GATHERED[case]
    terms = sparing_of(SendLetter(letter, address("bo@corp.example"), "bo", Lane.TEAM))
    assert terms is not None
    assert (terms.kind, terms.budget is None or terms.budget in TABLE) == (kind, True)


def hours(count):
    return NOW + timedelta(hours=count)


DUE_AT: dict[str, tuple[Letter, datetime, datetime | None, datetime]] = {
    "the promised time, half-way": (Reminder(False), hours(1), None, hours(0.5)),
    "the next rung, before it": (Reminder(False), hours(3), hours(0.5), hours(0.25)),
    "the next rung of what is late already": (
        SlippedManager(LATE, [], 1),
        LATE,
        hours(1.5),
        hours(0.75),
    ),
    "far ahead: an hour": (Reminder(False), hours(9), hours(8), hours(1)),
    "nothing ahead: an hour": (Reminder(True), LATE, None, hours(1)),
    "what was snoozed": (SnoozeOver(), hours(1), hours(1), hours(0.5)),
    "who only reads of gaps": (Gap("eve@example.com", "x"), hours(1), hours(1), hours(24)),
}


@pytest.mark.parametrize("burst", [False, True])
def test_a_list_of_what_is_owed_comes_while_its_reader_can_still_act(burst):
    for name, (letter, promised_at, due_at, told_at) in DUE_AT.items():
        terms = sparing_of(SendLetter(letter, address("bo@corp.example"), "bo", Lane.TEAM))
        owed = request(promised_at=promised_at, due_at=due_at)
        latest = min(told_at, hours(1)) if burst else told_at
        assert terms.due_at(owed, NOW, burst) == latest, name


def test_what_is_gathered_is_of_a_person():
    assert {terms.kind for terms in SPARED.values()} <= OF_A_PERSON


def late(number, **more):
    given = {"reference": f"IT-{number}", "promised_at": LATE - timedelta(minutes=number)}
    return request(**{"id": number, "unanswered_since": LATE, **given, **more})


def told(policy, kind=Digested.LATE, *found):
    letter = several(policy.people["ana"], kind, found, scene(policy))
    return None if letter is None else [line.reference for line in letter.lines]


def test_what_is_late_and_what_was_snoozed_are_one_letter(policy):
    """Each request once, and nothing that is only snoozed under the words for what is late."""
    ana, at = policy.people["ana"], scene(policy)
    first, other = late(1, owner="ana"), late(2, owner="ana")
    calm = late(3, owner="ana", unanswered_since=None, promised_at=None)
    for kind, found, beside in (
        (Digested.LATE, [first, other], [other, calm]),
        (Digested.SNOOZED, [other, calm], [first, other]),
    ):
        letter = several(ana, kind, found, at, beside)
        assert letter.kind is Digested.LATE
        assert [line.reference for line in letter.lines] == ["IT-2", "IT-1"]
        assert [line.reference for line in letter.also] == ["IT-3"]
    alone = several(ana, Digested.LATE, [late(4, promised_at=None)], at, [calm])
    assert (alone.kind, len(alone.lines), alone.also) == (Digested.SNOOZED, 1, [])


def test_what_is_promised_soonest_stands_first(policy):
    assert told(policy, Digested.LATE, late(1), late(3), late(2)) == ["IT-3", "IT-2", "IT-1"]


def test_what_was_answered_meanwhile_is_left_out(policy):
    answered = late(2, unanswered_since=None, promised_at=None)
    assert told(policy, Digested.LATE, late(1), answered) == ["IT-1"]
    assert told(policy, Digested.LATE, answered) is None


def test_who_is_kept_out_reads_no_line_of_it(policy):
    secret = late(2, barred=("ana",))
    assert told(policy, Digested.LATE, late(1), secret) == ["IT-1"]


def test_of_a_confidential_one_the_subject_is_not_told(policy):
    (line,) = several(
        policy.people["ana"],
        Digested.LATE,
        [late(1, confidential=True, subject="About pay")],
        scene(policy),
    ).lines
    assert (line.reference, line.subject_line) == ("IT-1", "")


def test_of_very_many_the_longest_overdue_are_shown_and_the_rest_is_counted(policy):
    many = [late(number) for number in range(1, MAX_LINES + 8)]
    letter = several(policy.people["ana"], Digested.LATE, many, scene(policy))
    assert (len(letter.lines), letter.more) == (MAX_LINES, 7)


def test_its_reader_sees_which_are_theirs(policy):
    letter = several(
        policy.people["ana"], Digested.LATE, [late(1), late(2, owner="ana")], scene(policy)
    )
    assert [(line.reference, line.yours) for line in letter.lines] == [
        ("IT-2", True),
        ("IT-1", False),
    ]
