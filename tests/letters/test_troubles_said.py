"""What the admins are told as data is said whole, in each language, and in its own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args
from zoneinfo import ZoneInfo

from mailtracker.desk.troubles import (
    CalendarOf,
    EndingKind,
    KnownWrong,
    OurPart,
    PartKind,
    Quoted,
    SecretOf,
)
from mailtracker.letters.markdown import MAX_CHARACTERS
from mailtracker.letters.troubles import ToldToAdmins, in_admin_words
from mailtracker.letters.wordings.admin_words import WrongKind
from mailtracker.letters.wordings.spoken_here import WORDINGS
from tests.letters.wrong import NOW, WRONG


def said(told: ToldToAdmins, language: str) -> str:
    values: Mapping[str, object] = {"language": language, "now": NOW, "zone": ZoneInfo("UTC")}
    return in_admin_words(told, values)


def test_each_language_has_all_words() -> None:
    for language, wording in WORDINGS.items():
        words = wording.admins
        assert words.parts.keys() == set(PartKind), language
        assert words.secrets.keys() == set(EndingKind), language
        assert words.wrong.keys() == set(get_args(WrongKind)), language


def test_what_is_wrong_is_said_in_whole_sentences_that_a_letter_has_room_for() -> None:
    assert set(map(type, WRONG)) == set(get_args(KnownWrong))
    for language in WORDINGS:
        for wrong in WRONG:
            told = said(wrong, language)
            assert told[0].isupper() or told[0].isdigit(), told
            assert told[-1] in ".)", told
            assert len(told) < MAX_CHARACTERS, told
            assert not re.search(r"[{}]|None|datetime|  ", told), told


def test_no_language_borrows_the_words_of_another() -> None:
    secrets = [SecretOf(kind, "office365") for kind in EndingKind]
    calendars = [CalendarOf(person, "bo", "host.example") for person in (True, False)]
    parts = [OurPart(kind, "it") for kind in PartKind if kind is not PartKind.OTHER]
    for told in (*WRONG, *secrets, *calendars, *parts):
        heard = {said(told, language) for language in WORDINGS}
        assert len(heard) == len(WORDINGS), heard


def test_what_may_be_one_of_several_is_named() -> None:
    several = {PartKind.MAILBOX, PartKind.SENT_FOLDER, PartKind.SIGN_IN, PartKind.HOOK}
    several |= {PartKind.MAIL_FROM, PartKind.OTHER}
    for language in WORDINGS:
        named = {kind for kind in PartKind if "it-help" in said(OurPart(kind, "it-help"), language)}
        assert named == several, language


def test_times_are_those_of_the_reader() -> None:
    turned = WRONG[0]
    for language, until in {
        "en": "nothing is handed over until today at 10:12",
        "de": "um 2 Stunden vorgestellt. Bis heute um 10:12 Uhr wird niemand erinnert",
        "nl": "niets overgedragen tot vandaag om 10:12",
        "da": "intet bliver givet videre indtil i dag kl. 10.12",
        "pt": "adiantado 2 horas. Até hoje, às 10:12 ninguém recebe lembretes",
    }.items():
        assert until in said(turned, language)


def test_words_of_others_stay_as_they_are_within_quotes() -> None:
    marks = {language: tuple("“”") for language in ("en", "nl", "pt")}
    marks |= {"de": ("„", "“"), "da": ("”", "”")}
    assert marks.keys() == WORDINGS.keys()
    for language, (begin, end) in marks.items():
        assert said(Quoted("550 no {such} user"), language) == f"{begin}550 no {{such}} user{end}"
        assert said(Quoted(""), language) == ""
        long = said(Quoted("word " * 200), language)
        assert long.endswith(f"…{end}")
        assert len(long) < MAX_CHARACTERS
