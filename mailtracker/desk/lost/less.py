"""A mail that a server refuses for what it is, whoever it is for → less of it to the same person:
nobody is unreachable by that, and nobody loses a request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.absence.cover_letters import Covering
from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.effects import Effect, RelayAgain, SendLetter
from mailtracker.desk.handing import owner_now
from mailtracker.desk.letters import HandedRequester, Letter
from mailtracker.desk.lost.failed import ANSWERS, CARRIED, RELAYS, SAID_LAST, Failed, LoseList
from mailtracker.desk.lost.lost_letters import FilesStay, ListRefused, NotTaken, Refusal
from mailtracker.desk.lost.owed import owed_again
from mailtracker.desk.notes import NoteHanded, NoteInside, NoteTeam
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.scene import Scene
from mailtracker.desk.why import HandedBecause
from mailtracker.mail.message import Address
from mailtracker.mail.origin.refusals import Refused, takes_at_most
from mailtracker.policy.model import Person, Policy

_WHY: dict[Refused, Refusal] = {Refused.SIZE: "size", Refused.POLICY: "policy"}


def send_less(failed: Failed, scene: Scene) -> list[Effect]:
    """To the same person the words without the files; where they are refused too, or are all that
    there is, a note without any of it. An answer of which nothing went is still owed.
    """
    owner, handed = owner_now(candidates_for(failed.request, scene), failed.request)
    if failed.letter == Covering.name:
        return [*handed, *_each_by_itself(failed, scene, owner)]
    letter, words_went = _less(failed)
    person = scene.policy.person_by_address(failed.recipient)
    to, key = _addressed(failed, person), person.key if person else ""
    sent = SendLetter(letter, to, key, _lane(failed, person, owner))
    if words_went and failed.letter in RELAYS:
        sent = replace(sent, auto="")
    if person is not None and person.key == owner.key:
        if isinstance(letter, NotTaken):
            return [*handed, *_nothing_to_owner(sent, letter, failed, scene)]
        return [*handed, sent]
    told = replace(_not_taken(failed, words_went), by=failed.recipient)
    return [*handed, sent, *_answer_cut(failed, scene, owner, told)]


def has_less(failed: Failed) -> bool:
    """What is refused for what it is can be said with less: of a note without any words at least
    the subject can go.
    """
    if failed.letter != NotTaken.name:
        return failed.letter not in SAID_LAST
    held, subject = failed.mail.contents, " ".join(failed.request.subject.split())
    if held is None or not subject or why_refused(failed.refused) == "size":
        return False
    return subject in " ".join(held.subject.replace(f"[{failed.request.reference}]", "").split())


def _nothing_to_owner(
    sent: SendLetter, letter: NotTaken, failed: Failed, scene: Scene
) -> list[Effect]:
    """The owner learns what is theirs; its subject goes where it was not refused. Who asks was told
    that a new owner has all that they wrote, and learns that it is not so.
    """
    request = failed.request
    if failed.letter == NotTaken.name:
        return [replace(sent, once=f"bare.{scene.now:%Y%m%d}")]
    sent = replace(sent, letter=replace(letter, told=True))
    waits = request.requester.email and request.unanswered_since is not None
    if failed.letter != NoteHanded.name or not waits:
        return [sent]
    owner = scene.policy.people[sent.person]
    late = request.told_by is not None and scene.now >= request.told_by
    told = HandedRequester(owner.name, late, "slipped", has="nothing")
    to, key = request.requester, key_of(scene.policy, request.requester)
    return [sent, SendLetter(told, to, key, Lane.OWNER, once=f"nothing.{owner.key}")]


def why_refused(refused: Refused) -> Refusal:
    return _WHY.get(refused, "content")


def instead_of_list(
    lost: LoseList, owed: Sequence[Request], person: Person, policy: Policy
) -> ListRefused | None:
    """In place of a letter about several requests. None: its reader owes nothing."""
    theirs = [one.reference for one in owed if not kept_out(policy, one, person)]
    return ListRefused(why_refused(lost.refused), lost.answer, theirs) if theirs else None


def _each_by_itself(failed: Failed, scene: Scene, owner: Person) -> list[Effect]:
    """What a letter about all that came over would have told of this one."""
    person = scene.policy.person_by_address(failed.recipient)
    if person is None or person.key != owner.key:
        return []
    request, former = failed.request, failed.request.former_owners[-1:]
    names = [scene.policy.people[key].name for key in former if key in scene.policy.people]
    because: HandedBecause = "assigned" if has_left(scene, "".join(former)) else "away"
    late = request.promised_at is not None and scene.now >= request.promised_at
    note = NoteHanded("".join(names), because, by_name="", late=late, brief=True)
    return [RelayAgain(note, address_of(owner), owner.key)]


def _answer_cut(failed: Failed, scene: Scene, owner: Person, told: NotTaken) -> list[Effect]:
    """The owner hears of each answer, and once a day of copies, however many there are."""
    if failed.letter not in ANSWERS:
        return []
    if failed.recipient != failed.request.requester.key:
        once = f"less.{told.words_went}.{scene.now:%Y%m%d}"
        return [_to_owner(told, owner, once)]
    owed = [] if told.words_went else owed_again(failed, scene)
    return [*owed, _to_owner(told, owner)]


def _to_owner(told: NotTaken, owner: Person, once: str = "") -> SendLetter:
    return SendLetter(told, address_of(owner), owner.key, Lane.TEAM, once=once)


def _less(failed: Failed) -> tuple[Letter, bool]:
    """And whether it holds the words."""
    held, why = failed.mail.contents, why_refused(failed.refused)
    if held is None or failed.letter == FilesStay.name or not held.words:
        return _not_taken(failed, words_went=False), False
    if not held.files and why != "size":  # it is the words that are refused
        return _not_taken(failed, words_went=False), False
    return FilesStay(held.author, held.words, held.files, why), True


def _not_taken(failed: Failed, words_went: bool) -> NotTaken:
    mail, said, somebodys = failed.mail, failed.answer, _is_somebodys(failed)
    author = mail.contents.author if somebodys and mail.contents else ""
    return NotTaken(
        why=why_refused(failed.refused),
        text=said,
        by="",
        words_went=words_went,
        author=author,
        at=mail.written_at if somebodys else None,
        folder=mail.folder,
        size=mail.size,
        limit=takes_at_most(said),
        told=why_refused(failed.refused) == "size",
    )


def _is_somebodys(failed: Failed) -> bool:
    """Its words are a person's, and lie in the mailbox."""
    return failed.letter in (*RELAYS, FilesStay.name) and failed.letter != NoteHanded.name


def _addressed(failed: Failed, person: Person | None) -> Address:
    if person is not None:
        return Address(person.name, failed.recipient)
    parties = (failed.request.requester, *failed.request.copied)
    named = (party for party in parties if party.key == failed.recipient)
    return next(named, Address("", failed.recipient))


def _lane(failed: Failed, person: Person | None, owner: Person) -> Lane:
    """A reply goes on to where one to the whole mail would have gone."""
    if person is None or failed.letter in CARRIED:
        return Lane.OWNER
    inside = failed.letter in (NoteTeam.name, NoteInside.name)
    return Lane.REQUESTER if person.key == owner.key and not inside else Lane.TEAM
