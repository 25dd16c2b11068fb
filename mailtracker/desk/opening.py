"""A message that starts something new → a request with one owner, a promise, a receipt, and the mail carried to the owner."""

from __future__ import annotations

from mailtracker.desk.assign import pick
from mailtracker.desk.case import Case, address_of, colleagues
from mailtracker.desk.decision import Carry, Decision, Effect, Fate, File, Open, Record, Write
from mailtracker.desk.facts import Lane, Request
from mailtracker.desk.limits import why_no_receipt
from mailtracker.desk.looks import mailed
from mailtracker.desk.promising import start_clock
from mailtracker.desk.slip import who_steps_in
from mailtracker.mail.message import Kind
from mailtracker.policy.hours import next_open
from mailtracker.policy.policy import NOBODY, Person, Route
from mailtracker.policy.route import route

__all__ = ["mailed", "open_request", "receipt", "speak"]


def open_request(case: Case, why: str, linked: Request | None = None) -> Decision:
    """The first matching rule gives the owner; the fallback takes what no rule wants, and is reported as a gap."""
    found = route(case.policy, mailed(case.message, case.classified, case.now))
    if found.to == NOBODY:
        return _needs_no_answer(found)
    owner = case.policy.people[pick(case.policy, found.to, case.facts.load, case.now, case.sender)]
    language = speak(case)
    no_receipt = why_no_receipt(case)
    effects: list[Effect] = [
        Open(
            mailbox=case.place.name,
            prefix=case.place.prefix,
            subject=case.message.subject,
            requester=case.sender,
            copied=colleagues(case, None),
            language=language,
            owner=owner.key,
            rule=found.rule,
            why=found.why,
            promise=found.promise,
            ladder=found.ladder,
            first_id=case.message.message_id,
            linked_to=linked.id if linked else None,
            quiet=bool(no_receipt),
            routed_to=found.to,
            rule_at=found.where,
            rules_digest=case.policy.digest,
            matched=found.matched,
            confidential=found.extras.confidential,
            close_after=found.close_after,
            tags=found.extras.tags,
            noted=tuple(name for name, _ in found.notes),
        ),
        start_clock(case.policy, found.promise, found.ladder, case.now, first=True),
        Record("opened", f"from {case.sender.mail}: rule {found.rule} ({found.matched}) gives it to {owner.name}"),
    ]
    if no_receipt:
        effects.append(Record("no receipt", no_receipt))
    else:
        known = linked.reference if linked and linked.party(case.sender.mail) else ""  # a stranger learns nothing of it
        effects.append(receipt(case, owner, found.promise, found.ladder, linked=known))
    effects.append(
        _to_owner(case, owner, found, receipt_sent=not no_receipt, linked=linked.reference if linked else "")
    )
    effects += _gap(case, found)
    effects.append(File(Fate.OPENED, f"{why}; rule {found.rule}: {found.matched}"))
    return Decision(f"rule {found.rule}: {found.matched} → {owner.name}", tuple(effects))


def _needs_no_answer(found: Route) -> Decision:
    """On purpose: nobody owns it, nobody hears of it, and the ledger says by which rule."""
    reason = f"rule {found.rule}: {NOBODY}: {found.why}"
    return Decision(reason, (File(Fate.IGNORED, f"{reason} ({found.matched})"),))


def speak(case: Case) -> str:
    """The language of mails to the sender: the person's own, else that of the request, else the mailbox's."""
    person = case.person
    wishes = (person.language if person else "", case.classified.language)
    return next((wish for wish in wishes if wish in case.place.languages), case.place.language)


def receipt(case: Case, owner: Person, promise: str, ladder: str, reopened: bool = False, linked: str = "") -> Write:
    """Who has it, by when, and what happens if that slips. `outside`: it came when nobody is at work."""
    hours = case.policy.promises[promise].hours
    outside = next_open(hours, case.now) > case.now
    slip, name = who_steps_in(case, owner, ladder)
    values = {"slip": slip, "slip_name": name, "reopened": reopened, "linked": linked, "outside": outside}
    return Write("receipt", case.sender, _key(case), Lane.OWNER, "auto-replied", values)


def _key(case: Case) -> str:
    return case.person.key if case.person else ""


def _to_owner(case: Case, owner: Person, found: Route, receipt_sent: bool, linked: str) -> Carry | Write:
    copied = [a.shown for a in colleagues(case, None) if a.key not in owner.mails]
    values = {"matched": found.matched, "others": copied, "receipt_sent": receipt_sent, "linked": linked}
    to = address_of(owner)
    if case.person_has_it_already(owner):
        return Write("assigned", to, owner.key, Lane.REQUESTER, "auto-generated", values)
    return Carry(to, owner.key, Lane.REQUESTER, case.sender, "note_owner", values=values)


def _gap(case: Case, found: Route) -> list[Effect]:
    """Every mail that only the fallback took is a hole in the rules, and somebody hears of it (DESIGN §6)."""
    if not found.gap:
        return []
    effects: list[Effect] = [Record("gap", "no rule matched; the fallback took it")]
    reader = case.policy.people.get(case.policy.fallback.report_to)
    if reader and reader.key != _key(case) and case.classified.kind is Kind.PERSON:
        values = {"from_": case.sender.mail, "subject_line": case.message.subject}
        effects.append(Write("gap", address_of(reader), reader.key, Lane.TEAM, "auto-generated", values))
    return effects
