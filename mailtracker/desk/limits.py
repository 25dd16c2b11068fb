"""How much is too much: what one mail spends, and what becomes of it where nothing is left. The
numbers stand in `budgets.TABLE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from mailtracker.desk.budgets import (
    DAY,
    HOUR,
    MONTH,
    TABLE,
    TEN_MINUTES,
    Budget,
    Payer,
    Per,
    Purse,
    Spend,
    purses,
)
from mailtracker.desk.case import Case, address_of, files, key_of
from mailtracker.desk.digests import (
    AT_ONCE,
    LATER,
    OF_A_PERSON,
    SOON,
    WITHOUT_WORDS,
    Digested,
    DigestLine,
    Gather,
    words_of,
)
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
from mailtracker.desk.letters import AskBack, Digest, Held, OnHold
from mailtracker.desk.readers import admitted
from mailtracker.desk.repeats import NO_WORDS, opening_key, words_key
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.words.owner_words import read_command
from mailtracker.mail.message import Address, Message
from mailtracker.mail.subject import is_answer_or_forward
from mailtracker.policy.model import Person

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
    return _pay(case, _receipts(case))


def _receipts(case: Case) -> list[Purse]:
    if case.form is not None:
        theirs = _purses(case, Budget.RECEIPT_OUTSIDE, Budget.RECEIPT_DOMAIN)
        return [*theirs, *purses(Budget.RECEIPT_INSIDE, case.form)]
    if case.through is not None:
        return [*_purses(case, Budget.RECEIPT_INSIDE), *_of_them_outside(case)]
    if not case.colleague:
        return _purses(case, Budget.RECEIPT_OUTSIDE, Budget.RECEIPT_DOMAIN)
    reaction = [Budget.RECEIPT_REACTION] if _may_react(case) else []
    return _purses(case, Budget.RECEIPT_INSIDE, *reaction)


def _of_them_outside(case: Case) -> list[Purse]:
    """What a receipt costs besides to somebody outside for whom another opened it."""
    if case.from_home:
        return []
    payer = Payer(case.sender.email, case.sender.domain)
    outside = (Budget.RECEIPT_OUTSIDE, Budget.RECEIPT_DOMAIN)
    return [purse for budget in outside for purse in purses(budget, payer)]


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
    return _beyond(case, _openings(case), "opened too many requests")


def _beyond(case: Case, asked: Iterable[Purse], did: str) -> list[Effect | Because]:
    full = [purse for purse in asked if not _fits(case, [purse])]
    if not full:
        return []
    limits = (f"{budget}: {limit}" for budget, _ in full for limit in TABLE[budget].limits)
    reason = f"{case.sender.email or case.sender.name} {did} ({', '.join(limits)})"
    return [Because(reason), Dispose(Disposition.QUARANTINE, reason)]


def unless_too_many_for_others(
    case: Case, effects: Sequence[Effect | Because]
) -> list[Effect | Because]:
    """What an answer to a mail of ours to somebody else has set off, from an address that nobody
    knows: as far as such answers may open requests.
    """
    asked = _purses(case, *_BY_ANSWER)
    return _beyond(case, asked, "answered too much") or [*effects, *_pay(case, asked)]


_BY_ANSWER = (Budget.OPENING_BY_ANSWER, Budget.OPENING_BY_ANSWER_DOMAIN)


def opening_spends(case: Case) -> list[Effect]:
    """What a new request of this sender costs, and the mail that its owner gets."""
    return _pay(case, [*_openings(case), *_pings(case)])


def _openings(case: Case) -> list[Purse]:
    found: list[Budget] = []
    if case.facts.issued and not any(case.answers(one) for one in case.facts.issued):
        found += _BY_ANSWER
    if case.facts.told_lately:
        found.append(Budget.OPENING_SAME)
    if case.colleague:
        return _purses(case, *found, Budget.OPENING_INSIDE, Budget.OPENING_POLLS)
    unproven = (Budget.OPENING_UNPROVEN, Budget.OPENING_DOMAIN, Budget.OPENING_OUTSIDE)
    return _purses(case, *found, *unproven, Budget.OPENING_PROVEN)


def guessed_too_much(case: Case) -> str | None:
    """Why nothing comes of a mail to an address that we never gave out; None while it is taken as
    if that did not stand there.
    """
    if _fits(case, _purses(case, Budget.GUESS)):
        return None
    return f"{case.sender.email} writes to too many addresses that we never gave out"


def guess_spends(case: Case) -> list[Effect]:
    """What such a mail costs; nothing for any other."""
    return _pay(case, _purses(case, Budget.GUESS)) if case.facts.guesses else []


def gap_spends(case: Case) -> list[Effect] | None:
    """What it costs to tell of one more mail of this sender that no rule took; None where enough
    was told.
    """
    asked = _purses(case, Budget.GAP, Budget.GAP_DOMAIN)
    return _pay(case, asked) if _fits(case, asked) else None


# A flood on a request.


def is_kept(case: Case, request: Request) -> bool:
    """This mail of the requester's side is kept and carried to nobody: unproven mail beyond its
    budget and all that follows it, and the mail of a proven sender who needed too many digests.
    """
    if _is_proven(case):
        return request.held_since is not None and not _fits(case, _digest(case, request))
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
    paid = [*_pay(case, _flood(case, request)), *words_spends(case, request)]
    if not any(isinstance(effect, Relay) for effect in effects):
        return [*effects, *paid]
    if repeats(case, request):
        return [*_but_relays(effects), *paid, *_gather_repeated(case, request)]
    if _fits(case, _flood(case, request)):
        return [*effects, *paid]
    digest = _digest(case, request)
    if _paid_within(case, digest, TEN_MINUTES):
        return [*_but_relays(effects), *paid, gather(case, request, Digested.FLOOD)]
    if not _fits(case, digest):
        return hold(case, request)
    paid += _pay(case, digest)
    return [*_but_relays(effects), *paid, gather(case, request, Digested.FLOOD)]


def repeats(case: Case, request: Request) -> bool:
    """It says nothing but what this sender has said here often enough; with proof, at least once. A
    word that is a command may be said again and again.
    """
    return said_often(case, request) and read_command(case.message.new_text) is None


def said_often(case: Case, request: Request) -> bool:
    """The same, whether it is a command or not."""
    own, all_of_it = _words(case, request)
    is_news = _is_proven(case) and not _paid_within(case, own, MONTH)
    return not _fits(case, all_of_it) and not is_news


def words_spends(case: Case, request: Request) -> list[Effect]:
    """What a mail costs that is carried for what it says."""
    own, all_of_it = _words(case, request)
    return _pay(case, dict.fromkeys([*own, *all_of_it]))


def _words(case: Case, request: Request) -> tuple[list[Purse], list[Purse]]:
    """The purse of these words as they are said here, and that of all who said them in this name,
    which is the one of unproven mail. So forged mail takes nobody's words, and a machine whose mail
    is proven by turns says no more than another.
    """
    mail = _payer(case, request, Per.MATTER)
    return purses(Budget.WORDS, mail), purses(Budget.WORDS, replace(mail, proven=False))


def gather(case: Case, request: Request, kind: Digested, person: str = "") -> Gather:
    """This mail as a line of a digest, for the owner or another `person` (a key)."""
    words = () if kind in WITHOUT_WORDS else _shown(case)
    named = f"{request.reference}: " if kind in OF_A_PERSON else ""
    line = DigestLine(f"{named}{case.author.shown}", words)
    due = case.now + (SOON if kind in AT_ONCE else LATER)
    return Gather(person or request.owner, kind, line, due)


def _gather_repeated(case: Case, request: Request) -> list[Effect]:
    """One digest a day, of what comes within an hour; the owner has these words already."""
    asked = _purses(case, Budget.REPEATED, on=request)
    if _fits(case, asked):
        return [gather(case, request, Digested.REPEATS), *_pay(case, asked)]
    return [gather(case, request, Digested.REPEATS)] if _paid_within(case, asked, HOUR) else []


def _shown(case: Case) -> tuple[str, ...]:
    names = [part.filename or part.content_type for part in files(case.message)]
    attached = (f"({', '.join(names)})",) if names else ()
    return (*words_of(case.message), *attached)


def _but_relays(effects: Sequence[Effect | Because]) -> list[Effect | Because]:
    return [effect for effect in effects if not isinstance(effect, Relay)]


def _tell_owner_of_kept(case: Case, request: Request) -> list[Effect]:
    if not request.owner:  # its requester has not chosen yet who reads it
        return []
    asked = _purses(case, Budget.KEPT, on=request)
    if _paid_within(case, asked, TEN_MINUTES):
        return [gather(case, request, Digested.KEPT)]
    if not _fits(case, asked):
        return []
    return [gather(case, request, Digested.KEPT), *_pay(case, asked)]


def _paid_within(case: Case, asked: Iterable[Purse], window: timedelta) -> bool:
    """Something was paid out of these lately. While its digest is gathered, one line more costs
    nothing.
    """
    return any(case.facts.spent.in_window(*purse, window) for purse in asked)


# People in copy who take no part; claims; questions.


def unless_too_many_bystanders(
    case: Case, request: Request, effects: Sequence[Effect | Because]
) -> list[Effect | Because]:
    """What the mail of one has set off. Beyond the budget the owner reads the words in a digest."""
    asked = _purses(case, Budget.BYSTANDER, on=request)
    if _fits(case, asked) or not any(isinstance(effect, Relay) for effect in effects):
        return [*effects, *_pay(case, asked)]
    return [*_but_relays(effects), gather(case, request, Digested.BYSTANDERS)]


def unless_too_many_disproven(
    case: Case, request: Request, effects: Sequence[Effect | Because]
) -> list[Effect | Because]:
    """What a mail that our border denies has set off. Beyond the budgets of its request and of that
    one's owner nobody gets it: the owner reads in one list, over all requests, that it came.
    """
    asked = _purses(case, Budget.DISPROVEN, Budget.DISPROVEN_OWNER, on=request)
    if _fits(case, asked):
        return [*effects, *_pay(case, asked)]
    return [*_but_relays(effects), gather(case, request, Digested.DISPROVEN)]


def told_of_claim(case: Case, request: Request, letter: SendLetter) -> list[Effect]:
    """The `letter` that tells somebody of a claim to be them; of those of the hour after it one
    digest, so that nothing which answers the digest sets off another; of the rest of the day, and
    after some days, the history alone.
    """
    here = _purses(case, Budget.CLAIM, on=request)
    return _told_once(case, request, letter, here, _purses(case, Budget.CLAIMED))


def told_of_answer_from_elsewhere(case: Case, request: Request, letter: SendLetter) -> list[Effect]:
    """In the same way, the `letter` that asks somebody whether an answer from an address that
    nobody knows is theirs.
    """
    here = _purses(case, Budget.ELSEWHERE, on=request)
    return _told_once(case, request, letter, here, _purses(case, Budget.ELSEWHERE_PERSON))


def _told_once(
    case: Case, request: Request, letter: SendLetter, here: list[Purse], besides: list[Purse]
) -> list[Effect]:
    asked = [*here, *besides]
    if _fits(case, asked):
        return [letter, *_pay(case, asked)]
    if _paid_within(case, here, HOUR):
        return [gather(case, request, Digested.CLAIMS, letter.person)]
    return []


def asks_again(case: Case, request: Request) -> bool:
    """Whether the author of this mail was asked about these very words, or answers a question of
    ours with none, or was asked often enough: it is a machine's, and one more question would be
    answered by it.
    """
    says_nothing = _said(case, words_key) == NO_WORDS
    answers_question = any(one.letter == AskBack.name for one in case.facts.issued)
    return not _fits(case, _question(case, request)) or (says_nothing and answers_question)


def question_spends(case: Case, request: Request) -> list[Effect]:
    """What one question costs."""
    return _pay(case, _question(case, request))


def waits_unasked(case: Case, request: Request, person: Person) -> list[Effect]:
    """A mail that is kept without a question, as a line of the one digest that its author gets of
    such mails in a day. What says nothing, or what they were asked about within that day, is no
    news; nor is what answers that digest, so that no machine goes on by it.
    """
    answered = any(one.letter == Digest.name for one in case.facts.issued)
    asked = _paid_within(case, _purses(case, Budget.ASKED, on=request), DAY)
    known = person.key in case.policy.people and _is_proven(case)
    if not known or any((answered, asked, _said(case, words_key) == NO_WORDS)):
        return []
    line = gather(case, request, Digested.UNASKED, person.key)
    paid = _purses(case, Budget.REPEATED, on=request)
    if _fits(case, paid):
        return [replace(line, due_at=case.now + HOUR), *_pay(case, paid)]
    return [replace(line, due_at=case.now + DAY)] if _paid_within(case, paid, DAY) else []


def unless_asked_of_lists(case: Case, asked: Effect) -> list[Effect]:
    """The question which one of a list somebody means, unless they were asked often enough."""
    purse = _purses(case, Budget.ASKED_LIST)
    return [asked, *_pay(case, purse)] if _fits(case, purse) else []


# Purses of a case.


def _flood(case: Case, request: Request) -> list[Purse]:
    return [*_purses(case, Budget.CONVERSATION, on=request), *_pings(case)]


def _pings(case: Case) -> list[Purse]:
    """A colleague may write as much as they like to different owners."""
    return [] if case.colleague else _purses(case, Budget.PING, Budget.PING_DOMAIN)


def _digest(case: Case, request: Request) -> list[Purse]:
    return _purses(case, Budget.DIGEST, on=request)


def _question(case: Case, request: Request) -> list[Purse]:
    return _purses(case, Budget.ASKED, Budget.ASK_BACK, Budget.ASK_UNPROVEN, on=request)


def _purses(case: Case, *budgets: Budget, on: Request | None = None) -> list[Purse]:
    """Those of these budgets that this mail pays out of, `on` a request."""
    mail = _payer(case, on, *(TABLE[budget].per for budget in budgets))
    return [purse for budget in budgets for purse in purses(budget, mail)]


def _payer(case: Case, on: Request | None, *wanted: Per) -> Payer:
    """With the keys of its words only where they are `wanted`: to make one takes a while."""
    if on is None and Per.WORDS not in wanted:
        return case.payer
    words = _said(case, words_key) if Per.MATTER in wanted else ""
    opening = _said(case, opening_key) if Per.WORDS in wanted else ""
    about = {on.id: on.owner} if on else {}
    return replace(case.payer, words=words, opening=opening, requests=about)


def _said(case: Case, key: Callable[[Message], str]) -> str:
    """Made once a mail: every purse of its words asks for it."""
    found = case.said.get(key.__name__)
    if found is None:
        found = case.said[key.__name__] = key(case.message)
    return found


def _is_proven(case: Case) -> bool:
    return case.proof.believed


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
