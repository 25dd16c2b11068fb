"""What an absence notice says of its days. Today is Thursday 26 November 2026."""

from __future__ import annotations

from datetime import date

from mailtracker.mail.origin.away_dates import NOTHING_SAID, DaysAway, days_away
from mailtracker.mail.origin.standing import stands_always
from tests.cases import in_each

TODAY = date(2026, 11, 26)
SAID = (
    ("I am out until Friday.", None, "2026-11-27"),
    ("I'll be back on Monday 7 Dec.", None, "2026-12-06"),
    ("Ich bin bis einschließlich 5.12. nicht im Büro.", None, "2026-12-05"),
    ("Ik ben t/m 5 december afwezig", None, "2026-12-05"),
    ("Jeg er på ferie til og med den 5. december.", None, "2026-12-05"),
    (
        "Jeg holder ferie i uge 49 og 50 og er tilbage mandag den 14. december.",
        "2026-11-30",
        "2026-12-13",
    ),
    ("Jeg er tilbage på kontoret d. 7/12.", None, "2026-12-06"),
    ("Estou de férias de 3 a 7 de dezembro.", "2026-12-03", "2026-12-07"),
    ("Estarei ausente até ao dia 12 de dezembro, inclusive.", None, "2026-12-12"),
    ("Regresso na segunda-feira, dia 7.", None, "2026-12-06"),
    ("Encontro-me de férias entre 1 e 12 de dezembro.", "2026-12-01", "2026-12-12"),
    ("Je suis absent jusqu'au 12 inclus.", None, "2026-12-12"),
    ("Je suis en congés du 3 au 7 décembre.", "2026-12-03", "2026-12-07"),
    ("Je suis en congés du 3 au 7.", "2026-12-03", "2026-12-07"),
    ("Absente du bureau, de retour lundi.", None, "2026-11-29"),
    ("Je serai de retour le 1er décembre.", None, "2026-11-30"),
    ("Je ne serai pas de retour avant le 5 janvier.", None, "2027-01-04"),
    ("Bureaux fermés du 24/12 au 2/1 inclus.", "2026-12-24", "2027-01-02"),
    ("Office closed 24/12 - 2/1", "2026-12-24", "2027-01-02"),
    ("I am away from 1 to 12 December", "2026-12-01", "2026-12-12"),
    ("I am away from Dec 1st to 12th, 2026", "2026-12-01", "2026-12-12"),
    ("Out 12/14/2026 - 12/18/2026", "2026-12-14", "2026-12-18"),
    ("Away until 2026-12-05.", None, "2026-12-05"),
    ("I'm off between Christmas and New Year.", "2026-12-25", "2027-01-01"),
    ("I'll reply from 5 Jan", None, "2027-01-04"),
    ("Thanks for your mail. We will reply.", None, None),
    ("Jeg har fri i dag, men er tilbage i morgen.", "2026-11-26", "2026-11-26"),
    ("Estou fora hoje e amanhã.", "2026-11-26", "2026-11-27"),
    ("Volto na próxima quarta-feira.", None, "2026-12-01"),
    (
        "Je suis en formation aujourd'hui et demain, je vous répondrai lundi.",
        "2026-11-26",
        "2026-11-29",
    ),
    ("Estou de licença desde 1 de novembro até 31 de março.", "2026-11-01", "2027-03-31"),
    ("Jeg er på barsel fra 1. december 2026 til 30. juni 2027.", "2026-12-01", "2027-06-30"),
    ("I won't be back until Monday 7 December", None, "2026-12-06"),
    ("I've worked here since 2019. Invoice 2026-443 was paid. Call 0475 55 50 12.", None, None),
    ("Your message of 3 December was received", None, None),
    ("Jeg er først at træffe igen tirsdag.", None, "2026-11-30"),
    ("Urlaub 30.11.-11.12.", "2026-11-30", "2026-12-11"),
    ("Ich bin vom 30. November bis 4. Dezember im Urlaub.", "2026-11-30", "2026-12-04"),
    ("Ich bin in KW 49/50 nicht da.", "2026-11-30", "2026-12-13"),
    ("Ab 7.12. bin ich wieder da.", None, "2026-12-06"),
    ("De regresso a 7 de dezembro.", None, "2026-12-06"),
    ("Estou fora do escritório de 30/11 a 4/12.", "2026-11-30", "2026-12-04"),
    ("Ik ben van 30/11 t.e.m. 4/12 met verlof.", "2026-11-30", "2026-12-04"),
    ("Je serai absent la semaine prochaine.", "2026-11-30", "2026-12-06"),
    ("Jeg er ude af huset i næste uge.", "2026-11-30", "2026-12-06"),
    ("I'm back after Christmas", None, "2026-12-26"),
    ("En déplacement jusqu'à vendredi, accès limité à mes mails.", None, "2026-11-27"),
    (
        "Absent du 30 novembre au 4 décembre, retour le lundi 7 décembre.",
        "2026-11-30",
        "2026-12-06",
    ),
    ("Fraværende til d. 4. december inkl.", None, "2026-12-04"),
    ("Tilbage mandag.", None, "2026-11-29"),
    ("Out for the rest of the week.", "2026-11-26", "2026-11-29"),
)
"""A text, the first and the last day away."""
STANDING = (
    "I work mornings only, Monday to Wednesday, so there may be a delay before I reply.",
    "I answer within two days.",
    "Thank you for your mail, we will reply as soon as possible.",
    "Ich arbeite in Teilzeit und bin freitags nicht im Büro.",
    "Unsere Öffnungszeiten: Mo-Fr 9-17 Uhr.",
    "Ik werk op maandag en dinsdag.",
    "Wij reageren binnen twee werkdagen op uw bericht.",
    "Jeg arbejder mandag til onsdag.",
    "Vi svarer inden for to arbejdsdage.",
    "Respondemos no prazo de 48 horas.",
    "Não trabalho às sextas.",
    "Je ne travaille pas le vendredi.",
    "Nous avons bien reçu votre message.",
)
ABSENT = (
    "I am out of the office until Friday.",
    "I am on annual leave until 5 December. I work Monday to Wednesday.",
    "Ich bin im Urlaub.",
    "Ik ben met vakantie.",
    "Jeg er på ferie.",
    "Estou de férias.",
    "Je suis en congés.",
)


