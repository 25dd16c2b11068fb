"""Days by chance, written in each language and form, are those that are read: the writer here knows
nothing of the reader.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from mailtracker.mail.origin.away_dates import days_away
from tests.cases import in_each

DAY = timedelta(days=1)


class Tongue(NamedTuple):
    """How people of one language write days."""

    months: str
    weekdays: str
    #: A day and its month; `{d}` and `{m}`, `{name}` in words.
    long: str
    short: str
    #: A weekday before it.
    with_weekday: str
    #: What they write of an absence until {b}, from {a} to {b}, and with the return on {b}.
    until: str
    between: str
    back: str
    #: From {x} to {b}, in the same month; {x} is a number.
    same_month: str
    #: In the week of this number.
    week: str


TONGUES = (
    Tongue(
        "January February March April May June July August September October November December",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "{d} {name}",
        "{d:02}/{m:02}/{y}",
        "{weekday} {day}",
        "I am out of the office until {b}.",
        "I am on leave from {a} to {b}.",
        "I'm away and back on {b}.",
        "I am on leave from {x} to {b}.",
        "I am away in week {n}.",
    ),
    Tongue(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "{d}. {name}",
        "{d}.{m}.",
        "{weekday}, den {day}",
        "Ich bin bis {b} nicht im Büro.",
        "Ich bin vom {a} bis {b} im Urlaub.",
        "Ich bin im Urlaub und am {b} wieder da.",
        "Ich bin vom {x}. bis {b} im Urlaub.",
        "In KW {n} bin ich nicht da.",
    ),
    Tongue(
        "januari februari maart april mei juni juli augustus september oktober november december",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "{d} {name}",
        "{d:02}-{m:02}-{y}",
        "{weekday} {day}",
        "Ik ben tot en met {b} afwezig.",
        "Ik ben van {a} t/m {b} met vakantie.",
        "Ik ben op {b} weer terug.",
        "Ik ben van {x} t/m {b} met vakantie.",
        "Ik ben er niet in week {n}.",
    ),
    Tongue(
        "januar februar marts april maj juni juli august september oktober november december",
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "{d}. {name}",
        "{d}/{m}",
        "{weekday} den {day}",
        "Jeg er på ferie til og med {b}.",
        "Jeg har ferie fra {a} til {b}.",
        "Jeg er tilbage {b}.",
        "Jeg har ferie fra den {x}. til den {b}.",
        "Jeg har ferie i uge {n}.",
    ),
    Tongue(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        "{d} de {name}",
        "{d:02}/{m:02}",
        "{weekday}, {day}",
        "Estou ausente até {b}.",
        "Estou de férias de {a} a {b}.",
        "Estou fora e regresso a {b}.",
        "Estou de férias de {x} a {b}.",
        "Estou de férias na semana {n}.",
    ),
    Tongue(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "{d} {name}",
        "{d:02}/{m:02}",
        "{weekday} {day}",
        "Je suis absent jusqu'au {b} inclus.",
        "Je suis en congés du {a} au {b}.",
        "Je serai de retour le {b}.",
        "Je suis en congés du {x} au {b}.",
        "Je suis absent en semaine {n}.",
    ),
)
ROUNDS = 6


def forms(tongue: Tongue, day: date) -> tuple[str, ...]:
    """Of a day, in the same order for each."""
    name = tongue.months.split()[day.month - 1]
    values = {"d": day.day, "m": day.month, "y": day.year, "name": name}
    long = tongue.long.format(**values)
    weekday = tongue.weekdays.split()[day.weekday()]
    said = tongue.with_weekday.format(weekday=weekday, day=long)
    return long, tongue.short.format(**values), said, day.isoformat()


Case = tuple[date, str, date | None, date]
"""Today, what is written, and the first and the last day away."""


def cases() -> Iterator[Case]:
    chance = random.Random(2026)
    for _ in range(ROUNDS):
        today = date(2026, 1, 1) + chance.randrange(700) * DAY
        first = today + chance.randrange(30) * DAY
        last = first + chance.randrange(1, 60) * DAY
        for tongue in TONGUES:
            yield from whole(tongue, today, first, last)
            yield from in_short(tongue, today, chance)


def whole(tongue: Tongue, today: date, first: date, last: date) -> Iterator[Case]:
    for a, b in zip(forms(tongue, first), forms(tongue, last), strict=True):
        yield today, tongue.until.format(b=b), None, last
        yield today, tongue.between.format(a=a, b=b), first, last
        yield today, tongue.back.format(b=b), None, last - DAY


def in_short(tongue: Tongue, today: date, chance: random.Random) -> Iterator[Case]:
    first = today.replace(day=chance.randrange(1, 15))
    last = first.replace(day=chance.randrange(16, 28))
    if last >= today:
        long = forms(tongue, last)[0]
        yield today, tongue.same_month.format(x=first.day, b=long), first, last
    monday = today - today.weekday() * DAY + chance.randrange(8) * 7 * DAY
    number = monday.isocalendar().week
    yield today, tongue.week.format(n=number), monday, monday + 6 * DAY


def test_days_by_chance_are_read_as_they_were_meant() -> None:
    def check(case: Case) -> None:
        today, text, first, last = case
        found = days_away(text, "", today)
        assert (found.start, found.end) == (first, last)

    in_each(cases(), check)
