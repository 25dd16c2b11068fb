"""The letters to the admins, about no request: what works no more, what waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mailtracker.desk.lost.lost_letters import DeadMailbox
from mailtracker.desk.named import Named
from mailtracker.desk.troubles import CalendarOf, OurPart, Quoted, SecretOf, Wrong
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Unproven(Named):
    """To the admins, once a day: mails of which nothing proves that they arrived, and that do not
    go out again by themselves.
    """

    name = "unproven"
    #: How many there are.
    count: int
    #: When the oldest of them was written.
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Quarantined(Named):
    """A mail waits in quarantine."""

    name = "quarantined"
    #: How many there are.
    count: int
    #: The mail's subject; None where no mail may be quoted to the admins.
    subject_line: str | None
    #: The mail's sender; None as above.
    from_: str | None
    #: Why, as the program says it; "" as above.
    reason: Quoted
    #: Its line in the ledger.
    line_id: int
    #: Whether we have it ourselves; if not, only the mailbox does.
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Trouble(Named):
    """A part of ours cannot work."""

    name = "trouble"
    #: Which part of ours; templates have it in words.
    what: OurPart
    #: What is wrong with it; templates have it as a sentence, and what a program says as a quote.
    text: Wrong
    #: Since when it cannot work.
    since: datetime
    #: Until when it could not; None: it still cannot.
    until: datetime | None = None
    #: How many mails of ours were late for it, once it is over.
    late: int = 0
    #: Whether mail waits for it.
    stops: bool = True


@dataclass(frozen=True, slots=True)
class LostMoments(Named):
    """Another server goes on with the database, or another copy of it, which may lack its last
    commits; all mailboxes are compared and served again.
    """

    name = "lost_moments"
    #: When the last commit was written that is known.
    since: datetime
    #: When it was found that others may be missing.
    until: datetime
    #: How many mails were read anew.
    taken: int
    #: Of how many mails of ours nobody knows whether they went out meanwhile.
    uncertain: int


@dataclass(frozen=True, slots=True)
class Ends(Named):
    """What a sign-in is made with ends on a known day, or has ended: once a week until it is
    renewed.
    """

    name = "ends"
    #: What ends, a secret, a key or a certificate, and of which sign-in; templates have it in
    #: words.
    what: SecretOf
    #: The day on which it stops working.
    day: date
    #: Whether that is past.
    over: bool


@dataclass(frozen=True, slots=True)
class OldCalendar(Named):
    """A calendar that the rules name cannot be read, and what we know of it grows old: once."""

    name = "old_calendar"
    #: Which calendar, and whose; templates have it in words.
    what: CalendarOf
    #: Why it cannot be read, as the program says it.
    text: Quoted
    #: Since when it cannot be.
    since: datetime
    #: From when the copy is that serves meanwhile. None: there is none.
    copy_of: datetime | None


@dataclass(frozen=True, slots=True)
class RulesRejected(Named):
    """The rules files are broken, those that served before serve on."""

    name = "rules_rejected"
    #: Problems as `check` prints them, a line each.
    lines: Sequence[Quoted]
    #: How many there are.
    count: int
    #: How many problems are not shown.
    more: int
    #: Of the rules that serve, shortened.
    digest: str
    #: Since when these serve.
    since: datetime


OfParts = Trouble | LostMoments | Ends | OldCalendar | RulesRejected
ToAdmins = DeadMailbox | Unproven | Quarantined | OfParts
