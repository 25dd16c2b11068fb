"""A mail of ours in, what some machine that reads it writes back out: every kind of automatic
answer that is known to talk without end.
"""

from __future__ import annotations

import email
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from enum import Enum
from functools import cached_property

ALIAS = "it-help@corp.example"

VACATION = timedelta(days=7)
"""How long a vacation program remembers whom it has answered (RFC 5230 §4.1 has it so)."""


class Changes(Enum):
    """What of a robot is different each time, and so how long it may be heard."""

    NOTHING = 3  # it is silent, or says that it is a machine
    WORDS = 30  # its address stays
    ADDRESS = 100  # nothing stays but its domain, or there are two of them


@dataclass(frozen=True)
class Got:
    """A mail of ours (`raw`) as it reached somebody: the `return_path` of its envelope ("" for the
    null one), whom it came `to`, and when (`at`).
    """

    return_path: str
    to: str
    raw: bytes = field(repr=False)
    at: datetime

    @cached_property
    def head(self) -> Message:
        return BytesHeaderParser().parsebytes(self.raw)

    @cached_property
    def text(self) -> str:
        mail = email.message_from_bytes(self.raw)
        plain = next((p for p in mail.walk() if p.get_content_type() == "text/plain"), None)
        content = plain.get_payload(decode=True) if plain else b""
        return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""

    def field(self, name: str) -> str:
        return " ".join(str(self.head[name] or "").split())

    @property
    def answer_to(self) -> str:
        """Where a person's mail program answers to."""
        return (self.field("reply-to") or self.field("from")).rpartition("<")[2].rstrip(">")


@dataclass(frozen=True, slots=True)
class Words:
    """What a robot writes: a `subject`, a `text`, whether it `keeps` the thread, and `extra` header
    lines. `to` is "" for where answers are asked to go; `path` is None for the sender's address.
    """

    subject: str
    text: str
    keeps: bool = True
    extra: str = ""
    to: str = ""
    path: str | None = None


@dataclass
class Robot:
    """One mailbox with a program behind it. It answers for every address that it ever wrote as."""

    kind: Kind
    #: Where its first mail comes from.
    mailbox: str
    #: All that it writes as.
    addresses: set[str] = field(default_factory=set)
    #: How often it answered.
    count: int = 0
    #: Whom it told that somebody is away, and when.
    told: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.addresses.add(self.mailbox)

    @property
    def domain(self) -> str:
        return self.mailbox.partition("@")[2]

    def answer(self, got: Got) -> bytes | None:
        """What it writes, None for nothing."""
        self.count += 1
        words = self.kind.says(self, got)
        if words is None:
            return None
        sender = self.kind.named(self.mailbox, self.count)
        self.addresses.add(sender.casefold())
        return written(sender, got, words, f"{self.count}.{self.mailbox}")

    def begins(self, at: datetime) -> bytes:
        """The first mail of all: a person's."""
        return head(
            {
                "Return-Path": f"<{self.mailbox}>",
                "Delivered-To": ALIAS,
                "From": self.mailbox,
                "To": ALIAS,
                "Subject": "VPN drops",
                "Date": format_datetime(at),
                "Message-ID": f"<first.{self.mailbox}>",
            },
            "Since this morning it drops every hour. What can I do?\n",
        )


def written(sender: str, got: Got, words: Words, ident: str) -> bytes:
    to = words.to or got.answer_to
    path = sender if words.path is None else words.path
    threads = {
        "In-Reply-To": got.field("message-id"),
        "References": f"{got.field('references')} {got.field('message-id')}".strip(),
    }
    fields = {
        "Return-Path": f"<{path}>",
        "Delivered-To": to,
        "From": sender,
        "To": to,
        "Subject": words.subject,
        "Date": format_datetime(got.at),
        "Message-ID": f"<{ident}>",
        **(threads if words.keeps else {}),
    }
    return head(fields, words.text, words.extra)


def head(fields: Mapping[str, str], text: str, extra: str = "") -> bytes:
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"{lines}MIME-Version: 1.0\n{extra}\n{text}".encode()


def answer_subject(got: Got) -> str:
    subject = got.field("subject")
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def quoted(got: Got) -> str:
    lines = "\n".join(f"> {line}" for line in got.text.splitlines()[:15])
    return f"\nOn Monday IT help wrote:\n{lines}\n"


# -- what each kind says ---------------------------------------------------------------


def _nothing(robot: Robot, got: Got) -> Words | None:
    return None


def _vacation(robot: Robot, got: Got) -> Words | None:
    """RFC 3834: nothing to machines, lists and nobody; to anybody else once a week."""
    automatic = got.field("auto-submitted").lower() not in ("", "no")
    listed = got.field("precedence") or got.field("list-id")
    if automatic or listed or not got.return_path:
        return None
    last = robot.told.get(got.return_path)
    if last is not None and got.at - last < VACATION:
        return None
    robot.told[got.return_path] = got.at
    return Words(
        f"Auto: {got.field('subject')}",
        "I am away until Monday.\n",
        extra="Auto-Submitted: auto-replied (vacation)\n",
        to=got.return_path,
        path="",
    )


def _fixed(robot: Robot, got: Got) -> Words:
    return Words(answer_subject(got), f"Your mail has been filed with us.\n{quoted(got)}")


