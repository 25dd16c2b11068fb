"""A request as it is stored, and the words for where it and its mails stand."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Address
from mailtracker.policy.worktime import Span
from mailtracker.record import dataclass

MAX_CHARACTERS = 500
"""Of a question, a tag and the like, as it is stored; PostgreSQL takes
no long texts into an index.
"""


class Status(StrEnum):
    """Where a request stands (docs/glossary.md draws the moves)."""

    OPEN = "open"  # the owner owes an answer
    WAITING = "waiting"  # the owner waits for the requester
    ANSWERED = "answered"  # the last word was the owner's
    CLOSED = "closed"


ENDING = 1
"""The step of an answered request whose requester was told when it is closed."""
NO_LONGER_KEPT = "(no longer kept)"

NOBODY = "forgotten-"
"""How what stands instead of the address of somebody who was forgotten begins. It is none, so that
nothing is ever sent there.
"""

ALIVE = (Status.OPEN, Status.WAITING)
"""In which a request may be somebody's to answer."""


class Standing(StrEnum):
    """How somebody stands who was put in copy of a request's mail."""

    IN_COPY = "in copy"  # takes part: reads the answers
    BYSTANDER = "bystander"  # may speak to the owner, and hears nothing from us
    DROPPED = "dropped"  # was taken out, and joins by no copy again


class Lane(StrEnum):
    """Who a reply to a mail of ours reaches."""

    REQUESTER = "requester"  # the requester (and those in copy): mails to the owner
    OWNER = "owner"  # the owner: mails to the requester and to those in copy
    TEAM = "team"  # the owner, internally: mails to managers, covers, leads, admins


