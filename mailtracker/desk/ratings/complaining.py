"""A request that was not good → a request of its own: somebody above its owner looks into it, who
complained hears by when, and what was done about it is asked for and kept (docs/reliability.md, U5
to U8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailtracker.desk.alias import AliasNames
from mailtracker.desk.assign import boss, is_gone_for_days, pick
from mailtracker.desk.bounces import Answer
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.case import Case, address_of, key_of
from mailtracker.desk.confidential import Secrecy, named_by, secrecy_of
from mailtracker.desk.confidential import called as names_of_keys
from mailtracker.desk.content import own_words
from mailtracker.desk.deadlines import given_promise, ladder_of, start_clock
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    OpenRequest,
    RelayAgain,
    SendLetter,
    SetOwner,
)
from mailtracker.desk.letters import AskBack
from mailtracker.desk.limits import (
    opened_too_much,
    opening_spends,
    receipt_spends,
    why_no_receipt,
)
from mailtracker.desk.ratings.rating_effects import KeepDone
from mailtracker.desk.ratings.rating_letters import ComplaintReceipt, NoteComplaint
from mailtracker.desk.receipt import called
from mailtracker.desk.request import Given, Lane, Request, Status
from mailtracker.desk.said import TeamMail
from mailtracker.desk.says import names_of, says_more
from mailtracker.desk.words.owner_words import Command
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person


def complain(case: Case, request: Request, words: str, kept: Sequence[Effect]) -> Answer | None:
    """`words` say what was wrong, "" for none. None where nobody but its owner is left, who then
    has the mail as any other.
    """
    of = whose(case, request)
    who = _looks_into(case, request, words, of)
    if who is None and of[1:]:  # rather who answered once than whose it is
        of = of[:1]
        who = _looks_into(case, request, words, of)
    if who is None:
        return None
    secrecy = _secrecy(case, request, words, of)
    if too_many := opened_too_much(case):
        return too_many, None
    opens, kept_from = _opening(case, request, secrecy, who), secrecy.barred
    clock = start_clock(case.scene, opens.given.promise, opens.given.ladder, first=True)
    had = case.policy.people.get(request.owner)
    note = NoteComplaint(request.reference, had.name if had else request.owner, bool(words))
    reason = f"{request.reference} was not good: {who.name} looks into it"
    effects: list[Effect | Because] = [
        Because(reason),
        opens,
        SetOwner(who.key, by_hand=True),
        clock,
        *kept,
        LogEvent("opened", f"{request.reference} was not good, says its requester"),
        LogEvent("confidential", f"kept from {names_of_keys(case.policy, kept_from)}"),
        *_receipt(case, request, words, of),
        RelayAgain(note, address_of(who), who.key),
        Dispose(Disposition.OPENED, reason, request.given.rule),
        *opening_spends(case),
    ]
    return effects, None


def whose(case: Case, request: Request) -> tuple[str, ...]:
    """Of whom it complains: who had the request, and who answered it last, if that is somebody
    else.
    """
    answered = case.policy.people.get(case.facts.answered_by.get(request.id, ""))
    if answered is None or case.is_from(answered):
        return (request.owner,)
    return tuple(dict.fromkeys((request.owner, answered.key)))


def _looks_into(case: Case, request: Request, words: str, of: tuple[str, ...]) -> Person | None:
    secrecy = _secrecy(case, request, words, of)
    return looks_into(_candidates(case, request, secrecy), request)


def _secrecy(case: Case, request: Request, words: str, of: tuple[str, ...]) -> Secrecy:
    """It is confidential: kept from whose request it was (`of`), whom the words name, and whoever
    was kept out before.
    """
    told = replace(case.message, subject="", new_text=words)
    named = named_by(case.policy, case.sender, told, case.alias.addresses) if words else ()
    about = Secrecy(True, tuple(dict.fromkeys((*of, *named))))
    return about.joined(secrecy_of(request))


def _candidates(case: Case, request: Request, secrecy: Secrecy) -> Candidates:
    routed, barred = request.given.routed_to, secrecy.barred
    return Candidates(case.scene, request.requester, barred=barred, routed_to=routed)


def looks_into(candidates: Candidates, request: Request) -> Person | None:
    """Whom the rules name; else who leads the team that it was routed to, or a team of its owner's;
    else who is above. Never the owner, never who is kept out: None where nobody else is left.
    """
    people, owner = candidates.policy.people, request.owner
    free = [key for key in _leading(candidates, request) if _may(candidates, key, owner)]
    there = [key for key in free if not is_gone_for_days(candidates, key)]
    if there:
        return people[there[0]]
    above = boss(candidates, owner) or pick(candidates, candidates.policy.fallback.to)
    found = above if _may(candidates, above.key, owner) else None
    return found or (people[free[0]] if free else None)


def _may(candidates: Candidates, key: str, owner: str) -> bool:
    known = key in candidates.policy.people
    return known and key != owner and not candidates.keeps_out(key)


def _leading(candidates: Candidates, request: Request) -> Iterator[str]:
    policy = candidates.policy
    named = policy.ratings.to
    yield policy.teams[named].lead if named in policy.teams else named
    routed = policy.teams.get(request.given.routed_to)
    if routed is not None:
        yield routed.lead
    yield from (team.lead for team in policy.teams.values() if request.owner in team.members)


def _opening(case: Case, request: Request, secrecy: Secrecy, who: Person) -> OpenRequest:
    names = _names(case, request)
    return OpenRequest(
        mailbox=names.name,
        prefix=names.prefix,
        subject=request.subject,
        requester=_who(case, request),
        copied=(),
        language=request.language,
        owner=who.key,
        first_id=case.message.message_id,
        given=_given(case, request, secrecy),
        linked_to=request.id,
        quiet=request.quiet,
        part_of=request.id,
    )


def _who(case: Case, request: Request) -> Address:
    """Who complains, by the name that is known of them where this mail has none."""
    who = called(case)
    return who if who.name else Address(request.requester.name, who.email)


def _names(case: Case, request: Request) -> AliasNames:
    alias, name = case.alias, request.mailbox
    here = next((one for one in alias.served if one.name == name), None)
    return here or AliasNames(name, alias.addresses[:1], prefix=alias.prefix)


def _given(case: Case, request: Request, secrecy: Secrecy) -> Given:
    policy, was = case.policy, request.given
    promise = policy.ratings.promise or given_promise(policy, request).key
    return Given(
        rule=was.rule,
        why=was.why,
        promise=promise,
        ladder=ladder_of(policy, request).key,
        routed_to=was.routed_to,
        rule_at=was.rule_at,
        rules_digest=was.rules_digest,
        confidential=True,
        tags=was.tags,
        barred=secrecy.barred,
        complains_of=tuple(one for one in whose(case, request) if one in secrecy.barred),
    )


def _receipt(case: Case, request: Request, words: str, of: tuple[str, ...]) -> list[Effect]:
    no_receipt = why_no_receipt(case)
    if no_receipt is not None:
        return [LogEvent("no receipt", no_receipt)]
    people = case.policy.people
    kept_from = [people[one].name for one in of if one in people]
    letter = ComplaintReceipt(request.reference, bool(words), kept_from)
    to, key = _who(case, request), key_of(case.policy, case.sender)
    return [SendLetter(letter, to, key, Lane.OWNER, "auto-replied"), *receipt_spends(case)]


# What was done about it.


def is_untold(said: TeamMail, command: Command) -> bool:
    """Whether `done` would close a complaint of which its author heard nothing. Asked once: who
    writes it in answer to that question has said so.
    """
    request, answered = said.request, said.answered
    if not request.given.complains_of or request.answered_once:
        return False
    if answered is not None and answered.letter == AskBack.name:
        return False
    return request.status is not Status.CLOSED and not says_more(said.case, command.rest)


def done_about_it(case: Case, request: Request, cut: str) -> list[Effect]:
    """What who complained is told; nothing of any other request."""
    if not request.given.complains_of:
        return []
    said = own_words(case.message.new_text.replace(cut, "", 1), names_of(case)).strip()
    return [KeepDone(said)] if said else []
