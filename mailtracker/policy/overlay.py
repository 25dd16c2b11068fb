"""Rules and what was read of the calendars that they name → the same rules, with the days off and
the absences that these say. Nothing else of them changes, nor does their digest.
"""

from __future__ import annotations

import hashlib
import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mailtracker.policy.calendar import openings_of
from mailtracker.policy.feed import Entry, FeedOf, FeedUse
from mailtracker.policy.model import Absence, Person, Policy
from mailtracker.policy.worktime import DAY_END, OPEN, Closing, Closings, Hours, outside

MAX_CLOSED = 366
"""Days in a row without working time by which the calendars of others may close hours. Where they
close more, that is a mistake of theirs: no promise could be counted.
"""

Copies = Mapping[str, Sequence[Entry]]
"""What was read of each feed, by `FeedUse.key`; one that was never read is not among them."""


def feeds_of(policy: Policy) -> list[FeedUse]:
    """Every feed that the rules name, and whose it is."""
    by_hours = [
        FeedUse(feed, FeedOf.HOURS, hours.key, hours.zone.key)
        for hours in policy.hours.values()
        for feed in hours.feeds
    ]
    by_person = [
        FeedUse(feed, FeedOf.PERSON, one.key, _zone_of(policy, one).key, one.addresses)
        for one in policy.people.values()
        for feed in one.feeds
    ]
    return [*by_hours, *by_person]


def _zone_of(policy: Policy, person: Person) -> ZoneInfo:
    hours = policy.hours.get(person.hours)
    return hours.zone if hours else ZoneInfo("UTC")


def with_feeds(policy: Policy, copies: Copies) -> Policy:
    """The rules as these copies have them, whatever copies they had before."""
    uses = feeds_of(policy)
    if not uses:
        return policy
    hours = {
        key: replace(one, closings=closings_of(one, uses, copies)) if one.feeds else one
        for key, one in policy.hours.items()
    }
    people = {key: _with_absences(one, hours, uses, copies) for key, one in policy.people.items()}
    laid: Policy = _asking(replace(policy, hours=hours, people=people), hours)
    return laid


def _asking(value: Any, hours: Mapping[str, Hours]) -> Any:
    """The same with these hours in the place of those of their keys, wherever in it they stand:
    promises, conditions and whatever else asks for working time.
    """
    match value:
        case Hours():
            return hours.get(value.key, value)
        case tuple():
            made = tuple(_asking(one, hours) for one in value)
            return value if all(map(operator.is_, made, value)) else made
        case dict():
            return {key: _asking(one, hours) for key, one in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    held = ((one.name, getattr(value, one.name)) for one in fields(value))
    asked = ((name, before, _asking(before, hours)) for name, before in held)
    changed = {name: after for name, before, after in asked if after is not before}
    return replace(value, **changed) if changed else value


# -- when nobody works -----------------------------------------------------------


def closings_of(hours: Hours, uses: Iterable[FeedUse], copies: Copies) -> Closings:
    """What the feeds of these hours close; nothing where that is too much to be true."""
    days: dict[date, list[Closing]] = defaultdict(list)
    for use in uses:
        if use.says is FeedOf.HOURS and use.owner == hours.key:
            place = f"{use.feed.shown}, {use.feed.place}" if use.feed.place else use.feed.shown
            for entry in copies.get(use.key, ()):
                for day, begins, ends in days_of(entry, hours.zone):
                    days[day].append(Closing(begins, ends, entry.title, place))
    if not days:
        return OPEN
    found = {day: tuple(closings) for day, closings in sorted(days.items())}
    told = hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()
    closings = Closings(told, found)
    return OPEN if closes_for_good(replace(hours, closings=closings)) else closings


def closes_for_good(hours: Hours) -> bool:
    """Whether calendars leave no working time for too long."""
    closed = hours.closings.days
    idle, day, last = 0, min(closed), max(closed)
    while day <= last and idle <= MAX_CLOSED:
        idle = 0 if openings_of(hours, day) else idle + 1
        day += timedelta(days=1)
    return idle > MAX_CLOSED


def closes_too_much(policy: Policy, use: FeedUse, entries: Sequence[Entry]) -> bool:
    """Whether these entries cannot be what the feed of hours means: nobody would work any more."""
    hours = policy.hours.get(use.owner) if use.says is FeedOf.HOURS else None
    if hours is None or not entries:
        return False
    return closings_of(hours, [use], {use.key: entries}) == OPEN


def days_of(entry: Entry, zone: ZoneInfo) -> Iterator[tuple[date, int, int]]:
    """Local dates of an entry, each with the minutes of its day from which and to which it is."""
    begins, ends = _local(entry.begins, zone), _local(entry.ends, zone)
    day = begins.date()
    while datetime.combine(day, time()) < ends:
        midnight = datetime.combine(day, time())
        first = max(0, _minutes(begins - midnight))
        # A minute that has begun is in it, by whole minutes as openings have them.
        last = min(DAY_END, -_minutes(midnight - ends))
        if first < last:
            yield day, first, last
        day += timedelta(days=1)


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def _local(moment: date, zone: ZoneInfo) -> datetime:
    """By the local clock, without a zone."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(zone).replace(tzinfo=None)


# -- when somebody is away -------------------------------------------------------


def _with_absences(
    person: Person, hours: Mapping[str, Hours], uses: Iterable[FeedUse], copies: Copies
) -> Person:
    """Whose hours are not known is away by no calendar: which days would that be?"""
    theirs = hours.get(person.hours)
    if not person.feeds or theirs is None:
        return person
    entries = [
        entry
        for use in uses
        if use.says is FeedOf.PERSON and use.owner == person.key
        for entry in copies.get(use.key, ())
    ]
    return replace(person, away_by_feeds=absences_in(entries, theirs))


def absences_in(entries: Iterable[Entry], hours: Hours) -> tuple[Absence, ...]:
    """Working days that the entries cover from the first opening to the last, as absences. Days on
    which nobody works are within where they lie between two such days, or where the entries cover
    them whole beside one; they alone are no absence.
    """
    covered: dict[date, list[Closing]] = defaultdict(list)
    for entry in entries:
        for day, begins, ends in days_of(entry, hours.zone):
            covered[day].append(Closing(begins, ends))
    found: list[list[date]] = []
    for day in sorted(covered):
        if outside(openings_of(hours, day) or WHOLE_DAY, covered[day]):
            continue
        if found and not _works_between(hours, found[-1][-1], day):
            found[-1].append(day)
        else:
            found.append([day])
    away = (days for days in found if any(openings_of(hours, day) for day in days))
    return tuple(Absence(days[0], days[-1]) for days in away)


WHOLE_DAY = ((0, DAY_END),)

MAX_BRIDGED = 31
"""Days without working time between two absences that make one of them."""


def _works_between(hours: Hours, before: date, after: date) -> bool:
    between = (after - before).days - 1
    if between > MAX_BRIDGED:
        return True
    return any(openings_of(hours, before + timedelta(days=1 + n)) for n in range(between))


def window(now: datetime) -> tuple[date, date]:
    """From which date to which (not in it any more) calendars are read."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=366), today + timedelta(days=3 * 366)
