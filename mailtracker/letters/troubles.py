"""What the admins are told as data → the words of it in the reader's language; words of others are
quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailtracker.desk.troubles import (
    CalendarOf,
    FailsOwn,
    KnownWrong,
    NotBelieved,
    NotStripped,
    OlderThanMailbox,
    OurPart,
    ProvesNone,
    Quoted,
    SecretOf,
    ServedTwice,
    TooMuchAutomatic,
    Turned,
    Wrong,
)
from mailtracker.letters import spoken
from mailtracker.letters.wordings.admin_words import AdminWords, WrongKind
from mailtracker.letters.wordings.spoken_here import wording_of

ToldToAdmins = OurPart | SecretOf | CalendarOf | Wrong

MAX_QUOTED = 280
"""Characters of a quote: fewer than templates take of a value."""

_ONE_MINUTE = timedelta(minutes=1)


def in_admin_words(told: ToldToAdmins, values: Mapping[str, object]) -> str:
    """`values` are those of the letter, which know its language, and in which zone times are."""
    words = wording_of(str(values.get("language", ""))).admins
    match told:
        case Quoted():
            return words.quote.format(_short(told)) if told else ""
        case OurPart():
            return words.parts[told.kind].format(told.called)
        case SecretOf():
            return words.secrets[told.kind].format(told.called)
        case CalendarOf():
            said = words.absences_of if told.of_person else words.days_off_of
            return said.format(told.owner, told.shown)
    return _wrong(told, words, values)


def _short(words: str) -> str:
    """Within what templates take of a value, so that the quote has an end."""
    said = " ".join(words.split())
    return said if len(said) <= MAX_QUOTED else f"{said[:MAX_QUOTED]}…"


def _wrong(told: KnownWrong, words: AdminWords, values: Mapping[str, object]) -> str:
    filled = asdict(told) | {"own": words.own}
    if isinstance(told, Turned):
        filled |= _in_time(told, values)
    return words.wrong[_kind_of(told)].format(**filled)


def _kind_of(told: KnownWrong) -> WrongKind:
    match told:
        case Turned():
            return "ahead" if told.ahead else "back"
        case NotStripped():
            return "repeated" if told.repeated else "below"
    return _KINDS[type(told)]


_KINDS: Mapping[type, WrongKind] = {
    ServedTwice: "twice",
    OlderThanMailbox: "older",
    TooMuchAutomatic: "automatic",
    NotBelieved: "unbelieved",
    FailsOwn: "fails",
    ProvesNone: "proves none",
}


def _in_time(turned: Turned, values: Mapping[str, object]) -> dict[str, str]:
    now, zone, language = values["now"], values["zone"], str(values["language"])
    assert isinstance(now, datetime)
    assert isinstance(zone, ZoneInfo)
    minutes = max(abs(turned.by), _ONE_MINUTE) // _ONE_MINUTE
    until = spoken.at(turned.until, now, zone, language, bool(values.get("show_zone")))
    return {"by": spoken.span(minutes, language), "until": until}
