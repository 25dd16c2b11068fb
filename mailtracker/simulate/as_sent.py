"""A mail of a test beside the rules → the same as somebody sent it, at some time."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from mailtracker.mail.message import Address, Message
from mailtracker.policy.mail_view import MailView


def as_sent(mail: MailView | None, raw: bytes) -> bytes:
    """`raw` where the test has it in a file."""
    return raw if mail is None else _written(mail)


def _written(mail: MailView) -> bytes:
    found = EmailMessage()
    found["From"] = mail.from_ or "colleague@corp.example"
    for name, value in mail.headers:
        if name not in ("from", "to", "subject", "content-type"):
            found[name] = value
    found["To"] = ", ".join(mail.to) or "alias@corp.example"
    found["Subject"] = mail.subject
    if mail.list_id and "list-id" not in found:
        found["List-Id"] = mail.list_id
    found.set_content(mail.body or mail.subject)
    return found.as_bytes()


def dated(message: Message, key: str, at: datetime) -> Message:
    """One of its kind: no two keys make the same mail."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return replace(
        message,
        message_id=f"<{key}@simulation.invalid>",
        sha256=digest,
        content_key=digest,
        date=at,
    )


def sent_by(message: Message, sender: Address) -> Message:
    """Whoever wrote it."""
    return replace(message, sender=sender, from_=(sender,))
