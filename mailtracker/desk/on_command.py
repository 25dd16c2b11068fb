"""What an admin types at the command line → the same effects as if a mail had asked for it."""

from __future__ import annotations

from mailtracker.desk.assign import find_somebody, stand_in, took_turn_as
from mailtracker.desk.authors import shown
from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import address_of
from mailtracker.desk.closing import close, stay_open
from mailtracker.desk.confiding.asking import ask, left_alone, waits
from mailtracker.desk.confiding.confidants import has_nobody
from mailtracker.desk.effects import (
    Because,
    Decision,
    Effect,
    Entrust,
    LogEvent,
    Release,
    SendLetter,
    StopClock,
)
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import HandOver, hand_over, owner_now, owner_who_begins
from mailtracker.desk.letters import Reminder
from mailtracker.desk.lost.lost_letters import Withdrawn
from mailtracker.desk.notes import NoteRequester
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rerouting import Course, goes_to, rerouted, why_left
from mailtracker.desk.scene import Scene
from mailtracker.desk.words.waiting import goes_on
from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Address
from mailtracker.policy.identity import same
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the `request` to `who`: a key, an address, a name or a team."""

    request: Request
    who: str


@dataclass(frozen=True, slots=True)
class Close:
    """Close the `request`; its requester gets the closing mail."""

    request: Request


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open the `request` again, and release it where too much mail holds it."""

    request: Request


@dataclass(frozen=True, slots=True)
class Revoke:
    """The mailbox of `who` (a person key) is in the wrong hands: the `request` goes to somebody
    else, as if they were away.
    """

    request: Request
    who: str


@dataclass(frozen=True, slots=True)
class MailByHand:
    """What an admin (`who`) decided on a mail of ours about the `request`: to send it again, or to
    take it out of the outbox (`drop`). `uncertain`: it went out before, and nobody knows whether it
    arrived.
    """

    request: Request
    #: The stored name of the letter.
    letter: str
    #: To which address.
    recipient: str
    drop: bool
    uncertain: bool
    who: str


@dataclass(frozen=True, slots=True)
class Reroute:
    """The rules have changed: the `request` goes where they say now (`course`), also one that
    somebody took or was given by hand (`also_handed`).
    """

    request: Request
    course: Course
    also_handed: bool


Command = Assign | Close | Reopen | Revoke | MailByHand | Reroute


def on_command(command: Command, scene: Scene) -> Decision:
    """Raises MailtrackerError for what cannot be done, with what to type instead."""
    if command.request.is_forgotten:
        said = f"{command.request.reference} is of somebody who was forgotten: it stays as it is"
        raise MailtrackerError(said)
    match command:
        case Assign():
            effects = _assign(command, scene)
        case Close():
            effects = _close(command.request, scene)
        case Reopen():
            effects = _reopen(command.request, scene)
        case Revoke():
            effects = _revoke(command, scene)
        case MailByHand():
            effects = _by_hand(command, scene)
        case Reroute():
            effects = _reroute(command, scene)
    return decide(effects, command.request, scene.policy)


def _assign(command: Assign, scene: Scene) -> list[Effect | Because]:
    """Only here may a confidential request go to somebody who is kept out of it."""
    request = command.request
    if request.given.confide_in:
        raise MailtrackerError(f"{request.reference}: its requester alone chooses who reads it")
    new = _meant(command, scene)
    if same(scene.policy, request.requester, new):
        raise MailtrackerError(f"{new.name} asked for it: nobody owes an answer to themselves")
    if new.key == request.owner:
        return [Because(f"{new.name} has {request.reference} already")]
    owed = request.unanswered_since is not None
    told = f"{new.name} has {request.reference} now"
    entrusted: list[Effect] = []
    if kept_out(scene.policy, request, new):
        told += ", who was kept out of it because it is confidential"
        entrusted.append(Entrust(new.key))
    handed = HandOver(new, "assigned", tell_requester=owed, by_admin=True)
    return [
        Because(told),
        *entrusted,
        *hand_over(request, handed, scene),
        *took_turn_as(scene.policy, command.who, new),
        *stay_open(request),
    ]


