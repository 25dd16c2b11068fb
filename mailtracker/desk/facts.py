"""What the desk is told before it decides: the request, who took part, what we sent to
whom, how much came lately.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from mailtracker.desk.request import Lane, Request, State
from mailtracker.mail.message import Address
from mailtracker.mail.site import NO_SITE, Site


@dataclass(frozen=True, slots=True)
class Alias:
    """The mailbox that a message came in by, and the house rules round it. From config.toml.

    `addresses` are case-folded: the alias first, then every other alias that we serve. `home` are
    the `own_domains`. `strict`: our border must vouch for owners, too. `stale_after`: how long
    after its end a reply still opens a request again. `site` is what mail is understood with.
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
    site: Site = NO_SITE

    @property
    def as_address(self) -> Address:
        """As mail of ours is from it."""
        return Address(self.name, self.address)

    @property
    def host(self) -> str:
        """The domain of the alias."""
        return self.address.rpartition("@")[2]


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
    """A request that an incoming mail points at without proof: by a Message-ID of
    somebody else, or by `[IT-1042]`.
    """

    request_id: int
    by: str  # "message-id", "reference", "conversation", or "sequel": linked to one that is closed


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the store knows about one incoming message. `requests` holds every
    request named by the other fields.

    `duplicate_of`: how an equal mail that we already have is called in `show` and the log, "" if
    there is none. `own`: its Message-ID is one of our outbox. `filed_lately` / `filed_today`: mails
    filed to each of those requests in the last ten minutes / day. `receipts_hour` / `receipts_day`:
    receipts to this sender in the last hour / day. `opened_polls` / `receipt_polls`: in how many
    polls of the mailbox within the last hour this sender opened requests / got receipts. A
    machine that answers us comes one mail a poll, however fast; a person's script comes in heaps.
    `load`: open requests per person key. `turns`: who got the last request of a team whose members
    take turns, by team key.
    """

    duplicate_of: str = ""
    duplicate_request: int | None = None
    own: bool = False
    issued: tuple[Issued, ...] = ()
    known: tuple[Known, ...] = ()
    requests: Mapping[int, Request] = field(default_factory=dict)
    filed_lately: Mapping[int, int] = field(default_factory=dict)
    filed_today: Mapping[int, int] = field(default_factory=dict)
    opened_polls: int = 0
    receipt_polls: int = 0
    receipts_hour: int = 0
    receipts_day: int = 0
    load: Mapping[str, int] = field(default_factory=dict)
    turns: Mapping[str, str] = field(default_factory=dict)
