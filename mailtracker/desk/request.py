"""A request as it is stored, and the words for where it and its mails stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailtracker.mail.message import Address
from mailtracker.policy.worktime import Span


class Status(StrEnum):
    """Where a request stands. open: the owner owes an answer. answered:
    the last word was the owner's.
    """

    OPEN = "open"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class Lane(StrEnum):
    """Who a reply to a mail of ours reaches."""

    REQUESTER = "requester"  # the requester (and those in copy): mails to the owner
    OWNER = "owner"  # the owner: mails to the requester and to those in copy
    TEAM = "team"  # the owner, internally: mails to managers, covers, leads, admins


class State(StrEnum):
    """What became of an outgoing mail (docs/reliability.md, O1)."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as stored. Instants are aware UTC.

    `owner` is a person key. `unanswered_since` is when the running promise's clock began (None:
    nothing owed), `promised_at` when it is due. `epoch` rises with each settled promise, so that an
    old rung cannot fire. `rung` is the index of the next step of the ladder, `due_at` its instant
    (None: none). `repeats` counts how often the last rung fired. `openings` is 1, plus one at each
    reopening. `quiet`: the requester is a machine or a list and gets no automatic mail.

    What the rules gave it when it was opened: `routed_to` is the person or team that the rule
    named, `rule_at` the rule's file:line, `rules_digest` the whole rule set. `watchers` and
    `barred` are person keys; the barred never hear of it and never get it. `attached` and `asked`
    are what the receipt carried, `noted` the notes that applied. `close_after`: so much silence
    after an answer closes it.
    """

    id: int
    reference: str
    mailbox: str
    subject: str
    status: Status
    requester: Address
    copied: tuple[Address, ...]
    language: str
    owner: str
    former_owners: tuple[str, ...]
    rule: str
    why: str
    promise: str
    ladder: str
    opened_at: datetime
    first_id: str
    unanswered_since: datetime | None = None
    promised_at: datetime | None = None
    quiet: bool = False
    answered_once: bool = False
    epoch: int = 0
    rung: int = 0
    due_at: datetime | None = None
    repeats: int = 0
    openings: int = 1
    held_since: datetime | None = None
    closed_at: datetime | None = None
    routed_to: str = ""
    rule_at: str = ""
    rules_digest: str = ""
    matched: str = ""
    confidential: bool = False
    close_after: Span | None = None
    tags: tuple[str, ...] = ()
    watchers: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()

    def party(self, mail: str) -> Address | None:
        """The requester or the copied person with this address, else None."""
        wanted = mail.casefold()
        return next((a for a in (self.requester, *self.copied) if a.key == wanted), None)
