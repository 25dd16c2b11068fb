"""A message that opens a request → what rules may look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from mailtracker.desk.case import files
from mailtracker.mail.address_key import address_key, without_tag
from mailtracker.mail.message import Classified, Message
from mailtracker.policy.mail_view import MailView, view_of


def mail_view(message: Message, classified: Classified, now: datetime) -> MailView:
    """As `view_of` makes it, with the files that somebody attached. `now` is when it is
    decided on. Of several aliases of ours that it was written to the one that leads is seen.
    """
    view = view_of(message, classified, files(message), now)
    return without(view, classified.beside) if classified.beside else view


def without(view: MailView, aliases: Collection[str]) -> MailView:
    """As if it had not been written to these addresses (keys)."""
    to, cc = (
        tuple(one for one in some if not {address_key(one), without_tag(one)}.intersection(aliases))
        for some in (view.to, view.cc)
    )
    return replace(view, to=to, cc=cc)
