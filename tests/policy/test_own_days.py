"""Days that the files name themselves, half days and several places, against a slow reading of the
same rules; and the year as people are told it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailtracker.policy.calendar import openings_of, windows
from mailtracker.policy.hours import add, add_days
from mailtracker.policy.worktime import DayTime, Holidays, Hours, OwnDays
from mailtracker.policy.year import UnknownYear, days_told, worked_all_the_same
from mailtracker.rules.hours_values import read_day_times, read_own_days

NINE_TO_FIVE = ((540, 1020),)
BROKEN = ((540, 720), (780, 1020))
CLOSED = DayTime(())


def office(*own: str, openings=NINE_TO_FIVE, holidays: tuple[Holidays, ...] = ()) -> Hours:
    """With days written as "12-24: until 12:00"."""
    days = [read_own_days(day, read_day_times([time])) for day, time in map(_parted, own)]
    return Hours(
        "office",
        ZoneInfo("Europe/Copenhagen"),
        (openings,) * 5 + ((), ()),
        holidays,
        tuple(sorted(days, key=lambda day: day.rank)),
    )


def _parted(text: str) -> tuple[str, str]:
    day, _, time = text.partition(": ")
    return day, time


DK = (Holidays("DK"),)


@pytest.mark.parametrize(
    ("own", "holidays", "day", "expected"),
    [
        # a day alone, in one year only
        (["2026-05-15: closed"], (), "2026-05-15", ()),
        (["2026-05-15: closed"], (), "2027-05-17", NINE_TO_FIVE),
        # a range, both ends
        (["2026-07-13 to 2026-07-31: closed"], (), "2026-07-13", ()),
        (["2026-07-13 to 2026-07-31: closed"], (), "2026-07-31", ()),
        (["2026-07-13 to 2026-07-31: closed"], (), "2026-08-03", NINE_TO_FIVE),
        # every year, and over the year's end
        (["12-24: until 12:00"], (), "2026-12-24", ((540, 720),)),
        (["12-24: until 12:00"], (), "2031-12-24", ((540, 720),)),
        (["12-27 to 01-02: closed"], (), "2026-12-31", ()),
        (["12-27 to 01-02: closed"], (), "2027-01-01", ()),
        (["12-27 to 01-02: closed"], (), "2027-01-04", NINE_TO_FIVE),
        (["02-29: closed"], (), "2028-02-29", ()),
        # what a day has of its weekday's time
        (["2026-05-15: from 10:30"], (), "2026-05-15", ((630, 1020),)),
        (["2026-05-15: until 08:00"], (), "2026-05-15", ()),
        (["2026-05-15: 22:00-24:00"], (), "2026-05-15", ((1320, 1440),)),
        # a holiday, and what is said of it
        ([], DK, "2026-04-02", ()),
        (["2026-04-02: open"], DK, "2026-04-02", NINE_TO_FIVE),
        (["2026-04-02: until 12:00"], DK, "2026-04-02", ((540, 720),)),
        (["04-02: open"], DK, "2026-04-02", NINE_TO_FIVE),
        # the weekend: a date of one year opens it, one of every year does not
        (["2026-12-26: 10:00-12:00"], (), "2026-12-26", ((600, 720),)),
        (["12-26: 10:00-12:00"], (), "2026-12-26", ()),
        (["2026-12-26: open"], (), "2026-12-26", ()),
        # several names for one day
        (["12-24: until 12:00", "2026-12-24: closed"], (), "2026-12-24", ()),
        (["12-20 to 12-31: closed", "12-24: until 12:00"], (), "2026-12-24", ((540, 720),)),
        (["2026-12-20 to 2026-12-31: closed", "12-24: open"], (), "2026-12-24", ()),
        (["2026-12-20 to 2026-12-31: closed", "2026-12-24: open"], (), "2026-12-24", NINE_TO_FIVE),
        # kinds, half days, several places
        ([], DK, "2026-06-05", NINE_TO_FIVE),
        ([], (Holidays("DK", ("optional",)),), "2026-06-05", ()),
        ([], (Holidays("GR", (), DayTime(ends=720)),), "2026-12-24", ((540, 720),)),
        ([], (Holidays("GR"),), "2026-12-24", NINE_TO_FIVE),
        ([], (*DK, Holidays("DE-BE")), "2027-03-08", ()),
        ([], (Holidays("DE-BY"),), "2028-08-15", NINE_TO_FIVE),
        ([], (Holidays("DE-BY", ("catholic",)),), "2028-08-15", ()),
    ],
)
def test_of_a_day(own: list[str], holidays, day: str, expected) -> None:
    assert openings_of(office(*own, holidays=holidays), date.fromisoformat(day)) == expected


def test_a_cut_through_a_break_keeps_what_lies_on_its_side() -> None:
    for said, expected in {
        "until 12:30": ((540, 720),),
        "until 14:00": ((540, 720), (780, 840)),
        "from 12:30": ((780, 1020),),
    }.items():
        day = office(f"2026-05-15: {said}", openings=BROKEN)
        assert openings_of(day, date(2026, 5, 15)) == expected


def test_a_promise_over_christmas() -> None:
    """24 December until noon, the 25th a holiday, the bridge closed."""
    hours = office("12-24: until 12:00", "12-28 to 12-31: closed", holidays=DK)
    zone = ZoneInfo("Europe/Copenhagen")
    start = datetime(2026, 12, 24, 10, tzinfo=zone)
    assert add(hours, start, 4 * 60) == datetime(2027, 1, 4, 11, tzinfo=zone)
    assert add_days(hours, start, 1) == datetime(2027, 1, 4, 10, tzinfo=zone)
    late = datetime(2026, 12, 23, 16, tzinfo=zone)
    assert add_days(hours, late, 1) == datetime(2026, 12, 24, 12, tzinfo=zone)


# -- a slow reading of the same

ranges = st.tuples(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 40), st.booleans()
)
times = st.sampled_from(
    [CLOSED, DayTime(), DayTime(ends=700), DayTime(begins=800), DayTime(BROKEN)]
)


def own_days(made: tuple[tuple[date, int, bool], DayTime]) -> OwnDays:
    (first, length, yearly), time = made
    return OwnDays(first, first + timedelta(days=length), yearly, time, "")


def minutes_worked(hours: Hours, day: date) -> set[int]:
    """Minute by minute, each asked for itself."""
    named: dict[tuple[bool, bool], OwnDays] = {}
    for own in hours.own:
        first, last = own.first, own.last
        if own.yearly:  # read in a leap year, which has every day
            first, last = first.replace(year=2028), last.replace(year=2028 + last.year - first.year)
        span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        hit = (
            any((day.month, day.day) == (one.month, one.day) for one in span)
            if own.yearly
            else day in span
        )
        if hit:
            named.setdefault((own.yearly, len(span) > 1), own)
    weekday = {m for start, end in hours.week[day.weekday()] for m in range(start, end)}
    for rank in [(False, False), (False, True), (True, False), (True, True)]:
        if decides := named.get(rank):
            if decides.yearly and not weekday:
                return set()
            time, found = decides.time, weekday
            if time.openings is not None:
                found = {m for start, end in time.openings for m in range(start, end)}
            return {m for m in found if time.begins <= m < time.ends}
    return weekday


OVER_FEBRUARY = [((date(2026, 2, 1), 28, True), CLOSED)]


@given(st.lists(st.tuples(ranges, times), max_size=5), st.dates(date(2026, 1, 1), date(2028, 3, 1)))
@example(OVER_FEBRUARY, date(2028, 2, 29))
def test_every_day_agrees_with_a_slow_reading(made, day: date) -> None:
    own = tuple(sorted(map(own_days, made), key=lambda one: one.rank))
    hours = Hours("x", ZoneInfo("UTC"), (NINE_TO_FIVE,) * 5 + ((), ()), (), own)
    worked = {m for start, end in openings_of(hours, day) for m in range(start, end)}
    assert worked == minutes_worked(hours, day)
    spans = windows(hours, day)
    assert sum((end - start) // timedelta(minutes=1) for start, end in spans) == len(worked)
    assert all(start.tzinfo is UTC for start, _ in spans)


# -- the year as people are told it


def told(hours: Hours, year: int, language: str = "en") -> dict[str, tuple[str, object]]:
    return {
        f"{one.first:%m-%d}": (one.because, one.openings)
        for one in days_told(hours, year, language)
    }


def test_the_year_names_each_day_with_its_source() -> None:
    hours = office("12-24: until 12:00", "2026-07-13 to 2026-07-31: closed", holidays=DK)
    days = told(hours, 2026)
    assert days["01-01"] == ("New Year's Day (DK)", ())
    assert days["12-24"] == ("12-24", ((540, 720),))
    assert [one.last for one in days_told(hours, 2026, "en") if one.first == date(2026, 7, 13)] == [
        date(2026, 7, 31)
    ]
    assert "12-26" not in days  # a Saturday


@pytest.mark.parametrize("lang", ["C", "da_DK.UTF-8", "de_DE.UTF-8", "xx"])
def test_names_are_in_the_reader_s_language_whatever_the_machine_speaks(lang: str, monkeypatch):
    for name in ("LANG", "LC_ALL", "LANGUAGE"):
        monkeypatch.setenv(name, lang)
    hours = office(holidays=DK)
    assert told(hours, 2025, "da")["01-01"][0] == "Nytårsdag (DK)"
    assert told(hours, 2025, "en")["01-01"][0] == "New Year's Day (DK)"
    assert told(hours, 2025, "nl")["01-01"][0] == "New Year's Day (DK)"
    assert told(office(holidays=(Holidays("PT"),)), 2025, "pt")["01-01"][0] == "Ano Novo (PT)"


def worked(hours: Hours, year: int) -> dict[str, str]:
    return {f"{one.first:%m-%d}": one.because for one in worked_all_the_same(hours, year, "en")}


def test_the_days_that_people_ask_about_are_named_where_they_are_worked() -> None:
    portugal = worked(office(holidays=(Holidays("PT"),)), 2025)
    assert "06-13" in portugal, "Lisbon's day"
    assert "12-24" in portugal
    assert "12-31" in portugal
    assert worked(office(), 2026) == {"12-24": "Christmas Eve", "12-31": "New Year's Eve"}
    assert worked(office("12-24: closed", "12-31: open"), 2026) == {}
    britain = worked(office(holidays=(Holidays("GB"),)), 2025)
    assert britain["03-17"] == "Saint Patrick's Day (GB-NIR)"
    assert britain["04-21"] == "Easter Monday (GB-ENG, GB-NIR, GB-WLS)"


def test_a_year_that_the_package_does_not_know_is_no_year_without_holidays() -> None:
    for code, year in (("DK", 2101), ("LK", 2027), ("JP", 2100)):
        with pytest.raises(UnknownYear, match=f"`{code}` are known for the years"):
            days_told(office(holidays=(Holidays(code),)), year, "en")
    assert days_told(office(), 2150, "en") == []
