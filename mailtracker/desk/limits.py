"""How much is too much: when a request is held, and when a sender gets no further receipt."""

from __future__ import annotations

import re

from mailtracker.desk.case import Case
from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    Effect,
    Hold,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.message import Address, Message
from mailtracker.mail.subject import is_answer_or_forward

MAX_IN_TEN_MINUTES = 10
"""Mails filed to one request in ten minutes that hold it (RELIABILITY R8)."""

MAX_IN_A_DAY = 30
"""The same in a day, and again after each so many: machines that answer each
other slowly (RELIABILITY R8).
"""

OPENED_OUTSIDE, OPENED_INSIDE = 20, 50
"""Polls within an hour that each found new requests of one sender, outside our domains and inside.
Further mail waits in quarantine.

A mail system that returns our relays in no known form opens a new request
each time; nothing else ends that.
"""

HELD = "held: too much mail in a short time"
"""How the ledger calls what a release carries on."""

OUTSIDE_HOUR, OUTSIDE_DAY = 3, 6
"""Receipts to one address outside our domains (RELIABILITY R4)."""

INSIDE_REACTIONS_HOUR = 20
"""Polls within an hour that each gave one address inside a receipt, where the mail may be a
machine's answer to the last one (RELIABILITY R4). Polls, not receipts: two hundred mails of one
script in one heap are no conversation.
"""

INSIDE_HOUR = 30
"""The same, whatever it writes: another tracker answers each receipt with a new subject."""

_AUTOMATIC = re.compile(r"\s*auto(?:matic)?\s*[:(\[]", re.IGNORECASE)


def too_much(case: Case, request: Request) -> bool:
    facts = case.facts
    lately, today = (
        facts.filed_lately.get(request.id, 0) + 1,
        facts.filed_today.get(request.id, 0) + 1,
    )
    return (
        request.held_since is not None or lately >= MAX_IN_TEN_MINUTES or today % MAX_IN_A_DAY == 0
    )


def opened_too_much(case: Case) -> Decision | None:
    """Quarantine for what one sender opens beyond reason: a human looks, and nothing
    that we send keeps it going.
    """
    most = OPENED_INSIDE if case.sender.domain in case.alias.home else OPENED_OUTSIDE
    if case.facts.opened_polls < most:
        return None
    reason = f"{case.sender.email} opened requests {case.facts.opened_polls} times within an hour"
    return Decision(reason, (Dispose(Disposition.QUARANTINE, reason),))


def hold(case: Case, request: Request) -> Decision:
    """Kept in the ledger, carried to nobody. The admins hear of it once, when it begins."""
    effects: list[Effect] = [Dispose(Disposition.HELD, f"{request.reference} is {HELD}")]
    if request.held_since is None:
        effects += [
            Hold(),
            LogEvent(
                "held",
                f"{MAX_IN_TEN_MINUTES} mails in ten minutes, or {MAX_IN_A_DAY} in a day; nothing "
                f"is carried on until "
                "somebody releases it",
            ),
            *(
                SendLetter(
                    "held",
                    Address("", admin),
                    "",
                    Lane.TEAM,
                    "auto-generated",
                    once=f"held.{case.now:%Y%m%d%H%M}",
                )
                for admin in _may_hear(case, request)
            ),
        ]
    return Decision(HELD, tuple(effects), request.id)


def _may_hear(case: Case, request: Request) -> tuple[str, ...]:
    """The admins, without those whom a confidential request is kept from; all where
    nobody else could release it.
    """
    people = {admin: case.policy.person_by_address(admin) for admin in case.alias.admins}
    free = tuple(
        admin
        for admin, person in people.items()
        if person is None or person.key not in request.barred
    )
    return free or case.alias.admins


def why_no_receipt(case: Case) -> str:
    """Why this sender gets no receipt for this message; "" when one is due."""
    facts, message = case.facts, case.message
    if not case.classified.receipt:
        return case.classified.reason
    if case.sender.domain not in case.alias.home:
        if facts.receipts_hour >= OUTSIDE_HOUR or facts.receipts_day >= OUTSIDE_DAY:
            return f"enough receipts to {case.sender.email} for now ({facts.receipts_day} in a day)"
        return ""
    reaction = reacts(message)
    if facts.receipt_polls >= (INSIDE_REACTIONS_HOUR if reaction else INSIDE_HOUR):
        return f"enough receipts to {case.sender.email} for now ({facts.receipts_hour} in an hour)"
    return ""


def reacts(message: Message) -> bool:
    """Whether it may be somebody's, or a machine's, answer to a mail of ours."""
    answers = bool(message.in_reply_to or message.references)
    marked = is_answer_or_forward(message.subject) or _AUTOMATIC.match(message.subject)
    return answers or bool(marked)
