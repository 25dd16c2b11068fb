"""A mail whose own words do not tell its language → in which one its sender asked the last time."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, literal_column, select

from mailtracker.desk.case import Incoming
from mailtracker.mail.address_key import mailbox_key
from mailtracker.mail.message import Kind
from mailtracker.policy.model import Policy
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import requests

_LAST = Prepared(
    select(requests.c.language)
    .where(
        requests.c.requester_key.in_(bindparam("keys", expanding=True)),
        literal_column("language != ''"),
    )
    .order_by(requests.c.id.desc())
    .limit(1),
    looks={"keys": [requests.c.requester_key]},
)


def with_tongue(conn: Connection, mail: Incoming, policy: Policy) -> Incoming:
    """Of nearly every mail nothing is asked here."""
    sender = mail.message.sender
    if sender is None or mail.classified.language or mail.classified.kind is not Kind.PERSON:
        return mail
    person = policy.person_by_address(sender.email)
    if person is not None and person.language:
        return mail
    addresses = (*(person.addresses if person else ()), sender.email)
    keys = sorted(set(map(mailbox_key, addresses)))
    for tongue in _LAST.scalars(conn, {"keys": keys}):
        return replace(mail, facts=replace(mail.facts, tongue=tongue))
    return mail
