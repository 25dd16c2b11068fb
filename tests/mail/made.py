"""A letter of ours and what goes round it, and how tests read what came of them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.envelope import Envelope, Rendered
from mailtracker.mail.outgoing.ids import message_id, second_id

LETTER = Rendered(
    "Your request", "Hello Jörg,\n\nwe have it.\n", "<p>Hello Jörg,</p><p>we have it.</p>"
)
ENVELOPE = Envelope(
    message_id=message_id(b"key", b"1", "corp.example"),
    sender=Address("Bo Jensen via IT help", "it-help@corp.example"),
    to=Address("Ana Lund", "ana@corp.example"),
    reply_to=Address("", "it-help+1abc@corp.example"),
    subject="Re: [IT-1042] VPN broken",
    date=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    in_reply_to="<first@example.com>",
    references=("<zero@example.com>", "<first@example.com>"),
    auto="auto-replied",
    reference="IT-1042",
    language="de",
)
SECOND = second_id(ENVELOPE.message_id)
"""What stands last in References, whatever else does."""


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def assert_transportable(raw: bytes) -> None:
    assert raw.isascii()
    assert b"\0" not in raw
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.endswith(b"\r\n")
