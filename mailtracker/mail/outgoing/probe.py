"""What `doctor` sends to an alias of ours goes in; its bytes come out. And whether a mail that came
is one of them.

A probe is known by a token that only the database's key makes, in a field of its own and in the
subject: so by one of them also where a server drops fields that it does not know, or writes
Message-ID and From anew.
"""

from __future__ import annotations

import re
from datetime import datetime

from mailtracker.mail.address_key import domain_of
from mailtracker.mail.message import Address, Message
from mailtracker.mail.outgoing.envelope import Envelope
from mailtracker.mail.outgoing.header_fields import header_block
from mailtracker.mail.outgoing.ids import is_probe_token
from mailtracker.record import dataclass

FIELD = "X-Mailtracker-Probe"

REFERENCE = "PROBE-1"
"""In a field that mails about a request have."""

_SUBJECT = "mailtracker doctor: probe "
_ALONE = re.compile(rf"{re.escape(_SUBJECT)}(\S{{1,40}})")
"""The whole subject: an answer to a probe is none."""

_TEXT = """\
This mail was sent by `mailtracker doctor` to its own alias, to see how mail
travels. It is removed again by itself; nobody needs to do anything about it.
"""


@dataclass(frozen=True, slots=True)
class Probe:
    """One mail from the `alias` to itself."""

    #: Of our own form.
    message_id: str
    #: `ids.probe_token`
    token: str
    #: Whose alias: From and To.
    alias: str
    #: Where answers would go: the alias with a tag, where it has such.
    reply_to: str
    #: Aware: it is written with its zone.
    date: datetime
    #: An id that stands in References; of no mail.
    thread: str
    #: In whose name the mail brings an Authentication-Results that nobody wrote; "" for none.
    forged: str = ""


def probe_mail(probe: Probe) -> bytes:
    """Plain ASCII with CRLF. It says that it is automatic, as letters of ours do (RFC 3834)."""
    envelope = Envelope(
        message_id=probe.message_id,
        sender=Address("", probe.alias),
        to=Address("", probe.alias),
        reply_to=Address("", probe.reply_to),
        subject="",
        date=probe.date,
        in_reply_to=probe.thread,
        references=(probe.thread,),
        auto="auto-generated",
        reference=REFERENCE,
    )
    fields = header_block(envelope, f"{_SUBJECT}{probe.token}")
    mime = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n"
    text = _TEXT.replace("\n", "\r\n")
    return f"{_forged(probe)}{FIELD}: {probe.token}\r\n{fields}{mime}\r\n{text}".encode()


def _forged(probe: Probe) -> str:
    """Well-formed (RFC 8601 2.2), and about a mail that is our own: what a border has to strip that
    knows its own name.
    """
    if not probe.forged:
        return ""
    return (
        f"Authentication-Results: {probe.forged};\r\n"
        f' dmarc=pass reason="{probe.token}" header.from={domain_of(probe.alias)};\r\n'
        f" auth=pass smtp.auth={probe.alias}\r\n"
    )


def tokens_in(message: Message) -> list[str]:
    """What may be the token of a probe."""
    alone = _ALONE.fullmatch(message.subject.strip())
    found = [*message.all_fields(FIELD), *([alone[1]] if alone else ())]
    return [token.strip() for token in found]


def is_probe(key: bytes, message: Message) -> bool:
    """Whether it was sent by a `doctor` that knew this key: it is no request, and shows nothing
    about mail of others.
    """
    return any(is_probe_token(key, token) for token in tokens_in(message))
