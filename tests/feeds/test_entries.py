"""Which entries of a calendar count, and when they are."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailtracker.feeds.blocks import blocks_of
from mailtracker.feeds.entries import MAX_DAYS, MAX_ENTRIES, read_feed
from mailtracker.policy.feed import Entry, FeedOf, FeedReading, FeedUse
from tests.feeds.calendars import calendar, days, event, question, use, zone

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = use(FeedOf.HOURS)


def read(data: bytes, whose: FeedUse | None = None) -> FeedReading:
    return read_feed(question(data, whose))


def told(reading: FeedReading, zone: ZoneInfo = BERLIN) -> list[str]:
    """Each entry by the local clock: "2026-12-01 to 2026-12-03", the end not in it any more."""
    assert not reading.trouble
    return [f"{_told(one.begins, zone)} to {_told(one.ends, zone)}" for one in reading.entries]


def _told(moment: date, zone: ZoneInfo) -> str:
    if not isinstance(moment, datetime):
        return f"{moment}"
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


TUE = "2026-12-01 to 2026-12-02"
OOF = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
ASKED = "ATTENDEE;PARTSTAT={}:mailto:Bo@corp.example"
BERLIN_DAY = (";TZID=Europe/Berlin:20261201T080000", ";TZID=Europe/Berlin:20261201T180000")

ABSENCES = {
    # what it is, and which times of it are absences
    "a day": (days("20261201"), [TUE]),
    "a day whose end is its beginning": (days("20261201", "20261201"), [TUE]),
    "the end is not in it": (days("20261201", "20261204"), ["2026-12-01 to 2026-12-04"]),
    "a day by its duration": (days("20261201", "", "DURATION:P3D"), ["2026-12-01 to 2026-12-04"]),
    "a busy day": (days("20261201", "20261202", "TRANSP:OPAQUE"), [TUE]),
    "a free day": (days("20261201", "20261202", "TRANSP:TRANSPARENT"), []),
    "in small letters": (days("20261201", "20261202", "TRANSP:transparent"), []),
    "cancelled": (days("20261201", "20261202", "STATUS:CANCELLED"), []),
    "confirmed": (days("20261201", "20261202", "STATUS:CONFIRMED"), [TUE]),
    "tentative": (days("20261201", "20261202", "STATUS:TENTATIVE"), []),
    "a word that nobody knows": (days("20261201", "20261202", "TRANSP:PERHAPS", "STATUS:X"), [TUE]),
    "Exchange: out of office": (days("20261201", "20261202", OOF, "TRANSP:OPAQUE"), [TUE]),
    "Exchange: a busy day is worked": (
        days("20261201", "20261202", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:OPAQUE"),
        [],
    ),
    "Exchange: elsewhere": (
        days("20261201", "20261202", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"),
        [],
    ),
    "Exchange: out of office by the clock": (
        event(*BERLIN_DAY, OOF),
        ["2026-12-01 08:00 to 2026-12-01 18:00"],
    ),
    "Exchange: its own name for a zone": (
        event(
            ";TZID=W. Europe Standard Time:20260701T080000",
            ";TZID=W. Europe Standard Time:20260701T180000",
            OOF,
        ),
        ["2026-07-01 08:00 to 2026-07-01 18:00"],
    ),
    "a meeting": (event(*BERLIN_DAY), []),
    "Google: out of office from midnight to midnight": (
        event(":20261130T230000Z", ":20261202T230000Z", title="Somewhere"),
        ["2026-12-01 00:00 to 2026-12-03 00:00"],
    ),
    "a night and a day, but no whole one": (
        event(":20261201T080000Z", ":20261202T200000Z"),
        [],
    ),
    "Google: out of office for a part of a day": (
        event(*BERLIN_DAY, title="Out of office"),
        ["2026-12-01 08:00 to 2026-12-01 18:00"],
    ),
    "in other languages": (
        event(*BERLIN_DAY, title="Außer Haus"),
        ["2026-12-01 08:00 to 2026-12-01 18:00"],
    ),
    "somebody else's": (event(*BERLIN_DAY, title="Kim abwesend"), []),
    "invited, and coming": (days("20261201", "", ASKED.format("ACCEPTED")), [TUE]),
    "invited, and not coming": (days("20261201", "", ASKED.format("DECLINED")), []),
    "invited, and has not said": (days("20261201", "", ASKED.format("NEEDS-ACTION")), []),
    "others do not come": (
        days("20261201", "", "ATTENDEE;PARTSTAT=DECLINED:mailto:kim@corp.example"),
        [TUE],
    ),
    "no zone: the owner's": (
        event(":20261201T080000", ":20261201T180000", OOF),
        ["2026-12-01 08:00 to 2026-12-01 18:00"],
    ),
    "over the end of summer time": (
        event(";TZID=Europe/Berlin:20261025T000000", ";TZID=Europe/Berlin:20261026T000000"),
        ["2026-10-25 00:00 to 2026-10-26 00:00"],
    ),
    "a date and a time": (
        event(";VALUE=DATE:20261201", ";TZID=Europe/Berlin:20261202T120000", OOF),
        ["2026-12-01 00:00 to 2026-12-02 12:00"],
    ),
    "older than we look": (days("20240101", "20240102"), []),
    "begun before we look": (days("20250101", "20251203"), ["2025-12-01 to 2025-12-03"]),
    "by the clock, begun before we look": (
        event(":20251101T230000Z", ":20251202T230000Z"),
        ["2025-12-01 00:00 to 2025-12-03 00:00"],
    ),
    "by the clock, older than we look": (event(":20251029T230000Z", ":20251031T230000Z"), []),
    "every week": (
        days("20261201", "20261202", "RRULE:FREQ=WEEKLY;COUNT=3"),
        [TUE, "2026-12-08 to 2026-12-09", "2026-12-15 to 2026-12-16"],
    ),
    "one of them deleted": (
        days("20261201", "20261202", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261208"),
        [TUE, "2026-12-15 to 2026-12-16"],
    ),
    "one of them moved": (
        days("20261201", "20261202", "RRULE:FREQ=WEEKLY;COUNT=2", uid="a")
        + days("20261210", "20261211", "RECURRENCE-ID;VALUE=DATE:20261208", uid="a"),
        [TUE, "2026-12-10 to 2026-12-11"],
    ),
    "one of them cancelled": (
        days("20261201", "20261202", "RRULE:FREQ=WEEKLY;COUNT=2", uid="a")
        + days("20261208", "", "RECURRENCE-ID;VALUE=DATE:20261208", "STATUS:CANCELLED", uid="a"),
        [TUE],
    ),
    "one of them free": (
        days("20261201", "20261202", "RRULE:FREQ=WEEKLY;COUNT=2", uid="a")
        + days("20261208", "", "RECURRENCE-ID;VALUE=DATE:20261208", "TRANSP:TRANSPARENT", uid="a"),
        [TUE],
    ),
    "one of a free series is an absence": (
        days("20261201", "20261202", "RRULE:FREQ=WEEKLY;COUNT=2", "TRANSP:TRANSPARENT", uid="a")
        + days("20261208", "", "RECURRENCE-ID;VALUE=DATE:20261208", "TRANSP:OPAQUE", uid="a"),
        ["2026-12-08 to 2026-12-09"],
    ),
    "another version of the same entry": (
        days("20261201", "", "SEQUENCE:0", uid="a") + days("20261203", "", "SEQUENCE:2", uid="a"),
        ["2026-12-03 to 2026-12-04"],
    ),
    "two that call themselves the same": (
        days("20261201", uid="a") + days("20261203", uid="a"),
        [TUE, "2026-12-03 to 2026-12-04"],
    ),
    "a change without its series": (
        days("20261201", "", "RECURRENCE-ID;VALUE=DATE:20261208", uid="a"),
        [TUE],
    ),
    "more days by list": (
        days("20261201", "20261202", "RDATE;VALUE=DATE:20261203,20261207"),
        [TUE, "2026-12-03 to 2026-12-04", "2026-12-07 to 2026-12-08"],
    ),
    "free-busy: away": (
        "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261201T070000Z/PT10H\n"
        "FREEBUSY;FBTYPE=FREE:20261202T000000Z/P2D\nEND:VFREEBUSY\n",
        ["2026-12-01 08:00 to 2026-12-01 18:00"],
    ),
    "free-busy: busy is away for whole days alone": (
        "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20261201T070000Z/20261201T170000Z,"
        "20261206T230000Z/20261208T230000Z\nEND:VFREEBUSY\n",
        ["2026-12-07 00:00 to 2026-12-09 00:00"],
    ),
    "free-busy: perhaps": (
        "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20261206T230000Z/P2D\n"
        "END:VFREEBUSY\n",
        [],
    ),
    "tasks and diaries": (
        "BEGIN:VTODO\nUID:t\nDTSTART;VALUE=DATE:20261201\nSUMMARY:x\nEND:VTODO\n"
        "BEGIN:VJOURNAL\nUID:j\nDTSTART;VALUE=DATE:20261201\nEND:VJOURNAL\n",
        [],
    ),
    "an alarm is no part of it": (
        days("20261201", "", "BEGIN:VALARM", "TRIGGER:-PT15M", "STATUS:CANCELLED", "END:VALARM"),
        [TUE],
    ),
    "none": ("", []),
}


@pytest.mark.parametrize("which", ABSENCES)
def test_what_counts_as_an_absence(which: str) -> None:
    component, times = ABSENCES[which]
    reading = read(calendar(component))
    assert (told(reading), reading.odd) == (times, ())


def test_titles_that_the_site_names_count_whatever_they_are_marked_as() -> None:
    wanted = use(words=("urlaub*", "elternzeit"))
    found = calendar(
        days("20261201", "", "TRANSP:TRANSPARENT", title="Urlaubstage!"),
        event(":20261203T070000Z", ":20261203T170000Z", title="ELTERNZEIT"),
        days("20261207", "", "STATUS:CANCELLED", title="Urlaub"),
        days("20261208", "", ASKED.format("DECLINED"), title="Urlaub"),
        days("20261209", "", "TRANSP:TRANSPARENT", title="Betriebsrat"),
    )
    assert told(read(found, wanted)) == [TUE, "2026-12-03 08:00 to 2026-12-03 18:00"]


def test_of_a_persons_calendar_no_title_is_kept() -> None:
    (entry,) = read(calendar(days("20261201", title="Doctor"))).entries
    assert entry == Entry(date(2026, 12, 1), date(2026, 12, 2), "")


CLOSED = {
    "a day": (days("20261201", title="Outing"), HOURS, ["Outing"]),
    "a part of a day": (event(*BERLIN_DAY, title="Outing"), HOURS, ["Outing"]),
    "marked as free": (days("20261201", "", "TRANSP:TRANSPARENT"), HOURS, []),
    "taken all the same": (
        days("20261201", "", "TRANSP:TRANSPARENT", title="Christmas"),
        use(FeedOf.HOURS, free=True),
        ["Christmas"],
    ),
    "cancelled": (days("20261201", "", "STATUS:CANCELLED"), use(FeedOf.HOURS, free=True), []),
    "tentative": (days("20261201", "", "STATUS:TENTATIVE"), HOURS, []),
    "elsewhere": (days("20261201", "", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"), HOURS, []),
    "only some": (
        days("20261201", title="Closed: outing") + days("20261202", title="Lunch"),
        use(FeedOf.HOURS, words=("closed",)),
        ["Closed: outing"],
    ),
    "busy": (
        "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20261201T070000Z/PT1H\nEND:VFREEBUSY\n",
        HOURS,
        [""],
    ),
}


@pytest.mark.parametrize("which", CLOSED)
def test_what_counts_as_time_in_which_nobody_works(which: str) -> None:
    component, whose, titles = CLOSED[which]
    assert [one.title for one in read(calendar(component), whose).entries] == titles


def test_holidays_that_are_all_marked_as_free_are_told_with_what_to_write() -> None:
    reading = read(calendar(days("20261201", "", "TRANSP:TRANSPARENT")), HOURS)
    assert [*reading.remarks()] == [
        "no entry counts, since 1 are marked as free, as those of holiday calendars are: "
        "`free: true` takes them too"
    ]


# -- odd entries -------------------------------------------------------------------

ODD = {
    "no day": "BEGIN:VEVENT\nUID:o\nSUMMARY:x\nEND:VEVENT\n",
    "a day that is none": days("20261301"),
    "a word for a day": event(":tomorrow"),
    "it ends before it begins": days("20261203", "20261201"),
    "a series that is none": days("20261203", "", "RRULE:FREQ=SOMETIMES"),
    "a list of days that is none": days("20261203", "", "RRULE:FREQ=DAILY", "EXDATE:never"),
    "no end": days("20261203").replace("END:VEVENT\n", ""),
    "again and again": days("20261203", "", "RRULE:FREQ=HOURLY;COUNT=2"),
    "many times a day": days("20261203", "", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=1,2,3,4,5"),
    "a length that is none": days("20261203", "", "DURATION:long"),
    "free and busy at no time": "BEGIN:VFREEBUSY\nUID:o\nFREEBUSY:now/then\nEND:VFREEBUSY\n",
}


@pytest.mark.parametrize("which", ODD)
@pytest.mark.parametrize("first", [True, False])
def test_one_odd_entry_is_named_and_hides_no_other(which: str, first: bool) -> None:
    others = days("20261201", uid="one"), days("20261208", uid="two")
    found = calendar(*((ODD[which], *others) if first else (*others, ODD[which])))
    reading = read(found)
    assert told(reading) == [TUE, "2026-12-08 to 2026-12-09"]
    (odd,) = reading.odd
    written = ODD[which].replace("\n", "\r\n").encode()
    line = found[: found.index(written)].count(b"\n") + 1
    assert odd.startswith(f"line {line}: ")


def test_it_is_named_by_its_title_in_hours_alone() -> None:
    found = calendar(event(":tomorrow", title="Outing"), days("20261201"))
    assert read(found, HOURS).odd[0].startswith("line 4 (Outing): ")
    assert "Outing" not in read(found).odd[0]


def test_an_odd_change_of_one_day_leaves_the_others_of_its_series() -> None:
    found = calendar(
        days("20261201", "20261202", "RRULE:FREQ=WEEKLY;COUNT=2", uid="a"),
        event(":later", "", "RECURRENCE-ID;VALUE=DATE:20261208", uid="a"),
    )
    reading = read(found)
    assert (told(reading), len(reading.odd)) == ([TUE, "2026-12-08 to 2026-12-09"], 1)


def test_where_nothing_can_be_read_the_calendar_cannot() -> None:
    assert "says nothing that can be read" in read(calendar(event(":tomorrow"))).trouble


NONE = {
    "nothing": (b"", "is empty"),
    "white space": (b" \r\n\n", "is empty"),
    "a login": (b"\n<!DOCTYPE html><html>Please log in", "is no calendar, but a page for people"),
    "something": (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "is no calendar, but something else"),
    "a part": (calendar(days("20261201"))[:-20], "is cut off"),
    "too much": (
        calendar(*(days("20251201", "", "RRULE:FREQ=DAILY", title=f"{n}") for n in range(4))),
        f"says more than {MAX_ENTRIES} times",
    ),
    "too long": (
        calendar(*(days("20251201", "20291201", title=f"{n}") for n in range(35))),
        f"says more than {MAX_ENTRIES} times or {MAX_DAYS} days",
    ),
}


@pytest.mark.parametrize("which", NONE)
def test_what_is_no_calendar_is_no_empty_one(which: str) -> None:
    data, why = NONE[which]
    reading = read(data, HOURS)
    assert (why in reading.trouble, reading.entries) == (True, ())


# -- zones ---------------------------------------------------------------------------


def local(offset: str, name: str = "Our zone") -> bytes:
    return calendar(
        zone(name, offset),
        event(f";TZID={name}:20261201T080000", f";TZID={name}:20261201T180000", OOF),
    )


@pytest.mark.parametrize("order", [("+0100", "-0500"), ("-0500", "+0100")])
def test_calendars_that_call_other_zones_by_one_name_do_not_meet(order: tuple[str, str]) -> None:
    wanted = {
        "+0100": ["2026-12-01 08:00 to 2026-12-01 18:00"],
        "-0500": ["2026-12-01 14:00 to 2026-12-02 00:00"],
    }
    assert [told(read(local(one))) for one in order] == [wanted[one] for one in order]


def test_a_zone_that_stands_behind_the_entry_is_known_too() -> None:
    found = calendar(
        event(";TZID=Ours:20261201T080000", ";TZID=Ours:20261201T180000", OOF),
        zone("Ours", "-0500"),
    )
    assert told(read(found)) == ["2026-12-01 14:00 to 2026-12-02 00:00"]


@pytest.mark.parametrize("before", [b"", local("-0500", "Nowhere")])
def test_a_zone_that_nobody_knows_is_the_owners_and_is_told(before: bytes) -> None:
    if before:
        read(before)
    found = calendar(event(";TZID=Nowhere:20261201T080000", ";TZID=Nowhere:20261201T180000", OOF))
    reading = read(found)
    assert told(reading) == ["2026-12-01 08:00 to 2026-12-01 18:00"]
    assert reading.unknown_zones == ("Nowhere",)
    assert [*reading.remarks()] == [
        "nobody knows the time zone `Nowhere`: its times are read as local ones"
    ]


def test_a_zone_that_cannot_be_read_is_odd_and_its_entries_are_local() -> None:
    broken = zone("Ours", "-0500").replace("TZOFFSETTO:-0500", "TZOFFSETTO:five")
    found = calendar(broken, event(";TZID=Ours:20261201T080000", ";TZID=Ours:20261201T180000", OOF))
    reading = read(found)
    assert told(reading) == ["2026-12-01 08:00 to 2026-12-01 18:00"]


# -- how it is written ------------------------------------------------------------------


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"SUMMARY:Vacation", b"SUMMA\r\n RY:Vaca\r\n\ttion"),
        lambda data: data.replace(b"Vacation", "Schließung".encode()),
        lambda data: data.replace(b"Vacation", "Schließ".encode()[:-1] + b"\r\n \x9f" + b"ung"),
        lambda data: data.replace(b"Vacation", "Schließung".encode("cp1252")),
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b"BEGIN:VEVENT", b"begin:vevent"),
        lambda data: data.replace(b"SUMMARY", b"no line of a calendar\r\n;;:\r\nSUMMARY"),
        lambda data: data.replace(b"UID:;VALUE=DATE:20261201", b"UID:"),
        lambda data: data + b"\r\n\r\n",
        lambda data: data + data.replace(b"UID:", b"UID:other"),
        lambda data: data.replace(b"BEGIN:VEVENT", b"X-WR-TIMEZONE:Nowhere/City\r\nBEGIN:VEVENT"),
        lambda data: data.replace(b"SUMMARY", b"DESCRIPTION:" + b"x" * 100_000 + b"\r\nSUMMARY"),
    ],
)
def test_it_is_read_however_it_is_written(rewrite) -> None:
    assert told(read(rewrite(calendar(days("20261201"))))) == [TUE]


@pytest.mark.parametrize(
    "title",
    [
        "Betriebs\r\n schließung".encode(),
        "Betriebsschließ".encode() + b"\r\n ung",
        b"Betriebsschlie\xc3\r\n \x9fung",
        "Betriebsschließung".encode("cp1252"),
        b"Betriebsschlie\xdfung\r\n\t!",
    ],
)
def test_a_title_is_found_however_it_is_written(title: bytes) -> None:
    found = calendar(days("20261201", "", "TRANSP:TRANSPARENT")).replace(b"Vacation", title)
    assert told(read(found, use(words=("betriebsschließung",)))) == [TUE]


def test_folded_lines_are_lines_where_it_is_said_which_is_odd() -> None:
    odd = event(":soon")
    long = days("20261201", "", "DESCRIPTION:" + "\n ".join(["x" * 70] * 9))
    found = calendar(long, odd)
    line = found[: found.index(odd.split("\n")[1].encode())].count(b"\n")
    assert read(found).odd[0].startswith(f"line {line}: ")


def test_no_more_of_an_entry_is_taken_than_is_looked_at() -> None:
    found = calendar(days("20261201", "", "DESCRIPTION:private", "X-NOTE:private", "CLASS:PRIVATE"))
    (block,) = blocks_of(found)
    assert [line.partition(":")[0].partition(";")[0] for line in block.lines] == [
        *("UID", "DTSTART", "SUMMARY")
    ]


def test_the_name_of_the_calendars_own_zone_moves_nothing() -> None:
    found = calendar(
        event(":20261201T070000Z", ":20261201T170000Z", OOF), more="X-WR-TIMEZONE:Asia/Tokyo\n"
    )
    assert told(read(found)) == ["2026-12-01 08:00 to 2026-12-01 18:00"]
