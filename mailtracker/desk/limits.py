"""How much is too much: what one mail spends, and what becomes of it where nothing is left. The
numbers stand in `budgets.TABLE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mailtracker.desk.budgets import (
    HOUR,
    TABLE,
    TEN_MINUTES,
    Budget,
    Purse,
    Spend,
    by_proof,
    of_request,
)
from mailtracker.desk.case import Case, address_of, files, key_of
from mailtracker.desk.digests import LATER, SOON, Digested, DigestLine, Gather, words_of
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    Hold,
    LogEvent,
    Relay,
    SendLetter,
)
from mailtracker.desk.letters import AskBack, Held, OnHold
from mailtracker.desk.owner_words import read_command
from mailtracker.desk.readers import admitted
from mailtracker.desk.repeats import NO_WORDS, opening_key, words_key
from mailtracker.desk.request import Lane, Request
from mailtracker.mail.address_key import mailbox_key
from mailtracker.mail.message import Address, Message, Proof
from mailtracker.mail.subject import is_answer_or_forward

HELD = "held: too much mail in a short time"
"""Why a mail is kept and carried to nobody; a release carries it."""

_AUTOMATIC = re.compile(r"\s*auto(?:matic)?\s*[:(\[]", re.IGNORECASE)


# Receipts.


def why_no_receipt(case: Case) -> str | None:
    """Why this sender gets no receipt for this message; None when one is due, which then is paid by
    `receipt_spends`.
    """
    if not case.classified.receipt:
        return case.classified.reason
    if _fits(case, _receipts(case)):
        return None
    return f"enough receipts to {case.sender.email} for now"


def receipt_spends(case: Case) -> list[Effect]:
    """What a receipt to this sender costs, with all that a rule attaches to it."""
    return list(_pay(case, _receipts(case)))


def _receipts(case: Case) -> list[Purse]:
    if not case.colleague:
        return [
            (Budget.RECEIPT_OUTSIDE, by_proof(case.sender.email, _is_proven(case))),
            *_of_domain(case, Budget.RECEIPT_DOMAIN),
        ]
    mailbox = mailbox_key(case.sender.email)
    answers = [(Budget.RECEIPT_REACTION, mailbox)] if _may_react(case) else []
    return [(Budget.RECEIPT_INSIDE, mailbox), *answers]


def _may_react(case: Case) -> bool:
    return case.facts.told_lately or reacts(case.message)


def reacts(message: Message) -> bool:
    """Whether it may be somebody's, or a machine's, answer to a mail of ours."""
    answers = bool(message.in_reply_to or message.references)
    marked = is_answer_or_forward(message.subject) or _AUTOMATIC.match(message.subject)
    return answers or bool(marked)


# Openings.


def opened_too_much(case: Case) -> list[Effect | Because]:
    """Quarantine for what one sender opens beyond reason, else nothing: a human looks, and nothing
    that we send keeps it going.
    """
    full = [purse for purse in _openings(case) if not _fits(case, [purse])]
    if not full:
        return []
    limits = (f"{budget}: {limit}" for budget, _ in full for limit in TABLE[budget].limits)
    reason = f"{case.sender.email} opened too many requests ({', '.join(limits)})"
    return [Because(reason), Dispose(Disposition.QUARANTINE, reason)]


def opening_spends(case: Case) -> list[Effect]:
    """What a new request of this sender costs, and the mail that its owner gets."""
    return list(_pay(case, [*_openings(case), *_pings(case)]))


def _openings(case: Case) -> list[Purse]:
    mailbox = mailbox_key(case.sender.email)
    found: list[Purse] = []
    if case.facts.issued and not any(case.answers(one) for one in case.facts.issued):
        answered = mailbox_key(case.facts.issued[0].recipient)
        found.append((Budget.OPENING_BY_ANSWER, answered))
        found.append((Budget.OPENING_BY_ANSWER_DOMAIN, case.sender.domain))
    if case.facts.told_lately:
        found.append((Budget.OPENING_SAME, f"{mailbox} {opening_key(case.message)}"))
    if case.colleague:
        return [*found, (Budget.OPENING_INSIDE, mailbox), (Budget.OPENING_POLLS, mailbox)]
    proven = _is_proven(case)
    budget = Budget.OPENING_PROVEN if proven else Budget.OPENING_UNPROVEN
    key = by_proof(case.sender.email, proven)
    return [*found, (budget, key), *_of_domain(case, Budget.OPENING_DOMAIN)]


def gap_spends(case: Case) -> list[Effect] | None:
    """What it costs to tell of one more mail of this sender that no rule took; None where enough
    was told.
    """
    mailbox = (Budget.GAP, mailbox_key(case.sender.email))
    purses = [mailbox, *_of_domain(case, Budget.GAP_DOMAIN)]
    return _pay(case, purses) if _fits(case, purses) else None


# A flood on a request.


def is_kept(case: Case, request: Request) -> bool:
    """This mail of the requester's side is kept and carried to nobody: unproven mail beyond its
    budget and all that follows it, and the mail of a proven sender who needed too many digests.
    """
    if _is_proven(case):
        return request.held_since is not None and not _fits(case, [_digest(case, request)])
    return request.held_since is not None or not _fits(case, _flood(case, request))


def hold(case: Case, request: Request) -> list[Effect | Because]:
    """Kept in the ledger, carried to nobody; the request's clock runs on. Admins, owner and
    requester hear of it once, when it begins; the owner besides in one digest from whom it came.
    """
    kept = Dispose(Disposition.FLOOD, f"{request.reference} is {HELD}")
    effects: list[Effect | Because] = [Because(HELD), kept, *_tell_owner_of_kept(case, request)]
    if request.held_since is not None:
        return effects
    told = f"too much mail from {case.sender.email}; it is kept until somebody releases it"
    return [*effects, Hold(), LogEvent("held", told), *_tell_of_hold(case, request)]


def unless_too_many(
    case: Case, request: Request, effects: Sequence[Effect | Because]
) -> list[Effect | Because]:
    """What a proven sender's mail has set off. Beyond the budget nobody gets the mail itself: the
    owner reads its words in a digest, and where too many of these were needed, it is held.
    """
    paid = _pay(case, [*_flood(case, request), _words(case, request)])
    if not any(isinstance(effect, Relay) for effect in effects):
        return [*effects, *paid]
    if repeats(case, request):
        return [*_but_relays(effects), *paid, *_gather_repeated(case, request)]
    if _fits(case, _flood(case, request)):
        return [*effects, *paid]
    digest = _digest(case, request)
    if _gathers(case, digest):
        return [*_but_relays(effects), *paid, gather(case, request, Digested.FLOOD)]
    if not _fits(case, [digest]):
        return hold(case, request)
    paid += _pay(case, [digest])
    return [*_but_relays(effects), *paid, gather(case, request, Digested.FLOOD)]


def repeats(case: Case, request: Request) -> bool:
    """It says nothing but what this sender has said here often enough. A word that is a command may
    be said again and again.
    """
    said_often = not _fits(case, [_words(case, request)])
    return said_often and read_command(case.message.new_text) is None


def words_spends(case: Case, request: Request) -> list[Effect]:
    """What a mail of the owner's side costs that is carried."""
    return list(_pay(case, [_words(case, request)]))


