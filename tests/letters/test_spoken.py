"""Instants → words: the reader's day, never the machine's; promises about
every boundary that a clock has.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailtracker.letters import spoken
from mailtracker.letters.wordings.spoken_here import WORDINGS

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def utc(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "english", "german"),
    [
        (utc(2026, 11, 23, 14, 30), "by 15:30 today", "heute bis 15:30 Uhr"),
        (utc(2026, 11, 24, 9, 0), "by 10:00 tomorrow, Tuesday", "morgen, Dienstag, bis 10:00 Uhr"),
        (
            utc(2026, 11, 26, 9, 0),
            "by 10:00 on Thursday, 26 November",
            "bis Donnerstag, 26. November, 10:00 Uhr",
        ),
        (
            utc(2027, 1, 7, 9, 0),
            "by 10:00 on Thursday, 7 January 2027",
            "bis Donnerstag, 7. Januar 2027, 10:00 Uhr",
        ),
        (utc(2026, 11, 22, 9, 0), "by 10:00 yesterday", "gestern bis 10:00 Uhr"),
        (
            utc(2026, 11, 20, 9, 0),
            "by 10:00 on Friday, 20 November",
            "bis Freitag, 20. November, 10:00 Uhr",
        ),
    ],
)
def test_a_deadline_is_said_as_a_colleague_would(
    instant: datetime, english: str, german: str
) -> None:
    assert spoken.by(instant, MONDAY, COPENHAGEN, "en") == english
    assert spoken.by(instant, MONDAY, COPENHAGEN, "de") == german


@pytest.mark.parametrize(
    ("instant", "english", "german"),
    [
        (utc(2026, 11, 23, 14, 30), "today at 15:30", "heute um 15:30 Uhr"),
        (utc(2026, 11, 24, 9, 0), "tomorrow, Tuesday at 10:00", "morgen, Dienstag, um 10:00 Uhr"),
        (utc(2026, 11, 22, 9, 0), "yesterday at 10:00", "gestern um 10:00 Uhr"),
        (
            utc(2025, 12, 31, 9, 0),
            "Wednesday, 31 December 2025, at 10:00",
            "Mittwoch, 31. Dezember 2025, um 10:00 Uhr",
        ),
    ],
)
def test_a_point_in_time_is_said_without_by(instant: datetime, english: str, german: str) -> None:
    assert spoken.at(instant, MONDAY, COPENHAGEN, "en") == english
    assert spoken.at(instant, MONDAY, COPENHAGEN, "de") == german


LATE = utc(2026, 11, 23, 23, 0)  # midnight in Copenhagen
IN_OTHER_LANGUAGES = {
    "nl": (
        (spoken.by, utc(2026, 11, 23, 14, 30), "uiterlijk vandaag om 15:30 uur"),
        (spoken.by, utc(2026, 11, 24, 9, 0), "uiterlijk morgen (dinsdag) om 10:00 uur"),
        (spoken.by, utc(2026, 11, 26, 9, 0), "uiterlijk donderdag 26 november om 10:00 uur"),
        (spoken.by, utc(2027, 1, 7, 9, 0), "uiterlijk donderdag 7 januari 2027 om 10:00 uur"),
        (spoken.by, utc(2026, 11, 22, 9, 0), "uiterlijk gisteren om 10:00 uur"),
        (spoken.by, LATE, "vandaag vóór middernacht"),
        (spoken.by, utc(2026, 11, 26, 23, 0), "vóór het einde van donderdag 26 november"),
        (spoken.at, utc(2026, 11, 23, 14, 30), "vandaag om 15:30 uur"),
        (spoken.at, LATE, "morgen (dinsdag) om 00:00 uur"),
        (spoken.at, utc(2025, 12, 31, 9, 0), "woensdag 31 december 2025 om 10:00 uur"),
    ),
    "da": (
        (spoken.by, utc(2026, 11, 23, 14, 30), "senest i dag kl. 15.30"),
        (spoken.by, utc(2026, 11, 24, 9, 0), "senest i morgen tirsdag kl. 10.00"),
        (spoken.by, utc(2026, 11, 26, 9, 0), "senest torsdag den 26. november kl. 10.00"),
        (spoken.by, utc(2027, 1, 7, 9, 0), "senest torsdag den 7. januar 2027 kl. 10.00"),
        (spoken.by, utc(2026, 11, 22, 9, 0), "senest i går kl. 10.00"),
        (spoken.by, LATE, "senest i dag inden midnat"),
        (spoken.by, utc(2026, 11, 26, 23, 0), "inden udgangen af torsdag den 26. november"),
        (spoken.at, utc(2026, 11, 23, 14, 30), "i dag kl. 15.30"),
        (spoken.at, LATE, "i morgen tirsdag kl. 00.00"),
        (spoken.at, utc(2025, 12, 31, 9, 0), "onsdag den 31. december 2025 kl. 10.00"),
    ),
}
ZONED = {
    "nl": "vandaag om 10:00 uur (lokale tijd Kopenhagen)",
    "da": "i dag kl. 10.00 (lokal tid i København)",
}
SPANS = {
    "nl": ("0 minuten", "1 minuut", "1 uur en 30 minuten", "1 dag en 1 uur", "3 dagen"),
    "da": ("0 minutter", "1 minut", "1 time og 30 minutter", "1 dag og 1 time", "3 dage"),
}
LISTED = {"nl": "Ana, Bo en Sam", "da": "Ana, Bo og Sam"}
DAYS = {
    "nl": ("vrijdag 4 december", "dinsdag 1 juni 2027"),
    "da": ("fredag den 4. december", "tirsdag den 1. juni 2027"),
}
SIZES = {"nl": "9,5 MB", "da": "9,5 MB"}


def test_other_languages_say_days_times_and_lengths_as_people_do() -> None:
    others = set(WORDINGS) - {"en", "de", "pt"}  # of which test_portuguese.py tells
    told: tuple[Mapping[str, object], ...] = (ZONED, SPANS, LISTED, DAYS, SIZES)
    assert all(set(one) == others for one in (IN_OTHER_LANGUAGES, *told))
    for language, cases in IN_OTHER_LANGUAGES.items():
        for way, instant, said in cases:
            assert way(instant, MONDAY, COPENHAGEN, language) == said
        zoned = spoken.at(MONDAY, MONDAY, COPENHAGEN, language, show_zone=True)
        assert zoned == ZONED[language]
        spans = tuple(spoken.span(minutes, language) for minutes in (0, 1, 90, 1500, 4321))
        assert spans == SPANS[language]
        assert spoken.listed(["Ana", "Bo", "Sam"], language) == LISTED[language]
        days = (date(2026, 12, 4), date(2027, 6, 1))
        said_days = tuple(spoken.whole_day(day, MONDAY.date(), language) for day in days)
        assert said_days == DAYS[language]
        assert spoken.size(19 << 19, language) == SIZES[language]


def test_today_is_the_readers_today_and_not_the_machines() -> None:
    late = utc(2026, 11, 24, 2, 0)
    assert spoken.by(late, utc(2026, 11, 23, 23, 30), COPENHAGEN, "en") == "by 03:00 today"
    assert spoken.by(late, utc(2026, 11, 23, 23, 30), NEW_YORK, "en") == "by 21:00 today"
    assert (
        spoken.by(late, utc(2026, 11, 23, 9, 0), COPENHAGEN, "en") == "by 03:00 tomorrow, Tuesday"
    )


def test_new_years_day_is_tomorrow_without_its_year_and_the_day_after_has_it() -> None:
    eve = utc(2026, 12, 31, 9, 0)
    assert spoken.by(utc(2027, 1, 1, 9, 0), eve, COPENHAGEN, "en") == "by 10:00 tomorrow, Friday"
    assert (
        spoken.by(utc(2027, 1, 2, 9, 0), eve, COPENHAGEN, "en")
        == "by 10:00 on Saturday, 2 January 2027"
    )


def test_a_day_has_its_year_where_it_is_half_a_year_away() -> None:
    said = {
        day: (
            spoken.whole_day(day, MONDAY.date(), "en"),
            spoken.whole_day(day, MONDAY.date(), "de"),
        )
        for day in (date(2026, 12, 4), date(2027, 5, 1), date(2027, 6, 1), date(2026, 1, 5))
    }
    assert list(said.values()) == [
        ("Friday, 4 December", "Freitag, 4. Dezember"),
        ("Saturday, 1 May", "Samstag, 1. Mai"),
        ("Tuesday, 1 June 2027", "Dienstag, 1. Juni 2027"),
        ("Monday, 5 January 2026", "Montag, 5. Januar 2026"),
    ]


def test_the_year_is_the_readers_year() -> None:
    instant, now = utc(2027, 1, 1, 1, 0), utc(2026, 12, 20, 12, 0)
    assert "2027" in spoken.by(instant, now, COPENHAGEN, "en")
    assert spoken.by(instant, now, NEW_YORK, "en") == "by 20:00 on Thursday, 31 December"


def test_the_hour_follows_summer_time() -> None:
    now = utc(2026, 3, 28, 8, 0)
    assert spoken.by(utc(2026, 3, 28, 9, 0), now, COPENHAGEN, "en") == "by 10:00 today"
    assert spoken.by(utc(2026, 3, 29, 9, 0), now, COPENHAGEN, "en") == "by 11:00 tomorrow, Sunday"


def test_the_night_in_which_the_clock_goes_back_has_one_day_of_25_hours() -> None:
    now = utc(2026, 10, 24, 22, 30)  # 00:30 on Sunday in Copenhagen
    assert spoken.by(utc(2026, 10, 25, 22, 30), now, COPENHAGEN, "en") == "by 23:30 today"
    assert (
        spoken.by(utc(2026, 10, 25, 23, 30), now, COPENHAGEN, "en") == "by 00:30 tomorrow, Monday"
    )


def test_the_night_in_which_the_clock_goes_forward_skips_no_day() -> None:
    now = utc(2026, 3, 28, 23, 30)  # 00:30 on Sunday
    assert spoken.by(utc(2026, 3, 29, 1, 0), now, COPENHAGEN, "de") == "heute bis 03:00 Uhr"
    assert (
        spoken.by(utc(2026, 3, 29, 22, 30), now, COPENHAGEN, "de")
        == "morgen, Montag, bis 00:30 Uhr"
    )


def test_a_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    midnight = utc(2026, 11, 23, 23, 0)
    assert spoken.by(midnight, MONDAY, COPENHAGEN, "en") == "by the end of today"
    assert spoken.by(midnight, MONDAY, COPENHAGEN, "de") == "heute bis Mitternacht"
    later = utc(2026, 11, 26, 23, 0)
    assert (
        spoken.by(later, MONDAY, COPENHAGEN, "en") == "by the end of Thursday, 26 November"
    )  # "midnight on Thursday" may be either of two
    assert spoken.by(later, MONDAY, COPENHAGEN, "de") == "bis zum Ende von Donnerstag, 26. November"
    assert spoken.at(midnight, MONDAY, COPENHAGEN, "en") == "tomorrow, Tuesday at 00:00"


@pytest.mark.parametrize(
    ("zone", "english", "german"),
    [
        ("Europe/Copenhagen", "(Copenhagen time)", "(Ortszeit Kopenhagen)"),
        ("America/New_York", "(New York time)", "(Ortszeit New York)"),
        ("America/Argentina/Buenos_Aires", "(Buenos Aires time)", "(Ortszeit Buenos Aires)"),
        ("UTC", "(UTC)", "(UTC)"),
        ("Etc/GMT+3", "(UTC-03)", "(UTC-03)"),
    ],
)
def test_the_zone_is_named_by_its_place_when_asked_for(
    zone: str, english: str, german: str
) -> None:
    assert spoken.by(MONDAY, MONDAY, ZoneInfo(zone), "en", show_zone=True).endswith(f" {english}")
    assert spoken.at(MONDAY, MONDAY, ZoneInfo(zone), "de", show_zone=True).endswith(f" {german}")
    assert "(" not in spoken.by(MONDAY, MONDAY, ZoneInfo(zone), "en")


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [
        (0, "0 minutes", "0 Minuten"),
        (1, "1 minute", "1 Minute"),
        (45, "45 minutes", "45 Minuten"),
        (60, "1 hour", "1 Stunde"),
        (90, "1 hour and 30 minutes", "1 Stunde und 30 Minuten"),
        (120, "2 hours", "2 Stunden"),
        (1440, "1 day", "1 Tag"),
        (1500, "1 day and 1 hour", "1 Tag und 1 Stunde"),
        (4320, "3 days", "3 Tage"),
        (4321, "3 days", "3 Tage"),
    ],
)
def test_a_span_is_said_in_at_most_two_units(minutes: int, english: str, german: str) -> None:
    assert spoken.span(minutes, "en") == english
    assert spoken.span(minutes, "de") == german


def test_names_are_listed_as_in_a_sentence() -> None:
    assert spoken.listed(["Ana", "Bo", "Sam"], "en") == "Ana, Bo and Sam"
    assert spoken.listed(["Ana", "Bo"], "de") == "Ana und Bo"
    assert spoken.listed([], "de") == ""


def test_a_regional_language_is_spoken_and_an_unknown_one_falls_back_to_english() -> None:
    assert spoken.by(MONDAY, MONDAY, COPENHAGEN, "de-AT") == "heute bis 10:00 Uhr"
    assert spoken.by(MONDAY, MONDAY, COPENHAGEN, "xx") == "by 10:00 today"
    assert spoken.by(MONDAY, MONDAY, COPENHAGEN, "") == "by 10:00 today"
    assert spoken.knows("de-AT")
    assert not any(spoken.knows(language) for language in ("fr", "xx", ""))


def test_an_instant_without_zone_is_refused() -> None:
    naive = MONDAY.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        spoken.by(naive, MONDAY, COPENHAGEN, "en")
    with pytest.raises(ValueError, match="zone"):
        spoken.at(MONDAY, naive, COPENHAGEN, "en")


def test_a_negative_span_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        spoken.span(-1, "en")
