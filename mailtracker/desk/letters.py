"""Every mail that we write, a class each: what its template is given. The names are stored: they
make a mail's ids and say what was sent once. To add one: a class here, a template in each language,
examples in letters/samples.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Literal

from mailtracker.desk.absence.absence_letters import AboutAbsence
from mailtracker.desk.admin_letters import ToAdmins
from mailtracker.desk.askers.asker_letters import OfAskers, StatusOfAll
from mailtracker.desk.behalf_letters import OfBehalf
from mailtracker.desk.button_letters import ButtonDidNothing
from mailtracker.desk.celebration_letters import Celebration
from mailtracker.desk.confiding.confiding_letters import Asks
from mailtracker.desk.daily.daily_letters import DailyDigest
from mailtracker.desk.digests import Digested, DigestLine
from mailtracker.desk.ending_letters import NOTHING_PAST, EndsSoon, PastWords
from mailtracker.desk.expected_letters import OfExpected, ToExpecting
from mailtracker.desk.lost.lost_letters import ListRefused, OfLost
from mailtracker.desk.named import Named
from mailtracker.desk.not_mine_letters import StaysWith, WronglyGiven
from mailtracker.desk.notes import Note
from mailtracker.desk.ratings.rating_letters import ComplaintReceipt
from mailtracker.desk.several_letters import Several, WhichOne
from mailtracker.desk.waiting_letters import OfWaiting
from mailtracker.desk.why import HandedBecause, KeptBecause, NotJoined, NotTheirs
from mailtracker.desk.word_letters import OfWords
from mailtracker.policy.mentioned import Mentions
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Receipt(Named):
    """The requester's confirmation: who has it, and by when they answer."""

    name = "receipt"
    #: What happens if the promise slips: somebody takes over, a manager hears of it, the reader is
    #: asked who else shall have it, neither.
    slip: Literal["cover", "manager", "choice", "none"]
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
    #: Who opened it for the reader, "" where they asked themselves.
    opened_by: str = ""
    #: What that one wrote for it, in paragraphs.
    words: Sequence[str] = ()
    #: Why it is the reader's own, although it asks to be somebody else's.
    not_theirs: NotTheirs = ""


@dataclass(frozen=True, slots=True)
class Assigned(Named):
    """To an owner who has the mail itself already."""

    name = "assigned"
    #: The words of the mail by which its rule took it; templates have them as a sentence.
    matched: Mentions
    #: Who else took part when it came.
    others: Sequence[str]
    #: Whether the requester has been told who has it.
    receipt_sent: bool
    #: Reference of an older request that the mail points at, "" for none.
    linked: str
    #: Why people in copy take no part.
    not_joined: NotJoined = ""
    #: The reader knows the words that a reply may begin with.
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Reminder(Named):
    """To the owner: somebody waits for an answer."""

    name = "reminder"
    #: The promised time has passed.
    late: bool
    #: A mail may have been the answer, and did not count as one.
    perhaps: bool = False


@dataclass(frozen=True, slots=True)
class HandedOwner(Named):
    """To who had it: somebody else has it now."""

    name = "handed_owner"
    #: Who has it now.
    new_name: str
    #: Why somebody else has it.
    because: HandedBecause
    #: Who did it, "" for time and for an admin.
    by_name: str
    #: The promised time had passed.
    late: bool = False


@dataclass(frozen=True, slots=True)
class HandedRequester(Named):
    """To the requester: somebody else has it now."""

    name = "handed_requester"
    #: Who has it now.
    new_name: str
    #: The promised time has passed.
    late: bool
    #: Why somebody else has it.
    because: HandedBecause
    #: What they have of all that was written: all, not all but the latest, nothing; "unsure": a
    #: mail with it was refused before.
    has: Literal["all", "latest", "nothing", "unsure"] = "all"
    #: Nobody has said yet that we are sorry about this promise.
    sorry: bool = True
    #: A mail may have been the answer, and did not count as one.
    perhaps: bool = False
    #: When we step in again if no answer has come, None: we do not.
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlippedRequester(Named):
    """To the requester: the answer is, or will be, late."""

    name = "slipped_requester"
    #: The promised time has passed.
    late: bool
    #: As of `HandedRequester`.
    sorry: bool = True
    #: As of `HandedRequester`.
    perhaps: bool = False
    #: As of `HandedRequester`.
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlippedManager(Named):
    """To somebody above a silent owner."""

    name = "slipped_manager"
    #: When the promise's clock began.
    since: datetime | None
    #: Names of those who had it before.
    former: Sequence[str]
    #: How often this has been told.
    times: int
    #: A mail may have been the answer, and did not count as one.
    perhaps: bool = False


@dataclass(frozen=True, slots=True)
class Gap(Named):
    """To the reader of gaps: no rule knew this mail."""

    name = "gap"
    #: The mail's sender.
    from_: str
    #: The mail's subject.
    subject_line: str


@dataclass(frozen=True, slots=True)
class Closed(Named):
    """The requester's closing mail."""

    name = "closed"
    #: The requester's own silence closed it.
    silent: bool
    #: Who says that it is done, "" for an admin and for silence.
    by_name: str = ""
    #: What was asked and answered.
    past: PastWords = NOTHING_PAST


