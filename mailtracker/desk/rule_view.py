"""A message that opens a request → what rules may look at."""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.case import files
from mailtracker.mail.message import Classified, Message
from mailtracker.policy.mail_view import MailView

TEXT_CAP = 65536


def mail_view(message: Message, classified: Classified, now: datetime) -> MailView:
    """Its own words and the part that it forwards are the `body`.
    `now` is when it is decided on.
    """
    sent_to = (
        *(a.key for a in (*message.to, *message.cc)),
        *(mail.casefold() for mail in message.delivered_to),
    )
    attached = files(message)
    return MailView(
        from_=message.sender.key if message.sender else "",
        to=tuple(dict.fromkeys(sent_to)),
        subject=message.subject,
        body=f"{message.new_text}\n{message.forwarded}"[:TEXT_CAP],
        list_id=message.list_id,
        has_attachment=bool(attached),
        cc=tuple(dict.fromkeys(a.key for a in message.cc)),
        text=message.text[:TEXT_CAP],
        headers=message.fields,
        language=classified.language,
        attachments=(*(part.filename for part in attached if part.filename), *message.packed),
        size=message.size,
        at=now,
        verified=classified.verified,
        kind=str(classified.kind),
    )
