"""A mail from the owner's side that its author sent to the requester themselves, with a copy to us
→ what of it is known: an answer that came past us keeps the promise where we may believe who wrote
it, and else makes us doubt whether it is broken (docs/reliability.md, D9).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from mailtracker.desk.authors import shown
from mailtracker.desk.case import Case, address_of, perhaps_automatic
from mailtracker.desk.closing import settled
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.facts import Hint
from mailtracker.desk.letters import PastUs
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.says import Says, says
from mailtracker.desk.words.owner_words import read_command
from mailtracker.mail.message import Kind
from mailtracker.mail.origin.absence import away_robot
from mailtracker.policy.identity import identities, identity
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass

PERHAPS_ANSWERED = "perhaps answered"
"""The kind of the event that stands where a mail may have been the answer and did not count as one:
from then on nobody is told that there was none, until the next promise begins.
"""


_POINTS = (Hint.MESSAGE_ID, Hint.REFERENCE)
"""By what a mail out of the mailbox itself answers something."""


def reached(case: Case, request: Request) -> bool:
    """The requester stands in its To or Cc, and so may have it without us."""
    return case.has_it_already(request.requester)


def answers_past_us(case: Case, request: Request) -> bool:
    """The owner wrote to the requester, and we only have a copy: words, no notice of a machine and
    no word for us. Whoever may not be believed, answers nothing.
    """
    owns = case.person is not None and case.person.key == request.owner
    inside = owns and not kept_out(case.policy, request, case.sender)
    believed = inside and _is_believed(case)
    return believed and reached(case, request) and _says_something(case, request)


def _is_believed(case: Case) -> bool:
    """As much as any colleague whose mail answers nothing of ours."""
    vouched = case.classified.verified is True or case.classified.inside
    known = case.person is not None and case.person.key not in case.scene.revoked
    return case.colleague or (vouched and known)


_ANSWERS = (Says.WORDS, Says.PASSED_ON, Says.LOCKED)
"""What its requester has from its author's own hand, and can read if anybody can."""


def _says_something(case: Case, request: Request) -> bool:
    message = case.message
    machine = case.classified.kind is not Kind.PERSON or perhaps_automatic(case)
    if machine or away_robot(message.subject) or read_command(message.new_text) is not None:
        return False
    return says(case, request, of_owners=True) in _ANSWERS


def kept_past_us(case: Case, request: Request, why: str) -> list[Effect | Because]:
    """Nothing is carried, for who shall have it has it. The owner hears of it once a promise: they
    know best whether they wrote it.
    """
    told = f"{case.sender.email} answered past us, with a copy to us"
    filed = Dispose(Disposition.REPLY, f"an answer past us: {why}")
    effects: list[Effect | Because] = [
        Because(f"an answer past us settles {request.reference}"),
        LogEvent("answer", told),
    ]
    if request.unanswered_since is not None or request.status is Status.WAITING:
        effects += [*settled(case.scene, request), *_told_owner(case, request)]
    return [*effects, filed]


def _told_owner(case: Case, request: Request) -> list[Effect]:
    owner = case.policy.people.get(request.owner)
    if owner is None or kept_out(case.policy, request, owner):
        return []
    missed = [shown(case.policy, one) for one in request.copied if not case.has_it_already(one)]
    letter = PastUs(case.sender.email, case.is_from(owner), missed)
    once = f"past.{request.epoch}"
    return [SendLetter(letter, address_of(owner), owner.key, Lane.REQUESTER, once=once)]


def perhaps_answered(case: Case, request: Request) -> list[Effect]:
    """What is to be remembered of a mail of the owner's side that does not count as the answer.
    Nothing where the requester cannot have it.
    """
    if request.unanswered_since is None or not reached(case, request):
        return []
    told = f"{case.sender.email} wrote to the requester, with a copy to us"
    return [LogEvent(PERHAPS_ANSWERED, told)]


def claimed_answer(case: Case, request: Request) -> list[Effect]:
    """The same of a mail of which nothing proves that it is the owner's, whoever has it."""
    if request.unanswered_since is None or not _says_something(case, request):
        return []
    told = f"a mail that says it is from {case.sender.email} lies unverified"
    return [LogEvent(PERHAPS_ANSWERED, told)]


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail in the alias's own Sent folder that nobody copied to us: whom it is `to` (keys), which
    Message-IDs it `answers`, and when the folder got it (`at`).
    """

    to: Sequence[str]
    answers: Sequence[str]
    at: datetime


def answered_from_mailbox(
    policy: Policy, request: Request, thread: Collection[str], sent: Iterable[SentMail]
) -> list[LogEvent]:
    """Somebody who works in the mailbox itself wrote to the requester since they asked. It may be
    the answer: nobody here has read it. `thread`: Message-IDs that the requester has seen.
    """
    since, asks = request.unanswered_since, identity(policy, request.requester)
    if since is None:
        return []
    later = (one for one in sent if one.at >= since and not _is_beside(one, thread))
    found = (one for one in later if asks in identities(policy, one.to))
    told = "a mail to the requester lies in the mailbox's own Sent folder"
    return [LogEvent(PERHAPS_ANSWERED, told)] if next(found, None) else []


def _is_beside(mail: SentMail, thread: Collection[str]) -> bool:
    return not any(ident in thread for ident in mail.answers)


def written_as_alias(case: Case) -> tuple[list[Effect | Because], int] | None:
    """Somebody who works in the mailbox itself answers out of it: what comes of that, and of which
    request. None where it is no answer to one of ours.
    """
    request = _answered_as_alias(case)
    if request is None:
        return None
    if _is_believed(case):
        return kept_past_us(case, request, "from the alias itself"), request.id
    why = "from the alias itself, and nothing proves it"
    effects = [
        Because(f"perhaps an answer past us: {why}"),
        *perhaps_answered(case, request),
        Dispose(Disposition.UNVERIFIED, why),
    ]
    return effects, request.id


def _answered_as_alias(case: Case) -> Request | None:
    facts = case.facts
    named = [
        *(one.request_id for one in facts.issued),
        *(one.request_id for one in facts.known if one.by in _POINTS),
    ]
    requests = (facts.requests[number] for number in named)
    answered = (one for one in requests if reached(case, one) and _says_something(case, one))
    return next(answered, None)
