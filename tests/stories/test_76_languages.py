"""A company that writes in five languages: nobody gets a mail in a language that is not theirs
while theirs is there.
"""

from __future__ import annotations

import collections
import itertools
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from typing import get_args

import pytest

from mailtracker.desk.admin_letters import (
    Ends,
    LostMoments,
    OldCalendar,
    Quarantined,
    RulesRejected,
    ToAdmins,
    Trouble,
    Unproven,
)
from mailtracker.desk.letters import AdminLetter
from mailtracker.desk.lost.lost_letters import DeadMailbox
from mailtracker.desk.ratings.rating_words import Rating, label_of
from mailtracker.desk.troubles import CalendarOf, EndingKind, OurPart, PartKind, Quoted, SecretOf
from mailtracker.enact import tell_admins
from mailtracker.letters.languages import languages_in
from mailtracker.letters.spoken import typed
from mailtracker.notices import Notice
from mailtracker.shipped import shipped
from tests.letters.wrong import WRONG
from tests.stories.company import DAILY, Company
from tests.stories.tongues import TONGUES, Spoken, Written

HERE = languages_in(shipped("templates"))
OWNERS = {"ana": "en", "jonas": "de", "mieke": "nl", "lars": "da", "rita": "pt"}
"""Of the people file, each with a language; Bo has none."""
ASKERS = {"tom": "en", "eva": "de", "joost": "nl", "sofie": "da", "ines": "pt", "camille": "fr"}
"""Nothing is known of them but how they write."""
NAMED = {"karl": "de", "nuno": "pt"}
"""Of the people file; they write English all the same."""

PEOPLE = """
people:
  ana: {name: Ana Costa, email: ana@corp.example, cover: bo, hours: office, language: en}
  bo: {name: Bo Jensen, email: bo@corp.example, manager: ana, cover: ana, hours: office}
  jonas: {name: Jonas Weber, email: jonas@corp.example, manager: mieke, cover: mieke,
    hours: office, language: de}
  mieke: {name: Mieke Vos, email: mieke@corp.example, manager: lars, cover: lars, hours: office,
    language: nl}
  lars: {name: Lars Holm, email: lars@corp.example, manager: rita, cover: rita, hours: office,
    language: da}
  rita: {name: Rita Alves, email: rita@corp.example, cover: jonas, hours: office,
    language: pt}
  karl: {name: Karl Beck, email: karl@corp.example, language: de}
  nuno: {name: Nuno Reis, email: nuno@corp.example, language: pt}
"""
WHY = (
    "{en: 'Ana shares this out', de: 'Ana verteilt das', nl: 'Ana verdeelt dat', "
    "da: 'Ana fordeler det', pt: 'A Ana distribui isso'}"
)
RULES = (
    PEOPLE
    + DAILY[DAILY.index("hours:\n") : DAILY.index("teams:")]
    + "teams:\n  desk: {lead: ana, members: [bo, ana], assign: least-loaded}\n"
    + DAILY[DAILY.index("ladders:") : DAILY.index("rules:")]
    + "rules:\n"
    + "".join(
        f"  - {{name: {who}s, when: {{subject: [{who}]}}, to: {who}, promise: normal,\n"
        f"    why: {WHY}}}\n"
        for who in (*OWNERS, "bo")
    )
    + "fallback: {to: desk, promise: normal, report_to: rita}\n"
)


def theirs(who: str, language: str) -> tuple[str, frozenset[str]]:
    return f"{who}@corp.example", frozenset({language if language in HERE else "en"})


def company_of(post_office, folder) -> Spoken:
    known = {**OWNERS, **ASKERS, **NAMED, "bo": "en", "priya": "en", "helle": "en", "gil": "en"}
    company = Company(post_office, folder, RULES)
    for who in known:
        company.post.add(f"{who}@corp.example")
    spoken = Spoken(company, dict(theirs(*one) for one in known.items()))
    for who, also in (("helle", "da"), ("gil", "pt")):
        spoken.theirs[address(who)] |= dict([theirs(who, also)])[address(who)]
    spoken.said |= {name for line in PEOPLE.split("name: ")[1:] for name in [line.split(",")[0]]}
    return spoken


@pytest.fixture
def spoken(post_office, tmp_path) -> Spoken:
    return company_of(post_office, tmp_path)


def address(who: str) -> str:
    return f"{who}@corp.example"


def word(name: str, language: str) -> str:
    """What an owner of that language types."""
    return re.sub("NAME|NOME", "Tom", typed(name, language if language in HERE else "en"))


def last(spoken: Spoken, who: str):
    return spoken.company.last(f"{who}@corp.example")


def newest(spoken: Spoken, *letters: str) -> dict[str, Written]:
    """The last of these letters about each request."""
    return {one.reference: one for one in spoken.written() if one.letter in letters}


def reference_of(spoken: Spoken, subject: str) -> str:
    return next(one.reference for one in spoken.written() if subject in str(one.mail["Subject"]))


