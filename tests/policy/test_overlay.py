"""What calendars of others say, laid over the rules: days off, absences, and nothing else."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.policy.calendar import openings_of
from mailtracker.policy.feed import Entry
from mailtracker.policy.hours import add, between
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Absence, Policy
from mailtracker.policy.overlay import (
    MAX_CLOSED,
    closes_too_much,
    days_of,
    feeds_of,
    with_feeds,
)
from mailtracker.policy.promise import deadline
from mailtracker.policy.route import route
from mailtracker.policy.worktime import Closing, Hours, outside
from mailtracker.policy.year import days_told
from mailtracker.rules.load import load_texts

RULES = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example, hours: office, calendar: bo.ics}
  kim: {name: Kim Ito, email: kim@corp.example, hours: nights, calendar: [a.ics, {url: https://x.example/k}]}
  ana: {name: Ana Costa, email: ana@corp.example, hours: plain}
hours:
  office:
    zone: Europe/Berlin
    mon-fri: ["09:00-12:00", "13:00-17:00"]
    2026-12-24: until 12:00
    holidays: DE
    feeds: [closed.ics, {url_file: more.url, only: closed, free: true}]
  nights: {zone: Europe/Lisbon, feeds: nights.ics, mon-fri: ["00:00-06:00", "22:00-24:00"]}
  plain: {zone: Europe/Berlin, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, hours: office}
  other: {first_reply: 4 working hours, hours: plain}
  quick: {first_reply: 1 hour, hours: always}
ladders: {default: [{at: 100%, remind: owner}]}
rules:
  - name: late
    why: w
    when: {all: [{not: {subject: y}}, {any: [{time: {outside: office}}]}]}
    to: bo
notes:
  - {when: {time: {within: office}}, add: {tag: day}}
fallback: {to: ana}
expected:
  - {name: backup, when: {subject: backup}, hours: office, by: "06:30 each working day",
     else: {to: ana}}
"""


@functools.cache
def loaded() -> Policy:
    return load_texts({"rules/all.yaml": RULES})


@pytest.fixture
def policy() -> Policy:
    return loaded()


def day(text: str) -> date:
    return date.fromisoformat(text)


def whole(first: str, after: str, title: str = "") -> Entry:
    return Entry(day(first), day(after), title)


def part(first: str, last: str, title: str = "") -> Entry:
    """Instants in UTC."""
    begins, ends = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (first, last))
    return Entry(begins, ends, title)


def key_of(policy: Policy, owner: str, which: int = 0) -> str:
    return [use.key for use in feeds_of(policy) if use.owner == owner][which]


def laid(policy: Policy, owner: str, *entries: Entry, which: int = 0) -> Policy:
    return with_feeds(policy, {key_of(policy, owner, which): entries})


# -- days off ------------------------------------------------------------------------

BOTH = ((540, 720), (780, 1020))
CLOSED = {
    "a whole day": (whole("2026-12-01", "2026-12-02"), "2026-12-01", ()),
    "its end is worked": (whole("2026-12-01", "2026-12-02"), "2026-12-02", BOTH),
    "the day before is worked": (whole("2026-12-01", "2026-12-02"), "2026-11-30", BOTH),
    "a morning": (part("2026-12-01 07:00", "2026-12-01 11:00"), "2026-12-01", ((780, 1020),)),
    "within an opening": (
        part("2026-12-01 09:00", "2026-12-01 10:30"),
        "2026-12-01",
        ((540, 600), (690, 720), (780, 1020)),
    ),
    "a begun minute is closed": (
        part("2026-12-01 07:59:30", "2026-12-01 08:30:30"),
        "2026-12-01",
        ((571, 720), (780, 1020)),
    ),
    "in summer time": (
        part("2026-07-01 07:00", "2026-07-01 08:00"),
        "2026-07-01",
        ((600, 720), (780, 1020)),
    ),
    "over a night": (
        part("2026-12-01 15:00", "2026-12-02 09:00"),
        "2026-12-02",
        ((600, 720), (780, 1020)),
    ),
    "a day that the files name is as they say": (
        whole("2026-12-24", "2026-12-25"),
        "2026-12-24",
        ((540, 720),),
    ),
    "a holiday stays one": (part("2026-12-25 08:00", "2026-12-25 09:00"), "2026-12-25", ()),
    "a free weekday stays one": (whole("2026-12-05", "2026-12-06"), "2026-12-05", ()),
}