@dataclass(frozen=True, slots=True)
class Confirm(Named):
    """To who wrote a word: it was done."""

    name = "confirm"
    #: What was typed.
    word: Literal["done", "mine", "not mine", "for", "add", "drop", "send"]
    #: What came of it. "asked": its requester chooses who else has it.
    did: Literal[
        "closed",
        "ends",
        "mine",
        "handed",
        "had",
        "stays",
        "asked",
        "joined",
        "dropped",
        "sent",
        "taken",
        "not yours",
    ]
    #: Who has it now, where that is somebody else. "had": since before; "taken": who said `mine`
    #: before; "not yours": whose word it is, and what stood below it went to the requester.
    new_name: str
    #: Who joined, or takes no part any more.
    names: Sequence[str] = ()
    #: What stood below the word went to that person alone; `send` carries it to the requester.
    text_to: str = ""
    #: The reader is the requester, whose reply reaches the owner.
    to_requester: bool = False
    #: `done`: the requester gets a mail that it is closed, or ends.
    told: bool = True
    #: "ends": when it is closed, at the earliest.
    closes: datetime | None = None
    #: What `send` asks for was done before: when.
    sent_at: datetime | None = None
    #: As of `HandedRequester`, of the new owner.
    has: Literal["all", "latest", "nothing", "unsure"] = "all"


@dataclass(frozen=True, slots=True)
class AskBack(Named):
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
    #: The word as it was read, so that the letter can say what does the same, or for whom what
    #: stands below it is; what stands on a button; "" for none.
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere(Named):
    """To somebody of the owner's side: an answer from an unknown address was kept. Is it theirs?"""

    name = "elsewhere"
    #: That address; what From says, where that is in doubt.
    from_: str
    #: How the mail begins, "" for nothing that may be shown.
    line: str
    #: What the people file has to say, once the address is theirs; "" where there is none.
    on_file: str


@dataclass(frozen=True, slots=True)
class AlsoAnswered(Named):
    """To who answered the requester: a colleague did so, too, and neither knew of the other."""

    name = "also_answered"
    #: Who that is.
    who: str
    #: When their answer went.
    at: datetime
    #: What they wrote, a paragraph each; empty where it is not at hand.
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Unverified(Named):
    """To whose name a mail bears without proof."""

    name = "unverified"
    #: The mail's sender.
    from_: str
    #: What our border says of it, where its word is asked for: it is not theirs, or nothing.
    verdict: Literal["", "denied", "silent"]
    #: The requester is among its recipients.
    reached: bool = False


@dataclass(frozen=True, slots=True)
class PastUs(Named):
    """To the owner: an answer went to the requester without us, and keeps the promise."""

    name = "past_us"
    #: From which address.
    from_: str
    #: It is one of the reader's; else it is the alias itself.
    yours: bool
    #: Who takes part and is not among its recipients.
    missed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Held(Named):
    """To the admins: too much mail in a short time."""

    name = "held"


@dataclass(frozen=True, slots=True)
class OnHold(Named):
    """To owner and requester: mail about their request is kept, and what goes on."""

    name = "on_hold"
    #: The sender of what is kept, as far as that is known.
    from_: str


@dataclass(frozen=True, slots=True)
class Digest(Named):
    """What was gathered for its reader about one request."""

    name = "digest"
    #: Why these were gathered.
    kind: Digested
    #: A mail each, the oldest first: `at`, `who`, and its `words` in paragraphs.
    lines: Sequence[DigestLine]
    #: How many more there were.
    more: int


@dataclass(frozen=True, slots=True)
class Watching(Named):
    """To a watcher of a confidential request, of which nobody but its owner sees a word."""

    name = "watching"


@dataclass(frozen=True, slots=True)
class CalledIn(Named):
    """To who would have a confidential mail at another alias that stands in it as well. Nobody but
    its owner sees a word of it.
    """

    name = "called_in"
    #: That alias, as mails call it.
    called: str


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
    | EndsSoon
    | Confirm
    | AskBack
    | Elsewhere
    | AlsoAnswered
    | Unverified
    | PastUs
    | Held
    | OnHold
    | Digest
    | Watching
    | CalledIn
    | OfBehalf
    | OfExpected
    | OfLost
    | OfWaiting
    | OfWords
    | OfAskers
    | StaysWith
    | ButtonDidNothing
    | ComplaintReceipt
    | Asks
)


# Letters about no request: to the admins, and two to one person about all requests of theirs.


@dataclass(frozen=True, slots=True)
class AnswersGiven(Named):
    """To whoever answered, eight hours after the first of them: what went out in their name, and
    our border did not vouch for.
    """

    name = "answered"
    #: Each answer: `who` is the request and its requester, `at` when; the oldest first.
    lines: Sequence[DigestLine]
    #: How many more there were.
    more: int


@dataclass(frozen=True, slots=True)
class Denied(Named):
    """To an owner, eight hours after the first of them: mails that our border denies, beyond those
    that were carried. Nothing was done with them, and none of their words is in it.
    """

    name = "denied"
    #: Each mail: `who` is the request and whom it says it is from, `at` when; the oldest first.
    lines: Sequence[DigestLine]
    #: How many more there were.
    more: int


@dataclass(frozen=True, slots=True)
class InDoubt(Named):
    """To an owner: nobody knows whether these answers of theirs arrived, so they go out again."""

    name = "in_doubt"
    #: Each answer: `who` is the request and whom it was for, `at` when; the oldest first.
    lines: Sequence[DigestLine]
    #: How many more there are.
    more: int


AdminLetter = (
    AnswersGiven
    | Denied
    | Several
    | WhichOne
    | InDoubt
    | DailyDigest
    | ListRefused
    | ToAdmins
    | AboutAbsence
    | ToExpecting
    | StatusOfAll
    | WronglyGiven
    | Celebration
)

AnyLetter = Letter | Note | AdminLetter


def values_of(letter: AnyLetter) -> Mapping[str, object]:
    """What the template is given besides what all get, by name."""
    return {field.name: getattr(letter, field.name) for field in fields(letter)}
