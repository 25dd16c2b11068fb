"""A mail of ours that did not arrive → its owner told, or the request handed on at once when
it is the owner who cannot be reached. Where it is the mail that is refused, and no person, less of
it goes to the same person.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile
from typing import Literal, get_args

from mailtracker.desk.admin_letters import ToAdmins
from mailtracker.desk.assign import boss, stand_in
from mailtracker.desk.candidates import Candidates, all_present, away_record, candidates_for
from mailtracker.desk.case import address_of
from mailtracker.desk.effects import (
    Because,
    Decision,
    DropParticipant,
    Effect,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import HandOver, hand_over, owner_now, owner_who_begins
from mailtracker.desk.letters import (
    AskBack,
    Confirm,
    Elsewhere,
    FilesStay,
    Gap,
    HandedOwner,
    Held,
    InDoubt,
    Letter,
    NotTaken,
    OnHold,
    PastUs,
    Undelivered,
    Unreached,
    Unverified,
    Withdrawn,
)
from mailtracker.desk.notes import Note, NoteCopied, NoteRequester
from mailtracker.desk.readers import admitted
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.waiting_letters import Noted, Snoozes, Waits
from mailtracker.desk.words.waiting import ASKS, goes_on
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Address
from mailtracker.mail.origin.refusals import Refused
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

CARRIED = (NoteRequester.name, NoteCopied.name)
"""Relays of an owner's answer."""

RELAYS = tuple(note.name for note in get_args(Note))
"""What people wrote; all else is a machine's, and says so."""

ANSWERS = (*CARRIED, FilesStay.name)
"""The same, whole or without its files."""

Why = Literal["size", "content"]

NOT_WORTH_A_WORD = tuple(
    letter.name
    for letter in (
        *(Undelivered, Unreached, Unverified, PastUs, Confirm, AskBack, Elsewhere, Gap),
        *(Held, OnHold, InDoubt, Withdrawn, *get_args(ToAdmins)),
        *(Waits, Snoozes, Noted),
    )
)
"""Letters whose failure is only recorded: a notice about a failed notice is how loops begin."""

SAID_LAST = (*NOT_WORTH_A_WORD, NotTaken.name)
"""Less than these cannot be said: who is refused them cannot be reached."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What may go in place of a mail: who wrote it (`author`), its `words` in paragraphs, and the
    names of its `files`.
    """

    author: str
    words: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """What did not arrive, and how sure that is."""

    #: What it was about.
    request: Request
    #: The stored name of the letter.
    letter: str
    #: To which address, as a key.
    recipient: str
    #: The other side's words.
    answer: str
    #: Our own server refused it, or the report came to that mail's own envelope sender. Anything
    #: else anybody may have written who ever saw a mail of ours.
    proven: bool = True
    #: What is refused, as far as that is known.
    refused: Refused = Refused.UNKNOWN
    #: Addresses of who hears of it where nobody above the owner is left.
    admins: tuple[str, ...] = ()
    #: What the mail holds, None where it is not at hand.
    contents: Contents | None = None


def on_undelivered(failed: Failed, scene: Scene) -> Decision:
    """An answer that did not reach the requester is still owed: the request opens again."""
    return decide(undelivered(failed, scene), failed.request, scene.policy)


def undelivered(failed: Failed, scene: Scene) -> list[Effect | Because]:
    """The same for a bounce, which is a message and has a ledger line besides."""
    because = Because(f"{failed.letter} to {failed.recipient} failed")
    if failed.proven and failed.refused.is_of_the_mail and failed.letter not in SAID_LAST:
        return [because, _record(failed), *_send_less(failed, scene)]
    if failed.letter in NOT_WORTH_A_WORD or failed.request.status is Status.CLOSED:
        return [because, _record(failed)]
    if not failed.proven:
        return [because, _record(failed), *_say(failed, scene)]
    candidates = candidates_for(failed.request, scene)
    owner, handed = _owner(failed, candidates)
    person = scene.policy.person_by_address(failed.recipient)
    if person is None:
        return [because, _record(failed), *handed, *_go_on(failed, scene, owner)]
    if failed.letter == HandedOwner.name:  # who lost it does not know so yet
        told = [] if person.key == owner.key else _tell_former(failed, candidates, person, owner)
        return [because, _record(failed), *handed, *told]
    if person.key == owner.key:
        because = Because(f"owner of {failed.request.reference} cannot be reached")
        return [because, _record(failed), *handed, *_pass_on(failed, candidates, owner)]
    return [because, _record(failed), *handed, *_go_on(failed, scene, owner)]


def _owner(failed: Failed, candidates: Candidates) -> tuple[Person, list[Effect]]:
    """Who is away begins no promise; whom nothing reaches need not hear who has it."""
    if _begins(failed) and failed.recipient == failed.request.requester.key:
        return owner_who_begins(candidates, failed.request, tell_requester=False)
    return owner_now(candidates, failed.request)


def _record(failed: Failed) -> LogEvent:
    said = "" if failed.proven else ", says a report that may be forged"
    return LogEvent("undelivered", f"{failed.letter} to {failed.recipient}: {failed.answer}{said}")


# The mail is refused, not who it is for.


def _send_less(failed: Failed, scene: Scene) -> list[Effect]:
    """To the same person the words without the files; where they are refused too, or are all that
    there is, a note without any of it. Nobody loses a request by that; an answer of which nothing
    went is still owed.
    """
    owner, handed = owner_now(candidates_for(failed.request, scene), failed.request)
    why: Why = "size" if failed.refused is Refused.SIZE else "content"
    letter, words_went = _less(failed, why)
    person = scene.policy.person_by_address(failed.recipient)
    to, key = _addressed(failed, person), person.key if person else ""
    sent = SendLetter(letter, to, key, _lane(failed, person, owner))
    if words_went and failed.letter in RELAYS:
        sent = replace(sent, auto="")
    if person is not None and person.key == owner.key:
        return [*handed, sent]
    told = NotTaken(why, failed.answer, failed.recipient, words_went)
    return [*handed, sent, *_answer_cut(failed, scene, owner, told)]