@pytest.mark.parametrize("which", CLOSED)
@pytest.mark.parametrize("feed", [0, 1])
def test_what_a_calendar_takes_from_working_time(policy: Policy, which: str, feed: int) -> None:
    entry, asked, left = CLOSED[which]
    hours = laid(policy, "office", entry, which=feed).hours["office"]
    assert openings_of(hours, day(asked)) == left


def test_two_calendars_take_what_both_take(policy: Policy) -> None:
    entries = (
        part("2026-12-01 08:00", "2026-12-01 10:00"),
        part("2026-12-01 09:00", "2026-12-01 13:00"),
    )
    copies = {key_of(policy, "office", n): (one,) for n, one in enumerate(entries)}
    hours = with_feeds(policy, copies).hours["office"]
    assert openings_of(hours, day("2026-12-01")) == ((840, 1020),)


def test_all_that_asks_these_hours_asks_them_anew(policy: Policy) -> None:
    """Promises, conditions of rules and of notes, also deep within others; no others do."""
    found = laid(policy, "office", whole("2026-12-01", "2026-12-02"))
    tuesday = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert deadline(found.promises["normal"], tuesday, True) == datetime(
        2026, 12, 2, 13, tzinfo=UTC
    )
    assert deadline(found.promises["other"], tuesday, True) == datetime(2026, 12, 1, 13, tzinfo=UTC)
    assert found.promises["quick"] == policy.promises["quick"]
    mail = MailView("eva@corp.example", ("it@corp.example",), "x", "", at=tuesday)
    assert [route(one, mail).to for one in (policy, found)] == ["ana", "bo"]
    assert [route(one, mail).extras.tags for one in (policy, found)] == [("day",), ()]
    assert found.digest == policy.digest
    assert found.hours["nights"] == policy.hours["nights"]


def hours_in(value: object) -> Iterator[Hours]:
    """Wherever in the rules they stand."""
    if isinstance(value, Hours):
        yield value
    elif isinstance(value, Mapping):
        yield from (found for one in value.values() for found in hours_in(one))
    elif isinstance(value, tuple):
        yield from (found for one in value for found in hours_in(one))
    elif is_dataclass(value):
        held = (getattr(value, one.name) for one in fields(value))
        yield from (found for one in held for found in hours_in(one))


def test_nothing_in_the_rules_asks_hours_as_they_were(policy: Policy) -> None:
    found = laid(policy, "office", whole("2026-12-01", "2026-12-02"))
    asked = [one for one in hours_in(found) if one.key == "office"]
    assert len(asked) == 5
    assert all(one is found.hours["office"] for one in asked)
    assert len(list(hours_in(found))) == len(list(hours_in(policy)))


def test_laid_over_again_it_is_as_laid_over_once(policy: Policy) -> None:
    first = with_feeds(
        policy,
        {
            key_of(policy, "office"): [whole("2026-12-01", "2026-12-02")],
            key_of(policy, "bo"): [whole("2026-12-01", "2026-12-02")],
        },
    )
    assert with_feeds(first, {}) == with_feeds(policy, {})
    other = {key_of(policy, "office"): [whole("2026-12-08", "2026-12-09")]}
    assert with_feeds(first, other) == with_feeds(policy, other)


def test_rules_without_calendars_are_what_they_were(policy: Policy) -> None:
    plain = replace(
        policy,
        hours={key: replace(one, feeds=()) for key, one in policy.hours.items()},
        people={key: replace(one, feeds=()) for key, one in policy.people.items()},
    )
    assert with_feeds(plain, {"x": [whole("2026-12-01", "2026-12-02")]}) is plain