def gather(case: Case, request: Request, kind: Digested, person: str = "") -> Gather:
    """This mail as a line of a digest, for the owner or another `person` (a key)."""
    late = kind in (Digested.REPEATS, Digested.CLAIMS)
    words = () if kind in (Digested.KEPT, Digested.CLAIMS) else _shown(case)
    line = DigestLine(case.author.shown, words)
    return Gather(person or request.owner, kind, line, case.now + (LATER if late else SOON))


def _gather_repeated(case: Case, request: Request) -> list[Effect]:
    """One digest a day, of what comes within an hour; the owner has these words already."""
    purse = (Budget.REPEATED, of_request(request.id, mailbox_key(case.sender.email)))
    if _fits(case, [purse]):
        return [gather(case, request, Digested.REPEATS), *_pay(case, [purse])]
    if case.facts.spent.in_window(*purse, HOUR):
        return [gather(case, request, Digested.REPEATS)]
    return []


def _shown(case: Case) -> tuple[str, ...]:
    names = [part.filename or part.content_type for part in files(case.message)]
    attached = (f"({', '.join(names)})",) if names else ()
    return (*words_of(case.message), *attached)


def _but_relays(effects: Sequence[Effect | Because]) -> list[Effect | Because]:
    return [effect for effect in effects if not isinstance(effect, Relay)]


def _tell_owner_of_kept(case: Case, request: Request) -> list[Effect]:
    purse = (Budget.KEPT, of_request(request.id))
    if _gathers(case, purse):
        return [gather(case, request, Digested.KEPT)]
    if not _fits(case, [purse]):
        return []
    return [gather(case, request, Digested.KEPT), *_pay(case, [purse])]


def _gathers(case: Case, purse: Purse) -> bool:
    """A digest of this purse is paid for and not yet due: one line more costs nothing."""
    return case.facts.spent.in_window(*purse, TEN_MINUTES) > 0


# People in copy who take no part; claims; questions.


def unless_too_many_bystanders(
    case: Case, request: Request, effects: Sequence[Effect | Because]
) -> list[Effect | Because]:
    """What the mail of one has set off. Beyond the budget the owner reads the words in a digest."""
    purse = (Budget.BYSTANDER, of_request(request.id))
    if _fits(case, [purse]) or not any(isinstance(effect, Relay) for effect in effects):
        return [*effects, *_pay(case, [purse])]
    return [*_but_relays(effects), gather(case, request, Digested.BYSTANDERS)]


