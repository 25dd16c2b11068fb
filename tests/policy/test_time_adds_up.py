"""Working time adds up: what is added lies in it, in two steps as in one, and is undone by
subtracting; for any working hours, in six zones, over both clock changes, against stepping.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.policy.calendar import windows
from mailtracker.policy.hours import (
    add,
    add_days,
    between,
    next_open,
    subtract,
    subtract_days,
)
from mailtracker.policy.worktime import EVERY_MINUTE, Holidays, Hours

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "UTC",
)
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@st.composite
def openings(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Of one day: none to three, some of them up to midnight or inside a clock change."""
    edges = draw(
        st.lists(
            st.sampled_from([0, 60, 75, 120, 150, 165, 180, 540, 720, 780, 1020, 1440]),
            max_size=6,
            unique=True,
        )
    )
    edges.sort()
    return tuple(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def working_hours(draw: st.DrawFn) -> Hours:
    week = tuple(draw(openings()) for _ in range(6))
    places = draw(st.sampled_from([(), (Holidays("DK"),)]))
    return Hours("any", ZoneInfo(draw(st.sampled_from(ZONES))), (((540, 1020),), *week), places)


instants = st.integers(0, 365 * 24 * 3600).map(lambda second: YEAR + timedelta(seconds=second))
lengths = st.integers(1, 5000)


def is_open(hours: Hours, instant: datetime) -> bool:
    """Or just closing."""
    day = instant.astimezone(hours.zone).date()
    around = [day - timedelta(days=1), day]
    return any(
        opens <= instant <= closes for one in around for opens, closes in windows(hours, one)
    )


@given(working_hours(), instants, lengths)
def test_adding_never_lands_outside_hours(hours, start, minutes):
    end = add(hours, start, minutes)
    assert is_open(hours, end)
    assert end >= start + minutes * MINUTE
    assert between(hours, start, end) == minutes


@given(working_hours(), instants, lengths)
def test_subtracting_never_lands_outside_hours(hours, end, minutes):
    start = subtract(hours, end, minutes)
    assert is_open(hours, start)
    assert start <= end - minutes * MINUTE
    assert between(hours, start, end) == minutes


@given(working_hours(), instants, lengths, lengths)
def test_adding_twice_is_adding_both(hours, start, some, more):
    assert add(hours, add(hours, start, some), more) == add(hours, start, some + more)
    assert subtract(hours, subtract(hours, start, some), more) == subtract(
        hours, start, some + more
    )


@given(working_hours(), instants, lengths)
def test_subtracting_undoes_adding(hours, start, minutes):
    assert subtract(hours, add(hours, start, minutes), minutes) == next_open(hours, start)


@given(working_hours(), instants, lengths)
def test_adding_undoes_subtracting(hours, end, minutes):
    assert add(hours, subtract(hours, end, minutes), minutes) == subtract(hours, end, 0)


@given(working_hours(), instants, st.integers(1, 40))
def test_as_many_working_days_back_as_ahead(hours, start, days):
    """On the day where it began; at its time, wherever no shorter day was in the way."""
    ahead = add_days(hours, start, days)
    assert is_open(hours, ahead)
    back, began = subtract_days(hours, ahead, days), next_open(hours, start)
    assert is_open(hours, back)
    assert back.astimezone(hours.zone).date() == began.astimezone(hours.zone).date()
    if ahead.astimezone(hours.zone).time() == began.astimezone(hours.zone).time():
        assert back == began


@given(instants, st.integers(-600, 600))
def test_longer_never_comes_sooner(start, minutes):
    """In either direction, also over the closing and the weekend."""
    hours = Hours("office", ZoneInfo("Europe/Berlin"), (((540, 720), (780, 1020)),) * 5 + ((), ()))
    later = start + abs(minutes) * MINUTE
    assert add(hours, start, 240) <= add(hours, later, 240)
    assert subtract(hours, start, 240) <= subtract(hours, later, 240)
    assert subtract_days(hours, start, 2) <= subtract_days(hours, later, 2)


OFFICE = Hours("office", ZoneInfo("Europe/Berlin"), (((540, 720), (780, 1020)),) * 5 + ((), ()))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("end", "minutes", "start"),
    [
        ("2026-01-05T11:00", 60, "2026-01-05T10:00"),
        ("2026-01-05T13:30", 60, "2026-01-05T11:30"),  # over the break
        ("2026-01-05T14:00", 60, "2026-01-05T13:00"),  # the end of the break, not its start
        ("2026-01-05T10:00", 60, "2026-01-05T09:00"),  # the opening, not the closing before it
        ("2026-01-05T10:00", 61, "2026-01-02T16:59"),  # over the weekend
        ("2026-01-04T12:00", 30, "2026-01-02T16:30"),
        ("2026-01-05T09:00", 0, "2026-01-02T17:00"),
        ("2026-01-05T11:00", 0, "2026-01-05T11:00"),
    ],
)
def test_working_time_before_an_instant(end: str, minutes: int, start: str) -> None:
    assert subtract(OFFICE, local(end), minutes) == local(start)


@pytest.mark.parametrize(
    ("end", "days", "start"),
    [
        ("2026-01-06T11:00", 1, "2026-01-05T11:00"),
        ("2026-01-05T11:00", 1, "2026-01-02T11:00"),  # over the weekend
        ("2026-01-04T12:00", 1, "2026-01-01T17:00"),  # on Sunday: from Friday's closing
        ("2026-01-05T09:00", 1, "2026-01-02T09:00"),  # the opening belongs to its day
        ("2026-01-05T17:00", 1, "2026-01-02T17:00"),
        ("2026-01-05T08:59", 1, "2026-01-01T17:00"),
        ("2026-01-05T12:30", 1, "2026-01-02T12:00"),  # in the break: from its start
    ],
)
def test_working_days_before_an_instant(end: str, days: int, start: str) -> None:
    assert subtract_days(OFFICE, local(end), days) == local(start)


def test_where_every_minute_counts_nothing_is_clipped() -> None:
    end = local("2026-01-05T03:00")
    assert subtract(EVERY_MINUTE, end, 90) == end - 90 * MINUTE
    assert subtract_days(EVERY_MINUTE, end, 3) == end - timedelta(days=3)
