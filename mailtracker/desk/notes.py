"""The few lines of ours that go with a carried mail, a class each, as in `letters.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from mailtracker.desk.named import Named
from mailtracker.desk.ratings.rating_letters import NoteComplaint
from mailtracker.desk.why import HandedBecause, NotJoined
from mailtracker.policy.mentioned import Mentions
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class NoteOwner(Named):
    """With the mail that opens a request, to its owner."""

    name = "note_owner"
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
    #: Who opened it for its requester, "" where they asked themselves.
    opened_by: str = ""


@dataclass(frozen=True, slots=True)
class NoteMore(Named):
    """With a later mail, to the owner."""

    name = "note_more"
    #: Who wrote the mail.
    author: str
    #: Who takes part besides the author.
    others: Sequence[str]
    #: Why people in copy take no part.
    not_joined: NotJoined = ""
    #: It says that the matter presses, or asks for news.
    presses: bool = False


@dataclass(frozen=True, slots=True)
class NoteThanks(Named):
    """With a later mail that only thanks, or says that all is well, to the owner; and to who
    answered, where that was somebody else.
    """

    name = "note_thanks"
    #: Who wrote the mail.
    author: str
    #: It thanks; else it only says that all is well, or that its writer has what they need.
    thanks: bool
    #: Name of who has the request, where the reader answered it and does not have it; "" for the
    #: owner.
    with_whom: str = ""


@dataclass(frozen=True, slots=True)
class NoteCalledOff(Named):
    """With the mail by which the requester says that it is over, and which closed it, to the
    owner.
    """

    name = "note_called_off"
    #: Who wrote the mail.
    author: str
    #: It is solved, or they want it no more.
    how: Literal["solved", "cancelled"]
    #: Somebody had answered it by then.
    answered: bool


@dataclass(frozen=True, slots=True)
class NoteReopened(Named):
    """With the mail that opens a closed request again, to the owner."""

    name = "note_reopened"
    #: Who wrote the mail.
    author: str
    #: Who takes part besides the author.
    others: Sequence[str]
    #: Why people in copy take no part.
    not_joined: NotJoined = ""


@dataclass(frozen=True, slots=True)
class NoteRequester(Named):
    """With the owner's answer, to the requester."""

    name = "note_requester"


@dataclass(frozen=True, slots=True)
class NoteCopied(Named):
    """With any mail, to somebody in copy."""

    name = "note_copied"
    #: Who wrote the mail.
    author: str


@dataclass(frozen=True, slots=True)
class NoteBeside(Named):
    """With the mail of somebody in copy who takes no part, to the owner alone."""

    name = "note_beside"
    #: Who wrote the mail.
    author: str
    #: A word of the owner's takes them in.
    may_join: bool = True


@dataclass(frozen=True, slots=True)
class NoteElsewhere(Named):
    """With an answer to a mail of ours to somebody of the requester's side, from an address that
    nobody knows, to the owner alone.
    """

    name = "note_elsewhere"
    #: Who wrote the mail.
    author: str
    #: Whom the mail of ours went to.
    meant_for: str
    #: It opens a closed request again.
    reopens: bool


@dataclass(frozen=True, slots=True)
class NoteDisproven(Named):
    """With a mail that our border denies, to the owner alone: it changed nothing."""

    name = "note_disproven"
    #: Who it says it is from.
    author: str


@dataclass(frozen=True, slots=True)
class NoteRestored(Named):
    """The first line of any note with a mail that is taken in again."""

    name = "note_restored"


@dataclass(frozen=True, slots=True)
class NoteRecall(Named):
    """With the mail by which its writer asks to have an earlier one back, to the owner alone."""

    name = "note_recall"
    #: Who wrote both.
    author: str


@dataclass(frozen=True, slots=True)
class NoteAppointment(Named):
    """A line above any note with a mail that moves an appointment, answers an invitation to it, or
    calls it off.
    """

    name = "note_appointment"
    #: What the mail does.
    about: Literal["changed", "cancelled", "answered", "another time"]
    #: What the appointment is called, "" for nothing.
    title: str
    #: How the invitation was answered, "" where that is not known.
    answer: Literal["", "accepted", "declined", "tentative"] = ""
    #: What was remarked in the calendar part, and does not stand in the text.
    comment: str = ""


@dataclass(frozen=True, slots=True)
class NoteOrigin(Named):
    """The first line of any note whose author is not known to us."""

    name = "note_origin"
    #: Who wrote the mail, or says so.
    author: str
    #: Their address.
    email: str
    #: What we know of them.
    origin: Literal["outside", "unproven", "disproven", "doubtful"]


