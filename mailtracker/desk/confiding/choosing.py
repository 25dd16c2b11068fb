"""A mail on a request whose requester chooses whom they confide in → it is kept unread, they are
asked, or whom they name has it (docs/reliability.md, K8 to K10).
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.askers.hearing import heard_on
from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import Case, sounds_automatic
from mailtracker.desk.closing import ended
from mailtracker.desk.confiding.asking import ask, ask_whether, left_unread, waits
from mailtracker.desk.confiding.confidants import (
    Chosen,
    choice_of,
    chosen_in,
    confidant,
    is_polite,
)
from mailtracker.desk.confiding.confiding_letters import (
    ASKING,
    AskedBecause,
    ShallTheyRead,
)
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
from mailtracker.desk.names.salutations import begins_with_a_third
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
    proven = chosen is not None and is_proof_enough(case, found.role)
    if chosen is not None and proven and _is_sure(case, before, chosen):
        if chosen.person != has_it:
            return _given_to(case, request, found, chosen.person)
        if not says_more(case, chosen.rest):
            return _has_it_already(request, found)
    if has_it is None:
        whether = chosen.person if chosen is not None and proven else None
        return _doubted(case, request, found, whether) or _unread(case, request, found, chosen)
    if names_confidant(before, request):
        return [*_kept(request, found), *left_unread(request, has_it, case.scene)]
    return []


def asked_besides(case: Case, before: Request, request: Request, found: Thread) -> list[Effect]:
    """A name alone goes to who has it, as what they asked may be answered by it; whether it was a
    choice is asked besides.
    """
    has_it = confidant(before, case.scene) if request.given.confide_in else None
    if has_it is None or names_confidant(before, request) or found.role is not Role.REQUESTER:
        return []
    chosen = _chosen(case, before)
    if chosen is None or chosen.person == has_it or _is_sure(case, before, chosen):
        return []
    if asks_again(case, request) or not is_proof_enough(case, found.role):
        return []
    asked = ask_whether(request, chosen.person, case.scene, has_it)
    return [*asked, *question_spends(case, request)]


def names_confidant(before: Request, after: Request) -> bool:
    """Whether what has made the one of the other names who has it for the first time."""
    owner = before.owner
    return owner in after.given.barred and owner not in before.given.barred


def _chosen(case: Case, request: Request) -> Chosen | None:
    """Whom the first line names, who has it among them. A program chooses nobody."""
    if sounds_automatic(case):
        return None
    owner = case.policy.people.get(request.owner)
    people = choice_of(request, case.scene).everybody
    people = people if owner is None else (*people, owner)
    return chosen_in(case.message.new_text, people, names_of(case))


def _is_sure(case: Case, request: Request, chosen: Chosen) -> bool:
    """A name says whom they confide in where we asked that; where what they wrote names that person
    it may say whom it is about, until they say it once more.
    """
    answered = next((one.letter for one in case.facts.issued), "")
    if answered not in ASKING or begins_with_a_third(chosen.rest):
        return False
    person = chosen.person
    if person not in choice_of(request, case.scene).named:
        return True
    again = answered == ShallTheyRead.name and person.key in request.given.asked_whether
    polite = is_polite(chosen.rest, names_of(case)) or not says_more(case, chosen.rest)
    return again and polite


def without_choice(case: Case, request: Request) -> Message:
    """The mail without a line that chooses somebody: that keeps nobody out."""
    message = case.message
    chosen = _chosen(case, request) if request.given.confide_in else None
    if chosen is None or not _is_sure(case, request, chosen):
        return message
    return replace(message, new_text=chosen.rest)


def _doubted(
    case: Case, request: Request, found: Thread, person: Person | None
) -> list[Effect | Because]:
    """Nobody has it, and shall this one? Nothing where no one is named."""
    if person is None:
        return []
    kept = [*_kept(request, found), *waits(request, case.scene)]
    if asks_again(case, request):
        return kept
    asked = ask_whether(request, person, case.scene, None)
    return [*kept, *asked, *question_spends(case, request)]


def _has_it_already(request: Request, found: Thread) -> list[Effect | Because]:
    told = "its requester names who has it already"
    return [Because(f"{request.reference}: {told}"), Dispose(Disposition.REPLY, found.why)]


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
    answers = any(one.letter in ASKING for one in case.facts.issued)
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