def test_days_are_understood_as_people_write_them() -> None:
    def check(said: tuple[str, str | None, str | None]) -> None:
        text, start, end = said
        found = days_away(text, "", TODAY)
        assert (_written(found.start), _written(found.end)) == (start, end)

    in_each(SAID, check)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def test_who_has_left_is_away_for_good() -> None:
    left = days_away("I left the company on 30 October 2026.", "", TODAY)
    assert left == DaysAway(date(2026, 10, 30), None, for_good=True)
    last_day = days_away("Mein letzter Arbeitstag war der 30. Oktober.", "", TODAY)
    assert last_day == DaysAway(date(2026, 10, 31), None, for_good=True)


def test_a_heading_speaks_where_the_text_does_not() -> None:
    assert days_away("", "Abwesend bis 5.12.", TODAY).end == date(2026, 12, 5)
    assert days_away("", "Re: Abwesend bis 5.12.", TODAY) == NOTHING_SAID
    assert days_away("", "Automatic reply: closed until 5 December", TODAY) == NOTHING_SAID


def test_what_cannot_be_is_nothing_said() -> None:
    assert days_away("Away until 5 December 2028.", "", TODAY) == NOTHING_SAID
    assert days_away("Away until 5 September 2026.", "", TODAY) == NOTHING_SAID
    assert days_away("Away until 31 November.", "", TODAY) == NOTHING_SAID


def test_a_standing_notice_is_no_absence() -> None:
    def stands(text: str) -> None:
        assert stands_always(text)

    def stands_not(text: str) -> None:
        assert not stands_always(text)

    in_each(STANDING, stands)
    in_each(ABSENT, stands_not)
