"""When expected mail is due, against a slow reading; what was missed, by a table and by play."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailtracker.policy.calendar import windows
from mailtracker.policy.condition import AllOf
from mailtracker.policy.expected import (
    ANYBODY,
    Awaiting,
    Expectation,
    Miss,
    Tick,
    asked_at,
    begins,
    chased_at,
    is_late,
    judge,
)
from mailtracker.policy.recurrence import Each, Recurrence, dues, last_due, next_due
from mailtracker.policy.worktime import DayTime, Hours, OwnDays

MINUTE = timedelta(minutes=1)
STEP = timedelta(minutes=15)
"""Of the slow reading: all times of `RULES`, and all changes of clocks, lie on one."""
OPEN, SHUT = ((9 * 60, 17 * 60),), ()
ZONES = (
    "Europe/Copenhagen",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Kathmandu",
)
CHANGES = (  # days before clocks change in one of these zones, or in none
    date(2026, 3, 7),
    date(2026, 3, 28),
    date(2026, 10, 24),
    date(2026, 10, 31),
    date(2026, 4, 4),
    date(2026, 10, 3),
    date(2026, 2, 14),
    date(2026, 7, 30),
    date(2026, 12, 30),
)


def hours(zone="Europe/Copenhagen", free=()):
    own = tuple(OwnDays(day, day, False, DayTime(()), str(day)) for day in free)
    return Hours("office", ZoneInfo(zone), (OPEN,) * 5 + (SHUT,) * 2, own=own)


RULES = (
    Recurrence(0, Each.DAY, "00:00 each day"),
    Recurrence(24 * 60, Each.DAY, "24:00 each day"),
    Recurrence(2 * 60 + 30, Each.DAY, "02:30 each day"),
    Recurrence(1 * 60 + 15, Each.DAY, "01:15 each day"),
    Recurrence(6 * 60 + 30, Each.WORKING_DAY, "06:30 each working day"),
    Recurrence(2 * 60, Each.WEEKDAY, "02:00 each sunday", weekdays=frozenset({6})),
    Recurrence(2 * 60 + 30, Each.MONTH_DAY, "02:30 each month on the 1st", number=1),
    Recurrence(9 * 60, Each.LAST_DAY, "09:00 each month on the last day"),
    Recurrence(9 * 60, Each.LAST_WORKING_DAY, "09:00 each month on the last working day"),
    Recurrence(9 * 60, Each.FIRST_WORKING_DAY, "09:00 each month on the first working day"),
)


def is_meant(rule, their, day):
    """The same question, by looking at every day of the month."""
    month = [day.replace(day=1) + timedelta(days=n) for n in range(31)]
    month = [one for one in month if one.month == day.month]
    worked = [one for one in month if windows(their, one)]
    return {
        Each.DAY: lambda: True,
        Each.WORKING_DAY: lambda: day in worked,
        Each.WEEKDAY: lambda: day.weekday() in rule.weekdays,
        Each.MONTH_DAY: lambda: day.day == rule.number,
        Each.LAST_DAY: lambda: day == month[-1],
        Each.FIRST_WORKING_DAY: lambda: day in worked[:1],
        Each.LAST_WORKING_DAY: lambda: day in worked[-1:],
    }[rule.each]()


def slowly(rule, their, after, days):
    """The last of all steps at which the local clock shows the time, or skips it."""
    at = after + STEP

    def local(instant):
        return instant.astimezone(their.zone).replace(tzinfo=None)

    end = at + timedelta(days=days)
    while at < end:
        for day in {local(at).date(), local(at).date() - timedelta(days=1)}:
            wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=rule.minute)
            passes = local(at - STEP) < wanted <= local(at)
            if not is_meant(rule, their, day) or not (passes or local(at) == wanted):
                continue
            if all(local(at + n * STEP) > wanted for n in range(1, 13)):
                return at
        at += STEP
    return None


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.written)
def test_it_is_due_when_the_local_clock_shows_the_time_for_the_last_time(zone, rule):
    for begin in CHANGES:
        after = datetime.combine(begin, datetime.min.time(), UTC) + timedelta(hours=9)
        wanted = slowly(rule, hours(zone), after, 2)
        found = next_due(rule, hours(zone), after)
        assert wanted in (found, None)
        if wanted is None:
            assert found >= after + timedelta(days=2)


START = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.integers(0, 730 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(RULES), st.sampled_from(ZONES), instants)
def test_next_and_last_are_neighbours(rule, zone, at):
    their = hours(zone)
    due = next_due(rule, their, at)
    before = last_due(rule, their, at)
    assert before <= at < due
    assert next_due(rule, their, before) == due
    assert last_due(rule, their, due) == due
    assert list(dues(rule, their, before, due)) == [due]


def test_free_days_are_left_out_and_the_last_working_day_moves():
    christmas = [date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31)]
    their = hours(free=christmas)
    after = datetime(2026, 12, 23, 12, tzinfo=UTC)
    assert next_due(RULES[4], their, after) == datetime(2026, 12, 28, 5, 30, tzinfo=UTC)
    assert next_due(RULES[8], their, after) == datetime(2026, 12, 30, 8, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_is_due_the_second_time_and_one_that_is_skipped_at_the_change():
    their = hours()
    autumn = next_due(RULES[2], their, datetime(2026, 10, 24, 12, tzinfo=UTC))
    spring = next_due(RULES[2], their, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert autumn == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert spring == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_hours_without_working_days_are_said_so():
    closed = Hours("none", ZoneInfo("UTC"), (SHUT,) * 7)
    with pytest.raises(ValueError, match="never comes"):
        next_due(RULES[4], closed, datetime(2026, 1, 1, tzinfo=UTC))


# -- what was missed ---------------------------------------------------------------

DAILY = Recurrence(6 * 60, Each.DAY, "06:00 each day")
DAYS = Hours("all", ZoneInfo("UTC"), (OPEN,) * 7)


def backup(people=(), by=DAILY, ask_at=None):
    return Expectation(
        name="nightly backup",
        when=AllOf(()),
        by=by,
        hours=DAYS,
        to="bo",
        promise="normal",
        ladder="default",
        where="rules/all.yaml:1",
        people=people,
        ask_at=ask_at,
    )


def at(day, hour=6, minute=0):
    """In November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def ticks(*came):
    return [Tick(ANYBODY, one) for one in came]


