"""What was written on a request before somebody takes it over: which mails of it they may read, and
which come first (docs/reliability.md, D8).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Literal

from mailtracker.desk.effects import Effect, Relay
from mailtracker.desk.notes import NoteTeam
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.message import Message, Proof
from mailtracker.policy.identity import identities, identity
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass

MAX_MAILS = 50
"""Mails that one hand-over tells; more are counted."""

MAX_WORDS = 64 * 1024
"""Characters that they say together: as much as is read of any one mail (I9)."""

CLOCKS = timedelta(seconds=2)
"""Whoever entered a mail and whoever decided may have read the clock so far apart."""

Has = Literal["all", "latest", "nothing"]
"""What the new owner has of all that was written: all, not all but the latest, or nothing."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who got one mail of a request from us."""

    #: Somebody of the requester's side.
    parties: bool = False
    #: The requester.
    requester: bool = False
    #: One colleague of its author, as a word between them.
    colleague: bool = False
    #: The owner's side, as an internal note.
    inside: bool = False


NOBODY = Readers()


@dataclass(frozen=True, slots=True)
class PastMail:
    """One mail of a request."""

    #: Its line in the ledger.
    line_id: int
    #: The key of the address that it is from.
    sender: str
    #: When the mail server got it; when we did, where the server says a later time.
    at: datetime
    #: When we did.
    fetched_at: datetime
    #: How sure it was who wrote it.
    proof: Proof
    #: It opened the request.
    opened: bool
    #: Who got it.
    readers: Readers
    #: Its bytes.
    raw: bytes = field(repr=False, default=b"")


@dataclass(frozen=True, slots=True)
class Transcript:
    """The mails of a request that its new owner may read, as far as the store has them."""

    #: The oldest first.
    mails: Sequence[PastMail] = ()
    #: More than are told at once, or than are loaded.
    left_out: int = 0
    #: Mails whose bytes are no longer kept.
    lost: int = 0
    #: When the newest of these came, None where there are none.
    lost_until: datetime | None = None
    #: Mails of too many at once, which a human has to release.
    held: int = 0


def carried_by(effects: Iterable[Effect], request: Request) -> Readers:
    """Who gets the mail at hand by a decision that is not yet in the outbox."""
    relays = [effect for effect in effects if isinstance(effect, Relay)]
    parties = {effect.to.key for effect in relays if effect.lane is Lane.OWNER}
    return Readers(
        parties=bool(parties),
        requester=request.requester.key in parties,
        colleague=any(isinstance(effect.note, NoteTeam) for effect in relays),
    )


@dataclass(frozen=True, slots=True)
class Side:
    """Whose mails the owner gets, whether they take part or not: their identities (`people`), and
    the `policy` by which these are told.
    """

    policy: Policy
    people: frozenset[str]

    def wrote(self, past: PastMail) -> bool:
        return identity(self.policy, past.sender) in self.people


def side_of(policy: Policy, request: Request) -> Side:
    """The requester's."""
    people = (request.requester, *request.copied, *request.bystanders, *request.dropped)
    return Side(policy, identities(policy, people))


def may_be_told(past: PastMail, side: Side) -> bool | None:
    """Whether a new owner may read it. None where only the mail itself can tell, by `reached`: the
    owner's side wrote it, and we carried it to nobody. `side`: see `side_of`.

    An internal note is for all of that side; what a colleague wrote to a colleague stays between
    these two, unless it was sent on (T11).
    """
    if past.readers.parties or past.readers.inside or past.opened:
        return True
    if past.readers.colleague:
        return False
    return True if side.wrote(past) else None


def reached(policy: Policy, message: Message, request: Request) -> bool:
    """Whether the requester got it past us: it names them in To or Cc."""
    named = identities(policy, (*message.to, *message.cc))
    return identity(policy, request.requester) in named


def in_order(mails: Sequence[PastMail], request: Request) -> tuple[list[PastMail], list[PastMail]]:
    """What nobody answered yet, the newest first, or the newest mail where nothing is owed; and all
    before it, from the beginning. `mails`: the oldest first.
    """
    since = request.unanswered_since
    if since is None:
        latest = list(mails[-1:])
    else:
        latest = [one for one in mails if one.fetched_at >= since - CLOCKS]
    latest = latest or list(mails[-1:])
    return latest[::-1], [one for one in mails if one not in latest]


def by_weight(mails: Sequence[PastMail]) -> list[PastMail]:
    """Which of them counts most where not all fit: the newest, the opening one, then the newer
    before the older. `mails`: the oldest first.
    """
    newest = list(reversed(mails))
    opening = [one for one in newest[1:] if one.opened][-1:]
    return [*newest[:1], *opening, *(one for one in newest[1:] if one not in opening)]
