"""Every mail that we write, a class each: what its template is given. The names are stored: they
make a mail's ids and say what was sent once. To add one: a class here, a template in each language,
examples in letters/samples.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar, Literal

from mailtracker.desk.digests import DigestLine
from mailtracker.desk.why import HandedBecause, KeptBecause, NotJoined


@dataclass(frozen=True, slots=True)
class _Named:
    """What every mail of ours has."""

    #: Stored with each mail, and part of a letter's ids; the template's file is called so.
    name: ClassVar[str]


# Letters about a request.


@dataclass(frozen=True, slots=True)
class Receipt(_Named):
    """The requester's confirmation: who has it, and by when they answer."""

    name = "receipt"
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
    #: Why people in copy take no part.
    not_joined: NotJoined


@dataclass(frozen=True, slots=True)
class Assigned(_Named):
    """To an owner who has the mail itself already."""

    name = "assigned"
    #: What of the mail the rule took, for people.
    matched: str
    #: Who else took part when it came.
    others: Sequence[str]
    #: Whether the requester has been told who has it.
    receipt_sent: bool
    #: Reference of an older request that the mail points at, "" for none.
    linked: str
    #: Why people in copy take no part.
    not_joined: NotJoined = ""


@dataclass(frozen=True, slots=True)
class Reminder(_Named):
    """To the owner: somebody waits for an answer."""

    name = "reminder"
    #: The promised time has passed.
    late: bool


@dataclass(frozen=True, slots=True)
class HandedOwner(_Named):
    """To who had it: somebody else has it now."""

    name = "handed_owner"
    #: Who has it now.
    new_name: str
    #: Why somebody else has it.
    because: HandedBecause
    #: Who did it, "" for time and for an admin.
    by_name: str


@dataclass(frozen=True, slots=True)
class HandedRequester(_Named):
    """To the requester: somebody else has it now."""

    name = "handed_requester"
    #: Who has it now.
    new_name: str
    #: The promised time has passed.
    late: bool
    #: Why somebody else has it.
    because: HandedBecause


@dataclass(frozen=True, slots=True)
class SlippedRequester(_Named):
    """To the requester: the answer is, or will be, late."""

    name = "slipped_requester"
    #: The promised time has passed.
    late: bool


@dataclass(frozen=True, slots=True)
class SlippedManager(_Named):
    """To somebody above a silent owner."""

    name = "slipped_manager"
    #: When the promise's clock began.
    since: datetime | None
    #: Names of those who had it before.
    former: Sequence[str]
    #: How often this has been told.
    times: int


@dataclass(frozen=True, slots=True)
class Gap(_Named):
    """To the reader of gaps: no rule knew this mail."""

    name = "gap"
    #: The mail's sender.
    from_: str
    #: The mail's subject.
    subject_line: str


@dataclass(frozen=True, slots=True)
class Closed(_Named):
    """The requester's closing mail."""

    name = "closed"
    #: The requester's own silence closed it.
    silent: bool


@dataclass(frozen=True, slots=True)
class Confirm(_Named):
    """To who wrote a word: it was done."""

    name = "confirm"
    #: What was typed.
    word: Literal["done", "mine", "for", "add", "drop", "send"]
    #: What came of it.
    did: Literal["closed", "mine", "handed", "joined", "dropped", "sent"]
    #: Who has it now, where that is somebody else.
    new_name: str
    #: Who joined, or takes no part any more.
    names: Sequence[str] = ()
    #: What stood below the word went to that person alone; `send` carries it to the requester.
    text_to: str = ""


@dataclass(frozen=True, slots=True)
class AskBack(_Named):
    """To an author whose mail was kept: what did you mean, and was it you?"""

    name = "ask_back"
    #: Why it was kept.
    why: KeptBecause
    #: The first line as written, "" for a mail without words.
    line: str = ""
    #: Words that would have been understood.
    known: Sequence[str] = ()
    #: Names of all who may be meant.
    names: Sequence[str] = ()
    #: `send` carries it as it was.
    sendable: bool = True


@dataclass(frozen=True, slots=True)
class Unverified(_Named):
    """To whose name a mail bears without proof."""

    name = "unverified"
    #: The mail's sender.
    from_: str
    #: What our border says of it, "" for nothing.
    verdict: str


@dataclass(frozen=True, slots=True)
class Undelivered(_Named):
    """To the owner, or who is above them: a mail of ours did not arrive."""

    name = "undelivered"
    #: Where it did not arrive.
    address: str
    #: The server's words, "" for none that can be trusted.
    text: str
    #: It is certain. Else a report says so that anybody may have written.
    proven: bool
    #: Who stood in copy with that address takes no part any more.
    left: bool


@dataclass(frozen=True, slots=True)
class Unreached(_Named):
    """To somebody above, or the admins: our mail does not reach who had it, and they do not know
    that somebody else has it now.
    """

    name = "unreached"
    #: Who cannot be reached.
    who: str
    #: At which address.
    address: str
    #: The server's words.
    text: str
    #: Who has it now.
    new_name: str


@dataclass(frozen=True, slots=True)
class FilesStay(_Named):
    """In place of a mail whose files are too large to go to so many: its text, and where they
    are.
    """

    name = "files_stay"
    #: Who wrote the mail.
    author: str
    #: What they wrote.
    words: str
    #: Names of the files that are not here.
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Held(_Named):
    """To the admins: too much mail in a short time."""

    name = "held"