@dataclass(frozen=True, slots=True)
class NoteTeam(Named):
    """With a colleague's mail that the requester does not see, to one person of the team."""

    name = "note_team"
    #: Who wrote the mail.
    author: str
    #: It stood below `for NAME`: the reader has the request now.
    handed: bool = False
    #: A reply goes back to its author; else they are kept out of it, and hear nothing.
    answers: bool = True
    #: The requester is among its recipients.
    reached: bool = False


@dataclass(frozen=True, slots=True)
class NoteInside(Named):
    """With an internal note, to whoever else of the owner's side reads it."""

    name = "note_inside"
    #: Who wrote the mail.
    author: str
    #: The requester is among its recipients.
    reached: bool = False


@dataclass(frozen=True, slots=True)
class NoteWatching(Named):
    """With any mail, to a watcher."""

    name = "note_watching"
    #: Who wrote the mail.
    author: str
    #: It is the mail that opens the request.
    first: bool


@dataclass(frozen=True, slots=True)
class NoteCalledIn(Named):
    """With a mail that another alias stands in as well, to who would have it there."""

    name = "note_called_in"
    #: Who wrote the mail.
    author: str
    #: That alias, as mails call it.
    called: str
    #: They get what is written from now on.
    watches: bool


@dataclass(frozen=True, slots=True)
class NoteHanded(Named):
    """Above all that was written on the request, to who takes it over."""

    name = "note_handed"
    #: Who had it.
    from_name: str
    #: Why somebody else has it.
    because: HandedBecause
    #: Who did it, "" for time and for an admin.
    by_name: str
    #: The promised time has passed.
    late: bool
    #: What of it is not here: mails that are no longer kept.
    lost: int = 0
    #: When the newest of these came, None where there are none.
    lost_until: datetime | None = None
    #: Mails that are too many to tell.
    left_out: int = 0
    #: Mails that a human has to release first.
    held: int = 0
    #: The reference of the request that they took it out of, as a part; "" for all of one.
    part_of: str = ""
    #: The reader knows the words that a reply may begin with.
    brief: bool = False
    #: Of "not mine": names of all who said so, who had it last at the end.
    passed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NoteSaid(Named):
    """Above the words of one mail, in the mail to who takes a request over."""

    name = "note_said"
    #: Who wrote it.
    author: str
    #: When.
    at: datetime
    #: What of the whole mail begins here: what nobody answered yet (said where it is more than one
    #: mail), or all that was before.
    begins: Literal["", "latest", "before"] = ""
    #: Names of its files.
    files: Sequence[str] = ()
    #: Names of its files that are not in this mail, since all together are too large.
    stayed: Sequence[str] = ()
    #: The requester has not read it.
    hidden: bool = False
    #: It is an internal note.
    inside: bool = False
    #: It has no words that can be read.
    empty: bool = False


@dataclass(frozen=True, slots=True)
class NoteAnsweredForYou(Named):
    """With a former owner's answer, to the owner."""

    name = "note_answered_for_you"
    #: Who wrote the mail.
    author: str


@dataclass(frozen=True, slots=True)
class NoteAlsoAnswered(Named):
    """With an answer to the requester, to who answered before: neither knew of the other."""

    name = "note_also_answered"
    #: Who wrote the mail.
    author: str
    #: The reader has the request.
    yours: bool = False


Note = (
    NoteOwner
    | NoteMore
    | NoteThanks
    | NoteCalledOff
    | NoteReopened
    | NoteRequester
    | NoteCopied
    | NoteBeside
    | NoteElsewhere
    | NoteDisproven
    | NoteRecall
    | NoteAppointment
    | NoteOrigin
    | NoteRestored
    | NoteTeam
    | NoteInside
    | NoteWatching
    | NoteCalledIn
    | NoteHanded
    | NoteComplaint
    | NoteSaid
    | NoteAnsweredForYou
    | NoteAlsoAnswered
)

CARRYING = tuple(
    note.name
    for note in (
        *(
            NoteOwner,
            NoteMore,
            NoteThanks,
            NoteCalledOff,
            NoteReopened,
            NoteRequester,
            NoteCopied,
            NoteBeside,
            NoteElsewhere,
            NoteTeam,
        ),
        *(NoteInside, NoteCalledIn, NoteHanded, NoteComplaint),
        *(NoteAnsweredForYou, NoteAlsoAnswered),
    )
)
"""Of what people wrote to each other, and would miss."""
