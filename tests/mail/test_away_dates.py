"""What an absence notice says of its days. Today is Thursday 26 November 2026."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

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
    ("I'll be away through Friday, December 11.", None, "2026-12-11"),
    ("I am out for the rest of November.", "2026-11-26", "2026-11-30"),
    ("Away w/c 30 November, back 7 December.", "2026-11-30", "2026-12-06"),
    ("On leave all next week.", "2026-11-30", "2026-12-06"),
    ("I'm out Monday to Friday next week.", "2026-11-30", "2026-12-04"),
    ("I finish at noon on Friday 18 December and return on 4 January.", None, "2027-01-03"),
    ("Away till Weds.", None, "2026-12-02"),
    ("Out of office until further notice.", None, None),
    ("Annual leave 1-5 December", "2026-12-01", "2026-12-05"),
    (
        "I will be out of the office Thursday 3rd and Friday 4th December.",
        "2026-12-03",
        "2026-12-04",
    ),
    ("I'm on vacation Dec 21 - Jan 3, returning Jan 4.", "2026-12-21", "2027-01-03"),
    ("On leave from Monday for a fortnight.", "2026-11-30", "2026-12-13"),
    ("I'm out sick and hope to return early next week.", None, "2026-11-29"),
    ("Travelling 30 Nov – 2 Dec; replies will be delayed.", "2026-11-30", "2026-12-02"),
    ("The office is closed on Monday 30 November (St Andrew's Day).", "2026-11-30", "2026-11-30"),
    ("We will be closed on 25 and 26 December.", "2026-12-25", "2026-12-26"),
    ("I am away this afternoon and back tomorrow morning.", "2026-11-26", "2026-11-26"),
    ("I shall be out of the country, returning 14th December 2026.", None, "2026-12-13"),
    ("I will have no email access before 10 December.", None, "2026-12-09"),
    ("My leave started on 16 November and ends on 11 December.", "2026-11-16", "2026-12-11"),
    ("Out for two weeks, back on the 10th.", None, "2026-12-09"),
    (
        "Thanks for your message. I'm out for the day, will reply in the morning.",
        "2026-11-26",
        "2026-11-26",
    ),
    ("Parental leave until September 2027", None, "2027-08-31"),
    ("I'll be back at the end of next week.", None, "2026-12-03"),
    ("Ich bin nächste Woche von Montag bis Mittwoch nicht da.", "2026-11-30", "2026-12-02"),
    ("Ab Dienstag, dem 1. Dezember, erreichen Sie mich wieder.", None, "2026-11-30"),
    ("Wegen Krankheit bis auf Weiteres nicht erreichbar.", None, None),
    ("Ich bin am 30.11. und 1.12. nicht im Büro.", "2026-11-30", "2026-12-01"),
    ("Urlaub bis zum 11. Dezember, Rückkehr am 14. Dezember", None, "2026-12-13"),
    ("Ich bin noch bis kommenden Montag im Urlaub", None, "2026-11-30"),
    ("vom 21. bis 31. Dezember macht unser Betrieb Weihnachtsferien", "2026-12-21", "2026-12-31"),
    ("Ich bin im Urlaub und ab dem neuen Jahr wieder erreichbar.", None, "2026-12-31"),
    ("bin morgen wieder da", None, "2026-11-26"),
    ("Bin im Urlaub (bis 6.12.)", None, "2026-12-06"),
    ("Ich bin die ganze nächste Woche auf Fortbildung.", "2026-11-30", "2026-12-06"),
    ("Vom 1.12. an bin ich für drei Wochen auf Kur.", "2026-12-01", "2026-12-21"),
    ("In der Zeit vom 07.12. - 18.12. bin ich nicht erreichbar", "2026-12-07", "2026-12-18"),
    ("Meine Rückkehr ist für den 7. Dezember geplant.", None, "2026-12-06"),
    ("Ihre E-Mails werden erst nach dem 6. Dezember bearbeitet.", None, "2026-12-06"),
    (
        "Ich bin seit dem 23.11. erkrankt und voraussichtlich ab 30.11. wieder im Dienst.",
        "2026-11-23",
        "2026-11-29",
    ),
    ("Am Freitag (27.11.) ist unser Büro wegen Inventur geschlossen.", "2026-11-27", "2026-11-27"),
    ("Wir sind zwischen den Jahren nicht da.", "2026-12-25", "2027-01-01"),
    ("Bin in zwei Wochen wieder zurück", None, "2026-12-09"),
    ("Ich bin heute ab 14 Uhr nicht mehr im Büro. Morgen wieder.", "2026-11-26", "2026-11-26"),
    ("Ik ben van 1 tot 12 december op reis.", "2026-12-01", "2026-12-12"),
    ("Vanaf 7 december ben ik er weer.", None, "2026-12-06"),
    ("Volgende week ben ik vrij.", "2026-11-30", "2026-12-06"),
    ("Ben volgende week maandag weer terug", None, "2026-11-29"),
    ("Ik ben op maandag 30 november niet op kantoor.", "2026-11-30", "2026-11-30"),
    ("Gesloten van donderdag 24/12 t/m zondag 3/1.", "2026-12-24", "2027-01-03"),
    ("Ik ben afwezig tussen kerst en oud en nieuw.", "2026-12-25", "2027-01-01"),
    ("Met zwangerschapsverlof tot half maart 2027", None, "2027-03-15"),
    ("Ik werk vandaag niet, morgen wel.", "2026-11-26", "2026-11-26"),
    (
        "Tot en met 4 december heb ik vakantie en op 7 december ben ik weer bereikbaar.",
        None,
        "2026-12-06",
    ),
    ("Ik lees mijn mail pas weer op woensdag 2 december.", None, "2026-12-01"),
    ("Vakantie tot na de kerst", None, "2026-12-26"),
    ("Ik ben vanaf morgen twee weken met vakantie.", "2026-11-27", "2026-12-10"),
    ("Op 30 nov en 1 dec ben ik afwezig.", "2026-11-30", "2026-12-01"),
    ("Afwezig: 07-12-2026 t/m 11-12-2026", "2026-12-07", "2026-12-11"),
    (
        "Jeg er væk fra mandag den 30. november til og med fredag den 4. december.",
        "2026-11-30",
        "2026-12-04",
    ),
    ("Jeg er på ferie i næste uge.", "2026-11-30", "2026-12-06"),
    ("Vi har lukket mellem jul og nytår.", "2026-12-25", "2027-01-01"),
    ("Jeg er syg og forventer at være tilbage mandag.", None, "2026-11-29"),
    ("Jeg afspadserer fredag d. 27/11.", "2026-11-27", "2026-11-27"),
    ("Ude af kontoret den 30. november og 1. december.", "2026-11-30", "2026-12-01"),
    ("Jeg træffes igen den 7. december.", None, "2026-12-06"),
    ("Jeg er på orlov til 1. marts 2027.", None, "2027-03-01"),
    ("Ferie uge 49. Tilbage i uge 50.", "2026-11-30", "2026-12-06"),
    (
        "Jeg er desværre ikke på kontoret i dag. Din mail bliver besvaret i morgen.",
        "2026-11-26",
        "2026-11-26",
    ),
    ("Ferie 30.11.-4.12. begge dage inkl.", "2026-11-30", "2026-12-04"),
    ("Jeg har ferie til og med uge 49.", None, "2026-12-06"),
    ("Jeg er tilbage efter weekenden.", None, "2026-11-29"),
    ("Estou ausente do escritório até segunda-feira, 30 de novembro.", None, "2026-11-30"),
    ("Férias de 30 de novembro a 4 de dezembro.", "2026-11-30", "2026-12-04"),
    ("Estou de férias e regresso no próximo dia 7 de dezembro.", None, "2026-12-06"),
    ("Estaremos encerrados nos dias 7 e 8 de dezembro.", "2026-12-07", "2026-12-08"),
    ("Na próxima semana estarei fora.", "2026-11-30", "2026-12-06"),
    ("Vou estar ausente de 14 a 18/12.", "2026-12-14", "2026-12-18"),
    ("Volto ao trabalho a 1 de dezembro.", None, "2026-11-30"),
    ("Estou doente, conto voltar na segunda.", None, "2026-11-29"),
    ("Encerrado para férias de 21/12/2026 a 01/01/2027.", "2026-12-21", "2027-01-01"),
    ("Apenas poderei responder a partir do dia 7 de dezembro.", None, "2026-12-06"),
    ("Não estarei no escritório amanhã, sexta-feira.", "2026-11-27", "2026-11-27"),
    ("Ausente até ao final do ano.", None, "2026-12-31"),
    (
        "De licença sem vencimento desde 1 de outubro e até 31 de janeiro de 2027.",
        "2026-10-01",
        "2027-01-31",
    ),
    ("Estou de folga hoje.", "2026-11-26", "2026-11-26"),
    ("Je suis en vacances jusqu'au dimanche 6 décembre.", None, "2026-12-06"),
    ("Absent(e) du lundi 30 novembre au vendredi 4 décembre inclus.", "2026-11-30", "2026-12-04"),
    ("Je reviens mardi prochain.", None, "2026-11-30"),
    ("Je serai absent les 3 et 4 décembre.", "2026-12-03", "2026-12-04"),
    ("Fermeture annuelle du 21 décembre 2026 au 3 janvier 2027.", "2026-12-21", "2027-01-03"),
    ("Je suis en congé jusqu'à lundi inclus.", None, "2026-11-30"),
    (
        "Je suis en arrêt depuis le 23 novembre, retour prévu le 7 décembre.",
        "2026-11-23",
        "2026-12-06",
    ),
    ("Je ne serai joignable qu'à partir du 7 décembre.", None, "2026-12-06"),
    ("Je serai en déplacement la semaine du 30 novembre.", "2026-11-30", "2026-12-06"),
    ("Absent aujourd'hui, de retour demain matin.", "2026-11-26", "2026-11-26"),
    ("En congés semaine 49 et 50.", "2026-11-30", "2026-12-13"),
    ("Je serai absent demain vendredi.", "2026-11-27", "2026-11-27"),
    ("Congé maternité jusqu'au 31 mars 2027.", None, "2027-03-31"),
    ("De retour début janvier.", None, "2026-12-31"),
    ("Je réponds aux messages à compter du 7/12.", None, "2026-12-06"),
    ("I am away until mid-May.", None, "2027-05-15"),
    ("May I ask you to wait? I am away.", None, None),
    ("Congé maternité jusqu'à la mi-mars, remplacée par Sophie.", None, "2027-03-15"),
    ("Ab heute bin ich vierzehn Tage weg.", "2026-11-26", "2026-12-09"),
    ("Vanaf vandaag ben ik veertien dagen weg.", "2026-11-26", "2026-12-09"),
    ("Fra i dag er jeg væk i fjorten dage.", "2026-11-26", "2026-12-09"),
    ("A partir de hoje ausente durante quinze dias.", "2026-11-26", "2026-12-09"),
)
"""A text, the first and the last day away."""
NOTICES = tuple(
    json.loads(line)
    for line in (Path(__file__).parent / "away_notices.jsonl").read_text("utf-8").splitlines()
)
"""As people word them, in six languages."""
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
    "I don't work Wednesdays. Back at my desk tomorrow morning.",
    "Freitag ist mein freier Tag, Montag gehts weiter.",
    "Woensdag is mijn vrije dag. Morgen ben ik er weer.",
    "Jeg er her kun mandag til onsdag.",
    "Trabalho a meio tempo, só da parte da manhã.",
    "Aux 3/5, je suis là lundi, mardi et mercredi.",
    "Our office hours are Monday to Friday 9 to 5.",
)
ABSENT = (
    "I am out of the office until Friday.",
    "I am on annual leave until 5 December. I work Monday to Wednesday.",
    "Ich bin im Urlaub.",
    "Ik ben met vakantie.",
    "Jeg er på ferie.",
    "Estou de férias.",
    "Je suis en congés.",
    "Só regresso na próxima quarta-feira. As viagens ficam com a Carla.",
    "Jeg er udlånt frem til 31. januar og ser kun denne postkasse om fredagen.",
    "Congé formation du 2 novembre au 29 janvier. Je lis cette boîte une fois par semaine.",
    "Swapped the cable, works now. Cheers!",
    "",
)


def test_days_are_understood_as_people_write_them() -> None:
    def check(said: tuple[str, str | None, str | None]) -> None:
        text, start, end = said
        found = days_away(text, "", TODAY)
        assert (_written(found.start), _written(found.end)) == (start, end)

    in_each(SAID, check)


def test_whole_notices_are_understood() -> None:
    def check(notice: dict[str, str | None]) -> None:
        today = date.fromisoformat(str(notice["today"]))
        found = days_away(str(notice["text"]), "Re: Printer", today)
        assert _written(found.start) == notice["start"]
        assert _written(found.end) == notice["end"]

    in_each(NOTICES, check)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def test_who_has_left_is_away_for_good() -> None:
    left = days_away("I left the company on 30 October 2026.", "", TODAY)
    assert left == DaysAway(date(2026, 10, 30), None, for_good=True)
    last_day = days_away("Mein letzter Arbeitstag war der 30. Oktober.", "", TODAY)
    assert last_day == DaysAway(date(2026, 10, 31), None, for_good=True)


def test_no_text_is_too_odd() -> None:
    """Numbers and words in any order have days or none, and never an error."""
    pieces = ("5", "12.", "31/2", "99.99.", "2026-13-45", "until", "bis", "‹until›", "week 54", "(")
    for first in pieces:
        for second in pieces:
            for third in ("", "may", "kw 49/", "3 to", "zurück", "1234567890", "-"):
                found = days_away(f"{first} {second} {third}", second, TODAY)
                assert found.start is None or isinstance(found.start, date)


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
