"""One mail, read: what the rest of the house knows of it. Plain data,
picklable, no attachment bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as written (RFC 5322 §3.4): display name and addr-spec. Compare by `key`, never by
    `email`.
    """

    name: str
    email: str

    @property
    def mail(self) -> str:
        """`email`, for the templates that sites have written: they knew it by this word."""
        return self.email

    @property
    def key(self) -> str:
        return self.email.casefold()

    @property
    def domain(self) -> str:
        return self.key.rpartition("@")[2]

    @property
    def shown(self) -> str:
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class Part:
    """One MIME part, by its place in the raw bytes.

    `head` and `body` are (start, end) offsets into the raw mail; `head` includes the blank line
    that ends it. For the root part `head` begins at 0. `path` is the IMAP section number ("1.2"),
    "" for the root.
    """

    path: str
    content_type: str
    charset: str
    encoding: str
    disposition: str
    filename: str
    content_id: str
    head: tuple[int, int]
    body: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed (or delayed, or delivered) recipient of a bounce: RFC
    3464, or read from its text.
    """

    recipient: str
    action: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, parsed. Every text is free of NUL and lone surrogates; header texts are one line.

    `sender` is None unless From names exactly one mailbox beyond doubt (docs/reliability.md, T1);
    `sender_doubt` then says why. `text` is all that a person can read (HTML rendered to text),
    `new_text` what stands above quotes, `forwarded` the forwarded part; each at most 64 KB. `plain`
    and `html` are the first body parts, where a note may be inserted. `sealed` is true for signed
    and encrypted trees, which must stay byte-identical. `content_key` is the sha256 (hex) of the
    content without trace headers (docs/reliability.md, I3), `sha256` that of the raw bytes.
    `fields` holds every header field as (lower-case name, decoded one-line value) in order.
    `original_ids` are the Message-IDs of the mail that a bounce returns. `trace` holds Received,
    Authentication-Results and what lists say of the writer, the topmost first, as (lower-case name,
    value exactly as written). `packed` are the names of files inside a winmail.dat. `thread_index`
    is Outlook's Thread-Index in hex; its first 44 digits name the `conversation`. `calendar_reply`:
    somebody pressed "Accept" on an invitation. `passed_list` is the address of our own list that
    put itself into From; `sender` is then who wrote to it.
    """

    size: int
    sha256: str
    content_key: str
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: Address | None
    sender_doubt: str
    from_: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    subject: str
    date: datetime | None
    list_id: str
    text: str
    new_text: str
    forwarded: str
    parts: tuple[Part, ...]
    attachments: tuple[Part, ...]
    plain: Part | None
    html: Part | None
    sealed: bool
    fields: tuple[tuple[str, str], ...]
    failures: tuple[Failure, ...]
    original_ids: tuple[str, ...]
    defects: tuple[str, ...]
    trace: tuple[tuple[str, str], ...] = ()
    packed: tuple[str, ...] = ()
    thread_index: str = ""
    calendar_reply: bool = False
    passed_list: str = ""

    @property
    def conversation(self) -> str:
        return self.thread_index[:44]

    def field(self, name: str) -> str:
        """The first value of a header field, "" when absent. `name` in any case."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key == wanted), "")

    def all_fields(self, name: str) -> tuple[str, ...]:
        wanted = name.lower()
        return tuple(value for key, value in self.fields if key == wanted)


class Kind(StrEnum):
    """Who wrote a mail."""

    PERSON = "person"
    LIST = "list"  # came through a list that is not ours: opens a request, gets no receipt
    AUTO_REPLY = (
        "auto_reply"  # vacation, read receipt and other answers by a machine: never opens a request
    )
    AUTO_GENERATED = "auto_generated"  # web form, monitoring: opens a request, gets no receipt
    BOUNCE = "bounce"  # delivery report of any kind, also delay and success
    OWN = "own"  # a mail of ours that came back


@dataclass(frozen=True, slots=True)
class Classified:
    """`receipt` is False where an automatic answer must not be sent although a person may have
    written (lists, no-reply senders, X-Auto-Response-Suppress). `reason` is one short clause for
    the log and for `show`. `language` is a two-letter code out of `Setting.languages`, "" where the
    text does not tell. `verified` is what our border says of the sender (`authentic.authenticate`),
    `verdict` its reason. `sure` is False where only words make a machine of it: then a person may
    have written it all the same, and nothing may be dropped.
    """

    kind: Kind
    receipt: bool
    reason: str
    language: str = ""
    verified: bool | None = None
    verdict: str = ""
    sure: bool = True

    @property
    def opens_nothing(self) -> bool:
        """Whether it surely is no request: an automatic answer, a bounce, or a mail of ours."""
        return self.kind is Kind.OWN or (self.sure and self.kind in (Kind.AUTO_REPLY, Kind.BOUNCE))


@dataclass(frozen=True, slots=True)
class Keys:
    """What a mail says about the thread that it belongs to; `desk.thread` decides.

    `tokens`: reply tokens found behind the alias (`alias+token@`). `ids`: Message-IDs of
    In-Reply-To, then References from the newest back, without doubles. `tags`: references in the
    subject, upper case ("IT-1042"). `conversation`: 44 hex digits of Outlook's Thread-Index, only
    for an answer that lost every id on its way, "" otherwise.
    """

    tokens: tuple[str, ...]
    ids: tuple[str, ...]
    tags: tuple[str, ...]
    conversation: str = ""
