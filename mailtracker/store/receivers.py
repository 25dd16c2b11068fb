"""A message, and whom a receipt of its request may go to besides its sender → whether they wrote
before, and from which purses such a receipt is paid.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, exists, literal_column, select

from mailtracker.desk.budgets import Budget, Payer, Purse, purses
from mailtracker.desk.disposition import Disposition
from mailtracker.desk.words.request_for import read_request_for
from mailtracker.mail.address_key import address_key, domain_of
from mailtracker.mail.message import Kind, Message, Proof
from mailtracker.store.columns import clean
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import ledger

_WROTE = Prepared(
    select(
        exists().where(
            ledger.c.sender == bindparam("who", type_=ledger.c.sender.type),
            ledger.c.mailbox == bindparam("here", type_=ledger.c.mailbox.type),
            ledger.c.kind == literal_column(f"'{Kind.PERSON}'"),
            ledger.c.disposition != Disposition.QUARANTINE,
            ledger.c.proof.is_distinct_from(Proof.DISPROVEN),
        )
    ),
    looks={"who": [ledger.c.sender]},
)


def wrote_before(conn: Connection, message: Message, mailbox: str) -> str:
    """Address (key) of whom it asks to be a request for, where they wrote to this mailbox."""
    said = read_request_for(message.new_text)
    if said is None or not said.email:
        return ""
    who = address_key(said.email)
    return who if _WROTE.scalar(conn, {"who": clean(who), "here": mailbox}) else ""


def of_receivers(message: Message) -> list[Purse]:
    """Of who stands in Reply-To, who asks by a web form; and of whom its first line names."""
    writers = {one.key for one in message.from_[:1]}
    others = [one for one in message.reply_to[:2] if one.key not in writers]
    human = others[0].email if len(others) == 1 else ""
    said = read_request_for(message.new_text)
    named = said.email if said else ""
    return [purse for email in (human, named) if email for purse in _outside(email)]


def _outside(email: str) -> list[Purse]:
    payer = Payer(email, domain_of(email))
    return [*purses(Budget.RECEIPT_OUTSIDE, payer), *purses(Budget.RECEIPT_DOMAIN, payer)]
