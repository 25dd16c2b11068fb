"""A message that starts something new → a request with one owner, a promise, a receipt, and
the mail carried to the owner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailtracker.desk.assign import pick, took_turn
from mailtracker.desk.candidates import Choice, all_present, away_record
from mailtracker.desk.case import Case, address_of, colleagues
from mailtracker.desk.confidential import barred_by
from mailtracker.desk.deadlines import start_clock
from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    OpenRequest,
    Relay,
    SendLetter,
)
from mailtracker.desk.limits import why_no_receipt
from mailtracker.desk.receipt import receipt, speak
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.rule_view import mail_view
from mailtracker.desk.watching import show_first
from mailtracker.mail.message import Kind
from mailtracker.policy.model import NOBODY, Person, Route
from mailtracker.policy.route import route


@dataclass(frozen=True, slots=True)
class _New:
    """What becomes a request. `no_receipt` says why there is none; `asked` and `attach`
    are what the receipt carries.
    """

    case: Case
    found: Route
    choice: Choice
    owner: Person
    language: str
    no_receipt: str
    asked: tuple[str, ...]
    attach: tuple[str, ...]
    linked: Request | None


def open_request(case: Case, why: str, linked: Request | None = None) -> Decision:
    """The first matching rule gives the owner; the fallback takes what no rule
    wants, and is reported as a gap.
    """
    found = route(case.policy, mail_view(case.message, case.classified, case.now))
    if found.to == NOBODY:
        return _needs_no_answer(found)
    new = _new(case, found, linked)
    effects: list[Effect] = [
        _opening(new),
        start_clock(case.policy, found.promise, found.ladder, case.now, first=True),
        LogEvent(
            "opened",
            f"from {case.sender.email}: rule {found.rule} ({found.matched}) gives it to "
            f"{new.owner.name}",
        ),
        *took_turn(case.policy, found.to, new.owner),
        *_story(new),
        _receipt(new),
        _to_owner(new),
        *show_first(
            case, _watchers(new), new.owner, colleagues(case, None), found.extras.confidential
        ),
        *_gap(new),
        Dispose(Disposition.OPENED, f"{why}; rule {found.rule}: {found.matched}"),
    ]
    return Decision(
        f"rule {found.rule}: {_unquoted(found.matched)} → {new.owner.name}", tuple(effects)
    )


def _unquoted(matched: str) -> str:
    """For the log, which bears no words of a mail (docs/reliability.md, S3): what a
    regex found may be a password.
    """
    return re.sub("“.*”", "“…”", matched, flags=re.DOTALL)


def _needs_no_answer(found: Route) -> Decision:
    """On purpose: nobody owns it, nobody hears of it, and the ledger says by which rule."""
    reason = f"rule {found.rule}{_NOBODY}{found.why}"
    return Decision(reason, (Dispose(Disposition.IGNORED, f"{reason} ({found.matched})"),))


_NOBODY = f": {NOBODY}: "


def rule_for_nobody(reason: str) -> str | None:
    """The rule by which a line of the ledger needs no answer; None for any other line."""
    rule, found, _ = reason.removeprefix("rule ").partition(_NOBODY)
    return rule if found and reason.startswith("rule ") else None


def _new(case: Case, found: Route, linked: Request | None) -> _New:
    extras = found.extras
    choice = case.choice(
        barred_by(case.policy, case.sender, case.message) if extras.confidential else ()
    )
    language, no_receipt = speak(case, found.language), why_no_receipt(case)
    return _New(
        case=case,
        found=found,
        choice=choice,
        owner=pick(choice, found.to),
        language=language,
        no_receipt=no_receipt,
        asked=() if no_receipt else tuple(question.said_in(language) for question in extras.ask),
        attach=()
        if no_receipt
        else tuple(name for name in extras.attach if name in case.policy.files),
        linked=linked,
    )


def _opening(new: _New) -> OpenRequest:
    case, found = new.case, new.found
    return OpenRequest(
        mailbox=case.alias.name,
        prefix=case.alias.prefix,
        subject=case.message.subject,
        requester=case.sender,
        copied=colleagues(case, None),
        language=new.language,
        owner=new.owner.key,
        rule=found.rule,
        why=found.why,
        promise=found.promise,
        ladder=found.ladder,
        first_id=case.message.message_id,
        linked_to=new.linked.id if new.linked else None,
        quiet=bool(new.no_receipt),
        routed_to=found.to,
        rule_at=found.where,
        rules_digest=case.policy.digest,
        matched=found.matched,
        confidential=found.extras.confidential,
        close_after=found.close_after,
        tags=found.extras.tags,
        watchers=_watchers(new),
        attached=new.attach,
        asked=new.asked,
        noted=tuple(name for name, _ in found.notes),
        barred=new.choice.barred,
    )


def _watchers(new: _New) -> tuple[str, ...]:
    return tuple(key for key in new.found.extras.watch if key not in new.choice.barred)


def _story(new: _New) -> list[Effect]:
    """What else is to be known of how it was opened."""
    policy, extras = new.case.policy, new.found.extras
    told = [LogEvent("note", f"{name} applies: {matched}") for name, matched in new.found.notes]
    told += [
        LogEvent("not attached", f"{n}: the rules have no such file")
        for n in extras.attach
        if n not in policy.files
    ]
    if new.choice.barred:
        names = ", ".join(policy.people[key].name for key in new.choice.barred)
        told.append(LogEvent("confidential", f"kept from {names}"))
    if new.owner.key in new.choice.barred:
        told.append(
            LogEvent(
                "confidential", f"nobody else is left, so {new.owner.name} has it all the same"
            )
        )
    return [*told, *away_record(new.choice, pick(all_present(new.choice), new.found.to), new.owner)]


def _receipt(new: _New) -> Effect:
    if new.no_receipt:
        return LogEvent("no receipt", new.no_receipt)
    case, found, linked = new.case, new.found, new.linked
    known = (
        linked.reference if linked and linked.party(case.sender.email) else ""
    )  # a stranger learns nothing of it
    return receipt(
        case,
        new.choice,
        new.owner,
        found.promise,
        found.ladder,
        linked=known,
        confidential=found.extras.confidential,
        asked=new.asked,
        attach=new.attach,
    )


def _to_owner(new: _New) -> Relay | SendLetter:
    case, owner = new.case, new.owner
    values = {
        "matched": new.found.matched,
        "others": [a.shown for a in colleagues(case, None) if a.key not in owner.addresses],
        "receipt_sent": not new.no_receipt,
        "linked": new.linked.reference if new.linked else "",
    }
    to = address_of(owner)
    if case.person_has_it_already(owner):
        return SendLetter("assigned", to, owner.key, Lane.REQUESTER, "auto-generated", values)
    return Relay(to, owner.key, Lane.REQUESTER, case.sender, "note_owner", values=values)


def _gap(new: _New) -> list[Effect]:
    """Every mail that only the fallback took is a hole in the rules, and
    somebody hears of it.
    """
    case = new.case
    if not new.found.gap:
        return []
    effects: list[Effect] = [LogEvent("gap", "no rule matched; the fallback took it")]
    reader = case.policy.people.get(case.policy.fallback.report_to)
    if reader and not new.choice.keeps_out(reader.key) and case.classified.kind is Kind.PERSON:
        values = {"from_": case.sender.email, "subject_line": case.message.subject}
        effects.append(
            SendLetter("gap", address_of(reader), reader.key, Lane.TEAM, "auto-generated", values)
        )
    return effects
