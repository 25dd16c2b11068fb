"""A message that opens a request → what rules may look at."""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.case import files
from mailtracker.mail.message import Classified, Message
from mailtracker.policy.mail_view import MailView, view_of


def mail_view(message: Message, classified: Classified, now: datetime) -> MailView:
    """As `view_of` makes it, with the files that somebody attached. `now` is when it is
    decided on.
    """
    return view_of(message, classified, files(message), now)
