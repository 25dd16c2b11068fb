"""A mail on a request whose requester chooses whom they confide in → it is kept unread, they are
asked, or whom they name has it (docs/reliability.md, K8 to K10).
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.askers.hearing import heard_on
from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import Case
from mailtracker.desk.closing import ended
from mailtracker.desk.confiding.asking import ask, left_alone, waits
from mailtracker.desk.confiding.confidants import (
    Chosen,
    choice_of,
    chosen_in,
    confidant,
    is_polite,
)
from mailtracker.desk.confiding.confiding_letters import AskedBecause, WhomToTell
from mailtracker.desk.effects import (
    Because,
    Confide,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
)
from mailtracker.desk.handing import HandOver, hand_over
from mailtracker.desk.limits import asks_again, question_spends, receipt_spends
from mailtracker.desk.participants import is_proof_enough
from mailtracker.desk.receipt import Told, receipt
from mailtracker.desk.request import Request, Status
from mailtracker.desk.says import names_of, says, says_more
from mailtracker.desk.thread import Role, Thread
from mailtracker.desk.words.waiting import goes_on
from mailtracker.mail.message import Message
from mailtracker.policy.model import Person


def confided(
    case: Case, before: Request, request: Request, found: Thread
) -> list[Effect | Because]:
    """Nothing where it goes to whom they chose, as any other. `before`: the request without whom
    this mail names.
    """
    if not request.given.confide_in:
        return []
    has_it = confidant(before, case.scene)
    chosen = _chosen(case, before) if found.role is Role.REQUESTER else None
    if chosen is not None and is_proof_enough(case, found.role):
        return _given_to(case, request, found, chosen.person)
    if has_it is None:
        return _unread(case, request, found, chosen)
    if names_confidant(before, request):
        return [*_kept(request, found), *left_alone(request, "named", case.scene)]
    return []


def names_confidant(before: Request, after: Request) -> bool:
    """Whether what has made the one of the other names who has it for the first time."""
    owner = before.owner
    return owner in after.given.barred and owner not in before.given.barred


def _chosen(case: Case, request: Request) -> Chosen | None:
    """Whoever is named by what was written is chosen by a mail that says nothing but that."""
    choice = choice_of(request, case.scene)
    chosen = chosen_in(case.message.new_text, choice)
    if chosen is None:
        return None
    if chosen.person not in choice.named:
        return chosen
    more = says_more(case, chosen.rest) and not is_polite(chosen.rest, names_of(case))
    return None if more else chosen


def without_choice(case: Case, request: Request) -> Message:
    """The mail without a line that chooses somebody: that keeps nobody out."""
    message = case.message
    chosen = _chosen(case, request) if request.given.confide_in else None
    return message if chosen is None else replace(message, new_text=chosen.rest)


def _given_to(case: Case, request: Request, found: Thread, new: Person) -> list[Effect | Because]:
    """All that was written goes to them, with this mail. A promise begins where none runs."""
    scene, first = case.scene, not request.owner
    handed = HandOver(new, "confided", tell_former=False, tell_requester=not first)
    begins = goes_on(scene, request) if request.unanswered_since is None else []
    told = _receipt(case, request, new) if first else []
    return [
        Because(f"the requester of {request.reference} has chosen who reads it"),
        Confide(new.key),
        *hand_over(request, handed, scene),
        *begins,
        *told,
        Dispose(Disposition.REPLY, f"its requester chose who reads it: {found.why}"),
    ]


def _receipt(case: Case, request: Request, new: Person) -> list[Effect]:
    given = request.given
    told = Told(
        promise=given.promise,
        ladder=given.ladder,
        confidential=True,
        reopened=request.status is Status.CLOSED,
        asked=given.asked,
        attach=given.attached,
        confided=True,
    )
    sent = receipt(case, candidates_for(request, case.scene), new, told)
    return [sent, *receipt_spends(case)]


def _kept(request: Request, found: Thread) -> list[Effect | Because]:
    told = "a mail is kept until its requester has chosen who reads it"
    return [
        Because(f"{request.reference}: {told}"),
        LogEvent("unread", told),
        Dispose(Disposition.REPLY, f"kept unread: {found.why}"),
    ]


def _unread(
    case: Case, request: Request, found: Thread, chosen: Chosen | None
) -> list[Effect | Because]:
    """While nobody has it. Of a mail that is not the requester's nobody hears."""
    kept = _kept(request, found)
    if found.role is not Role.REQUESTER:
        return kept
    if chosen is not None:
        return [*kept, *_asked(case, request, "unproven")]
    asked = heard_on(case, request)
    if asked is not None and asked.word.closes and is_proof_enough(case, found.role):
        return _withdrawn(case, request)
    if asked is None and not says(case, request, of_owners=False).begins:
        return kept
    answers = any(one.letter == WhomToTell.name for one in case.facts.issued)
    why: AskedBecause = "unclear" if answers else "more"
    return [*kept, *waits(request, case.scene), *_asked(case, request, why)]


def _asked(case: Case, request: Request, why: AskedBecause) -> list[Effect]:
    """So often at most that no machine goes on by answering it."""
    if asks_again(case, request):
        return []
    return [ask(request, why, case.scene), *question_spends(case, request)]


def _withdrawn(case: Case, request: Request) -> list[Effect | Because]:
    """Nobody has read it, and nobody will."""
    letter = ask(request, "withdrawn", case.scene)
    closed = request.status is Status.CLOSED
    over: list[Effect] = [] if closed else ended(case.policy, request, letter.letter)
    return [
        Because(f"the requester of {request.reference} takes it back"),
        *over,
        LogEvent("closed", "by its requester, unread"),
        Dispose(Disposition.REPLY, "its requester takes it back"),
    ]
