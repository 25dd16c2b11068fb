"""A mail that asks nothing but how its sender's requests stand → what of that the desk may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, literal_column, select

from mailtracker.desk.askers.asker_letters import StatusOfAll, StatusOfOne
from mailtracker.desk.askers.asker_words import may_ask
from mailtracker.desk.budgets import TEN_MINUTES
from mailtracker.desk.case import Incoming
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Kind
from mailtracker.policy.model import Policy
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import of_askers
from mailtracker.store.tables import outbox

_LETTERS = ", ".join(f"'{one.name}'" for one in (StatusOfOne, StatusOfAll))
_TOLD = Prepared(
    select(outbox.c.id)
    .where(
        outbox.c.recipient_key.in_(bindparam("keys", expanding=True)),
        outbox.c.created_at > bindparam("lately", type_=outbox.c.created_at.type),
        literal_column(f"letter IN ({_LETTERS})"),
    )
    .limit(1),
    looks={"keys": [outbox.c.recipient_key]},
)


def with_asks(conn: Connection, mail: Incoming, policy: Policy, now: datetime) -> Incoming:
    """Of nearly every mail nothing is asked here."""
    sender, message = mail.message.sender, mail.message
    if sender is None or mail.classified.kind is not Kind.PERSON:
        return mail
    if not may_ask(message.new_text, message.subject):
        return mail
    person = policy.person_by_address(sender.email)
    addresses = (*(person.addresses if person else ()), sender.email)
    keys = sorted(set(map(address_key, addresses)))
    lately = bool(_TOLD.scalars(conn, {"keys": keys, "lately": now - TEN_MINUTES}))
    theirs = of_askers(conn, addresses)
    return replace(mail, facts=replace(mail.facts, asks=theirs, status_lately=lately))
