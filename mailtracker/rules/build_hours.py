"""Hours of a rules file that were found right → the policy's."""

from __future__ import annotations

from mailtracker.policy.worktime import Holidays, Hours, Openings, OwnDays
from mailtracker.rules import values
from mailtracker.rules.feeds_file import closed_of
from mailtracker.rules.hours_file import HolidaysFile, HoursFile
from mailtracker.rules.hours_values import (
    read_day_times,
    read_half_day,
    read_holidays,
    read_own_days,
)
from mailtracker.rules.yamlfile import Text, position_of


def hours_of(key: Text, entry: HoursFile) -> Hours:
    week: list[Openings] = [()] * 7
    for days, openings in entry.days.items():
        for day in values.read_days(days):
            week[day] = tuple(map(values.read_opening, openings))
    return Hours(
        key=str(key),
        zone=values.read_zone(entry.zone),
        week=tuple(week),
        holidays=tuple(map(holidays_of, values.listed(entry.holidays))),
        own=tuple(sorted(own_days_of(entry), key=lambda own: own.rank)),
        feeds=tuple(map(closed_of, values.listed(entry.feeds))),
    )


def holidays_of(entry: str | HolidaysFile) -> Holidays:
    if isinstance(entry, str):
        return Holidays(read_holidays(entry))
    return Holidays(
        read_holidays(entry.of),
        values.read_each(str, entry.also),
        values.read_or_none(read_half_day, entry.half_days),
    )


def own_days_of(entry: HoursFile) -> list[OwnDays]:
    """In the file's order."""
    return [
        read_own_days(written, read_day_times(times), _place(times[0]))
        for written, times in entry.dates.items()
    ]


def _place(time: str) -> str:
    """Behind its key, whose own place models do not keep."""
    position = position_of(time)
    return f"{position.file}:{position.line}"
