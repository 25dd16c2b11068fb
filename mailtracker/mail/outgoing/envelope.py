"""What goes round a mail that we write: addresses, ids, subject. And the texts that go into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailtracker.mail.message import Address


@dataclass(frozen=True, slots=True)
class Envelope:
    """The header of an outgoing mail. Ids carry their angle brackets. `auto` is the
    Auto-Submitted value, "" for none.

    `reference` goes into `X-Mailtracker-Reference`; `language` into Content-Language.
    """

    message_id: str
    sender: Address
    to: Address
    reply_to: Address | None
    subject: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto: Literal["", "auto-replied", "auto-generated"] = ""
    reference: str = ""
    language: str = ""
    cc: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendered mail of ours: subject, plain text, HTML body (a fragment, or a
    whole page from the layout).
    """

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter. Of a name with folders only the last part is shown."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RelayNote:
    """What we add to a relayed mail. `place` says on which side of the original it stands.

    `reference` is printed in the marker lines, by which the note is found
    again and removed from quotes.
    """

    reference: str
    text: str
    html: str
    place: Literal["above", "below"] = "below"


@dataclass(frozen=True, slots=True)
class RelayEdits:
    """How a message is carried on: what is added, and the only things that may be removed.

    `cut_first_line` is an executed command line ("done"), removed where it stands first in the
    text; "" for none. Our own marked notes are removed wherever they are quoted.
    """

    note: RelayNote | None = None
    cut_first_line: str = field(default="")
