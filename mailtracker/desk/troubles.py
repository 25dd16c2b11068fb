"""What is told to the admins as data, which the language of a letter says: a part of ours that is
in trouble, what is wrong with it, what a sign-in is made with, a calendar; and words of a machine,
which stay as they are.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from mailtracker.record import dataclass


class Quoted(str):
    """Words of a program, a server or a file, as they are: in none of our languages."""

    __slots__ = ()


class PartKind(StrEnum):
    """What a part of ours is; behind some stands which one."""

    MAILBOX = "imap"
    SENDING = "smtp"
    ECHO = "echo"
    SENT_FOLDER = "sent"
    SIGN_IN = "sign-in"
    HOOK = "hook"
    DEADLINES = "deadlines"
    DIGESTS = "digests"
    DAILY = "daily digests"
    WEEKLY = "weekly word"
    CELEBRATION = "celebration"
    ABSENCES = "absences"
    EXPECTED = "expected mail"
    CLOCK = "clock"
    DATABASE = "database"
    BORDER = "border"
    AUTOMATIC = "automatic mail"
    MAIL_FROM = "mail from"
    MAIL_FROM_NOBODY = "mail from <>"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class OurPart:
    """A part of ours: its `kind`, and which of them (`called`), "" where there is one alone."""

    kind: PartKind
    called: str = ""


_BY_KEY = sorted((kind for kind in PartKind if kind), key=len, reverse=True)


def part_in(key: str) -> OurPart:
    """By its key in the store: "imap it" is the mailbox called it."""
    for kind in _BY_KEY:
        if f"{key} ".startswith(f"{kind} "):
            return OurPart(kind, key[len(kind) :].strip())
    return OurPart(PartKind.OTHER, key)


# -- what is wrong with it -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turned:
    """The machine's clock was turned `by` so much, ahead or back. Ladders rest `until` then."""

    by: timedelta
    until: datetime

    @property
    def ahead(self) -> bool:
        return self.by > timedelta(0)


@dataclass(frozen=True, slots=True)
class ServedTwice:
    """Another database serves the same mailbox."""


@dataclass(frozen=True, slots=True)
class OlderThanMailbox:
    """The database does not know `count` mails of its mailbox; from a day on (`since`) `resync`
    finds all of them.
    """

    count: int
    since: date


@dataclass(frozen=True, slots=True)
class TooMuchAutomatic:
    """More than so many automatic mails within an hour (`most`)."""

    most: int


@dataclass(frozen=True, slots=True)
class NotStripped:
    """`count` mails in so many `days` show that our border does not strip forged results: they bear
    two fields of ours (`repeated`), or one below a strange server's line.
    """

    repeated: bool
    count: int
    days: int


@dataclass(frozen=True, slots=True)
class NotBelieved:
    """`count` answers from a `domain` of ours in so many `days` were carried to nobody."""

    count: int
    domain: str
    days: int


@dataclass(frozen=True, slots=True)
class FailsOwn:
    """`count` of the last mails (`last`) from a `domain` of ours failed at our own border."""

    count: int
    last: int
    domain: str


@dataclass(frozen=True, slots=True)
class ProvesNone:
    """None of the last mails (`last`) from a `domain` of ours is proven."""

    last: int
    domain: str


OfBorder = NotStripped | NotBelieved | FailsOwn | ProvesNone
KnownWrong = Turned | ServedTwice | OlderThanMailbox | TooMuchAutomatic | OfBorder
Wrong = Quoted | KnownWrong


# -- what ends, what cannot be read ----------------------------------------------------


class EndingKind(StrEnum):
    """What a sign-in is made with."""

    CLIENT = "secret"
    KEY = "key"
    RENEWING = "refresh token"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class SecretOf:
    """What a sign-in is made with: of which `kind`, and which sign-in (`called`)."""

    kind: EndingKind
    called: str


@dataclass(frozen=True, slots=True)
class CalendarOf:
    """A calendar that the rules name, as it may be `shown`: the days off of hours, or the absences
    of a person (`of_person`), whose key is `owner`.
    """

    of_person: bool
    owner: str
    shown: str
