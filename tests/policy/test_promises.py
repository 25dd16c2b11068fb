"""Promises, rungs and rotas as instants."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.policy.model import Ladder, Offset, Promise, Rota, Rung, Team
from mailtracker.policy.promise import Running, deadline, due
from mailtracker.policy.rota import on_duty
from mailtracker.policy.worktime import EVERY_MINUTE, Hours, Span

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours("office", BERLIN, (((540, 1020),),) * 5 + ((), ()))
NORMAL = Promise("normal", Span(minutes=240), Span(days=2), OFFICE)
URGENT = Promise("urgent", Span(minutes=30), Span(minutes=30), EVERY_MINUTE)
LADDER = Ladder(
    "default",
    (
        Rung(75, remind=("owner",)),
        Rung(100, hand_to="cover"),
        Rung(200, tell=("manager",)),
        Rung(400, tell=("manager",), repeat="daily"),
    ),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def test_the_first_reply_and_the_next_have_their_own_spans() -> None:
    since = local("2026-01-05T09:00")
    assert deadline(NORMAL, since, first=True) == local("2026-01-05T13:00")
    assert deadline(NORMAL, since, first=False) == local("2026-01-07T09:00")


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        ("2026-01-03T12:00", 1, "2026-01-05T17:00"),  # Saturday: on Monday, and not "Tuesday 9:00"
        ("2026-01-03T12:00", 2, "2026-01-06T17:00"),
        ("2026-01-02T18:30", 1, "2026-01-05T17:00"),  # Friday, after the closing
        ("2026-01-05T06:00", 1, "2026-01-05T17:00"),  # Monday, before the opening
        ("2026-01-05T09:00", 1, "2026-01-06T09:00"),  # within working time: by the clock
        ("2026-01-05T16:59", 1, "2026-01-06T16:59"),
        ("2026-01-01T03:00", 3, "2026-01-05T17:00"),  # Thursday night, over a weekend
    ],
)
def test_what_began_while_closed_has_whole_working_days(since: str, days: int, due: str) -> None:
    promise = replace(NORMAL, first_reply=Span(days=days))
    assert deadline(promise, local(since), first=True) == local(due)


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        (0, "2026-01-05T12:00"),
        (1, "2026-01-05T13:00"),
        (2, "2026-01-05T17:00"),
        (3, "2026-01-06T17:00"),
    ],
)
def test_rungs_stand_at_their_percentage_of_working_time(rung: int, expected: str) -> None:
    since, promised = local("2026-01-05T09:00"), local("2026-01-05T13:00")
    assert due(Running(NORMAL, True, since, promised), LADDER, rung, 0, None) == local(expected)


def test_rungs_wait_for_the_office_to_open() -> None:
    since = local("2026-01-09T16:30")  # Friday
    promised = deadline(NORMAL, since, first=True)
    assert promised == local("2026-01-12T12:30")
    assert due(Running(NORMAL, True, since, promised), LADDER, 0, 0, None) == local(
        "2026-01-12T11:30"
    )
    assert due(Running(NORMAL, True, since, promised), LADDER, 2, 0, None) == local(
        "2026-01-12T16:30"
    )


def test_always_does_not_wait() -> None:
    since = datetime(2026, 1, 10, 3, 0, tzinfo=UTC)
    promised = deadline(URGENT, since, first=True)
    assert promised == since + timedelta(minutes=30)
    assert due(Running(URGENT, True, since, promised), LADDER, 0, 0, None) == since + timedelta(
        minutes=22
    )
    assert due(Running(URGENT, True, since, promised), LADDER, 3, 0, None) == since + timedelta(
        minutes=120
    )


CLOCK = Promise("clock", Span(minutes=240, by_clock=True), Span(days=2, by_clock=True), OFFICE)


@pytest.mark.parametrize(
    ("since", "first", "promised", "rungs"),
    [
        # by day as working hours are
        ("2026-01-05T09:00", True, "2026-01-05T13:00", ["12:00", "13:00", "06T09:00", "06T09:00"]),
        # over the evening: promised by the clock, and nobody is written to at night
        (
            "2026-01-09T16:30",
            True,
            "2026-01-09T20:30",
            ["09T20:30", "09T20:30", "12T09:00", "12T09:00"],
        ),
        # two days are 48 hours, Saturday and Sunday among them
        (
            "2026-01-09T12:00",
            False,
            "2026-01-11T12:00",
            ["11T12:00", "11T12:00", "13T12:00", "19T09:00"],
        ),
    ],
)
def test_four_hours_are_not_four_working_hours(since, first, promised, rungs) -> None:
    began = local(since)
    assert deadline(CLOCK, began, first) == local(promised)
    running = Running(CLOCK, first, began, local(promised))
    days = [rung if "T" in rung else f"05T{rung}" for rung in rungs]
    assert [due(running, LADDER, rung, 0, None) for rung in range(4)] == [
        local(f"2026-01-{day}") for day in days
    ]
    assert deadline(NORMAL, local("2026-01-09T16:30"), True) == local("2026-01-12T12:30")


def test_the_hundred_percent_rung_is_exactly_the_promise() -> None:
    since = local("2026-01-05T09:00:17.000123")
    promised = deadline(NORMAL, since, first=False)
    assert due(Running(NORMAL, True, since, promised), LADDER, 1, 0, None) == promised


def test_a_promise_for_closing_time_is_missed_at_closing_time() -> None:
    since, promised = local("2026-01-05T13:00"), local("2026-01-05T17:00")
    assert deadline(NORMAL, since, first=True) == promised
    assert due(Running(NORMAL, True, since, promised), LADDER, 1, 0, None) == promised
    assert due(Running(NORMAL, True, since, promised), LADDER, 2, 0, None) == local(
        "2026-01-06T13:00"
    )


def test_there_is_nothing_past_the_end() -> None:
    since, promised = local("2026-01-05T09:00"), local("2026-01-05T13:00")
    assert due(Running(NORMAL, True, since, promised), LADDER, 4, 0, None) is None
    assert due(Running(NORMAL, True, since, promised), Ladder("empty", ()), 0, 0, None) is None


def test_a_daily_rung_comes_again_the_next_working_day() -> None:
    since, promised, fired = (
        local("2026-01-05T09:00"),
        local("2026-01-05T13:00"),
        local("2026-01-09T15:30"),
    )
    assert due(Running(NORMAL, True, since, promised), LADDER, 3, 1, fired) == local(
        "2026-01-12T15:30"
    )


def test_an_hourly_rung_comes_again_after_a_working_hour() -> None:
    ladder = Ladder("hot", (Rung(100, tell=("manager",), repeat="hourly"),))
    since, promised, fired = (
        local("2026-01-05T09:00"),
        local("2026-01-05T13:00"),
        local("2026-01-09T16:30"),
    )
    assert due(Running(NORMAL, True, since, promised), ladder, 0, 3, fired) == local(
        "2026-01-12T09:30"
    )
    assert due(Running(URGENT, True, since, promised), ladder, 0, 3, fired) == fired + timedelta(
        hours=1
    )


def test_rungs_keep_their_order_whatever_the_start() -> None:
    for half_hour in range(48 * 7):
        since = local("2026-03-26T00:00") + timedelta(minutes=30 * half_hour, seconds=11)
        for first in (True, False):
            promised = deadline(NORMAL, since, first)
            running = Running(NORMAL, first, since, promised)
            found = [due(running, LADDER, rung, 0, None) for rung in range(4)]
            assert found == sorted(found, key=lambda instant: instant or since)
            assert found[1] == promised


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (Offset(Span(minutes=120), True), "2026-01-12T10:30"),
        (Offset(Span(minutes=300), True), "2026-01-09T16:30"),  # when the clock began
        (Offset(Span(minutes=30, by_clock=True), True), "2026-01-12T12:00"),
        (Offset(Span(minutes=300, by_clock=True), True), "2026-01-12T07:30"),
        (Offset(Span(days=1), True), "2026-01-09T16:30"),
        (Offset(Span(minutes=30), False), "2026-01-12T13:00"),
        (Offset(Span(minutes=300), False), "2026-01-13T09:30"),
        (Offset(Span(days=1), False), "2026-01-13T12:30"),
        (Offset(Span(days=5), False), "2026-01-19T12:30"),
        (Offset(Span(days=1, by_clock=True), False), "2026-01-13T12:30"),
    ],
)
def test_rungs_stand_so_long_before_or_after_the_promised_time(
    written: Offset, expected: str
) -> None:
    """Promised on Monday at 12:30, four working hours after Friday 16:30."""
    since, promised = local("2026-01-09T16:30"), local("2026-01-12T12:30")
    running = Running(NORMAL, True, since, promised)
    assert due(running, Ladder("l", (Rung(written),)), 0, 0, None) == local(expected)


def test_a_rung_is_never_due_before_the_one_above_it() -> None:
    """Whatever the files could not know: four hours are shorter than their check assumed."""
    ladder = Ladder("l", (Rung(75), Rung(Offset(Span(minutes=120), True)), Rung(100)))
    since, promised = local("2026-01-05T09:00"), local("2026-01-05T13:00")
    running = Running(NORMAL, True, since, promised)
    found = [due(running, ladder, rung, 0, None) for rung in range(3)]
    assert found == [local("2026-01-05T12:00"), local("2026-01-05T12:00"), promised]


moments = st.one_of(
    st.integers(1, 900),
    st.builds(
        Offset,
        st.one_of(
            st.builds(Span, minutes=st.integers(1, 3000), by_clock=st.booleans()),
            st.builds(Span, days=st.integers(1, 20), by_clock=st.booleans()),
        ),
        st.booleans(),
    ),
)
spans = st.one_of(
    st.builds(Span, minutes=st.integers(1, 3000), by_clock=st.booleans()),
    st.builds(Span, days=st.integers(1, 10), by_clock=st.booleans()),
)
promises = st.builds(Promise, st.just("any"), spans, spans, st.sampled_from([OFFICE, EVERY_MINUTE]))
minutes = st.integers(0, 60 * 24 * 60).map(
    lambda minute: local("2026-03-01T00:00") + timedelta(minutes=minute)
)


@given(st.lists(moments, min_size=1, max_size=5), promises, minutes, st.booleans())
def test_any_rungs_keep_their_order_and_none_comes_before_the_clock_began(
    written: list[int | Offset], promise: Promise, since: datetime, first: bool
) -> None:
    running = Running(promise, first, since, deadline(promise, since, first))
    ladder = Ladder("any", tuple(map(Rung, written)))
    found = [due(running, ladder, rung, 0, None) for rung in range(len(written))]
    assert found == sorted(found, key=lambda instant: instant or since)
    assert min(instant or since for instant in found) >= since


@given(st.lists(moments, min_size=1, max_size=4), promises, promises, minutes, st.integers(0, 5000))
def test_a_raised_promise_makes_no_rung_later(
    written: list[int | Offset], given_one: Promise, raised: Promise, since: datetime, after: int
) -> None:
    """Whichever promise it is raised to, whenever."""
    promised = deadline(given_one, since, True)
    before = Running(given_one, True, since, promised)
    now = since + timedelta(minutes=after)
    sooner = min(promised, deadline(raised, now, True))
    running = Running(raised, True, since, sooner, before)
    ladder = Ladder("any", tuple(Rung(at, repeat="daily") for at in written))
    for rung in range(len(written)):
        was, is_now = due(before, ladder, rung, 0, None), due(running, ladder, rung, 0, None)
        assert was is not None
        assert is_now is not None
        assert is_now <= was
        again = due(running, ladder, rung, 1, now)
        assert again is not None
        assert again <= (due(before, ladder, rung, 1, now) or now)


def team(assign: Rota | Literal["lead", "least-loaded", "round-robin"]) -> Team:
    return Team("network", "Network", "priya", ("dana", "sam", "lee"), assign)


WEEKLY = team(Rota("weekly", date(2026, 1, 5)))
DAILY = team(Rota("daily", date(2026, 1, 5)))


@pytest.mark.parametrize(
    ("given", "day", "expected"),
    [
        (WEEKLY, "2026-01-05", "dana"),
        (WEEKLY, "2026-01-11", "dana"),
        (WEEKLY, "2026-01-12", "sam"),
        (WEEKLY, "2026-01-19", "lee"),
        (WEEKLY, "2026-01-26", "dana"),
        (WEEKLY, "2026-01-04", "lee"),
        (WEEKLY, "2025-12-28", "sam"),
        (DAILY, "2026-01-05", "dana"),
        (DAILY, "2026-01-06", "sam"),
        (DAILY, "2026-01-08", "dana"),
        (DAILY, "2026-01-04", "lee"),
    ],
)
def test_members_take_turns(given: Team, day: str, expected: str) -> None:
    assert on_duty(given, OFFICE, local(f"{day}T12:00")) == expected


def test_turns_change_at_local_midnight() -> None:
    midnight = local("2026-01-12T00:00")  # 23:00 UTC on the 11th
    second = timedelta(seconds=1)
    assert on_duty(WEEKLY, OFFICE, midnight - second) == "dana"
    assert on_duty(WEEKLY, OFFICE, midnight) == "sam"
    assert on_duty(WEEKLY, None, midnight) == "dana"
    assert on_duty(WEEKLY, None, midnight + timedelta(hours=1)) == "sam"


def test_turns_change_at_local_midnight_after_a_clock_change_too() -> None:
    for day in range(1, 250):
        midnight = datetime.combine(
            date(2026, 1, 5) + timedelta(days=day), datetime.min.time(), BERLIN
        )
        before = on_duty(DAILY, OFFICE, midnight.astimezone(UTC) - timedelta(seconds=1))
        assert DAILY.members.index(before) == (day - 1) % 3
        assert DAILY.members.index(on_duty(DAILY, OFFICE, midnight)) == day % 3


def test_a_team_without_a_rota_has_its_lead_on_duty() -> None:
    assert on_duty(team("least-loaded"), OFFICE, local("2026-01-05T12:00")) == "priya"
