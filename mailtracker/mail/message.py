"""One mail, read: all that the rest of the package knows of it. Plain, picklable, no attachment
bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, ClassVar

from mailtracker.mail.address_key import address_key, domain_of
from mailtracker.record import dataclass

SIZE_CAP = 200 << 20
"""Bytes of a mail that is read."""

TRACE_CAP = 60
"""Trace fields of a message that are kept."""


class Packed:
    """A record that is pickled as its values in their order, of which it has at least two: a
    quarter of the time that a record's own way takes, for each mail on its way from the child that
    read it.
    """

    __slots__ = ()
    #: What dataclasses call their fields in their order.
    __match_args__: ClassVar[tuple[str, ...]]

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        kind = type(self)
        values = _VALUES.get(kind) or _VALUES.setdefault(kind, attrgetter(*kind.__match_args__))
        return kind, values(self)


_VALUES: dict[type[Packed], Callable[[Any], tuple[Any, ...]]] = {}


@dataclass(frozen=True, slots=True)
class Address(Packed):
    """A mailbox as written (RFC 5322 §3.4): `name` is the display name, `email` the addr-spec.
    Compare by `key`, never by `email`.
    """

    #: As mail programs show it, "" for none.
    name: str
    #: As written, without brackets.
    email: str

    @property
    def mail(self) -> str:
        """`email`, for the templates that sites have written: they knew it by this word."""
        return self.email

    @property
    def key(self) -> str:
        return address_key(self.email)

    @property
    def domain(self) -> str:
        """The key of its domain, "" where it has none."""
        return domain_of(self.email)

    @property
    def shown(self) -> str:
        """The name; the address of somebody without one."""
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class Part(Packed):
    """One MIME part, by its place in the raw bytes."""

    #: The IMAP section number ("1.2"), "" for the root.
    path: str
    #: Type and subtype in lower case.
    content_type: str
    #: As declared, in lower case; "" for none.
    charset: str
    #: The transfer encoding, "" for none and for unknown ones.
    encoding: str
    #: "attachment", "inline", "" ...
    disposition: str
    #: A name for display only: no path, nothing invisible.
    filename: str
    #: With its angle brackets.
    content_id: str
    #: (start, end) of its header in the raw mail, with the blank line that ends it; for the root
    #: it begins at 0.
    head: tuple[int, int]
    #: (start, end) of its body in the raw mail, as sent.
    body: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Failure(Packed):
    """One failed (or delayed, or delivered) `recipient` of a bounce: RFC
    3464, or read from its text.

    `action` says which of the three, `status` is an enhanced code such as "5.1.1", `text` what the
    mail system said.
    """

    recipient: str
    action: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Scheduling(Packed):
    """What a mail says about an entry of calendars (iTIP, RFC 5546)."""

    #: REQUEST (also each update), REPLY, CANCEL, COUNTER, ... in upper case.
    method: str
    #: A key of the entry's UID, "" where it names none. Whoever was invited knows the UID: it
    #: proves nothing.
    entry: str
    #: What the entry is called; one line, "" for nothing.
    title: str = ""
    #: What whoever answers remarked beside the answer, "" for nothing.
    comment: str = ""
    #: How the first attendee stands to it: ACCEPTED, DECLINED, TENTATIVE, ...
    answer: str = ""
    #: Which program wrote it (PRODID).
    program: str = ""
    #: It changes an entry that was sent before (SEQUENCE).
    changes: bool = False
    #: Address of whose entry it is, "" for nobody's.
    organizer: str = ""


@dataclass(frozen=True, slots=True)
class Picture(Packed):
    """A picture that stands in the text of a mail (RFC 2392), and in no quote."""

    #: The place of its part, as in `Part`.
    path: str
    #: The sha256 (hex) of its bytes, "" for one that is too large for a signature.
    digest: str
    #: No larger than the logo of a signature.
    small: bool
    #: The writer's own words above it.
    above: str
    #: Something above it, such as "-- ", began a signature.
    signs: bool


@dataclass(frozen=True, slots=True)
class Message(Packed):
    """One mail, parsed. No text holds NUL or lone surrogates; header texts are one line."""

    #: Bytes of the raw mail.
    size: int
    #: The sha256 (hex) of the raw mail.
    sha256: str
    #: The sha256 (hex) of the content without trace headers (docs/reliability.md, I3).
    content_key: str
    #: Message-IDs carry their angle brackets; "" where there is none.
    message_id: str
    #: The ids of In-Reply-To.
    in_reply_to: tuple[str, ...]
    #: The ids of References; the newest stands last.
    references: tuple[str, ...]
    #: None unless From names exactly one mailbox beyond doubt (docs/reliability.md, T1).
    sender: Address | None
    #: Why there is no sender, "" where there is one.
    sender_doubt: str
    #: Every mailbox of From, whatever it is worth.
    from_: tuple[Address, ...]
    #: Where answers are asked to go.
    reply_to: tuple[Address, ...]
    #: Whom it was written to.
    to: tuple[Address, ...]
    #: Who was to see it as well.
    cc: tuple[Address, ...]
    #: Addresses that servers noted on delivery.
    delivered_to: tuple[str, ...]
    #: Decoded.
    subject: str
    #: In UTC; None where it is absent or absurd.
    date: datetime | None
    #: What stands in the angle brackets of List-Id, in lower case.
    list_id: str
    #: All that a person can read (HTML rendered to text), at most 64 KB, as the next two.
    text: str
    #: What stands above quotes: the writer's own words.
    new_text: str
    #: What the writer passed on.
    forwarded: str
    #: Every part, the root first.
    parts: tuple[Part, ...]
    #: Those that are files to a person.
    attachments: tuple[Part, ...]
    #: The first text body, where a note may be inserted.
    plain: Part | None
    #: The first HTML body, where a note may be inserted.
    html: Part | None
    #: A signed or encrypted tree, which must stay byte-identical.
    sealed: bool
    #: Every header field as (lower-case name, decoded one-line value), in order.
    fields: tuple[tuple[str, str], ...]
    #: Whom a bounce says were not reached.
    failures: tuple[Failure, ...]
    #: The Message-IDs of the mail that a bounce returns.
    original_ids: tuple[str, ...]
    #: What is odd about it, for people.
    defects: tuple[str, ...]
    #: Received, Authentication-Results, what lists say of the writer and what Exchange stamps, the
    #: topmost first, as (lower-case name, value exactly as written); at most TRACE_CAP.
    trace: tuple[tuple[str, str], ...] = ()
    #: The names of files inside a winmail.dat, or in a mail that is signed in one piece.
    packed: tuple[str, ...] = ()
    #: Outlook's Thread-Index in hex; its first 44 digits name the `conversation`.
    thread_index: str = ""
    #: What its calendar part says, where it has one by which people make appointments.
    scheduling: Scheduling | None = None
    #: The address of a list that put itself into From; `sender` is then who wrote to it.
    passed_list: str = ""
    #: The Message-ID with which it was written, as a mail of ours says (`identity.ID_FIELD`); who
    #: copies header fields may say so, too.
    written_id: str = ""
    #: What stays of it when lists and gateways add something (`fingerprint.Likeness`).
    likeness: str = ""
    #: What its writer says is encrypted: only whom it was encrypted for can read it.
    locked: bool = False
    #: Pictures that stand in its text, and in no quote, where its writer's own words are few.
    pictures: tuple[Picture, ...] = ()
    #: The writer's own words begin between lines that they quote.
    amid_quotes: bool = False

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
    #: Came through a list that is not ours: opens a request, gets no receipt.
    LIST = "list"
    #: Vacation, read receipt and other answers by a machine: never opens a request.
    AUTO_REPLY = "auto_reply"
    #: Web form, monitoring: opens a request, gets no receipt.
    AUTO_GENERATED = "auto_generated"
    #: A delivery report of any kind, also of delay and success.
    BOUNCE = "bounce"
    #: A mail of ours that came back.
    OWN = "own"


class Proof(StrEnum):
    """How sure it is that a mail is from whom its From names (docs/reliability.md, T7)."""

    #: Our own border vouches for it, or it answers a mail that went to that address.
    PROVEN = "proven"
    #: Our own tenant says that somebody inside, who had logged in, sent it; of From it says
    #: nothing.
    INSIDE = "inside"
    #: Nothing is known. Where our border is configured, that is an outsider.
    UNKNOWN = "unknown"
    #: Our own border says that it is not.
    DISPROVEN = "disproven"

    @property
    def believed(self) -> bool:
        """Whether its author counts as whom From names, where nothing more is asked."""
        return self in (Proof.PROVEN, Proof.INSIDE)


class Unstripped(StrEnum):
    """A sign that our border lets Authentication-Results pass that others wrote in its name, which
    RFC 8601 §5 asks it to remove.
    """

    #: None: what a border does that strips them, as far as one mail can tell.
    NO = ""
    #: Two fields of our border speak about one method: one of them may be forged.
    REPEATED = "repeated"
    #: One stands below the Received line of a server that is not ours.
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Classified(Packed):
    """What a mail is taken for: its `kind`. `receipt` is False where an automatic answer must not
    be sent although a person may have written (lists, no-reply senders, what is only
    worded like a machine's mail).

    `reason` is one short clause for the log and for `show`. `language` is a two-letter code out of
    `Site.languages`, "" where the text does not tell. `verified` is what our border says of the
    sender (`auth_results.authenticate`), `verdict` its reason, `unstripped` what the mail tells of
    the border itself. `inside`: our Exchange Online tenant says that somebody who had logged in
    sent it, and our border does not deny it. `beside`: keys of the aliases of ours that do not
    lead, where one in To does. `sure` is False where only words make a machine of it:
    then a person may have written it all the same, and nothing may be dropped.
    """

    kind: Kind
    receipt: bool
    reason: str
    language: str = ""
    verified: bool | None = None
    verdict: str = ""
    sure: bool = True
    unstripped: Unstripped = Unstripped.NO
    inside: bool = False
    beside: tuple[str, ...] = ()

    @property
    def opens_nothing(self) -> bool:
        """Whether it surely is no request: an automatic answer, a bounce, or a mail of ours."""
        if self.kind is Kind.OWN:
            return True
        return self.sure and self.kind in (Kind.AUTO_REPLY, Kind.BOUNCE)


@dataclass(frozen=True, slots=True)
class Keys:
    """What a mail says about the thread that it belongs to; `desk.thread` decides.

    `tokens`: reply tokens found behind the alias (`alias+token@`). `bounces`: bounce tokens found
    there, first those that servers noted on delivery. `ids`: Message-IDs of
    In-Reply-To, then References from the newest back, without doubles. `tags`: references in the
    subject, upper case ("IT-1042"). `conversation`: 44 hex digits of Outlook's Thread-Index, only
    for an answer that lost every id on its way, "" otherwise. `entry`: key of the calendar entry
    that it is about. `recalled`: subject of the mail that its writer would like to have back.
    """

    tokens: tuple[str, ...]
    ids: tuple[str, ...]
    tags: tuple[str, ...]
    conversation: str = ""
    bounces: tuple[str, ...] = ()
    entry: str = ""
    recalled: str = ""
