"""A mail of ours that did not arrive, as the desk knows it, and which letters weigh what."""

from __future__ import annotations

import re
from datetime import datetime
from typing import get_args

from mailtracker.desk.absence.cover_letters import Covering
from mailtracker.desk.admin_letters import ToAdmins
from mailtracker.desk.button_letters import ButtonDidNothing
from mailtracker.desk.letters import (
    AskBack,
    Confirm,
    Elsewhere,
    Gap,
    Held,
    InDoubt,
    OnHold,
    PastUs,
    Unverified,
)
from mailtracker.desk.lost.lost_letters import (
    Delayed,
    FilesStay,
    ListRefused,
    NotTaken,
    Undelivered,
    Unreached,
    Withdrawn,
)
from mailtracker.desk.notes import Note, NoteCopied, NoteRequester
from mailtracker.desk.request import Request
from mailtracker.desk.waiting_letters import Noted, Snoozes, Waits
from mailtracker.desk.word_letters import KeptInside, MergedOwner
from mailtracker.mail.origin.refusals import Refused
from mailtracker.record import dataclass

CARRIED = (NoteRequester.name, NoteCopied.name)
"""Relays of an owner's answer."""

RELAYS = tuple(note.name for note in get_args(Note))
"""What people wrote; all else is a machine's, and says so."""

ANSWERS = (*CARRIED, FilesStay.name)
"""The same, whole or without its files."""

NOT_WORTH_A_WORD = tuple(
    letter.name
    for letter in (
        *(Undelivered, Unreached, Delayed, Unverified, PastUs, Confirm, AskBack, Elsewhere, Gap),
        *(Held, OnHold, InDoubt, Withdrawn, *get_args(ToAdmins)),
        *(Waits, Snoozes, Noted, ButtonDidNothing, KeptInside, MergedOwner),
    )
)
"""Letters of whose failure nobody is told: a notice about a failed notice is how loops begin."""

SAID_LAST = (*NOT_WORTH_A_WORD, NotTaken.name, ListRefused.name)
"""Less than these cannot be said: who is refused them cannot be reached."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What may go in place of a mail: who wrote it (`author`), its `words` in paragraphs, the
    names of its `files`, and its `subject`.
    """

    author: str
    words: tuple[str, ...]
    files: tuple[str, ...]
    subject: str = ""


@dataclass(frozen=True, slots=True)
class LostMail:
    """The mail itself, as far as it is at hand."""

    #: When it was written.
    written_at: datetime | None = None
    #: Its bytes, 0 where nobody knows.
    size: int = 0
    #: What it holds, None where that is not at hand, or does not matter.
    contents: Contents | None = None
    #: In which folder of the alias's mailbox the mail lies that it carries; "" where none is known.
    folder: str = ""


NOT_AT_HAND = LostMail()


@dataclass(frozen=True, slots=True)
class Failed:
    """What did not arrive, and how sure that is."""

    #: What it was about.
    request: Request
    #: The stored name of the letter.
    letter: str
    #: To which address, as a key.
    recipient: str
    #: The other side's words.
    answer: str
    #: Our own server refused it, or the report came to that mail's own envelope sender. Anything
    #: else anybody may have written who ever saw a mail of ours.
    proven: bool = True
    #: What is refused, as far as that is known.
    refused: Refused = Refused.UNKNOWN
    #: Addresses of who hears of it where nobody above the owner is left.
    admins: tuple[str, ...] = ()
    #: What it was.
    mail: LostMail = NOT_AT_HAND

    def days_tried(self, now: datetime) -> int:
        """Before it was given up: class 4 (RFC 3463). What is refused for good is not tried."""
        written = self.mail.written_at if _FOR_NOW.match(self.answer) else None
        return 0 if written is None else (now - written).days


@dataclass(frozen=True, slots=True)
class LoseList:
    """A letter to one of our people about no request, or several, did not reach them: what they owe
    is decided on, a request at a time.
    """

    #: Its row in the outbox.
    outbox_id: int
    #: Its stored name.
    letter: str
    #: Whom it was for, a key.
    person: str
    #: At which address, as a key.
    recipient: str
    #: The other side's words.
    answer: str
    #: What is refused.
    refused: Refused

    @property
    def is_of_the_letter(self) -> bool:
        """Nobody is unreachable: less of it can go. What came over goes request by request."""
        last = self.letter in (Covering.name, ListRefused.name)
        return self.refused.is_of_the_mail and not last

    def of(self, request: Request, admins: tuple[str, ...]) -> Failed:
        """As if it had been about this request."""
        return Failed(
            request=request,
            letter=self.letter,
            recipient=self.recipient,
            answer=self.answer,
            refused=self.refused,
            admins=admins,
        )


_FOR_NOW = re.compile(r"\s*4(?:\d\d[ -]|\.\d)")
