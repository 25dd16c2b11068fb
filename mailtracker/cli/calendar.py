"""`check --calendar YEAR`: the days off of all hours of the rules, and why, for people to read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from mailtracker.cli.output import print_json, print_table
from mailtracker.errors import MailtrackerError

if TYPE_CHECKING:
    from mailtracker.policy.model import Policy
    from mailtracker.policy.worktime import Hours, Openings
    from mailtracker.policy.year import DaysTold


def show_calendars(policy: Policy, year: int, language: str, as_json: bool) -> None:
    """Prints them. Raises MailtrackerError where a place's holidays are not known for the year."""
    from mailtracker.policy.year import UnknownYear, days_told, worked_all_the_same

    try:
        found = [
            (hours, days_told(hours, year, language), worked_all_the_same(hours, year, language))
            for _, hours in sorted(policy.hours.items())
        ]
    except UnknownYear as error:
        raise MailtrackerError(f"no calendar of {year}: {error}") from error
    if as_json:
        print_json([_as_json(*one) for one in found])
        return
    for place, (hours, off, worked) in enumerate(found):
        if place:
            click.echo()
        _print(hours, year, off, worked)


def _print(hours: Hours, year: int, off: list[DaysTold], worked: list[DaysTold]) -> None:
    click.echo(f"{hours.key}, {hours.zone.key}, {year}")
    if off:
        print_table(("day", "working time", "because of"), [_row(one) for one in off])
    else:
        click.echo("No day differs from its weekday.")
    if worked:
        click.echo("Worked as on any other day, though some are free:")
        print_table(("day", "for whom"), [(_days(one), one.because) for one in worked])


def _row(one: DaysTold) -> tuple[str, str, str]:
    return _days(one), _times(one.openings), one.because


def _days(one: DaysTold) -> str:
    if one.first == one.last:
        return _day(one.first)
    return f"{_day(one.first)} to {_day(one.last)}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day:2} {day:%b}"


def _times(openings: Openings) -> str:
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in openings) or "closed"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _as_json(hours: Hours, off: list[DaysTold], worked: list[DaysTold]) -> dict[str, object]:
    return {
        "hours": hours.key,
        "zone": hours.zone.key,
        "days": [_told(one) for one in off],
        "worked": [_told(one) for one in worked],
    }


def _told(one: DaysTold) -> dict[str, object]:
    times = [[_clock(start), _clock(end)] for start, end in one.openings]
    return {
        "from": f"{one.first}",
        "to": f"{one.last}",
        "working_time": times,
        "because": one.because,
    }
