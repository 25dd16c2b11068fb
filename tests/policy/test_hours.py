"""Working hours: adding, counting, holidays, breaks, and both clock changes
against a minute-stepping oracle.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailtracker.policy.hours import (
    add,
    add_days,
    between,
    next_open,
    subtract,
)
from mailtracker.policy.worktime import EVERY_MINUTE, Holidays, Hours

MINUTE = timedelta(minutes=1)


def office(
    zone: str = "Europe/Berlin",
    holidays: str = "",
    day: tuple[tuple[int, int], ...] = ((540, 1020),),
) -> Hours:
    places = (Holidays(holidays),) if holidays else ()
    return Hours("office", ZoneInfo(zone), (day,) * 5 + ((), ()), places)


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kolkata", date(2026, 3, 29)),
    ("Asia/Kolkata", date(2026, 10, 25)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("UTC", date(2026, 3, 29)),
    ("UTC", date(2026, 10, 25)),
]
OPENINGS = ((0, 75), (105, 135), (150, 165), (170, 600), (660, 1440))
"""Some begin or end inside the hour that is skipped or comes twice."""


def working_minutes(zone: ZoneInfo, first: date, days: int) -> list[tuple[datetime, bool]]:
    """Oracle: walk through every UTC minute and look at the local clock. Openings open and close
    when the clock first reaches their time; a clock that is set back opens and closes nothing
    again.
    """
    instant = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1)
    found, latest = [], dict[date, int]()
    while (shown := instant.astimezone(zone)).date() < first + timedelta(days=days):
        label = max(latest.get(shown.date(), -1), shown.hour * 60 + shown.minute)
        latest[shown.date()] = label
        found.append((instant, any(start <= label < end for start, end in OPENINGS)))
        instant += MINUTE
    return found


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_every_half_hour_round_a_clock_change_agrees_with_stepping_minute_by_minute(
    name: str, day: date
) -> None:
    zone = ZoneInfo(name)
    hours = Hours("odd", zone, (OPENINGS,) * 7)
    oracle = working_minutes(zone, day, 3)
    index = {instant: place for place, (instant, _) in enumerate(oracle)}
    begin = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    for half_hour in range(48):
        start = begin + timedelta(minutes=30 * half_hour)
        for wanted in (1, 45, 240, 700):
            left, place = wanted, index[start]
            while left:
                left -= oracle[place][1]
                place += 1
            expected = oracle[place][0]
            assert add(hours, start, wanted) == expected, (start, wanted)
            assert between(hours, start, expected) == wanted
            left = wanted
            while left:
                place -= 1
                left -= oracle[place][1]
            assert subtract(hours, expected, wanted) == oracle[place][0], (expected, wanted)
            assert oracle[place][0] == next_open(hours, start)
        opening = next(instant for instant, works in oracle[index[start] :] if works)
        assert next_open(hours, start) == opening


def test_the_oracle_really_meets_clock_changes() -> None:
    changed = 0
    for name, day in CHANGES:
        zone = ZoneInfo(name)
        before = datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset()
        changed += before != datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()
    assert changed == 8  # Kolkata and UTC never change


def test_a_missing_local_time_moves_forward_to_the_change() -> None:
    hours = Hours("early", ZoneInfo("Europe/Berlin"), (((150, 300),),) * 7)
    assert next_open(hours, local("2026-03-29T00:00")) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_doubled_local_time_is_its_first() -> None:
    hours = Hours("early", ZoneInfo("Europe/Berlin"), (((150, 300),),) * 7)
    assert next_open(hours, local("2026-10-25T00:00")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert between(hours, local("2026-10-25T00:00"), local("2026-10-25T12:00")) == 210


def test_a_working_day_over_a_clock_change_keeps_the_local_clock_time() -> None:
    hours = Hours("week", ZoneInfo("Europe/Berlin"), (((540, 1020),),) * 7)
    assert add_days(hours, local("2026-03-28T10:15"), 1) == local("2026-03-29T10:15")
    assert add_days(hours, local("2026-10-24T10:15"), 1) == local("2026-10-25T10:15")


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-01-05T09:00", 240, "2026-01-05T13:00"),
        (
            "2026-01-05T16:00",
            60,
            "2026-01-05T17:00",
        ),  # ends with the day, not with the next opening
        ("2026-01-05T16:00", 61, "2026-01-06T09:01"),
        ("2026-01-05T07:00", 30, "2026-01-05T09:30"),
        ("2026-01-05T17:00", 30, "2026-01-06T09:30"),
        ("2026-01-09T16:00", 240, "2026-01-12T12:00"),  # over a weekend
        ("2026-01-10T12:00", 1, "2026-01-12T09:01"),
        ("2026-01-05T09:00:30", 1, "2026-01-05T09:01:30"),
        ("2026-01-10T12:00", 0, "2026-01-12T09:00"),
        ("2026-01-05T09:00", 480 * 5, "2026-01-09T17:00"),
    ],
)
def test_minutes_pass_only_in_working_time(start: str, minutes: int, end: str) -> None:
    assert add(office(), local(start), minutes) == local(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-01-05T10:15", 1, "2026-01-06T10:15"),
        ("2026-01-09T10:15", 1, "2026-01-12T10:15"),
        (
            "2026-01-05T18:00",
            1,
            "2026-01-07T09:00",
        ),  # too late for Monday: counts from Tuesday's opening
        ("2026-01-10T11:00", 2, "2026-01-14T09:00"),
        ("2026-01-05T06:00", 1, "2026-01-06T09:00"),
        ("2026-01-05T10:15", 10, "2026-01-19T10:15"),
    ],
)
def test_working_days_end_at_the_same_clock_time(start: str, days: int, end: str) -> None:
    assert add_days(office(), local(start), days) == local(end)


def test_a_working_day_is_clipped_into_a_shorter_one() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours("short friday", berlin, (((480, 1020),),) * 4 + (((600, 840),), (), ()))
    assert add_days(hours, local("2026-01-08T16:30"), 1) == local("2026-01-09T14:00")
    assert add_days(hours, local("2026-01-08T08:15"), 1) == local("2026-01-09T10:00")


def test_a_working_day_that_ends_in_a_break_moves_to_its_end() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours(
        "lunch on tuesday", berlin, (((540, 1020),), ((540, 720), (780, 1020)), (), (), (), (), ())
    )
    assert add_days(hours, local("2026-01-05T12:30"), 1) == local("2026-01-06T13:00")


def test_breaks_do_not_count() -> None:
    hours = office(day=((540, 720), (780, 1020)))
    assert add(hours, local("2026-01-05T11:30"), 60) == local("2026-01-05T13:30")
    assert between(hours, local("2026-01-05T09:00"), local("2026-01-05T17:00")) == 420


@pytest.mark.parametrize(
    ("code", "zone", "start", "end"),
    [
        (
            "DK",
            "Europe/Copenhagen",
            "2026-04-01T16:30",
            "2026-04-07T09:30",
        ),  # Maundy Thursday to Easter Monday
        (
            "DE-BE",
            "Europe/Berlin",
            "2026-03-06T16:30",
            "2026-03-09T09:30",
        ),  # Sunday 8 March: Women's Day
        ("DE-BE", "Europe/Berlin", "2026-04-02T16:30", "2026-04-07T09:30"),
        (
            "GB-ENG",
            "Europe/London",
            "2026-12-24T16:30",
            "2026-12-29T09:30",
        ),  # Boxing Day moved to Monday
        ("", "Europe/Berlin", "2026-12-24T16:30", "2026-12-25T09:30"),
    ],
)
def test_public_holidays_do_not_count(code: str, zone: str, start: str, end: str) -> None:
    assert add(office(zone, code), local(start, zone), 60) == local(end, zone)


def test_a_holiday_of_one_state_is_a_working_day_in_the_next() -> None:
    start = local("2027-03-08T10:00")  # Women's Day, a Monday
    assert next_open(office(holidays="DE-BE"), start) == local("2027-03-09T09:00")
    assert next_open(office(holidays="DE-BY"), start) == start


def test_holidays_of_the_next_year_count_too() -> None:
    start = local("2026-12-31T16:30", "Europe/Copenhagen")
    assert add(office("Europe/Copenhagen", "DK"), start, 60) == local(
        "2027-01-04T09:30", "Europe/Copenhagen"
    )


def test_between_counts_only_working_minutes_and_never_below_zero() -> None:
    monday = local("2026-01-05T09:00")
    assert between(office(), monday, local("2026-01-12T09:00")) == 5 * 480
    assert between(office(), monday, monday) == 0
    assert between(office(), local("2026-01-12T09:00"), monday) == 0
    assert between(office(), local("2026-01-10T00:00"), local("2026-01-11T23:00")) == 0


def test_always_is_every_minute() -> None:
    start = datetime(2026, 10, 25, 0, 7, 30, tzinfo=UTC)
    assert add(EVERY_MINUTE, start, 90) == start + timedelta(minutes=90)
    assert add_days(EVERY_MINUTE, start, 2) == start + timedelta(days=2)
    assert between(EVERY_MINUTE, start, start + timedelta(hours=25)) == 25 * 60
    assert next_open(EVERY_MINUTE, start) == start


def test_answers_are_utc_whatever_zone_comes_in() -> None:
    start = datetime(2026, 1, 5, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    for answer in (
        add(office(), start, 5),
        add_days(office(), start, 1),
        next_open(office(), start),
    ):
        assert answer.utcoffset() == timedelta()


def test_a_day_that_the_zone_left_out_is_no_working_day() -> None:
    """Samoa had no 30 December 2011."""
    zone = "Pacific/Apia"
    hours = Hours("samoa", ZoneInfo(zone), (((540, 1020),),) * 7)
    assert add(hours, local("2011-12-29T16:30", zone), 60) == local("2011-12-31T09:30", zone)


def test_hours_without_working_time_end_the_search() -> None:
    never = Hours("never", ZoneInfo("UTC"), ((),) * 7)
    start = datetime(2026, 1, 5, tzinfo=UTC)
    for search in (
        lambda: add(never, start, 1),
        lambda: add_days(never, start, 1),
        lambda: next_open(never, start),
    ):
        with pytest.raises(ValueError, match="no working time"):
            search()
    assert between(never, start, start + timedelta(days=900)) == 0