def _text(robot: Robot, got: Got) -> Words:
    text = f"Your mail has been filed under number {robot.count}.\n{quoted(got)}"
    return Words(answer_subject(got), text)


def _asker(robot: Robot, got: Got) -> Words:
    """Says what requesters may say to us, and what undoes it."""
    said = ("Status?", "Any news?", "Cancel my request.", f"Number {robot.count} drops again.")
    return Words(answer_subject(got), f"{said[robot.count % 4]}\n{quoted(got)}")


def _subject(robot: Robot, got: Got) -> Words:
    text = f"We will look into number {robot.count}.\n{quoted(got)}"
    return Words(f"Case {robot.count} is with us", text)


def _tracker(robot: Robot, got: Got) -> Words:
    """Knows no threads, and writes to the address that it was given once."""
    text = f"We will look into number {robot.count}.\n"
    return Words(f"Ticket {robot.count} was opened for you", text, keeps=False, to=ALIAS)


def _peer(robot: Robot, got: Got) -> Words:
    """Another tracker with an alias of its own: it keeps the ids and adds its own reference."""
    text = f"It is number {robot.count} here, and one of us answers soon.\n{quoted(got)}"
    reply = f"Reply-To: <{robot.mailbox.replace('@', f'+{robot.count}@')}>\n"
    return Words(f"[PEER-{robot.count}] {got.field('subject')}", text, extra=reply)


def _gateway(robot: Robot, got: Got) -> Words:
    """Returns everything in words that nobody knows."""
    return Words(answer_subject(got), f"Policy 77/{robot.count}: we did not take this.\n")


def _forwarded(got: Got) -> str:
    names = ("from", "date", "subject", "to")
    lines = "".join(f"{name.title()}: {got.field(name)}\n" for name in names)
    return f"\n---------- Forwarded message ---------\n{lines}\n{got.text}"


def _forward(robot: Robot, got: Got) -> Words:
    """A rule in somebody's mailbox: everything goes on to the desk, with its ids."""
    return Words(f"FW: {got.field('subject')}", _forwarded(got), to=ALIAS)


def _strip(robot: Robot, got: Got) -> Words:
    """The same, and all of the header is lost on the way."""
    return Words(f"Fwd: {got.field('subject')}", _forwarded(got), keeps=False, to=ALIAS)


def _bounce(robot: Robot, got: Got) -> Words | None:
    """A delivery report (RFC 3464) for everything that names who wants it."""
    if not got.return_path:
        return None
    report = (
        "--b\n\nNo such user here.\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.{robot.domain}\n\n"
        f"Final-Recipient: rfc822; {got.to}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {got.field('message-id')}\nTo: {got.to}\n\n--b--\n"
    )
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
    subject = "Undelivered Mail Returned to Sender"
    return Words(subject, report, keeps=False, extra=kind, to=got.return_path, path="")


# -- as whom each writes -----------------------------------------------------------------


def _itself(mailbox: str, count: int) -> str:
    return mailbox


def _daemon(mailbox: str, count: int) -> str:
    return f"MAILER-DAEMON@{mailbox.partition('@')[2]}"


def _beside(local: str) -> Callable[[str, int], str]:
    """Another address of the same domain."""
    return lambda mailbox, count: f"{local}@{mailbox.partition('@')[2]}"


def _rotating(mailbox: str, count: int) -> str:
    local, _, domain = mailbox.partition("@")
    return f"{local}-{count}@{domain}"


def _tagged(mailbox: str, count: int) -> str:
    local, _, domain = mailbox.partition("@")
    return f"{local}+{count}@{domain}"


def _dotted(mailbox: str, count: int) -> str:
    """The dots of a Gmail address are free: here by the bits of a number."""
    local = f"machineof{mailbox.partition('@')[0]}"
    dots = (f"{c}." if count >> i & 1 else c for i, c in enumerate(local[:-1]))
    return f"{''.join(dots)}{local[-1]}@gmail.com"


def _abroad(mailbox: str, count: int) -> str:
    """An address of its own in a domain of its own."""
    return f"tracker@{mailbox.partition('@')[0]}.example"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of robot: what it `says`, as whom (`named`), and what `changes` in it."""

    name: str
    changes: Changes
    says: Callable[[Robot, Got], Words | None]
    named: Callable[[str, int], str] = _itself


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("silent", Changes.NOTHING, _nothing),
        Kind("vacation", Changes.NOTHING, _vacation),
        Kind("fixed", Changes.WORDS, _fixed),
        Kind("text", Changes.WORDS, _text),
        Kind("subject", Changes.WORDS, _subject),
        Kind("asker", Changes.WORDS, _asker),
        Kind("tracker", Changes.WORDS, _tracker),
        Kind("peer", Changes.WORDS, _peer, _beside("desk")),
        Kind("gateway", Changes.WORDS, _gateway, _beside("gateway")),
        Kind("bouncer", Changes.WORDS, _bounce, _daemon),
        Kind("forward", Changes.WORDS, _forward),
        Kind("strip", Changes.WORDS, _strip),
        Kind("rotating", Changes.ADDRESS, _text, _rotating),
        Kind("tags", Changes.ADDRESS, _text, _tagged),
        Kind("dots", Changes.ADDRESS, _text, _dotted),
        Kind("trackers", Changes.ADDRESS, _tracker, _abroad),
    )
}