def to_ines_as_well(mail: EmailMessage) -> None:
    mail["Cc"] = "ines@corp.example"


def test_everybody_is_written_to_in_their_own_language(spoken: Spoken) -> None:
    askers = {**ASKERS, "karl": "en", "nuno": "en"}
    for at, (who, language) in enumerate(askers.items()):
        for owner in itertools.islice(itertools.cycle(OWNERS), at, at + 2):
            spoken.asks(address(who), f"{owner} {who}", TONGUES[language].asks)
    spoken.company.turn()
    for owner, language in OWNERS.items():
        spoken.replies(address(owner), last(spoken, owner), TONGUES[language].answers)
    spoken.asks(address("ines"), "Estado do meu pedido", TONGUES["pt"].status)
    spoken.company.turn()
    written = spoken.written()
    assert len(written) > 35
    assert [one.letter for one in written if one.to == address("ines")][-1] == "status_of_all"
    assert not spoken.faults()


def test_where_a_mail_does_not_tell_it_what_somebody_asked_before_does(spoken: Spoken) -> None:
    spoken.asks(address("ines"), "rita 1", TONGUES["pt"].asks)
    spoken.company.turn()
    # A code alone, in another's name, and a colleague's copy.
    spoken.asks(address("ines"), "ana 2", "E-12 ???")
    spoken.asks(address("ana"), "ana 3", f"request for ines@corp.example\n\n{TONGUES['en'].asks}")
    spoken.asks(address("tom"), "ana 4", TONGUES["en"].asks, edit=to_ines_as_well)
    spoken.company.turn()
    note = newest(spoken, "note_owner")[reference_of(spoken, "ana 4")]
    spoken.replies(note.to, note.mail, TONGUES["en"].answers)
    # Who told none yet tells it by the next mail.
    spoken.asks(address("gil"), "ana 5", "E-12 ???")
    spoken.company.turn()
    spoken.replies(address("gil"), last(spoken, "gil"), TONGUES["pt"].adds)
    spoken.company.turn()
    assert not spoken.faults()
    to_ines = [one.letter for one in spoken.written() if one.to == address("ines")]
    assert to_ines == ["receipt", "receipt", "receipt", "note_copied"]
    gils = newest(spoken, "note_more")[reference_of(spoken, "ana 5")]
    spoken.replies(gils.to, gils.mail, TONGUES["en"].answers)
    spoken.company.turn()
    assert last(spoken, "gil")["Content-Language"] == "pt"


def test_our_own_people_and_the_admins_read_what_they_asked_in_last(spoken: Spoken) -> None:
    """Whom the people file gives no language, or does not know at all."""
    spoken.company.site(admins=tuple(map(address, ("rita", "jonas", "sofie", "joost", "tom"))))
    spoken.theirs[address("bo")] = frozenset({"da"})
    for who, language in (("bo", "da"), *(one for one in ASKERS.items() if one[0] != "bo")):
        spoken.asks(address(who), f"ana {who}", TONGUES[language].asks)
    spoken.company.turn()
    spoken.asks(address("tom"), "bo tom", TONGUES["en"].asks)
    spoken.company.turn()
    tell_all(spoken)
    for _ in range(4):  # another has it by then, and a day has begun with what is open
        spoken.company.travel(hours=8)
    letters = {one.letter for one in spoken.written() if one.to == address("bo")}
    assert {"receipt", "note_owner", "handed_owner", "daily_digest"} <= letters
    told = {one.letter for one in spoken.written() if one.to == address("sofie")}
    assert told >= {kind.name for kind in get_args(ToAdmins)}
    assert not spoken.faults()


def tell_all(spoken: Spoken) -> None:
    """Every letter to the admins, with all that may be wrong."""
    company = spoken.company
    spoken.said |= QUOTED
    with company.runtime() as runtime:
        world = runtime.world
        for number, letter in enumerate(letters_to_admins(company.clock.now())):
            notice = Notice(letter, f"story.{number}", company.clock.now())
            runtime.write(partial(tell_admins, world=world, alias=world.any_alias, notice=notice))


QUOTED = {
    "login refused",
    "nothing in this mail can be read",
    "rules/all.yaml:3:1: no person `boo`",
}
"""In no language of ours."""


def letters_to_admins(now: datetime) -> Iterator[AdminLetter]:
    login, unread, problem = (Quoted(one) for one in sorted(QUOTED))
    yield Unproven(2, now)
    yield Quarantined(1, "E-12 ???", "x@far.example", unread, 17)
    yield RulesRejected([problem], 1, 0, "3f2a9c01d4be", now)
    yield DeadMailbox("Bo Jensen", address("bo"), "550 5.1.1 E-12")
    yield from (Trouble(OurPart(kind, "7"), login, now) for kind in PartKind)
    yield from (Trouble(OurPart(PartKind.BORDER), wrong, now, stops=False) for wrong in WRONG)
    yield Trouble(OurPart(PartKind.DATABASE), login, now, until=now, late=3)
    yield LostMoments(now, now, 3, 2)
    yield from (Ends(SecretOf(kind, "7"), now.date(), over=False) for kind in EndingKind)
    yield from (OldCalendar(CalendarOf(one, "bo", "7"), login, now, None) for one in (True, False))


