"""What an absence changes is told as it is; which absences of the files are due, new, changed or
gone; and nobody reads of a request that they are kept out of.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailtracker.desk.absence.absence_kinds import KnownBy, Reach
from mailtracker.desk.absence.absence_letters import AwayNoticed, AwayTold
from mailtracker.desk.absence.absent import announced, goes_over, on_absent, told
from mailtracker.desk.absence.absent_days import begins_at
from mailtracker.desk.absence.away_plan import MAX_DAYS, plan_of
from mailtracker.desk.absence.covered import (
    MAX_WORD,
    LineParts,
    back_again,
    covering,
    first_line,
    for_cover,
)
from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.desk.absence.on_file import due_on_file, followed, news_in
from mailtracker.desk.effects import RelayAgain, SendLetter, SetOwner
from mailtracker.desk.request import Status
from mailtracker.policy.coverage import As
from mailtracker.policy.model import Absence
from tests.desk.makers import NOW, address, request, scene, staffed

MONDAY = NOW.date()
FRIDAY = MONDAY + timedelta(days=4)
WEEK = Absence(MONDAY, FRIDAY)


def day(number: int) -> date:
    """From this Monday on."""
    return MONDAY + timedelta(days=number)


def on_file(person: str = "bo", days: Absence = WEEK, **more) -> KnownAbsence:
    known = KnownAbsence(person, days, KnownBy.PEOPLE_FILE, since=NOW, reach=Reach.ALL, id=1)
    return replace(known, **more)


def gone(policy, **people):
    """Those people with these absences."""
    return staffed(policy, **{key: {"away": days} for key, days in people.items()})


# What it changes.


def test_the_plan_names_who_takes_what_who_is_alone_and_who_is_nowhere(policy):
    there = scene(gone(policy, bo=(WEEK,)))
    plan = plan_of(there.policy.people["bo"], WEEK, there)
    (vpn, rest) = plan.taken
    assert (vpn.rules, vpn.unruled, vpn.how, vpn.names) == (
        ("vpn",),
        False,
        As.COVER,
        ("Sam Okoye",),
    )
    assert (rest.rules, rest.unruled, rest.how) == ((), True, As.NAMED)
    assert {(one.rules, one.names) for one in plan.alone} == {
        (("vpn",), ("Sam Okoye",)),
        ((), ("Sam Okoye",)),
    }
    assert plan.gaps == ()
    assert plan.back_on == day(7)
    both = scene(gone(policy, bo=(WEEK,), sam=(Absence(day(2), day(3)),)))
    gaps = plan_of(both.policy.people["bo"], WEEK, both).gaps
    assert [(one.rules, one.first, one.last, one.how) for one in gaps] == [
        (("vpn",), day(2), day(3), As.LEAD),
        ((), day(2), day(3), As.LEAD),
    ]


def test_only_what_is_left_of_an_absence_is_planned(policy):
    there = scene(gone(policy, bo=(WEEK,)), NOW + timedelta(days=2))
    assert plan_of(there.policy.people["bo"], WEEK, there).taken[0].first == day(2)
    over = scene(gone(policy, bo=(WEEK,)), NOW + timedelta(days=9))
    assert plan_of(over.policy.people["bo"], WEEK, over).is_empty


def test_an_absence_without_an_end_is_planned_for_a_while(policy):
    for_good = Absence(MONDAY, None)
    there = scene(gone(policy, bo=(for_good,)))
    plan = plan_of(there.policy.people["bo"], for_good, there)
    assert (plan.taken[0].last, plan.back_on) == (day(MAX_DAYS), None)


# Who is told.


def letters(found, kind):
    return [one for one in found if isinstance(one.letter, kind)]


def test_who_will_be_away_is_told_and_the_lead_of_gaps_alone(policy):
    there = scene(gone(policy, bo=(WEEK,)))
    quiet = announced(on_file(reach=Reach.DONE), [], there, [request()])
    assert [(type(one.letter), one.person.key) for one in quiet] == [(AwayNoticed, "bo")]
    both = scene(gone(policy, bo=(WEEK,), sam=(WEEK,)))
    loud = letters(announced(on_file(), [], both, []), AwayTold)
    assert [one.person.key for one in loud] == ["ana"]
    other = letters(announced(on_file("sam", id=2), [], both, []), AwayTold)
    assert other[0].letter.who == "Sam Okoye"


def test_an_equal_list_of_gaps_is_one_letter(policy):
    """Two who share a team are away on the same days: their lead reads of it once."""
    only = replace(policy, rules=())
    both = scene(gone(only, bo=(WEEK,), sam=(WEEK,)))
    once = {
        one.once
        for person, number in (("bo", 1), ("sam", 2))
        for one in letters(announced(on_file(person, id=number), [], both, []), AwayTold)
    }
    assert len(once) == 1


def test_who_leaves_reads_nothing(policy):
    leaving = staffed(policy, bo={"left": MONDAY})
    found = announced(on_file(days=Absence(MONDAY, None)), [], scene(leaving), [])
    assert letters(found, AwayNoticed) == []


def test_what_the_files_say_is_told_by_the_announcement_alone(policy):
    there = scene(gone(policy, bo=(WEEK,)))
    for known_by in (KnownBy.PEOPLE_FILE, KnownBy.FEED):
        assert told(on_file(known_by=known_by), [], there) == []


# What goes over.


def test_several_go_over_without_a_mail_each(policy):
    there = scene(gone(policy, bo=(WEEK,)))
    for carried in (True, False):
        effects = on_absent(request(), on_file(), there, carried).effects
        assert SetOwner("sam") in effects
        assert any(isinstance(one, RelayAgain) for one in effects) is carried
        letter = next(one.letter for one in effects if isinstance(one, SendLetter))
        assert letter.because == "away"


def test_what_somebody_leaves_behind_is_not_said_to_be_for_a_while(policy):
    there = scene(staffed(policy, bo={"left": MONDAY}))
    effects = on_absent(request(), on_file(days=Absence(MONDAY, None)), there).effects
    letter = next(one.letter for one in effects if isinstance(one, SendLetter))
    assert letter.because == "assigned"


@pytest.mark.parametrize(
    ("absence", "hour"),
    [
        (on_file(days=Absence(day(1), FRIDAY)), datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (on_file(days=Absence(day(5), day(9))), datetime(2026, 11, 30, 8, tzinfo=UTC)),  # Saturday
        (on_file(), NOW),  # entered when it ran already
        (on_file(known_by=KnownBy.MAIL), NOW),
        (
            on_file(known_by=KnownBy.MAIL, since=NOW + timedelta(hours=12)),
            NOW + timedelta(hours=12),  # at night, and said so: at once
        ),
        (
            on_file(since=NOW + timedelta(hours=12)),
            datetime(2026, 11, 24, 8, tzinfo=UTC),
        ),
    ],
)
def test_it_goes_over_when_their_work_would_begin(policy, absence, hour):
    assert begins_at(policy, policy.people["bo"], absence) == hour


@pytest.mark.parametrize(
    ("days", "known_by", "goes"),
    [
        (Absence(day(4), day(4)), KnownBy.FEED, ["IT-1001"]),  # a Friday
        (Absence(day(4), day(6)), KnownBy.FEED, ["IT-1001"]),
        (Absence(day(5), day(7)), KnownBy.FEED, ["IT-1001"]),  # from Saturday to Monday
        (Absence(day(4), day(7)), KnownBy.FEED, ["IT-1001", "IT-1002", "IT-1003"]),
        (Absence(day(4), None), KnownBy.FEED, ["IT-1001", "IT-1002", "IT-1003"]),
        (Absence(day(4), day(4)), KnownBy.PEOPLE_FILE, ["IT-1001", "IT-1002", "IT-1003"]),
    ],
)
def test_a_day_off_in_a_calendar_takes_along_what_is_due_before_they_are_back(
    policy, days, known_by, goes
):
    """Whoever has every Friday off would have nothing left after the first one."""
    soon = request(reference="IT-1001", promised_at=NOW + timedelta(days=4))
    later = request(reference="IT-1002", promised_at=NOW + timedelta(days=9))
    nothing_owed = request(reference="IT-1003", promised_at=None)
    absence, bo = on_file(days=days, known_by=known_by), policy.people["bo"]
    found = goes_over(absence, bo, [soon, later, nothing_owed], policy)
    assert [one.reference for one in found] == goes
    there = staffed(policy, bo={"away": (days,)})
    letters_to_bo = letters(announced(absence, [], scene(there), []), AwayNoticed)
    assert bool(letters_to_bo) is (len(goes) > 1)


def test_the_letter_to_the_cover_has_what_they_have_and_may_read(policy):
    later = request(id=2, reference="IT-1002", owner="sam", promised_at=NOW + timedelta(hours=9))
    soon = request(id=3, reference="IT-1003", owner="sam", promised_at=NOW + timedelta(hours=1))
    nothing_owed = request(id=4, reference="IT-1004", owner="sam", promised_at=None)
    elsewhere = request(id=5, reference="IT-1005", owner="ana")
    barred = request(id=6, reference="IT-1006", owner="sam", barred=("sam",), confidential=True)
    found = for_cover(
        policy.people["sam"], [nothing_owed, later, elsewhere, barred, soon], scene(policy)
    )
    assert [one.reference for one in found] == ["IT-1003", "IT-1002", "IT-1004"]


def test_an_answer_that_reaches_nobody_has_no_link(policy):
    doubtful = request(owner="sam", requester=address("", "somebody in doubt"))
    parts = LineParts("How?", "reply-1", "IT-1001.eml")
    letter = covering(policy.people["bo"], WEEK, [(doubtful, parts)], scene(policy))
    assert letter.lines[0].reply_to == ""
    letter = covering(policy.people["bo"], WEEK, [(request(), parts)], scene(policy))
    assert (letter.lines[0].reply_to, letter.left, letter.end) == ("reply-1", False, FRIDAY)


def test_who_is_back_reads_what_became_of_it_the_open_ones_first(policy):
    found = [
        request(id=1, reference="IT-1001", owner="sam", status=Status.CLOSED),
        request(id=2, reference="IT-1002", owner="somebody who left", status=Status.OPEN),
        request(id=3, reference="IT-1003", owner="bo", status=Status.WAITING),
        request(id=4, reference="IT-1004", owner="sam", status=Status.OPEN, barred=("bo",)),
        request(id=5, reference="IT-1005", owner="sam", status=Status.ANSWERED, confidential=True),
    ]
    letter = back_again(policy.people["bo"], found, scene(policy))
    assert letter is not None
    assert [(one.reference, one.state, one.owner, one.yours) for one in letter.lines] == [
        ("IT-1002", "open", "somebody who left", False),
        ("IT-1003", "waiting", "Bo Jensen", True),
        ("IT-1005", "answered", "Sam Okoye", False),
        ("IT-1001", "closed", "Sam Okoye", False),
    ]
    assert letter.lines[2].subject_line == ""
    assert back_again(policy.people["bo"], found[3:4], scene(policy)) is None
    assert back_again(policy.people["bo"], [], scene(policy)) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Is there\n\n  any news? ", "Is there any news?"),
        ("", ""),
        ("word " * 100, ("word " * 39).strip() + " word…"),
        ("w" * 500, "w" * MAX_WORD + "…"),
    ],
)
def test_a_last_word_is_one_line(text, line):
    assert first_line(text) == line


# Which absences of the files are due.


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (WEEK, True),
        (Absence(day(-9), day(-1)), False),  # over
        (Absence(day(-9), day(0)), True),
        (Absence(day(2), day(4)), True),  # two working days
        (Absence(day(3), day(4)), False),
        (Absence(day(-9), None), True),
    ],
)
def test_an_absence_is_due_when_it_runs_or_begins_within_two_working_days(policy, days, due):
    there = gone(policy, bo=(days,))
    assert due_on_file(there, NOW, []) == ([("bo", days)] if due else [])


def test_over_a_weekend_two_working_days_are_four(policy):
    days = Absence(day(8), day(9))  # a Tuesday
    friday = NOW + timedelta(days=4)
    assert due_on_file(gone(policy, bo=(days,)), friday, []) == [("bo", days)]


def test_what_is_new_in_the_files_is_due_whenever_it_begins(policy):
    days = Absence(day(40), day(50))
    after = gone(policy, bo=(days,))
    assert news_in(after, policy) == {("bo", days)}
    assert due_on_file(after, NOW, news_in(after, policy)) == [("bo", days)]
    assert news_in(after, after) == frozenset()
    calendar = staffed(policy, bo={"away_by_feeds": (days,)})
    assert news_in(calendar, policy) == frozenset()  # people have theirs for years ahead


def test_who_leaves_is_due_as_who_is_away_is(policy):
    leaving = staffed(policy, bo={"left": day(1)})
    assert due_on_file(leaving, NOW, []) == [("bo", Absence(day(1), None))]


def test_the_store_follows_what_the_files_say(policy):
    longer = Absence(MONDAY, day(11))
    rows = [on_file(id=1), on_file("sam", id=2), on_file("sue", id=3)]
    there = gone(policy, bo=(WEEK,), sam=(longer,), ana=(WEEK,))
    news = followed(there, rows, due_on_file(there, NOW, []))
    assert [one.id for one in news.gone] == [3]
    assert [(one.id, one.days) for one in news.changed] == [(2, longer)]
    assert [(one.person, one.days, one.known_by, one.reach) for one in news.new] == [
        ("ana", WEEK, KnownBy.PEOPLE_FILE, Reach.ALL)
    ]
    after = [rows[0], *news.changed, *(replace(one, id=4) for one in news.new)]
    assert followed(there, after, due_on_file(there, NOW, [])).is_nothing


def test_a_calendars_absence_is_entered_as_one(policy):
    there = staffed(policy, bo={"away_by_feeds": (WEEK,)})
    (new,) = followed(there, [], due_on_file(there, NOW, [])).new
    assert new.known_by is KnownBy.FEED
    twice = staffed(there, bo={"away": (WEEK,)})
    (new,) = followed(twice, [], due_on_file(twice, NOW, [])).new
    assert new.known_by is KnownBy.PEOPLE_FILE
