"""Who has no language in the people file → the one in which they asked the last time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, bindparam, literal_column, select

from mailtracker.desk.case import Incoming
from mailtracker.desk.words.request_for import read_request_for
from mailtracker.mail.address_key import mailbox_key
from mailtracker.mail.message import Kind
from mailtracker.policy.model import Policy
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import requests
from mailtracker.store.together import once, wrote

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


def with_tongues(conn: Connection, mail: Incoming, policy: Policy) -> Incoming:
    """What its sender asked in where its words do not tell, and whom it is a request for. Of nearly
    every mail nothing is looked up.
    """
    sender, told = mail.message.sender, mail.classified.language
    if sender is None or mail.classified.kind is not Kind.PERSON:
        return mail
    said = read_request_for(mail.message.new_text)
    tells = told and mail.facts.pressed is None  # what stands on a button is in the reader's words
    own = "" if tells else spoke_last(conn, policy, sender.email)
    theirs = spoke_last(conn, policy, said.email) if said else ""
    if not (own or theirs):
        return mail
    return replace(mail, facts=replace(mail.facts, tongue=own, their_tongue=theirs))


def speaking(conn: Connection, policy: Policy) -> Callable[[str], str]:
    """`spoke_last` of whichever address."""
    return partial(spoke_last, conn, policy)


def spoke_last(conn: Connection, policy: Policy, email: str) -> str:
    """ "" where the people file knows better, or they never told one. In a group of mails it is
    asked once for each of our people, and again when they have asked something themselves.
    """
    person = policy.person_by_address(email)
    if person is not None and person.language:
        return ""
    addresses = (*(person.addresses if person else ()), email)
    keys = tuple(sorted({*map(mailbox_key, addresses)} - {""}))
    if person is None or any(wrote(conn, requests.c.requester_key, key) for key in keys):
        return _asked_in(keys, conn)
    return once(conn, (_LAST, keys), partial(_asked_in, keys))


def _asked_in(keys: Sequence[str], conn: Connection) -> str:
    return next(iter(_LAST.scalars(conn, {"keys": list(keys)})), "") if keys else ""
