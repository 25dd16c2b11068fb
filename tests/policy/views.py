"""Every mail of the tests' corpora as the desk shows it to the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailtracker.mail.message import Classified, Message
from mailtracker.mail.site import Site
from mailtracker.policy.mail_view import MailView

HERE = Path(__file__).parent

SETTING = Site(
    own_lists=("everybody@corp.example",),
    authserv_ids=("mx.corp.example",),
    languages=("en", "de", "nl"),
)


def mailed(message: Message, classified: Classified, number: int) -> MailView:
    """As the desk makes it; every mail comes 7 hours after the one before, so that
    all times of a week are met.
    """
    names = tuple(part.filename for part in message.attachments if part.filename)
    return MailView(
        from_=message.sender.key if message.sender else "",
        to=(*(one.key for one in (*message.to, *message.cc)), *message.delivered_to),
        cc=tuple(one.key for one in message.cc),
        subject=message.subject,
        body=f"{message.new_text}\n{message.forwarded}"[:65536],
        text=message.text[:65536],
        list_id=message.list_id,
        headers=message.fields,
        language=classified.language,
        has_attachment=bool(message.attachments),
        attachments=names,
        size=message.size,
        at=datetime(2026, 1, 2, 5, 30, tzinfo=UTC) + timedelta(hours=7 * number),
        verified=classified.verified,
        kind=classified.kind.value,
    )


def raw_mails() -> Iterator[bytes]:
    for path in sorted((HERE.parent / "mail_corpus").glob("*.eml")):
        yield path.read_bytes()
    for line in (HERE.parent / "mail" / "people.jsonl").read_text("utf-8").splitlines():
        mail = json.loads(line)
        head = [
            f"From: {mail.get('from', 'Ana Costa <ana@corp.example>')}",
            f"Subject: {mail['subject']}",
        ]
        head += [*mail.get("head", ()), "Content-Type: text/plain; charset=utf-8"]
        yield "\n".join([*head, "", mail["text"]]).encode()