class State(StrEnum):
    """What became of an outgoing mail (docs/glossary.md draws the moves)."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class ProvenBy(StrEnum):
    """What proved that a mail of ours arrived, though no server said so. The names are stored."""

    ECHO = "echo"  # the copy to ourselves that went in the same transaction came in
    SENT_FOLDER = "sent folder"  # the server keeps a copy of what it took, and has one of this
    CITED = "cited"  # a mail came in that answers, passes on or returns it


@dataclass(frozen=True, slots=True)
class Given:
    """What the rules gave a request when it was opened. It stays what it was but for who is kept
    out, for who is called in and for `entries`: `confidential`, and the lists at the end, only
    grow. The store has a column for each field, or a row for each of its values
    (`store/tables/`).
    """

    #: The rule's name, `fallback` where none matched.
    rule: str
    #: Why this owner, in the rule's words.
    why: str
    #: Key of the promise.
    promise: str
    #: Key of the ladder.
    ladder: str
    #: The person or team that the rule named.
    routed_to: str = ""
    #: The rule's file:line.
    rule_at: str = ""
    #: Digest of the whole rule set.
    rules_digest: str = ""
    #: What of the mail matched, for people.
    matched: str = ""
    #: Neither the requester's managers nor whom the mail names hear of it.
    confidential: bool = False
    #: So much silence after an answer closes it. None: silence never does.
    close_after: Span | None = None
    #: So long before it is closed its requester is told so. None: nobody is, `done` closes at once.
    ending: Span | None = None
    #: For so many days after its end its mails are kept. None: as long as its mailbox keeps them.
    keep_for: int | None = None
    #: Words that the rules put on it.
    tags: tuple[str, ...] = ()
    #: Keys of people who read along.
    watchers: tuple[str, ...] = ()
    #: Names of the files that the receipt carried.
    attached: tuple[str, ...] = ()
    #: Questions that the receipt asked, as they were said.
    asked: tuple[str, ...] = ()
    #: Names of the notes that applied.
    noted: tuple[str, ...] = ()
    #: Who never hears of it and never gets it: keys of people, addresses of who has no key.
    barred: tuple[str, ...] = ()
    #: Keys of who was given it all the same: nobody else was left, or an admin wanted it so. It
    #: counts for as long as they are the owner.
    entrusted: tuple[str, ...] = ()
    #: Keys of the calendar entries that its mails invite to: what changes one, or calls it off,
    #: belongs here. Grows as well.
    entries: tuple[str, ...] = ()
    #: Names of other aliases that stood in its mails, and for which somebody was called in.
    aliases_called: tuple[str, ...] = ()
    #: Keys of those: they watch it as if the rules had said so.
    called_in: tuple[str, ...] = ()
    #: Name of the expected mail that did not come, for which it was opened; one at most.
    expected: tuple[str, ...] = ()
    #: Name, or address, of who opened it for its requester; one at most.
    opened_by: tuple[str, ...] = ()
    #: Address (key) of whom its requester asked it for, which one reply of theirs makes it; one at
    #: most.
    asked_for: tuple[str, ...] = ()
    #: Key of who had the request that it complains of; one at most.
    complains_of: tuple[str, ...] = ()

    #: Keys of people of whom its requester chooses one; nobody else reads a word. Empty: no such
    #: choice.
    confide_in: tuple[str, ...] = ()
    #: Keys of those whom the requester has chosen. It counts for who is the owner; nobody is where
    #: the owner is "".
    confidants: tuple[str, ...] = ()
    #: Keys of those of whom the requester was asked whether they shall read it, since they named
    #: them.
    asked_whether: tuple[str, ...] = ()

    @property
    def watching(self) -> tuple[str, ...]:
        """Keys of all who read along."""
        return tuple(dict.fromkeys((*self.watchers, *self.called_in)))


@dataclass(frozen=True, slots=True)
class Request:
    """A request as stored. Instants are aware UTC."""

    #: The store's number.
    id: int
    #: Its public name, "IT-1042".
    reference: str
    #: Name of the mailbox that it came in by.
    mailbox: str
    #: That of the mail that opened it.
    subject: str
    #: Open, waiting, answered or closed.
    status: Status
    #: Who asked: a name and an address.
    requester: Address
    #: Who takes part besides (`Standing.IN_COPY`).
    copied: tuple[Address, ...]
    #: Of mails to the requester, "" where nothing told it yet: then the mailbox's.
    language: str
    #: A person key, also where the people file no longer has it.
    owner: str
    #: Keys of those who had it before, the first owner first.
    former_owners: tuple[str, ...]
    #: When it was opened.
    opened_at: datetime
    #: Message-ID of the mail that opened it.
    first_id: str
    #: What the rules gave it.
    given: Given
    #: When the running promise's clock began. None: nothing is owed.
    unanswered_since: datetime | None = None
    #: When the running promise is due.
    promised_at: datetime | None = None
    #: By when its requester was told that an answer comes, where a rung has raised the promise
    #: since; None: `promised_at` is what they were told.
    told_at: datetime | None = None
    #: Key of the promise that a rung raised it to, "" where none did.
    raised: str = ""
    #: The requester is a machine or a list and gets no automatic mail.
    quiet: bool = False
    #: Whether a person answered at least once.
    answered_once: bool = False
    #: Rises with each settled promise, so that an old rung cannot fire.
    epoch: int = 0
    #: Index of the ladder's next step.
    rung: int = 0
    #: When that step is due. None: there is none.
    due_at: datetime | None = None
    #: How often the last rung fired.
    repeats: int = 0
    #: 1, plus one at each reopening.
    openings: int = 1
    #: How long the promise runs once its requester has written again. None: nobody waits for them,
    #: or nothing was owed.
    paused_left: Span | None = None
    #: Until when its owner wants no reminder. None: they want them all.
    snoozed_until: datetime | None = None
    #: Since when too much mail holds it. None: it is served.
    held_since: datetime | None = None
    #: When it was closed. None: it is not.
    closed_at: datetime | None = None
    #: Number of the request that it was merged into, where its mails go. None: it stands alone.
    merged_into: int | None = None
    #: Its owner took it, or was given it by somebody (`mine`, `for`, `assign`).
    by_hand: bool = False
    #: Number of the request that somebody took it out of. None: it is whole.
    part_of: int | None = None
    #: When its words were purged, for the last time: its subject then, and what its mails said.
    #: None: they never were.
    purged_at: datetime | None = None
    #: Who stood in copy and takes no part (`Standing.BYSTANDER`).
    bystanders: tuple[Address, ...] = ()
    #: Who was taken out (`Standing.DROPPED`).
    dropped: tuple[Address, ...] = ()
    #: Keys of those who had it and said that it is not theirs (`not mine`), the first one first.
    #: It does not go to them again by itself; who gets it all the same is not among them any more.
    declined: tuple[str, ...] = ()
    #: Key of who says that it is done, while it ends by that; "" where it does not.
    done_by: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """When it is closed, as its requester was told. None: they were not, or it does not end."""
        ends = self.status is Status.ANSWERED and self.rung == ENDING
        return self.due_at if ends else None

    @property
    def lost_subject(self) -> bool:
        """Nobody knows any more what it was called."""
        return self.purged_at is not None and not self.subject

    @property
    def shown_subject(self) -> str:
        """For who looks at requests. Mails leave out what is not there."""
        return NO_LONGER_KEPT if self.lost_subject else self.subject

    @property
    def told_by(self) -> datetime | None:
        """By when its requester was told that an answer comes."""
        return self.told_at or self.promised_at

    @property
    def is_forgotten(self) -> bool:
        """Whoever asked is nobody any more: nothing of it can be answered."""
        return self.requester.email.startswith(NOBODY)

    def told_as(self, subject: str) -> str:
        """The subject of a mail about it. What begins a part answers the whole, whose reference
        stands there.
        """
        begins = self.part_of is not None and f"[{self.reference}]" not in subject
        return self.subject if begins else subject

    @property
    def parties(self) -> tuple[Address, ...]:
        """Who reads the answers."""
        return (self.requester, *self.copied)

    def party(self, email: str) -> Address | None:
        """The requester or the copied person with this address, else None."""
        wanted = address_key(email)
        return next((a for a in self.parties if a.key == wanted), None)