STARTS = Awaiting(at(9))

PLAYED = (
    ("every day in time", (at(10, 5), at(11, 5), at(12, 5)), 12, ()),
    ("at the very instant", (at(10), at(11), at(12)), 12, ()),
    ("nothing", (), 12, (10, 11, 12)),
    ("one day without", (at(10, 5), at(12, 5)), 12, (11,)),
    ("late in the morning", (at(10, 8), at(11, 5), at(12, 5)), 12, ()),
    ("late mail does not stand for the next day", (at(10, 8), at(12, 5)), 12, (11,)),
    ("late and twice", (at(10, 8), at(10, 9), at(12, 5)), 12, (11,)),
    ("late and then in time", (at(10, 8), at(11, 5)), 11, ()),
    ("shortly before the next one is that one's", (at(11, 5),), 11, (10,)),
    ("at half of the period it is still late", (at(10, 18),), 10, ()),
    ("late after the last due time", (at(10, 5), at(11, 5), at(12, 9)), 12, ()),
    ("after two missed ones only the last is late", (at(11, 9),), 11, (10,)),
    ("early mail counts once", (at(9, 7), at(9, 8)), 11, (10 + 1,)),
    ("what is not due yet is not missed", (), 9, ()),
)


NAMES = [one[0] for one in PLAYED]


@pytest.mark.parametrize(("came", "until", "missed"), [one[1:] for one in PLAYED], ids=NAMES)
def test_what_was_missed(came, until, missed):
    found, awaiting = judge(backup(), STARTS, ticks(*came), at(until))
    assert [one.due for one in found] == [at(day) for day in missed]
    assert awaiting.before == at(max(until, 9))
    assert bool(awaiting.absent) == (at(until) in ABSENT.get(came, missed_at(missed)))


def missed_at(days):
    return [at(day) for day in days]


ABSENT = {
    (at(10, 5), at(11, 5), at(12, 9)): [at(12)],  # it came late after that
    (at(10, 18),): [at(10)],
    (at(11, 9),): [at(11)],
}
"""Of what was judged last, where that is not what is missing still."""


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 8 * 24 * 4), max_size=12).map(sorted),
    st.lists(st.integers(0, 9 * 24), max_size=6).map(sorted),
)
def test_it_is_the_same_in_one_look_and_in_many(quarters, looks):
    """Mail is known before silence is judged, as the daemon sees to it. In one look what was late
    is known already; looks in between may have told of it before it came, and of nothing else.
    """
    came = ticks(*(at(9) + timedelta(minutes=15 * one) for one in quarters))
    end = at(9) + timedelta(days=9)
    whole, last = judge(backup(), STARTS, came, end)
    awaiting, told = STARTS, []
    for look in [at(9) + timedelta(hours=one) for one in looks] + [end]:
        known = [tick for tick in came if tick.at <= look]
        missed, awaiting = judge(backup(), awaiting, known, look)
        told += missed
    assert awaiting == last
    assert [one for one in told if one in whole] == whole
    for one in told:
        if one not in whole:
            assert any(one.due < tick.at <= one.due + timedelta(hours=12) for tick in came)


def test_of_people_each_owes_one():
    three = backup(people=("ana", "bo", "sam"))
    came = [Tick("ana", at(10, 5)), Tick("sam", at(10, 9)), Tick("ana", at(11, 5))]
    found, awaiting = judge(three, STARTS, came, at(10))
    assert found == [Miss(at(10), ("bo",))], "sam's came late"
    assert awaiting.absent == {"bo", "sam"}
    found, awaiting = judge(three, awaiting, came, at(11))
    assert found == [Miss(at(11), ("bo", "sam"))]


def test_it_begins_with_the_first_whole_period():
    started = begins(backup(), at(9, 7))
    assert started == Awaiting(at(10))
    assert judge(backup(), started, [], at(10, 23))[0] == []
    assert judge(backup(), started, [], at(11))[0] == [Miss(at(11), (ANYBODY,))]


def test_late_is_said_of_a_mail():
    missed = Awaiting(at(10), frozenset({ANYBODY}))
    assert is_late(backup(), missed, Tick(ANYBODY, at(10, 8)))
    assert not is_late(backup(), missed, Tick(ANYBODY, at(10, 22)))
    assert not is_late(backup(), Awaiting(at(10)), Tick(ANYBODY, at(10, 8)))


def test_people_are_asked_within_the_period_and_once_more_later():
    weekly = Recurrence(17 * 60, Each.WEEKDAY, "17:00 each friday", weekdays=frozenset({4}))
    asks = Recurrence(9 * 60, Each.WEEKDAY, "09:00 each friday", weekdays=frozenset({4}))
    asked = backup(people=("ana",), by=weekly, ask_at=asks)
    awaiting = Awaiting(at(13, 17))
    assert asked_at(asked, awaiting) == at(20, 9)
    assert chased_at(asked, awaiting) == at(20, 15)
    assert asked_at(backup(people=("ana",)), awaiting) is None
