"""A mail of the owner's side, whose author may not have known what a colleague did → that, as the
desk is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailtracker.desk.facts import NOTHING_CROSSED, Crossed, Facts, Issued, OtherAnswer
from mailtracker.desk.ratings.rating_words import read_rating
from mailtracker.desk.request import Lane
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Message
from mailtracker.policy.model import Policy
from mailtracker.store import crossed as store
from mailtracker.store import keep
from mailtracker.store.transaction import Transaction
from mailtracker.transcript import words_asked


def with_colleagues(conn: Transaction, policy: Policy, message: Message, known: Facts) -> Facts:
    """With what colleagues did: of which its author may not know, or for which it may thank."""
    if known.issued:
        known = replace(known, crossed=crossed(conn, policy, message, known))
    if known.requests:
        known = replace(known, answered_by=answered_by(conn, policy, message, known))
    return known


def crossed(conn: Transaction, policy: Policy, message: Message, known: Facts) -> Crossed:
    """By the mail of ours that it answers: nothing of the requester's side is looked at."""
    team = (one for one in known.issued if one.lane is not Lane.OWNER and one.written_at)
    asked = next(team, None)
    if asked is None or message.sender is None:
        return NOTHING_CROSSED
    person = policy.person_by_address(message.sender.email)
    own = {message.sender.key, *map(address_key, person.addresses if person else ())}
    return Crossed(_answer(conn, policy, asked, known, own), store.taken_at(conn, asked))


MAX_THANKS = 2_000
"""Characters: what is longer is no thanks (`desk/thanks/wanting.py`), and is not looked up."""


def answered_by(
    conn: Transaction, policy: Policy, message: Message, known: Facts
) -> Mapping[int, str]:
    """Who answered each request last that a short mail of the requester's side points at, where
    nothing is owed; also where more is, if it may say how that one was.
    """
    of_team = any(one.lane is not Lane.OWNER for one in known.issued)
    rates = known.rates is not None or read_rating(message.new_text) is not None
    if of_team or (len(message.new_text) > MAX_THANKS and not rates):
        return {}
    found = {}
    for one in known.requests.values():
        if one.answered_once and (rates or one.unanswered_since is None):
            person = policy.person_by_address(store.last_answerer(conn, one))
            if person is not None:
                found[one.id] = person.key
    return found


def _answer(
    conn: Transaction, policy: Policy, asked: Issued, known: Facts, own: set[str]
) -> OtherAnswer | None:
    found = store.answered_by_other(conn, asked, known.requests[asked.request_id], own)
    other = policy.person_by_address(found.sender) if found else None
    if found is None or other is None:
        return None
    raw = keep.find(conn, found.sha256) if found.sha256 else None
    words = words_asked(raw, policy).paragraphs if raw else ()
    return OtherAnswer(other.key, found.at, words)
