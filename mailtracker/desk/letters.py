"""Every mail that we write, a class each: what its template is given. The names are stored: they
make a mail's ids and say what was sent once. To add one: a class here, a template in each language,
examples in letters/samples.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar, Literal

HandedBecause = Literal["slipped", "assigned", "mine", "undeliverable"]
"""Why somebody else has a request now."""


# Letters about a request.


@dataclass(frozen=True, slots=True)
class Receipt:
    """The requester's confirmation: who has it, and by when they answer."""

    name: ClassVar[str] = "receipt"
    #: What happens if the promise slips: somebody takes over, a manager hears of it, neither.
    slip: Literal["cover", "manager", "none"]
    #: Who that is.
    slip_name: str
    #: An answer to a closed request, which opens it again.
    reopened: bool
    #: Reference of an older request that this one follows.
    linked: str
    #: It came outside working hours.
    outside: bool
    #: The owner's, for colleagues alone.
    phone: str
    #: Questions of the rules.
    asked: Sequence[str]
    #: Names of the files that go with it, without folders.
    attached: Sequence[str]


@dataclass(frozen=True, slots=True)
class Assigned:
    """To an owner who has the mail itself already. `others`: who else took part when it came."""

    name: ClassVar[str] = "assigned"
    matched: str
    others: Sequence[str]
    receipt_sent: bool
    linked: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """To the owner. `late`: the promised time has passed."""

    name: ClassVar[str] = "reminder"
    late: bool


@dataclass(frozen=True, slots=True)
class HandedOwner:
    """To who had it. `by_name`: who did it, "" for time or an admin."""

    name: ClassVar[str] = "handed_owner"
    new_name: str
    because: HandedBecause
    by_name: str


@dataclass(frozen=True, slots=True)
class HandedRequester:
    """To the requester: somebody else has it now. `late`: the promised time has passed."""

    name: ClassVar[str] = "handed_requester"
    new_name: str
    late: bool
    because: HandedBecause


@dataclass(frozen=True, slots=True)
class SlippedRequester:
    """To the requester: the answer is, or will be, late."""

    name: ClassVar[str] = "slipped_requester"
    late: bool


@dataclass(frozen=True, slots=True)
class SlippedManager:
    """To somebody above a silent owner. `since`: when the clock began; `former`: names of who had
    it before; `times`: how often it was told.
    """

    name: ClassVar[str] = "slipped_manager"
    since: datetime | None
    former: Sequence[str]
    times: int


@dataclass(frozen=True, slots=True)
class Gap:
    """To the reader of gaps: no rule knew this mail. `from_` and `subject_line` are the mail's."""

    name: ClassVar[str] = "gap"
    from_: str
    subject_line: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The requester's closing mail. `silent`: their own silence closed it."""

    name: ClassVar[str] = "closed"
    silent: bool


@dataclass(frozen=True, slots=True)
class Confirm:
    """To who wrote a word: it was done. `new_name`: who has it now, where that is somebody else."""

    name: ClassVar[str] = "confirm"
    word: Literal["done", "mine", "for"]
    did: Literal["closed", "mine", "handed"]
    new_name: str


@dataclass(frozen=True, slots=True)
class AskBack:
    """To an author whose mail was held: what did you mean?"""

    name: ClassVar[str] = "ask_back"
    #: The first line as written, "" for a mail without words.
    line: str
    #: Words that would have been understood.
    known: Sequence[str]
    #: The word is known, but does nothing yet.
    not_yet: bool
    #: Names of all who may be meant.
    names: Sequence[str]
    #: It sounds like a robot's notice.
    automatic: bool
    #: The one who is meant is kept out of it.
    barred: bool


@dataclass(frozen=True, slots=True)
class Unverified:
    """To whose name a mail bears without proof. `verdict`: what our border
    says of it, "" for nothing.
    """

    name: ClassVar[str] = "unverified"
    from_: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """To the owner, or who is above them: a mail of ours did not arrive. `text` is the server's."""

    name: ClassVar[str] = "undelivered"
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """To the admins: too much mail in a short time."""

    name: ClassVar[str] = "held"


@dataclass(frozen=True, slots=True)
class Watching:
    """To a watcher of a confidential request, of which nobody but its owner sees a word."""

    name: ClassVar[str] = "watching"


Letter = (
    Receipt
    | Assigned
    | Reminder
    | HandedOwner
    | HandedRequester
    | SlippedRequester
    | SlippedManager
    | Gap
    | Closed
    | Confirm
    | AskBack
    | Unverified
    | Undelivered
    | Held
    | Watching
)


# Notes that go with a relayed message.


@dataclass(frozen=True, slots=True)
class NoteOwner:
    """With the mail that opens a request, to its owner. The fields are `Assigned`'s."""

    name: ClassVar[str] = "note_owner"
    matched: str
    others: Sequence[str]
    receipt_sent: bool
    linked: str


@dataclass(frozen=True, slots=True)
class NoteMore:
    """With a later mail, to the owner. `others`: who takes part besides its `author`."""

    name: ClassVar[str] = "note_more"
    author: str
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class NoteReopened:
    """With the mail that opens a closed request again, to the owner."""

    name: ClassVar[str] = "note_reopened"
    author: str
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class NoteRequester:
    """With the owner's answer, to the requester."""

    name: ClassVar[str] = "note_requester"


@dataclass(frozen=True, slots=True)
class NoteCopied:
    """With any mail, to somebody in copy."""

    name: ClassVar[str] = "note_copied"
    author: str


@dataclass(frozen=True, slots=True)
class NoteTeam:
    """With a colleague's mail that the requester does not see, to the owner."""

    name: ClassVar[str] = "note_team"
    author: str


@dataclass(frozen=True, slots=True)
class NoteWatching:
    """With any mail, to a watcher. `first`: it is the one that opens the request."""

    name: ClassVar[str] = "note_watching"
    author: str
    first: bool


@dataclass(frozen=True, slots=True)
class NoteHanded:
    """With what nobody answered yet, to who takes over. `late`: the promised time has passed."""

    name: ClassVar[str] = "note_handed"
    from_name: str
    because: HandedBecause
    by_name: str
    late: bool


@dataclass(frozen=True, slots=True)
class NoteAnsweredForYou:
    """With a former owner's answer, to the owner."""

    name: ClassVar[str] = "note_answered_for_you"
    author: str


Note = (
    NoteOwner
    | NoteMore
    | NoteReopened
    | NoteRequester
    | NoteCopied
    | NoteTeam
    | NoteWatching
    | NoteHanded
    | NoteAnsweredForYou
)


# Letters to the admins, about no request.


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A mail waits in quarantine. `line_id` is its line in the ledger."""

    name: ClassVar[str] = "quarantined"
    count: int
    subject_line: str
    from_: str
    reason: str
    line_id: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of ours (`what`) cannot work `since` then."""

    name: ClassVar[str] = "trouble"
    what: str
    text: str
    since: datetime


@dataclass(frozen=True, slots=True)
class RulesRejected:
    """The rules files are broken, those that served before serve on."""

    name: ClassVar[str] = "rules_rejected"
    #: Problems as `check` prints them, a line each.
    lines: Sequence[str]
    count: int
    #: How many problems are not shown.
    more: int
    #: Of the rules that serve, shortened.
    digest: str
    #: Since when these serve.
    since: datetime


AdminLetter = Quarantined | Trouble | RulesRejected

AnyLetter = Letter | Note | AdminLetter


def values_of(letter: AnyLetter) -> Mapping[str, object]:
    """What the template is given besides what all get, by name."""
    return {field.name: getattr(letter, field.name) for field in fields(letter)}
