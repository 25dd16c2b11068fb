"""A mail of ours that did not arrive → its owner told, or the request handed on at once when
it is the owner who cannot be reached. Where it is the mail that is refused, and no person, less of
it goes to the same person.
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.candidates import Candidates, candidates_for
from mailtracker.desk.confiding.asking import left_alone
from mailtracker.desk.confiding.confidants import has_nobody
from mailtracker.desk.effects import Because, Decision, DropParticipant, Effect, LogEvent
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import owner_now, owner_who_begins
from mailtracker.desk.letters import HandedOwner
from mailtracker.desk.lost.failed import ANSWERS, CARRIED, NOT_WORTH_A_WORD, Failed
from mailtracker.desk.lost.less import has_less, send_less
from mailtracker.desk.lost.lost_letters import Undelivered
from mailtracker.desk.lost.owed import begins, owed_again
from mailtracker.desk.lost.unreachable import above, dead_mailbox, pass_on, tell_former, to_person
from mailtracker.desk.request import Status
from mailtracker.desk.scene import Scene
from mailtracker.mail.origin.refusals import Refused
from mailtracker.policy.model import Person


def on_undelivered(failed: Failed, scene: Scene) -> Decision:
    """An answer that did not reach the requester is still owed: the request opens again."""
    return decide(undelivered(failed, scene), failed.request, scene.policy)


def undelivered(failed: Failed, scene: Scene) -> list[Effect | Because]:
    """The same for a bounce, which is a message and has a ledger line besides."""
    because = Because(f"{failed.letter} to {failed.recipient} failed")
    if has_nobody(failed.request, scene):
        return [because, _record(failed), *_dead(failed, scene)]
    if failed.proven and failed.refused.is_of_the_mail and has_less(failed):
        return [because, _record(failed), *send_less(failed, scene)]
    if _is_only_recorded(failed, scene):
        return [because, _record(failed), *_dead(failed, scene)]
    if not failed.proven:
        return [because, _record(failed), *_say(failed, scene)]
    candidates = candidates_for(failed.request, scene)
    owner, handed = _owner(failed, candidates)
    person = scene.policy.person_by_address(failed.recipient)
    known = [because, _record(failed), *handed, *_dead(failed, scene)]
    if person is None:
        return [*known, *_go_on(failed, scene, owner)]
    if failed.letter == HandedOwner.name:  # who lost it does not know so yet
        told = [] if person.key == owner.key else tell_former(failed, candidates, person, owner)
        return [*known, *told]
    if person.key == owner.key and failed.request.given.confide_in:  # nobody stands in
        told = left_alone(failed.request, "gone", scene)
        return [
            Because(f"whom it is confided to cannot be reached: {failed.letter}"),
            *known[1:],
            *told,
        ]
    if person.key == owner.key:
        because = Because(f"owner of {failed.request.reference} cannot be reached")
        return [because, *known[1:], *pass_on(failed, candidates, owner)]
    return [*known, *_go_on(failed, scene, owner)]


def _is_only_recorded(failed: Failed, scene: Scene) -> bool:
    """A notice, but for one by which its owner shows to be out of reach while an answer is owed;
    and what was written about a request that is closed, but for the answer itself.
    """
    if failed.letter in NOT_WORTH_A_WORD:
        return not _takes_from_owner(failed, scene)
    return failed.request.status is Status.CLOSED and not _is_answer(failed)


def _takes_from_owner(failed: Failed, scene: Scene) -> bool:
    owed = failed.request.unanswered_since is not None
    person = scene.policy.person_by_address(failed.recipient)
    owns = person is not None and person.key == failed.request.owner
    return owed and owns and _is_certain_of_person(failed)


def _is_certain_of_person(failed: Failed) -> bool:
    return failed.proven and not failed.refused.is_of_the_mail


def _is_answer(failed: Failed) -> bool:
    return failed.letter in ANSWERS and failed.recipient == failed.request.requester.key


def _dead(failed: Failed, scene: Scene) -> list[Effect]:
    """The admins hear of each address of the people file at which nothing arrives."""
    person = scene.policy.person_by_address(failed.recipient)
    if person is None or not failed.proven or has_left(scene, person.key):
        return []
    of_mail = failed.refused.is_of_the_mail and failed.letter in NOT_WORTH_A_WORD
    if of_mail or failed.refused is Refused.UNWRITTEN:
        return []
    return [dead_mailbox(failed, person, scene)]


def _owner(failed: Failed, candidates: Candidates) -> tuple[Person, list[Effect]]:
    """Who is away begins no promise; whom nothing reaches need not hear who has it."""
    if begins(failed) and failed.recipient == failed.request.requester.key:
        return owner_who_begins(candidates, failed.request, tell_requester=False)
    return owner_now(candidates, failed.request)


def _record(failed: Failed) -> LogEvent:
    said = "" if failed.proven else ", says a report that may be forged"
    return LogEvent("undelivered", f"{failed.letter} to {failed.recipient}: {failed.answer}{said}")


# Known for certain.


def _go_on(failed: Failed, scene: Scene, owner: Person) -> list[Effect]:
    """The requester's answer is owed again. A dead address in copy takes no part any more; of those
    the owner hears once a day, however many there are: the next note names who reads along.
    """
    request, recipient = failed.request, failed.recipient
    days = failed.days_tried(scene.now)
    lost = Undelivered(
        recipient, failed.answer, proven=True, left=False, answer=_is_answer(failed), days=days
    )
    if recipient == request.requester.key:
        return [*owed_again(failed, scene), to_person(lost, owner)]
    day = f"{scene.now:%Y%m%d}"
    in_copy = request.party(recipient)
    if in_copy is None:
        return [to_person(lost, owner, once=f"lost.{recipient}.{day}")]
    once = f"lost.{day}"
    if failed.refused is not Refused.ADDRESS:
        return [to_person(lost, owner, once=once)]
    left = replace(lost, left=True)
    told = LogEvent("dropped", f"{recipient} takes no part any more: nothing reaches that address")
    return [DropParticipant(in_copy), told, to_person(left, owner, once=once)]


# Only said.


def _say(failed: Failed, scene: Scene) -> list[Effect]:
    """Told to the owner, or above them where it is their own mail that is said to be lost; nothing
    else changes. Once a day, so that whoever forges such reports cannot make us write; the answer
    to the requester apart, so that it is not missed among others.
    """
    request = failed.request
    owner = scene.policy.people.get(request.owner)
    person = scene.policy.person_by_address(failed.recipient)
    answer = failed.letter in CARRIED and failed.recipient == request.requester.key
    once = f"said{'.answer' if answer else ''}.{scene.now:%Y%m%d}"
    # Words of a report that may be forged are repeated to nobody.
    said = Undelivered(failed.recipient, "", proven=False, left=False, answer=answer)
    if owner is not None and (person is None or person.key != owner.key):
        return [to_person(said, owner, once)]
    return above(failed, candidates_for(request, scene), request.owner, said, once)