def test_a_calendar_that_closes_for_good_closes_nothing(policy: Policy) -> None:
    start = day("2026-12-25")
    long = Entry(start, start + timedelta(days=MAX_CLOSED + 10))
    short = Entry(start, start + timedelta(days=MAX_CLOSED - 10))
    (use, *_) = (one for one in feeds_of(policy) if one.owner == "office")
    assert closes_too_much(policy, use, [long])
    assert not closes_too_much(policy, use, [short])
    hours = laid(policy, "office", long).hours["office"]
    assert add(hours, datetime(2026, 12, 28, 8, tzinfo=UTC), 240) == datetime(
        2026, 12, 28, 13, tzinfo=UTC
    )
    hours = laid(policy, "office", short).hours["office"]
    later = add(hours, datetime(2026, 12, 28, 8, tzinfo=UTC), 240)
    assert later > datetime(2027, 12, 1, tzinfo=UTC)


@given(
    st.lists(st.tuples(st.integers(0, 9 * 1440), st.integers(1, 1500), st.booleans()), max_size=6),
    st.integers(0, 4 * 1440),
    st.integers(0, 900),
)
def test_working_time_is_what_a_slow_reading_counts(
    closed: list[tuple[int, int, bool]], begins: int, minutes: int
) -> None:
    """Minute by minute, over the end of summer time: a minute is worked where its weekday has it
    and no entry does.
    """
    policy = loaded()
    monday = datetime(2026, 10, 19, tzinfo=UTC)
    entries = []
    for start, length, is_whole in closed:
        first = monday + timedelta(minutes=start)
        if is_whole:
            entries.append(Entry(first.date(), first.date() + timedelta(days=1 + length // 1440)))
        else:
            entries.append(Entry(first, first + timedelta(minutes=length)))
    hours = laid(policy, "office", *entries).hours["office"]
    asked = monday + timedelta(minutes=begins)
    now, left = asked, minutes
    while left:
        left -= _is_worked(now, entries)
        now += timedelta(minutes=1)
    if minutes:
        assert add(hours, asked, minutes) == now
        assert between(hours, asked, now) == minutes


BERLIN = ZoneInfo("Europe/Berlin")


def _is_worked(minute: datetime, entries: list[Entry]) -> bool:
    local = minute.astimezone(BERLIN)
    clock = local.hour * 60 + local.minute
    opens = local.weekday() < 5 and any(first <= clock < last for first, last in BOTH)
    return opens and not any(
        one.begins <= local.date() < one.ends if one.whole_days else one.begins <= minute < one.ends
        for one in entries
    )


def test_the_year_is_told_with_what_the_calendar_says(policy: Policy) -> None:
    found = laid(
        policy,
        "office",
        whole("2026-12-01", "2026-12-02", "Outing"),
        part("2026-12-03 12:00", "2026-12-03 16:00"),
        whole("2026-12-24", "2026-12-26", "Christmas"),
        whole("2026-12-05", "2026-12-06", "a Saturday"),
    )
    told = days_told(found.hours["office"], 2026, "en_US")
    said = {f"{one.first}": (one.openings, one.because) for one in told if one.first.month == 12}
    place = "closed.ics, rules/all.yaml:12"
    assert said == {
        "2026-12-01": ((), f"Outing ({place})"),
        "2026-12-03": (((540, 720),), f"busy ({place})"),
        "2026-12-24": (((540, 720),), "2026-12-24 (rules/all.yaml:10)"),
        "2026-12-25": ((), f"Christmas Day (DE), Christmas ({place})"),
    }


# -- absences -----------------------------------------------------------------------------


def away(*dates: str) -> Absence:
    return Absence(day(dates[0]), day(dates[-1]))


ABSENCES = {
    "a day": ([whole("2026-12-01", "2026-12-02")], [away("2026-12-01")]),
    "days in a row": (
        [whole("2026-12-01", "2026-12-02"), whole("2026-12-02", "2026-12-04")],
        [away("2026-12-01", "2026-12-03")],
    ),
    "over a weekend": (
        [whole("2026-12-03", "2026-12-05"), whole("2026-12-07", "2026-12-08")],
        [away("2026-12-03", "2026-12-07")],
    ),
    "two": (
        [whole("2026-12-01", "2026-12-02"), whole("2026-12-03", "2026-12-04")],
        [away("2026-12-01"), away("2026-12-03")],
    ),
    "with the weekends beside it": (
        [whole("2026-11-28", "2026-12-07")],
        [away("2026-11-28", "2026-12-06")],
    ),
    "a weekend before it, but not all of it": (
        [part("2026-11-29 12:00", "2026-12-01 23:00")],
        [away("2026-11-30", "2026-12-01")],
    ),
    "a weekend alone": ([whole("2026-12-05", "2026-12-07")], []),
    "the working day": ([part("2026-12-01 08:00", "2026-12-01 16:00")], [away("2026-12-01")]),
    "not all of it": ([part("2026-12-01 08:00", "2026-12-01 15:59")], []),
    "all but the break": (
        [
            part("2026-12-01 08:00", "2026-12-01 11:00"),
            part("2026-12-01 12:00", "2026-12-01 16:00"),
        ],
        [away("2026-12-01")],
    ),
    "days of the first and the last are parts": (
        [part("2026-12-01 14:00", "2026-12-03 10:00")],
        [away("2026-12-02")],
    ),
    "a short day is covered sooner": (
        [part("2026-12-24 08:00", "2026-12-24 11:00")],
        [away("2026-12-24")],
    ),
}


@pytest.mark.parametrize("which", ABSENCES)
def test_what_of_a_calendar_is_an_absence(policy: Policy, which: str) -> None:
    entries, absences = ABSENCES[which]
    found = laid(policy, "bo", *entries)
    assert list(found.people["bo"].away_by_feeds) == absences
    assert found.people["kim"].away_by_feeds == found.people["ana"].away_by_feeds == ()


def test_whose_day_is_a_night_is_away_by_two_nights(policy: Policy) -> None:
    """The working time of a date is what lies in it."""
    night = part("2026-12-01 21:00", "2026-12-02 06:30")
    assert laid(policy, "kim", night).people["kim"].away_by_feeds == ()
    both = laid(policy, "kim", whole("2026-12-01", "2026-12-02"), which=1)
    assert both.people["kim"].away_by_feeds == (away("2026-12-01"),)


def test_a_closing_day_is_no_day_to_be_away(policy: Policy) -> None:
    copies = {
        key_of(policy, "office"): [whole("2026-12-02", "2026-12-03")],
        key_of(policy, "bo"): [
            whole("2026-12-01", "2026-12-02"),
            whole("2026-12-03", "2026-12-04"),
        ],
    }
    found = with_feeds(policy, copies)
    assert found.people["bo"].away_by_feeds == (away("2026-12-01", "2026-12-03"),)


# -- small parts ----------------------------------------------------------------------------


def test_a_day_of_clock_change_has_its_minutes_by_the_local_clock(policy: Policy) -> None:
    zone = policy.hours["office"].zone
    entry = part("2026-10-24 22:00", "2026-10-25 23:00")
    assert list(days_of(entry, zone)) == [(day("2026-10-25"), 0, 1440)]


@pytest.mark.parametrize(
    ("closings", "left"),
    [
        ([], BOTH),
        ([(0, 1440)], ()),
        ([(0, 540)], BOTH),
        ([(720, 780)], BOTH),
        ([(600, 800)], ((540, 600), (800, 1020))),
        ([(600, 601), (602, 603)], ((540, 600), (601, 602), (603, 720), (780, 1020))),
        ([(540, 720), (780, 1020)], ()),
    ],
)
def test_what_lies_outside(closings: list[tuple[int, int]], left: object) -> None:
    assert outside(BOTH, [Closing(*one) for one in closings]) == left


def test_a_feed_is_known_by_where_it_is_and_read_anew_when_it_is_read_otherwise(
    policy: Policy,
) -> None:
    uses = feeds_of(policy)
    assert len({use.key for use in uses}) == len(uses) == 6
    (first, *_) = uses
    other = replace(first, feed=replace(first.feed, words=("x",)))
    assert (other.key == first.key, other.way == first.way) == (True, False)
    assert replace(first, zone="UTC").way != first.way
    assert all("x.example/k" not in f"{use} {use.called} {use.key}" for use in uses)