def _answer_cut(failed: Failed, scene: Scene, owner: Person, told: NotTaken) -> list[Effect]:
    """The owner hears of each answer, and once a day of copies, however many there are."""
    if failed.letter not in ANSWERS:
        return []
    if failed.recipient != failed.request.requester.key:
        once = f"less.{told.words_went}.{scene.now:%Y%m%d}"
        return [_letter(told, owner, once)]
    owed = [] if told.words_went else _owed_again(failed, scene)
    return [*owed, _letter(told, owner)]


def _less(failed: Failed, why: Why) -> tuple[Letter, bool]:
    """And whether it holds the words."""
    held = failed.contents
    if held is None or failed.letter == FilesStay.name or not held.words:
        return NotTaken(why, failed.answer, "", words_went=False), False
    if not held.files and why == "content":  # it is the words that are refused
        return NotTaken(why, failed.answer, "", words_went=False), False
    return FilesStay(held.author, held.words, held.files, why), True


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
    return Lane.REQUESTER if person.key == owner.key else Lane.TEAM


# Known for certain.


def _go_on(failed: Failed, scene: Scene, owner: Person) -> list[Effect]:
    """The requester's answer is owed again. A dead address in copy takes no part any more; of those
    the owner hears once a day, however many there are: the next note names who reads along.
    """
    request, recipient = failed.request, failed.recipient
    lost = Undelivered(recipient, failed.answer, proven=True, left=False)
    if recipient == request.requester.key:
        return [*_owed_again(failed, scene), _letter(lost, owner)]
    day = f"{scene.now:%Y%m%d}"
    in_copy = request.party(recipient)
    if in_copy is None:
        return [_letter(lost, owner, once=f"lost.{recipient}.{day}")]
    once = f"lost.{day}"
    if failed.refused is not Refused.ADDRESS:
        return [_letter(lost, owner, once=once)]
    left = replace(lost, left=True)
    told = LogEvent("dropped", f"{recipient} takes no part any more: nothing reaches that address")
    return [DropParticipant(in_copy), told, _letter(left, owner, once=once)]


def _owed_again(failed: Failed, scene: Scene) -> list[Effect]:
    return goes_on(scene, failed.request) if _begins(failed) else []


def _begins(failed: Failed) -> bool:
    """An answer, or a question that is waited for, did not arrive: a promise begins."""
    asked = failed.letter in ASKS and failed.request.status is Status.WAITING
    reached = failed.letter not in ANSWERS and not asked
    return not reached and failed.request.unanswered_since is None


def _pass_on(failed: Failed, candidates: Candidates, owner: Person) -> list[Effect]:
    """To whoever has not had it yet, and the owner told in another way; where everybody had, the
    one above them must know that nobody can be reached.
    """
    new = stand_in(candidates, owner.key)
    if new:
        usual = stand_in(all_present(candidates), owner.key)
        handed = HandOver(new, "undeliverable", tell_former=False)
        return [
            *away_record(candidates, usual, new),
            *hand_over(failed.request, handed, candidates.scene),
            *_tell_former(failed, candidates, owner, new),
        ]
    lost = Undelivered(owner.addresses[0], failed.answer, proven=True, left=False)
    told = LogEvent("no cover", "nobody else can take it")
    return [told, *_above(failed, candidates, owner.key, lost)]


def _tell_former(
    failed: Failed, candidates: Candidates, former: Person, new: Person
) -> list[Effect]:
    """Who lost a request because our mail does not reach them hears so at their next address in the
    people file; after the last one somebody above them does.
    """
    later = list(dropwhile(lambda one: address_key(one) != failed.recipient, former.addresses))[1:]
    if later:
        letter = HandedOwner(new.name, "undeliverable", by_name="")
        to = Address(former.name, later[0])
        return [SendLetter(letter, to, former.key, Lane.REQUESTER)]
    unreached = Unreached(former.name, failed.recipient, failed.answer, new.name)
    others = replace(candidates, former=(*candidates.former, new.key))
    above = boss(others, former.key)
    if above and above.key not in (new.key, former.key):
        return [_letter(unreached, above)]
    return _to_admins(failed, candidates.scene, unreached)


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
    said = Undelivered(failed.recipient, "", proven=False, left=False)
    if owner is not None and (person is None or person.key != owner.key):
        return [_letter(said, owner, once)]
    return _above(failed, candidates_for(request, scene), request.owner, said, once)


# Whom to tell.


def _above(
    failed: Failed, candidates: Candidates, owner: str, letter: Letter, once: str = ""
) -> list[Effect]:
    above = boss(candidates, owner)
    if above and above.key != owner:
        return [_letter(letter, above, once)]
    return _to_admins(failed, candidates.scene, letter, once)


def _to_admins(failed: Failed, scene: Scene, letter: Letter, once: str = "") -> list[Effect]:
    """Without those whom a confidential request is kept from."""
    admins = (Address("", admin) for admin in failed.admins)
    return [
        SendLetter(letter, admin, "", Lane.TEAM, once=once)
        for admin in admitted(scene.policy, failed.request, admins)
    ]


def _letter(letter: Letter, person: Person, once: str = "") -> SendLetter:
    return SendLetter(letter, address_of(person), person.key, Lane.TEAM, once=once)
