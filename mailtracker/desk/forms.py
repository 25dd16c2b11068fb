"""A web form's mail and the rule that took it → whose request it is: the human's whom the form puts
into Reply-To, where an admin wrote so into a rule that names this form (docs/reliability.md, R20).

Reply-To is no identity: whoever fills the form in chooses it. So the human counts as an outsider of
whom nothing is known, until an answer of theirs proves them, and what is written to them is bounded
by their own budget and by that of the form.
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.case import Case
from mailtracker.desk.effects import LogEvent
from mailtracker.mail.address_key import is_mailable
from mailtracker.mail.message import Address, Kind, Proof
from mailtracker.mail.origin.phrases import daemon_address, no_reply
from mailtracker.policy.model import Route
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: `case` is the mail as theirs. `no_receipt`: why they get none whatever else is
    known, "" where that is to be asked. `story`: what is to be told of it.
    """

    case: Case
    no_receipt: str = ""
    story: tuple[LogEvent, ...] = ()


def asker_of(case: Case, found: Route) -> Asker:
    """By the rule that took the mail."""
    if found.writers.machine:
        return Asker(case, f"rule {found.rule} says that a machine writes these mails")
    if not found.writers.reply_to:
        return Asker(case)
    why_not = _why_not(case, found)
    if why_not:
        story = LogEvent("form", f"nobody in Reply-To is the requester: {why_not}")
        return Asker(case, f"a form's mail without a requester: {why_not}", (story,))
    human = case.message.reply_to[0]
    told = f"through {case.sender.email}, whose Reply-To names {human.email}; nothing proves that"
    return Asker(_as_theirs(case, human), "", (LogEvent("form", told),))


def _why_not(case: Case, found: Route) -> str:
    """Why Reply-To names nobody, "" where it does."""
    if case.sender.key not in found.writers.forms:
        return f"rule {found.rule} does not name this form by its whole address"
    if case.proof is Proof.DISPROVEN:
        return "our border denies that the form wrote it"
    if case.classified.kind is Kind.LIST:
        return "it came through a list"
    return _why_nobody(case)


def _why_nobody(case: Case) -> str:
    asked = case.message.reply_to
    if len(asked) != 1 or len(case.message.all_fields("reply-to")) != 1:
        return f"it names {len(asked) or 'no'} addresses"
    (human,) = asked
    if not is_mailable(human.email):
        return "it is no plain address"
    if case.alias.is_ours(human):
        return "it is an address of ours"
    if human.key == case.sender.key or no_reply(human.email) or daemon_address(human.email):
        return "nobody reads mail there"
    return ""


def _as_theirs(case: Case, human: Address) -> Case:
    """Of the form's proof nothing is theirs, and they have answered no mail of ours by it."""
    told = case.classified
    classified = replace(
        told, kind=Kind.PERSON, receipt=True, reason="a form's", verified=None, inside=False
    )
    facts = replace(case.facts, issued=(), confirmed=False)
    incoming = replace(case.incoming, classified=classified, facts=facts)
    return Case(incoming, human, case.scene, form=case.payer)