@dataclass(frozen=True, slots=True)
class OnHold(_Named):
    """To owner and requester: mail about their request is kept, and what goes on."""

    name = "on_hold"
    #: The sender of what is kept, as far as that is known.
    from_: str


@dataclass(frozen=True, slots=True)
class Digest(_Named):
    """What was gathered for its reader about one request."""

    name = "digest"
    #: Why these were gathered.
    kind: Literal["flood", "kept", "bystanders", "repeats", "claims"]
    #: A mail each, the oldest first: `at`, `who`, and its `words` in paragraphs.
    lines: Sequence[DigestLine]
    #: How many more there were.
    more: int


@dataclass(frozen=True, slots=True)
class Watching(_Named):
    """To a watcher of a confidential request, of which nobody but its owner sees a word."""

    name = "watching"


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
    | FilesStay
    | Unreached
    | Held
    | OnHold
    | Digest
    | Watching
)


# Notes that go with a relayed message.


@dataclass(frozen=True, slots=True)
class NoteOwner(_Named):
    """With the mail that opens a request, to its owner."""

    name = "note_owner"
    #: What of the mail the rule took, for people.
    matched: str
    #: Who else took part when it came.
    others: Sequence[str]
    #: Whether the requester has been told who has it.
    receipt_sent: bool
    #: Reference of an older request that the mail points at, "" for none.
    linked: str
    #: Why people in copy take no part.
    not_joined: NotJoined = ""


@dataclass(frozen=True, slots=True)
class NoteMore(_Named):
    """With a later mail, to the owner."""

    name = "note_more"
    #: Who wrote the mail.
    author: str
    #: Who takes part besides the author.
    others: Sequence[str]
    #: Why people in copy take no part.
    not_joined: NotJoined = ""


@dataclass(frozen=True, slots=True)
class NoteReopened(_Named):
    """With the mail that opens a closed request again, to the owner."""

    name = "note_reopened"
    #: Who wrote the mail.
    author: str
    #: Who takes part besides the author.
    others: Sequence[str]
    #: Why people in copy take no part.
    not_joined: NotJoined = ""


@dataclass(frozen=True, slots=True)
class NoteRequester(_Named):
    """With the owner's answer, to the requester."""

    name = "note_requester"


@dataclass(frozen=True, slots=True)
class NoteCopied(_Named):
    """With any mail, to somebody in copy."""

    name = "note_copied"
    #: Who wrote the mail.
    author: str


@dataclass(frozen=True, slots=True)
class NoteBeside(_Named):
    """With the mail of somebody in copy who takes no part, to the owner alone."""

    name = "note_beside"
    #: Who wrote the mail.
    author: str


@dataclass(frozen=True, slots=True)
class NoteDisproven(_Named):
    """With a mail that our border denies, to the owner alone: it changed nothing."""

    name = "note_disproven"
    #: Who it says it is from.
    author: str


@dataclass(frozen=True, slots=True)
class NoteOrigin(_Named):
    """The first line of any note whose author is not known to us."""

    name = "note_origin"
    #: Who wrote the mail, or says so.
    author: str
    #: Their address.
    email: str
    #: What we know of them.
    origin: Literal["outside", "unproven", "disproven"]


@dataclass(frozen=True, slots=True)
class NoteTeam(_Named):
    """With a colleague's mail that the requester does not see, to one person of the team."""

    name = "note_team"
    #: Who wrote the mail.
    author: str
    #: It stood below `for NAME`: the reader has the request now.
    handed: bool = False


@dataclass(frozen=True, slots=True)
class NoteWatching(_Named):
    """With any mail, to a watcher."""

    name = "note_watching"
    #: Who wrote the mail.
    author: str
    #: It is the mail that opens the request.
    first: bool


@dataclass(frozen=True, slots=True)
class NoteHanded(_Named):
    """With what nobody answered yet, to who takes over."""

    name = "note_handed"
    #: Who had it.
    from_name: str
    #: Why somebody else has it.
    because: HandedBecause
    #: Who did it, "" for time and for an admin.
    by_name: str
    #: The promised time has passed.
    late: bool


@dataclass(frozen=True, slots=True)
class NoteAnsweredForYou(_Named):
    """With a former owner's answer, to the owner."""

    name = "note_answered_for_you"
    #: Who wrote the mail.
    author: str


Note = (
    NoteOwner
    | NoteMore
    | NoteReopened
    | NoteRequester
    | NoteCopied
    | NoteBeside
    | NoteDisproven
    | NoteOrigin
    | NoteTeam
    | NoteWatching
    | NoteHanded
    | NoteAnsweredForYou
)


# Letters to the admins, about no request.


@dataclass(frozen=True, slots=True)
class Quarantined(_Named):
    """A mail waits in quarantine."""

    name = "quarantined"
    #: How many there are.
    count: int
    #: The mail's subject; None where no mail may be quoted to the admins.
    subject_line: str | None
    #: The mail's sender; None as above.
    from_: str | None
    #: Why, for people; "" as above.
    reason: str
    #: Its line in the ledger.
    line_id: int


@dataclass(frozen=True, slots=True)
class Trouble(_Named):
    """A part of ours cannot work."""

    name = "trouble"
    #: Which part of ours.
    what: str
    #: Why, for people.
    text: str
    #: Since when it cannot work.
    since: datetime


@dataclass(frozen=True, slots=True)
class RulesRejected(_Named):
    """The rules files are broken, those that served before serve on."""

    name = "rules_rejected"
    #: Problems as `check` prints them, a line each.
    lines: Sequence[str]
    #: How many there are.
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
