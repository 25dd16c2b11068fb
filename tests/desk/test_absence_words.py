"""Which first lines say that their writer is away, or back, and which are written to somebody."""

from __future__ import annotations

from datetime import date

from mailtracker.desk.absence.absence_words import read_absence_word
from mailtracker.mail.origin.away_dates import days_away
from tests.cases import in_each

TODAY = date(2026, 11, 23)  # a Monday
FIFTH, FRIDAY = date(2026, 12, 5), date(2026, 11, 27)
SEVENTH, EIGHTEENTH = date(2026, 12, 7), date(2026, 12, 18)

ORDERS = (
    ("away until 5 Dec", None, FIFTH, ""),
    ("Away until 5 Dec.", None, FIFTH, ""),
    ("away 7-18 Dec", SEVENTH, EIGHTEENTH, ""),
    ("away 7 – 18 Dec", SEVENTH, EIGHTEENTH, ""),
    ("AWAY UNTIL FRIDAY, COVER SAM", None, FRIDAY, "sam"),
    ("away 2026-12-07 to 2026-12-18 cover Sam Okoye", SEVENTH, EIGHTEENTH, "sam okoye"),
    ("away 7-18 Dec (cover: sam)", SEVENTH, EIGHTEENTH, "sam"),
    ("away until Friday, sam covers", None, FRIDAY, "sam"),
    ("abwesend bis 5.12., Vertretung: Sam Okoye", None, FIFTH, "sam okoye"),
    ("abwesend vom 7. bis 18. Dezember", SEVENTH, EIGHTEENTH, ""),
    ("abwesend bis Freitag, Sam vertritt mich", None, FRIDAY, "sam"),
    ("afwezig t/m 5 dec, vervanger sam", None, FIFTH, "sam"),
    ("afwezig van 7 tot en met 18 december", SEVENTH, EIGHTEENTH, ""),
    ("fraværende til 5. dec, afløser: Sam", None, FIFTH, "sam"),
    ("fraværende 7.-18. december", SEVENTH, EIGHTEENTH, ""),
    ("ausente até 5 dez, substituto Sam", None, FIFTH, "sam"),
    ("ausente de 7 a 18 de dezembro", SEVENTH, EIGHTEENTH, ""),
    ("absent jusqu’au 5 déc, remplaçant Sam", None, FIFTH, "sam"),
    ("absente du 7 au 18 décembre", SEVENTH, EIGHTEENTH, ""),
    ("away untill friday", None, FRIDAY, ""),
    ("away tomorrow", date(2026, 11, 24), date(2026, 11, 24), ""),
)
ALONE = ("away", "ooo", "out of office", "abwesend", "afwezig", "fraværende", "ausente", "absent")
BACK = (
    *("back", "Back!", "not away", "zurück", "wieder da", "terug", "weer terug", "tilbage"),
    *("de volta", "voltei", "de retour"),
)
SENTENCES = (
    *("I am back", "I'm here", "ich bin wieder da", "bin zurück", "ik ben terug", "jeg er tilbage"),
    *("estou de volta", "je suis de retour", "I'm away until Friday", "bin weg bis Freitag"),
    *("Urlaub 7.12.-18.12.", "ferie 7.-18. december", "férias de 7 a 18 de dezembro"),
    *("en congé jusqu'au 5 déc.", "back on Wednesday", "op vakantie t/m 5 dec"),
)
UNREADABLE = ("away until 32 Dec", "away for two weeks", "abwesend bis 31.2.")
FOR_OTHERS = (
    *("Back to you tomorrow", "back up the server", "away from my desk", "away with it", "here"),
    *("I am back from the server room", "Sam is away until Friday", "away?", "off we go", "weg"),
    *("out of paper", "fora", "in", "er is een probleem", "Zurück an Absender bitte", "out", ""),
    *("I am away until Friday and look into it on Monday.", "Back in 5 minutes", "done", "mine"),
    *("Absent minded as I am, I forgot the cable.", "Ausente? Não.", "terug naar af", "de retour?"),
    "away until 5 Dec, and do not forget that the printer on the second floor is empty again",
)


def test_a_line_of_days_is_read_in_six_languages() -> None:
    def check(said: tuple[str, date | None, date, str]) -> None:
        line, start, end, cover = said
        word = read_absence_word(line)
        assert word is not None
        found = days_away(word.days, "", TODAY)
        assert (word.back, word.order, word.cover) == (False, True, cover)
        assert (found.start, found.end) == (start, end)

    in_each(ORDERS, check)


def test_one_word_is_enough() -> None:
    def away(line: str) -> None:
        word = read_absence_word(line)
        assert word is not None
        assert (word.back, word.days, word.order) == (False, "", True)

    def back(line: str) -> None:
        word = read_absence_word(line)
        assert word is not None
        assert (word.back, word.order) == (True, True)

    in_each(ALONE, away)
    in_each(BACK, back)


def test_what_people_also_write_to_others_is_no_order() -> None:
    def check(line: str) -> None:
        word = read_absence_word(line)
        assert word is not None
        assert not word.order

    in_each(SENTENCES, check)


def test_days_that_cannot_be_read_are_a_word_all_the_same() -> None:
    def check(line: str) -> None:
        word = read_absence_word(line)
        assert word is not None
        assert word.order
        assert days_away(word.days, "", TODAY).end is None

    in_each(UNREADABLE, check)


def test_what_says_more_is_for_somebody_else() -> None:
    def check(line: str) -> None:
        assert read_absence_word(line) is None

    in_each(FOR_OTHERS, check)


def test_what_stands_below_is_kept_apart() -> None:
    word = read_absence_word("\n away until 5 Dec \n\nBo Jensen\n")
    assert word is not None
    assert (word.line, word.rest) == ("away until 5 Dec", "Bo Jensen")
