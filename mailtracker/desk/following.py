"""A message from the requester's side on a request that exists → carried to the owner; a
promise begins; closed reopens.
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.askers.asker_words import presses
from mailtracker.desk.askers.standing import stands_for
from mailtracker.desk.authors import shown
from mailtracker.desk.case import (
    Case,
    address_of,
    key_of,
)
from mailtracker.desk.deadlines import promise_of, start_again
from mailtracker.desk.effects import (
    Because,
    CallAgain,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
    SetStatus,
)
from mailtracker.desk.elsewhere import meant_for
from mailtracker.desk.handing import owner_now, owner_who_begins
from mailtracker.desk.letters import Reminder
from mailtracker.desk.limits import receipt_spends, why_no_receipt
from mailtracker.desk.notes import (
    Note,
    NoteBeside,
    NoteDisproven,
    NoteElsewhere,
    NoteMore,
    NoteRecall,
    NoteReopened,
)
from mailtracker.desk.participants import Joining, circle_of, is_proof_enough, joining
from mailtracker.desk.parties import to_parties
from mailtracker.desk.receipt import Told, called, receipt
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rights import Act, may
from mailtracker.desk.says import Says, says, says_more
from mailtracker.desk.thanking import note_of_thanks, thanked
from mailtracker.desk.thread import Role, Thread
from mailtracker.desk.watching import show_more
from mailtracker.desk.why import NotJoined
from mailtracker.desk.words.owner_words import Command, Word, read_command
from mailtracker.desk.words.taking_part import carried_out, confirmed, may_take_part, who_is_meant
from mailtracker.desk.words.waiting import goes_on
from mailtracker.mail.message import Address
from mailtracker.mail.subject import without_answer_mark
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

_LOGGED = {
    Says.THANKS: "thanks",
    Says.REACTION: "reaction",
    Says.OBJECTION: "reaction",
    Says.CALLED_OFF: "appointment cancelled",
}
"""How the history calls them."""

_FOR_NOBODY_ELSE = (Says.MACHINE, Says.REACTION, Says.NOTHING)
"""What the owner has, and those in copy do not miss."""

_GIVES_NO_NAME = (Role.DISPROVEN, Role.CLAIMS, Role.ELSEWHERE, Role.UNPROVEN, Role.BYSTANDER)


@dataclass(frozen=True, slots=True)
class _More:
    """A further message (`case`) on a `request`, which the `owner` has, and what it means there."""

    case: Case
    request: Request
    owner: Person
    #: As whom its author speaks.
    role: Role
    #: Whose mail of ours it answers from an address that nobody knows, "" where it is its author's.
    meant_for: str
    #: What it says there.
    says: Says
    #: Who of its copies takes part.
    joining: Joining

    @property
    def quiet(self) -> bool:
        """It starts nothing."""
        return not self.says.begins

    @property
    def reopens(self) -> bool:
        return self.request.status is Status.CLOSED and not self.quiet

    @property
    def starts(self) -> bool:
        """A promise begins."""
        return self.request.unanswered_since is None and not self.quiet


def call_again(case: Case, request: Request, role: Role) -> list[Effect]:
    """What it is called, where nobody knows that any more and somebody of it writes again: as their
    mail is. What nothing proves gives it no name.
    """
    if not request.lost_subject or role in _GIVES_NO_NAME:
        return []
    return [CallAgain(without_answer_mark(case.message.subject))]


def follow(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """The same owner gets it. Thanks alone start nothing: they travel to the owner and that is all.

    What an outsider writes, or somebody whom nothing proves, goes to the owner alone: with one mail
    they would have fifty sent in our name.
    """
    candidates, role, why = case.candidates_for(request), found.role, found.why
    owner, handed = owner_now(candidates, request)
    more = _more(case, request, owner, found)
    if more.starts:
        tells = not more.reopens  # the receipt says who has it
        owner, handed = owner_who_begins(candidates, request, tells)
        more = replace(more, owner=owner)
    named = owner.key != request.owner and candidates.is_barred(request.owner)
    effects: list[Effect | Because] = [Because(f"reply to {request.reference}: {why}"), *handed]
    effects += more.joining.effects
    if more.reopens:
        effects += _reopen(more)
    elif more.starts:
        effects += goes_on(case.scene, request)
    effects.append(LogEvent(_LOGGED.get(more.says, "mail"), f"from {case.sender.email}"))
    if not handed:  # a hand-over carries all that was written, this mail with it
        effects += _to_owner(more)
    heard = case.colleague and role is not Role.UNPROVEN
    for_all = more.says not in _FOR_NOBODY_ELSE
    if heard and for_all and not named:  # who is named by it: the next one shows it
        effects += to_parties(case, request, case.author, owner)
        effects += show_more(case, request, owner, case.author)
    if more.says is Says.THANKS and not named:
        effects += thanked(case, request, owner, role)
    effects += stands_for(case, request, found)
    return [*effects, Dispose(Disposition.REPLY, why)]


def _more(case: Case, request: Request, owner: Person, found: Thread) -> _More:
    return _More(
        case=case,
        request=request,
        owner=owner,
        role=found.role,
        meant_for=meant_for(case, found),
        says=says(case, request, of_owners=False),
        joining=joining(case, found.role, circle_of(request)),
    )


def change_copies(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """`add NAME` or `drop NAME` by a proven requester, alone or above what they write; nothing
    where that is no word but the beginning of their mail.
    """
    asked = _asked_change(case, request, found.role)
    if asked is None or not is_proof_enough(case, found.role):
        return []
    command, people = asked
    changed = carried_out(case, command, people)
    letter = replace(confirmed(case, command, people), to_requester=True)
    key = key_of(case.policy, case.sender)
    told = SendLetter(letter, called(case), key, Lane.OWNER)
    if not says_more(case, command.rest):
        because = Because(f"{case.author.shown}: {command.word}")
        return [because, *changed, told, Dispose(Disposition.REPLY, f"word {command.word}")]
    return [*changed, told, *follow(case, request, found)]


def _asked_change(
    case: Case, request: Request, role: Role
) -> tuple[Command, tuple[Address, ...]] | None:
    """`add` or `drop` of somebody who may use it, and whom it means."""
    command = read_command(case.message.new_text)
    words = (Word.ADD, Word.DROP)
    if command is None or command.word not in words or not may(role, Act.ADMIT, request):
        return None
    meant = who_is_meant(case, request, command)
    return None if meant.why else (command, meant.people)


def beside(case: Case, request: Request, why: str) -> list[Effect | Because]:
    """Somebody in copy who takes no part: their words go to the owner, and that is all. No
    receipt, no promise; a closed request stays closed.
    """
    note = NoteBeside(case.author.shown, may_take_part(case, request, case.sender))
    return [
        Because(f"to the owner of {request.reference} alone: {why}"),
        LogEvent("beside", f"{case.sender.email}, who stood in copy, wrote to the owner"),
        *_to_owner_alone(case, request, note),
        Dispose(Disposition.REPLY, why),
    ]


def wants_back(case: Case, request: Request, why: str) -> list[Effect | Because]:
    """Its writer would like to have an earlier mail back. It was read, and stays: the owner hears
    of the wish, and nothing is changed by it.
    """
    return [
        Because(f"the owner of {request.reference} hears that a mail is to be called back"),
        LogEvent("recall", f"{case.sender.email} asked to have a mail back"),
        *_to_owner_alone(case, request, NoteRecall(case.author.shown)),
        Dispose(Disposition.REPLY, f"asks to have a mail back: {why}"),
    ]


def disproven(case: Case, request: Request, why: str) -> list[Effect | Because]:
    """Our border denies it: the owner sees it with a warning, and nothing is changed by it."""
    told = LogEvent("disproven", f"a mail that is not from {case.sender.email}: {why}")
    return [
        Because(f"disproven: {why}"),
        told,
        *_to_owner_alone(case, request, NoteDisproven(case.author.shown), again=True),
        Dispose(Disposition.UNVERIFIED, why),
    ]


def _to_owner_alone(case: Case, request: Request, note: Note, again: bool = False) -> list[Effect]:
    """`again`: also where the owner has the mail already, but not our warning. A hand-over carries
    the mail itself, but none that needs one.
    """
    owner, handed = owner_now(case.candidates_for(request), request)
    has_it = bool(handed) or case.has_it_already(owner)
    if has_it and not again:
        return list(handed)
    return [*handed, Relay(note, address_of(owner), owner.key, Lane.REQUESTER, case.author)]


def _reopen(more: _More) -> list[Effect]:
    case, request = more.case, more.request
    effects: list[Effect] = [
        SetStatus(Status.OPEN),
        start_again(case.scene, request),
        LogEvent("reopened", f"by a reply of {case.sender.email}"),
    ]
    no_receipt = why_no_receipt(case)
    if no_receipt is None and not case.is_from(request.requester):
        no_receipt = "sent by somebody in copy"
    if no_receipt is not None:
        return [*effects, LogEvent("no receipt", no_receipt)]
    given = request.given
    promise = promise_of(case.policy, request).key
    told = Told(promise, given.ladder, given.confidential, reopened=True)
    sent = receipt(case, case.candidates_for(request), more.owner, told)
    return [*effects, sent, *receipt_spends(case)]


def _to_owner(more: _More) -> list[Effect]:
    """An owner who has the mail already needs a word of ours only where a promise
    begins: its answer must reach us.
    """
    case, request, owner = more.case, more.request, more.owner
    if case.is_from(owner):
        return []
    to = address_of(owner)
    if case.has_it_already(owner):
        reminder = SendLetter(Reminder(late=False), to, owner.key, Lane.REQUESTER)
        return [reminder] if more.starts else []
    parties = (request.requester, *request.copied, *more.joining.joins)
    others = [shown(case.policy, a) for a in parties if not case.is_from(a)]
    who, why = case.author.shown, more.joining.not_joined or _not_changed(more)
    pressing = presses(case.message.new_text)
    note: Note = NoteMore(who, others, why, pressing)
    if more.says is Says.THANKS and not why:
        note = note_of_thanks(case)
    if more.reopens:
        note = NoteReopened(who, others, why)
    if more.meant_for:
        note = NoteElsewhere(case.author.shown, more.meant_for, more.reopens)
    return [Relay(note, to, owner.key, Lane.REQUESTER, case.author)]


def _not_changed(more: _More) -> NotJoined:
    """Why a word of this mail changes nothing about who takes part."""
    asked = _asked_change(more.case, more.request, more.role) is not None
    return "unproven" if asked and not is_proof_enough(more.case, more.role) else ""
