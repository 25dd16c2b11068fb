"""What a language needs besides its templates: days and times, authors, reasons, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from mailtracker.letters.refusal_table import WhyRefused
from mailtracker.letters.wordings.admin_words import AdminWords
from mailtracker.policy.mentioned import Where
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class InWords:
    """A refusal for people: `why`, and what `helps` against it."""

    why: str
    helps: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language says it. Date patterns are CLDR's; `{day}`, `{time}`, `{weekday}`
    and `{place}` are filled in. A day is one of three beside today (`today`, `tomorrow`,
    `yesterday`), or a date: then it stands in the sentence another way.
    """

    #: Babel's name of it, for months, weekdays and units.
    locale: str
    #: The day, where it is the reader's own.
    today: str
    #: The day after it.
    tomorrow: str
    #: The day before it.
    yesterday: str
    #: CLDR pattern of any other day of this year.
    day: str
    #: The same of another year.
    day_and_year: str
    #: A deadline, with its day and time.
    by: str
    #: The same with a date.
    by_date: str
    #: A deadline at the very end of its day.
    by_midnight: str
    #: The same with a date.
    by_midnight_of: str
    #: Any other point in time.
    at: str
    #: The same with a date.
    at_date: str
    #: Behind a time, where the reader must be told its zone.
    zone: str
    #: Joins two units of a length of time.
    two: str
    #: Of an author whom nobody here knows, behind the address.
    outside: str
    #: Of an author who says that they are one of us, which nothing proves.
    unproven: str
    #: Of an author who is not the one that they say.
    disproven: str
    #: In the place of an author whom the mail does not name for certain.
    doubtful: str
    #: In the place of who asks, where the reader must not know.
    somebody: str
    #: Why a mail came to its owner, by where it has the words; `{}` are these.
    mentions: Mapping[Where, str]
    #: No rule took the mail, and a team, `{}`, has what no rule takes.
    team_takes: str
    #: The same of one person.
    person_takes: str
    #: The same where nobody knows any more who that was.
    no_rule: str
    #: Before what is no word of a mail server's; `{}` is that.
    uncoded: str
    #: Why a mail server does not take a mail.
    refusals: Mapping[WhyRefused, InWords]
    #: What is told to the admins.
    admins: AdminWords
    #: How owners type a word to us, where not as in English.
    typed: Mapping[str, str] = field(default_factory=dict)
    #: A time of day, as `strftime` has it.
    time: str = "%H:%M"
