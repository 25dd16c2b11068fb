"""What the desk is told before it decides: the request, who took part, what we sent to whom, how much came lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mailtracker.mail.message import Address
from mailtracker.mail.setting import NOWHERE, Setting
from mailtracker.policy.policy import Span


class Status(StrEnum):
    """Where a request stands. open: the owner owes an answer. answered: the last word was the owner's."""

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
    """What became of an outgoing mail (RELIABILITY O1)."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Place:
    """The mailbox that a message came in by, and the house rules round it. From config.toml.

    `addresses` are case-folded: the alias first, then every other alias that we serve. `home` are the `own_domains`.
    `strict`: our border must vouch for owners, too.
    `stale_after`: how long after its end a reply still opens a request again. `setting` is what mail is understood with.
    """

    name: str
    address: str
    addresses: tuple[str, ...]
    prefix: str
    language: str
    languages: tuple[str, ...]
    home: tuple[str, ...]
    admins: tuple[str, ...]
    subaddressing: bool = True
    zone: str = ""
    strict: bool = False
    stale_after: timedelta = timedelta(days=30)
    setting: Setting = NOWHERE


@dataclass(frozen=True, slots=True)
class Request:
    """A request as stored. Instants are aware UTC.

    `owner` is a person key. `unanswered_since` is when the running promise's clock began (None: nothing owed),
    `promised_at` when it is due. `epoch` rises with each settled promise, so that an old rung cannot fire. `rung` is the index
    of the next step of the ladder, `due_at` its instant (None: none). `repeats` counts how often the last rung fired.
    `openings` is 1, plus one at each reopening. `quiet`: the requester is a machine or a list and gets no automatic mail.

    What the rules gave it when it was opened: `routed_to` is the person or team that the rule named, `rule_at` the rule's
    file:line, `rules_digest` the whole rule set. `watchers` and `barred` are person keys; the barred never hear of it and never
    get it. `attached` and `asked` are what the receipt carried, `noted` the notes that applied.
    `close_after`: so much silence after an answer closes it.
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


@dataclass(frozen=True, slots=True)
class Issued:
    """An outgoing mail of ours that an incoming one answers: by reply token or by Message-ID."""

    outbox_id: int
    request_id: int
    recipient: str
    person: str
    lane: Lane
    kind: str
    message_id: str
    state: State
    by_token: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A request that an incoming mail points at without proof: by a Message-ID of somebody else, or by `[IT-1042]`."""

    request_id: int
    by: str  # "message-id", "reference", "conversation", or "sequel": linked to one that is closed


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the store knows about one incoming message. `requests` holds every request named by the other fields.

    `duplicate_of`: how an equal mail that we already have is called in `show` and the log, "" if there is none.
    `own`: its Message-ID is one of our outbox. `filed_lately` / `filed_today`: mails filed to each of those requests in the
    last ten minutes / day. `receipts_hour` / `receipts_day`: receipts to this sender in the last hour / day. `opened_looks` /
    `receipt_looks`: in how many looks into the mailbox within the last hour this sender opened requests / got receipts.
    A machine that answers us comes one mail a look, however fast; a person's script comes in heaps.
    `load`: open requests per person key. `turns`: who got the last request of a team whose members take turns, by team key.
    """

    duplicate_of: str = ""
    duplicate_request: int | None = None
    own: bool = False
    issued: tuple[Issued, ...] = ()
    known: tuple[Known, ...] = ()
    requests: Mapping[int, Request] = field(default_factory=dict)
    filed_lately: Mapping[int, int] = field(default_factory=dict)
    filed_today: Mapping[int, int] = field(default_factory=dict)
    opened_looks: int = 0
    receipt_looks: int = 0
    receipts_hour: int = 0
    receipts_day: int = 0
    load: Mapping[str, int] = field(default_factory=dict)
    turns: Mapping[str, str] = field(default_factory=dict)
