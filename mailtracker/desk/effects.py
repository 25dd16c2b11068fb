"""What the desk answers: a reason, and effects that the store and the send loop carry out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mailtracker.desk.absence.absence_effects import OfAbsence
from mailtracker.desk.admin_letters import ToAdmins
from mailtracker.desk.authors import Author
from mailtracker.desk.awaited import TickOff as TickOff
from mailtracker.desk.budgets import Spend
from mailtracker.desk.call_again import CallAgain as CallAgain
from mailtracker.desk.call_again import SetLanguage as SetLanguage
from mailtracker.desk.call_again import SetRequester as SetRequester
from mailtracker.desk.confiding.confide import AskWhether as AskWhether
from mailtracker.desk.confiding.confide import Confide as Confide
from mailtracker.desk.confiding.confide import Entrust as Entrust
from mailtracker.desk.daily.due import TellDaily
from mailtracker.desk.digests import Gather
from mailtracker.desk.disposition import Disposition as Disposition
from mailtracker.desk.kept_thanks import KeepThanks
from mailtracker.desk.letters import Letter
from mailtracker.desk.lost.failed import LoseList as LoseList
from mailtracker.desk.notes import Note, NoteHanded
from mailtracker.desk.ratings.rating_effects import OfRatings
from mailtracker.desk.ratings.rating_letters import NoteComplaint
from mailtracker.desk.request import Given, Lane, ProvenBy, Request, Status
from mailtracker.desk.words.word_forms import Word
from mailtracker.mail.message import Address, Proof
from mailtracker.policy.worktime import Span
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A new request. Status open; the promise's clock starts by a `StartClock` beside it."""

    #: Name of the mailbox that it came in by.
    mailbox: str
    #: Of its reference.
    prefix: str
    #: That of the mail that opens it.
    subject: str
    #: Who asked.
    requester: Address
    #: Who takes part besides, from the start.
    copied: tuple[Address, ...]
    #: Of mails to the requester, "" where nothing tells it.
    language: str
    #: A person key.
    owner: str
    #: Message-ID of the mail that opens it.
    first_id: str
    #: What the rules give it, for good.
    given: Given
    #: Id of an older request that it follows.
    linked_to: int | None = None
    #: The requester gets no automatic mail, now or later (machines, lists, no-reply senders).
    quiet: bool = False
    #: Id of the request that it is a part of.
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class SetOwner:
    """Somebody else (`owner`, a person key) has it from now on; the former owner is remembered. "":
    nobody, until its requester has chosen. `by_hand`: they took it, or somebody gave it to them,
    and no ladder or absence did.
    """

    owner: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class RuleAnew:
    """By today's rules another rule takes the request: that rule's words, promise and ladder in
    `given` are its own from now on; what only grows stays as it is.
    """

    given: Given


@dataclass(frozen=True, slots=True)
class SetStatus:
    """The request's new `status`. To close stamps `closed_at`, to reopen counts an opening."""

    status: Status


@dataclass(frozen=True, slots=True)
class StartClock:
    """A promise begins: `since` when nobody answered, when it is due (`promised_at`), and the first
    rung's instant (`due_at`; None: empty ladder).
    """

    since: datetime
    promised_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StopClock:
    """Nothing is owed any more. Clears the deadline and raises the epoch. `answered`: a human reply
    settled it.
    """

    answered: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """The owner waits for the requester: status waiting, and nothing is owed meanwhile. `left`: how
    long the promise runs once they have written; None: nothing was owed.
    """

    left: Span | None


@dataclass(frozen=True, slots=True)
class Snooze:
    """The owner wants no reminder before `until`, and one then. None: they had it."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class NextRung:
    """The ladder's next step, by its index `rung`. `due_at` None ends the ladder. `repeats` counts
    firings of a repeating last rung. `done_by`: key of who says that what is answered is done.
    """

    rung: int
    due_at: datetime | None
    repeats: int = 0
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class RaisePromise:
    """The request's promise is that of this key (`promise`) from now on, and due at `promised_at`,
    which is never later than it was. `told_at`: by when its requester was told, where that is
    another time; None: it is the same.
    """

    promise: str
    promised_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class PostToHook:
    """A `hook` (its name) is told of a rung. It reads no word of a mail, and not who asks."""

    hook: str
    #: Makes it unique; whoever gets it twice knows it by that.
    id: str
    #: Of the request.
    reference: str
    #: When the promise is due.
    deadline: datetime
    #: Key of who has it, "" where the request is confidential.
    owner: str = ""
    #: And their name, "" likewise.
    owner_name: str = ""
    #: Which rung, as the rules have it: "75%"; "" likewise.
    rung: str = ""


@dataclass(frozen=True, slots=True)
class AddParticipant:
    """`who`, in copy, takes part from now on; also a bystander, and who was dropped."""

    who: Address


@dataclass(frozen=True, slots=True)
class NoteBystanders:
    """`who` stood in copy and takes no part. Whoever stands there already keeps their standing."""

    who: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class DropParticipant:
    """`who`, of those in copy and the bystanders, takes no part any more, and joins by no further
    copy.
    """

    who: Address


@dataclass(frozen=True, slots=True)
class Bar:
    """The request is confidential from now on, and kept from `people` (keys, or addresses of who
    has none) besides those who are barred already. Nothing takes that back.
    """

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decline:
    """Who has the request, `person` (a key), says that it is not theirs: before the `SetOwner`
    beside it, where there is one.
    """

    person: str


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A mail of the request invites to this calendar `entry` (a key of its UID)."""

    entry: str


