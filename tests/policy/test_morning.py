"""When somebody's working day begins, and what of it is its first half: a table of days, and what
holds for all of them.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailtracker.policy.calendar import windows
from mailtracker.policy.morning import morning_of, next_morning, office
from mailtracker.policy.worktime import DayTime, Holidays, Hours, OwnDays

NINE_TO_FIVE = ((540, 1020),)
SPLIT = ((480, 600), (900, 1200))  # 8 to 10, 15 to 20
NIGHT = ((0, 360), (1320, 1440))  # 22 to 6
WHOLE = ((0, 1440),)
MINUTE = timedelta(minutes=1)


def hours(zone: str, day=NINE_TO_FIVE, days: int = 5, **more) -> Hours:
    week = (*(day,) * days, *((),) * (7 - days))
    return Hours("h", ZoneInfo(zone), week, **more)


BERLIN = hours("Europe/Berlin", holidays=(Holidays("DE-BE"),))
CHRISTMAS = OwnDays(date(2026, 12, 24), date(2026, 12, 24), True, DayTime(ends=720), "12-24")
HALF_DAYS = hours("Europe/Copenhagen", own=(CHRISTMAS,))
AROUND = hours("Europe/Madrid", WHOLE, 7)


def said(of: Hours, day: date) -> str:
    """By the clock of that place: "09:00-13:00", with the day where it is another one."""
    found = morning_of(of, day)
    if found is None:
        return ""
    local = [at.astimezone(of.zone) for at in (found.begins, found.until)]
    return "-".join(f"{at:%H:%M}" if at.date() == day else f"{at:%d %H:%M}" for at in local)


TABLE = (
    # hours, date, from when to when
    (BERLIN, date(2026, 11, 30), "09:00-13:00"),
    (BERLIN, date(2026, 11, 29), ""),  # a Sunday
    (BERLIN, date(2026, 12, 25), ""),  # a holiday
    (hours("America/New_York"), date(2026, 11, 30), "09:00-13:00"),
    (hours("Asia/Kolkata", ((570, 1110),)), date(2026, 11, 30), "09:30-14:00"),
    (hours("Australia/Lord_Howe"), date(2026, 11, 30), "09:00-13:00"),
    (HALF_DAYS, date(2026, 12, 24), "09:00-10:30"),  # works till noon
    (hours("Europe/Berlin", SPLIT), date(2026, 11, 30), "08:00-16:30"),
    # The clock is changed: 29 March at two, 25 October at three.
    (hours("Europe/Berlin", days=7), date(2026, 3, 29), "09:00-13:00"),
    (hours("Europe/Berlin", ((120, 360),), 7), date(2026, 3, 29), "03:00-04:30"),  # no 02:00
    (hours("Europe/Berlin", ((60, 360),), 7), date(2026, 10, 25), "01:00-03:00"),  # six hours
    # A night's work has the date on which it begins.
    (hours("Europe/Berlin", NIGHT, 7), date(2026, 11, 30), "22:00-01 02:00"),
    (hours("Europe/Berlin", NIGHT), date(2026, 11, 28), ""),  # on Saturday it ends
    (hours("Europe/Berlin", ((0, 360),), 7), date(2026, 11, 30), "00:00-03:00"),
    # Who works around the clock, and who says nothing, begins at eight.
    (AROUND, date(2026, 11, 30), "08:00-16:00"),
    (AROUND, date(2026, 10, 25), "08:00-16:00"),
    (office(ZoneInfo("Asia/Tokyo")), date(2026, 11, 30), "08:00-12:00"),
    (office(ZoneInfo("Asia/Tokyo")), date(2026, 11, 28), ""),
)


def test_a_working_day_begins_when_its_hours_say() -> None:
    for of, day, wanted in TABLE:
        assert said(of, day) == wanted, (of.zone.key, day)


def test_it_lasts_to_midnight_or_as_long_as_the_work_that_began_on_it() -> None:
    night = morning_of(hours("Europe/Berlin", NIGHT, 7), date(2026, 11, 30))
    assert night is not None
    assert night.ends == datetime(2026, 12, 1, 5, tzinfo=UTC)
    office_day = morning_of(BERLIN, date(2026, 11, 30))
    assert office_day is not None
    assert office_day.ends == datetime(2026, 11, 30, 23, tzinfo=UTC)


def local(of: Hours, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=of.zone).astimezone(UTC)


SPLIT_DAY, NIGHTLY = hours("Europe/Berlin", SPLIT), hours("Europe/Berlin", NIGHT, 7)
NEXT = (
    # hours, now, the day for which there was one last, when the next is due
    (BERLIN, "2026-11-30 07:00", "", "2026-11-30 09:00"),
    (BERLIN, "2026-11-30 09:00", "", "2026-11-30 09:00"),
    (BERLIN, "2026-11-30 09:00", "2026-11-30", "2026-12-01 09:00"),
    (BERLIN, "2026-11-30 12:59", "2026-11-27", "2026-11-30 12:59"),  # after a downtime
    (BERLIN, "2026-11-30 13:00", "2026-11-27", "2026-12-01 09:00"),  # too late for today
    (BERLIN, "2026-11-27 18:00", "2026-11-27", "2026-11-30 09:00"),  # over the weekend
    (BERLIN, "2026-12-24 18:00", "2026-12-24", "2026-12-28 09:00"),  # and the holidays
    (SPLIT_DAY, "2026-11-30 11:00", "2026-11-27", "2026-11-30 15:00"),  # not in the break
    (NIGHTLY, "2026-12-01 01:00", "2026-11-29", "2026-12-01 01:00"),  # yesterday's night
    (NIGHTLY, "2026-12-01 01:00", "2026-11-30", "2026-12-01 22:00"),
    (NIGHTLY, "2026-12-01 03:00", "2026-11-29", "2026-12-01 22:00"),
)


def test_the_next_one_is_due_in_the_first_half_of_a_day_that_had_none() -> None:
    for of, now, had, wanted in NEXT:
        found = next_morning(of, local(of, now), date.fromisoformat(had) if had else None)
        assert found is not None
        assert found[0] == local(of, wanted), (now, had)


def test_who_never_works_has_none() -> None:
    closed = Hours("closed", ZoneInfo("UTC"), ((),) * 7)
    assert next_morning(closed, datetime(2026, 11, 30, tzinfo=UTC), None) is None


PLACES = (BERLIN, HALF_DAYS, SPLIT_DAY, NIGHTLY, AROUND, hours("Australia/Lord_Howe"))


def told_in_a_year(of: Hours, pauses: random.Random | None) -> list[date]:
    """The days for which there was one in 2026; the daemon is down now and then by these dice."""
    now, end, had = local(of, "2026-01-01 00:00"), local(of, "2027-01-01 00:00"), date(2025, 12, 31)
    told: list[date] = []
    while found := next_morning(of, now, had):
        at, morning = found
        assert now <= at
        assert morning.begins <= at < morning.until
        assert morning.day > had
        assert is_open(of, at), at
        if at >= end:
            break
        if pauses and pauses.random() < 0.2 and at > now:
            now = at + timedelta(hours=pauses.randint(0, 40))
            continue
        had, now = morning.day, at + MINUTE
        told.append(had)
    return told


def test_over_a_year_each_working_day_has_one() -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    for of in PLACES:
        assert told_in_a_year(of, None) == [day for day in year if morning_of(of, day)]


def test_after_whatever_pauses_it_is_one_a_day_at_most_and_within_working_time() -> None:
    dice = random.Random(16)
    for of in PLACES:
        told = told_in_a_year(of, dice)
        assert told == sorted(set(told))
        assert len(told) > 150


def is_open(of: Hours, at: datetime) -> bool:
    day = at.astimezone(of.zone).date()
    return any(opens <= at < closes for opens, closes in windows(of, day))
