"""What a mail says goes in; whether a tool, a shop, a carrier or a mailing wrote it comes out,
where no field says so: the notices that people are sent by what they use, buy and subscribe to.

It is never sure, so that nothing is dropped. Who writes from a shared mailbox, or about such a
notice, signs or speaks of themselves.
"""

from __future__ import annotations

import re
from operator import attrgetter

from mailtracker.mail.address_key import domain_of, local_of
from mailtracker.mail.message import Address
from mailtracker.mail.origin import notice_phrases as phrases
from mailtracker.mail.origin import voice_phrases
from mailtracker.mail.origin.evidence import Evidence
from mailtracker.mail.origin.hand import by_hand, in_mail_program
from mailtracker.mail.origin.named import is_spelled
from mailtracker.mail.origin.phrases import greets
from mailtracker.mail.origin.traits import service, signed
from mailtracker.mail.origin.typed import speaks_of_self, typed
from mailtracker.mail.origin.verdict import Finding, Table, by_words, find
from mailtracker.mail.table import Row

_TWO = 2
_answers, _inside, _nothing_quoted, _passed_on = map(
    attrgetter, ("answers", "inside", "nothing_quoted", "passed_on")
)


def find_notice(seen: Evidence) -> Finding | None:
    """Orders, parcels, bills, accounts, surveys, mailings, and what happened in a tool."""
    return find(_NOTICES, seen)


def _wants_no_answer(seen: Evidence) -> bool:
    return phrases.unread(seen.text)


def _offers_to_stop(seen: Evidence) -> bool:
    return phrases.stops(seen.text)


def _by_tool(seen: Evidence) -> bool:
    """Of a mailing or a tool, by what stands before the @; a name alone may be a department's."""
    return any(phrases.tool(local_of(one.email)) for one in seen.message.from_)


def _two_signs(seen: Evidence) -> bool:
    """Of eight; the weaker ones, which people's mail has as well, do not do it alone. Colleagues
    write of parcels and bookings, too: in our own domains the sender is one of the signs.
    """
    if seen.inside and not (_by_tool(seen) or any(map(service, seen.message.from_))):
        return False
    strong = sum(
        (
            _by_tool(seen),
            _offers_to_stop(seen),
            phrases.customer(seen.text),
            phrases.prompts(seen.text),
            voice_phrases.offers(seen.text),
        )
    )
    if not strong:
        return False
    weak = (phrases.subject(seen.subject), phrases.happened(seen.text), phrases.imprint(seen.text))
    return strong + sum(weak) >= _TWO


def _by_no_person(seen: Evidence) -> bool:
    """A person's From shows two names, of which one stands before the @; of our own people one is
    enough. Most mail is told by that, without a look at its text.
    """
    least = 1 if seen.inside else _TWO
    return not any(_is_person(one, least) for one in seen.message.from_)


def _is_person(sender: Address, least: int) -> bool:
    names, local = sender.name.casefold().split(), local_of(sender.email).casefold()
    if phrases.of_firm(sender.name, domain_of(sender.email)):
        return False
    if len(names) < least or service(sender) or phrases.tool(local):
        return False
    parts = re.split(r"[._-]", local)
    return any(is_spelled(part, name) for part in parts for name in names)


def _typed_inside(seen: Evidence) -> bool:
    return bool(seen.inside) and typed(seen)


def _by_account(seen: Evidence) -> bool:
    return any(phrases.account(local_of(one.email)) for one in seen.message.from_)


def _greets(seen: Evidence) -> bool:
    return greets(seen.words)


def _is_mailing(seen: Evidence) -> bool:
    """Of a tool, which says how to stop it, or for whom it writes: "Ann Roe via Tool"."""
    if not _by_tool(seen):
        return False
    return _offers_to_stop(seen) or any(" via " in one.name for one in seen.message.from_)


_NOTICES: Table[Evidence] = (
    Row(
        by_words("from the account of a program on some machine"),
        when=(_by_account,),
        unless=(_passed_on, _answers, speaks_of_self, signed, _greets),
    ),
    Row(
        by_words("says that nobody reads an answer"),
        when=(_by_no_person, _wants_no_answer, _nothing_quoted),
        unless=(_passed_on, _answers, speaks_of_self, signed, _typed_inside),
    ),
    Row(
        by_words("of a tool, in somebody's name or with words how to stop it"),
        when=(_by_no_person, _is_mailing, _nothing_quoted),
        unless=(_passed_on, _answers, in_mail_program, _typed_inside),
    ),
    Row(
        by_words("a notice of a tool, a shop or a mailing"),
        when=(_by_no_person, _two_signs),
        unless=(_passed_on, _answers, by_hand, speaks_of_self, signed, _typed_inside),
    ),
)
