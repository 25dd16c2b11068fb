"""What the daily digest of one person is decided from, and what is decided."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailtracker.desk.daily.daily_letters import DailyDigest
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.words.word_forms import Word
from mailtracker.policy.model import Person, Policy, Team
from mailtracker.policy.morning import Morning, office
from mailtracker.policy.worktime import Hours
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class DailyDue:
    """Somebody's working day has begun."""

    #: Their key.
    person: str
    #: The first half of that day.
    morning: Morning
    #: What is open with all whom their digest is about (`owners_in`).
    requests: tuple[Request, ...]
    #: Mailboxes (names) that were not read to the end lately.
    unread: frozenset[str] = frozenset()
    #: Mailboxes whose mails have reply addresses of their own.
    addressed: frozenset[str] = frozenset()
    #: Nobody knows it before: no mail has a word that begins so.
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class LineLink:
    """Where an answer to one line goes."""

    #: What stands in the letter for the address.
    word: str
    #: The request of the line.
    request_id: int
    #: From the alias of which mailbox.
    mailbox: str
    #: Of the mail that begins by it.
    subject: str
    #: Whom it reaches.
    lane: Lane
    #: Those that stand beside it as buttons.
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class TellDaily:
    """The daily digest (`letter`) of one `person`, for a `day`, from the alias of a `mailbox`, and
    where its `links` go.
    """

    letter: DailyDigest
    person: Person
    day: date
    mailbox: str
    links: tuple[LineLink, ...]


def hours_of(policy: Policy, person: Person, zone: ZoneInfo) -> Hours:
    """In which their day begins; `zone` is that of who says none."""
    return policy.hours.get(person.hours) or office(zone)


def wants_one(person: Person) -> bool:
    return person.digest == "daily"


def teams_of(policy: Policy, person: Person) -> list[Team]:
    """Which they read of, by name."""
    led = (one for one in policy.teams.values() if one.lead == person.key)
    return sorted((one for one in led if one.digest != "never"), key=lambda one: one.name)


def owners_in(policy: Policy, person: Person) -> tuple[str, ...]:
    """Keys of the people whose requests are in their digest: theirs, and those of these teams."""
    members = (key for team in teams_of(policy, person) for key in team.members)
    return tuple(dict.fromkeys((person.key, *members)))


def is_pressing(request: Request, now: datetime) -> bool:
    """An answer was promised for before now, and its owner did not ask to be left alone."""
    late = request.promised_at is not None and request.promised_at <= now
    return late and not is_snoozed(request, now)


def is_snoozed(request: Request, now: datetime) -> bool:
    return request.snoozed_until is not None and request.snoozed_until > now