def unless_too_many_disproven(
    case: Case, request: Request, effects: Sequence[Effect | Because]
) -> list[Effect | Because]:
    """What a mail that our border denies has set off. Beyond the budget nobody gets it."""
    purse = (Budget.DISPROVEN, of_request(request.id))
    if _fits(case, [purse]):
        return [*effects, *_pay(case, [purse])]
    return _but_relays(effects)


def told_of_claim(case: Case, request: Request, letter: SendLetter) -> list[Effect]:
    """The `letter` that tells somebody of a claim to be them; of those of the hour after it one
    digest, so that nothing which answers the digest sets off another; of the rest of the day, and
    after some days, the history alone.
    """
    mailbox = mailbox_key(case.sender.email)
    purse = (Budget.CLAIM, of_request(request.id, mailbox))
    purses = [purse, (Budget.CLAIMED, mailbox)]
    if _fits(case, purses):
        return [letter, *_pay(case, purses)]
    if case.facts.spent.in_window(*purse, HOUR):
        return [gather(case, request, Digested.CLAIMS, letter.person)]
    return []


def asks_again(case: Case, request: Request) -> bool:
    """Whether the author of this mail was asked about these very words, or answers a question of
    ours with none, or was asked often enough: it is a machine's, and one more question would be
    answered by it.
    """
    says_nothing = words_key(case.message) == NO_WORDS
    answers_question = any(one.letter == AskBack.name for one in case.facts.issued)
    return not _fits(case, _question(case, request)) or (says_nothing and answers_question)


def question_spends(case: Case, request: Request) -> list[Effect]:
    """What one question costs."""
    return list(_pay(case, _question(case, request)))


# Purses of a case.


def _flood(case: Case, request: Request) -> list[Purse]:
    key = by_proof(case.sender.email, _is_proven(case))
    return [(Budget.CONVERSATION, of_request(request.id, key)), *_pings(case)]


def _pings(case: Case) -> list[Purse]:
    """A colleague may write as much as they like to different owners."""
    if case.colleague:
        return []
    key = by_proof(case.sender.email, _is_proven(case))
    return [(Budget.PING, key), *_of_domain(case, Budget.PING_DOMAIN)]


def _digest(case: Case, request: Request) -> Purse:
    return Budget.DIGEST, of_request(request.id, mailbox_key(case.sender.email))


def _words(case: Case, request: Request) -> Purse:
    said = f"{mailbox_key(case.sender.email)} {words_key(case.message)}"
    return Budget.WORDS, of_request(request.id, said)


def _question(case: Case, request: Request) -> list[Purse]:
    mailbox = mailbox_key(case.sender.email)
    said = f"{mailbox} {words_key(case.message)}"
    key = by_proof(case.sender.email, _is_proven(case))
    return [
        (Budget.ASKED, of_request(request.id, said)),
        (Budget.ASK_BACK, of_request(request.id, key)),
    ]


def _of_domain(case: Case, budget: Budget) -> list[Purse]:
    """Unproven mail of one domain together. Our own domains have no such purse: forged mail would
    silence the house.
    """
    if _is_proven(case) or case.from_home:
        return []
    return [(budget, case.sender.domain)]


def _is_proven(case: Case) -> bool:
    return case.proof is Proof.PROVEN


def _fits(case: Case, purses: Iterable[Purse]) -> bool:
    return all(case.facts.spent.has_left(*purse) for purse in purses)


def _pay(case: Case, purses: Iterable[Purse]) -> list[Effect]:
    """Each by the moment that its budget goes by."""
    arrived = case.facts.arrived
    return [
        Spend(budget, key, arrived if TABLE[budget].by_arrival else None) for budget, key in purses
    ]


# Who hears of a hold.


def _tell_of_hold(case: Case, request: Request) -> list[Effect]:
    once = f"held.{case.now:%Y%m%d%H%M}"
    letters: list[Effect] = [
        SendLetter(Held(), admin, "", Lane.TEAM, once=once) for admin in _may_hear(case, request)
    ]
    letter = OnHold(case.sender.email)
    owner = case.policy.people.get(request.owner)
    if owner is not None:
        letters.append(SendLetter(letter, address_of(owner), owner.key, Lane.REQUESTER, once=once))
    requester = request.requester
    key = key_of(case.policy, requester)
    return [*letters, SendLetter(letter, requester, key, Lane.OWNER, once=once)]


def _may_hear(case: Case, request: Request) -> tuple[Address, ...]:
    """The admins, without those whom a confidential request is kept from: where nobody else is
    left, `status` alone says it.
    """
    return admitted(case.policy, request, (Address("", admin) for admin in case.alias.admins))
