"""The letters about a mail of ours that did not arrive: to its owner, to whom it was for, to who is
above them, and to the admins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from mailtracker.desk.named import Named
from mailtracker.record import dataclass

Refusal = Literal["size", "content", "policy"]
"""Why a server takes a mail never, whoever it is for."""


@dataclass(frozen=True, slots=True)
class Undelivered(Named):
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
    #: It was an answer to the requester.
    answer: bool = False
    #: For how many days it was tried, 0: it was refused at once, or nobody knows.
    days: int = 0


@dataclass(frozen=True, slots=True)
class Delayed(Named):
    """To the owner, once a promise: an answer has not arrived yet, and is still tried."""

    name = "delayed"
    #: Where it has not arrived.
    address: str
    #: The server's words.
    text: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Named):
    """To the owner: an admin decided that an answer of theirs goes out no more."""

    name = "withdrawn"
    #: Whom it was for.
    to: str
    #: It had gone out once already, and nobody knows whether it arrived.
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Unreached(Named):
    """To somebody above, or the admins: who had it cannot be reached, and does not know so."""

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
class FilesStay(Named):
    """In place of a mail that cannot go as it is: its text, and where its files are."""

    name = "files_stay"
    #: Who wrote the mail.
    author: str
    #: What they wrote, a paragraph each.
    words: Sequence[str]
    #: Names of the files that are not here.
    files: Sequence[str]
    #: Why: too large for so many readers; or as of `NotTaken`.
    why: Literal["many"] | Refusal = "many"


@dataclass(frozen=True, slots=True)
class NotTaken(Named):
    """A mail server refuses a mail for what it is; nobody is unreachable. To whom it was written,
    in its place and without a word of it; and to the owner, where it was somebody else's. Its
    subject may be what is refused: an owner is told it once (`told`), nobody else.
    """

    name = "not_taken"
    #: Whether it is its size or what it holds that is refused; "policy": nobody knows for certain.
    why: Refusal
    #: The server's words.
    text: str
    #: The address that it did not reach as it is; "" is the reader's own.
    by: str
    #: Its words went there, only the files did not.
    words_went: bool
    #: Who wrote it, "" where nobody knows.
    author: str = ""
    #: When, None as above.
    at: datetime | None = None
    #: The folder of the alias's mailbox in which it lies, "" where that is not certain.
    folder: str = ""
    #: Its bytes, 0 where nobody knows.
    size: int = 0
    #: How many of them the server takes, 0 where it does not say.
    limit: int = 0
    #: The subject of the request may be told.
    told: bool = False


@dataclass(frozen=True, slots=True)
class ListRefused(Named):
    """To somebody whose server refuses a letter about several requests: which ones are theirs, and
    not a word of it.
    """

    name = "list_refused"
    #: As of `NotTaken`.
    why: Refusal
    #: The server's words.
    text: str
    #: References of what the reader owes an answer.
    references: Sequence[str]


@dataclass(frozen=True, slots=True)
class DeadMailbox(Named):
    """To the admins, once a week: our mail does not reach somebody of the people file."""

    name = "dead_mailbox"
    #: Who that is.
    who: str
    #: At which address.
    address: str
    #: The server's words.
    text: str


OfLost = Undelivered | Delayed | Withdrawn | Unreached | FilesStay | NotTaken