@dataclass(frozen=True, slots=True)
class CallIn:
    """Another `alias` of ours (its name) stands in a mail of the request: `person` (a key), who
    would have it there, watches from now on.
    """

    alias: str
    person: str


@dataclass(frozen=True, slots=True)
class MergeInto:
    """From now on its mails belong to another request (its number, `into`), which takes over what
    it `was`.
    """

    into: int
    was: Request


@dataclass(frozen=True, slots=True)
class OpenPart:
    """Somebody takes a part of it: what `opens` that, its promise (`clock`), and the effects of
    their first `answer` there, none where they say nothing yet.
    """

    opens: OpenRequest
    clock: StartClock
    answer: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Too much mail in too short a time: nothing of this request is carried on until a human
    releases it.
    """


@dataclass(frozen=True, slots=True)
class Release:
    """A human looked: the request is served again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Of a `team` whose members take turns, this `person` got the last request."""

    team: str
    person: str


@dataclass(frozen=True, slots=True)
class ConfirmDelivery:
    """Proof that an outgoing mail (`outbox_id`) of which no server said so was delivered, and what
    proved it (`by`).
    """

    outbox_id: int
    by: ProvenBy = ProvenBy.CITED


@dataclass(frozen=True, slots=True)
class NoteServerId:
    """A mail of ours (`outbox_id`) came back under a Message-ID that a server gave it
    (`message_id`).
    """

    outbox_id: int
    message_id: str


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One line of history. `kind` is one word, `text` one sentence for `show`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Dispose:
    """The ledger line of the incoming message: what became of it (`disposition`), the `reason` for
    people, and the `rule` by which it was opened or needs no answer ("" for none).
    """

    disposition: Disposition
    reason: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure it is who wrote the incoming message (`proof`): beside its `Dispose`."""

    proof: Proof


@dataclass(frozen=True, slots=True)
class SendLetter:
    """A mail of ours."""

    #: What its template is given.
    letter: Letter
    #: The one recipient.
    to: Address
    #: Key of the recipient in the people file, "" for anybody else.
    person: str
    #: Whom a reply to it reaches.
    lane: Lane
    #: The Auto-Submitted field (RFC 3834), "" for none.
    auto: Literal["", "auto-replied", "auto-generated"] = "auto-generated"
    #: Makes it unique in its request: an equal letter with an equal `once` to the same recipient is
    #: not written again ("" = once for each cause).
    once: str = ""
    #: Names of `Policy.files`.
    attach: tuple[str, ...] = ()
    #: It asks about the mail at hand, which an answer may send.
    about_mail: bool = False
    #: When its reader's working time begins: it is decided on again then. None: it goes now.
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class TellAdmins:
    """A `letter` to each admin about no request. Of an equal `once` it is written only once."""

    letter: ToAdmins
    once: str


@dataclass(frozen=True, slots=True)
class Relay:
    """The incoming message, carried whole to one recipient, with a `note` of ours."""

    note: Note
    #: The one recipient.
    to: Address
    #: Key of the recipient in the people file, "" for anybody else.
    person: str
    #: Whom a reply to it reaches.
    lane: Lane
    #: Shown in From ("Bo Jensen via IT help"), and in the note where they are not known.
    author: Author
    #: The executed command line to remove, "" for none.
    cut: str = ""
    #: An answer to it goes back to who wrote the mail at hand.
    about_mail: bool = False


@dataclass(frozen=True, slots=True)
class RelayAgain:
    """All that was written on the request, as one mail with this `note` above it, carried `to`
    somebody who takes it over; `person` is their key.
    """

    note: NoteHanded | NoteComplaint
    to: Address
    person: str


@dataclass(frozen=True, slots=True)
class TakeUp:
    """A kept mail (its line in the ledger, `line_id`) is decided on again: its author (`by`, a
    person key) said, when we asked at the address on file, that it is theirs. `as_written`:
    whatever its first line seems to be.
    """

    line_id: int
    by: str
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class UseButton:
    """A button did its `word`, which it does once: its `token` is good `until` then no more."""

    token: str
    word: Word
    until: datetime


@dataclass(frozen=True, slots=True)
class Because:
    """Why it was decided so: one line for the log (`reason`), which bears no words of a mail. Each
    decision has exactly one; it is for people, nothing acts on it.
    """

    reason: str


Effect = (
    OpenRequest
    | SetOwner
    | SetRequester
    | CallAgain
    | SetLanguage
    | RuleAnew
    | SetStatus
    | StartClock
    | StopClock
    | NextRung
    | RaisePromise
    | PostToHook
    | Pause
    | Snooze
    | AddParticipant
    | NoteBystanders
    | DropParticipant
    | Bar
    | Entrust
    | Confide
    | AskWhether
    | Decline
    | NoteEntry
    | CallIn
    | MergeInto
    | OpenPart
    | Hold
    | Release
    | Turn
    | ConfirmDelivery
    | NoteServerId
    | LogEvent
    | Dispose
    | Judged
    | TickOff
    | KeepThanks
    | Spend
    | Gather
    | SendLetter
    | TellAdmins
    | LoseList
    | Relay
    | RelayAgain
    | TakeUp
    | UseButton
    | OfRatings
    | OfAbsence
    | TellDaily
)


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` goes to the log, `effects` are carried out in their order. `request_id` is the
    existing request that they are about; None where they open one, or touch none. Made by
    `gate.decide` alone.
    """

    reason: str
    effects: tuple[Effect, ...]
    request_id: int | None = None
