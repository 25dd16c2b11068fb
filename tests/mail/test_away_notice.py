"""Which notices say that somebody is away, and which say what always stands there."""

from __future__ import annotations

from datetime import date

from mailtracker.mail.origin.away_dates import days_away
from mailtracker.mail.origin.away_notice import notice_digest, says_away
from tests.cases import in_each

TODAY = date(2026, 11, 26)

AWAY = (
    "I am out of the office until Friday.",
    "Thanks for your mail. I'm on vacation, back on Monday. I normally answer within two days.",
    "Currently out sick.",
    "OOO today",
    "Bo is away until 2026-12-05.",
    "Bo has left the company. Please contact Sam.",
    "We open again on Monday, 30 November.",
    "Ich bin bis 5.12. nicht im Büro.",
    "Ich bin vom 3. bis 7.12. auf Dienstreise.",
    "Wegen Krankheit bin ich bis Mittwoch nicht erreichbar.",
    "Vielen Dank für Ihre Nachricht.\nIch bin im Urlaub.\nIn dringenden Fällen: Sam.",
    "Unser Büro bleibt vom 23. Dezember bis einschließlich 3. Januar geschlossen.",
    "Ik ben afwezig t/m 5 december.",
    "Ik ben er vandaag en morgen niet.",
    "Wegens vakantie ben ik afwezig tot en met vrijdag.",
    "Jeg er på ferie til den 5. december.",
    "Jeg er ude af huset i dag.",
    "Efterårsferie. Retur d. 7.12.",
    "Estou ausente de 3 a 7 de dezembro.",
    "Encontro-me de férias até dia 5.",
    "Je suis absent jusqu'au 5 décembre inclus.",
    "Actuellement en déplacement, je reviens lundi.",
    "Urlaub bis nächsten Mittwoch.",
    "Bin mit der 7a auf Klassenfahrt und erst Montag wieder da.",
    "Er på førstehjælpskursus i dag, tilbage i morgen tidlig.",
    "De folga hoje e amanhã.",
    "RTT aujourd'hui.",
    "Met de brugklas op kamp tot en met vrijdag.",
    "Reformei-me! O meu último dia de trabalho foi 30 de outubro.",
    "Jeg gik på pension den 1. november.",
)
THERE = (
    "I work Mondays to Wednesdays.",
    "I work Mon-Wed.",
    "I am usually not in the office on Fridays.",
    "I answer within two days.",
    "We will answer by Friday.",
    "Thanks! I will reply tomorrow.",
    "I am in the office Monday to Thursday.",
    "Due to high volume answers may take until Friday.",
    "Your message has been received.",
    "This mailbox is not monitored on weekends.",
    "From 1 January my address changes to bo@new.example.",
    "Ich arbeite in Teilzeit und bin freitags nicht im Büro.",
    "Ihre Anfrage wird bis zum 4. Dezember bearbeitet.",
    "Bitte beachten Sie unsere Bürozeiten: Mo-Fr 9-17.",
    "Op woensdag werk ik niet.",
    "Ik ben elke vrijdag afwezig.",
    "Fredag holder jeg altid fri.",
    "Jeg arbejder deltid og er ikke på kontoret fredage.",
    "À quarta-feira não estou no escritório.",
    "Não trabalho às sextas; normalmente respondo em dois dias.",
    "Le vendredi, je suis absent.",
    "Je ne travaille pas le mercredi.",
    "Freitag ist mein freier Tag, Montag geht es weiter.",
    "Woensdag is mijn vrije dag. Morgen ben ik er weer.",
    "Your order will be shipped by Friday 4 December.",
    "Uw pakket wordt uiterlijk vrijdag bezorgd.",
    "Votre demande sera traitée avant le 4 décembre.",
    "",
)


def is_away(text: str, subject: str = "Automatic reply: VPN drops") -> bool:
    days = days_away(text, subject, TODAY)
    ends = days.end is not None and days.end >= TODAY
    return says_away(text, subject, ends or days.for_good)


def test_a_sentence_of_being_away_is_told_from_what_always_stands_there() -> None:
    def away(text: str) -> None:
        assert is_away(text)

    def there(text: str) -> None:
        assert not is_away(text)

    in_each(AWAY, away)
    in_each(THERE, there)


def test_a_subject_speaks_where_there_is_no_text() -> None:
    assert is_away("", "Away until 5 December")
    assert not is_away("I answer within two days.", "Out of office")


def test_the_same_words_are_known_whichever_mail_they_answer() -> None:
    first = notice_digest("I am away. Your mail “VPN drops” waits.", "VPN drops")
    again = notice_digest("I am away.\n  Your mail “Re: [IT-1002] Toner” waits.", "Re: Toner")
    assert first != notice_digest("I am away until 5 Dec.", "VPN drops")
    assert first == notice_digest("I AM away. Your mail “VPN slow”  waits.", "VPN slow")
    assert first != again  # what it quotes in another way than the request says it
    assert notice_digest("Away: [IT-1001] it-help+b1x@corp.example", "") == notice_digest(
        "Away: [IT-1002] it-help+b1y@corp.example", ""
    )