def _meant(command: Assign, scene: Scene) -> Person:
    who, found = command.who, find_somebody(candidates_for(command.request, scene), command.who)
    if not found:
        raise MailtrackerError(
            f"nobody in the people file is called {who!r}: use a key, an address or a team of "
            "rules/"
        )
    if len(found) > 1:
        names = " or ".join(p.name for p in found)
        raise MailtrackerError(f"{who!r} may be {names}: use the key or the address")
    return found[0]


def _close(request: Request, scene: Scene) -> list[Effect | Because]:
    if request.status is Status.CLOSED:
        return [Because(f"{request.reference} is closed already")]
    told = f"{request.reference} is closed; {request.requester.email} gets a closing mail"
    return [Because(told), *close(scene.policy, request, by=None)]


def _reopen(request: Request, scene: Scene) -> list[Effect | Because]:
    """Opens a closed or answered request again for its owner, who is told, and releases a held
    one.
    """
    effects: list[Effect] = []
    if request.held_since is not None:
        effects += [Release(), LogEvent("released", "by an admin")]
    if has_nobody(request, scene):
        effects += [*waits(request, scene), ask(request, "again", scene)]
    elif request.status is not Status.OPEN:
        effects += [StopClock(answered=False), *goes_on(scene, request)]
        effects.append(LogEvent("reopened", "by an admin"))
        owner, handed = owner_who_begins(candidates_for(request, scene), request, True)
        reminder = Reminder(late=False)
        told = SendLetter(reminder, address_of(owner), owner.key, Lane.REQUESTER)
        effects += handed or [told]
    if not effects:
        return [Because(f"{request.reference} is open already")]
    return [Because(f"{request.reference} is open again"), *effects]


def _revoke(command: Revoke, scene: Scene) -> list[Effect | Because]:
    """Who had it is told nothing: whoever reads their mail would learn of it."""
    request = command.request
    if request.owner != command.who:
        return [Because(f"somebody else has {request.reference}")]
    if request.given.confide_in:
        gone = Because(f"{request.reference}: its requester is asked whom to confide in")
        return [gone, *left_alone(request, "gone", scene)]
    candidates = candidates_for(request, scene)
    new = stand_in(candidates, request.owner)
    if new is None:
        told = LogEvent("no cover", "nobody else can take it from who is revoked")
        return [Because(f"{request.reference}: nobody else can take it"), told]
    owed = request.unanswered_since is not None
    handed = HandOver(new, "assigned", tell_former=False, tell_requester=owed)
    return [
        Because(f"{new.name} has {request.reference} now"),
        LogEvent("revoked", f"taken from {command.who}, whose mailbox is in the wrong hands"),
        *hand_over(request, handed, scene),
        *stay_open(request),
    ]


def _reroute(command: Reroute, scene: Scene) -> list[Effect | Because]:
    request, course = command.request, command.course
    new = goes_to(request, course, scene)
    left = why_left(request, course, new, command.also_handed)
    if new is None or left is not None:
        raise MailtrackerError(f"{request.reference} stays where it is: {left}")
    return rerouted(request, course, new, scene)


def _by_hand(command: MailByHand, scene: Scene) -> list[Effect | Because]:
    """Who wrote an answer that goes out no more hears so."""
    did = "dropped" if command.drop else "sent again"
    about = f"{command.letter} to {command.recipient}"
    effects: list[Effect | Because] = [
        Because(f"{about} is {did}"),
        LogEvent("outbox", f"{about} {did} by hand ({command.who})"),
    ]
    if not command.drop or command.letter != NoteRequester.name:
        return effects
    request = command.request
    candidates, owed = candidates_for(request, scene), _owed_again(command, scene)
    who = owner_who_begins(candidates, request, True) if owed else owner_now(candidates, request)
    owner, handed = who
    letter = Withdrawn(shown(scene.policy, _party(command)), command.uncertain)
    told = SendLetter(letter, address_of(owner), owner.key, Lane.REQUESTER)
    return [*effects, *owed, *handed, told]


def _party(command: MailByHand) -> Address:
    request, key = command.request, address_key(command.recipient)
    known = (request.requester, *request.copied)
    return next((one for one in known if one.key == key), Address("", command.recipient))


def _owed_again(command: MailByHand, scene: Scene) -> list[Effect]:
    """What never went out was no answer."""
    request = command.request
    done = command.uncertain or request.unanswered_since is not None
    if done or request.status is Status.CLOSED:
        return []
    return goes_on(scene, request)
