"""What goes round a mail that we write: addresses, ids, subject. And the texts that go into it."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Literal

from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.ids import MarksOf, no_marks
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Envelope:
    """The header of an outgoing mail."""

    #: Ids carry their angle brackets.
    message_id: str
    #: Who writes: one of our aliases.
    sender: Address
    #: The one who gets it.
    to: Address
    #: Where answers go, None for the sender.
    reply_to: Address | None
    #: Written whole.
    subject: str
    #: Aware: it is written with its zone.
    date: datetime
    #: The mail that is answered, "" for none.
    in_reply_to: str = ""
    #: The thread, the first mail first.
    references: tuple[str, ...] = ()
    #: The Auto-Submitted value, "" for none.
    auto: Literal["", "auto-replied", "auto-generated"] = ""
    #: Goes into X-Mailtracker-Reference.
    reference: str = ""
    #: Goes into Content-Language.
    language: str = ""
    #: Those that cannot be written are left out.
    cc: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendered letter: `subject`, plain `text`, `html` body (a fragment, or a
    whole page from the layout).
    """

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter: its bytes are `data`. Of a `name` with folders only the last
    part is shown; a `content_type` that makes no sense is not written.
    """

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RelayNote:
    """What we add to a relayed mail, as `text` and as `html`. `place` says on which side of the
    original it stands.

    `reference` is printed in the marker lines, by which the note is found
    again and removed from quotes.
    """

    reference: str
    text: str
    html: str
    place: Literal["above", "below"] = "below"


@dataclass(frozen=True, slots=True)
class Ours:
    """By what mails of ours are known: the `key` of their marker lines (`ids.marks_key`), and the
    `addresses` of all our aliases.
    """

    key: bytes = field(repr=False)
    addresses: tuple[str, ...]
    #: The same of earlier versions, which made them with the database's own key.
    older: MarksOf = field(default=no_marks, repr=False)


@dataclass(frozen=True, slots=True)
class RelayEdits:
    """How a message is carried on: the `note` that is added, and the only things that may be
    removed.

    `cut_first_line` is an executed command line ("done"), removed where the writer says nothing
    above it, also below a quote; "" for none. Notes of `ours` are removed where they are quoted; in
    mail `by_our_people` however they were changed, else word for word (`notes.Marks`).
    """

    ours: Ours
    note: RelayNote | None = None
    cut_first_line: str = ""
    by_our_people: bool = False
