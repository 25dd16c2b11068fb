"""What owners write behind `snooze` and `until` → the instant and the day they mean, in six
languages; None where two readers might differ.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailtracker.desk.words.until import MAX_CHARACTERS, day_said, until

ZONE = ZoneInfo("Europe/Copenhagen")
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)

MEANT = {
    "2026-11-27 00:00": "until friday | friday | Until Fri. | bis Freitag | bis Fr. | "
    "bis kommenden Freitag | t/m vrijdag | tot vrijdag | tot en met vrijdag | til fredag | "
    "indtil på fredag | til og med fredag | até sexta | até sexta-feira | até à sexta | "
    "jusqu'à vendredi | jusqu’à vendredi prochain | Friday 27 November | übermorgen | overmorgen | "
    "i overmorgen | depois de amanhã | après-demain | day after tomorrow | 2026-11-27 | 27.11. | "
    "27.11.2026 | 27/11 | 27-11-2026 | 11/27 | on the 27th",
    "2026-11-26 00:00": "tomorrow | until tomorrow morning | morgen | bis morgen früh | "
    "tot morgenochtend | tot morgen | til i morgen | imorgen | até amanhã | amanhã de manhã | "
    "jusqu'à demain | demain matin",
    "2026-11-26 09:00": "tomorrow 9am | tomorrow at 9 am | morgen um 9 Uhr | morgen 9:00 | "
    "morgen om 9 uur | i morgen kl. 9 | i morgen kl. 9.00 | amanhã às 9h | demain à 9h | "
    "demain 9h00 | until 9:00",
    "2026-11-25 14:00": "until 14:00 | 14:00 | 2pm | 2 p.m. | until 2:00 pm | bis 14 Uhr | "
    "bis 14.00 Uhr | tot 14 uur | tot 14:00 uur | til kl. 14 | til kl 14.00 | kl. 14 | "
    "até às 14h | até 14h | jusqu'à 14h | jusqu'à 14h00 | until 14.00 | wednesday 14:00 | "
    "today 14:00 | "
    "heute 14 Uhr",
    "2026-11-25 12:00": "until noon | bis Mittag | jusqu'à midi | até ao meio-dia",
    "2026-11-25 13:00": "3h | 3 h | 3 hours | 3 Stunden | 3 uur | 3 timer | 3 horas | 3 heures | "
    "in 3 hours | three hours | 180m | this afternoon | vanmiddag | i eftermiddag",
    "2026-11-27 10:00": "2d | 2 d | 2 days | for 2 days | two days | 2 Tage | zwei Tage | "
    "2 dagen | twee dagen | 2 dage | om 2 dage | 2 dias | para 2 dias | für 2 Tage | dois dias | "
    "2 jours | deux jours",
    "2026-12-02 10:00": "1w | a week | 1 week | eine Woche | een week | en uge | uma semana | "
    "une semaine | 7d",
    "2026-12-05 00:00": "until 5 Dec | 5 Dec | Dec 5 | December 5th | 5th of December | "
    "until 5 December 2026 | Dec 5, 2026 | bis 5. Dezember | bis zum 5. Dezember | bis 5.12. | "
    "bis 5.12 | 5. 12. | 5.12.26 | bis einschließlich 5.12.2026 | t/m 5 december | tot 5 dec. | "
    "til den 5. december | til d. 5. december | até 5 de dezembro | até dia 5 | "
    "até 5 de dezembro de 2026 | jusqu'au 5 décembre | jusqu'au 5 déc. | 2026-12-05 | "
    "Saturday 5 December | am 5.",
    "2026-12-05 14:30": "5 Dec 14:30 | 5.12. 14:30 | 2026-12-05 14:30 | 5 de dezembro às 14h30 | "
    "5. december kl. 14.30 | le 5 décembre à 14h30 | Sat 5 Dec at 2:30pm",
    "2026-12-01 00:00": "jusqu'au 1er décembre | 1 Dec | bis 1. Dez. | 1º de dezembro",
    "2026-11-30 00:00": "next week | Monday, 30 November | nächste Woche | volgende week | "
    "næste uge | próxima semana | "
    "semana que vem | la semaine prochaine | monday | Montag nächste Woche | Mo",
    "2026-12-02 00:00": "until wednesday | bis Mittwoch",
    "2026-12-02 09:00": "wednesday 9:00",
    "2027-10-09 00:00": "9.10. | 9. Oktober | bis 9.10.2027",
    "2027-03-05 00:00": "5 mar | 5 March | 5. März | 5 mrt | 5. marts | 5 de março | 5 mars",
}

NOTHING = (
    "| later | soon | until later | until I hear more | for now | next friday | nächsten Freitag | "
    "friday tomorrow | 2d friday | Thursday 27 November | 5/12 | 05/12/2026 | 9.10 | 30 Feb | "
    "29 Feb | 31.11. | until Dec | mar | sam | 25:00 | 13pm | 14:60 | 15 | 2 working days | "
    "2 days or so | 5 Dec 2025 | until 25 Nov 2026 | today | 0h | a | for | until | mañana"
)


@pytest.mark.parametrize("wanted", MEANT)
def test_what_is_meant_is_understood_in_six_languages(wanted: str) -> None:
    want = datetime.fromisoformat(wanted).replace(tzinfo=ZONE)
    for words in MEANT[wanted].split("|"):
        assert until(words.strip(), WEDNESDAY, ZONE) == want, words
        assert until(words.strip().upper(), WEDNESDAY, ZONE) == want, words


def test_what_two_readers_may_take_for_two_times_is_none() -> None:
    for words in NOTHING.split("|"):
        assert until(words.strip(), WEDNESDAY, ZONE) is None, words
    assert until("2d" + " " * MAX_CHARACTERS + "2d", WEDNESDAY, ZONE) is None


def test_whose_language_puts_the_day_first_may_write_numbers_alone() -> None:
    want = datetime(2026, 12, 5, tzinfo=ZONE)
    for words in ("5/12", "05/12/2026", "5-12", "05-12-26"):
        assert until(words, WEDNESDAY, ZONE, day_first=True) == want, words
    assert until("12/13", WEDNESDAY, ZONE, day_first=True) is None


def test_a_day_is_said_without_its_time() -> None:
    today = WEDNESDAY.date()
    for words in ("5 Dec", "5 Dec 14:00", "bis 5.12.", "jusqu'au 5 décembre à midi"):
        assert day_said(words, today) == date(2026, 12, 5), words
    assert day_said("2d", today) == day_said("until friday", today) == date(2026, 11, 27)
    for words in ("14:00", "3h", "until noon", "soon", ""):
        assert day_said(words, today) is None, words


def test_a_day_that_has_begun_is_still_a_day() -> None:
    today = WEDNESDAY.date()
    assert day_said("25 Nov", today) == day_said("today", today) == today
    assert day_said("24 Nov", today) == date(2027, 11, 24)
    assert day_said("24 Nov 2026", today) == date(2026, 11, 24)


def test_a_day_is_the_local_one_and_keeps_its_clock_over_a_change() -> None:
    before = datetime(2026, 10, 24, 23, 30, tzinfo=ZONE)
    assert until("tomorrow", before, ZONE) == datetime(2026, 10, 25, tzinfo=ZONE)
    assert until("2d", before, ZONE) == datetime(2026, 10, 26, 23, 30, tzinfo=ZONE)
    four_hours = until("4h", before, ZONE)
    assert four_hours is not None
    assert four_hours - before == timedelta(hours=4)
    # A time that the clock skips comes with the change.
    skipped = until("29 Mar 2026 02:30", datetime(2026, 3, 20, tzinfo=ZONE), ZONE)
    assert skipped == datetime(2026, 3, 29, 3, 0, tzinfo=ZONE)