AWAY = {
    "en": "away until friday",
    "de": "abwesend bis Freitag",
    "nl": "afwezig tot vrijdag",
    "da": "fraværende til fredag",
    "pt": "ausente até sexta-feira",
}
CANCEL = {
    "en": "Please cancel my request.",
    "de": "Bitte meine Anfrage stornieren.",
    "nl": "Graag mijn aanvraag annuleren.",
    "da": "Annuller min anmodning.",
    "pt": "Cancelem o meu pedido, por favor.",
    "fr": "Veuillez annuler ma demande.",
}
PRESS = {
    "en": "It is urgent!",
    "de": "Es ist dringend!",
    "nl": "Het is dringend!",
    "da": "Det haster!",
    "pt": "É urgente!",
    "fr": "C'est urgent !",
}


def spoken_by(who: str, day: int) -> str:
    """The language that somebody writes on that day."""
    if who == "helle":
        return ("da", "en")[day % 2]
    return {**ASKERS, **OWNERS}.get(who, "en")


def types(*words: str) -> Callable[[Spoken, Written], None]:
    """An owner types a word of theirs, with an answer below it or not."""

    def deed(spoken: Spoken, note: Written) -> None:
        language = spoken_by(note.to.split("@")[0], 0)
        lines = [
            TONGUES[language].answers if one == "ANSWER" else word(one, language) for one in words
        ]
        spoken.replies(note.to, note.mail, "\n\n".join(lines))

    return deed


def says(table: str | dict[str, str]) -> Callable[[Spoken, Written, int], None]:
    """An employee writes once more about their request."""

    def deed(spoken: Spoken, told: Written, day: int) -> None:
        language = spoken_by(told.to.split("@")[0], day)
        text = getattr(TONGUES[language], table) if isinstance(table, str) else table[language]
        spoken.replies(told.to, told.mail, text)

    return deed


def rates(rating: Rating) -> Callable[[Spoken, Written, int], None]:
    def deed(spoken: Spoken, told: Written, day: int) -> None:
        language = spoken_by(told.to.split("@")[0], day)
        spoken.replies(told.to, told.mail, label_of(rating, language))

    return deed


def goes_away(spoken: Spoken, note: Written) -> None:
    spoken.replies(note.to, note.mail, AWAY[spoken_by(note.to.split("@")[0], 0)])


def slips(spoken: Spoken, note: Written) -> None:
    spoken.replies(note.to, note.mail, "dnoe")


def nothing(*_: object) -> None:
    """Silence."""


DEEDS = (
    *(types("ANSWER"), nothing, types("done", "ANSWER"), types("mine"), types("done")),
    *(types("waiting", "ANSWER"), types("snooze 2d"), types("not mine"), types("for NAME")),
    *(slips, types("add NAME", "ANSWER"), types("note: TEXT"), types("answered"), goes_away),
    *(nothing, types("drop NAME"), types("part"), types("for NAME", "ANSWER")),
)
AFTERWARDS = (
    *(says("adds"), nothing, says("solved"), says("status"), nothing, says(PRESS)),
    *(says(CANCEL), nothing, rates(Rating.GOOD), says("adds"), rates(Rating.NOT_GOOD)),
)


@pytest.mark.proof(part="languages")
def test_a_month_in_five_languages(spoken: Spoken) -> None:
    spoken.company.site(admins=("priya@corp.example", "rita@corp.example"))
    deeds, after, dealt = itertools.cycle(DEEDS), itertools.cycle(AFTERWARDS), set()
    askers, owners = [*ASKERS, *NAMED, "helle"], [*OWNERS, "bo", "nobody"]
    for day in range(20):
        today = askers[4 * day % len(askers) :][:4]
        for at, who in enumerate(today):
            subject = f"{owners[(day + at) % len(owners)]} {day} {who}"
            spoken.asks(address(who), subject, TONGUES[spoken_by(who, day)].asks)
        spoken.company.travel(minutes=30)
        notes = newest(spoken, "note_owner", "note_handed", "note_more", "note_reopened")
        for reference, one in notes.items():
            if reference not in dealt:
                dealt.add(reference)
                next(deeds)(spoken, one)
        spoken.company.travel(hours=2)
        told = newest(spoken, "receipt", "note_requester", "closed", "asked_again")
        for one in [*told.values()][-6:]:
            next(after)(spoken, one, day)
        spoken.company.travel(hours=3)
        spoken.company.travel(hours=24 * (3 if day % 5 == 4 else 1) - 5.5)
    letters = collections.Counter(one.letter for one in spoken.written())
    print(dict(letters))
    assert letters.total() > 500
    assert len(letters) > 30
    assert not spoken.faults()
