"""What the desk answers: a reason, and effects that the store and the send loop carry out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from mailtracker.desk.request import Lane, Status
from mailtracker.mail.message import Address
from mailtracker.policy.worktime import Span

MAX_CHARACTERS = 500
"""Of a question, a tag and the like, as it is stored; PostgreSQL takes
no long texts into an index.
"""


class Disposition(StrEnum):
    """What became of a fetched mail: one word in the ledger."""

    OPENED = "opened"  # it opened a request
    REPLY = "reply"  # it joined one
    DUPLICATE = "duplicate"  # we had it already
    IGNORED = "ignored"  # a machine's mail, or our own
    HELD = "held"  # kept, not carried on: too many at once, or a word we could not follow
    UNVERIFIED = "unverified"  # claims to be from an owner, without proof
    QUARANTINE = "quarantine"  # could not be handled


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A new request. Status open; the promise's clock starts by a `StartClock` beside
    it. `linked_to` is a request id.

    `quiet`: the requester must get no automatic mail, now or later (machines, lists, no-reply
    senders). What follows it is what the rules gave the request (`facts.Request`).
    """

    mailbox: str
    prefix: str
    subject: str
    requester: Address
    copied: tuple[Address, ...]
    language: str
    owner: str
    rule: str
    why: str
    promise: str
    ladder: str
    first_id: str
    linked_to: int | None = None
    quiet: bool = False
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


@dataclass(frozen=True, slots=True)
class SetOwner:
    """Somebody else has it from now on; the former owner is remembered."""

    owner: str


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Closing stamps `closed_at`; leaving closed clears it and counts one more opening."""

    status: Status


@dataclass(frozen=True, slots=True)
class StartClock:
    """A promise begins: since when nobody answered, when it is due, and the first rung's
    instant (None: empty ladder).
    """

    since: datetime
    promised_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StopClock:
    """Nothing is owed any more. Clears the deadline and raises the epoch.
    `answered`: a human reply settled it.
    """

    answered: bool


@dataclass(frozen=True, slots=True)
class NextRung:
    """The ladder's next step. `due_at` None ends the ladder. `repeats` counts
    firings of a repeating last rung.
    """

    rung: int
    due_at: datetime | None
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class AddParticipant:
    """Somebody in copy takes part from now on."""

    who: Address


@dataclass(frozen=True, slots=True)
class Hold:
    """Too much mail in too short a time: nothing of this request is carried
    on until a human releases it.
    """


@dataclass(frozen=True, slots=True)
class Release:
    """A human looked: the request is served again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Of a team whose members take turns, this person got the last request."""

    team: str
    person: str


@dataclass(frozen=True, slots=True)
class ConfirmDelivery:
    """Proof that an uncertain outgoing mail was delivered: somebody answered it."""

    outbox_id: int


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One line of history. `kind` is one word, `text` one sentence for `show`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Dispose:
    """The ledger line of the incoming message."""

    fate: Disposition
    reason: str


@dataclass(frozen=True, slots=True)
class SendLetter:
    """A mail of ours. `letter` names its template; `values` are added to what every
    template gets (request, owner, ...).

    `person` is the key of the recipient in the people file, "" for anybody else. `once` makes it
    unique in its request: an equal letter with an equal `once` to the same recipient is not written
    again ("" = once for each cause). `attach` are names of `Policy.files`.
    """

    letter: str
    to: Address
    person: str
    lane: Lane
    auto: Literal["", "auto-replied", "auto-generated"]
    values: Mapping[str, object] = field(default_factory=dict)
    once: str = ""
    attach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relay:
    """The incoming message, relayed whole to one recipient. `note` names the template
    of the note that goes with it.

    `author` is shown in From ("Bo Jensen via IT help"); `cut` is the executed
    command line to remove, "" for none.
    """

    to: Address
    person: str
    lane: Lane
    author: Address
    note: str
    cut: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelayAgain:
    """The request's messages that nobody answered yet (at least its first) relayed
    to somebody who takes over.
    """

    to: Address
    person: str
    note: str
    values: Mapping[str, object] = field(default_factory=dict)


Effect = (
    OpenRequest
    | SetOwner
    | SetStatus
    | StartClock
    | StopClock
    | NextRung
    | AddParticipant
    | Hold
    | Release
    | Turn
    | ConfirmDelivery
    | LogEvent
    | Dispose
    | SendLetter
    | Relay
    | RelayAgain
)


@dataclass(frozen=True, slots=True)
class Decision:
    """`request_id` is the existing request that the effects are about; None where
    they open one, or touch none.
    """

    reason: str
    effects: tuple[Effect, ...]
    request_id: int | None = None
