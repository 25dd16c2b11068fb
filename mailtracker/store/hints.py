"""A mail → the requests that it points at without proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, literal_column, select

from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.request import NOBODY, Request, Status
from mailtracker.mail.message import Keys, Message
from mailtracker.store.issued import MAX_IDS
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import extras, ledger
from mailtracker.store.tables import requests as table

_FILED = Prepared(
    select(ledger.c.message_id, ledger.c.request_id)
    .where(
        ledger.c.message_id.in_(bindparam("some", expanding=True)), ledger.c.request_id.is_not(None)
    )
    .distinct(),
    looks={"some": [ledger.c.message_id]},
)
_SAME_CONVERSATION = Prepared(
    select(ledger.c.request_id)
    .where(
        ledger.c.thread_index == bindparam("conversation"),
        ledger.c.mailbox == bindparam("mailbox"),
        ledger.c.request_id.is_not(None),
    )
    .distinct()
    .order_by(ledger.c.request_id.desc())
    .limit(20),
    looks={"conversation": [ledger.c.thread_index]},
)
_OF_ENTRY = Prepared(
    select(extras.c.request_id)
    .where(extras.c.kind == literal_column("'entries'"), extras.c.value == bindparam("entry"))
    .order_by(extras.c.request_id.desc())
    .limit(20),
    looks={"entry": [extras.c.value]},
)
_RECALLED = Prepared(
    select(ledger.c.request_id)
    .where(
        ledger.c.sender == bindparam("who"),
        ledger.c.fetched_at > bindparam("since", type_=ledger.c.fetched_at.type),
        ledger.c.subject == bindparam("subject"),
        ledger.c.request_id.is_not(None),
    )
    .order_by(ledger.c.fetched_at.desc())
    .limit(1),
    looks={"who": [ledger.c.sender]},
)
"""The newest alone: who sends one subject each day asks to have today's back."""

RECALLABLE = timedelta(days=30)
"""Of mails within so long somebody may ask to have one back."""

# One of somebody who was forgotten is nobody's: who writes its reference is not known by it.
_TAGGED = Prepared(
    select(table.c.reference, table.c.id).where(
        table.c.reference.in_(bindparam("some", expanding=True)),
        table.c.requester_key.not_like(f"{NOBODY}%"),
    ),
    looks={"some": [table.c.reference]},
)


def known(conn: Connection, keys: Keys, mailbox: str) -> tuple[Known, ...]:
    """Requests that are named without proof: by ids of other people's mails, in the order of the
    ids, then by tags, then by Outlook's conversation within the mailbox, the newest first.
    """
    found: list[Known] = []
    if ids := list(keys.ids[:MAX_IDS]):
        order = {message_id: index for index, message_id in reversed(list(enumerate(ids)))}
        rows = sorted(_FILED.all(conn, {"some": ids}), key=lambda row: (order[row[0]], row[1]))
        found += [Known(row.request_id, Hint.MESSAGE_ID) for row in rows]
    if tags := [tag.upper() for tag in keys.tags[:MAX_IDS]]:
        by_tag = {row.reference: row.id for row in _TAGGED.all(conn, {"some": tags})}
        found += [Known(by_tag[tag], Hint.REFERENCE) for tag in tags if tag in by_tag]
    if keys.conversation:
        asked = {"conversation": keys.conversation, "mailbox": mailbox}
        found += [Known(row[0], Hint.CONVERSATION) for row in _SAME_CONVERSATION.all(conn, asked)]
    if keys.entry:
        rows = _OF_ENTRY.all(conn, {"entry": keys.entry})
        found += [Known(row.request_id, Hint.ENTRY) for row in rows]
    return tuple(dict.fromkeys(found))


def recalled(conn: Connection, message: Message, keys: Keys, now: datetime) -> Iterable[Known]:
    """The request of the mail that its sender asks to have back."""
    sender, subject = message.sender, keys.recalled
    if sender is None or not subject:
        return ()
    given = {"who": sender.key, "subject": subject, "since": now - RECALLABLE}
    return [Known(row.request_id, Hint.RECALLED) for row in _RECALLED.all(conn, given)]


_SEQUELS = Prepared(
    select(table.c.id).where(
        table.c.linked_to.in_(bindparam("some", expanding=True)),
        table.c.status != literal_column("'closed'"),
        table.c.part_of.is_(None),
    ),
    looks={"some": [table.c.linked_to]},
)


def sequels(conn: Connection, found: Mapping[int, Request]) -> tuple[Known, ...]:
    """Open requests that were linked to a closed one which the mail names: whoever
    writes there again means these. A part of it is another matter.
    """
    closed = [request.id for request in found.values() if request.status is Status.CLOSED]
    if not closed:
        return ()
    return tuple(Known(row[0], Hint.SEQUEL) for row in _SEQUELS.all(conn, {"some": closed}))
