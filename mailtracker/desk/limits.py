"""How much is too much: when a request is held, and when a sender gets no further receipt."""

from __future__ import annotations

import re

from mailtracker.desk.case import Case
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    Hold,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.letters import Held
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.message import Address, Message
from mailtracker.mail.subject import is_answer_or_forward

MAX_IN_TEN_MINUTES = 10
"""Mails filed to one request in ten minutes that hold it (docs/reliability.md, R8)."""

MAX_IN_A_DAY = 30
"""The same in a day, and again after each so many: machines that answer each
other slowly (docs/reliability.md, R8).
"""

OPENED_OUTSIDE, OPENED_INSIDE = 20, 50
"""Polls within an hour that each found new requests of one sender, outside our domains and inside.
Further mail waits in quarantine.

A mail system that returns our relays in no known form opens a new request
each time; nothing else ends that.
"""

HELD = "held: too much mail in a short time"
"""Why nothing of a request is carried on; a release carries it."""

OUTSIDE_HOUR, OUTSIDE_DAY = 3, 6
"""Receipts to one address outside our domains (docs/reliability.md, R4)."""

INSIDE_REACTIONS_HOUR = 20
"""Polls within an hour that each gave one address inside a receipt, where the mail may be a
machine's answer to the last one (docs/reliability.md, R4). Polls, not receipts: two hundred
mails of one script in one heap are no conversation.
"""

INSIDE_HOUR = 30
"""The same, whatever it writes: another tracker answers each receipt with a new subject."""

_AUTOMATIC = re.compile(r"\s*auto(?:matic)?\s*[:(\[]", re.IGNORECASE)


def too_much(case: Case, request: Request) -> bool:
    """This mail holds the request, or it is held already."""
    lately = case.facts.filed_lately.get(request.id, 0) + 1
    today = case.facts.filed_today.get(request.id, 0) + 1
    if request.held_since is not None:
        return True
    return lately >= MAX_IN_TEN_MINUTES or today % MAX_IN_A_DAY == 0


def opened_too_much(case: Case) -> list[Effect | Because]:
    """Quarantine for what one sender opens beyond reason, else nothing: a human looks, and nothing
    that we send keeps it going.
    """
    opened = case.facts.opened_polls
    if opened < (OPENED_INSIDE if case.from_home else OPENED_OUTSIDE):
        return []
    reason = f"{case.sender.email} opened requests {opened} times within an hour"
    return [Because(reason), Dispose(Disposition.QUARANTINE, reason)]


def hold(case: Case, request: Request) -> list[Effect | Because]:
    """Kept in the ledger, carried to nobody. The admins hear of it once, when it begins."""
    held = Dispose(Disposition.FLOOD, f"{request.reference} is {HELD}")
    if request.held_since is not None:
        return [Because(HELD), held]
    told = (
        f"{MAX_IN_TEN_MINUTES} mails in ten minutes, or {MAX_IN_A_DAY} in a day; nothing is "
        "carried on until somebody releases it"
    )
    once = f"held.{case.now:%Y%m%d%H%M}"
    letters = (
        SendLetter(Held(), Address("", admin), "", Lane.TEAM, once=once)
        for admin in _may_hear(case, request)
    )
    return [Because(HELD), held, Hold(), LogEvent("held", told), *letters]


def _may_hear(case: Case, request: Request) -> tuple[str, ...]:
    """The admins, without those whom a confidential request is kept from; all where nobody else
    could release it.
    """
    barred = request.given.barred
    people = {admin: case.policy.person_by_address(admin) for admin in case.alias.admins}
    free = tuple(
        admin for admin, person in people.items() if person is None or person.key not in barred
    )
    return free or case.alias.admins


def why_no_receipt(case: Case) -> str | None:
    """Why this sender gets no receipt for this message; None when one is due."""
    if not case.classified.receipt:
        return case.classified.reason
    return _enough_inside(case) if case.from_home else _enough_outside(case)


def _enough_outside(case: Case) -> str | None:
    facts = case.facts
    if facts.receipts_hour < OUTSIDE_HOUR and facts.receipts_day < OUTSIDE_DAY:
        return None
    return f"enough receipts to {case.sender.email} for now ({facts.receipts_day} in a day)"


def _enough_inside(case: Case) -> str | None:
    facts = case.facts
    if facts.receipt_polls < (INSIDE_REACTIONS_HOUR if reacts(case.message) else INSIDE_HOUR):
        return None
    return f"enough receipts to {case.sender.email} for now ({facts.receipts_hour} in an hour)"


def reacts(message: Message) -> bool:
    """Whether it may be somebody's, or a machine's, answer to a mail of ours."""
    answers = bool(message.in_reply_to or message.references)
    marked = is_answer_or_forward(message.subject) or _AUTOMATIC.match(message.subject)
    return answers or bool(marked)
